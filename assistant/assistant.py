"""The assistant: one question with its dialogue in, one cited answer out."""

from __future__ import annotations

import gc
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import RLock

from assistant.answer import Answer, QuotedRow
from assistant.check import unsupported
from assistant.compose import SHOWN_ANSWERS, compose
from assistant.correction import corrected
from assistant.dialogue import Turn, readings
from assistant.execute import Execution, Outcome
from assistant.finding import Finding
from assistant.names import Names
from assistant.others import other_kind
from assistant.places_in_rows import placed
from assistant.quoting import citations, quoted_rows
from assistant.request import Intent, Request
from assistant.rewording import Reworder
from assistant.understand import understand
from assistant.understood import conditions, understood
from assistant.wording import Wording
from corpus.store import Store
from index.search import Searcher

_REMEMBERED = 256  # dialogues whose last turn is kept, so that a next question does not carry the former out again
_REMEMBERED_ROWS = 50_000  # of all those turns together: one question over a million measures can find a tenth of them
_FIRST = "кто отвечает за оповищение"  # Russian, misspelt: all that reads questions is loaded for it
_MANY = 500  # measures: with fewer there is little to go through
_LONGEST_DIALOGUE = 12  # earlier questions that are read; older ones do not matter to what is meant now


@dataclass(frozen=True, slots=True)
class _State:
    """What is derived from one state of the store."""

    names: Names
    execution: Execution


