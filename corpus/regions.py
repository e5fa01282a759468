"""Regions of Ukraine in a text: oblasts, Crimea, Kyiv and Sevastopol, by any form of their names or by a settlement's.

Endings are taken off a word and the rest is looked up, so that every case of a name is found without a dictionary of
forms. What stands in several regions («Городок») or is an ordinary word («щастя») tells a region only with «м.»,
«смт», «селище» before it, or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from corpus.text import APOSTROPHES, one_edit_apart

KYIV, KYIV_OBLAST = "Київ", "Київська область"

_ADJ = "ий ого ому им ім а ої ій у ою е і их ими"
# Kinds of endings; the names are those of regions.txt.
ENDINGS: dict[str, frozenset[str]] = {
    kind: frozenset(forms.replace("0", "").split(" "))
    for kind, forms in {
        "adj": _ADJ,
        "radj": "ий ого ому им ом ая ой ую ое ие их ими",
        "land": "а и і у ою е ой ы",
        "f": "а и і у ою о е ы ой",
        "fs": "я і ї ю ею єю а и е ы у",
        "m": "0 а у ом ові і е ем",
        "mk": "0 а у ом ові",
        "m!": "0",
        "ms": "ь я ю ем і е и єм",
        "n": "я ю ям і ї я",
        "o": "о а у ом і ові",
        "e": "е ого ому им ім ое я ю ем",
        "pl": "и ам ами ах 0 ів",
        "pls": "і ям ями ях ів",
        "rpl": "ы ам ами ах 0 ов",
        "word": "0",
        "adjn": "е ого ому им ім",
        "adjm": "ий ого ому им ім",
        "adjf": "а ої ій у ою",
        "adjp": "і их им ими",
        "nyi": "я ї ю єю",
    }.items()
}

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_CHARS = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys("‐‑‒–", "-"), "ґ": "г"})
_LOOKALIKES = str.maketrans("aceiopxyï", "асеіорхуї")
_OBLAST_WORD = re.compile(
    r"(?:обл|област\w*|ода|ова|облдержадмін\w*|облвійськадмін\w*|облрад\w*|обласн\w*|областн\w*|oblast|region)$"
)
_PLACE_WORD = re.compile(
    r"(?:\bм\.|\bмісто|\bміст[аіу]|\bмістом|\bсмт\.?|\bс\.|\bсело|\bсел[аіу]|\bселищ[еаіу]|\bсел\.|\bг\.|\bгород[аеу]?)\s*$"
)
_NO_PLACE_BEFORE = re.compile(r"(?:\bім\.|\bімені|\bріч\w*|\bрік[аиу]|\bр\.|\bбасейн\w*|\bбогдан\w*|\bб\.)\s*$")
_STREET_BEFORE = re.compile(
    r"(?:\bвул(?:\.|иц\w*)|\bпросп(?:\.|ект\w*)|\bпров(?:\.|улк\w*)|\bбульв?(?:\.|ар\w*)|\bплощ\w*|\bпл\.|\bшосе"
    r"|\bнабережн\w*|\bулиц\w*)\s*$"
)
_ADJECTIVE = re.compile(r"(?:[сцз]ьк|ск)(?:ий|ого|ому|им|ім|а|ої|ій|у|ою|е|і|их|ими|ая|ой|ую|ое)$")
_STREET_AFTER = re.compile(r"\s*(?:вул\.|вулиц|просп|площ|шосе|бульвар|пров\.|кат[ао]льн|хутор)")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a stem tells: the region, the endings it takes, how sure (3 oblast name, 2 centre or adjective of a region,
    1 settlement), and whether it needs a sign that a place is meant."""

    region: str
    endings: frozenset[str]
    strength: int
    weak: bool = False
    rest: tuple[tuple[tuple[str, frozenset[str]], ...], ...] = ()  # further words of the name, each in its ways


@dataclass(frozen=True, slots=True)
class RegionMatch:
    """A region named at ``start``..``end`` of a text; ``strength`` 3 by its own name as an oblast, 2 by its adjective
    or centre, 1 by another settlement."""

    region: str
    start: int
    end: int
    strength: int


# ---------------------------------------------------------------- names


