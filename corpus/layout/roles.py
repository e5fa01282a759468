"""What a column can be, and the wording by which headers say it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from corpus.text import fold

Role = Literal[
    "number", "section", "task", "goal", "measure", "indicator", "value",
    "responsible", "deadline", "start", "end", "mark", "other",
]  # fmt: skip

# How a person calls a column of this role; used in remarks and explanations.
ROLE_NAMES: dict[Role, str] = {
    "number": "номер", "section": "розділ", "task": "завдання", "goal": "мета", "measure": "захід",
    "indicator": "показник", "value": "значення", "responsible": "відповідальні", "deadline": "строк",
    "start": "початок", "end": "закінчення", "mark": "позначка графіка", "other": "інше",
}  # fmt: skip

# Columns whose cells a page may cut.
CUT_ROLES: tuple[Role, ...] = ("section", "task", "goal", "measure", "indicator", "responsible", "deadline")

# Columns that a plan must have one of, beside the measures.
PLAN_ROLES: frozenset[Role] = frozenset({"responsible", "deadline", "start", "end", "indicator", "mark"})


class Wording(NamedTuple):
    """A rule: a header whose folded text matches ``pattern`` (and not ``unless``) names a column of ``role``."""

    role: Role
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


def _rule(role: Role, pattern: str, unless: str | None = None) -> Wording:
    return Wording(role, re.compile(pattern), re.compile(unless) if unless else None)


# The first rule that matches names the column; each line has a header seen in a real plan.
WORDINGS: tuple[Wording, ...] = (
    _rule("number", r"^№|^n$|^no\b|\b[пзн]\s*/\s*п\b|^номер|^шифр"),  # № з/п; п/п
    _rule("other", r"фінанс|кошт|джерел|бюджет|вартіст|тис\.?\s*грн"),  # Джерела фінансування
    _rule(
        "other",
        r"^відміт|^приміт|стан виконання|хід виконання|^підстав|^місце|одиниц\w* вимір|аудитор|^клас|категорі|^партнер",
    ),
    _rule("other", r"підпис|телефон|пошт|прізвищ|^піб|посада"),  # Прізвище, посада, підпис
    _rule(
        "other", r"базов\w*$|базов\w* (?:значен|показн|рів)|вихідн\w* (?:значен|показн|рів)|фактичн"
    ),  # базове значення
    _rule("goal", r"^мета\b|^мета,|ціль завдання"),  # Мета та основний результат виконання завдання
    _rule("value", r"значення|^кількість$|^к-сть"),  # Значення показника
    _rule("indicator", r"індикатор|показник|критері|результат|форма звіт|продукт"),  # Індикатор виконання
    _rule(
        "responsible",
        r"відповідальн|виконав(?:ец|ц)|співвиконав|^хто\b|орган влади|"
        r"куратор|організатор|учасник\w* (?:про[єе]кт|реаліз|виконан)|^суб.єкт",
    ),
    _rule("start", r"початок|початку|старт"),  # Дата початку
    _rule("end", r"закінчен|завершен|кінец"),  # Дата завершення
    _rule(
        "deadline", r"строк|термін|\bдат[аиу]\b|період|^коли|^місяць|^час\b|дедлайн|^графік|^термін"
    ),  # Строк виконання
    _rule("section", r"підціл|розділ|напрям|стратегічн\w* ціл|операційн\w* ціл|пріоритет"),  # Підціль
    _rule("measure", r"завдан\w*\s*(?:та|і|й|/|,)\s*заход|заход\w*\s*(?:та|і|й|/|,)\s*завдан"),  # Завдання та заходи
    _rule("task", r"^(?:(?!зах[оі]д).)*завдан"),  # Найменування завдання
    _rule(
        "measure",
        r"зах[оі]д|зміст|назва|найменуван|\bді[яії]\b|робот|активн|діяльн|проект|проєкт|крок|ініціатив|^що\b|^тема|^питання",
    ),
)

# A header that names indicators and executors together: «показники … та перелік виконавців».
_BOTH = re.compile(r"^(?!значення).*(?:показник|індикатор|результат).*(?:виконав(?:ец|ц)|відповідальн)")


def roles_of_wording(header: str) -> tuple[Role, ...]:
    """The roles that a header's words give its column: none, one, or two for a shared column.

    >>> roles_of_wording("Строк виконання"), roles_of_wording("Найменування заходу для виконання завдання")
    (('deadline',), ('measure',))
    """
    text = fold(header).strip(" .:*()")
    if not text:
        return ()
    if _BOTH.search(text):
        return ("indicator", "responsible")
    for rule in WORDINGS:
        if rule.pattern.search(text) and not (rule.unless and rule.unless.search(text)):
            return (rule.role,)
    return ()
