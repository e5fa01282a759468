"""`zakhid eval`: scores of the question answering on a labelled file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from api.interface import Command
from api.session import Session


@click.command("eval", cls=Command)
@click.argument("questions", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("more_gold", nargs=-1, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--gold", multiple=True, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--compare", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def evaluate(
    ctx: click.Context,
    questions: Path,
    more_gold: tuple[Path, ...],
    gold: tuple[Path, ...],
    save: Path | None,
    compare: Path | None,
    as_json: bool,
) -> None:
    """``--gold`` takes one file; those that follow it (a shell's ``*.jsonl``) arrive as further arguments."""
    from api.batch import written
    from assistant.evaluation import changes, compared, evaluated, saved_scores

    session: Session = ctx.obj
    before = saved_scores(compare) if compare else None  # a file of another kind is told before the long work
    with session.store() as store, session.progress("answering") as progress:
        scores = evaluated(questions, [*gold, *more_gold], session.assistant(store), progress)
    result = scores.to_json()
    if scores.unlabelled:
        session.note("eval-unlabelled", number=len(scores.unlabelled))
    if save:
        with written(save) as file:
            json.dump(result, file, ensure_ascii=False)
    if as_json:
        against = {"compared": changes(before, result)} if before else {}
        click.echo(json.dumps(result | against, ensure_ascii=False))
        return
    click.echo(str(scores))
    if before:
        click.echo("\n" + compared(before, result))
