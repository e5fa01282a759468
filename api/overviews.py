"""What oversight finds, as lists: pairs, clusters, regions, contradictions, owners, duties, gaps, editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from api.export import shown_place
from api.listing import Listing
from api.settings import Lang
from api.wording import say
from api.wording_oversight import cell_name, shown_difference, word, words

if TYPE_CHECKING:
    from corpus.decisions import Decision
    from corpus.duties import Duty
    from corpus.editions import RowChange
    from corpus.gaps import Gap
    from corpus.model import Measure
    from corpus.owners import Holding, Owner
    from corpus.store import Store
    from index.contradictions import Contradiction
    from index.duplicates import Duplicates

_NAMES_SHOWN = 12


def pairs_listed(found: Duplicates, lang: Lang) -> Listing:
    """Pairs, best first."""
    columns = (
        "score", "grade", "reasons", "verdict", "measure_a", "plan_a", "region_a", "measure_b", "plan_b", "region_b",
        "difference", "id_a", "id_b",
    )  # fmt: skip
    records = [found.to_json(pair) for pair in found.pairs]
    lines = [
        [
            f"{pair.score:.2f}",
            word(lang, pair.grade),
            words(lang, pair.reasons),
            word(lang, pair.verdict or ""),
            *_side(found, pair.a, lang),
            *_side(found, pair.b, lang),
            shown_difference(record["why"]["difference"]),
            pair.a,
            pair.b,
        ]
        for pair, record in zip(found.pairs, records, strict=True)
    ]
    return Listing(say(lang, "duplicates"), columns, lines, records)


def clusters_listed(found: Duplicates, lang: Lang) -> Listing:
    """Clusters, the largest first, a line for each measure."""
    clusters = found.clusters()
    lines = [
        [str(number), *_side(found, name, lang), name] for number, group in enumerate(clusters, 1) for name in group
    ]
    return Listing(
        say(lang, "duplicates"),
        ("cluster", "measure", "plan_id", "region", "id"),
        lines,
        [{"measures": list(group)} for group in clusters],
    )


def regions_listed(found: Duplicates, lang: Lang) -> Listing:
    """A matrix of regions: how many pairs join each two."""
    counts = found.regions()
    regions = sorted({region for pair in counts for region in pair})
    lines = [
        [_region(one, lang), *(str(counts.get((min(one, other), max(one, other)), "")) for other in regions)]
        for one in regions
    ]
    ordered = sorted(counts.items(), key=lambda entry: -entry[1])
    records = [{"a": a or None, "b": b or None, "pairs": number} for (a, b), number in ordered]
    names = tuple(_region(region, lang) for region in regions)
    return Listing(say(lang, "duplicates"), ("region",), lines, records, names)


def contradictions_listed(found: Duplicates, contradictions: Sequence[Contradiction], lang: Lang) -> Listing:
    """What plans say differently of one measure."""
    columns = ("kind", "says_a", "says_b", "measure_a", "plan_a", "region_a", "measure_b", "plan_b", "region_b")
    lines = [
        [
            word(lang, one.kind),
            "; ".join(one.a),
            "; ".join(one.b),
            *_side(found, one.pair.a, lang),
            *_side(found, one.pair.b, lang),
        ]
        for one in contradictions
    ]
    return Listing(say(lang, "contradictions"), columns, lines, [one.to_json() for one in contradictions])


def owners_listed(owners: Iterable[Owner], lang: Lang) -> Listing:
    """Bodies with their names and what they own in numbers."""
    columns = (
        "body", "body_kind", "level", "regions", "consent", "measures", "items", "first_named", "variants", "load"
    )  # fmt: skip
    shown = list(owners)
    lines = [
        [
            owner.body,
            word(lang, owner.kind),
            word(lang, owner.level),
            ", ".join(_region(region, lang) for region in owner.regions),
            word(lang, owner.consent),
            str(owner.measures),
            str(len(owner.holdings)),
            str(owner.first),
            "; ".join(_names(owner)[:_NAMES_SHOWN]),
            ", ".join(f"{month or say(lang, 'no-date')}: {number}" for month, number in owner.load().items()),
        ]
        for owner in shown
    ]
    return Listing(say(lang, "owners"), columns, lines, [owner.to_json() for owner in shown])


def _names(owner: Owner) -> list[str]:
    """All names of a body, each once."""
    return list(dict.fromkeys([*(variant.text for variant in owner.variants), *owner.short_forms]))


def holdings_listed(owner: Owner, holdings: Sequence[Holding], store: Store, lang: Lang) -> Listing:
    """What one body owns, a line for each item."""
    lines = []
    for holding in holdings:
        stored = store.by_id(holding.measure_id)
        if stored is None:
            continue
        item = stored.measure.items[holding.item]
        lines.append(
            [
                word(lang, "first" if holding.first else "co"),
                word(lang, "yes" if holding.consent else "no"),
                stored.measure.measure,
                item.indicator or "",
                item.deadline_text or "",
                str(holding.deadline_to or ""),
                holding.plan_id,
                holding.measure_id,
            ]
        )
    columns = ("role", "consent", "measure", "indicator", "deadline_text", "due", "plan_id", "id")
    return Listing(owner.body[:31], columns, lines, [holding.to_json() for holding in holdings])


def duties_listed(duties: Sequence[Duty], lang: Lang) -> Listing:
    """What is due, overdue first."""
    columns = (
        "state", "due", "days", "measure", "indicator", "responsible", "deadline_text", "status", "plan_id", "region",
        "id",
    )  # fmt: skip
    lines = [
        [
            word(lang, duty.state),
            str(duty.due or ""),
            "" if duty.days is None else str(duty.days),
            duty.measure.measure,
            duty.item.indicator or "",
            "; ".join(r.text + (f" ({say(lang, 'consent')})" if r.consent else "") for r in duty.item.responsible),
            duty.item.deadline_text or _plan_time(duty, lang),
            word(lang, duty.note.status if duty.note else ""),
            duty.plan.id,
            _region(duty.plan.region or "", lang),
            duty.measure.id,
        ]
        for duty in duties
    ]
    return Listing(say(lang, "duties"), columns, lines, [duty.to_json() for duty in duties])


def _plan_time(duty: Duty, lang: Lang) -> str:
    """The plan's period, which holds for an item without a deadline of its own."""
    if duty.due or duty.item.recurrence or not duty.plan.period_to:
        return ""
    return say(lang, "plan-time", until=duty.plan.period_to)


