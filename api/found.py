"""What a search found, as the contract's JSON object and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from api.printed import numbered
from api.settings import Lang
from api.wording import say
from corpus.filters import Filters

if TYPE_CHECKING:
    from corpus.model import Item, Measure
    from corpus.store import Store
    from index.search import Hit, Results, Searcher


Order = Literal["best", "soonest", "latest"]
_CANDIDATES = 1_000  # more than a search by words finds: all of them are put in order of their deadlines


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a search under filters, with the measures that they mean (in the same order)."""

    query: str
    filters: Filters
    results: Results
    rows: tuple[tuple[Hit, Measure], ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "query": self.query,
            "filters": self.filters.to_json(),
            "total": self.results.total,
            "hits": [
                {"measure_id": hit.measure_id, "plan_id": hit.plan_id, "score": hit.score, "why": dict(hit.why)}
                for hit, _ in self.rows
            ],
            "facets": {name: [list(pair) for pair in pairs] for name, pairs in self.results.facets.items()},
        }


def find(
    text: str,
    filters: Filters,
    limit: int,
    store: Store,
    searcher: Searcher,
    order: Order = "best",
    offset: int = 0,
) -> Found:
    """Search; hits whose measure has gone from the store meanwhile are left out. ``order``: of their meaning, or of
    their deadlines, those without one last. ``offset``: so many of the first are left out."""
    if not text.strip():
        results = searcher.listed(filters, limit, offset, "place" if order == "best" else order)
        hits: Sequence[Hit] = results.hits
    elif order == "best":
        results = searcher.search(text, filters, offset + limit)
        hits = results.hits[offset:]
    else:
        results = searcher.search(text, filters, _CANDIDATES)
        hits = by_deadline(results.hits[: results.total], store, order)[offset : offset + limit]
    measures = {stored.row: stored.measure for stored in store.by_rows([hit.row for hit in hits])}
    rows = tuple((hit, measures[hit.row]) for hit in hits if hit.row in measures)
    return Found(text, filters, results, rows)


def by_deadline(hits: Sequence[Hit], store: Store, order: Order) -> list[Hit]:
    """The hits in order of the first deadline of each, or from the last one back; those without one come last."""
    ends = store.deadline_ends([hit.row for hit in hits])
    latest = order == "latest"
    dated = sorted((hit for hit in hits if hit.row in ends), key=lambda hit: ends[hit.row][latest], reverse=latest)
    return [*dated, *(hit for hit in hits if hit.row not in ends)]


def printed_hit(number: int, hit: Hit, measure: Measure, lang: Lang) -> str:
    """A hit in three lines: measure, who and when, where."""
    lines = [f"[{number}] {numbered(measure.measure_no, measure.measure)}"]
    lines += [f"    {line}" for line in dict.fromkeys(_who_and_when(item, lang) for item in measure.items) if line]
    return "\n".join([*lines, f"    {hit.plan_id} · {hit.measure_id} · {hit.score:.2f}"])


def _who_and_when(item: Item, lang: Lang) -> str:
    bodies = "; ".join(r.text + (f" ({say(lang, 'consent')})" if r.consent else "") for r in item.responsible)
    return " — ".join(filter(None, [bodies, item.deadline_text]))
