"""How well the words of a text make up the name of a body.

A name is the lemmas of its words, each with a weight: «управління» tells little, «обласної» nothing. A run of words
that holds all that tells is the name; one that holds its head and the first telling word is nearly it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.body_speech import ENGLISH, EVERYDAY, LINK_WORDS, OPTIONAL_WORDS, RUSSIAN
from corpus.body_words import GENERIC, HEADS
from corpus.morphology import readings
from corpus.regions import region_in
from corpus.text import fold, repair_lookalikes

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
FULL, PART = 1.0, 0.6  # the score of a whole name, and the least of a part


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a body: the lemmas of its words with their weights and the sum of these; ``short`` for an acronym or
    short name, which must stand whole."""

    body: str
    words: tuple[str, ...]
    short: bool
    weights: Mapping[str, float]
    total: float


@dataclass(slots=True)
class Found:
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


@lru_cache(maxsize=50_000)
def lemmas_of(word: str) -> frozenset[str]:
    """All lemmas a folded word may have, the word itself included."""
    return frozenset({r.lemma.replace("ґ", "г") for r in readings(word)} | {word})


@lru_cache(maxsize=20_000)
def key_lemma(word: str) -> str:
    """The lemma under which a name's word is filed: a noun's where it can be one, else the likeliest."""
    found = readings(word)
    nouns = [r.lemma for r in found if r.pos == "NOUN"]
    adjectives = [r.lemma for r in found if r.pos == "ADJF"]
    best = adjectives or nouns if not (nouns and nouns[0] in HEADS) else nouns
    return (best or [found[0].lemma if found else word])[0].replace("ґ", "г")


def name_words(name: str) -> tuple[str, ...]:
    words = (m.group() for m in WORD.finditer(fold(name)))
    return tuple(key_lemma(w) for w in words if w not in LINK_WORDS)


@lru_cache(maxsize=20_000)
def weight_of(word: str) -> float:
    """How much a word tells of a name: «обласної» nothing, «управління» little."""
    if word in OPTIONAL_WORDS or (word.endswith(("ський", "цький", "зький")) and region_in(word)):
        return 0.0
    return 0.3 if word in GENERIC else 1.0


def weights_of(words: tuple[str, ...]) -> dict[str, float]:
    """The weight of each word of a name; all count where none tells anything («обласні державні адміністрації»)."""
    weights = {w: weight_of(w) for w in words}
    return weights if any(weights.values()) else dict.fromkeys(weights, 1.0)


def may_score(name: Name, at: Mapping[int, set[str]]) -> bool:
    """Whether a telling word of the name was said, or all of its words."""
    said = set().union(*at.values())
    return any(name.weights[w] == 1 for w in said) or said == set(name.words)


def folded(text: str) -> str:
    """Folded letter by letter, so that places stay."""
    folded = ((c, fold(c)) for c in repair_lookalikes(text))
    return "".join(f if len(f) == 1 else c for c, f in folded)


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, Sequence[tuple[tuple[re.Pattern[str], ...], tuple[str, ...]]]]:
    """Everyday and Russian phrases as patterns of words -> the words that they mean, by how the first word begins."""
    out: dict[str, list[tuple[tuple[re.Pattern[str], ...], tuple[str, ...]]]] = {}
    for phrase, meaning in (*EVERYDAY, *RUSSIAN, *ENGLISH):
        patterns = tuple(re.compile(w.replace("*", r"[\w'-]*")) for w in phrase.split())
        out.setdefault(re.split(r"[^\w'-]", phrase)[0][:_BEGINNING], []).append((patterns, name_words(meaning)))
    return out


@lru_cache(maxsize=1)
def everyday_words() -> Mapping[str, tuple[str, ...]]:
    """Single everyday words that are long enough to be known when mistyped -> the words that they mean."""
    single = ((phrase.rstrip("*"), name_words(meaning)) for phrase, meaning in EVERYDAY if " " not in phrase)
    return {word: meaning for word, meaning in single if len(word) >= _LONG}


_LONG = 7
_BEGINNING = 3  # letters by which phrases are looked up


def add_phrases(words: list[re.Match[str]], places: list[set[str]]) -> None:
    """Adds to the meanings of words what everyday speech means by them."""
    phrases = _phrases()
    for first, word in enumerate(words):
        beginnings = (word.group()[:length] for length in range(_BEGINNING + 1))
        for patterns, meaning in (found for each in dict.fromkeys(beginnings) for found in phrases.get(each, ())):
            said = words[first : first + len(patterns)]
            if len(said) == len(patterns) and all(p.fullmatch(w.group()) for p, w in zip(patterns, said, strict=True)):
                for k in range(len(patterns)):
                    places[first + k] |= set(meaning)


def runs_of(at: list[int], words: list[re.Match[str]]) -> list[list[int]]:
    """Places that stand together: between two of them only prepositions and words that say where."""
    runs: list[list[int]] = [[at[0]]]
    for place in at[1:]:
        between = [words[k].group() for k in range(runs[-1][-1] + 1, place)]
        if all(w in LINK_WORDS or not weight_of(w) for w in between):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def scored(name: Name, at: dict[int, set[str]], words: list[re.Match[str]], whole: bool) -> Found | None:
    """How well a run of words makes up a name; None where it does not."""
    matched = set().union(*at.values())
    weights = name.weights
    coverage = sum(weights[w] for w in matched) / name.total
    if not any(weights[w] for w in matched):
        return None
    first, last = min(at), max(at)
    if name.short or len(name.words) == 1:
        sure = PART if name.words[0] in GENERIC else FULL
        return Found(name.body, sure, first, last, len(matched)) if coverage > 0.999 else None
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
    return Found(name.body, score * (_share(at, words) if whole else 1), first, last, len(matched))


def _begins_name(name: Name, matched: set[str], weights: Mapping[str, float]) -> bool:
    """Whether the head and the first telling word beside it were said: «департамент культури», «сервісний центр» for
    longer names."""
    telling = next((k for k, w in enumerate(name.words) if weights[w] == 1), 0)
    head = next((k for k, w in enumerate(name.words) if w in HEADS), len(name.words))
    before = {w for w in name.words[:head] if weights[w] == 1}
    if head > telling:  # adjectives that tell stand before the head
        return bool(before) and head < len(name.words) and before | {name.words[head]} <= matched
    return telling > 0 and {name.words[head], name.words[telling]} <= matched


def _has_head(name: Name, matched: set[str]) -> bool:
    """Whether a noun that heads bodies was said, or the name has none."""
    heads = [w for w in name.words if w in HEADS]
    return not heads or any(w in matched for w in heads)


def _share(at: dict[int, set[str]], words: list[re.Match[str]]) -> float:
    """The part of a typed name's words that the match accounts for; where it stands does not count."""
    content = [k for k, w in enumerate(words) if w.group() not in LINK_WORDS and (k in at or weight_of(w.group()))]
    return sum(k in at for k in content) / max(1, len(content))


def without_overlaps(found: list[Found]) -> list[Found]:
    """The best names, of overlapping ones the better and longer; equals stay together. In order of place."""
    kept: list[Found] = []
    best: dict[tuple[str, int], Found] = {}
    for one in sorted(found, key=lambda f: (-f.rank, f.first)):
        over = [k for k in kept if k.first <= one.last and one.first <= k.last]
        rival = max(over, key=lambda k: k.rank, default=None)
        equal = rival is None or one.rank > rival.rank - 0.015
        if equal and (one.body, one.first) not in best:
            best[one.body, one.first] = one
            kept.append(one)
    return sorted(kept, key=lambda f: (f.first, -f.score))
