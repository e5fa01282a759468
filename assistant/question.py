"""A question as text: made normal, and worked through by taking phrases out of it.

Places never move: what is taken becomes blanks of the same length, so that every mention keeps its position.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from assistant.vocabulary import ASKING, EMPTY_WORDS, SPOKEN, Rule
from corpus.analysis import Token, analyser, is_known
from corpus.text import fold

LONGEST = 600  # characters of a question that are read; nobody asks longer, and rules stay fast


class _Visible(dict[int, str]):
    """For translate(): control characters part words; letters that are not seen, and halves of characters, are nothing.

    Told of a character when it is first met: looking at all of Unicode took a third of a second at every start.
    """

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        kind = unicodedata.category(letter)
        return self.setdefault(code, " " if kind == "Cc" else "" if kind in ("Cf", "Cs") else letter)


_VISIBLE = _Visible()
_TAGS = re.compile(r"<[^<>]{0,200}>")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Latin letters that stand alone for a Cyrillic word: «хто i коли»
_LONE = str.maketrans("iaouecy", "іаоуесу")
_LONE_WORD = re.compile(r"(?<![\w.'-])[iaoecy](?![\w.'-])")


def normal(text: str) -> str:
    """A question in one form: lower case, one apostrophe, no control characters or tags, look-alikes repaired.

    >>> normal("Хтo i КОЛИ ремонтyє мiст?")
    'хто і коли ремонтує міст?'
    >>> normal("що робить держ екоінспекція за 15 мін кожного дня")
    'що робить держекоінспекція за 15 мін кожного дня'
    """
    text = fold(_TAGS.sub(" ", text[: 4 * LONGEST].translate(_VISIBLE)))[:LONGEST]
    if len(_CYRILLIC.findall(text)) > len(re.findall(r"[a-z]", text)):
        text = _LONE_WORD.sub(lambda m: m.group().translate(_LONE), text)
    text = _PARTED.sub(r"\1", " ".join(_ASKED.sub(_as_asked, text).split()))
    return _PLAN_FOR.sub(r"\1план реалізації для ", text)


# «держ екоінспекція», «гос экоинспекция», «мин культуры»: the beginning of a name that is written together
_PARTED = re.compile(r"\b(?<!\d )(держ|гос|мін|мин)\s+(?=[^\W\d_]{4,})")


# «а план заходів до неї?» of a strategy just named: its words are the wording of questions elsewhere
_PLAN_FOR = re.compile(
    r"^(\W*(?:а|і|й|та|ну|и)\s+)план\w{0,3}\s+(?:заходів|дій|действий|мероприятий)\s+(?:до|з|із|щодо|для|на|к|по)\s+"
    r"(?=(?:неї|нього|них|ній|ньому|її|його|їх|цього|цієї|ней|нему|ним|её|ее|его)\b)"
)
_ASKED = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ROUGH = str.maketrans("иыіїэєґщ", "ііііеегш", "'ь")


def _as_asked(match: re.Match[str]) -> str:
    """A word of the wording of questions as the rules know it, where it was typed as it is spoken."""
    word = match.group()
    return SPOKEN.get(word) or _mistyped(word) or word


@lru_cache(maxsize=10_000)
def _mistyped(word: str) -> str | None:
    """The word of the wording that a word without meaning was meant to be: «скилькы», «віповідає»."""
    if len(word) < 6 or word in ASKING or is_known(word):
        return None
    rough = word.translate(_ROUGH)
    return next((w for w in ASKING if OSA.distance(rough, w.translate(_ROUGH), score_cutoff=1) <= 1), None)


@dataclass(frozen=True, slots=True)
class Rest:
    """What of a question has not been understood yet: its text with the understood phrases blanked out."""

    text: str

    def without(self, start: int, end: int) -> Rest:
        return Rest(self.text[:start] + " " * (end - start) + self.text[end:])

    def words(self) -> str:
        """The rest as a phrase: single blanks, no marks or prepositions hanging at its ends."""
        text = re.sub(r"\s+([,.;:?!])", r"\1", " ".join(self.text.split()))
        return _core(_HANGING.sub("", _LEADING.sub("", text)).strip(_EDGES))


_EDGES = " ,.;:?!—–-\"'()"


def _core(text: str) -> str:
    """A phrase without the empty words at its ends («що дає для вдів» -> «вдів»)."""
    tokens = analyser().tokens(text)
    full = [t for t in tokens if t.text[0].isalnum() and not _is_empty(t)]
    return text[full[0].start : full[-1].end] if full else text


def _is_empty(token: Token) -> bool:
    return token.text.lower().replace("ё", "е") in EMPTY_WORDS or token.lemma in EMPTY_WORDS


_SMALL = (
    r"(?:і|й|та|а|але|чи|або|у|в|на|за|до|з|із|зі|по|про|від|для|щодо|що|як|ж|же|и|о|об|от|с|к"
    r"|the|a|an|of|in|on|for|to|and|is|are|by|do|does|be|it)"
)
_LEADING = re.compile(rf"^(?:[\s,.;:?!—–-]|{_SMALL}(?=[\s,.;:?!]|$))+")
_HANGING = re.compile(rf"(?:[\s,.;:?!—–-]|(?<=[\s,]){_SMALL}(?=[\s,.;:?!]|$))+$")


def marks_in(rest: Rest, rules: Iterable[Rule]) -> tuple[dict[str, re.Match[str]], Rest]:
    """The marks of the rules that fit, each with its first match, and the rest without the words they take.

    Rules see the text as it was before any of these took its words, and Russian words with «ё» as «е» too: «сдаём».
    """
    found: dict[str, re.Match[str]] = {}
    left = rest
    texts = dict.fromkeys((rest.text, rest.text.replace("ё", "е")))
    for entry in rules:
        for match in (match for text in texts for match in entry.pattern.finditer(text)):
            found.setdefault(entry.mark, match)
            if entry.takes:
                left = left.without(match.start(), match.end())
    return found, left


def content_words(text: str) -> tuple[str, ...]:
    """The words of a normal phrase that say what it is about: neither function words nor the wording of questions."""
    out = []
    for token in analyser().tokens(text):
        word = token.text.lower()
        if not word[0].isalnum() or _is_empty(token):
            continue
        if len(word) > 1 or word.isdigit():
            out.append(word)
    return tuple(out)
