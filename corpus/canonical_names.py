"""Canonical names of bodies: one full nominative name for all the ways in which plans print a body.

A short form becomes the full name that the document or common use gives it; a known central body its official name;
«облдержадміністрації» says of which region; a body without a region in its name gets the plan's, so that the same
department in two regions stays two bodies. Kinds of bodies («органи місцевого самоврядування») stay kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from corpus.body_words import CONSENT_WORDS, DEFINITION_WORDS
from corpus.central_bodies import KnownBody
from corpus.declension import WORD, nominative
from corpus.known_names import genitive_names, known_body
from corpus.morphology import can_be, lemma
from corpus.name_forms import (
    adjective_of,
    genitive_adjective,
    in_region,
    level_conjunctions,
    levelled,
    with_one_place,
    without_place,
)
from corpus.regions import region_in
from corpus.text import APOSTROPHES, collapse, fold, repair_lookalikes

_TO_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_MARKS = re.compile(rf"[(\[/]\s*(?:{CONSENT_WORDS}|{DEFINITION_WORDS}[^()]*)\s*(?:[)\]/]|$)", re.IGNORECASE)
_QUOTED = re.compile(r"(?<![а-яіїєґ])[\"“„]([^\"“”„]+)[\"”“]")
_LATIN_AND = re.compile(r"(?<=[а-яіїєґ] )i(?= [а-яіїєґ])")
_REGION_ADJECTIVE = r"(?P<of>[^\W\d_]+(?:-[^\W\d_]+)?(?:ської|цької|зької))\s+"
_OWNER = re.compile(
    rf"(?:{_REGION_ADJECTIVE})?(?:облдержадміністрації|облвійськадміністрації|ОДА|ОВА"
    r"|обласної\s+(?:державної|військової)\s+адміністрації)$",
    re.IGNORECASE,
)
_DISTRICT_OWNER = re.compile(r"(?:райдержадміністрації|РДА|РВА|районної\s+військової\s+адміністрації)$")
_OBLAST_BODY = re.compile(
    r"(?P<of>[^\W\d_]+(?:-[^\W\d_]+)?(?:ська|цька|зька))\s+(?:ОДА|ОВА|облдержадміністрація|облвійськадміністрація"
    r"|обласна\s+(?:державна|військова)\s+адміністрація)",
    re.IGNORECASE,
)
# What the governing authority of a region is printed as where the plan itself says the region.
_OBLAST_SHORT = frozenset(
    {
        "ода",
        "ова",
        "облдержадміністрація",
        "облдержадміністрації",
        "облвійськадміністрація",
        "обласна державна адміністрація",
        "обласна військова адміністрація",
    }
)


# ---------------------------------------------------------------- one name


def canonical(text: str, abbreviations: Mapping[str, str], region: str | None = None) -> str:
    """The canonical name of a body. ``abbreviations``: the short forms of the document with what they stand for.
    ``region``: the plan's region, by its full name.

    >>> canonical("Мін’юст", {})
    'Міністерство юстиції України'
    >>> canonical("Департамент фінансів ОДА", {}, "Житомирська область")
    'Департамент фінансів Житомирської обласної державної адміністрації'
    """
    full = _expanded(_clean(text), abbreviations)
    if parts := joint_parts(full):
        return ", ".join(dict.fromkeys(_one(part, region) for part in parts))
    return _one(full, region)


def _one(full: str, region: str | None) -> str:
    """The canonical name of one body, whose short form has been written out."""
    name = levelled(full, region)
    if fold(name) in _OBLAST_SHORT and adjective_of(region):
        return f"{adjective_of(region)} обласна державна адміністрація"
    if known := known_body(full) or known_body(name) or _of_this_region(name, region):
        return _known_name(known, region)
    bare, place = without_place(name)
    if place and (known := known_body(bare)) and known.kind != "groups":
        return _known_name(known, place) if known.kind == "territorial" else _branch(known, place)
    bracket = re.search(r"\s*(\([^()]*\))$", name)
    if bracket and (known := known_body(name[: bracket.start()])):
        return f"{_known_name(known, region)} {bracket[1]}"
    return _capital(_own_name(nominative(name), region))


@lru_cache(maxsize=20_000)
def joint_bodies(text: str, region: str | None = None) -> tuple[str, ...]:
    """The canonical bodies that a printed name holds side by side without any mark; empty where it is one name.

    >>> joint_bodies("Мінфін Мін’юст")
    ('Міністерство фінансів України', 'Міністерство юстиції України')
    """
    return tuple(dict.fromkeys(_one(part, region) for part in joint_parts(_clean(text))))


def joint_parts(name: str) -> tuple[str, ...]:
    """The known names that stand side by side in a printed name without any mark; empty where it is no such.

    >>> joint_parts("Мінфін Мін’юст"), joint_parts("Служба безпеки України")
    (('Мінфін', 'Мін’юст'), ())
    """
    words = name.split()
    if len(words) < 2 or known_body(name):
        return ()
    parts: list[str] = []
    while words:
        size = next((n for n in range(len(words), 0, -1) if known_body(" ".join(words[:n]))), 0)
        if not size:
            return ()
        parts.append(" ".join(words[:size]))
        words = words[size:]
    return tuple(parts)


def _clean(text: str) -> str:
    """The name without marks, with one kind of apostrophe and quotation marks."""
    name = collapse(_MARKS.sub(" ", repair_lookalikes(text))).translate(_TO_APOSTROPHE)
    name = _LATIN_AND.sub("і", name)
    name = _QUOTED.sub(r"«\1»", name).strip(" ,;:.–—-")
    return _lowered(name) if name.isupper() and len(name.split()) > 2 else name


def _lowered(name: str) -> str:
    """A name printed in capitals, in ordinary letters (acronyms cannot be told and are lowered too)."""
    return name[:1] + name[1:].lower()


def _expanded(name: str, abbreviations: Mapping[str, str]) -> str:
    """What the document's own short form stands for. A kind of bodies that a document uses as a short form keeps its
    own name: «(далі – органи місцевого самоврядування)»."""
    key = fold(name)
    for short, full in abbreviations.items():
        kind = known_body(short)
        is_kind = kind is not None and kind.kind == "groups"
        if key == fold(_clean(short)) or (is_kind and key == fold(_clean(full))):
            return short if is_kind else _clean(full)
    return name


def _of_this_region(name: str, region: str | None) -> KnownBody | None:
    """A kind of bodies «… області»: in a plan of this region it means no other than without that word."""
    adjective = genitive_adjective(region)
    if not adjective or not name.lower().endswith(f" {adjective.lower()} області"):
        return None
    known = known_body(name[: -len(f" {adjective} області")])
    return known if known and known.kind == "groups" else None


def _known_name(body: KnownBody, region: str | None) -> str:
    if body.kind == "territorial":
        return _own_name(levelled(body.full.replace("{region}", in_region(region)), region), None)
    if body.full == "Структурні підрозділи облдержадміністрації" and adjective_of(region):
        return f"Структурні підрозділи {genitive_adjective(region)} обласної державної адміністрації"
    return body.full


def _branch(body: KnownBody, region: str) -> str:
    """«Держекоінспекція у Львівській області»: a central body's own part there."""
    return body.full.removesuffix(" України") + in_region(region)


