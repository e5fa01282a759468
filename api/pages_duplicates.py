"""The page of duplicates: groups with what differs word by word, regions against regions, and people's verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.addresses import (
    Pager,
    address_with,
    asked_value,
    own_address,
    pager,
    plan_address,
    removable,
    row_address,
)
from api.comparisons import Comparison, TheComparisons, comparison
from api.document_view import ShownItem, shown_items
from api.downloads import KINDS, Kind, listing_file
from api.drawing_heat_map import heat_map
from api.engine import Engine
from api.overviews import pairs_listed
from api.problems import language_of
from api.serving import TheEngine, TheVisitor, checked_csrf, needs, render
from api.settings import Lang
from api.wording import say
from api.wording_oversight import word, words
from api.wording_pages import SHARED, in_language
from api.wording_pages_duplicates import DUPLICATES
from corpus.model import Measure, Plan
from corpus.verdicts import VERDICTS, give_verdict, verdicts_in
from corpus.word_difference import difference
from index.contradictions import contradictions_in
from index.duplicates import ACROSS, MIN_SCORE, Duplicate, Duplicates, clusters_of

pages = APIRouter(include_in_schema=False)
SIZE = 10  # groups on a page
PATIENCE = 2.0  # seconds that the page waits for a comparison
PAIRS_SHOWN = 3  # of a group, the others on demand
GRADES = ("same", "similar")
COUNTRY = "Україна"  # how addresses name the region of plans that have none


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One measure of a pair: its words in runs, those that only it has told apart."""

    measure: Measure
    plan: Plan
    runs: tuple[tuple[bool, str], ...]  # (whether only here, text)
    items: tuple[ShownItem, ...]
    address: str
    plan_address: str


@dataclass(frozen=True, slots=True)
class ShownPair:
    pair: Duplicate
    reasons: str
    sides: tuple[ShownSide, ShownSide]
    anchor: str


