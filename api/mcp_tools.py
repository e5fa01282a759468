"""What other assistants may ask of the plans: six tools, each giving a text to read and the same as data.

No protocol stands here: ``api.mcp_server`` speaks that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from api.commands.owners import owners_named
from api.conditions import Wanted
from api.engine import Engine
from api.found import printed_hit
from api.listing import table_text
from api.overviews import duties_listed, holdings_listed, owners_listed, pairs_listed
from api.printed import printed_answer, printed_row
from api.schemas import ROWS_SHOWN
from api.session import plan_named
from api.settings import Lang
from api.turns import Turns
from api.wording import counted, say
from corpus.messages import Problem
from corpus.owners import Owner
from corpus.verdicts import verdicts_in
from index.duplicates import MIN_SCORE, find_duplicates

State = Literal["overdue", "soon", "later", "recurring", "undated", "closed"]
Across = Literal["all", "plans", "regions"]
_WIDTH = 100  # columns of text
_OWNERS_TOLD = 3  # bodies of one name, each with all that it owns


@dataclass(frozen=True, slots=True)
class Told:
    """What a tool says: for a reader, and as data."""

    text: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools over one engine. ``engine`` is asked for with every call, so that nothing is loaded before the first.

    Raises Problem for what nothing here is called.
    """

    engine: Callable[[], Engine]
    lang: Lang
    turns: Turns = field(default_factory=Turns)

    def ask(self, question: str, history: list[str]) -> Told:
        """One answer with the rows it rests on."""
        answer = self.engine().ask(question, history, self.lang)
        text = printed_answer(answer, self.lang, _WIDTH)
        if answer.suggestions:
            text += "\n\n" + "\n".join(f"- {suggestion}" for suggestion in answer.suggestions)
        return Told(text, answer.to_json(ROWS_SHOWN))

    def search(self, text: str, wanted: Wanted, limit: int) -> Told:
        """Ranked measures under conditions."""
        found, unknown = self.engine().search(text, wanted, limit)
        lines = [say(self.lang, "filter-unknown", name=name, value=value) for name, value in unknown]
        lines.append(counted(self.lang, found.results.total, "measure"))
        lines += [printed_hit(number, hit, measure, self.lang) for number, (hit, measure) in enumerate(found.rows, 1)]
        return Told("\n".join(lines), found.to_json() | {"unknown": [list(pair) for pair in unknown]})

    def measure(self, measure_id: str) -> Told:
        """One measure with everything its plan says of it."""
        engine = self.engine()
        whole = engine.measure(measure_id)
        (row,) = engine.rows([measure_id], self.lang)
        heading = " / ".join(filter(None, (row.plan_title, row.region, whole["section"], whole["task"])))
        return Told(f"{heading}\n\n{printed_row(1, row, self.lang, _WIDTH)}", whole)

    def duplicates(self, across: Across, plan: str | None, min_score: float | None, limit: int) -> Told:
        """Measures that repeat each other, best first."""
        engine = self.engine()
        plan_id = plan_named(plan, engine.plans()) if plan else None
        if plan and plan_id is None:
            raise Problem("plan-unknown", plan=plan)
        found = find_duplicates(
            engine.store,
            engine.searcher.encoder,
            across=across,
            plan_id=plan_id,
            min_score=MIN_SCORE if min_score is None else min_score,
            verdicts=verdicts_in(engine.store).words(),
        )
        listed = pairs_listed(found, self.lang)
        shown = listed.first(limit)
        return Told(table_text(shown, self.lang) or "0", {"total": len(listed.records), "pairs": list(shown.records)})

    def owners(self, body: str | None, limit: int) -> Told:
        """Responsible bodies, those that own most first, or all that the bodies of one name own."""
        engine = self.engine()
        store, registry = engine.store, engine.registry()
        if body is None:
            return self._most(registry.owners, limit)
        found = owners_named(body, registry, engine.store, engine.names)[:_OWNERS_TOLD]
        parts = []
        for owner in found:
            holdings = holdings_listed(owner, owner.holdings, store, self.lang).first(limit)
            parts += [table_text(owners_listed([owner], self.lang), self.lang), table_text(holdings, self.lang)]
        return Told("\n".join(parts), {"owners": [owner.to_json() for owner in found]})

    def _most(self, owners: Sequence[Owner], limit: int) -> Told:
        most = sorted(owners, key=lambda owner: -owner.measures)[:limit]
        lines = [f"{owner.body}: {counted(self.lang, owner.measures, 'measure')}" for owner in most]
        numbers = [{"body": owner.body, "measures": owner.measures, "items": len(owner.holdings)} for owner in most]
        return Told("\n".join(lines), {"total": len(owners), "owners": numbers})

    def deadlines(self, wanted: Wanted, on: date | None, soon: int, states: list[State], limit: int) -> Told:
        """Deadlines as of a day, the overdue first."""
        engine = self.engine()
        under = engine.conditions(wanted)
        agenda = engine.agenda(on or date.today(), under.filters, soon)
        chosen = [one for one in agenda if not states or one.state in states]
        listed = duties_listed(engine.duties(chosen[:limit]), self.lang)
        unknown = [say(self.lang, "filter-unknown", name=name, value=value) for name, value in under.unknown]
        text = "\n".join([*unknown, counted(self.lang, len(chosen), "measure"), table_text(listed, self.lang)])
        return Told(text, {"total": len(chosen), "deadlines": list(listed.records)})