def _own_name(name: str, region: str | None) -> str:
    """A body that is not in the tables: owner and region written out in one way."""
    whole = _OBLAST_BODY.fullmatch(name)
    if whole:
        return f"{_capital(whole['of'].lower())} обласна державна адміністрація"
    for pattern, full in genitive_names():
        name = pattern.sub(full, name)
    name = with_one_place(name)
    name = level_conjunctions(_DISTRICT_OWNER.sub("районної державної адміністрації", name))
    owner = _OWNER.search(name)
    if owner and not any(can_be(w.group(), "NOUN", "nomn") for w in WORD.finditer(name[: owner.start()])):
        return re.sub(r"(?:ОДА|ОВА)$", "обласні державні адміністрації", name)  # «відповідні ОДА»
    if owner:
        of = owner["of"] or (genitive_adjective(region) if region else "")
        return f"{name[: owner.start()]}{_capital(of.lower())} обласної державної адміністрації".replace("  ", " ")
    return f"{name} ({region})" if region and _needs_region(name) else name


def _needs_region(name: str) -> bool:
    """Whether nothing in the name says where the body is."""
    return region_in(name) is None and not re.search(r"\((?:[^()]* область|Київ|Севастополь|[^()]*Крим)\)$", name)


def _capital(name: str) -> str:
    return (
        "-".join(p[:1].upper() + p[1:] for p in name.split("-"))
        if re.fullmatch(r"\w+-\w+", name)
        else name[:1].upper() + name[1:]
    )


# ---------------------------------------------------------------- the names of a document


def canonical_names(
    printed: Iterable[str], abbreviations: Mapping[str, str], region: str | None = None
) -> dict[str, str]:
    """The canonical name of every name that a document prints.

    Names that differ only in case, inflection or letters become one, and a department named now with
    «облдержадміністрації», now without it, is the same one.
    """
    names = {text: canonical(text, abbreviations, region) for text in dict.fromkeys(printed)}
    by_words: dict[tuple[str, ...], str] = {}
    for name in names.values():
        words = name_words(name)
        by_words[words] = min(by_words.get(words, name), name, key=lambda n: (n.isupper(), n))
    owned = {name_words(_without_owner(n)): n for n in by_words.values() if _without_owner(n) != n}
    return {text: owned.get(_bare_words(name, region), by_words[name_words(name)]) for text, name in names.items()}


def _without_owner(name: str) -> str:
    owner = _OWNER.search(name)
    return name[: owner.start()].strip() if owner and owner.start() else name


def _bare_words(name: str, region: str | None) -> tuple[str, ...]:
    return name_words(name.removesuffix(f" ({region})"))


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as a key: lemmas without case, prepositions levelled."""
    words = [w.group() for w in WORD.finditer(fold(name))]
    return tuple(lemma(w) for w in words if w not in ("в", "у", "україни", "та", "і", "й"))
