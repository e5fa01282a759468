"""The page of deadlines: what is due as a list or month by month, a calendar to subscribe to, and notes of progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.addresses import (
    Choice,
    address_with,
    asked_value,
    asked_values,
    own_address,
    pager,
    plan_address,
    removable,
    row_address,
)
from api.asked_conditions import asked_conditions, asked_day
from api.document_view import ShownItem, shown_day, shown_items
from api.downloads import KINDS, Kind, listing_file, saved
from api.drawing_calendar import Month, by_day, month_key, month_name, month_table, months_of, nearest_month
from api.engine import Engine
from api.overviews import duties_listed
from api.problems import language_of
from api.serving import TheEngine, TheVisitor, checked_csrf, needs, render
from api.settings import Lang
from api.wording import say
from api.wording_oversight import word
from api.wording_pages import SHARED, in_language
from api.wording_pages_deadlines import DEADLINES
from api.wording_pages_search import SEARCH
from corpus.duties import STATES, Due, Duty, days_of
from corpus.filters import Filters
from corpus.icalendar import calendar_of
from corpus.model import Measure, Plan
from corpus.statuses import STATUSES, Note, note_status, notes_in

pages = APIRouter(include_in_schema=False)
SIZE = 40
NAMED = 2  # measures of a day whose words the calendar shows
CONDITIONS = ("region", "plan", "body", "due_from", "due_to", "state")
_OF_THE_FORM = ("on", "region", "plan", "body", "page", "lang", "month")
TONES = {"overdue": "bad", "soon": "warn", "closed": "good"}


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """An item that is due, with its row and the notes on it."""

    duty: Duty
    measure: Measure
    plan: Plan
    item: ShownItem
    tone: str
    when: str
    address: str
    plan_address: str
    history: tuple[Note, ...]


@pages.get("/deadlines")
def deadlines_page(request: Request, engine: TheEngine, visitor: TheVisitor) -> Response:
    """What is due, as a list or as a calendar."""
    lang = language_of(request)
    today = asked_day(request, "on") or date.today()
    agenda, notices = _agenda(request, engine, today)
    view = "calendar" if asked_value(request, "view") == "calendar" else "list"
    chosen = _of_states(agenda, asked_values(request, "state"))
    w = in_language(DEADLINES, lang)
    shared: dict[str, Any] = {
        "w": w,
        "on": today,
        "view": view,
        "views": [(one, address_with(request, view=one), one == view) for one in ("list", "calendar")],
        "states": _states(agenda, request, lang),
        "notices_of": notices,
        "conditions": removable(request, CONDITIONS, _condition_words(request, engine, lang)),
        "clear": address_with(request, **dict.fromkeys(CONDITIONS)),
        "kept": [(n, v) for n, v in request.query_params.multi_items() if n not in _OF_THE_FORM],
        "asked": {name: asked_value(request, name) for name in ("region", "plan", "body")},
        "choices": _choices(engine, w),
        "downloads_of": [(kind, address_with(request, f"/deadlines/export.{kind}")) for kind in KINDS],
        "feed": address_with(request, "/deadlines/calendar.ics", view=None, on=None, state=None, month=None),
        "word": lambda code: word(lang, code),
    }
    shown = (
        _calendar(request, engine, chosen, today, lang) if view == "calendar" else _list(request, engine, chosen, lang)
    )
    may_note = visitor.role in ("editor", "administrator")
    here = address_with(request, page=asked_value(request, "page") or None)
    return render(request, "deadlines.html", **shared, **shown, may_note=may_note, statuses=STATUSES, here=here)


@pages.get("/deadlines/export.{kind}")
def deadlines_export(kind: Kind, request: Request, engine: TheEngine) -> Response:
    """What the page lists as a file."""
    lang = language_of(request)
    agenda, _ = _agenda(request, engine, asked_day(request, "on") or date.today())
    chosen = _of_states(agenda, asked_values(request, "state"))
    return listing_file(duties_listed(engine.duties(chosen), lang), kind, say(lang, "duties"), lang)


@pages.get("/deadlines/calendar.ics")
def deadlines_feed(request: Request, engine: TheEngine) -> Response:
    """The same as a calendar to subscribe to; what is noted as done is left out."""
    agenda, _ = _agenda(request, engine, date.today())
    names = (value for name in ("body", "plan", "region") for value in asked_values(request, name))
    name = "; ".join(names) or say(language_of(request), "duties")
    text = calendar_of(engine.duties([one for one in agenda if one.state != "closed"]), name)
    return saved(text, "text/calendar; charset=utf-8", "zakhid.ics")


@pages.post("/deadlines/notes", dependencies=[Depends(needs("editor")), Depends(checked_csrf)])
def add_note(
    engine: TheEngine,
    visitor: TheVisitor,
    measure_id: Annotated[str, Form()],
    status: Annotated[str, Form()],
    item: Annotated[int, Form(ge=0)],
    on_date: Annotated[str, Form()] = "",
    comment: Annotated[str, Form(max_length=2_000)] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Note the state of an item, and show the list again."""
    day = date.fromisoformat(on_date) if _is_day(on_date) else None
    note_status(engine.store, measure_id, status, item=item, on_date=day, comment=comment, person=visitor.name or "")
    return RedirectResponse(own_address(back, "/deadlines"), status_code=303)


