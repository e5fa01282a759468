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
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def evaluate(
    ctx: click.Context, questions: Path, more_gold: tuple[Path, ...], gold: tuple[Path, ...], as_json: bool
) -> None:
    """``--gold`` takes one file; those that follow it (a shell's ``*.jsonl``) arrive as further arguments."""
    from assistant.evaluation import evaluated

    session: Session = ctx.obj
    with session.store() as store, session.progress("answering") as progress:
        scores = evaluated(questions, [*gold, *more_gold], session.assistant(store), progress)
    click.echo(json.dumps(scores.to_json(), ensure_ascii=False) if as_json else str(scores))
