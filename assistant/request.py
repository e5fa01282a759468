"""What a person wants, typed: the request that a question (with its dialogue) is compiled into.

A request is a value: it can be shown in words, corrected by taking a filter away, and executed again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from corpus.filters import Filters


class Intent(StrEnum):
    """The kinds of questions, named as the batch output names them."""

    WHO = "who"
    WHEN = "when"
    WHO_WHEN = "who_when"
    VALUE = "value"
    FIND = "find"
    LIST = "list"
    COUNT = "count"
    COMPARE = "compare"
    ABBREVIATION = "abbreviation"
    OVERVIEW = "overview"
    DUPLICATES = "duplicates"
    HELP = "help"


class Order(StrEnum):
    """In what order rows are wanted: as found, as in the document, by the end of the deadline."""

    RELEVANCE = "relevance"
    DOCUMENT = "document"
    EARLIEST = "earliest"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as the person worded it: ``kind`` is the filter's name, ``words`` what stood in the question."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Request:
    """A question, understood.

    ``subject`` is what it is about, without the words that became intent or filters; ``words`` the whole question
    as cleaned. ``refusal`` names a reason why plans cannot hold the answer (a key of the wording), ``unknown``
    conditions that nothing in the store satisfies (a region without a plan, a body nobody named). ``scopes`` are
    the sides of a comparison. ``among`` limits the answer to these measure ids (a follow-up on rows just shown);
    ``previous`` is the subject of the turn before, ``inherited`` says which parts came from the dialogue. ``pool``
    is the set from which the rows in ``among`` were taken, to which the next turn may return. ``aside`` is
    a refusal that concerns only a part of the question.
    ``exact_period``: the deadline is this very interval. ``apart``: bodies that are known and not asked for.
    ``sides``: the subjects of a comparison of two things. ``context``: the rows named before, ``before`` the
    conditions that held there; ``leans``: the question goes on them, and does not only follow; ``deed``: it
    names but a deed, which may be that of a row beside them. ``plan_about``: a word of the subject that may be what a
    whole plan is about.
    """

    intent: Intent
    words: str = ""
    subject: str = ""
    filters: Filters = field(default_factory=Filters)
    conditions: tuple[Condition, ...] = ()
    unknown: tuple[Condition, ...] = ()
    refusal: str | None = None
    aside: str | None = None
    scopes: tuple[Filters, ...] = ()
    scope_names: tuple[str, ...] = ()
    order: Order = Order.RELEVANCE
    limit: int | None = None
    ordinal: int | None = None
    exact_period: bool = False
    among: tuple[str, ...] = ()
    pool: tuple[str, ...] = ()
    previous: str = ""
    inherited: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    before: Filters = field(default_factory=Filters)
    leans: bool = False
    deed: bool = False
    marks: frozenset[str] = frozenset()
    plan_about: str = ""

    @property
    def is_for_everything(self) -> bool:
        """Whether all measures of all plans are to be counted or listed."""
        narrowed = self.subject or self.filters or self.among
        return self.intent in (Intent.LIST, Intent.COUNT) and "everything" in self.marks and not narrowed

    def without(self, name: str) -> Request:
        """The same request with one filter taken away: how a person corrects what was understood."""
        empty = Filters()
        return replace(self, filters=replace(self.filters, **{name: getattr(empty, name)}))