def _lines(name: str) -> list[str]:
    text = (files("corpus") / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def region_names() -> tuple[str, ...]:
    """The full names of all regions, as plans carry them."""
    return tuple(line.partition("|")[0].strip() for line in _lines("regions.txt"))


@cache
def _entries() -> dict[str, list[_Entry]]:
    """stem -> what it may tell."""
    found: dict[str, list[_Entry]] = {}
    for line in _lines("regions.txt"):
        region, _, stems = line.partition("|")
        for part in stems.split():
            stem, kind = part.split("/")
            strength = 3 if kind == "land" else 2
            entry = _Entry(region.strip(), ENDINGS[kind.rstrip("?")], strength, kind.endswith("?"))
            found.setdefault(stem, []).append(entry)
    region = ""
    for line in _lines("settlements.txt"):
        if line.startswith("["):
            region = line.strip("[]")
            continue
        kind, _, names = line.partition(": ")
        for name in names.split():
            if kind == "adjectives":
                found.setdefault(name, []).append(_Entry(region, ENDINGS["adj"], 1))
            else:
                _add_settlement(found, region, name.lower().split("_"), kind == "weak")
    return found


def _add_settlement(found: dict[str, list[_Entry]], region: str, words: list[str], weak: bool) -> None:
    first, *rest = words
    tails = tuple(tuple((stem, ENDINGS[kind]) for stem, kind in _stems(word)) for word in rest)
    ways = _stems(first)
    if rest and first[-1] in "аі":  # «Біла Церква», «Жовті Води»: an adjective before a noun
        ways = [*ways, (first[:-1], "adjf" if first.endswith("а") else "adjp")]
    for stem, kind in ways:
        found.setdefault(stem, []).append(_Entry(region, ENDINGS[kind], 1, weak, tails))


# How a settlement's name is declined: its ending -> (letters to cut, letters to add, kind of endings), several where
# the stem changes («Канів», «Канева»).
_DECLENSION: tuple[tuple[str, tuple[tuple[int, str, str], ...]], ...] = (
    ("ий", ((2, "", "adjm"),)),
    ("е", ((1, "", "adjn"),)),
    ("ська", ((1, "", "adjf"),)),
    ("цька", ((1, "", "adjf"),)),
    ("на", ((1, "", "f"), (1, "", "adjf"))),
    ("ка", ((1, "", "f"), (2, "ц", "f"))),
    ("га", ((1, "", "f"), (2, "з", "f"))),
    ("а", ((1, "", "f"),)),
    ("ія", ((1, "", "nyi"),)),
    ("ття", ((1, "", "n"),)),
    ("лля", ((1, "", "n"),)),
    ("я", ((1, "", "fs"),)),
    ("о", ((1, "", "o"),)),
    ("и", ((1, "", "pl"),)),
    ("і", ((1, "", "pls"), (1, "", "pl"))),
    ("їв", ((0, "", "m!"), (2, "єв", "m"))),
    ("ів", ((0, "", "m!"), (2, "ов", "m"), (2, "ев", "m"))),
    ("ріг", ((0, "", "word"), (2, "ог", "m"), (2, "оз", "m"))),
    ("піль", ((1, "", "ms"), (3, "ол", "ms"))),
    ("ець", ((0, "", "word"), (3, "ц", "ms"))),
    ("ок", ((0, "", "word"), (2, "к", "m"))),
    ("ськ", ((0, "", "mk"),)),
    ("цьк", ((0, "", "mk"),)),
    ("ь", ((1, "", "ms"),)),
    ("й", ((0, "", "word"), (1, "", "nyi"))),
    ("", ((0, "", "m"),)),
)


def _stems(name: str) -> list[tuple[str, str]]:
    """The stems of a settlement's name with their kinds of endings."""
    for ending, ways in _DECLENSION:
        if name.endswith(ending):
            return [(name[: len(name) - cut] + add, kind) for cut, add, kind in ways]
    return []


# ---------------------------------------------------------------- finding


def regions_found(text: str) -> list[RegionMatch]:
    """Every naming of a region in a text, in order; namings that tell several regions are left out.

    >>> [(m.region, m.strength) for m in regions_found("в Житомирській області та на Харківщині")]
    [('Житомирська область', 3), ('Харківська область', 3)]
    """
    plain = _plain(text)
    tokens = list(_TOKEN.finditer(plain))
    found: list[RegionMatch] = []
    skip = 0
    for number in range(len(tokens)):
        if number < skip:
            continue
        match, used = _at(text, plain, tokens, number)
        if match:
            found.append(match)
            skip = number + used
    return _with_lists(found, plain)


def _with_lists(found: list[RegionMatch], plain: str) -> list[RegionMatch]:
    """In «Львівська та Чернівецька області» the noun counts for each adjective of the list."""
    out = list(found)
    for k in reversed(range(len(out) - 1)):
        gap = plain[out[k].end : out[k + 1].start]
        if out[k + 1].strength == 3 and out[k].strength == 2 and re.fullmatch(r"\s*(?:,|та|і|й|и|,\s*та)\s*", gap):
            out[k] = replace(out[k], strength=3)
    return out


def _plain(text: str) -> str:
    """Lower case of the same length, one apostrophe and dash, Latin letters in Cyrillic words put right."""
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).translate(_CHARS)
    return re.sub(
        r"[^\W\d_]+",
        lambda m: m.group().translate(_LOOKALIKES) if re.search(r"[а-яіїє]", m.group()) else m.group(),
        lower,
    )


