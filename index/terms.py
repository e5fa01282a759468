"""Texts to search terms, the same way for documents and questions.

A term is a word or number as written, its lemmas, and its stem: what is left of the likeliest lemma without the endings
that make nouns of verbs («знести», «знесення» -> «знес»). Hyphenated and glued words give their parts too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.analysis import analyser
from corpus.text import fold

TERMS_VERSION = 7
# a number with its parts («1.1.12», «2019/20»), or letters with apostrophes inside
_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
# the spelling of 1993 and that of 2019 side by side
_SPELLINGS = (("проєк", "проек"), ("траєк", "траек"))
# what makes nouns, adjectives and participles of verbs and nouns, longest first; only from words that stay long enough
_ENDINGS = """
уванню ування ювання овування енність ючість льність ність ність ізація изація ізувати изувати увати ювати овувати
альний овий евий ичний ічний увальний ований уваний енний аний яний ений єний ення ення ання іння яння єння ості ість
ськість ський цький зький ство цтво зтво ник ниця ець ція сія ати яти іти ити ути єти оти ти ний ній ка ок
ий ій а я о е и і ь
"""
_STEM_ENDINGS = tuple(sorted(dict.fromkeys(_ENDINGS.split()), key=len, reverse=True))
_VERBAL = frozenset(
    ("ення", "ання", "іння", "яння", "єння", "ити", "іти", "ати", "яти", "ути")
)  # may leave three letters
# lemmas that would share a stem with a word of another meaning: a robot is no work
_STEMS_OF_THEIR_OWN = {"робот": "роботизац"}
# words that say nothing about what is looked for
_STOP = """
і й та а але або чи що щоб який яка яке які якого якої яких якій якому якими як коли де куди хто кого кому ким чого чому
чим у в на з із зі зо до від од для за про при по під над між через без після перед біля щодо стосовно згідно не ні ж же
би б це цей ця ці цього цієї цих той те ті того тієї тих тому він вона воно вони його її їх їхній мій наш ваш свій бути
є буде будуть був була було були так також ще вже тільки лише саме сам дуже можна треба тощо т ін р рр п ст № усі всі
все усе всіх усіх всім усім всіма усіма вся всю уся усю кожен кожний
"""
STOP_WORDS = frozenset(_STOP.split())


@dataclass(frozen=True, slots=True)
class Term:
    """``surface`` as written (in comparison form), ``lemmas`` likeliest first, ``stem``."""

    surface: str
    lemmas: tuple[str, ...]
    stem: str

    @property
    def lemma(self) -> str:
        return self.lemmas[0]

    @property
    def stop(self) -> bool:
        """Whether it is a function word."""
        return self.surface in STOP_WORDS or self.lemma in STOP_WORDS

    @property
    def number(self) -> bool:
        """Whether it is a number or code."""
        return self.surface[0].isdigit()


def terms_of(text: str) -> list[Term]:
    """The terms of a text in order, function words among them.

    >>> [t.surface for t in terms_of("Система «112», п.3; Вересень2020")]
    ['система', '112', 'п', '3', 'вересень', '2020']
    """
    return [term_of(word) for word in words_of(text)]


def words_of(text: str) -> list[str]:
    """The words and numbers of a text in comparison form, in order."""
    folded = fold(text)
    for new, old in _SPELLINGS:
        folded = folded.replace(new, old)
    return [match.group().replace(",", ".") for match in _WORD.finditer(folded)]


@lru_cache(maxsize=100_000)
def term_of(word: str) -> Term:
    """The term of a single word in comparison form."""
    if word[0].isdigit():
        return Term(word, (word,), word)
    lemmas = tuple(dict.fromkeys(_old_spelling(lemma) for lemma in analyser().lemmas(word)))
    return Term(word, lemmas, stem_of(lemmas[0]))


def stem_of(lemma: str) -> str:
    """The lemma without derivational endings; short words stay whole.

    >>> stem_of("знесення"), stem_of("знести"), stem_of("донорство"), stem_of("рік")
    ('знес', 'знес', 'донор', 'рік')
    """
    if lemma in _STEMS_OF_THEIR_OWN:
        return _STEMS_OF_THEIR_OWN[lemma]
    for ending in _STEM_ENDINGS:
        shortest = 3 if ending in _VERBAL else 4
        if lemma.endswith(ending) and len(lemma) - len(ending) >= shortest:
            return lemma[: -len(ending)]
    return lemma


def _old_spelling(lemma: str) -> str:
    for new, old in _SPELLINGS:
        lemma = lemma.replace(new, old)
    return lemma
