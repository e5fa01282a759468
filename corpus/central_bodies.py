"""Known central bodies, kinds of bodies and territorial bodies with their names, read from ``known_bodies.txt``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.text import fold


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A line of ``known_bodies.txt``: ``kind`` is «central», «groups» or «territorial»; ``full`` the canonical name
    (with «{region}» where it has one), ``short`` and ``others`` its further names."""

    kind: str
    full: str
    short: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@cache
def known_bodies() -> tuple[KnownBody, ...]:
    """All lines of the table, in its order."""
    kind = ""
    found = []
    for line in (files("corpus") / "known_bodies.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            full, short, others = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
            found.append(KnownBody(kind, full, _listed(short, ","), _listed(others, ";")))
    return tuple(found)


def _listed(text: str, separator: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(separator))))


@cache
def _short_names() -> frozenset[str]:
    return frozenset(fold(short) for body in known_bodies() for short in body.short)


@cache
def _known_names() -> frozenset[str]:
    full = {fold(name) for b in known_bodies() if b.kind != "territorial" for name in (b.full, *b.others)}
    return frozenset(full | _short_names())


def is_known_name(text: str) -> bool:
    """Whether the text is any name of a known body or kind of bodies, in any letters.

    >>> is_known_name("Національна поліція"), is_known_name("Департамент освіти")
    (True, False)
    """
    return fold(text) in _known_names()


def is_short_name(text: str) -> bool:
    """Whether the text is a short name of a known body or kind of bodies, in any letters.

    >>> is_short_name("Мін’юст"), is_short_name("Міністерство юстиції України")
    (True, False)
    """
    return fold(text) in _short_names()