@dataclass(frozen=True, slots=True)
class Group:
    """Measures of which most repeat each other, and the pairs that are shown with them."""

    names: tuple[str, ...]
    pairs: tuple[Duplicate, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Measures that pairs join: the pairs shown, how many there are, and where all are shown (if not here)."""

    number: int
    measures: int
    pairs: int
    shown: tuple[ShownPair, ...]
    address: str | None


@pages.get("/duplicates")
def duplicates_page(request: Request, engine: TheEngine, kept: TheComparisons, visitor: TheVisitor) -> Response:
    """Groups of measures that repeat each other, under the conditions of the address."""
    lang = language_of(request)
    begun = _begun(request, engine, kept)
    if not begun.is_over(PATIENCE):
        return render(request, "comparing.html", w=in_language(DUPLICATES, lang), comparison=begun)
    whole = begun.result()
    found = _narrowed(request, whole)
    groups = groups_of(found)
    alone = _group_alone(request, groups)
    part = pager(request, len(groups) if alone is None else len(groups[alone].pairs), SIZE)
    shown = (
        _shown_groups(request, groups, part, found, lang)
        if alone is None
        else [_whole_group(alone, groups[alone], part, found, lang)]
    )
    w = in_language(DUPLICATES, lang)
    contradictions = contradictions_in(found)
    return render(
        request,
        "duplicates.html",
        w=w,
        found=w["found"].format(pairs=len(found.pairs), groups=len(groups)),
        groups=shown,
        part=part,
        heat=heat_map(whole.regions()),
        heat_address=lambda a, b: address_with(request, a=a or COUNTRY, b=b or COUNTRY),
        region=lambda region: region or w["whole-country"],
        contradictions=[(one, *_sides(one.pair, found)) for one in contradictions[: PAIRS_SHOWN * SIZE]],
        contradictions_number=len(contradictions),
        orphaned=len(verdicts_in(engine.store).orphaned) if engine.store.only is None else 0,
        across=_across(request),
        acrosses=ACROSS,
        grade=asked_value(request, "grade"),
        grades=GRADES,
        least=_least(request),
        only_new=asked_value(request, "new") == "1",
        hidden=[(n, v) for n in ("plan", "a", "b", "group") if (v := asked_value(request, n))],
        conditions=_conditions(request, engine, lang),
        clear=address_with(request, plan=None, a=None, b=None, group=None),
        downloads_of=[(kind, address_with(request, f"/duplicates/export.{kind}")) for kind in KINDS],
        verdicts=VERDICTS,
        may_judge=visitor.role in ("editor", "administrator"),
        here=address_with(request, page=asked_value(request, "page") or None),
        word=lambda code: word(lang, code),
    )


@pages.get("/duplicates/export.{kind}")
def duplicates_export(kind: Kind, request: Request, engine: TheEngine, kept: TheComparisons) -> Response:
    """The pairs as a file."""
    lang = language_of(request)
    found = _narrowed(request, _begun(request, engine, kept).result())
    return listing_file(pairs_listed(found, lang), kind, say(lang, "duplicates"), lang)


@pages.post("/duplicates/verdicts", dependencies=[Depends(needs("editor")), Depends(checked_csrf)])
def judge(
    engine: TheEngine,
    visitor: TheVisitor,
    a: Annotated[str, Form()],
    b: Annotated[str, Form()],
    verdict: Annotated[str, Form()],
    comment: Annotated[str, Form(max_length=2_000)] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Note what a person says of two measures, and show the list again."""
    give_verdict(engine.store, a, b, verdict, comment=comment, person=visitor.name or "")
    return RedirectResponse(own_address(back, "/duplicates"), status_code=303)


def _begun(request: Request, engine: Engine, kept: TheComparisons) -> Comparison:
    plan = asked_value(request, "plan") or None
    return comparison(engine, kept, _across(request), plan, _least(request))


def _narrowed(request: Request, found: Duplicates) -> Duplicates:
    """The pairs of two regions, of a grade, or still undecided."""
    grade, new = asked_value(request, "grade"), asked_value(request, "new") == "1"
    regions = [asked_value(request, side) for side in ("a", "b")]
    wanted = sorted("" if region == COUNTRY else region for region in regions)
    pairs = (
        pair
        for pair in found.pairs
        if (not all(regions) or sorted((found.region(pair.a), found.region(pair.b))) == wanted)
        and (grade not in GRADES or pair.grade == grade)
        and not (new and pair.verdict)
    )
    return replace(found, pairs=tuple(pairs))


def groups_of(found: Duplicates) -> list[Group]:
    """The groups with their pairs, best first. A pair that joins two groups is shown with the first of them, and one
    whose other measure is in no group with the one that is in some."""
    clusters = clusters_of(found.pairs, found.measures)
    place = {name: number for number, names in enumerate(clusters) for name in names}
    pairs: list[list[Duplicate]] = [[] for _ in clusters]
    for pair in found.pairs:
        pairs[min(place.get(pair.a, len(clusters)), place.get(pair.b, len(clusters)))].append(pair)
    return [Group(names, tuple(own)) for names, own in zip(clusters, pairs, strict=True)]


def _group_alone(request: Request, groups: Sequence[Group]) -> int | None:
    """The place of the group with the measure that the address names."""
    wanted = asked_value(request, "group")
    return next((n for n, group in enumerate(groups) if wanted in group.names), None) if wanted else None


def _whole_group(place: int, group: Group, part: Pager, found: Duplicates, lang: Lang) -> ShownGroup:
    """A group alone on its page, its pairs a part at a time."""
    shown = tuple(_pair(pair, found, lang) for pair in group.pairs[part.start : part.end])
    return ShownGroup(place + 1, len(group.names), len(group.pairs), shown, None)


def _shown_groups(
    request: Request, groups: Sequence[Group], part: Pager, found: Duplicates, lang: Lang
) -> list[ShownGroup]:
    """The groups of this part of the list, each with its best pairs."""
    shown = []
    for number, group in enumerate(groups[part.start : part.end], part.start + 1):
        best = tuple(_pair(pair, found, lang) for pair in group.pairs[:PAIRS_SHOWN])
        address = address_with(request, group=group.names[0]) if len(group.pairs) > PAIRS_SHOWN else None
        shown.append(ShownGroup(number, len(group.names), len(group.pairs), best, address))
    return shown


def _pair(pair: Duplicate, found: Duplicates, lang: Lang) -> ShownPair:
    return ShownPair(pair, words(lang, pair.reasons), _sides(pair, found), f"p-{pair.a}-{pair.b}")


def _sides(pair: Duplicate, found: Duplicates) -> tuple[ShownSide, ShownSide]:
    a, b = found.measures[pair.a], found.measures[pair.b]
    runs = difference(a.measure, b.measure).runs
    return _side(a, found, runs, "-"), _side(b, found, runs, "+")


def _side(measure: Measure, found: Duplicates, runs: Sequence[tuple[str, str]], own: str) -> ShownSide:
    plan = found.plans[measure.plan_id]
    mine = tuple((sign == own, text) for sign, text in runs if sign in ("=", own))
    address = row_address(plan.id, measure.id)
    return ShownSide(measure, plan, mine, shown_items(measure.items), address, plan_address(plan.id))


def _conditions(request: Request, engine: Engine, lang: Lang) -> list[Any]:
    """The plan and the two regions of the address as chips; the regions are one condition."""
    english = lang == "en"
    titles = {stored.plan.id: stored.plan.title for stored in engine.plans()}
    plan, a, b = (asked_value(request, name) for name in ("plan", "a", "b"))
    shown = {("plan", plan): DUPLICATES["condition-plan"][english].format(value=titles.get(plan, plan))}
    group = asked_value(request, "group")
    shown["group", group] = DUPLICATES["one-group"][english]
    chips = removable(request, ("plan", "group"), shown)
    if a and b:
        names = [SHARED["whole-country"][english] if region == COUNTRY else region for region in (a, b)]
        text = DUPLICATES["condition-regions"][english].format(a=names[0], b=names[1])
        chips.append(
            replace(removable(request, ("a",), {("a", a): text})[0], address=address_with(request, a=None, b=None))
        )
    return chips


def _across(request: Request) -> str:
    asked = asked_value(request, "across")
    return asked if asked in ACROSS else ACROSS[0]


def _least(request: Request) -> float:
    """The least score; what is no number from 0 to 1 is the usual one."""
    try:
        asked = float(asked_value(request, "min_score").replace(",", "."))
    except ValueError:
        return MIN_SCORE
    return asked if 0 <= asked <= 1 else MIN_SCORE
