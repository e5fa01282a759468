"""Canonical names of bodies: one full nominative name for all the ways in which plans print a body.

A short form becomes the full name that the document or common use gives it; a known central body its official name;
«облдержадміністрації» says of which region; a body without a region in its name gets the plan's, so that the same
department in two regions stays two bodies. Kinds of bodies («органи місцевого самоврядування») stay kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from corpus.body_words import CONSENT_WORDS, DEFINITION_WORDS, HEADS
from corpus.central_bodies import KnownBody, known_bodies
from corpus.morphology import can_be, inflected, lemma, readings
from corpus.regions import KYIV, region_in
from corpus.text import APOSTROPHES, collapse, fold, repair_lookalikes

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_MARKS = re.compile(rf"[(\[/]\s*(?:{CONSENT_WORDS}|{DEFINITION_WORDS}[^()]*)\s*(?:[)\]/]|$)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“„]([^\"“”„]+)[\"”“]")
_REGION_ADJECTIVE = r"(?P<of>[^\W\d_]+(?:-[^\W\d_]+)?(?:ської|цької|зької))\s+"
_OWNER = re.compile(
    rf"(?:{_REGION_ADJECTIVE})?(?:облдержадміністрації|облвійськадміністрації|ОДА|ОВА"
    r"|обласної\s+(?:державної|військової)\s+адміністрації)(?:\s*\([^()]*адміністрації\))?$",
    re.IGNORECASE,
)
_DISTRICT_OWNER = re.compile(r"(?:райдержадміністрації|РДА|РВА|районної\s+військової\s+адміністрації)$")
_OBLAST_BODY = re.compile(
    r"(?P<of>[^\W\d_]+(?:-[^\W\d_]+)?(?:ська|цька|зька))\s+(?:ОДА|ОВА|облдержадміністрація|облвійськадміністрація"
    r"|обласна\s+(?:державна|військова)\s+адміністрація)",
    re.IGNORECASE,
)
_IN_REGION = re.compile(r"\s[уУвВ]\s+(?=[^\W\d_]+(?:-[^\W\d_]+)?(?:ській|цькій|зькій)\s+області)")
# What the governing authority of a region is printed as where the plan itself says the region.
_OBLAST_SHORT = frozenset(
    {
        "ода",
        "ова",
        "облдержадміністрація",
        "облдержадміністрації",
        "обласна державна адміністрація",
        "обласна військова адміністрація",
    }
)


# ---------------------------------------------------------------- regions in names


def _adjective(region: str) -> str | None:
    """«Запорізька» of «Запорізька область»; None for Kyiv, Sevastopol and Crimea."""
    return region.split()[0] if region.endswith(" область") else None


@cache
def _genitive_adjective(region: str) -> str:
    adjective = _adjective(region)
    return f"{adjective[:-1]}ої" if adjective else ""


def _in_region(region: str | None) -> str:
    """« в Запорізькій області» and the like, with the blank before it."""
    if not region:
        return ""
    adjective = _adjective(region)
    if adjective:
        return f" в {adjective[:-1]}ій області"
    return {KYIV: " у місті Києві", "Севастополь": " у місті Севастополі"}.get(region, " в Автономній Республіці Крим")


# ---------------------------------------------------------------- known bodies


@cache
def _known() -> dict[str, KnownBody]:
    """Every name of a known body, folded, with «України» and without -> the body. Full names win over short ones."""
    found: dict[str, KnownBody] = {}
    for body in known_bodies():
        for name in (body.full.replace("{region}", ""), *body.others, *body.short):
            found.setdefault(_key(name), body)
    return found


def _key(name: str) -> str:
    return fold(_QUOTED.sub(r"«\1»", name)).removesuffix(" україни")


@cache
def _genitives() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Names of central bodies in the genitive, as they stand inside other names -> the full name in the genitive.
    Longer names come first."""
    pairs: dict[str, str] = {}
    for body in known_bodies():
        if body.kind != "central" or "«" in body.full:
            continue
        full = genitive(body.full)
        names = [genitive(n) for n in (body.full, *body.others)] + [s for s in body.short if len(s) > 2]
        names += [s[:-1] + "и" for s in body.short if re.match(r"Держ.*а$", s)]
        for name in names:
            pairs.setdefault(name.removesuffix(" України"), full)
    ordered = sorted(pairs.items(), key=lambda pair: -len(pair[0]))
    return tuple(
        (re.compile(rf"(?<=\s){re.escape(n)}(?:\s+України)?(?![\w'-])", _flags(n)), full) for n, full in ordered
    )


def _flags(name: str) -> int:
    return 0 if name.isupper() else re.IGNORECASE


def genitive(name: str) -> str:
    """A name in the genitive: the adjectives and the noun that head it change, the rest stays.

    >>> genitive("Державна міграційна служба України")
    'Державної міграційної служби України'
    """
    return _head_changed(name, "nomn", "gent")


def _head_changed(name: str, old: str, new: str) -> str:
    """The head of a name put from one case into another; as it was where the dictionary does not know it."""
    words = list(_WORD.finditer(name))
    out, last = "", 0
    for place, match in enumerate(words[:6]):
        word = match.group()
        noun = next((r for r in readings(word) if r.pos == "NOUN" and r.case == old), None)
        head = noun if noun and (not can_be(word, "ADJF", old) or place + 1 == len(words)) else None
        gender, number = _agreement(words[place:], old)
        form = inflected(word, new, number, gender)
        if form is None:
            return name
        out += name[last : match.start()] + form
        last = match.end()
        if head:
            break
        if not can_be(word, "ADJF", old):
            return name
    return out + name[last:]


