"""Which responsible bodies a question names, and where.

What a name means is corpus knowledge (:class:`corpus.body_names.BodyIndex`); here the mentions are kept to the plans
that are asked, and the one that a question is about is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.name_words import NameWords, Ways, said_in, ways_of
from corpus.body_matching import weight_of
from corpus.body_names import BodyIndex
from corpus.body_words import GENERIC, HEADS
from corpus.model import Plan
from corpus.store import Store
from index.compounds import written_out_name
from index.terms import terms_of

_EQUAL = 0.02  # mentions of one place that differ by less in certainty stay together
_LENGTH = 0.004  # what a letter of a longer mention is worth
_SURE = 0.85  # a name of a central body that is as sure as this stands for its organs in a region too
_HALF, _THIRD = 0.6, 0.3  # of the telling words of a name, where one or several are said
_FEW_PLANS = 1_000  # so many are gone through for their bodies; of more, the bodies for their plans
_FEW = 3  # bodies of which a few words can be said; more share them by chance

_TELLING_HEADS = frozenset(("соціальний", "науковий"))  # adjectives that head the names of persons alone

Stems = tuple[frozenset[str], frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A name in a question: its place, its words, the canonical bodies it may mean (all equally well), how surely."""

    start: int
    end: int
    words: str
    bodies: tuple[str, ...]
    score: float


class BodyNames:
    """The bodies of a store, findable in questions."""

    def __init__(self, store: Store, plans: Sequence[Plan]) -> None:
        rows = store.bodies()
        self._index = BodyIndex.of(plans, rows)
        plans_of: dict[str, set[str]] = {}
        names: dict[str, set[str]] = {}  # each stands in many plans, and is read once
        for body, printed, plan, _ in rows:
            plans_of.setdefault(body, set()).add(plan)
            names.setdefault(body, {body}).add(printed)
        self._plans = {body: frozenset(its) for body, its in plans_of.items()}
        self._stems: dict[str, set[Stems]] = {body: set(map(_stems, its)) for body, its in names.items()}
        self._in_turn = tuple(self._stems)
        self._bodies: dict[str, list[int]] = {}  # of each plan, by their numbers
        for number, body in enumerate(self._in_turn):
            for plan in self._plans[body]:
                self._bodies.setdefault(plan, []).append(number)
        self._words = NameWords(lambda: [name for its in names.values() for name in its])

    def read_ahead(self) -> None:
        """Read the words of all names, which else are read when a question may have some of them."""
        self._words.ways("назва")

    def plans_of(self, body: str) -> frozenset[str]:
        """The plans in which the body is responsible for something."""
        return self._plans.get(body, frozenset())

    def _of(self, plans: frozenset[str] | None) -> Iterable[str]:
        """The bodies of these plans, of few without looking at all others."""
        if plans is None:
            return self._stems
        if len(plans) > _FEW_PLANS:
            return [body for body in self._stems if not plans.isdisjoint(self._plans[body])]
        numbers = {number for plan in plans for number in self._bodies.get(plan, ())}
        return [self._in_turn[number] for number in sorted(numbers)]

    def resolve(self, words: str, plans: frozenset[str] | None = None) -> tuple[tuple[str, ...], float]:
        """The bodies that a phrase names best, within these plans, and how surely (0..1)."""
        found = [m for m in self._index.resolve(words) if plans is None or plans & self.plans_of(m.body)]
        if not found:
            return (), 0.0
        best = max(m.score for m in found)
        return tuple(m.body for m in found if m.score >= best - _EQUAL), best

    def mentions(self, text: str, region: str | None = None, plans: frozenset[str] | None = None) -> list[BodyMention]:
        """The bodies that a text names, those that share a place together, by place."""
        places: dict[int, list[BodyMention]] = {}
        for match, start, end in self._index.find_in(text, region):
            if plans is None or plans & self.plans_of(match.body):
                one = BodyMention(start, end, text[start:end], (match.body,), match.score)
                places.setdefault(start, []).append(one)
        return [_together(found) for _, found in sorted(places.items())]

    def mention(
        self, text: str, region: str | None = None, plans: frozenset[str] | None = None, least: float = 0.6
    ) -> BodyMention | None:
        """The surest mention, of equals the longest; None when none is sure enough."""
        sure = [m for m in self.mentions(text, region, plans) if m.score >= least]
        return max(sure, key=lambda m: m.score + _LENGTH * (m.end - m.start), default=None)

    def in_plans(self, words: str, plans: frozenset[str] | None, asked: bool = False) -> tuple[str, ...]:
        """The bodies of these plans of whose names all these words are a part, whatever else may stand for a word
        («криміналістичний центр», «відділ соцзахисту»), or that are organs of the central body that the words name
        («рятувальники» in a region's plan). Where a body is surely ``asked`` for, any word of its name is enough that
        no other one of these plans has («культура»)."""
        said = [m for m in self.mentions(words) if m.score >= _SURE and m.words == words] if plans is not None else []
        typed = self._words.ways(words)
        for some in (typed, *(ways_of(_stems(body)[0]) for m in said for body in m.bodies)):
            found = [b for b in self._of(plans) if any(_is_part(some, name) for name in self._stems[b])]
            if 0 < len(found) <= _FEW:
                return tuple(found)
        if plans is None:
            return ()
        alone = [b for b in self._of(plans) if any(_says_some(typed, name) for name in self._stems[b])] if asked else []
        return tuple(alone) if len(alone) == 1 else self._headed(words, plans)

    def _headed(self, words: str, plans: frozenset[str]) -> tuple[str, ...]:
        """The one body of these plans that such general words begin («структурні підрозділи»); none of several."""
        start = tuple(t.stem for t in terms_of(words))
        known = self._of(plans) if len(start) > 1 else ()
        found = [b for b in known if tuple(t.stem for t in terms_of(b))[: len(start)] == start]
        return tuple(found) if len(found) == 1 else ()


