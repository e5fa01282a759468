"""The page of search: facets, conditions in the address, marked words, order by date, a file of what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request, Response

from api.addresses import (
    Choice,
    Pager,
    address_with,
    asked_value,
    asked_values,
    pager,
    plan_address,
    removable,
    row_address,
)
from api.asked_conditions import CONDITIONS, LONGEST, Asked, asked_conditions, asked_day
from api.document_view import ShownItem, shown_day, shown_items
from api.downloads import KINDS, Kind, rows_file
from api.engine import Engine
from api.found import Found, Order
from api.highlighting import Run, marked_runs
from api.problems import language_of
from api.serving import TheEngine, render
from api.settings import Lang
from api.wording import counted
from api.wording_pages import SHARED, in_language
from api.wording_pages_search import SEARCH
from corpus.model import Measure, Plan, measure_json

pages = APIRouter(include_in_schema=False)
SIZE = 20  # measures on a page
REACHED = 100_000_000  # more measures than there can be
WRITTEN_AT_MOST = 5_000  # measures in a file
FACETS = ("region", "plan", "section", "year", "body")
SHOWN = 8  # values of a facet that are shown at once
ORDERS: tuple[Order, ...] = ("best", "soonest", "latest")


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A measure that was found."""

    measure: Measure
    runs: tuple[Run, ...]
    items: tuple[ShownItem, ...]
    address: str
    plan_title: str
    plan_address: str
    region: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A condition with the values that would leave something."""

    title: str
    first: tuple[Choice, ...]
    others: tuple[Choice, ...]


@pages.get("/search")
def search_page(request: Request, engine: TheEngine) -> Response:
    """Measures under conditions, a part at a time."""
    lang = language_of(request)
    asked, order = asked_conditions(request), _order(request)
    found, unknown, part = _found(request, engine, asked, order)
    w = in_language(SEARCH, lang)
    plans = {stored.plan.id: stored.plan for stored in engine.plans()}
    titles = {plan.id: plan.title for plan in plans.values()}
    return render(
        request,
        "search.html",
        w=w,
        asked=asked,
        text=found.query,
        order=order,
        orders=ORDERS,
        found=w["found"].format(measures=counted(lang, found.results.total, "measure")),
        hits=[
            _hit(measure, found, plans[measure.plan_id], lang) for _, measure in found.rows if measure.plan_id in plans
        ],
        part=part,
        facets=[_facet(name, found, request, titles, lang) for name in FACETS if found.results.facets.get(name)],
        conditions=removable(request, CONDITIONS, _condition_words(request, titles, lang)),
        clear=address_with(request, **dict.fromkeys(CONDITIONS)),
        kept=[(n, v) for n in ("region", "plan", "body", "year") for v in asked_values(request, n)],
        notices_of=_notices(found, asked, unknown, lang),
        downloads_of=[(kind, address_with(request, f"/search/export.{kind}")) for kind in KINDS],
        open_conditions=any(asked_value(request, n) for n in ("section", "due_from", "due_to", "consent")),
    )


@pages.get("/search/export.{kind}")
def search_export(kind: Kind, request: Request, engine: TheEngine) -> Response:
    """All that was found as a file."""
    asked, text = asked_conditions(request), asked_value(request, "q")[:LONGEST]
    found, _ = engine.search(text, asked.wanted, WRITTEN_AT_MOST, _order(request))
    plans = {stored.plan.id: stored.plan for stored in engine.plans()}
    rows = (measure_json(m, plans[m.plan_id]) for _, m in found.rows[: found.results.total] if m.plan_id in plans)
    return rows_file(rows, kind, SEARCH["title"][language_of(request) == "en"], language_of(request))


def _found(
    request: Request, engine: Engine, asked: Asked, order: Order
) -> tuple[Found, tuple[tuple[str, str], ...], Pager]:
    """What the address asks for, in its order: the measures of one page, the conditions that nothing is called, and
    which page it is."""
    text, offset = asked_value(request, "q")[:LONGEST], pager(request, REACHED, SIZE).start
    found, unknown = engine.search(text, asked.wanted, SIZE, order, offset)
    part = pager(request, found.results.total, SIZE)
    if part.start != offset:  # beyond the end: its last page
        found, unknown = engine.search(text, asked.wanted, SIZE, order, part.start)
    return replace(found, rows=found.rows[: part.end - part.start]), unknown, part


def _hit(measure: Measure, found: Found, plan: Plan, lang: Lang) -> ShownHit:
    return ShownHit(
        measure,
        marked_runs(measure.measure, found.results.question),
        shown_items(measure.items),
        row_address(measure.plan_id, measure.id),
        plan.title,
        plan_address(plan.id),
        plan.region or SHARED["whole-country"][lang == "en"],
    )


def _facet(name: str, found: Found, request: Request, titles: dict[str, str], lang: Lang) -> Facet:
    chosen = asked_values(request, name)
    choices = []
    for value, number in found.results.facets[name]:
        text = _value_words(name, value, titles, lang)
        asked_as = value or "Україна"
        others: dict[str, Any] = {
            name: [v for v in chosen if v != asked_as] if asked_as in chosen else [*chosen, asked_as]
        }
        choices.append(Choice(text, address_with(request, **others), number, asked_as in chosen))
    title = SHARED[name][lang == "en"] if name in SHARED else SEARCH[name][lang == "en"]
    return Facet(title, tuple(choices[:SHOWN]), tuple(choices[SHOWN:]))


def _value_words(name: str, value: str, titles: dict[str, str], lang: Lang) -> str:
    if name == "region":
        return value if value and value != "Україна" else SHARED["whole-country"][lang == "en"]
    return titles.get(value, value) if name == "plan" else value


def _condition_words(request: Request, titles: dict[str, str], lang: Lang) -> dict[tuple[str, str], str]:
    english = lang == "en"
    words = {}
    for name in CONDITIONS:
        for value in asked_values(request, name):
            text = _value_words(name, value, titles, lang)
            text = shown_day(day) if name in ("due_from", "due_to") and (day := asked_day(request, name)) else text
            text = SEARCH[f"consent-{value}"][english] if name == "consent" and value in ("yes", "no") else text
            words[name, value] = SEARCH[f"condition-{name}"][english].format(value=text)
    return words


def _notices(found: Found, asked: Asked, unknown: Sequence[tuple[str, str]], lang: Lang) -> list[str]:
    english = lang == "en"
    said = asked.notices(lang)
    said += [SHARED["unknown"][english].format(value=text) for _, text in unknown]
    question = found.results.question
    if question and question.notes:
        said.append(SEARCH["corrected"][english].format(text=question.text))
    return said


def _order(request: Request) -> Order:
    asked = asked_value(request, "sort")
    return next((one for one in ORDERS if one == asked), "best")
