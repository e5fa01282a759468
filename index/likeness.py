"""How far two measures repeat each other, slot by slot, with the reason.

A cosine cannot say it: it stands as high for «навчання працівників освіти» against «… охорони здоров'я» as for a true
repetition. So the slots are compared one by one (:mod:`corpus.slots`): is the object one, is the step one, is it the
same kind of document, are the names the same, does a text that names no object stand in the same context. The best
pair of clauses decides, so that a bundle is found by any of its parts. Two logistic models, learned together by
``tools/fit_duplicates.py``, make one probability of the signs, a product: that both speak of one matter, and that they
do the same to it. A sum cannot say that: steps that agree would make up for matters that do not («розроблення системи»
of one thing and of another). Nothing in it knows a document.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from corpus.slot_classes import key_of
from corpus.slot_words import TEMPLATE
from corpus.slots import Clause, Slots
from index.near_words import near_of
from index.nearness import Near
from index.slot_likeness import kind_likeness, likeness_of_names, step_likeness

WEIGHTS = Path(__file__).with_name("likeness.json")
SIGNS = (
    "object",
    "step",
    "kind",
    "unnamed",
    "head",
    "swapped",
    "neighbours",
    "near",
    "tasks",
    "close",
    "detail",
    "plan",
)
# which signs tell whether two measures speak of one matter, and which whether they do the same to it
FACTORS = {
    "matter": ("object", "unnamed", "head", "near", "tasks", "detail", "plan"),
    "deed": ("step", "kind", "swapped", "neighbours", "near", "close"),
}
_TEMPLATE_WEIGHT = 0.25
_CONTEXT = 0.8  # what a word of the other's task counts beside a word of the other's own text
_NEAR = 0.8  # what a word counts that stands for the other's in the thesaurus
_INSIDE = 0.3  # where a step of the one stands inside the other: «впровадити», «порядок впровадження»
_ELSEWHERE = 0.7  # likeness of steps at least, where another clause of the one takes the step of the other
_LITTLE = 0.4  # mass of words below which a clause names no object of its own
_OWN = 0.7  # mass of words that a side lists for itself
_SCANT = 1.2  # mass of words below which a bare noun means what its context names
_LIKE = 0.25  # part of two wordings that must be equal for the rest to be a swap
_OTHER_NUMBER = 6.0  # what another number counts («ліцею № 3», «ліцею № 5»), and the most that swapped words do
_OTHER_LEVEL = 3.0  # what counts that the one is for the country and the other for a part of it
_OTHER_TAUGHT = 2.5  # what counts, beside the words, that others are taught: «навчання лісників», «… рибалок»
_IDENTICAL = 0.9
_SETTLED = 0.6  # score at least of a text that its context completes to the other
_LIKE_TASKS = 0.4  # likeness of the contexts in which equal texts mean one thing
_FLOOR = 0.03
_STEM = 5  # letters of a word that its forms share
_WORDED = 0.75  # part of the words that two wordings of one thing must share to be the same
_ONE_TASK = 0.9  # likeness of tasks at least, where a text that names nothing is the same as another
_EXAMPLE = 0.35  # what a word of an example or a frame costs where the other side lacks it


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure as it is compared. ``task`` tells tasks of one plan apart, ``position`` is its order in the plan."""

    plan_id: str
    position: int
    task: str
    slots: Slots


@dataclass(frozen=True, slots=True)
class Likeness:
    """The signs of a pair, each 0..1 or a logarithm, and what they rest on. ``identical``: the same step on the same
    object in the same words, in a context that does not tell them apart."""

    signs: tuple[float, ...]
    identical: bool
    reasons: tuple[str, ...]
    clauses: tuple[int, int]
    least: float = 0.0

    @property
    def score(self) -> float:
        """The probability; never below what the wording and the context settle by themselves (``least``)."""
        return max(self.probability, self.least)

    @property
    def probability(self) -> float:
        """That staff would merge or coordinate the two: of both factors (:data:`FACTORS`) together."""
        found = 1.0
        for weights, bias in _model():
            found /= 1 + math.exp(-bias - sum(w * s for w, s in zip(weights, self.signs, strict=True)))
        return found


