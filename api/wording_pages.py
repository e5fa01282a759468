"""What the pages share in words, in Ukrainian and English, and how a page takes its own."""

from __future__ import annotations

from collections.abc import Mapping

from api.settings import Lang

# key -> (Ukrainian, English)
SHARED: dict[str, tuple[str, str]] = {
    "all": ("усі", "all"),
    "apply": ("Показати", "Show"),
    "clear": ("Прибрати всі умови", "Clear all conditions"),
    "remove": ("Прибрати умову:", "Remove the condition:"),
    "export": ("Завантажити:", "Download:"),
    "previous": ("Попередні", "Previous"),
    "next": ("Наступні", "Next"),
    "pages": ("Сторінки", "Pages"),
    "page-of": ("{number} із {last}", "{number} of {last}"),
    "whole-country": ("уся країна", "whole country"),
    "consent": ("за згодою", "by consent"),
    "responsible": ("Виконавці", "Responsible"),
    "deadline": ("Строк", "Deadline"),
    "indicator": ("Індикатор", "Indicator"),
    "value": ("Значення", "Value"),
    "section": ("Розділ", "Section"),
    "task": ("Завдання", "Task"),
    "plan": ("План", "Plan"),
    "region": ("Область", "Region"),
    "body": ("Виконавець", "Body"),
    "measure": ("Захід", "Measure"),
    "doubts": ("Зауваження до читання документа", "Remarks on the reading of the document"),
    "nothing": ("Нічого не знайдено.", "Nothing was found."),
    "bad-date": ("«{value}» не дата, умову не застосовано.", "“{value}” is no date; the condition was not applied."),
    "unknown": (
        "У планах немає такого: «{value}».",
        "The plans know nothing called “{value}”.",
    ),
    "save": ("Зберегти", "Save"),
    "comment": ("Коментар", "Comment"),
}


def in_language(words: Mapping[str, tuple[str, str]], lang: Lang) -> dict[str, str]:
    """The shared words and a page's own, in one language."""
    return {key: texts[lang == "en"] for key, texts in (SHARED | dict(words)).items()}
