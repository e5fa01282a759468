"""What a search found, as the contract's JSON object and as lines for a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.printed import numbered
from api.settings import Lang
from api.wording import say
from corpus.filters import Filters

if TYPE_CHECKING:
    from corpus.model import Item, Measure
    from corpus.store import Store
    from index.search import Hit, Results, Searcher


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


def find(text: str, filters: Filters, limit: int, store: Store, searcher: Searcher) -> Found:
    """Search; hits whose measure has gone from the store meanwhile are left out."""
    results = searcher.search(text, filters, limit)
    measures = {stored.row: stored.measure for stored in store.by_rows([hit.row for hit in results.hits])}
    rows = tuple((hit, measures[hit.row]) for hit in results.hits if hit.row in measures)
    return Found(text, filters, results, rows)


def printed_hit(number: int, hit: Hit, measure: Measure, lang: Lang) -> str:
    """A hit in three lines: measure, who and when, where."""
    lines = [f"[{number}] {numbered(measure.measure_no, measure.measure)}"]
    lines += [f"    {line}" for line in dict.fromkeys(_who_and_when(item, lang) for item in measure.items) if line]
    return "\n".join([*lines, f"    {hit.plan_id} · {hit.measure_id} · {hit.score:.2f}"])


def _who_and_when(item: Item, lang: Lang) -> str:
    bodies = "; ".join(r.text + (f" ({say(lang, 'consent')})" if r.consent else "") for r in item.responsible)
    return " — ".join(filter(None, [bodies, item.deadline_text]))