def _agreement(words: list[re.Match[str]], case: str) -> tuple[str, str]:
    """Gender and number of the noun that these words lead to."""
    for match in words:
        for r in readings(match.group()):
            if r.pos == "NOUN" and r.case == case:
                return r.gender, r.number
        if not can_be(match.group(), "ADJF", case):
            break
    return "", "sing"


# ---------------------------------------------------------------- one name


def canonical(text: str, abbreviations: Mapping[str, str], region: str | None = None) -> str:
    """The canonical name of a body. ``abbreviations``: the short forms of the document with what they stand for.
    ``region``: the plan's region, by its full name.

    >>> canonical("Мін’юст", {})
    'Міністерство юстиції України'
    >>> canonical("Департамент фінансів ОДА", {}, "Житомирська область")
    'Департамент фінансів Житомирської обласної державної адміністрації'
    """
    name = _clean(text)
    full = _expanded(name, abbreviations)
    known = _known().get(_key(full))
    if fold(full) in _OBLAST_SHORT and region and _adjective(region):
        return f"{_adjective(region)} обласна державна адміністрація"
    if known:
        return _known_name(known, region)
    if parts := joint_parts(full):
        return ", ".join(dict.fromkeys(_known_name(_known()[_key(part)], region) for part in parts))
    bracket = re.search(r"\s*(\([^()]*\))$", full)
    if bracket and (known := _known().get(_key(full[: bracket.start()]))):
        return f"{_known_name(known, region)} {bracket[1]}"
    return _capital(_own_name(_nominative(full), region))


def joint_parts(name: str) -> tuple[str, ...]:
    """The known names that stand side by side in a printed name without any mark; empty where it is no such.

    >>> joint_parts("Мінфін Мін’юст"), joint_parts("Служба безпеки України")
    (('Мінфін', 'Мін’юст'), ())
    """
    words = name.split()
    parts: list[str] = []
    while words:
        size = next((n for n in range(len(words), 0, -1) if _key(" ".join(words[:n])) in _known()), 0)
        if not size:
            return ()
        parts.append(" ".join(words[:size]))
        words = words[size:]
    return tuple(parts) if len(parts) > 1 else ()


def _clean(text: str) -> str:
    """The name without marks, with one kind of apostrophe and quotation marks."""
    name = collapse(_MARKS.sub(" ", repair_lookalikes(text))).translate(_TO_APOSTROPHE)
    name = _QUOTED.sub(r"«\1»", name).strip(" ,;:.–—-")
    return _lowered(name) if name.isupper() and len(name.split()) > 2 else name


def _lowered(name: str) -> str:
    """A name printed in capitals, in ordinary letters (acronyms cannot be told and are lowered too)."""
    return name[:1] + name[1:].lower()


def _expanded(name: str, abbreviations: Mapping[str, str]) -> str:
    """What the document's own short form stands for. A kind of bodies that a document uses as a short form keeps its
    own name: «(далі – органи місцевого самоврядування)»."""
    key = _key(name)
    for short, full in abbreviations.items():
        kind = _known().get(_key(short))
        is_kind = kind is not None and kind.kind == "groups"
        if key == _key(short) or (is_kind and key == _key(_clean(full))):
            return short if is_kind else _clean(full)
    return name


def _known_name(body: KnownBody, region: str | None) -> str:
    if body.kind == "territorial":
        return _own_name(body.full.replace("{region}", _in_region(region)), None)
    if body.full == "Структурні підрозділи облдержадміністрації" and region and _adjective(region):
        return f"Структурні підрозділи {_genitive_adjective(region)} обласної державної адміністрації"
    return body.full


def _nominative(name: str) -> str:
    """The name in the nominative where it is printed in another case («Департаменту освіти»)."""
    first = next((w.group() for w in _WORD.finditer(name)), "")
    if not first or can_be(first, "NOUN", "nomn") or can_be(first, "ADJF", "nomn") or first.isupper():
        return name
    for case in ("gent", "datv", "ablt"):
        if (can_be(first, "NOUN", case) and lemma(first) in HEADS) or can_be(first, "ADJF", case):
            changed = _head_changed(name, case, "nomn")
            if changed != name:
                return changed
    return name


def _own_name(name: str, region: str | None) -> str:
    """A body that is not in the tables: owner and region written out in one way."""
    whole = _OBLAST_BODY.fullmatch(name)
    if whole:
        return f"{_capital(whole['of'].lower())} обласна державна адміністрація"
    name = re.sub(r"^ГУ\s+", "Головне управління ", name)
    name = re.sub(r"^(?:Упр\.|Упр-ня)\s*", "Управління ", name)
    for pattern, full in _genitives():
        name = pattern.sub(full, name)
    name = _DISTRICT_OWNER.sub("районної державної адміністрації", _IN_REGION.sub(" в ", name))
    owner = _OWNER.search(name)
    if owner and not any(can_be(w.group(), "NOUN", "nomn") for w in _WORD.finditer(name[: owner.start()])):
        return re.sub(r"(?:ОДА|ОВА)$", "обласні державні адміністрації", name)  # «відповідні ОДА»
    if owner:
        of = owner["of"] or (_genitive_adjective(region) if region else "")
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
    words = [w.group() for w in _WORD.finditer(fold(name))]
    return tuple(lemma(w) for w in words if w not in ("в", "у", "україни", "та", "і", "й"))
