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
from functools import lru_cache
from typing import Protocol

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from corpus.body_speech import EVERYDAY, LINK_WORDS, OPTIONAL_WORDS, RUSSIAN
from corpus.body_words import GENERIC, HEADS
from corpus.canonical_names import canonical, canonical_names
from corpus.central_bodies import known_bodies
from corpus.morphology import readings
from corpus.regions import region_in, regions_found
from corpus.text import fold, one_edit_apart, repair_lookalikes

__all__ = ["BodyIndex", "BodyMatch", "canonical", "canonical_names", "variants"]

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
FULL, PART = 1.0, 0.6


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


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of a body: the lemmas of its words with their weights and the sum of these; ``short`` for an acronym or
    short name, which must stand whole."""

    body: str
    words: tuple[str, ...]
    short: bool
    weights: Mapping[str, float]
    total: float


@dataclass(slots=True)
class _Found:
    """A name found at words ``first``..``last`` of a text, ``said`` of its words said."""

    body: str
    score: float
    first: int
    last: int
    said: int

    @property
    def rank(self) -> float:
        """Of names at one place the one of which more was said is meant."""
        return self.score + 0.05 * min(self.said, 5)


# ---------------------------------------------------------------- words


@lru_cache(maxsize=50_000)
def _lemmas(word: str) -> frozenset[str]:
    """All lemmas a folded word may have, the word itself included."""
    return frozenset({r.lemma.replace("ґ", "г") for r in readings(word)} | {word})


@lru_cache(maxsize=20_000)
def _key_lemma(word: str) -> str:
    """The lemma under which a name's word is filed: a noun's where it can be one, else the likeliest."""
    found = readings(word)
    nouns = [r.lemma for r in found if r.pos == "NOUN"]
    adjectives = [r.lemma for r in found if r.pos == "ADJF"]
    best = adjectives or nouns if not (nouns and nouns[0] in HEADS) else nouns
    return (best or [found[0].lemma if found else word])[0].replace("ґ", "г")


def _name_words(name: str) -> tuple[str, ...]:
    words = (m.group() for m in _WORD.finditer(fold(name)))
    return tuple(_key_lemma(w) for w in words if w not in LINK_WORDS)


@lru_cache(maxsize=20_000)
def _weight(word: str) -> float:
    """How much a word tells of a name: «обласної» nothing, «управління» little."""
    if word in OPTIONAL_WORDS or (word.endswith(("ський", "цький", "зький")) and region_in(word)):
        return 0.0
    return 0.3 if word in GENERIC else 1.0


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


@lru_cache(maxsize=5_000)
def _without_place(name: str) -> tuple[str, ...]:
    return tuple(w for w in _name_words(name) if _weight(w))


class BodyIndex:
    """The bodies of a store with all their names. Immutable: make another when the store has changed."""

    def __init__(
        self, rows: Iterable[tuple[str, str, str | None]], abbreviations: Iterable[tuple[str, str, str | None]] = ()
    ) -> None:
        """``rows``: (canonical name, name as printed, region of the plan or None); ``abbreviations``: (short form,
        what it stands for, region)."""
        printed: dict[str, dict[str, None]] = defaultdict(dict)
        self._regions: dict[str, set[str | None]] = defaultdict(set)
        for body, text, region in rows:
            printed[body][text] = None
            self._regions[body].add(region_in(body) or region)
        for short, full, region in abbreviations:
            for body in {canonical(full, {}, region), full} & printed.keys():
                printed[body][short] = None
        self._variants = {body: variants(body, texts) for body, texts in printed.items()}
        self._names = [n for body, names in self._variants.items() for n in self._entries(body, names)]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            for word in dict.fromkeys(name.words):
                self._by_word[word].append(number)
        self._forms = self._word_forms()

    @classmethod
    def from_store(cls, store: BodySource) -> BodyIndex:
        """The index of all bodies in a store."""
        plans = {p.plan.id: p.plan for p in store.plans()}
        rows = [(body, text, plans[plan].region) for body, text, plan, _ in store.bodies()]
        return cls(rows, [(a, b, p.region) for p in plans.values() for a, b in p.abbreviations])

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

    def _entries(self, body: str, names: Iterable[str]) -> list[_Name]:
        entries = {}
        for name in names:
            words = _name_words(name)
            short = len(words) == 1 or (len(words) == 2 and name.split()[0].isupper())
            if words:
                weights = _weights(words)
                entries[words] = _Name(body, words, short, weights, sum(weights.values()))
        return list(entries.values())

    def _word_forms(self) -> dict[str, str]:
        """Word forms of the names, against which typing errors are judged -> lemma."""
        forms = {w: w for w in self._by_word if len(w) > 3}
        for names in self._variants.values():
            for name in names:
                for match in _WORD.finditer(fold(name)):
                    if len(match.group()) > 3:
                        forms.setdefault(match.group(), _key_lemma(match.group()))
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
        words = list(_WORD.finditer(_plain(text)))
        places = [self._meanings(m.group()) for m in words]
        _add_phrases(words, places)
        found = self._candidates(words, places, whole)
        found = self._in_region(found, region or _region_of(text))
        kept = _without_overlaps(found)
        return [
            (BodyMatch(f.body, round(f.score, 3), text[words[f.first].start() : words[f.last].end()]),
             words[f.first].start(), words[f.last].end())
            for f in kept
        ]  # fmt: skip

    def _meanings(self, word: str) -> set[str]:
        """The name words that a word of the text may be."""
        if word in LINK_WORDS:
            return set()
        exact = {w for w in _lemmas(word) if w in self._by_word}
        if exact or len(word) < 3 or word.isdigit() or any(r.known for r in readings(word)):
            return exact
        if len(word) < 5:
            short = [w for w in self._by_word if len(w) == len(word) + 1 == 4 and one_edit_apart(w, word)]
            return set(short) if len(short) == 1 else set()
        near = extractOne(word, self._forms.keys(), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=0.8)
        return {self._forms[near[0]]} if near else set()

    def _candidates(self, words: list[re.Match[str]], places: list[set[str]], whole: bool) -> list[_Found]:
        hits: dict[int, dict[int, set[str]]] = defaultdict(dict)
        for place, meanings in enumerate(places):
            for word in meanings:
                for number in self._by_word.get(word, ()):
                    hits[number].setdefault(place, set()).add(word)
        found = []
        for number, at in hits.items():
            name = self._names[number]
            if not name.short and not _may_score(name, at):
                continue
            for run in _runs(sorted(at), words):
                one = _scored(name, {p: at[p] for p in run}, words, whole)
                if one:
                    found.append(one)
        return found

    def _in_region(self, found: list[_Found], region: str | None) -> list[_Found]:
        """Only bodies of the region, or of the whole country, where a region is meant."""
        if region is None:
            return found
        return [f for f in found if self._regions[f.body] & {region, None}]


def _plain(text: str) -> str:
    """Folded letter by letter, so that places stay."""
    folded = ((c, fold(c)) for c in repair_lookalikes(text))
    return "".join(f if len(f) == 1 else c for c, f in folded)


@lru_cache(maxsize=256)
def _region_of(text: str) -> str | None:
    regions = {m.region for m in regions_found(text) if m.strength >= 2}
    return regions.pop() if len(regions) == 1 else None


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[tuple[re.Pattern[str], ...], tuple[str, ...]], ...]:
    """Everyday and Russian phrases as patterns of words -> the words that they mean."""
    return tuple(
        (tuple(re.compile(w.replace("*", r"[\w'-]*")) for w in phrase.split()), _name_words(meaning))
        for phrase, meaning in (*EVERYDAY, *RUSSIAN)
    )


def _add_phrases(words: list[re.Match[str]], places: list[set[str]]) -> None:
    """Adds to the meanings of words what everyday speech means by them."""
    for patterns, meaning in _phrases():
        for first in range(len(words) - len(patterns) + 1):
            if all(p.fullmatch(words[first + k].group()) for k, p in enumerate(patterns)):
                for k in range(len(patterns)):
                    places[first + k] |= set(meaning)


def _weights(words: tuple[str, ...]) -> dict[str, float]:
    """The weight of each word of a name; all count where none tells anything («обласні державні адміністрації»)."""
    weights = {w: _weight(w) for w in words}
    return weights if any(weights.values()) else dict.fromkeys(weights, 1.0)


def _may_score(name: _Name, at: Mapping[int, set[str]]) -> bool:
    """Whether a telling word of the name was said, or all of its words."""
    said = set().union(*at.values())
    return any(name.weights[w] == 1 for w in said) or said == set(name.words)


def _runs(at: list[int], words: list[re.Match[str]]) -> list[list[int]]:
    """Places that stand together: between two of them only prepositions and words that say where."""
    runs: list[list[int]] = [[at[0]]]
    for place in at[1:]:
        between = [words[k].group() for k in range(runs[-1][-1] + 1, place)]
        if all(w in LINK_WORDS or not _weight(w) for w in between):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _scored(name: _Name, at: dict[int, set[str]], words: list[re.Match[str]], whole: bool) -> _Found | None:
    """How well a run of words makes up a name; None where it does not."""
    matched = set().union(*at.values())
    weights = name.weights
    coverage = sum(weights[w] for w in matched) / name.total
    if not any(weights[w] for w in matched):
        return None
    first, last = min(at), max(at)
    if name.short or len(name.words) == 1:
        sure = PART if name.words[0] in GENERIC else FULL
        return _Found(name.body, sure, first, last, len(matched)) if coverage > 0.999 else None
    if coverage > 0.999:
        score = FULL - 0.02 * (matched != set(name.words)) - 0.1 * (len(at) < len(name.words) != len(matched))
    elif max(weights[w] for w in matched) < 1:
        return None
    elif _begins_name(name, matched, weights):
        score = max(0.7 + 0.25 * coverage, 0.95 * coverage)
    elif coverage < (0.4 if whole else PART) or (len(matched) < 2 and not whole):
        return None
    elif _has_head(name, matched) or whole:
        score = 0.95 * coverage
    elif first and words[first - 1].group() == "від":  # «хто там від охорони здоров'я»
        score = 0.8 * coverage
    else:
        return None
    return _Found(name.body, score * (_share(at, words) if whole else 1), first, last, len(matched))


def _begins_name(name: _Name, matched: set[str], weights: Mapping[str, float]) -> bool:
    """Whether the head and the first telling word beside it were said: «департамент культури», «сервісний центр» for
    longer names."""
    telling = next((k for k, w in enumerate(name.words) if weights[w] == 1), 0)
    head = next((k for k, w in enumerate(name.words) if w in HEADS), len(name.words))
    before = {w for w in name.words[:head] if weights[w] == 1}
    if head > telling:  # adjectives that tell stand before the head
        return bool(before) and head < len(name.words) and before | {name.words[head]} <= matched
    return telling > 0 and {name.words[head], name.words[telling]} <= matched


def _has_head(name: _Name, matched: set[str]) -> bool:
    """Whether a noun that heads bodies was said, or the name has none."""
    heads = [w for w in name.words if w in HEADS]
    return not heads or any(w in matched for w in heads)


def _share(at: dict[int, set[str]], words: list[re.Match[str]]) -> float:
    """The part of a typed name's words that the match accounts for; where it stands does not count."""
    content = [k for k, w in enumerate(words) if w.group() not in LINK_WORDS and (k in at or _weight(w.group()))]
    return sum(k in at for k in content) / max(1, len(content))


def _without_overlaps(found: list[_Found]) -> list[_Found]:
    """The best names, of overlapping ones the better and longer; equals stay together. In order of place."""
    kept: list[_Found] = []
    best: dict[tuple[str, int], _Found] = {}
    for one in sorted(found, key=lambda f: (-f.rank, f.first)):
        over = [k for k in kept if k.first <= one.last and one.first <= k.last]
        rival = max(over, key=lambda k: k.rank, default=None)
        equal = rival is None or one.rank > rival.rank - 0.015
        if equal and (one.body, one.first) not in best:
            best[one.body, one.first] = one
            kept.append(one)
    return sorted(kept, key=lambda f: (f.first, -f.score))
