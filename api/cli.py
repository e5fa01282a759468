"""The console script `zakhid`: which command lies where, and the streams it speaks through."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

import click

from api.interface import Interface

COMMANDS = {
    "ingest": "api.commands.ingest:ingest",
    "remove": "api.commands.remove:remove",
    "export": "api.commands.export:export",
    "ask": "api.commands.ask:ask",
    "search": "api.commands.search:search",
    "duplicates": "api.commands.duplicates:duplicates",
    "verdict": "api.commands.duplicates:verdict",
    "owners": "api.commands.owners:owners",
    "due": "api.commands.due:due",
    "note": "api.commands.due:note",
    "decisions": "api.commands.decisions:decisions",
    "gaps": "api.commands.editions:gaps",
    "compare": "api.commands.editions:compare",
    "status": "api.commands.status:status",
    "serve": "api.commands.serve:serve",
    "users": "api.commands.users:users",
    "mcp": "api.commands.mcp:mcp",
    "eval": "api.commands.evaluate:evaluate",
    "models": "api.commands.models:models",
}


def _show_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"zakhid {version('zakhid')}")
        ctx.exit()


zakhid = Interface("zakhid", modules=COMMANDS, no_args_is_help=True)
zakhid.params.append(
    click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version)
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    use_utf8()
    given = sys.argv[1:] if arguments is None else arguments
    zakhid.main([readable(argument) for argument in given], prog_name="zakhid")


def use_utf8() -> None:
    """Read and write UTF-8 whatever the terminal's locale says; what cannot be encoded is escaped, not fatal."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def readable(argument: str) -> str:
    """An argument whose bytes are not of the locale's encoding, read as UTF-8 or Windows-1251.

    Names of files stay as they are: one that exists under the given name must still be found.
    """
    if argument.isprintable() or os.path.lexists(argument):
        return argument
    try:
        raw = os.fsencode(argument)
    except UnicodeEncodeError:
        return argument
    for encoding in ("utf-8", "cp1251"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return argument
