"""The pages of responsible bodies: the registry over all plans, and one body with its measures on a timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.addresses import Choice, address_with, asked_value, body_address, pager, plan_address, row_address
from api.asked_conditions import asked_conditions
from api.body_decisions import merged, taken_apart, taken_back
from api.commands.owners import owners_named
from api.downloads import KINDS, Kind, listing_file
from api.drawing_calendar import month_name
from api.drawing_timeline import Axis, Span, axis_of, load_chart
from api.engine import Engine
from api.overviews import holdings_listed, owners_listed
from api.problems import language_of
from api.serving import TheEngine, TheVisitor, checked_csrf, needs, render
from api.settings import Lang
from api.wording import say
from api.wording_oversight import word
from api.wording_pages import in_language
from api.wording_pages_owners import OWNERS
from corpus.body_choices import Choice as Decided
from corpus.body_choices import choices_in
from corpus.messages import Problem
from corpus.model import Item, Measure, Plan
from corpus.owners import Holding, Owner
from corpus.text import fold

pages = APIRouter(include_in_schema=False)
SIZE = 50
CHANGES = [Depends(needs("editor")), Depends(checked_csrf)]


@dataclass(frozen=True, slots=True)
class ShownHolding:
    """An item that a body owns, with its place on the timeline."""

    holding: Holding
    measure: Measure
    item: Item
    plan: Plan
    address: str
    plan_address: str
    span: Span | None


@pages.get("/owners")
def owners_page(request: Request, engine: TheEngine) -> Response:
    """The registry, or one body where the address names it."""
    lang = language_of(request)
    if body := asked_value(request, "body"):
        return RedirectResponse(body_address(body), status_code=303)
    every = engine.registry().owners
    text, near = asked_value(request, "q"), ""
    found, near = _named(text, every, engine)
    kind = asked_value(request, "kind")
    shown = [owner for owner in found if not kind or owner.kind == kind]
    part = pager(request, len(shown), SIZE)
    return render(
        request,
        "owners.html",
        w=in_language(OWNERS, lang),
        text=text,
        near=near,
        kinds=_kinds(found, kind, request, lang),
        number=len(shown),
        owners=[(owner, body_address(owner.body)) for owner in shown[part.start : part.end]],
        part=part,
        downloads_of=[(one, address_with(request, f"/owners/export.{one}")) for one in KINDS],
        word=lambda code: word(lang, code),
    )


@pages.get("/owners/export.{kind}")
def owners_export(kind: Kind, request: Request, engine: TheEngine) -> Response:
    """The registry as a file."""
    lang = language_of(request)
    found, _ = _named(asked_value(request, "q"), engine.registry().owners, engine)
    wanted = asked_value(request, "kind")
    chosen = [owner for owner in found if not wanted or owner.kind == wanted]
    return listing_file(owners_listed(chosen, lang), kind, say(lang, "owners"), lang)


@pages.post("/owners/merge", dependencies=CHANGES)
def merge(
    engine: TheEngine, visitor: TheVisitor, name: Annotated[str, Form()], into: Annotated[str, Form()]
) -> Response:
    """Note that two names are one body. ``into`` may be written in any form."""
    choice = merged(engine.store, name, into, person=visitor.name or "")
    return RedirectResponse(body_address(choice.into), status_code=303)


@pages.post("/owners/split", dependencies=CHANGES)
def split(
    engine: TheEngine, visitor: TheVisitor, name: Annotated[str, Form()], into: Annotated[str, Form(min_length=2)]
) -> Response:
    """Note that a printed name means another body."""
    choice = taken_apart(engine.store, name, into, person=visitor.name or "")
    return RedirectResponse(body_address(choice.into), status_code=303)


@pages.post("/owners/unmerge", dependencies=CHANGES)
def unmerge(
    engine: TheEngine, visitor: TheVisitor, name: Annotated[str, Form()], plan: Annotated[str, Form()] = ""
) -> Response:
    """Take back what was decided on a name."""
    taken_back(engine.store, name, plan_id=plan or None, person=visitor.name or "")
    return RedirectResponse(body_address(name), status_code=303)


@pages.get("/owners/{body:path}")
def body_page(body: str, request: Request, engine: TheEngine, visitor: TheVisitor) -> Response:
    """A body: its names, its load, its measures on a timeline. ``export`` gives these as a file."""
    lang = language_of(request)
    registry = engine.registry()
    try:
        (owner, *others) = owners_named(body, registry, engine.store, engine.names)
    except Problem:
        return RedirectResponse(address_with(request, "/owners", q=body), status_code=303)
    asked = asked_conditions(request)
    held = owner.due(asked.wanted.due_from, asked.wanted.due_to)
    if (kind := asked_value(request, "export")) in KINDS:
        return listing_file(holdings_listed(owner, held, engine.store, lang), kind, owner.body, lang)
    part = pager(request, len(held), SIZE)
    axis = axis_of([day for h in owner.holdings for day in (h.deadline_from, h.deadline_to) if day])
    ordered = sorted(held, key=lambda h: (h.deadline_to is None, h.deadline_to, not h.first, h.plan_id))
    chart = load_chart(owner.holdings)
    return render(
        request,
        "owner.html",
        w=in_language(OWNERS, lang),
        owner=owner,
        others=[(one.body, body_address(one.body)) for one in others],
        decided=_decisions_on(owner, engine),
        shorts=[form for form in owner.short_forms if fold(form) != fold(owner.body)],
        chart=chart,
        month=lambda text: month_name((int(text[:4]), int(text[5:])), lang),
        axis=axis,
        held=_shown(ordered[part.start : part.end], engine, axis),
        number=len(held),
        part=part,
        asked=asked,
        notices_of=asked.notices(lang),
        links=_links(request, owner),
        downloads_of=[(one, address_with(request, export=one)) for one in KINDS],
        titles={p.plan.id: p.plan.title for p in engine.plans()},
        plan_address=plan_address,
        may_change=visitor.role in ("editor", "administrator"),
        word=lambda code: word(lang, code),
    )


def _named(text: str, owners: Sequence[Owner], engine: Engine) -> tuple[Sequence[Owner], str]:
    """The owners whose names hold the text, or that it means; where there is none, the nearest names in words."""
    if not text:
        return owners, ""
    words = fold(text).split()
    holding = [owner for owner in owners if any(all(w in name for w in words) for name in _names(owner))]
    if holding:
        return holding, ""
    try:
        return owners_named(text, engine.registry(), engine.store, engine.names), ""
    except Problem as problem:
        return (), str(problem.data.get("near", ""))


def _decisions_on(owner: Owner, engine: Engine) -> list[Decided]:
    """What people decided that makes other names mean this body."""
    choices = choices_in(engine.store)
    return [one for one in choices.in_force() if choices.body(one.into, "", "") == owner.body]


def _names(owner: Owner) -> Iterable[str]:
    return (fold(name) for name in (owner.body, *(v.text for v in owner.variants), *owner.short_forms))


def _kinds(owners: Sequence[Owner], chosen: str, request: Request, lang: Lang) -> list[Choice]:
    counts = Counter(owner.kind for owner in owners)
    every = Choice(in_language({}, lang)["all"], address_with(request, kind=None), len(owners), not chosen)
    kinds = (Choice(word(lang, k), address_with(request, kind=k), n, k == chosen) for k, n in counts.most_common())
    return [every, *kinds]


def _shown(holdings: Sequence[Holding], engine: Engine, axis: Axis | None) -> list[ShownHolding]:
    plans = {stored.plan.id: stored.plan for stored in engine.plans()}
    shown = []
    for holding in holdings:
        stored = engine.store.by_id(holding.measure_id)
        if stored is None or holding.plan_id not in plans:
            continue
        measure = stored.measure
        shown.append(
            ShownHolding(
                holding,
                measure,
                measure.items[holding.item],
                plans[holding.plan_id],
                row_address(measure.plan_id, measure.id),
                plan_address(measure.plan_id),
                axis.span(holding.deadline_from, holding.deadline_to) if axis else None,
            )
        )
    return shown


def _links(request: Request, owner: Owner) -> dict[str, str]:
    conditions = dict.fromkeys(("due_from", "due_to", "export"))
    return {
        "search": address_with(request, "/search", body=owner.body, **conditions),
        "deadlines": address_with(request, "/deadlines", body=owner.body, **conditions),
        "feed": address_with(request, "/deadlines/calendar.ics", body=owner.body, **conditions),
    }
