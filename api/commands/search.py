"""`zakhid search`: ranked measures under structured filters."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from api.interface import Command
from api.session import Session

if TYPE_CHECKING:
    from api.found import Found

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class Day(click.ParamType[date]):
    """A day: 2020-12-25 or 25.12.2020."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            dotted = _DOTTED.fullmatch(value)
            return date(*map(int, dotted.group(3, 2, 1))) if dotted else date.fromisoformat(value)
        except ValueError:
            session: Session = click.get_current_context().obj
            self.fail(session.say("bad-day", value=value), param, ctx)


@click.command("search", cls=Command)
@click.argument("text")
@click.option("--region", multiple=True)
@click.option("--plan", multiple=True)
@click.option("--body", multiple=True)
@click.option("--due-from", type=Day())
@click.option("--due-to", type=Day())
@click.option("--year", multiple=True, type=click.IntRange(1900, 2200))
@click.option("--section", multiple=True)
@click.option("--consent", type=click.Choice(["yes", "no"]))
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--explain", is_flag=True)
@click.pass_context
def search(ctx: click.Context, /, text: str, limit: int, as_json: bool, explain: bool, **wanted: Any) -> None:
    from api.conditions import Wanted, conditions
    from api.found import find

    session: Session = ctx.obj
    if wanted["consent"]:
        wanted["consent"] = wanted["consent"] == "yes"
    with session.store() as store:
        under = conditions(Wanted(**wanted), store)
        for name, value in under.unknown:
            session.note("filter-unknown", name=name, value=value)
        found = find(text, under.filters, limit, store, session.searcher(store))
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        _print(session, found, explain)


def _print(session: Session, found: Found, explain: bool) -> None:
    from api.found import printed_hit
    from api.wording import counted

    if not found.rows:
        session.show(session.say("nothing-found"))
        return
    total = counted(session.lang, found.results.total, "measure")
    click.echo(session.say("found", measures=total, shown=len(found.rows)), err=True)
    for number, (hit, row) in enumerate(found.rows, 1):
        session.show(printed_hit(number, hit, row, session.lang))
        if explain:
            click.echo("    " + json.dumps(dict(hit.why), ensure_ascii=False, default=str))