def _at(text: str, plain: str, tokens: list[re.Match[str]], number: int) -> tuple[RegionMatch | None, int]:
    """The region that is named from this word on, and how many words name it."""
    token = tokens[number]
    entries = [e for e in _lookup(token.group()) if _fits(e, text, plain, tokens, number)]
    if not entries or _NO_PLACE_BEFORE.search(plain[: token.start()]) or _STREET_AFTER.match(plain, token.end()):
        return None, 1
    if _ADJECTIVE.search(token.group()) and _STREET_BEFORE.search(plain[: token.start()]):
        return None, 1
    longest = max(len(e.rest) for e in entries)
    entries = [e for e in entries if len(e.rest) == longest]
    best = max(e.strength for e in entries)
    regions = {e.region for e in entries if e.strength == best}
    if len(regions) != 1:
        return None, 1
    region, last = regions.pop(), number + longest
    following = tokens[last + 1].group() if last + 1 < len(tokens) else ""
    gap = plain[tokens[last].end() : tokens[last + 1].start()] if following else ""
    if best == 2 and following and not gap.strip(" -") and _OBLAST_WORD.match(following):
        region = KYIV_OBLAST if region == KYIV else region
        return RegionMatch(region, token.start(), tokens[last + 1].end(), 3), longest + 2
    return RegionMatch(region, token.start(), tokens[last].end(), best), longest + 1


def _lookup(word: str) -> list[_Entry]:
    """What a word form may tell: exactly, else with one typing error in a region's own name."""
    table = _entries()
    exact = [
        entry
        for cut in range(min(4, len(word) - 1))
        for entry in table.get(word[: len(word) - cut], ())
        if word[len(word) - cut :] in entry.endings
    ]
    return exact or (list(_mistyped(word)) if len(word) >= 8 else [])


@cache
def _own_names() -> tuple[tuple[str, _Entry], ...]:
    """The stems of region names, long enough that one typing error leaves them clear."""
    return tuple((s, e) for s, es in _entries().items() for e in es if e.strength >= 2 and len(s) >= 8 and not e.weak)


@cache
def _mistyped(word: str) -> tuple[_Entry, ...]:
    """Region names of which the word is one edit away, with an ending that fits."""
    found = []
    for stem, entry in _own_names():
        if word[0] != stem[0] or abs(len(word) - len(stem)) > 4:
            continue
        if any(one_edit_apart(word[: len(word) - len(e)], stem) for e in entry.endings if word.endswith(e)):
            found.append(entry)
    return tuple(found) if len({e.region for e in found}) == 1 else ()


def _fits(entry: _Entry, text: str, plain: str, tokens: list[re.Match[str]], number: int) -> bool:
    """Whether the further words of the name follow, and a weak name is marked as a place."""
    token = tokens[number]
    for k, ways in enumerate(entry.rest, 1):
        word = tokens[number + k].group() if number + k < len(tokens) else ""
        if not any(word.startswith(stem) and word[len(stem) :] in endings for stem, endings in ways):
            return False
    if not entry.weak:
        return True
    before = plain[: token.start()]
    if _PLACE_WORD.search(before):
        return True
    if entry.strength < 2:
        return False
    # an oblast's centre whose name is a word: a capital inside a sentence, or «у Рівному» at its end
    inside = bool(before.strip()) and not re.search(r"[.!?\n«\"]\s*$", before) and not text.isupper()
    if inside and text[token.start()].isupper():
        return True
    ends = bool(re.match(r"\s*(?:[?.!,]|$)", plain[token.end() :]))
    return ends and bool(re.search(r"\b(?:в|у|во)\s*$", before)) and token.group() in ("рівному", "сумах", "дніпрі")


def regions_in(text: str) -> list[tuple[str, int, int]]:
    """(region, start, end) of every naming of a region in the text."""
    return [(m.region, m.start, m.end) for m in regions_found(text)]


def region_in(text: str) -> str | None:
    """The one region that a text is about: the surest kind of naming decides; None where it tells none or several.

    >>> region_in("Міловський місцевий центр"), region_in("камери на вулицях запоріжжя"), region_in("по всій країні")
    ('Луганська область', 'Запорізька область', None)
    """
    found = regions_found(text)
    if not found:
        return None
    best = max(m.strength for m in found)
    regions = {m.region for m in found if m.strength == best}
    return regions.pop() if len(regions) == 1 else None
