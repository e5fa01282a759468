"""How a word sounds, in a rough alphabet that names written in Latin and in Cyrillic letters share.

A key for comparing, in the manner of Soundex: letters that one alphabet parts and the other joins are one, doubled ones
count once.
"""

from __future__ import annotations

import re

_ALIKE = (
    "а=a б=b в=v г=g ґ=g д=d е=e є=e ё=e э=e ж=z з=z и=i і=i ї=i ы=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f"
)
_OTHERS = "х=g ц=s ч=s ш=s щ=s ю=u я=a"
_CYRILLIC = str.maketrans(dict(pair.split("=") for pair in f"{_ALIKE} {_OTHERS}".split()) | dict.fromkeys("ьъ'-", ""))
_LATIN = (
    *((re.compile(r"ph"), "f"), (re.compile(r"th"), "t"), (re.compile(r"[sc]h|tch"), "s"), (re.compile(r"ck"), "k")),
    *((re.compile(r"c(?=[eiy])"), "s"), (re.compile(r"[cq]"), "k"), (re.compile(r"x"), "ks"), (re.compile(r"w"), "v")),
    *((re.compile(r"ee|ea"), "i"), (re.compile(r"oo|ou"), "u"), (re.compile(r"[yj]"), "i"), (re.compile(r"h"), "g")),
)
_TWICE = re.compile(r"(.)\1+")


def sound_of(word: str) -> str:
    """The key of a word in lower case.

    >>> sound_of("комюніті"), sound_of("community")
    ('komuniti', 'komuniti')
    """
    if word.isascii():
        for pattern, sound in _LATIN:
            word = pattern.sub(sound, word)
    return _TWICE.sub(r"\1", word.translate(_CYRILLIC))
