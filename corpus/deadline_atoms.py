"""The pieces of a deadline: dates, months, quarters, half-years, seasons, years, found in a text.

A piece says its months and days, and its year where it has one; putting pieces together into an interval is done in
``deadline_intervals``. The text is searched in a *shape* of the same length, so that every piece keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from corpus.deadline_atom import Atom, shape
from corpus.deadline_rules import RULES, WORD, month_number

__all__ = ["Atom", "atoms", "shape"]

_SEASON = re.compile("весн|весен|літ|осін|осен|зим")


def atoms(shaped: str) -> list[Atom]:
    """The pieces of a deadline in a shaped text, in order; they do not overlap."""
    taken = [False] * len(shaped)
    found: list[Atom] = []
    signs = _signs(shaped)
    for _, needs, pattern, build in RULES:
        if needs in signs:
            found += _matches(pattern, build, shaped, taken)
    return sorted(found, key=lambda a: a.start)


def _signs(shaped: str) -> set[str]:
    """What a text holds, so that most rules need not be tried on most cells."""
    signs = {"2"} if re.search(r"\d", shaped) else set()
    signs |= {word for word in ("кв", "пів", "полов", "полуг", "навч", "декад") if word in shaped}
    if signs & {"полов", "полуг"}:
        signs.add("пів")
    if any(month_number(word) for word in re.findall(WORD, shaped)):
        signs.add("month")
    if _SEASON.search(shaped):
        signs.add("season")
    return signs


def _matches(
    pattern: re.Pattern[str], build: Callable[[re.Match[str]], Atom | None], shaped: str, taken: list[bool]
) -> Iterator[Atom]:
    """Matches of a pattern in what is not taken yet; after one that turns out to be nothing the search goes on a word
    later."""
    at = 0
    while match := pattern.search(shaped, at):
        atom = build(match) if not any(taken[match.start() : match.end()]) else None
        if atom is None:
            at = _next_word(shaped, match.start())
            continue
        at = atom.start + len(shaped[atom.start : atom.end].rstrip(" ,\n"))
        taken[atom.start : at] = [True] * (at - atom.start)
        yield replace(atom, end=at)


def _next_word(shaped: str, at: int) -> int:
    """The place after the run of letters or digits that stands at ``at``."""
    match = re.compile(r"\w+|.", re.DOTALL).match(shaped, at)
    return match.end() if match else at + 1