class _Rarities(dict[str, float]):
    """The rarity of each word, reckoned when it is first asked for: millions of sums are made of them."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        super().__init__()
        self._counts = counts
        self._total = total

    def __missing__(self, word: str) -> float:
        rarity = math.log((self._total + 1) / (self._counts.get(word, 0) + 1)) / math.log(self._total + 1)
        self[word] = rarity * (_TEMPLATE_WEIGHT if word in _template() else 1)
        return self[word]


class Comparison:
    """Compares subjects with the rarity of words in one collection: ``counts`` says in how many of ``total`` measures
    a word stands."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        self._rarities = _Rarities(counts, max(total, 1))

    def rarity(self, word: str) -> float:
        """0..1: how much a word says; less for words that shape a measure."""
        return self._rarities[word]

    def mass(self, words: Iterable[str]) -> float:
        return sum(map(self._rarities.__getitem__, words))

    def substance(self, words: Iterable[str]) -> float:
        """The mass of the words that name something and do not only shape a measure."""
        return self.mass(word for word in words if word not in _template())

    def compare(self, a: Subject, b: Subject, near: Near) -> Likeness:
        """The signs of a pair. Texts that are near beyond their surroundings speak for a repetition, unless they name
        nothing. Tasks that are near say that the matter is one, but speak against one deed: what serves one task are
        more often its steps. Longer texts say more where they agree; within one plan, where all is about one thing,
        likeness says less."""
        same_task = a.plan_id == b.plan_id and a.task == b.task
        context = 0.0 if same_task else self._context(a.slots, b.slots)
        best = max(
            (
                (*self._clauses(x, y, a.slots, b.slots, context, same_task), i, j)
                for i, x in enumerate(a.slots.clauses)
                for j, y in enumerate(b.slots.clauses)
            ),
            key=lambda found: found[0] * found[1] * found[2],
        )
        object_, step, kind, unnamed, i, j = best
        x, y = a.slots.clauses[i], b.slots.clauses[j]
        overlap = self._overlap(a.slots.words, b.slots.words)
        apart = 1 - overlap
        neighbours = a.plan_id == b.plan_id and abs(a.position - b.position) == 1
        several = max(len(x.names), len(y.names), 1)
        head = max(self._head(x, y, a.slots, b.slots), likeness_of_names(x.names, y.names) * _diluted(several))
        if not same_task and self._by_context(a.slots, b.slots):
            head = max(head, 0.8 * self._named(a.slots, b.slots))
        signs = (
            math.log(object_ + _FLOOR),
            math.log(step + _FLOOR),
            math.log(kind + _FLOOR),
            unnamed,
            head * (1 - unnamed),
            min(max(self._swapped(x, y, a.slots, b.slots), self._parallel(x, y)), _OTHER_NUMBER),
            apart if neighbours else 0.0,
            near.texts * (1 - unnamed) if near.texts > 0 else near.texts,
            near.tasks,
            max(near.tasks, 0.0),
            math.log(1 + max(a.slots.length, b.slots.length)),
            float(a.plan_id == b.plan_id),
        )
        identical = self._identical(a, b, overlap, step, kind, unnamed, context, same_task)
        reasons = _reasons(a.slots, b.slots, object_, step, kind, context, same_task, unnamed)
        settled = not same_task and step == 1 and self._settled(a.slots, b.slots, context)
        least = _IDENTICAL if identical else _SETTLED if settled else 0.0
        return Likeness(signs, identical, reasons, (i, j), least)

    def _settled(self, a: Slots, b: Slots, context: float) -> bool:
        """Whether the texts are equal under like tasks, or one points at what the other names («поширення проєкту»)."""
        if a.normal == b.normal:
            return context >= _LIKE_TASKS
        return self._by_context(a, b) and self._named(a, b) == 1

    def _clauses(
        self, x: Clause, y: Clause, a: Slots, b: Slots, context: float, same_task: bool
    ) -> tuple[float, float, float, float]:
        """Object, step, kind, how far the object is unnamed and unlike in context."""
        object_ = self._object(x, y, a, b)
        substance = min(self.substance(x.words), self.substance(y.words))
        bare = max(0.0, 1 - substance / _LITTLE)
        if a.pointing and b.pointing and (substance < 2 or a.normal == b.normal):
            bare = max(bare, 0.85)
        unnamed = 0.0 if same_task else bare * (1 - context)
        object_ *= 1 - 0.95 * unnamed
        if not same_task and self._by_context(a, b):
            object_ = max(object_, 0.8 * self._named(a, b))
        if not same_task and (a.pointing or b.pointing) and bare > 0.5:
            object_ = max(object_, 0.8 * context)
        return object_, self._step(x, y, a, b), kind_likeness(x, y), unnamed

    def _step(self, x: Clause, y: Clause, a: Slots, b: Slots) -> float:
        """How far the steps are one, also where a step of the one stands in another clause or inside the other."""
        elsewhere = _ELSEWHERE if a.steps & b.steps else 0.0
        inside = _INSIDE if {*x.steps, *x.inner} & {*y.steps, *y.inner} else 0.0
        return max(step_likeness(x, y), elsewhere, inside)

    def _object(self, x: Clause, y: Clause, a: Slots, b: Slots) -> float:
        """How far the objects are one (0..1): shared words, less what each side has for itself; equal names win."""
        mine, yours = set(x.words), set(y.words)
        near_x, near_y = near_of(mine, yours), near_of(yours, mine)
        equal = self.mass(mine & yours)
        mine_shared, yours_shared = equal + _NEAR * self.mass(near_x), equal + _NEAR * self.mass(near_y)
        shared = (mine_shared + yours_shared) / 2
        all_x = self.mass(mine) - (1 - _EXAMPLE) * self.mass(x.asides - yours - near_x)
        all_y = self.mass(yours) - (1 - _EXAMPLE) * self.mass(y.asides - mine - near_y)
        by_x = mine_shared + _CONTEXT * self.mass((mine - yours - near_x) & set(b.task_words))
        by_y = yours_shared + _CONTEXT * self.mass((yours - mine - near_y) & set(a.task_words))
        covered = min(1.0, max(by_x / all_x if all_x else 0, by_y / all_y if all_y else 0))
        dice = 2 * shared / (all_x + all_y) if all_x + all_y else 0
        enough = min(1.0, shared / 0.6) if shared else (0.3 if covered > 0.5 else 0)
        left = min(all_x - by_x, all_y - by_y)
        found = (0.8 * covered + 0.2 * dice) * max(enough, 0.2) * math.exp(-0.4 * max(0.0, left - 0.2))
        names = likeness_of_names(x.names, y.names)
        if names:
            several = max(len(x.names), len(y.names))
            found = max(found, 0.95 * names * _diluted(several)) * _diluted(several)
        elif x.names and y.names:
            found *= 0.3
        return found

    def _context(self, a: Slots, b: Slots) -> float:
        """How far two measures of different tasks serve one thing."""
        return min(1.0, max(1.2 * self._overlap(a.task_words, b.task_words), self._named(a, b)))

    def _by_context(self, a: Slots, b: Slots) -> bool:
        """Whether either is a bare noun with hardly a word of its own, whose name stands around it, and the other does
        not speak of another kind of thing: the application «Сусід» is not its portal."""
        return any(
            s.bare and (not other.things or s.bare & other.things) and self.substance(s.words) < _SCANT
            for s, other in ((a, b), (b, a))
        )

    def _named(self, a: Slots, b: Slots) -> float:
        """How far a name of the one, its own or its context's, is a name of the other."""
        return likeness_of_names(a.names | a.context_names, b.names | b.context_names)

    def _overlap(self, a: Sequence[str], b: Sequence[str]) -> float:
        whole = self.mass(a) + self.mass(b)
        return 2 * self.mass(set(a) & set(b)) / whole if whole else 0.0

    def _head(self, x: Clause, y: Clause, a: Slots, b: Slots) -> float:
        """How far the words next to the step are found on the other side, the weaker of the two."""
        return min(self._covered(x.head, y.words, b.task_words), self._covered(y.head, x.words, a.task_words))

    def _swapped(self, x: Clause, y: Clause, a: Slots, b: Slots) -> float:
        """The mass of words that stand in each other's place in otherwise like wordings: «… музеїв» for «… бібліотек».

        Nothing where a name is shared, which says more; numbers that differ («ліцею № 3», «ліцею № 5») count as a word.
        """
        apart = _OTHER_LEVEL if a.levels and b.levels and not a.levels & b.levels else 0.0
        if likeness_of_names(x.names, y.names):
            return apart
        blocks = SequenceMatcher(None, x.words, y.words, autojunk=False).get_opcodes()
        equal = sum(self.mass(x.words[i:j]) for tag, i, j, _, _ in blocks if tag == "equal")
        if equal < _LIKE * max(self.mass(x.words), self.mass(y.words)):
            return apart
        pairs = [(x.words[i:j], y.words[k:m]) for tag, i, j, k, m in blocks if tag == "replace"]
        numbered = _OTHER_NUMBER if a.identifiers and b.identifiers and not a.identifiers & b.identifiers else 0.0
        masses = (min(self.substance(_alone(mine, x, y)), self.substance(_alone(yours, y, x))) for mine, yours in pairs)
        swapped = sum(0.5 + mass for mass in masses if mass)
        taught = _OTHER_TAUGHT if swapped and "teach" in x.steps and "teach" in y.steps else 0.0
        return apart + numbered + swapped + taught

    def _parallel(self, x: Clause, y: Clause) -> float:
        """1.5 where the same thing is done in places or for people that each side lists for itself, else 0:
        «гуртки у школах і ліцеях», «гуртки у бібліотеках та клубах»."""
        if likeness_of_names(x.names, y.names) or self._covered(x.head, y.head, ()) < 0.95:
            return 0.0
        mine, yours = set(x.words) - set(y.words), set(y.words) - set(x.words)
        return 1.5 if min(self.substance(mine), self.substance(yours)) >= _OWN else 0.0

    def _covered(self, words: Sequence[str], own: Sequence[str], task: Sequence[str]) -> float:
        whole = self.mass(words)
        near = near_of(words, own)
        found = self.mass(set(words) & set(own)) + _NEAR * self.mass(near)
        found += _CONTEXT * self.mass((set(words) & set(task)) - set(own) - near)
        return found / whole if whole else 0.0

    def _identical(
        self,
        a: Subject,
        b: Subject,
        overlap: float,
        step: float,
        kind: float,
        unnamed: float,
        context: float,
        same_task: bool,
    ) -> bool:
        x, y = a.slots, b.slots
        if x.numbers != y.numbers or (likeness_of_names(x.names, y.names) < 1 and (x.names or y.names)):
            return False
        vague = x.pointing or y.pointing
        if unnamed >= 0.05 or (vague and context < 0.35):
            return False
        empty = not x.names and self.substance(x.words) < _LITTLE
        if empty and not same_task and self._overlap(x.task_words, y.task_words) < _ONE_TASK:
            return False
        alike = set(x.words) == set(y.words) and step == kind == 1 and x.steps == y.steps and not vague
        return x.normal == y.normal or (alike and _worded_alike(x.normal, y.normal))


