"""What answers requests: one store, one searcher and an assistant a language, opened once and kept up with the store.

Requests come on several threads. Whatever another process stores (`zakhid ingest` beside a running server) is seen
before the next request is answered; what is still being written, as soon as its writer has indexed it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any, Self, TypeVar

from api.conditions import Conditions, Wanted, conditions
from api.examples import examples
from api.found import Found, Order, find
from api.language_model import reworder
from api.question_book import QuestionBook
from api.remembered import Remembered
from api.session import plan_named
from api.settings import LANGUAGES, Lang, Settings
from api.wording import counted
from api.wording_page import PAGE
from assistant.answer import Answer, QuotedRow
from assistant.assistant import Assistant
from assistant.finding import Finding
from assistant.quoting import quoted
from assistant.wording import Wording
from corpus.body_choices import choices_in
from corpus.body_names import BodyIndex
from corpus.duties import SOON, Due, Duty, agenda_in, duties_of
from corpus.filters import Filters
from corpus.messages import Problem
from corpus.model import Measure, measure_json
from corpus.owners import Registry, registry_of
from corpus.statuses import notes_in
from corpus.store import Store, StoredPlan
from corpus.writer import being_written
from index.search import Searcher

REMEMBERED = 300_000  # measures of which a registry and an agenda are kept in memory: some 80 MB a hundred thousand
TRIES = 4  # of a request, when the store keeps changing under it
T = TypeVar("T")


@dataclass(slots=True)
class Engine:
    """Answers over one data folder. Open it with :meth:`open`, close it after use.

    ``whole``: the engine over all plans, where this one is restricted to some (:meth:`restricted`). ``questions``:
    where questions are counted.
    """

    settings: Settings
    store: Store
    searcher: Searcher
    whole: Engine | None = None
    questions: QuestionBook | None = None
    assistants: dict[Lang, Assistant] = field(init=False)
    _seen: int = field(init=False, default=-1)
    _examples: tuple[int, list[str]] | None = field(init=False, default=None)
    _lock: Lock = field(init=False, default_factory=Lock)
    _registries: Remembered[Registry] = field(init=False, default_factory=lambda: Remembered(1))
    _names: Remembered[BodyIndex] = field(init=False, default_factory=lambda: Remembered(1))
    _agendas: Remembered[Sequence[Due]] = field(init=False, default_factory=Remembered)

    def __post_init__(self) -> None:
        self.assistants = {
            lang: Assistant(self.store, self.searcher, lang=lang, reworder=reworder(self.settings, lang))
            for lang in LANGUAGES
        }

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open store and models, bring the index up to date, load what answers need, so that nobody waits for what is
        loaded late. Raises Problem where there are no data."""
        store = Store.open(settings.data, create=False)
        engine = cls(settings, store, Searcher.open(store, encoder=settings.encoder, cache=settings.cache))
        engine._over_one_state(engine.assistants[settings.lang].prepare)
        engine.questions = QuestionBook(settings.data)
        return engine

    def restricted(self, plan_ids: frozenset[str]) -> Engine:
        """The engine for somebody who may see these plans only: to it there are no others."""
        store = self.store.restricted(plan_ids)
        return Engine(self.settings, store, self.searcher.restricted(store), self, self.questions)

    def close(self) -> None:
        self.store.close()
        if self.questions is not None and self.whole is None:
            self.questions.close()

    def keep_up(self) -> None:
        """Bring the index up to the store, if the store has changed since.

        While somebody writes, the index is theirs to bring up: an answer is not to wait until all is embedded.
        """
        if self.whole is not None:
            self.whole.keep_up()
            return
        revision = self.store.revision
        if revision != self._seen and not being_written(self.store.folder):
            with self._lock:
                if revision != self._seen:
                    self.searcher.sync()
                    self._seen = revision

    def _over_one_state(self, work: Callable[[], T]) -> T:
        """What ``work`` gives over a store that did not change meanwhile; where it did, the work is done again."""
        for _ in range(TRIES - 1):
            self.keep_up()
            before = self.store.revision
            try:
                done = work()
            except Exception:
                if self.store.revision == before:
                    raise
                continue
            if self.store.revision == before:
                return done
        return work()

    def ask(self, question: str, history: Sequence[str], lang: Lang, without: Sequence[str] = ()) -> Answer:
        answer = self._over_one_state(lambda: self.assistants[lang].ask(question, history, without))
        if self.questions is not None:
            self.questions.note(question, refused=answer.abstained)
        return answer

    def search(
        self, text: str, wanted: Wanted, limit: int, order: Order = "best", offset: int = 0
    ) -> tuple[Found, tuple[tuple[str, str], ...]]:
        """What was found, and the conditions that nothing in the store is called. ``order``, ``offset``: as in find."""

        def work() -> tuple[Found, tuple[tuple[str, str], ...]]:
            under = self.conditions(wanted)
            return find(text, under.filters, limit, self.store, self.searcher, order, offset), under.unknown

        return self._over_one_state(work)

    def rows(self, measure_ids: Sequence[str], lang: Lang) -> list[QuotedRow]:
        """These measures as rows to show, those that are gone left out."""
        measures = [stored.measure for stored in self.store.by_ids(measure_ids)]
        plans = {p.plan.id: p.plan for p in self.store.plans(sorted({measure.plan_id for measure in measures}))}
        wording = Wording(lang)
        return [
            quoted(Finding.of(m, plans[m.plan_id], tuple(range(len(m.items)))), wording)
            for m in measures
            if m.plan_id in plans
        ]

    def measure(self, measure_id: str) -> dict[str, Any]:
        """A measure as the contract writes it. Raises Problem when there is none of that id."""
        stored = self.store.by_id(measure_id)
        plans = {p.plan.id: p.plan for p in self.store.plans()}
        if stored is None or stored.measure.plan_id not in plans:
            raise Problem("measure-unknown", measure=measure_id)
        return measure_json(stored.measure, plans[stored.measure.plan_id])

    def page(self, plan: str | None, offset: int, limit: int) -> tuple[int, list[Measure]]:
        """How many measures there are in all (or in one plan, by id or file name), and some of them in their order.
        Raises Problem for a plan that is not there."""
        plan_id = plan_named(plan, self.plans()) if plan else None
        if plan and plan_id is None:
            raise Problem("plan-unknown", plan=plan)
        filters = Filters(plan=(plan_id,) if plan_id else ())
        rows = [row for row, _, _ in self.store.page(filters, limit, offset)]
        return self.store.count(filters), [stored.measure for stored in self.store.by_rows(rows)]

    def registry(self) -> Registry:
        """The registry of bodies after people's decisions, made anew when the store or they have changed."""
        choices = choices_in(self.store)
        if self.store.count() > REMEMBERED:
            return registry_of(self.store, choices)
        return self._registries.get((self.store.revision, choices.history), lambda: registry_of(self.store, choices))

    def names(self) -> BodyIndex:
        """The names of all bodies, read anew when the store has changed."""
        return self._names.get(self.store.revision, lambda: BodyIndex.from_store(self.store))

    def conditions(self, wanted: Wanted) -> Conditions:
        """Conditions as people write them, as filters over this store."""
        return conditions(wanted, self.store, self.names)

    def agenda(self, today: date, filters: Filters, soon: int = SOON) -> Sequence[Due]:
        """What is due under the filters as of a day, made anew when the store or the notes have changed."""
        notes = notes_in(self.store)
        if self.store.count() > REMEMBERED:
            return agenda_in(self.store, today, filters, soon=soon, notes=notes)
        key = (self.store.revision, notes, today, filters, soon)
        return self._agendas.get(key, lambda: agenda_in(self.store, today, filters, soon=soon, notes=notes))

    def duties(self, agenda: Sequence[Due]) -> list[Duty]:
        """These duties with their measures."""
        return duties_of(self.store, agenda)

    def plans(self) -> list[StoredPlan]:
        return self.store.plans()

    def examples(self) -> list[str]:
        """Questions to begin with; made anew when the store has changed."""
        revision = self.store.revision
        if self._examples is None or self._examples[0] != revision:
            self._examples = (revision, examples(self.store))
        return self._examples[1]

    def at_hand(self, lang: Lang) -> str:
        """How many plans and measures there are, in words."""
        plans, measures = counted(lang, len(self.plans()), "plan"), counted(lang, self.store.count(), "measure")
        return PAGE["at-hand"][lang == "en"].format(plans=plans, measures=measures)
