"""A request carried out: exact sets from the store, the subject through the searcher, and why nothing was found.

Counts, lists, dates and owners are computed over every stored row under the filters, never over the first few hits.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.confidence import (
    ACCEPT_AMONG,
    EQUAL,
    HELD_AMONG,
    HELD_NEW,
    LIKELY,
    judge,
    present,
    readable,
)
from assistant.contextual import in_context
from assistant.finding import READ_AT_ONCE, Finding, LargeSet
from assistant.items import chosen_items
from assistant.names import Names
from assistant.projects import project_of
from assistant.quantities import asks_share, saying_amounts
from assistant.request import Condition, Intent, Order, Request
from assistant.selection import (
    actions_of,
    by_new_words,
    equals,
    near_best,
    numbers_held,
    says_all,
    says_the_words,
    share_held,
    tells,
)
from assistant.vocabulary import LEANING_SIDE
from corpus.filters import Filters
from corpus.model import Measure, Plan
from corpus.regions import regions_in
from corpus.remembering import remembering
from corpus.store import Store
from index.membership import MOST
from index.query import Question
from index.search import Hit, Results, Searcher, Topic

RANKED = 20
LONGEST_TASK = 8  # rows under one task that can be about one thing
NEARLY_ALL = 0.75  # of the rows under a plan and a time
FEW = 2  # rows of a set that may be too few
THROUGH_THESAURUS = 0.2  # chance at least of a row that says a word of a topic only in the thesaurus's words
SHARE_OF_TASK = 0.6  # of its rows that must be about a subject for the others to be
SURE = 0.7  # chance from which a row is about a thing that another answers,
SURE_IN_WORDS = 0.5  # and where it says all words of the thing
LOOKED_AT = 30  # hits among which such rows are
OF_ABOUT, OF_PLAN = 0.6, 0.3  # of the rows about a thing, and of the rows of the plan that is about it
WEIGHED = 60  # hits that are looked at for rows that answer equally


@dataclass(frozen=True, slots=True)
class Outcome:
    """What executing a request gave.

    ``failed`` names why there is no answer: a key of the wording («no-subject», «no-rows», a refusal…), with the
    ``condition`` that failed. ``groups`` are the sides of a comparison. ``near`` are ids of rows that come near.
    ``sizes``: of so many plans that only the first measure of each is among the findings, how many each has.
    """

    request: Request
    findings: Sequence[Finding] = ()
    ranking: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    failed: str | None = None
    condition: Condition | None = None
    groups: tuple[tuple[str, Sequence[Finding]], ...] = ()
    confidence: float = 1.0
    whole: bool = False
    sizes: tuple[tuple[Plan, int], ...] = ()
    spelled: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> Sequence[Finding]:
        """The rows as people see them: those of a set plan by plan, in the order of the document unless another one
        was asked for; «перший з них» means the first of these."""
        request = self.request
        if request.intent not in (Intent.LIST, Intent.COUNT) or request.order is not Order.RELEVANCE:
            return self.findings
        if isinstance(self.findings, LargeSet):
            return self.findings.in_order()
        plans = dict.fromkeys(f.plan.id for f in self.findings)
        places = {plan_id: place for place, plan_id in enumerate(plans)}
        return tuple(sorted(self.findings, key=lambda f: (places[f.plan.id], f.position)))


class Execution:
    """Carries out requests over one state of the store."""

    def __init__(self, store: Store, searcher: Searcher, names: Names) -> None:
        self.store = store
        self.searcher = searcher
        self.names = names

    def run(self, request: Request) -> Outcome:
        """The outcome of a request; never raises for what a person may ask."""
        if request.refusal:
            return self._refused(request, request.refusal)
        for condition in request.unknown:
            if condition.kind == "region" and self._names_place(request, condition):
                continue
            if condition.kind == "body" and request.subject:
                return self._unknown_body(request, condition)
            return self._refused(request, "unknown-" + condition.kind, condition)
        if request.plan_about and (plan := self._plan_about(request.plan_about)):
            request = replace(request, subject="", filters=replace(request.filters, plan=(plan,)))
        if request.intent is Intent.COMPARE and (request.scopes or request.sides):
            return self._compared(request)
        if not request.subject:
            return self._by_filters(request)
        if request.intent in (Intent.LIST, Intent.COUNT):
            return self._topic(request)
        return self._answering(request)

    def _plan_about(self, word: str) -> str | None:
        """The one plan whose measures speak of a thing, as no other's do."""
        about = self.searcher.topic(word).about
        plans = Counter(hit.plan_id for hit in about)
        plan, its = plans.most_common(1)[0] if plans else ("", 0)
        much = its >= OF_ABOUT * len(about) and its >= OF_PLAN * self.store.count(Filters(plan=(plan,)))
        return plan if plan and much else None

    # ------------------------------------------------------------ sets by conditions alone

    def _by_filters(self, request: Request) -> Outcome:
        if not request.filters and not request.among and not request.is_for_everything:
            return Outcome(request, failed="no-subject")
        found = self.searcher.select(request.filters, self._rows_of(request.among) if request.among else None)
        rows = self._worth_reading(request, list(found), found, whole=not request.among)
        findings = self._ordered(request, self._findings(request, rows, found, in_order=True))
        if request.among and request.previous:
            findings = self._items_meant(request, findings)
        if not findings and request.intent is not Intent.COUNT:
            return replace(self._empty(request), near=self._near(request))
        return Outcome(request, findings, tuple(f.measure_id for f in findings[:RANKED]), whole=True)

    def _items_meant(self, request: Request, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The rows just named with those of their items that the subject named before means: «а до коли?»."""
        if len(findings) > 3:
            return findings
        question = self.searcher.read(request.previous)
        return tuple(
            replace(f, items=chosen_items(f.measure, f.items, question, self.searcher, request.intent, True))
            for f in findings
        )

    def _worth_reading(
        self, request: Request, rows: list[int], found: Mapping[int, tuple[int, ...]], whole: bool
    ) -> list[int]:
        """Of the rows found, those among which ``_ordered`` will find what it keeps, of many in the order that it gives
        them: for one of thousands, the rest need not be read. ``whole``: the rows are all that the filters leave."""
        ordered = request.order in (Order.EARLIEST, Order.LATEST)
        if request.exact_period or not (request.ordinal is not None or ordered):
            return rows
        if ordered:
            ends = self.searcher.first_ends(request.filters, found) if whole else self.store.first_ends(found)
            latest = request.order is Order.LATEST
            rows = sorted((row for row in rows if row in ends), key=ends.__getitem__, reverse=latest)
            if request.limit:
                rows = [row for row in rows if ends[row] == ends[rows[0]]]
        if request.ordinal is not None:
            rows = rows[: request.ordinal + 1] if request.ordinal >= 0 else rows[-1:]
        return rows

    def found(self, rows: Sequence[int]) -> Sequence[Finding]:
        """These rows with all their items, under no conditions."""
        return self._read(rows, self.searcher.select(Filters(), rows=rows))

    def _findings(
        self,
        request: Request,
        rows: Sequence[int],
        items: Mapping[int, tuple[int, ...]],
        in_order: bool,
    ) -> Sequence[Finding]:
        found = self._read(rows, items, in_order)
        if not request.exact_period:
            return found
        exact = ((f, tuple(n for n in f.items if self._is_exact(f.measure, n, request.filters))) for f in found)
        return tuple(replace(f, items=numbers) for f, numbers in exact if numbers)

    def _read(
        self, rows: Sequence[int], items: Mapping[int, tuple[int, ...]], in_order: bool = True
    ) -> Sequence[Finding]:
        """The rows as findings, in their order; of many nothing is read until somebody looks at them. ``in_order``:
        they stand plan by plan in the order of the document."""
        plans = self.names.plans
        if len(rows) > READ_AT_ONCE:
            return LargeSet(self.store, items, plans, self.searcher.places(rows), in_order)
        stored = self.store.by_rows(rows)
        read = {s.row: s.measure for s in stored}
        return tuple(
            Finding(row, m.id, m.position, plans[m.plan_id], items.get(row, ()), read) for row, m in read.items()
        )

    def _is_exact(self, measure: Measure, number: int, filters: Filters) -> bool:
        """Whether the item's deadline is the very interval asked for; without a beginning of its own, its end is."""
        item = measure.items[number]
        return item.deadline_to == filters.due_to and item.deadline_from == filters.due_from

    def _ordered(self, request: Request, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The findings in the order asked for, and only as many; large sets come in it (``_worth_reading``)."""
        if request.order in (Order.EARLIEST, Order.LATEST) and not isinstance(findings, LargeSet):
            dated = [f for f in findings if _end(f)]
            dated.sort(key=lambda f: str(_end(f)), reverse=request.order is Order.LATEST)
            findings = tuple(f for f in dated if not request.limit or _end(f) == _end(dated[0]))
        if request.ordinal is not None and findings:
            place = request.ordinal if request.ordinal >= 0 else len(findings) - 1
            findings = findings[place : place + 1]
        return findings

    # ------------------------------------------------------------ sets about a subject

    def _topic(self, request: Request) -> Outcome:
        question = self.searcher.read(request.subject)
        if not (request.among or readable(question)):
            return Outcome(request, failed="unknown-words")
        topic = self.searcher.topic(request.subject, request.filters)
        hits = topic.hits[:RANKED]
        about = numbers_held(topic.about, question)
        about = near_best(about, question) if tells(question, about) else ()
        if request.among:
            return self._among_those(request, self._with_project(about, question), hits)
        if len(topic.about) + len(topic.alike) > MOST:  # more than are ranked: only words can gather them all
            about = self._worded(self._with_project(about, question), topic)
            return self._set_of(request, self._with_sisters(about, request) if about else (), hits, topic.alike)
        there = bool(about) or present(hits, question, bool(request.filters)).accepted
        likely = numbers_held(topic.likely, question)
        return self._set_of(request, self._with_project(likely, question) if there else (), hits)

    def _among_those(self, request: Request, about: tuple[Hit, ...], hits: tuple[Hit, ...]) -> Outcome:
        """Those of the rows just named that are about a subject."""
        rows = set(self._rows_of(request.among))
        about, hits = (tuple(h for h in its if h.row in rows) for its in (about, hits))
        if not about and judge(hits, ACCEPT_AMONG).accepted:
            about = self._nearby(hits)
        return self._set_of(request, about, hits)

    def _worded(self, about: tuple[Hit, ...], topic: Topic) -> tuple[Hit, ...]:
        """A set about a subject that some rows say themselves, without those that hold it only through the thesaurus
        and that nothing else brings near: a census is a survey, though not every survey is a census."""
        chances = dict(zip((h.row for h in topic.hits), topic.chances, strict=False))
        lent = {h.row: chances.get(h.row) for h in about if not says_all(h)}
        near = {row: chance is not None and chance >= THROUGH_THESAURUS for row, chance in lent.items()}
        # rows beyond those whose chance is known go with most of these
        weighed = [near[row] for row, chance in lent.items() if chance is not None]
        beyond = 2 * sum(weighed) > len(weighed)
        return tuple(h for h in about if h.row not in lent or near[h.row] or (beyond and lent[h.row] is None))

    def _set_of(
        self, request: Request, about: tuple[Hit, ...], hits: tuple[Hit, ...], alike: Sequence[int] = ()
    ) -> Outcome:
        """The rows of a set that the conditions leave; nothing where there are none."""
        if not about:
            if request.intent is Intent.COUNT:
                return Outcome(request, (), _ids(hits), near=_ids(hits[:3]), whole=True)
            return replace(self._empty(request), ranking=_ids(hits), near=_ids(hits[:3]))
        chosen = dict.fromkeys(h.row for h in about)
        allowed = self._due_in_plan(request, len(about)) or self.searcher.select(
            request.filters, rows=[*chosen, *alike]
        )
        rows = [*(row for row in chosen if row in allowed), *(row for row in allowed if row not in chosen)]
        rows = self._worth_reading(request, rows, allowed, whole=False)
        findings = self._ordered(request, self._findings(request, rows, allowed, in_order=False))
        if not findings:
            return replace(self._empty(request), ranking=_ids(hits), near=_ids(hits[:3]))
        return Outcome(request, findings, _ids(hits) or _ids(about[:RANKED]), whole=True)

    def _due_in_plan(self, request: Request, about: int) -> Mapping[int, tuple[int, ...]]:
        """All rows of a plan that are due in a time, where nearly all of them are about the subject: then it names the
        plan once more («по спорту план 4.4 у вересні»); none otherwise."""
        filters = request.filters
        if not (filters.plan and (filters.due_from or filters.due_to or filters.year)):
            return {}
        due = self.searcher.select(filters)
        return due if NEARLY_ALL * len(due) <= about < len(due) <= LONGEST_TASK else {}

    def _hits_of(self, rows: Iterable[int], beside: Sequence[Hit]) -> Iterator[Hit]:
        least = min((h.score for h in beside), default=0.0)
        places = self.searcher.places(sorted(rows))
        return (Hit(row, name, plan_id, least) for row, name, plan_id, _ in places.of(places.rows))

    def _nearby(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Where no words decide: the good hits, and those of the best one's task that are ranked right behind it."""
        best = hits[0]
        its = set(self.searcher.rows_of_tasks([best.row]).get(best.row, (best.row,)))
        ahead = {h.row for h in hits[: len(its) + 1]} & its
        return tuple(h for h in hits if h.row in ahead or h.score >= max(LIKELY, EQUAL * best.score))

    def _with_sisters(self, about: tuple[Hit, ...], request: Request) -> tuple[Hit, ...]:
        """A set about a subject with the other rows of those tasks of which at least half is about it: «розробка
        програмного забезпечення» stands beside rows that say for what."""
        chosen = {h.row for h in about}
        tasks = self.searcher.rows_of_tasks([h.row for h in about])
        rows: set[int] = set()
        for task in map(set, tasks.values()):
            if 1 < len(task) <= LONGEST_TASK and SHARE_OF_TASK * len(task) <= len(chosen & task):
                rows |= task
        allowed = self.searcher.select(request.filters, rows=list(rows)) if rows else {}
        return (*about, *self._hits_of(allowed.keys() - {h.row for h in about}, about))

    # ------------------------------------------------------------ the row that answers

    def _answering(self, request: Request) -> Outcome:
        if request.context and not request.among and (outcome := self._in_context(request)):
            return outcome
        results = self._searched(request)
        hits = results.hits
        ranking = _ids(hits[:RANKED])
        question = results.question or self.searcher.read(request.subject)
        verdict = judge(hits, LIKELY) if request.among else present(hits, question, bool(request.filters))
        if not (request.among or readable(question)):
            return Outcome(request, ranking=ranking, failed="unknown-words")
        if not verdict.accepted and not (request.among and self._said_among(hits, question)):
            if named := self._naming_region(request) or self._naming_year(request):
                return named
            return replace(self._empty(request), ranking=ranking, near=ranking[:3], confidence=verdict.best)
        if request.among:
            hits = by_new_words(hits, question)
        amount: tuple[Hit, ...] = ()
        if request.intent is Intent.VALUE and not request.among:
            saying = saying_amounts(hits, question, request.words, self.store)
            if not saying and (counted := self._counted(request, hits, question)):
                return counted
            amount = saying[:1] if saying and saying[0] is not hits[0] else ()
            hits = (*amount, *(hit for hit in hits if hit not in amount))
        chosen = amount or self._chosen(request, hits, question)
        findings = self._ordered(request, self._found(request, chosen, question))
        return Outcome(request, findings, ranking, confidence=verdict.best)

    def _counted(self, request: Request, hits: Sequence[Hit], question: Question) -> Outcome | None:
        """The number of rows, where none says an amount and several are what is asked for: «скільки кампаній»."""
        if asks_share(request.words) or sum(says_the_words(hit, question) for hit in hits) < FEW:
            return None
        outcome = self._topic(replace(request, intent=Intent.COUNT))
        return outcome if len(outcome.findings) >= FEW else None

    def _found(self, request: Request, chosen: Sequence[Hit], question: Question) -> Sequence[Finding]:
        """The chosen hits with those of their items that the question means."""
        allowed = self.searcher.select(request.filters, rows=[h.row for h in chosen])
        found = []
        for stored in self.store.by_rows([h.row for h in chosen]):
            numbers = allowed.get(stored.row, ())
            if len(chosen) <= 3:
                numbers = chosen_items(stored.measure, numbers, question, self.searcher, request.intent)
            found.append(Finding.of(stored.measure, self.names.plans[stored.measure.plan_id], numbers))
        return tuple(found)

    def _in_context(self, request: Request) -> Outcome | None:
        """The row that a question means after those named before; None where what was said before changes nothing."""
        ranked = in_context(request, self.store, self.searcher)
        if not ranked.hits:
            return None
        place = ranked.best if request.leans and not request.deed else 0
        best = ranked.hits[place]
        ranking = _ids((best, *(hit for hit in ranked.hits if hit is not best))[:RANKED])
        if request.deed and not ranked.is_deed_beside(request.context):
            return replace(self._empty(request), ranking=ranking)
        question = self.searcher.read(request.subject)
        accepted = ranked.held[place] >= HELD_NEW and readable(question)
        if not request.leans:
            if not accepted or ranked.is_said_elsewhere or (best == ranked.alone and not ranked.is_beside):
                return None
        elif not accepted:
            return replace(self._empty(request), ranking=ranking, near=ranking[:3], confidence=best.score)
        return Outcome(request, self._found(request, [best], question), ranking, confidence=best.score)

    def _naming_region(self, request: Request) -> Outcome | None:
        """Where no plan of the region holds the answer: what a plan of the whole country says, if its row names the
        region («вежа на Полтавщині») and holds the subject without that."""
        if request.filters.names != ("region",) or len(request.filters.region) != 1 or not request.filters.region[0]:
            return None
        own = request.filters.region[0]
        return self._saying(replace(request, filters=Filters(region=("",))), lambda m: self._mentions(m, own))

    def _naming_year(self, request: Request) -> Outcome | None:
        """Where no row of a year holds the value asked for: a row that says it of this year («до 40 відсотків у 2032
        році»), whenever it is due itself."""
        if request.intent is not Intent.VALUE or len(request.filters.year) != 1:
            return None
        year = str(request.filters.year[0])
        wider = replace(request, filters=replace(request.filters, year=()))
        return self._saying(wider, lambda m: any(year in text for text in _texts(m)))

    def _saying(self, wider: Request, says: Callable[[Measure], bool]) -> Outcome | None:
        """The answer to a request under fewer conditions by those of its rows that say the condition left out."""
        results = self._searched(wider)
        its = {s.row: s.measure for s in self.store.by_rows([hit.row for hit in results.hits])}
        hits = tuple(hit for hit in results.hits if hit.row in its and says(its[hit.row]))
        if results.question is None or not present(hits, results.question, narrowed=False).accepted:
            return None
        chosen = equals(hits, results.question, wide=wider.intent is Intent.FIND)
        findings = self._ordered(wider, self._found(wider, chosen, results.question))
        return Outcome(wider, findings, _ids(hits[:RANKED]), confidence=hits[0].score)

    def _said_among(self, hits: Sequence[Hit], question: Question) -> bool:
        """Whether one of the rows just named holds the new words: enough where few rows are to choose from."""
        return max((share_held(h, question) for h in hits), default=0.0) >= HELD_AMONG

    def _searched(self, request: Request) -> Results:
        """The hits of a request; of rows just named, those alone, wherever they rank."""
        if not request.among:
            return self.searcher.search(request.subject, request.filters, WEIGHED)
        rows = set(self._rows_of(request.among))
        plans = {s.measure.plan_id for s in self.store.by_rows(sorted(rows))}
        filters = replace(request.filters, plan=tuple(sorted(plans)))
        results = self.searcher.search(request.subject, filters, 0, rows)
        return replace(results, hits=tuple(h for h in results.hits if h.row in rows))

    def _chosen(self, request: Request, hits: tuple[Hit, ...], question: Question) -> tuple[Hit, ...]:
        """The hits that answer; rows of a named project are weighed as if each said its name."""
        project = None if request.among else project_of(hits, question, self.store)
        if project is None:
            chosen = equals(hits, question, wide=request.intent is Intent.FIND)
            chosen = self._of_heading(request, chosen, hits, question)
            return self._with_belonging(request, chosen, hits, question)
        seen = {h.row for h in hits}
        theirs = self.searcher.search(request.subject, project.filters, WEIGHED).hits
        allowed = self.searcher.select(request.filters, rows=project.rows)
        beside = tuple(h for h in theirs if h.row in allowed and h.row not in seen)
        return equals((*hits, *beside), question, dict.fromkeys(project.rows, project.words))

    def _of_heading(
        self, request: Request, chosen: tuple[Hit, ...], hits: Sequence[Hit], question: Question
    ) -> tuple[Hit, ...]:
        """For a thing that no row says whole, while the heading of a task does: all rows of the task."""
        if request.intent is not Intent.FIND or "find" in request.marks:
            return chosen
        if len(question.concepts) < FEW or actions_of(question) or not says_the_words(chosen[0], question):
            return chosen
        if all("text" in its["in"] or "items" in its["in"] for its in chosen[0].words.values()):
            return chosen
        its = set(self.searcher.rows_of_tasks([chosen[0].row]).get(chosen[0].row, ()))
        beside = tuple(h for h in hits if h.row in its and says_the_words(h, question))
        rows = {h.row for h in beside}
        return beside if FEW <= len(its) <= LONGEST_TASK and rows == its >= {h.row for h in chosen} else chosen

    def _with_belonging(
        self, request: Request, chosen: tuple[Hit, ...], hits: Sequence[Hit], question: Question
    ) -> tuple[Hit, ...]:
        """For a thing: the rows that answer, and those that surely are about it too."""
        if request.intent is not Intent.FIND or request.among or "find" in request.marks:
            return chosen
        chances = self.searcher.chances(question, hits[:LOOKED_AT], asked=False)
        rows = {h.row for h in chosen}
        beside = [(h, chance) for h, chance in zip(hits, chances, strict=False) if h.row not in rows]
        more = (h for h, chance in beside if chance >= (SURE_IN_WORDS if says_the_words(h, question) else SURE))
        return (*chosen, *more)

    def _with_project(self, about: tuple[Hit, ...], question: Question) -> tuple[Hit, ...]:
        """A set about a named project with the rows of its task that do not repeat the name."""
        project = project_of(about, question, self.store)
        if project is None:
            return about
        seen = {h.row for h in about}
        beside = self.searcher.search("", project.filters, WEIGHED).hits
        return (*about, *(h for h in beside if h.row in project.rows and h.row not in seen))

    # ------------------------------------------------------------ comparison

    def _compared(self, request: Request) -> Outcome:
        groups = []
        ranking: list[str] = []
        for name, side in _sides(request):
            outcome = self.run(replace(side, context=tuple(ranking[:1])) if side.leans else side)
            groups.append((name, outcome.findings))
            ranking += outcome.ranking[: RANKED // 2]
        findings = tuple(f for _, found in groups for f in found)
        if not findings:
            return replace(self._empty(request), ranking=tuple(ranking), near=tuple(ranking[:3]))
        return Outcome(request, findings, tuple(dict.fromkeys(ranking)), groups=tuple(groups))

    # ------------------------------------------------------------ nothing

    def _refused(self, request: Request, reason: str, condition: Condition | None = None) -> Outcome:
        near: tuple[str, ...] = ()
        if request.subject and reason not in ("steering", "errand", "opinion", "advice"):
            near = _ids(self.searcher.search(request.subject, Filters(), 3).hits)
        return Outcome(request, failed=reason, condition=condition, near=near)

    def _empty(self, request: Request) -> Outcome:
        """No row: which of the conditions left nothing, or that the subject is not there."""
        if not request.filters:
            return Outcome(request, failed="not-in-plans")
        if self.searcher.holds(request.filters):
            return Outcome(request, failed="not-under-filters")
        for name in request.filters.names:
            alone = replace(Filters(), **{name: getattr(request.filters, name)})
            if name != "sole_body" and not self.searcher.holds(alone):
                return Outcome(request, failed="no-rows", condition=Condition(name, ""))
        return Outcome(request, failed="no-rows-together")

    def _near(self, request: Request) -> tuple[str, ...]:
        """Rows that satisfy all conditions but the times."""
        wider = replace(request.filters, due_from=None, due_to=None, year=(), undated=False)
        if not wider or wider == request.filters:
            return ()
        found = self.store.by_rows(list(itertools.islice(self.searcher.select(wider), 3)))
        return tuple(s.measure.id for s in found)

    def _unknown_body(self, request: Request, condition: Condition) -> Outcome:
        """A body that no plan names may still be what rows are about."""
        outcome = self._topic(replace(request, unknown=()))
        return outcome if outcome.findings else replace(outcome, failed="unknown-body", condition=condition)

    def _names_place(self, request: Request, condition: Condition) -> bool:
        """Whether a row names a place that has no plan of its own: then it is searched like any other word."""
        hits = self.searcher.search(request.subject, Filters(), 5).hits
        return bool(hits) and self._mentions(self.store.by_rows([hits[0].row])[0].measure, condition.words)

    def _mentions(self, measure: Measure, region: str) -> bool:
        return any(region in _regions_named(text) for text in _texts(measure))

    def _rows_of(self, ids: Sequence[str]) -> list[int]:
        return self.store.rows_of(ids)


def _texts(measure: Measure) -> Iterator[str]:
    """What a measure says of itself, and its bodies."""
    yield measure.measure
    for item in measure.items:
        yield from (item.indicator or "", item.value or "", *(r.text for r in item.responsible))


@partial(remembering, texts=8192, letters=1000)
def _regions_named(text: str) -> frozenset[str]:
    return frozenset(region for region, _, _ in regions_in(text.lower()))


def _sides(request: Request) -> Iterator[tuple[str, Request]]:
    """What is compared, by name: the same subject in several plans, or several subjects; «їх припинення» goes on the
    subject named before."""
    alone = replace(request, intent=_side_intent(request), scopes=(), scope_names=(), sides=())
    if request.scopes:
        for scope, name in zip(request.scopes, request.scope_names, strict=True):
            yield name, replace(alone, filters=replace(request.filters, region=scope.region, plan=scope.plan))
        return
    for number, subject in enumerate(request.sides):
        leans = LEANING_SIDE.match(subject) if number else None
        words = subject[leans.end() :] if leans else subject
        intent = alone.intent if alone.intent is not Intent.FIND else Intent.WHEN
        before = request.sides[0] if leans else ""
        yield subject, replace(alone, intent=intent, subject=words, previous=before, leans=bool(leans))


def _side_intent(request: Request) -> Intent:
    who, when = "who" in request.marks, "when" in request.marks
    if who or when:
        return Intent.WHO_WHEN if who and when else Intent.WHO if who else Intent.WHEN
    listed = "list" in request.marks and not request.sides  # «що має бути раніше: … чи …» asks for no lists
    return Intent.LIST if listed or _MORE.search(request.words) else Intent.FIND


_MORE = re.compile(r"\b(?:більше|менше|скільки|больше|меньше|сколько|more|fewer|how many)\b")


def _ids(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(hit.measure_id for hit in hits)


def _end(finding: Finding) -> object:
    ends = [finding.measure.items[n].deadline_to for n in finding.items if finding.measure.items[n].deadline_to]
    return min(e for e in ends if e) if ends else None