def _worded_alike(mine: str, yours: str) -> bool:
    """Whether two texts share most of their words, endings apart, and the last: a paraphrase is no repetition word by
    word, nor is a text that goes on («… ефективності організацій»)."""
    words = [[word[:_STEM] for word in text.split() if len(word) > 2] for text in (mine, yours)]
    first, second = map(Counter, words)
    return words[0][-1:] == words[1][-1:] and 2 * (first & second).total() >= _WORDED * (first.total() + second.total())


def _alone(words: Sequence[str], own: Clause, other: Clause) -> set[str]:
    """Those of a clause's words, examples apart, for which the other clause has nothing, anywhere in it."""
    return set(words) - own.asides - set(other.words) - near_of(words, other.words)


def _diluted(names: int) -> float:
    """What one shared name of several says."""
    return 0.5 + 0.5 / names


def _reasons(
    a: Slots, b: Slots, object_: float, step: float, kind: float, context: float, same_task: bool, unnamed: float
) -> tuple[str, ...]:
    """Codes of what speaks for and against; the words for them belong to the room above."""
    out = []
    if a.normal == b.normal:
        out.append("same-text")
    if a.names & b.names:
        out.append("same-name")
    out.append("same-object" if object_ > 0.6 else "near-object" if object_ > 0.3 else "other-object")
    out.append({1.0: "same-step", 0.8: "near-step", 0.6: "step-unknown"}.get(step, "other-step"))
    if kind < 1:
        out.append("other-document")
    if same_task:
        out.append("same-task")
    elif context > 0.5:
        out.append("near-task")
    if unnamed > 0.3:
        out.append("object-by-task")
    return tuple(out)


@lru_cache(maxsize=1)
def _template() -> frozenset[str]:
    return frozenset(map(key_of, TEMPLATE))


@lru_cache(maxsize=1)
def _model() -> tuple[tuple[tuple[float, ...], float], ...]:
    """Of each factor the weights of all signs, in their order, and the bias; a sign of the other one weighs nothing."""
    found = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    out = []
    for factor, own in FACTORS.items():
        weights = {sign: float(found[factor]["weights"][sign]) for sign in own}
        out.append((tuple(weights.get(sign, 0.0) for sign in SIGNS), float(found[factor]["bias"])))
    return tuple(out)
