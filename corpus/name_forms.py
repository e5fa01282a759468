"""The ways in which plans write one body's name, levelled: owner, council, place and legal form in full words.

Each rule is an ordinary rewriting of text; they stand in one list and are applied in its order. What a rule makes, no
rule changes again: levelling twice is levelling once. Which body a name means is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from corpus.morphology import readings
from corpus.regions import KYIV, region_in

_ADJECTIVE = r"[^\W\d_]+(?:['-][^\W\d_]+)?(?:с|ц|з)ьк"  # «Роменськ…», «Івано-Франківськ…»
_MILITARY = r"(?:державн|військов)\w+"
_Rewriting = str | Callable[["re.Match[str]"], str]

# ---------------------------------------------------------------- places


def adjective_of(region: str | None) -> str | None:
    """«Запорізька» of «Запорізька область»; None for Kyiv, Sevastopol and Crimea."""
    return region.split()[0] if region and region.endswith(" область") else None


def genitive_adjective(region: str | None) -> str:
    """«Запорізької» of «Запорізька область»; «» for Kyiv, Sevastopol and Crimea."""
    adjective = adjective_of(region)
    return f"{adjective[:-1]}ої" if adjective else ""


def in_region(region: str | None) -> str:
    """« в Запорізькій області» and the like, with the blank before it."""
    if not region:
        return ""
    if adjective := adjective_of(region):
        return f" в {adjective[:-1]}ій області"
    return {KYIV: " у місті Києві", "Севастополь": " у місті Севастополі"}.get(region, " в Автономній Республіці Крим")


_PLACE = re.compile(
    rf"\s+(?:[ув]|по)\s+(?:{_ADJECTIVE}ій\s+(?:області|обл\b\.?)|(?:місті|м\.?)\s*(?:Києві|Севастополі)"
    r"|Автономній\s+Республіці\s+Крим|АР\s+Крим|АРК)(?!\s+(?:та|і|й)\s)",
    re.IGNORECASE,
)


def without_place(name: str) -> tuple[str, str | None]:
    """The name without «в … області», and the region that this says; the name as it is and None where it does not.

    >>> without_place("УПП у Сумській обл.")
    ('УПП', 'Сумська область')
    """
    places = list(_PLACE.finditer(name))
    if len(places) != 1:
        return name, None
    place = places[0]
    said = re.sub(r"\bобл\b\.?", "області", place.group())
    return name[: place.start()] + name[place.end() :], region_in(said.replace("АРК", "Автономній Республіці Крим"))


def with_one_place(name: str) -> str:
    """The name with «в … області» written in one way, wherever it stands."""
    _, region = without_place(name)
    return _PLACE.sub(in_region(region), name) if region else name


# ---------------------------------------------------------------- endings of what is written out

_FEMININE = {
    "а": ("а", "а"),
    "ди": ("ої", "и"),
    "и": ("ої", "и"),
    "і": ("ій", "і"),
    "у": ("у", "у"),
    "ою": ("ою", "ою"),
}
_COUNCILS = {"міськ": "міськ", "сіль": "сільськ", "селищ": "селищн", "обл": "обласн", "рай": "районн"}
_COMMITTEES = {
    "": ("ий", ""), "у": ("ого", "у"), "ом": ("им", "ом"), "и": ("і", "и"), "ів": ("их", "ів"), "ами": ("ими", "ами"),
    "ам": ("им", "ам"),
}  # fmt: skip
_DISTRICT = {"а": "районна державна адміністрація", "ої": "районної державної адміністрації",
             "ій": "районній державній адміністрації", "ою": "районною державною адміністрацією",
             "у": "районну державну адміністрацію"}  # fmt: skip


def _council(match: re.Match[str]) -> str:
    """«Роменської міськради» -> «Роменської міської ради»"""
    adjective, noun = _FEMININE[match["end"].lower()]
    return f"{match['of']} {_COUNCILS[match['kind'].lower()]}{adjective} рад{noun}"


def _committee(match: re.Match[str]) -> str:
    adjective, noun = _COMMITTEES[(match["end"] or "").lower()]
    first = "Виконавч" if match.group()[0].isupper() else "виконавч"
    return f"{first}{adjective} комітет{noun}"


def _district(match: re.Match[str]) -> str:
    return f"{match['of']}{match['end']} {_DISTRICT[match['end'].lower()]}"


# ---------------------------------------------------------------- words

# Legal forms that stand before a name in quotation marks, as everyone shortens them.
_LEGAL_FORMS = {
    "ДП": "Державне підприємство", "КП": "Комунальне підприємство", "КНП": "Комунальне некомерційне підприємство",
    "МКП": "Міське комунальне підприємство", "ОКП": "Обласне комунальне підприємство", "КЗ": "Комунальний заклад",
    "КУ": "Комунальна установа", "ДУ": "Державна установа", "ДНУ": "Державна наукова установа",
    "ДЗ": "Державний заклад", "ТОВ": "Товариство з обмеженою відповідальністю", "АТ": "Акціонерне товариство",
    "ПАТ": "Публічне акціонерне товариство", "ПрАТ": "Приватне акціонерне товариство",
    "ГО": "Громадська організація", "БФ": "Благодійний фонд", "МБФ": "Міжнародний благодійний фонд",
    "БО": "Благодійна організація", "ГС": "Громадська спілка",
}  # fmt: skip
_LEGAL = re.compile(rf"^(?:{'|'.join(_LEGAL_FORMS)})(?=\s*«)")


def _legal_form(match: re.Match[str]) -> str:
    return _LEGAL_FORMS[match.group()]


# In order, each with what it levels.
_REWRITINGS: tuple[tuple[str, _Rewriting], ...] = (
    # a word cut at its hyphen: «житлово- комунального»
    (r"(?<=[а-яіїєґ]о)-\s+(?=[а-яіїєґ]{3})", "-"),
    # «ОДА (ОВА)», «РВА/РДА»
    (r"\bО[ДВ]А\s*[(/]\s*О[ДВ]А\b\s*\)?", "ОДА"),
    (r"\bР[ДВ]А\s*[(/]\s*Р[ДВ]А\b\s*\)?", "РДА"),
    # «обласна державна (військова) адміністрація»
    (rf"\b({_MILITARY})\s*[(/]\s*{_MILITARY}\s*\)?\s+(?=адміністраці)", r"\1 "),
    # «облдержадміністрація (обласна військова адміністрація)»
    (rf"(адміністраці\w+)\s*\((?:{_ADJECTIVE}\w+\s+)?(?:(?:обласн|районн|міськ)\w+\s+)?{_MILITARY}"
     r"\s+адміністраці\w+\)", r"\1"),
    (r"(адміністраці\w+)\s*\((?:О[ДВ]А|Р[ДВ]А)\)", r"\1"),
    (r"\b(районн|міськ)(\w+)\s+військов(\w+)\s+(?=адміністраці)", r"\1\2 державн\3 "),
    # «виконавчий орган Київської міської ради (Київська міська державна адміністрація)»
    (r"\bвиконавч\w+\s+орган\w*\s+Київської\s+міської\s+ради\s*\((Київськ\w+\s+міськ\w+\s+державн\w+\s+адміністраці\w+"
     r"|КМДА)\)", r"\1"),
    (rf"\b(?P<of>{_ADJECTIVE})(?P<end>а|ої|ій|ою|у)\s+(?:Р[ДВ]А|рай(?:держ|військ)?адміністраці[яїєю]+)\b", _district),
    (rf"\b(?P<of>{_ADJECTIVE}(?:а|ої|ій|у|ою))\s+(?P<kind>міськ|сіль|селищ|обл|рай)рад(?P<end>а|и|і|у|ою)\b", _council),
    (rf"^({_ADJECTIVE})ий\s+міськвиконком$", r"Виконавчий комітет \1ої міської ради"),
    (rf"^({_ADJECTIVE})ий\s+райвиконком$", r"Виконавчий комітет \1ої районної ради"),
    (r"\bвиконком(?P<end>у|ом|и|ів|ами|ам)?\b(?=\s)", _committee),
    (r"^ГУ(?=\s)", "Головне управління"),
    (r"^(?:Упр\.|Упр-ня)\s*", "Управління "),
    (r"^УСЗН\b", "Управління соціального захисту населення"),
    (r"^ДСЗН\b", "Департамент соціального захисту населення"),
    (r"^УКБ\b", "Управління капітального будівництва"),
    (r"\bсоцзахисту\b", "соціального захисту"),
    (r"(?<=\s)ЖКГ\b", "житлово-комунального господарства"),
    (r"(?<=центр\s)(?=БВПД\b)", "з надання "),
    (r"(?<=надання\s)БВПД\b", "безоплатної вторинної правової допомоги"),
    (r"(?<=надання\s)БПД\b", "безоплатної правової допомоги"),
    (r"\bправничої(?=\s+допомоги)", "правової"),
    (r"(ської|цької|зької|ській|цькій|зькій)\s+обл\b\.?", r"\1 області"),
    (r"(?<=ий\s)ОЦЗ\b", "обласний центр зайнятості"),
    (r"(?<=ого\s)ОЦЗ\b", "обласного центру зайнятості"),
    (r"(?<=ий\s)ОАС\b", "окружний адміністративний суд"),
    (r"(?<=ий\s)НДЕКЦ\b(?:\s+МВС\b)?", "науково-дослідний експертно-криміналістичний центр МВС"),
    (r"(?<=ий\s)РВП\b", "районний відділ поліції"),
    (r"(?<=\s)ГУНП\b", "Головного управління Національної поліції"),
    (r"(?<=\s)ГУ(?=\s+(?:ДСНС|ДПС|ПФУ|НП|Нац|Держ))", "Головного управління"),
    (r"^УДКСУ(?=\s)", "Управління Державної казначейської служби України"),
    (r"\bдержархів(?=\s)", "державний архів"),
    (r"(?<=а\s)ТГ$", "територіальна громада"),
    (r"(?<=ої\s)ТГ$", "територіальної громади"),
    (r"\b([ув])\s+м\.\s*(?=Києві|Севастополі)", r"\1 місті "),
    (r"(?<=ий\s)ОЦСС\b", "обласний центр соціальних служб"),
    (r"(?<=обласний\s)О?ТЦК(?:\s+та\s+СП)?\b", "територіальний центр комплектування та соціальної підтримки"),
    (r"^облрада$", "обласна рада"),
    (r"\bМЦ\s+(?:з надання\s+)?БВПД\b", "місцевий центр з надання безоплатної вторинної правової допомоги"),
)  # fmt: skip
_RULES = tuple((re.compile(pattern, re.IGNORECASE), new) for pattern, new in _REWRITINGS)
_HERE = re.compile(r"\s+(?P<in>[ув]\s+)?(?:області|обл\.?)$")
_PROSECUTOR = re.compile(rf"^прокуратура\s+({_ADJECTIVE})ої\s+області$", re.IGNORECASE)
_OWN_OBLAST = re.compile(r"^обласн(?P<end>ий|а|е)\s+(?!(?:державн|військов)\w+\s+адміністраці)", re.IGNORECASE)


def levelled(name: str, region: str | None = None) -> str:
    """The name with its owner, council, legal form and place in full words. ``region``: that of the plan, which «в
    області» and «обласний …» mean.

    >>> levelled("виконком Роменської міськради"), levelled("обласна прокуратура", "Сумська область")
    ('виконавчий комітет Роменської міської ради', 'Сумська обласна прокуратура')
    """
    name = _LEGAL.sub(_legal_form, _with_apostrophes(name))
    for pattern, new in _RULES:
        name = pattern.sub(new, name)
    adjective = adjective_of(region)
    if adjective and region_in(name) is None:
        name = _HERE.sub(lambda m: in_region(region) if m["in"] else f" {genitive_adjective(region)} області", name)
        name = _OWN_OBLAST.sub(lambda m: f"{_agreeing(adjective, m['end'])} обласн{m['end']} ", name)
    return _PROSECUTOR.sub(r"\1а обласна прокуратура", name)


def _agreeing(adjective: str, end: str) -> str:
    return adjective[:-1] + end


def level_conjunctions(name: str) -> str:
    """One «та» for «і» and «й», but «освіти і науки», as the ministry and its departments are called.

    >>> level_conjunctions("Управління культури і туризму"), level_conjunctions("Департамент освіти та науки")
    ('Управління культури та туризму', 'Департамент освіти і науки')
    """
    if "«" in name:
        return name
    return re.sub(r"\bосвіти та науки\b", "освіти і науки", re.sub(r"(?<=\s)[ій](?=\s)", "та", name))


_LABIAL = re.compile(r"(?<=[а-яіїєґ])([бпвмфрдз])(?=[яюєї])", re.IGNORECASE)
_FOR_APOSTROPHE = re.compile(r"(?<=[а-яіїєґ])[\"*](?=[яюєї])", re.IGNORECASE)


def _with_apostrophes(name: str) -> str:
    """Apostrophes where they are missing or printed as another sign: «здоровя», «здоров"я», «обєднані»."""
    return re.sub(r"[^\W\d_]+", lambda m: _spelt(m.group()), _FOR_APOSTROPHE.sub("'", name))


@lru_cache(maxsize=5_000)
def _spelt(word: str) -> str:
    if not _LABIAL.search(word) or any(r.known for r in readings(word)):
        return word
    candidate = _LABIAL.sub(r"\1'", word)
    return candidate if any(r.known for r in readings(candidate)) else word
