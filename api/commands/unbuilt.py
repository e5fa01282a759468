"""Commands that the contract promises and that are not built yet: they say so, with exit code 2."""

from __future__ import annotations

import click

from api.interface import Command
from api.session import Session

EXIT_UNBUILT = 2


def _unbuilt(name: str) -> Command:
    def say_so(rest: tuple[str, ...]) -> None:
        context = click.get_current_context()
        session: Session = context.obj
        session.note("not-built", command=name)
        context.exit(EXIT_UNBUILT)

    rest = click.Argument(["rest"], nargs=-1, type=click.UNPROCESSED)
    return Command(name, callback=say_so, params=[rest], context_settings={"ignore_unknown_options": True})


duplicates = _unbuilt("duplicates")
owners = _unbuilt("owners")
