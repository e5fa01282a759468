"""Ukrainian text: one form for what is written in many.

``collapse`` keeps the words as they are; ``fold`` makes a comparison key; ``repair_lookalikes`` puts Latin letters
that stand inside Cyrillic words back. All are idempotent.
"""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'’ʼ`′‘´"
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_DASHES = re.compile(r"[‐-―−]")
_QUOTES = str.maketrans(dict.fromkeys('«»“”„‟"', '"'))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LATIN_TO_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTXïÏ", "асеіорхуАВСЕНІКМОРТХїЇ")
_MIXED_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-zïÏ]")


def collapse(text: str) -> str:
    """The text with white space collapsed and invisible characters dropped; the words stay as they are.

    >>> collapse("  план\\u00a0\\n заходів ")
    'план заходів'
    """
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def repair_lookalikes(text: str) -> str:
    """Latin letters inside otherwise Cyrillic words become the Cyrillic ones that look the same.

    >>> repair_lookalikes("cлужба кpові SMART")
    'служба крові SMART'
    """

    def repair(match: re.Match[str]) -> str:
        word = match.group()
        if not (_CYRILLIC.search(word) and _LATIN.search(word)):
            return word
        repaired = word.translate(_LATIN_TO_CYRILLIC)
        return word if re.search(r"[A-Za-z]", repaired) else repaired

    return _MIXED_WORD.sub(repair, text)


def fold(text: str) -> str:
    """A comparison key: lower case, one kind of apostrophe, dash and quotation mark, look-alikes repaired, ґ as г.

    >>> fold("Здоров’я «ҐАНОК» — 1")
    'здоров\\'я "ганок" - 1'
    """
    text = repair_lookalikes(collapse(text)).translate(_TO_APOSTROPHE).translate(_QUOTES)
    return _DASHES.sub("-", text).lower().replace("ґ", "г")


def one_edit_apart(a: str, b: str) -> bool:
    """Whether one letter more, less, other, or two neighbours exchanged make one word of the other."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    k = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if a[k + 1 :] == b[k + 1 :] or a[k + 1 :] == b[k:] or a[k:] == b[k + 1 :]:
        return True
    return len(a) == len(b) and a[k : k + 2] == b[k : k + 2][::-1] and a[k + 2 :] == b[k + 2 :]
