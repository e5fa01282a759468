"""What a cell is by what it says: a number, a date, bodies, an indicator, an action.

Layout may not trust positions alone: a dump loses columns and shifts rows. Each ``fit`` says how well a text suits a
column of a role, from about -6 (cannot be) over 0 (says nothing) to about +6 (a label names it).
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.bodies import looks_like_bodies
from corpus.deadlines import looks_like_deadline
from corpus.layout.labels import label_of
from corpus.layout.roles import Role
from corpus.morphology import readings
from corpus.text import APOSTROPHES

_NUMBER = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3}){0,3}\s*[.)]?|[IVXІХ]{1,5}\s*[.)])$")
_VALUE = re.compile(
    r"^[-–—+≈~]?\s*(?:не менше\s+|до\s+|понад\s+)?\d+(?:[.,\s]\d+)*\s*(?:%|відсот\w*|од\w*\.?|шт\.?|осіб|разів)?$",
    re.IGNORECASE,
)
# Predicates that close an indicator: «акт видано», «групу утворено», «порядок затверджено».
PREDICATE = r"\b[а-яіїєґ'’]{2,}(?:ано|яно|ено|єно|ито|іто|їто|уто|ято|їно)\b"
_PREDICATE = re.compile(PREDICATE, re.IGNORECASE)
_COUNT = re.compile(
    r"^\W*(?:\([^)]*\)\s*)?(?:загальна\s+)?(?:кількіст|відсот|част[кц]|рівень|обсяг|динамік|наявніст)", re.IGNORECASE
)
_CONDITION = re.compile(
    r"^(?:за\s+(?:потреб|можлив|запрошен|наявн|необхідн|окрем)|[ву]\s*разі|під час|постійно|щоденно|за умови)",
    re.IGNORECASE,
)
# Nouns of action that open a measure or task: «Проведення…», «Розробка…», «Організація…»; also infinitives.
_ACTION_ENDING = r"(?:ння|ття|ація|яція|зація|иція|еція|укція|енція)"
_ACTION_WORDS = (
    "аналіз|аудит|розробка|підготовка|перевірка|оцінка|огляд|моніторинг|випуск|пошук|збір|запуск|участь|обмін|розвиток|"
    "закупівля|робота|контроль|супровід|зустріч|облік|внесок|розбудова|підтримка|ремонт|перегляд|добір|відбір|випробування"
)
# Bodies whose names end as actions do.
_NOT_ACTIONS = (
    r"(?:управління|відділення|об['’]єднання|\w*адміністрація|інспекція|поліція|асоціація|дирекція|корпорація|федерація|"
    r"станція|філармонія|редакція|міськуправління|облуправління|правління|представництва?)\b"
)
ACTION = rf"(?!{_NOT_ACTIONS})(?:[^\W\d_][\w'’-]*{_ACTION_ENDING}|{_ACTION_WORDS})\b"
_ACTION = re.compile(rf"^\W*{ACTION}", re.IGNORECASE)
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_INFINITIVE = re.compile(r"^\W*([^\W\d_][\w'’]*(?:ти|тися|тись))\b", re.IGNORECASE)


# A longer text without a digit is no deadline («постійно», «за потреби» are short).
LONGEST_UNDATED = 90


def is_number(text: str) -> bool:
    """Whether the text is a row's or task's number: «1», «2.», «1.1.», «IV.»."""
    return bool(_NUMBER.match(text.strip()))


def is_value(text: str) -> bool:
    """Whether the text is the value of an indicator: «0», «100%», «1 200», «15 осіб»."""
    return bool(_VALUE.match(text.strip()))


@lru_cache(maxsize=16384)
def is_deadline(text: str) -> bool:
    """Whether the whole text says when."""
    if is_number(text) or (len(text) > LONGEST_UNDATED and not re.search(r"\d", text)):
        return False
    return bool(looks_like_deadline(text))


@lru_cache(maxsize=16384)
def is_bodies(text: str) -> bool:
    """Whether the text is a list of bodies or officials."""
    return float(looks_like_bodies(text)) >= 0.5


def is_indicator(text: str) -> bool:
    """Whether the text says by what one sees that a measure was done.

    >>> is_indicator("Звіт подано (у разі потреби)"), is_indicator("Кількість зборів"), is_indicator("Провести збори")
    (True, True, False)
    """
    if _COUNT.match(text) or _CONDITION.match(text):
        return True
    words = re.sub(r"\([^)]*\)", " ", text).split()
    return bool(_PREDICATE.search(" ".join(words[-8:])))


def is_action(text: str) -> bool:
    """Whether the text begins as a measure or a task does: with a noun of action or an infinitive."""
    return bool(_ACTION.match(text)) or _begins_with_infinitive(text)


def _begins_with_infinitive(text: str) -> bool:
    """«Провести …», but not «Звіти …»: the dictionary knows which word is a verb."""
    match = _INFINITIVE.match(text)
    if match is None:
        return False
    word = match[1].lower().translate(_TO_APOSTROPHE)
    return any(reading.pos in {"VERB", "INFN"} and reading.lemma == word for reading in readings(word))


def starts_low(text: str) -> bool:
    """Whether the text begins inside a sentence: with a small letter or a closing or dividing mark."""
    stripped = text.lstrip('«"“(')
    return bool(stripped) and (stripped[0].islower() or stripped[0] in ",;:.)»")


@lru_cache(maxsize=65536)
def fit(text: str, role: Role) -> float:
    """How well the text suits a column of the role."""
    flat = " ".join(text.split())
    rule = _FITS.get(role)
    return rule(flat) if rule else 0.0


def _fit_number(text: str) -> float:
    return 3.0 if is_number(text) else -6.0


def _fit_value(text: str) -> float:
    if is_value(text):
        return 3.0
    return -1.0 if len(text) < 20 else -4.0


def _fit_deadline(text: str) -> float:
    if not is_deadline(text):
        return -3.5
    return 2.5 if is_indicator(text) else 4.0  # «Постійно» and «За потребою» can be either


def _fit_responsible(text: str) -> float:
    if is_number(text) or is_value(text) or (is_deadline(text) and not is_bodies(text)):
        return -4.0
    if label_of(text) or (is_indicator(text) and not is_bodies(text)):
        return -3.0
    if not is_bodies(text):
        return -1.5
    if is_action(text):
        return 0.0
    return 3.0 if len(text) < 80 or "," in text or "згод" in text else 2.0


def _fit_indicator(text: str) -> float:
    if is_indicator(text):
        return 2.5
    if is_number(text) or is_value(text) or label_of(text) or is_deadline(text):
        return -3.0
    return -1.0 if is_bodies(text) or is_action(text) else 0.3


def _fit_goal(text: str) -> float:
    label = label_of(text)
    if label:
        return 6.0 if label.kind == "goal" else -6.0
    return _fit_prose(text)


def _fit_task(text: str) -> float:
    label = label_of(text)
    if label:
        return 6.0 if label.kind == "task" else -6.0
    return _fit_prose(text)


def _fit_measure(text: str) -> float:
    label = label_of(text)
    if label:
        return 6.0 if label.kind == "measure" else -6.0
    return _fit_prose(text)


def _fit_prose(text: str) -> float:
    if is_number(text) or is_value(text) or is_deadline(text):
        return -4.0
    if is_action(text):
        return 1.5
    if is_indicator(text):
        return -1.5
    return -1.0 if is_bodies(text) else 0.5


_FITS = {
    "number": _fit_number,
    "value": _fit_value,
    "deadline": _fit_deadline,
    "start": _fit_deadline,
    "end": _fit_deadline,
    "responsible": _fit_responsible,
    "indicator": _fit_indicator,
    "goal": _fit_goal,
    "task": _fit_task,
    "measure": _fit_measure,
    "section": _fit_prose,
}