class Assistant:
    """Answers questions over a store through its searcher.

    ``today`` is the day that «this year» and «overdue» refer to (default: the real one); ``lang`` the language of
    the interface texts («uk» or «en»): what rows say stays as printed. ``reworder``: a language model that may word
    answers more smoothly (none by default); it is checked and never needed.
    """

    def __init__(
        self,
        store: Store,
        searcher: Searcher,
        today: date | None = None,
        lang: str = "uk",
        reworder: Reworder | None = None,
    ) -> None:
        self.store = store
        self.searcher = searcher
        self.today = today
        self.lang = lang
        self.reworder = reworder
        self._state: _State | None = None
        self._turns: OrderedDict[tuple[object, ...], Turn] = OrderedDict()
        self._settled = False
        self._lock = RLock()

    def prepare(self) -> None:
        """Load what is loaded once (names, vocabularies, models), by answering a question: the first one that somebody
        asks is then answered as soon as any other."""
        with self._lock:
            self._current().names.read_ahead()
        self._composed(_FIRST, (), frozenset())

    def ask(self, question: str, history: Sequence[str] = (), without: Sequence[str] = ()) -> Answer:
        """The answer to a question; ``history`` are the dialogue's earlier questions, oldest first.

        ``without`` names conditions (keys of ``assistant.correction.CONDITIONS``) that were understood and not meant.
        """
        began = time.perf_counter()
        answer = self._composed(question, tuple(history)[-_LONGEST_DIALOGUE:], frozenset(without))
        if self.reworder and answer.rows:
            worded = self.reworder.reworded(answer.answer, answer.rows, answer.understood)
            answer = replace(answer, answer=worded)
        return replace(answer, latency_ms=(time.perf_counter() - began) * 1000)

    def _composed(self, question: str, history: tuple[str, ...], without: frozenset[str]) -> Answer:
        with self._lock:
            state = self._current()
            turn = self._turn(question, history, state, without)
            self._settle(state)
        return self._answer(turn.outcome, state)

    def understood(self, question: str) -> Request:
        """A question as it is read by itself, without what was said before."""
        with self._lock:
            return understand(question, self._current().names, self.today or date.today())

    def _current(self) -> _State:
        """The names and the execution for the store as it is now."""
        if self._state is None or self._state.names.revision != self.store.revision:
            names = Names.of(self.store)
            self._state = _State(names, Execution(self.store, self.searcher, names))
            self._turns.clear()
            self._settled = False
        return self._state

    def _settle(self, state: _State) -> None:
        """Have the collector pass over what is loaded once: the names, the vocabulary, the models. It would go through
        all of it again and again, a tenth of a second each time; what a former state left behind is collected first."""
        if not self._settled and sum(state.names.sizes.values()) > _MANY:
            self._settled = True
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    def _turn(self, question: str, history: tuple[str, ...], state: _State, without: frozenset[str]) -> Turn:
        """The turn of a question, its earlier turns carried out before it."""
        today = self.today or date.today()
        asked = (*history, question)
        corrections = [*[frozenset[str]()] * len(history), without]
        keys = [(today, its, *asked[: number + 1]) for number, its in enumerate(corrections)]
        known = max((number for number, key in enumerate(keys) if key in self._turns), default=-1)
        turn = self._turns[keys[known]] if known >= 0 else None
        requests = [understand(words, state.names, today) for words in asked[known + 1 :]]
        if len(subjects := [request.subject for request in requests if request.subject]) > 1:
            self.searcher.embed(subjects)  # one by one they take longer
        for number, request in enumerate(requests, known + 1):
            turn = self._turns[keys[number]] = self._carried_out(request, turn, state, corrections[number])
        assert turn is not None
        for key in keys:
            if key in self._turns:
                self._turns.move_to_end(key)
        while len(self._turns) > 1 and self._remembers_too_much():
            self._turns.popitem(last=False)
        return turn

    def _remembers_too_much(self) -> bool:
        rows = sum(len(turn.outcome.findings) for turn in self._turns.values())
        return len(self._turns) > _REMEMBERED or rows > _REMEMBERED_ROWS

    def _carried_out(self, request: Request, before: Turn | None, state: _State, without: frozenset[str]) -> Turn:
        """The first reading of the request that finds rows; else the first one with its refusal."""
        first: Turn | None = None
        for full in readings(request, before, state.names.bodies):
            reading = corrected(full, without)
            outcome = other_kind(reading, state.execution) or placed(state.execution.run(reading))
            turn = Turn(reading, outcome)
            if outcome.findings or reading.intent is Intent.HELP:
                return turn
            first = first or turn
        assert first is not None
        return first

    def _answer(self, outcome: Outcome, state: _State) -> Answer:
        wording = Wording(self.lang)
        request = outcome.request
        near = self._findings(outcome.near, state) if outcome.failed else ()
        text = compose(outcome, wording, near)
        cites = _cited(outcome)
        rows = quoted_rows(cites, wording)
        words = understood(request, wording, state.names.plans)
        overview = request.intent is Intent.OVERVIEW  # counts of the store itself, which no row says
        is_set = request.intent in (Intent.COUNT, Intent.LIST)
        said = text.text
        if not (outcome.failed or overview):
            shown = rows if len(rows) <= SHOWN_ANSWERS else quoted_rows(outcome.shown[:SHOWN_ANSWERS], wording)
            said = _supported(said, (shown, rows), words, len(rows))
        return Answer(
            answer=said,
            abstained=outcome.failed is not None,
            intent=request.intent.value,
            filters=request.filters.to_json(),
            count=len(outcome.findings) if is_set and not outcome.failed else None,
            citations=citations(cites, request.intent),
            ranking=outcome.ranking,
            nearest=outcome.near,
            understood=words,
            conditions=conditions(request, wording, state.names.plans),
            rows=rows,
            suggestions=text.suggestions,
        )

    def _findings(self, ids: Sequence[str], state: _State) -> tuple[Finding, ...]:
        return tuple(Finding.of(s.measure, state.names.plans[s.measure.plan_id], ()) for s in self.store.by_ids(ids))


def _cited(outcome: Outcome) -> Sequence[Finding]:
    """The rows that an answer cites: none where it refuses, one a plan for an overview, else all it rests on."""
    if outcome.failed:
        return ()
    if outcome.request.intent is not Intent.OVERVIEW:
        return outcome.findings
    return tuple({f.plan.id: f for f in reversed(outcome.findings)}.values())[::-1]


def _supported(text: str, evidence: Sequence[Sequence[QuotedRow]], asked: str, number: int) -> str:
    """The lines of a composed answer that its rows support: all of them, or the composing has a fault that must not
    reach a person. ``evidence``: the rows shown, which mostly are enough, and all; ``number``: how many are cited."""
    counts = {number, *range(max(0, number - 30), number)}
    if any(not unsupported(text, rows, [asked], counts) for rows in evidence):
        return text
    return "\n".join(line for line in text.splitlines() if not unsupported(line, evidence[-1], [asked], counts))