def _agenda(request: Request, engine: Engine, today: date) -> tuple[Sequence[Due], list[str]]:
    """The duties under the conditions of the address, whatever their state, and what to tell of the conditions.

    A repeated duty meets a period when one of its days does, so days are looked at here and not in the filters.
    """
    lang = language_of(request)
    asked = asked_conditions(request)
    under = engine.conditions(asked.wanted)
    start, end = under.filters.due_from, under.filters.due_to
    found = engine.agenda(today, _without_days(under.filters))
    if start or end:
        first, last = start or date.min, end or date.max
        plans = _plans(engine)
        found = [one for one in found if any(first <= day <= last for day in days_of(one, plans[one.plan_id]))]
    unknown = [SHARED["unknown"][lang == "en"].format(value=text) for _, text in under.unknown]
    return found, asked.notices(lang) + unknown


def _plans(engine: Engine) -> dict[str, Plan]:
    return {stored.plan.id: stored.plan for stored in engine.plans()}


def _choices(engine: Engine, w: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The regions and plans that can be chosen: (value, words)."""
    plans = [stored.plan for stored in engine.plans()]
    regions = sorted({plan.region for plan in plans if plan.region})
    whole = [("Україна", w["whole-country"])] if any(plan.region is None for plan in plans) else []
    return [
        ("region", whole + [(region, region) for region in regions]),
        ("plan", [(plan.id, plan.title or plan.source_file) for plan in plans]),
    ]


def _without_days(filters: Filters) -> Filters:
    return replace(filters, due_from=None, due_to=None)


def _of_states(agenda: Sequence[Due], states: Sequence[str]) -> list[Due]:
    return [one for one in agenda if not states or one.state in states]


def _states(agenda: Sequence[Due], request: Request, lang: Lang) -> list[Choice]:
    """The states as choices with their numbers."""
    counts = Counter(one.state for one in agenda)
    chosen = asked_values(request, "state")
    every = [Choice(SHARED["all"][lang == "en"], address_with(request, state=None), len(agenda), not chosen)]
    return every + [
        Choice(word(lang, state), address_with(request, state=state), counts[state], state in chosen)
        for state in STATES
        if counts[state] or state in chosen
    ]


def _list(request: Request, engine: Engine, agenda: Sequence[Due], lang: Lang) -> dict[str, Any]:
    notes = notes_in(engine.store)
    part = pager(request, len(agenda), SIZE)
    duties = engine.duties(agenda[part.start : part.end])
    shown = [_shown(duty, notes.history.get(duty.measure.id, ()), lang) for duty in duties]
    return {
        "duties": shown,
        "part": part,
        "number": len(agenda),
        "orphaned": len(notes.orphaned) if engine.store.only is None else 0,
    }


def _shown(duty: Duty, history: tuple[Note, ...], lang: Lang) -> ShownDuty:
    own = tuple(note for note in history if note.item in (None, duty.number))
    return ShownDuty(
        duty,
        duty.measure,
        duty.plan,
        shown_items([duty.item])[0],
        TONES.get(duty.state, ""),
        _when(duty, lang),
        row_address(duty.plan.id, duty.measure.id),
        plan_address(duty.plan.id),
        own,
    )


def _when(duty: Duty, lang: Lang) -> str:
    """How far off the day is, in words."""
    english = lang == "en"
    if duty.days is None or duty.state == "closed":
        return ""
    if duty.days == 0:
        return DEADLINES["today"][english]
    return DEADLINES["days-left" if duty.days > 0 else "days-over"][english].format(n=abs(duty.days))


def _calendar(request: Request, engine: Engine, agenda: Sequence[Due], today: date, lang: Lang) -> dict[str, Any]:
    plans = _plans(engine)
    days = by_day(agenda, plans)
    months = months_of(days)
    month = nearest_month(asked_value(request, "month"), months, today)
    every: list[Month] = [(year, number) for year, ms in months.items() for number in ms]
    before, after = ([m for m in every if m < month], [m for m in every if m > month])
    named = [one for day in days if (day.year, day.month) == month for one in days[day][:NAMED]]
    return {
        "month": month_table(month, days, lang),
        "named": NAMED,
        "measures": {duty.measure.id: duty.measure.measure for duty in engine.duties(named)},
        "today": today,
        "previous": _month(request, before[-1], lang) if before else None,
        "next": _month(request, after[0], lang) if after else None,
        "years": {
            year: [_month(request, (year, m), lang, n, month) for m, n in ms.items()] for year, ms in months.items()
        },
        "undated": sum(not days_of(one, plans[one.plan_id]) for one in agenda),
        "day_address": lambda day: address_with(request, view=None, month=None, due_from=str(day), due_to=str(day)),
        "row_address": lambda one: row_address(one.plan_id, one.measure_id),
    }


def _month(request: Request, month: Month, lang: Lang, number: int | None = None, shown: Month | None = None) -> Choice:
    return Choice(month_name(month, lang), address_with(request, month=month_key(month)), number, month == shown)


def _condition_words(request: Request, engine: Engine, lang: Lang) -> dict[tuple[str, str], str]:
    titles = {stored.plan.id: stored.plan.title for stored in engine.plans()}
    words = {("state", state): word(lang, state) for state in STATES}
    for name in ("region", "plan", "body"):
        for value in asked_values(request, name):
            words[name, value] = f"{SHARED[name][lang == 'en'].lower()}: {titles.get(value, value)}"
    for name in ("due_from", "due_to"):
        for value in asked_values(request, name):
            day = asked_day(request, name)
            words[name, value] = SEARCH[f"condition-{name}"][lang == "en"].format(
                value=shown_day(day) if day else value
            )
    return words


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
