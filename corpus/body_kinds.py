"""What kind of body a canonical name means, and of which level of government."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.central_bodies import known_bodies
from corpus.regions import region_in
from corpus.text import fold

# the first that fits; each with a name such as plans print
_KINDS: tuple[tuple[str, str], ...] = (
    (
        "group",
        r"^(?:органи|підрозділи|структурні підрозділи|центральні органи|місцеві|інші|заклади|установи|суб'єкти)\b",
    ),
    (
        "person",
        r"^(?:директор|міністр\b|начальник|керівник|заступник|голова|спеціаліст|фахівець|вчител|педагог|методист)",
    ),
    ("military", r"збройні сили|генеральний штаб|прикордонний загін|військов\w+ частин"),
    ("police", r"поліці|гварді"),  # «Головне управління Національної поліції»
    ("court", r"\bсуд|прокуратур"),
    ("council", r"\bрад[аи]\b|\w+рада\b|виконком|виконавч\w+ комітет"),  # «Сільська рада», «виконавчі комітети»
    ("cabinet", r"^(?:кабінет|секретаріат|офіс|верховна)\b"),
    ("administration", r"^(?:\S+ ){0,3}адміністраці|^\w*держадміністраці|військов\w+ адміністраці[яії]$"),
    ("ministry", r"^міністерств"),
    ("service", r"служб|інспекц|агентств|агенці|фонд|комісі|бюро|казначейств"),
    ("department", r"департамент|управлінн|відділ|відділенн|сектор"),
    ("institution", r"центр|інститут|університет|академі|школ|ліце|гімназі|коледж|лікарн|музе|бібліотек|театр|заклад"),
    ("association", r"асоціац|спілк|об'єднан|організац|товариств|громадськ|профспілк|федерац"),
    ("enterprise", r"підприємств|компані|корпорац|концерн|товариств|водоканал"),
)
_DISTRICT = re.compile(r"район|\bрда\b|\bрва\b")
_LOCAL = re.compile(r"міськ|міста|селищ|сільськ|місцев\w+ самоврядув|старост|територіальн\w+ громад")
_REGIONAL = re.compile(r"обласн|області|облдерж|республіки крим|регіональн|у місті києві|у місті севастополі")


@lru_cache(maxsize=20_000)
def kind_of(body: str) -> str:
    """A word for the kind: group, person, military, police, court, council, cabinet, administration, ministry,
    service, department, institution, association, enterprise or other.

    >>> kind_of("Департамент культури Рівненської обласної державної адміністрації")
    'department'
    """
    name = fold(body)
    if name in _groups():
        return "group"
    head = re.match(
        r"^(?:\S+ ){0,2}?(?:(департамент|управління|відділ|сектор)|(центр|інститут|університет|академія))\b", name
    )
    if head and "поліці" not in name:
        return "department" if head[1] else "institution"
    return next((kind for kind, pattern in _KINDS if re.search(pattern, name)), "other")


@lru_cache(maxsize=20_000)
def level_of(body: str) -> str:
    """central, regional, district, local, or «» where the name does not say."""
    name = fold(body)
    if name in _central():
        return "central"
    if _DISTRICT.search(name) and "обласн" not in name:
        return "district"
    if _REGIONAL.search(name) or region_in(body):
        return "local" if re.search(r"\b(?:міськ|сільськ|селищн)\w+ рад", name) else "regional"
    return "local" if _LOCAL.search(name) else ""


@lru_cache(maxsize=1)
def _central() -> frozenset[str]:
    return frozenset(
        fold(name) for b in known_bodies() if b.kind == "central" for name in (b.full, *b.others, *b.short)
    )


@lru_cache(maxsize=1)
def _groups() -> frozenset[str]:
    return frozenset(fold(name) for b in known_bodies() if b.kind == "groups" for name in (b.full, *b.others))
