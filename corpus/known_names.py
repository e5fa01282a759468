"""Which known body a name means: by any of its names, with «України» or without, in any case, one letter mistyped."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

from corpus.central_bodies import KnownBody, known_bodies
from corpus.declension import genitive, nominative, short_forms
from corpus.morphology import readings
from corpus.text import fold, one_edit_apart

_DROPPED = re.compile(r"[\"',]|\b(?:україни|та|і|й)\b")
_LEAST_MISTYPED = 8  # letters of a word in which a typing error is looked for


def known_body(name: str) -> KnownBody | None:
    """The known body of this name.

    >>> known_body("Держгеокадастру").short[0], known_body("Національного банку").short[0]
    ('Держгеокадастр', 'НБУ')
    """
    return _by_key(_key(name)) or _by_key(_key(nominative(name))) or _mistyped(_key(name))


def _by_key(key: str) -> KnownBody | None:
    return _known().get(key) or _declined().get(key)


def _key(name: str) -> str:
    """The words of a name without case, apostrophes, quotation marks, conjunctions and «України»."""
    return " ".join(_DROPPED.sub(lambda m: "" if m.group() == "'" else " ", fold(name)).split())


@cache
def _known() -> dict[str, KnownBody]:
    """Every name of a known body -> the body. Full names win over short ones."""
    found: dict[str, KnownBody] = {}
    for body in known_bodies():
        for name in (body.full.replace("{region}", ""), *body.others, *body.short):
            found.setdefault(_key(name), body)
    return found


@cache
def _declined() -> dict[str, KnownBody]:
    """The names of central bodies in the other cases in which a plan may print them -> the body. A plural that looks
    the same («Служби безпеки») is no name of a kind of bodies, so it is no danger."""
    found: dict[str, KnownBody] = {}
    for body in known_bodies():
        if body.kind == "central":
            for form in (*map(genitive, (body.full, *body.others)), *(f for s in body.short for f in short_forms(s))):
                found.setdefault(_key(form), body)
    return {key: body for key, body in found.items() if key not in _known()}


@cache
def _by_size() -> dict[int, tuple[tuple[tuple[str, ...], KnownBody], ...]]:
    sizes: dict[int, list[tuple[tuple[str, ...], KnownBody]]] = defaultdict(list)
    for key, body in _known().items():
        words = tuple(key.split())
        sizes[len(words)].append((words, body))
    return {size: tuple(names) for size, names in sizes.items()}


@lru_cache(maxsize=5_000)
def _mistyped(key: str) -> KnownBody | None:
    """The one body of whose name one long word, which is no word at all, is mistyped by a letter."""
    words = tuple(key.split())
    strange = [n for n, w in enumerate(words) if len(w) >= _LEAST_MISTYPED and not any(r.known for r in readings(w))]
    found = {
        id(body): body
        for n in strange
        for known, body in _by_size().get(len(words), ())
        if one_edit_apart(words[n], known[n]) and words[:n] == known[:n] and words[n + 1 :] == known[n + 1 :]
    }
    return next(iter(found.values())) if len(found) == 1 else None


@cache
def genitive_names() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Names of central bodies in the genitive, as they stand inside other names -> the full name in the genitive.
    Longer names come first."""
    pairs: dict[str, str] = {}
    for body in known_bodies():
        if body.kind != "central" or "«" in body.full:
            continue
        full = genitive(body.full)
        names = [genitive(n) for n in (body.full, *body.others)] + [s for s in body.short if len(s) > 2]
        names += [form for short in body.short for form in short_forms(short)[:1]]
        for name in names:
            pairs.setdefault(name.removesuffix(" України"), full)
    ordered = sorted(pairs.items(), key=lambda pair: -len(pair[0]))
    return tuple(
        (re.compile(rf"(?<=\s){re.escape(n)}(?:\s+України)?(?![\w'-])", 0 if n.isupper() else re.IGNORECASE), full)
        for n, full in ordered
    )
