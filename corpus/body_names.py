"""Bodies by any name: what a person types, found among the bodies that the plans name.

Every canonical body has names: its printed forms, short forms of documents and of common use. A name is known by the
lemmas of its words; a question is searched for runs of words that make up a name wholly or for the most part.
Ambiguous stays ambiguous: several bodies are given, best first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from corpus.body_matching import (
    WORD,
    Found,
    Name,
    add_phrases,
    everyday_words,
    folded,
    key_lemma,
    lemmas_of,
    may_score,
    name_words,
    runs_of,
    scored,
    weight_of,
    weights_of,
    without_overlaps,
)
from corpus.body_speech import LINK_WORDS
from corpus.canonical_names import canonical, canonical_names, joint_parts
from corpus.central_bodies import known_bodies
from corpus.morphology import readings
from corpus.regions import region_in, regions_found
from corpus.text import fold, one_edit_apart

__all__ = ["BodyIndex", "BodyMatch", "canonical", "canonical_names", "variants"]


_RUSSIAN_LETTERS = str.maketrans("иыэ", "іие")  # an acronym as Russian spells it
_LONGEST_TEXT = 2000  # letters of a question in which names are looked for


@dataclass(frozen=True, slots=True)
class BodyMatch:
    """A body that a text means: ``score`` 0..1, 1 when a name of it stands there; ``matched_text`` the words."""

    body: str
    score: float
    matched_text: str


class BodySource(Protocol):
    """What an index of bodies is made from: the store."""

    def bodies(self) -> list[tuple[str, str, str, int]]: ...

    def plans(self) -> Sequence[StoredPlanLike]: ...


class StoredPlanLike(Protocol):
    @property
    def plan(self) -> PlanLike: ...


class PlanLike(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def region(self) -> str | None: ...

    @property
    def abbreviations(self) -> tuple[tuple[str, str], ...]: ...


# ---------------------------------------------------------------- words


# ---------------------------------------------------------------- names of bodies


@lru_cache(maxsize=1)
def _common_names() -> Mapping[str, tuple[str, ...]]:
    """canonical name of a known body -> its short and other names."""
    return {b.full: (*b.short, *b.others) for b in known_bodies() if b.kind != "territorial"}


def variants(body: str, printed: Iterable[str] = ()) -> tuple[str, ...]:
    """The names of a canonical body: itself, the printed ones, those in common use, without repetitions.

    >>> variants("Міністерство юстиції України")[:2]
    ('Міністерство юстиції України', "Мін'юст")
    """
    names = (body, *printed, *_common_names().get(body, ()), *_territorial_shorts(body))
    return tuple({fold(name): name for name in reversed(names)}.values())[::-1]


def _territorial_shorts(body: str) -> tuple[str, ...]:
    """ГУНП for «Головне управління Національної поліції в … області»."""
    shorts: list[str] = []
    bare = _without_place(body)
    for known in known_bodies():
        if known.kind == "territorial" and _without_place(known.full.replace("{region}", "")) == bare:
            shorts += known.short
    return tuple(shorts)


def _names_of_parts(printed: Iterable[str]) -> list[str]:
    """The names of each body of those that were printed side by side without a mark: by any of them they are found."""
    parts = {canonical(part, {}) for text in printed for part in joint_parts(text)}
    return [name for part in sorted(parts) for name in variants(part)]


@lru_cache(maxsize=5_000)
def _without_place(name: str) -> tuple[str, ...]:
    return tuple(w for w in name_words(name) if weight_of(w))


class BodyIndex:
    """The bodies of a store with all their names. Immutable: make another when the store has changed."""

    def __init__(
        self, rows: Iterable[tuple[str, str, str | None]], abbreviations: Iterable[tuple[str, str, str | None]] = ()
    ) -> None:
        """``rows``: (canonical name, name as printed, region of the plan or None); ``abbreviations``: (short form,
        what it stands for, region)."""
        printed: dict[str, dict[str, None]] = defaultdict(dict)
        self._regions: dict[str, set[str | None]] = defaultdict(set)
        own_region = cache(region_in)  # a body is named in many rows
        for body, text, region in rows:
            printed[body][text] = None
            self._regions[body].add(own_region(body) or region)
        for short, full, region in abbreviations:
            for body in {canonical(full, {}, region), full} & printed.keys():
                printed[body][short] = None
        self._variants = {body: variants(body, texts) for body, texts in printed.items()}
        self._names = [
            name
            for body, texts in printed.items()
            for name in self._entries(body, (*self._variants[body], *_names_of_parts(texts)))
        ]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            for word in dict.fromkeys(name.words):
                self._by_word[word].append(number)
        self._forms = self._word_forms()

    @classmethod
    def from_store(cls, store: BodySource) -> BodyIndex:
        """The index of all bodies in a store."""
        return cls.of([stored.plan for stored in store.plans()], store.bodies())

    @classmethod
    def of(cls, plans: Iterable[PlanLike], named: Iterable[tuple[str, str, str, int]]) -> BodyIndex:
        """The index of what ``Store.bodies`` gives of these plans; one that came since they were read is left out."""
        known = {plan.id: plan for plan in plans}
        rows = [(body, text, known[plan].region) for body, text, plan, _ in named if plan in known]
        return cls(rows, [(a, b, p.region) for p in known.values() for a, b in p.abbreviations])

    @property
    def bodies(self) -> tuple[str, ...]:
        """All canonical bodies."""
        return tuple(self._variants)

    def names(self, body: str) -> tuple[str, ...]:
        """All names of a canonical body, the canonical first; empty for an unknown one."""
        return self._variants.get(body, ())

    def regions(self, body: str) -> frozenset[str | None]:
        """The regions of the plans in which a body is responsible (None: a plan of the whole country)."""
        return frozenset(self._regions.get(body, ()))

    def _entries(self, body: str, names: Iterable[str]) -> list[Name]:
        entries = {}
        for name in names:
            words = name_words(name)
            short = len(words) == 1 or (len(words) == 2 and name.split()[0].isupper())
            if words:
                weights = weights_of(words)
                entries[words] = Name(body, words, short, weights, sum(weights.values()))
        return list(entries.values())

    def _word_forms(self) -> dict[str, str]:
        """Word forms of the names, against which typing errors are judged -> lemma."""
        forms = {w: w for w in self._by_word if len(w) > 3}
        for names in self._variants.values():
            for name in names:
                for match in WORD.finditer(fold(name)):
                    if len(match.group()) > 3:
                        forms.setdefault(match.group(), key_lemma(match.group()))
        return forms

    # ------------------------------------------------------------ finding

    def find_in(self, text: str, region: str | None = None) -> list[tuple[BodyMatch, int, int]]:
        """The bodies that a question names: (match, start, end) in order of place, best first at one place.

        Of names that overlap the better and longer one stays; equals stay together. A body of another region than
        ``region`` (or than the one the text names) is not meant.
        """
        return self._search(text, region, whole=False)

    def resolve(self, text: str, region: str | None = None) -> list[BodyMatch]:
        """The bodies that a name alone may mean, best first; empty when none is near."""
        found = [match for match, _, _ in self._search(text, region, whole=True)]
        best: dict[str, BodyMatch] = {}
        for match in sorted(found, key=lambda m: -m.score):
            best.setdefault(match.body, match)
        return list(best.values())

    def _search(self, text: str, region: str | None, *, whole: bool) -> list[tuple[BodyMatch, int, int]]:
        words = list(WORD.finditer(folded(text[:_LONGEST_TEXT])))
        places = [self._meanings(m.group()) for m in words]
        add_phrases(words, places)
        found = self._candidates(words, places, whole)
        found = self._in_region(found, region or _region_of(text))
        kept = without_overlaps(found)
        return [
            (BodyMatch(f.body, round(f.score, 3), text[words[f.first].start() : words[f.last].end()]),
             words[f.first].start(), words[f.last].end())
            for f in kept
        ]  # fmt: skip

    def _meanings(self, word: str) -> set[str]:
        """The name words that a word of the text may be."""
        if word in LINK_WORDS:
            return set()
        exact = {w for w in lemmas_of(word) if w in self._by_word}
        if exact or len(word) < 3 or word.isdigit() or any(r.known for r in readings(word)):
            return exact
        if (ukrainian := word.translate(_RUSSIAN_LETTERS)) in self._by_word:
            return {ukrainian}
        if len(word) < 5:
            short = [w for w in self._by_word if len(w) == len(word) + 1 == 4 and one_edit_apart(w, word)]
            return set(short) if len(short) == 1 else set()
        near = extractOne(word, self._forms.keys(), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=0.8)
        spoken = next((its for key, its in everyday_words().items() if one_edit_apart(word[: len(key)], key)), ())
        return ({self._forms[near[0]]} if near else set()) | (set(spoken) & self._by_word.keys())  # «соцзохист»

    def _candidates(self, words: list[re.Match[str]], places: list[set[str]], whole: bool) -> list[Found]:
        hits: dict[int, dict[int, set[str]]] = defaultdict(dict)
        for place, meanings in enumerate(places):
            for word in meanings:
                for number in self._by_word.get(word, ()):
                    hits[number].setdefault(place, set()).add(word)
        found = []
        for number, at in hits.items():
            name = self._names[number]
            if not name.short and not may_score(name, at):
                continue
            for run in runs_of(sorted(at), words):
                one = scored(name, {p: at[p] for p in run}, words, whole)
                if one:
                    found.append(one)
        return found

    def _in_region(self, found: list[Found], region: str | None) -> list[Found]:
        """Only bodies of the region, or of the whole country, where a region is meant."""
        if region is None:
            return found
        return [f for f in found if self._regions[f.body] & {region, None}]


@lru_cache(maxsize=256)
def _region_of(text: str) -> str | None:
    regions = {m.region for m in regions_found(text) if m.strength >= 2}
    return regions.pop() if len(regions) == 1 else None
