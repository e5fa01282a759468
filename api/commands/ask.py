"""`zakhid ask`: one question with its dialogue, or a file of questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.interface import Command
from api.printed import printed_answer
from api.session import Session
from api.wording import counted

# as `assistant.correction` names them (a test holds the two together); help must not wait for that room to load
CONDITIONS = ("region", "plan", "body", "due", "year", "section", "consent", "value", "number", "undated")

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@click.command("ask", cls=Command)
@click.argument("question", required=False)
@click.option("--after", multiple=True)
@click.option("--without", multiple=True, type=click.Choice(CONDITIONS))
@click.option("--json", "as_json", is_flag=True)
@click.option("--batch", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def ask(
    ctx: click.Context,
    question: str | None,
    after: tuple[str, ...],
    without: tuple[str, ...],
    as_json: bool,
    batch: Path | None,
    out: Path | None,
) -> None:
    session: Session = ctx.obj
    wrong = _wrong_usage(question, after or without, batch, out)
    if wrong:
        raise click.UsageError(session.say(wrong), ctx)
    if batch and out:
        _answer_all(session, batch, out)
    elif question:
        _answer_one(session, question, after, without, as_json)


def _wrong_usage(question: str | None, after: tuple[str, ...], batch: Path | None, out: Path | None) -> str | None:
    """The key of the message for a combination that cannot be meant."""
    if batch:
        if question or after:
            return "batch-alone"
        return None if out else "batch-needs-out"
    if out:
        return "out-needs-batch"
    return None if question and question.strip() else "give-question"


def _answer_one(
    session: Session, question: str, after: tuple[str, ...], without: tuple[str, ...], as_json: bool
) -> None:
    with session.store() as store:
        assistant = session.assistant(store)
        answer = assistant.ask(question, after, without)
        if as_json:
            click.echo(json.dumps(answer.to_json(), ensure_ascii=False))
        else:
            session.show(printed_answer(answer, session.lang, _width()))


def _answer_all(session: Session, batch: Path, out: Path) -> None:
    from api.batch import answered, questions_in, written

    questions = questions_in(batch)
    with session.store() as store, written(out) as file:
        assistant: Assistant = session.assistant(store)
        assistant.prepare()
        with session.progress("answering") as progress:
            for number, question in enumerate(questions, 1):
                file.write(answered(question, assistant) + "\n")
                progress(number, len(questions))
    session.note("batch-done", path=out, questions=counted(session.lang, len(questions), "question"))


def _width() -> int:
    """Columns of text: those of the terminal, within what reads well."""
    import shutil

    return min(shutil.get_terminal_size((96, 24)).columns, 110)
