"""`zakhid ingest`: read files and folders into the data folder and index them."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.interface import Command
from api.session import Session, for_terminal
from api.wording import counted
from api.wording_oversight import word
from corpus.layout.trace import shortened

if TYPE_CHECKING:
    from collections.abc import Set

    from corpus.ingest import FileResult
    from corpus.store import Store
    from index.duplicates import Duplicates
    from index.encoder import Encoder

WARNINGS_SHOWN = 5
PAIRS_SHOWN = 5
PAIR_TEXT = 90  # characters of a measure that repeats another
LEFT_OUT = ("no-measures", "twin")


@click.command("ingest", cls=Command)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True)
@click.option("--keep-twins", is_flag=True)
@click.option("--no-compare", is_flag=True)
@click.option("--explain", "explain_file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[Path, ...],
    as_json: bool,
    keep_twins: bool,
    no_compare: bool,
    explain_file: Path | None,
) -> None:
    session: Session = ctx.obj
    if explain_file:
        from corpus.reading import explain

        with session.pages() as progress:
            said = explain(explain_file, progress)
        session.show(said)
    elif not paths:
        raise click.UsageError(session.say("give-path"), ctx)
    else:
        ctx.exit(_ingest(session, paths, as_json, keep_twins, compare=not no_compare))


def _ingest(session: Session, paths: tuple[Path, ...], as_json: bool, keep_twins: bool, *, compare: bool) -> int:
    """Read, report, index and compare with what was there; the exit code."""
    from corpus.ingest import files_in
    from corpus.ingest import ingest as results_of
    from corpus.writer import only_writer

    happened: Counter[str] = Counter()
    waiting = partial(session.note, "other-writer")
    with only_writer(session.settings.data, waiting), session.store(create=True) as store:
        known = store.ids()
        total = sum(1 for _ in files_in(paths, store.folder))
        with session.lines("reading", total) as show, session.pages() as pages:
            for result in results_of(paths, store, keep_twins=keep_twins, progress=pages):
                happened[result.status] += 1
                show(_as_json(session, result) if as_json else for_terminal(_in_words(session, result)))
        if store.count() or (session.settings.data / "index").exists():
            encoder = session.searcher(store).encoder
            if compare:
                _tell_repeats(session, store, encoder, known)
    _sum_up(session, happened)
    return 1 if happened["failed"] else 0


def _as_json(session: Session, result: FileResult) -> str:
    problem = result.problem
    values: dict[str, Any] = {
        "file": str(result.path),
        "status": result.status,
        "measures": result.measures,
        "plan_id": result.plan_id,
        "twin_of": result.twin_of,
        "warnings": list(result.warnings),
        "problem": {"code": problem.code, "text": problem.text(session.lang)} if problem else None,
    }
    return json.dumps(values, ensure_ascii=False)


def _in_words(session: Session, result: FileResult) -> str:
    """One line for the file, and its remarks below."""
    line = session.say(
        f"file-{result.status}",
        file=result.path,
        measures=counted(session.lang, result.measures, "measure"),
        twin=result.twin_of,
        problem=result.problem.text(session.lang) if result.problem else "",
    )
    if result.status == "unchanged":
        return line
    remarks = [session.say("file-warning", warning=w) for w in result.warnings[:WARNINGS_SHOWN]]
    if len(result.warnings) > WARNINGS_SHOWN:
        remarks.append(session.say("more-warnings", n=len(result.warnings) - WARNINGS_SHOWN))
    return "\n".join([line, *remarks])


def _tell_repeats(session: Session, store: Store, encoder: Encoder, known: Set[str]) -> None:
    """Which measures that have just come repeat those of other plans."""
    from corpus.verdicts import verdicts_in
    from index.duplicates import new_duplicates, plans_that_repeat

    with session.progress("comparing") as progress:
        found = new_duplicates(store, encoder, known, verdicts_in(store).words(), progress)
    if found is None or not found.pairs:
        return
    session.note("new-repeats", pairs=counted(session.lang, len(found.pairs), "pair"))
    for pair in found.pairs[:PAIRS_SHOWN]:
        # the one that has come stands first
        mine, yours = sorted((pair.a, pair.b), key=lambda name: name in known)
        session.note("new-repeat", grade=word(session.lang, pair.grade), a=_named(found, mine), b=_named(found, yours))
    for plan_id, number in plans_that_repeat(found, known).items():
        session.note("all-repeats", plan=plan_id, measures=counted(session.lang, number, "measure"))


def _named(found: Duplicates, name: str) -> str:
    measure = found.measures[name]
    return f"«{shortened(measure.measure, PAIR_TEXT)}» ({measure.plan_id})"


def _sum_up(session: Session, happened: Counter[str]) -> None:
    if not happened:
        session.note("no-files")
        return
    session.note(
        "ingested",
        files=happened.total(),
        read=happened["added"] + happened["replaced"],
        unchanged=happened["unchanged"],
        left_out=sum(happened[status] for status in LEFT_OUT),
        failed=happened["failed"],
    )