def gaps_listed(gaps: Sequence[Gap], lang: Lang) -> Listing:
    """What a plan leaves open."""
    lines = [
        [
            word(lang, gap.kind),
            gap.measure.measure_no or "",
            gap.measure.measure,
            gap.detail,
            shown_place(gap.measure.locator.to_json(), lang),
            gap.measure.id,
        ]
        for gap in gaps
    ]
    columns = ("kind", "measure_no", "measure", "detail", "place", "id")
    return Listing(say(lang, "gaps"), columns, lines, [gap.to_json() for gap in gaps])


def changes_listed(changes: Sequence[RowChange], lang: Lang) -> Listing:
    """What an edition changed: a line for each changed cell, one for an added or removed row."""
    shown = [change for change in changes if change.kind != "same"]
    lines = []
    for change in shown:
        row = change.after or change.before
        assert row is not None
        own = [word(lang, change.kind), row.measure_no or "", row.measure]
        lines += [[*own, cell_name(lang, cell.cell), cell.before or "", cell.after or ""] for cell in change.cells]
        if not change.cells:
            lines.append([*own, "", "", ""])
    columns = ("kind", "measure_no", "measure", "cell", "before", "after")
    return Listing(say(lang, "changes"), columns, lines, [change.to_json() for change in shown])


def owners_on_listed(rows: Iterable[tuple[Measure, tuple[str, ...]]], lang: Lang) -> Listing:
    """Who owned each row on a day."""
    shown = list(rows)
    lines = [[row.measure_no or "", row.measure, "; ".join(bodies), row.plan_id, row.id] for row, bodies in shown]
    records = [{"measure_id": row.id, "plan_id": row.plan_id, "responsible": list(bodies)} for row, bodies in shown]
    return Listing(say(lang, "owners"), ("measure_no", "measure", "responsible", "plan_id", "id"), lines, records)


def decisions_listed(decisions: Iterable[Decision], lang: Lang) -> Listing:
    """What people have said, the latest first."""
    columns = (
        "decision", "word", "standing", "about", "other", "comment", "person", "said_at", "plan_id", "attached",
    )  # fmt: skip
    shown = list(decisions)
    lines = [
        [
            word(lang, one.kind),
            word(lang, one.word),
            word(lang, one.standing),
            one.about,
            one.other,
            one.comment,
            one.person,
            one.said_at.isoformat(" ", "minutes"),
            one.plan_id or "",
            ", ".join(one.measures),
        ]
        for one in shown
    ]
    return Listing(say(lang, "decisions"), columns, lines, [one.to_json() for one in shown])


def _side(found: Duplicates, measure_id: str, lang: Lang) -> tuple[str, str, str]:
    measure = found.measures[measure_id]
    return measure.measure, measure.plan_id, _region(found.region(measure_id), lang)


def _region(region: str, lang: Lang) -> str:
    return region or say(lang, "whole-country")
