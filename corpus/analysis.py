"""Ukrainian words: tokens with their lemmas, by one pipeline that is chosen here and nowhere else.

spaCy's trained pipeline ``uk_core_news_sm`` is used where it is installed, otherwise ``spacy.blank("uk")`` with its
pymorphy3 lookup lemmatizer. The lookup leaves a word as it stands when the dictionary knows more than one lemma for
it («роботи» is of «робота» and of «робот»); there the readings are ordered by what official prose uses, and all of
them can be had (``lemmas``), so that the forms of a word meet whichever reading is meant.

Importing this module is cheap; spaCy is loaded with the first call of :func:`analyser`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any, Protocol
from unicodedata import name

from corpus.remembering import remembering
from corpus.text import APOSTROPHES, repair_lookalikes

TRAINED = "uk_core_news_sm"
TRAINED_VERSION = "3.8.0"  # a package of the same name on the public index has another version and is no model
_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | {"ґ": "г", "Ґ": "Г"})
_CACHED_WORDS = 200_000
# lemmas that win over others wherever they are possible: the rival is a rare word, a name or a robot
_PREFERRED = """
робота рівень гроші відходи рік політика людина дитина дані рада право порядок ринок умова база влада стан строк мова
справа зв'язок шлях зміна мати який той дати кошти вулиця освіта область послуга дорога держава мережа місто село суд
київ вода земля ліс поле кількість частина вид завод регіон діяти бути стати могти
"""
PREFERRED = frozenset(_PREFERRED.split())
# grammemes of readings that official prose hardly has, with what each costs
_UNLIKELY = {"impr": 4, "Name": 3, "Surn": 3, "Patr": 3, "Abbr": 2, "voct": 1, "VERB": 1, "Arch": 3, "Slng": 3}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: its text and lemma in normal letters, its part of speech («» where the pipeline does
    not say), and where it stands in the text that was given."""

    text: str
    lemma: str
    pos: str
    start: int
    end: int


class Analyser(Protocol):
    """Splits a text into tokens with lemmas. ``name`` names the pipeline and its version."""

    name: str

    def tokens(self, text: str) -> tuple[Token, ...]: ...

    def lemmas(self, word: str) -> tuple[str, ...]:
        """The possible lemmas of a word that stands alone, likeliest first, at least one, in lower case."""
        ...


def normal_letters(text: str) -> str:
    """The text with one kind of apostrophe, ґ as г and look-alikes repaired; as long as it was.

    >>> normal_letters("oбов’язки Ґудзика")
    "обов'язки Гудзика"
    """
    return repair_lookalikes(text).translate(_APOSTROPHES)