def _together(found: Sequence[BodyMention]) -> BodyMention:
    best = max(found, key=lambda m: m.score + _LENGTH * (m.end - m.start))
    bodies = dict.fromkeys(m.bodies[0] for m in found if m.score >= best.score - _EQUAL)
    whole = [body for body in bodies if _stem_counts(body) == _stem_counts(best.words)]
    return BodyMention(best.start, best.end, best.words, tuple(whole or bodies), best.score)


def _stem_counts(name: str) -> Counter[str]:
    """«Міністр Кабінету Міністрів» has a word twice that «Кабінет Міністрів» has once."""
    return Counter(t.stem for t in terms_of(name) if not t.stop and t.lemma != "україна")


def _stems(name: str) -> Stems:
    """The stems of a name's words, those of them that tell it from others («центр» and «управління» do not), and the
    beginning of one that begins with what offices are called («департамент культури» of a longer name)."""
    terms = [t for t in terms_of(name) if not t.stop and t.lemma != "україна"]
    telling = [t.stem for t in terms if weight_of(t.lemma) == 1 and (t.lemma not in HEADS or t.lemma in _TELLING_HEADS)]
    begins = terms[:1] and terms[0].lemma in _OFFICES and telling
    start = frozenset((terms[0].stem, telling[0])) if begins else frozenset()
    return frozenset(t.stem for t in terms), frozenset(telling), start


def tells_nothing(words: str) -> bool:
    """Whether words are only what many bodies are called: «управління», «центр».

    >>> tells_nothing("відділу центру"), tells_nothing("управління мостів"), tells_nothing("")
    (True, False, False)
    """
    terms = [t for t in terms_of(words) if not t.stop]
    return bool(terms) and all(t.lemma in HEADS or t.lemma in GENERIC or not weight_of(t.lemma) for t in terms)


def names_office(words: str) -> bool:
    """Whether one of the words is what an office is called.

    >>> names_office("департамент мостів"), names_office("мости департаменту"), names_office("мости")
    (True, True, False)
    """
    return any(t.lemma in _OFFICES for t in terms_of(written_out_name(words)))


_OFFICES = frozenset(
    """управління департамент відділ сектор служба агентство агенція інспекція комітет комісія фонд центр інститут бюро
    офіс рада філія дирекція адміністрація загін підприємство міністерство секретаріат директорат підрозділ казначейство
    облдержадміністрація виконком отдел управление министерство ведомство институт комитет комиссия
    department office agency ministry branch centre center fund committee commission institute""".split()  # noqa: SIM905
)


def _is_part(asked: Ways, name: Stems) -> bool:
    """Whether words are part of a name, and enough of what tells it: «спорту» is no ministry of youth and sport."""
    said = said_in(asked, name[0]) or frozenset()
    telling = len(said & name[1])
    enough = telling >= (_HALF if telling < 2 else _THIRD) * len(name[1]) or (bool(name[2]) and name[2] <= said)
    return enough and telling > 0


def _says_some(asked: Ways, name: Stems) -> bool:
    return bool((said_in(asked, name[0]) or frozenset()) & name[1])
