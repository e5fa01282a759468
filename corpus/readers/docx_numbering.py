"""The numbers that Word keeps outside the text: which list a paragraph is in, and what its number reads.

After ECMA-376, part 1, 17.9: a paragraph (or its style) names a list and a level; the list's levels say format, start
and pattern («%1.%2»). Counters of deeper levels begin anew when a higher one goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.readers.markup import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_UKRAINIAN = "абвгдежзиіклмнопрстуфхцчшщюя"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: ``form`` is Word's name of the number format, ``pattern`` the text around the numbers."""

    form: str = "decimal"
    pattern: str = "%1."
    start: int = 1


@dataclass(slots=True)
class _List:
    """A list as documents name it: counters are shared by all that stand on the same definition."""

    definition: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the document's lists; ask for every listed paragraph once, in reading order."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = _read(root) if root is not None else {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def number(self, list_id: str, level: int) -> str | None:
        """The printed number of the next paragraph of the list; "" for a bullet, None for no list."""
        found = self._lists.get(list_id)
        if found is None or level not in found.levels:
            return None
        counters = self._counters.setdefault(found.definition, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            counters.update({depth: start - 1 for depth, start in found.restarts.items()})
        counters[level] = counters.get(level, found.levels[level].start - 1) + 1
        for deeper in [depth for depth in counters if depth > level]:
            del counters[deeper]
        return _printed(found.levels, counters, level)


def number_text(value: int, form: str) -> str:
    """The number in Word's format.

    >>> number_text(4, "upperRoman"), number_text(2, "russianLower"), number_text(7, "decimalZero")
    ('IV', 'б', '07')
    """
    if form in {"upperRoman", "lowerRoman"}:
        text = _roman(value)
        return text if form == "upperRoman" else text.lower()
    alphabets = {"Letter": "abcdefghijklmnopqrstuvwxyz", "russian": _RUSSIAN, "ukrainian": _UKRAINIAN}
    for name, alphabet in alphabets.items():
        if name in form and 0 < value <= 10 * len(alphabet):
            letter = alphabet[(value - 1) % len(alphabet)] * ((value - 1) // len(alphabet) + 1)
            return letter.upper() if "upper" in form.lower() else letter
    return f"{value:02d}" if form == "decimalZero" else str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for amount, sign in _ROMAN:
        out += sign * (value // amount)
        value %= amount
    return out


def _printed(levels: Mapping[int, Level], counters: Mapping[int, int], level: int) -> str | None:
    own = levels[level]
    if own.form == "bullet":
        return ""
    if own.form == "none":
        return None
    text = own.pattern
    for depth in range(LEVELS):
        if f"%{depth + 1}" in text:
            known = levels.get(depth, Level())
            text = text.replace(f"%{depth + 1}", number_text(counters.get(depth, known.start), known.form))
    return text.strip() or None


def _read(root: Element) -> dict[str, _List]:
    definitions = {
        one.get(f"{W}abstractNumId", ""): {
            _whole(level.get(f"{W}ilvl")): _level(level) for level in one.iter(f"{W}lvl")
        }
        for one in root.iter(f"{W}abstractNum")
    }
    lists = {}
    for one in root.iter(f"{W}num"):
        reference = one.find(f"{W}abstractNumId")
        definition = reference.get(f"{W}val", "") if reference is not None else ""
        lists[one.get(f"{W}numId", "")] = _overridden(one, definition, definitions.get(definition, {}))
    return lists


def _overridden(one: Element, definition: str, levels: dict[int, Level]) -> _List:
    found = _List(definition, dict(levels))
    for override in one.iter(f"{W}lvlOverride"):
        depth = _whole(override.get(f"{W}ilvl"))
        start = override.find(f"{W}startOverride")
        if start is not None:
            found.restarts[depth] = _whole(start.get(f"{W}val"), 1)
        level = override.find(f"{W}lvl")
        if level is not None:
            found.levels[depth] = _level(level)
    return found


def _level(level: Element) -> Level:
    def value(name: str, default: str) -> str:
        element = level.find(f"{W}{name}")
        return element.get(f"{W}val", default) if element is not None else default

    return Level(value("numFmt", "decimal"), value("lvlText", ""), _whole(value("start", "1"), 1))


def _whole(text: str | None, default: int = 0) -> int:
    """A number of the file, kept within what a list can count to."""
    try:
        return max(-1, min(int(text or default), 1_000_000))
    except ValueError:
        return default