class BlankAnalyser:
    """spaCy's blank Ukrainian pipeline with the pymorphy3 lookup lemmatizer; lemmas are remembered by word."""

    def __init__(self) -> None:
        spacy = _spacy()
        self._nlp = spacy.blank("uk")
        self._lemmatizer = self._nlp.add_pipe("lemmatizer", config={"mode": "pymorphy3_lookup"})
        self._lemmatizer.initialize()
        self._cache: dict[str, tuple[str, ...]] = {}
        self._remembered = remembering(self._tokens, texts=1024, letters=500)
        self.name = f"spacy.blank-uk/{spacy.__version__}+pymorphy3-dicts-uk/{_version('pymorphy3-dicts-uk')}"

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The tokens of a text, white space left out; a question is taken apart several times for each answer."""
        return self._remembered(text)

    def _tokens(self, text: str) -> tuple[Token, ...]:
        doc = self._nlp.make_doc(normal_letters(text))
        return tuple(
            Token(t.text, self.lemmas(t.text)[0], "", t.idx, t.idx + len(t.text)) for t in doc if not t.is_space
        )

    def lemmas(self, word: str) -> tuple[str, ...]:
        """The possible lemmas of a single word, likeliest first.

        >>> BlankAnalyser().lemmas("роботи")
        ('робота', 'робот')
        """
        word = normal_letters(word).lower()
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) > _CACHED_WORDS:
                self._cache.clear()
            # pymorphy3 asks each letter's name, and letters of some scripts (𗀀) have none in Python's tables
            parses = self._lemmatizer._morph.parse(word) if all(name(letter, "") for letter in word) else ()
            found = self._cache[word] = _ordered(word, parses)
        return found


# readings of many things or their kinds, beside which a reading of one is seldom meant
_OF_MANY = (frozenset({"NOUN", "plur", "gent"}), frozenset({"ADJF", "plur", "nomn"}))


def _is_of_one(word: str, lemma: str, parse: Any, many: bool) -> bool:
    """Whether a reading says whose a single thing is («лікарів ніж») or to whom («труду і трудові») beside one of
    many («стаж лікарів», «трудові книжки»)."""
    possessive = word == lemma and word.endswith(("ів", "їв"))
    given = word.endswith("ові") and "NOUN" in parse.tag and "plur" not in parse.tag
    return many and (possessive or given or (lemma.endswith("ів") and "plur" in parse.tag and "ADJF" in parse.tag))


def _ordered(word: str, parses: Sequence[Any]) -> tuple[str, ...]:
    """The lemmas of these dictionary readings: preferred ones, then by the cost of their best reading."""
    costs: dict[str, float] = {}
    many = any(mark <= parse.tag.grammemes for parse in parses for mark in _OF_MANY)
    for parse in parses:
        lemma = normal_letters(parse.normal_form)
        cost = sum(price for mark, price in _UNLIKELY.items() if mark in parse.tag) + 5 * (1 - parse.score)
        cost += _is_of_one(word, lemma, parse, many)
        costs[lemma] = min(cost - 10 * (lemma in PREFERRED), costs.get(lemma, cost))
    likely = sorted(costs, key=lambda lemma: costs[lemma])
    floor = costs[likely[0]] + 3.5 if likely else 0
    return tuple(lemma for lemma in likely if costs[lemma] < max(floor, 3)) or (word,)


class TrainedAnalyser:
    """spaCy's trained Ukrainian pipeline: lemmas and parts of speech in context, without its parser and names."""

    def __init__(self) -> None:
        spacy = _spacy()
        self._nlp = spacy.load(TRAINED, exclude=["parser", "ner", "senter"])
        self.name = f"{TRAINED}/{self._nlp.meta['version']}"

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The tokens of a text, white space left out."""
        return tuple(
            Token(t.text, normal_letters(t.lemma_).lower(), t.pos_, t.idx, t.idx + len(t.text))
            for t in self._nlp(normal_letters(text))
            if not t.is_space
        )

    def lemmas(self, word: str) -> tuple[str, ...]:
        """The lemma of a word that stands alone."""
        return (" ".join(token.lemma for token in self.tokens(word)) or word,)


@lru_cache(maxsize=1)
def analyser() -> Analyser:
    """The pipeline of this installation, loaded once a process."""
    return TrainedAnalyser() if trained_installed() else BlankAnalyser()


def trained_installed() -> bool:
    """Whether spaCy's own trained pipeline is there (and not the package that took its name)."""
    return find_spec(TRAINED) is not None and _version(TRAINED.replace("_", "-")) == TRAINED_VERSION


def pipeline_name() -> str:
    """What :func:`analyser` would load, without loading it (for status pages)."""
    if trained_installed():
        return f"{TRAINED}/{TRAINED_VERSION}"
    return f"spacy.blank-uk/{_version('spacy')}+pymorphy3-dicts-uk/{_version('pymorphy3-dicts-uk')}"


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


def _spacy() -> Any:
    """spaCy, kept from importing torch (through thinc), which would cost seconds and 180 MB for nothing here."""
    hidden = "torch" not in sys.modules
    if hidden:
        sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy
    finally:
        if hidden:
            del sys.modules["torch"]
    return spacy


@lru_cache(maxsize=2)
def _dictionary(lang: str) -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang=lang)


def is_known(word: str, lang: str = "uk") -> bool:
    """Whether the dictionary of the language («uk» or «ru») has the word in this form.

    >>> is_known("громадян"), is_known("громадйан"), is_known("безопасность", "ru")
    (True, False, True)
    """
    return bool(_dictionary(lang).word_is_known(word))


def russian_lemma(word: str) -> str | None:
    """The Russian lemma of a Russian word, None where the Russian dictionary does not have it.

    >>> russian_lemma("дорог"), russian_lemma("громадян")
    ('дорога', None)
    """
    dictionary = _dictionary("ru")
    return str(dictionary.parse(word)[0].normal_form) if dictionary.word_is_known(word) else None
