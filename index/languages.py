"""Words of other languages, keyboards and alphabets, as the Ukrainian words that the corpus may have.

Each function gives the words that stand for one (none, where it only pads the question), or None where it does not
know. The lists are data:
``foreign_words.toml``; cognates that no list has are tried by letter rules and kept only if they are words.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from itertools import product
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from corpus.analysis import is_known, russian_lemma
from index.sounds import sound_of
from index.terms import term_of, words_of
from index.vocabulary import Vocabulary

_DATA = Path(__file__).with_name("foreign_words.toml")
# Latin letters by their looks, a wider table than for documents: here a word is only taken if the corpus has it
_LOOKS = str.maketrans("aceiopxykmthbnur", "асеіорхукмтнвпиг")
# the keys of a Latin keyboard, as the Ukrainian layout has them; keys of punctuation end a word and are left out
_KEYS = str.maketrans("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфівапролдячсмить")
# the same with the keys of punctuation, for a text that was typed with the wrong layout from end to end
_ALL_KEYS = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.\\`", "йцукенгшщзхїфівапролджєячсмитьбюґ'")
_RUSSIAN_LETTERS = re.compile("[ыэъё]")
_CYRILLIC = re.compile(r"[а-яіїєґ'-]+")
_TRIED_AT_MOST = 64
_FREE_AT_MOST = 5
_LONG_NAME = 5  # letters of a name that is known by its sound
_SOUNDS_ALIKE = 0.8  # share of the sounds that agree
# Russian -> Ukrainian spelling, applied in order to a lemma; alternatives are all tried
_COGNATES = (
    (re.compile("^евро"), ("євро",)),
    (re.compile("ирование$"), ("ування", "ювання")),
    (re.compile("(?<=[дтнл])ение$"), ("ення", "іння")),
    (re.compile("ение$"), ("ення",)),
    (re.compile("ание$"), ("ання", "ування")),
    (re.compile("ция$"), ("ція",)),
    (re.compile("ический$"), ("ічний", "ичний")),
    (re.compile("ость$"), ("ість",)),
    (re.compile("ский$"), ("ський",)),
    (re.compile("цкий$"), ("цький",)),
    (re.compile("ный$"), ("ний",)),
    (re.compile("ний$"), ("ний", "ній")),
    (re.compile("ый$"), ("ий",)),
    (re.compile("ировать$"), ("увати", "ювати")),
    (re.compile("овать$"), ("увати",)),
    (re.compile("ать$"), ("ати", "увати")),
    (re.compile("ить$"), ("ити",)),
    (re.compile("ие$"), ("я", "ие")),
    (re.compile("ия$"), ("ія",)),
    (re.compile("ы"), ("и",)),
    (re.compile("э"), ("е",)),
    (re.compile("ё"), ("ьо", "е", "йо")),
    (re.compile("ъ"), ("'",)),
    (re.compile("^и|(?<=[аеоуі])и"), ("і", "ї")),
    (re.compile("и(?=[аоуеєюя])"), ("і",)),  # «специалист», «медиация»
    (re.compile(r"([бдзклмнпрстфц])\1"), (r"\1", r"\1\1")),  # «программа», «созданный»
)
_RUSSIAN_LOCATIVE = re.compile("(?<=[гкх])е$")  # «по комуналке»: Ukrainian has «ці», «зі», «сі» there
_RUSSIAN_I = re.compile("и(?=[бвгджзклмнпрстфхцчш])")  # «и» or «і», each by itself: «политика» is «політика»
_LATIN_GROUPS = (
    *(("shch", ("щ",)), ("zgh", ("зг",)), ("zh", ("ж",)), ("kh", ("х",)), ("ts", ("ц",)), ("ch", ("ч",))),
    *(("sh", ("ш",)), ("yu", ("ю",)), ("iu", ("ю", "іу")), ("ya", ("я",)), ("ia", ("я", "іа")), ("ja", ("я",))),
    *(("ye", ("є",)), ("ie", ("є", "іє")), ("yi", ("ї",)), ("ji", ("ї",)), ("a", ("а",)), ("b", ("б",))),
    *(("c", ("ц", "к")), ("d", ("д",)), ("e", ("е",)), ("f", ("ф",)), ("g", ("г",)), ("h", ("г", "х"))),
    *(("i", ("і", "и", "й")), ("j", ("й", "ж")), ("k", ("к",)), ("l", ("л", "ль")), ("m", ("м",)), ("n", ("н",))),
    *(("o", ("о",)), ("p", ("п",)), ("q", ("к",)), ("r", ("р",)), ("s", ("с", "сь")), ("t", ("т",)), ("u", ("у",))),
    *(("v", ("в",)), ("w", ("в",)), ("x", ("кс", "х")), ("y", ("и", "й", "і")), ("z", ("з",)), ("'", ("'", "ь"))),
)


def latin_lookalikes(word: str, vocabulary: Vocabulary) -> list[str] | None:
    """A word typed with Latin letters that look like the Cyrillic ones, if that makes a word of the corpus."""
    better = word.translate(_LOOKS)
    return [better] if better != word and vocabulary.has(better) else None


def other_layout(word: str, vocabulary: Vocabulary) -> list[str] | None:
    """A word typed with the Latin keyboard left on («rfvthf» -> «камера»), if the corpus has it."""
    better = word.translate(_KEYS)
    return [better] if len(word) > 3 and word.isascii() and vocabulary.has(better) else None


def other_layout_text(text: str, vocabulary: Vocabulary) -> str | None:
    """A whole text typed with the Latin keyboard left on («yf dekbwz[» -> «на вулицях»), if that makes it words.

    Punctuation ends a word only where the text is read as it stands; here its keys are letters. None where a letter is
    Cyrillic, or where one of the words, as long as a word of a question, is then unknown to corpus and dictionary.
    """
    lowered = text.lower()
    if not lowered.isascii() or not re.search("[a-z]{2}", lowered):
        return None
    for ended in dict.fromkeys((lowered.rstrip("?!"), lowered.rstrip("?!.,"))):  # «.» may be «ю» or end the text
        better = ended.translate(_ALL_KEYS)
        long = [word for word in words_of(better) if len(word) > 3 and word.isalpha()]
        if long and all(vocabulary.has(word) or is_known(word) for word in long):
            return better
    return None


def ukrainian_for(word: str, vocabulary: Vocabulary) -> list[str] | None:
    """The Ukrainian words for a Russian, surzhyk or English one."""
    surzhyk = _listed("surzhyk", word, term_of(word).lemma)
    if surzhyk is not None:
        return surzhyk
    if word.isascii():
        return _listed("english", word, _singular(word))
    lemma = russian_lemma(word)
    listed = _listed("russian", word, lemma or word)
    if listed is not None:
        return listed
    if is_known(word):
        return None
    if lemma or _RUSSIAN_LETTERS.search(word):
        return _cognate(lemma or word, vocabulary)
    return _respelled(word, vocabulary)


def from_latin(word: str, vocabulary: Vocabulary) -> list[str] | None:
    """A Ukrainian word written in Latin letters («sluzhba»), if the corpus has it."""
    if not word.isascii() or len(word) < 3:
        return None
    return next(([candidate] for candidate in _spelled(word) if vocabulary.has(candidate)), None)


def latin_name(word: str, vocabulary: Vocabulary) -> list[str] | None:
    """A name of the corpus in Latin letters that was written in Cyrillic as it sounds («комюніті» -> «community»)."""
    if len(word) < _LONG_NAME or not _CYRILLIC.fullmatch(word) or is_known(word):
        return None
    sound = sound_of(word)
    names = vocabulary.latin
    near = extractOne(sound, names.keys(), scorer=Levenshtein.normalized_similarity, score_cutoff=_SOUNDS_ALIKE)
    return [names[near[0]]] if near and near[0][:1] == sound[:1] else None


def _cognate(lemma: str, vocabulary: Vocabulary) -> list[str] | None:
    """The first respelling that is a word of the corpus, else of the dictionary."""
    tried = [lemma]
    for pattern, replacements in _COGNATES:
        tried = list(dict.fromkeys(pattern.sub(r, one) for one in tried for r in replacements))[:_TRIED_AT_MOST]
    tried = list(dict.fromkeys(spelled for one in tried for spelled in _with_either_i(one)))
    for candidate in tried:
        if vocabulary.has(candidate):
            return [candidate]
    return next(([candidate] for candidate in tried if is_known(candidate)), None)


def _with_either_i(word: str) -> list[str]:
    """The word with each «и» before a consonant as it is and as «і»; of many, those of the first places."""
    parts = _RUSSIAN_I.split(word)
    free = min(len(parts) - 1, _FREE_AT_MOST)
    rest = ["и"] * (len(parts) - 1 - free) + [""]
    return ["".join(map("".join, zip(parts, (*way, *rest), strict=True))) for way in product("иі", repeat=free)]


def _respelled(word: str, vocabulary: Vocabulary) -> list[str] | None:
    """A form of a Russian word that its dictionary lacks («медиации»), by its letters, if the corpus has it."""
    better = re.sub("ции$", "ції", re.sub("и(?=[аоуеєюя])", "і", word)).replace("ы", "и").replace("э", "е")
    if better != word and vocabulary.has(better):
        return [better]
    nominative = _RUSSIAN_LOCATIVE.sub("а", word)
    return [nominative] if nominative != word and is_known(nominative) else None


def _spelled(word: str) -> list[str]:
    """The ways to write a Latin word in Cyrillic, likeliest first."""
    parts: list[tuple[str, ...]] = []
    place = 0
    while place < len(word):
        latin, cyrillic = next(((a, b) for a, b in _LATIN_GROUPS if word.startswith(a, place)), (word[place], ("",)))
        parts.append(cyrillic)
        place += len(latin)
    return ["".join(p) for _, p in zip(range(_TRIED_AT_MOST * 4), product(*parts), strict=False)]


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _listed(language: str, *forms: str) -> list[str] | None:
    table = _tables()[language]
    return next((list(table[form]) for form in forms if form in table), None)


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, tuple[str, ...]]]:
    """language -> word -> Ukrainian words."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {language: {w: tuple(words_of(uk)) for w, uk in table.items()} for language, table in data.items()}
