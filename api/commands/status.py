"""`zakhid status`: what is stored, what the index holds, and with what it was made. Loads no model."""

from __future__ import annotations

import json
from typing import Any

import click

from api.interface import Command
from api.session import Session
from api.state import state_of
from api.wording import counted


@click.command("status", cls=Command)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    session: Session = ctx.obj
    with session.store() as store:
        state = state_of(store, session.settings)
    if as_json:
        click.echo(json.dumps(state, ensure_ascii=False))
    else:
        session.show("\n".join(_lines(session, state)))


def _lines(session: Session, state: dict[str, Any]) -> list[str]:
    lang = session.lang
    plans, measures = counted(lang, state["plans"], "plan"), counted(lang, state["measures"], "measure")
    lines = [session.say("status-data", folder=state["data"], plans=plans, measures=measures)]
    for plan in state["plan_list"]:
        region = plan["region"] or session.say("whole-country")
        lines.append(f"  {plan['id']}  ·  {region}  ·  {counted(lang, plan['measures'], 'measure')}")
    lines += [_index_line(session, state["index"])]
    lines.append(session.say("status-model", encoder=state["encoder"], analysis=state["analysis"]))
    if model := state["language_model"]:
        lines.append(session.say("status-language-model", **model))
    versions = ", ".join(f"{name} {number}" for name, number in state["versions"].items())
    lines.append(session.say("status-versions", versions=versions))
    return lines


def _index_line(session: Session, index: dict[str, Any] | None) -> str:
    if index is None:
        return session.say("status-no-index")
    size = f"{index['bytes'] / 1_000_000:.1f}"
    measures = counted(session.lang, index["measures"], "measure")
    key = "status-index" if index["current"] else "status-index-behind"
    return session.say(key, measures=measures, size=size, encoder=index["encoder"])
