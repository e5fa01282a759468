"""What the page of the application's state says, in Ukrainian and English."""

from __future__ import annotations

# key -> (Ukrainian, English); the data are format fields
STATUS: dict[str, tuple[str, str]] = {
    "title": ("Стан застосунку", "State of the application"),
    "data": ("Дані", "Data"),
    "plans": ("Планів", "Plans"),
    "measures": ("Заходів", "Measures"),
    "bodies": ("Виконавців", "Bodies"),
    "doubtful": ("Рядків із зауваженнями", "Rows with remarks"),
    "revision": ("Зміна даних №", "Change of data no."),
    "index": ("Індекс", "Index"),
    "index-none": ("Індексу ще немає.", "There is no index yet."),
    "index-current": ("відповідає даним", "up to date"),
    "index-behind": ("відстає від даних", "behind the data"),
    "index-state": ("Стан", "State"),
    "size": ("Розмір", "Size"),
    "megabytes": ("{n} МБ", "{n} MB"),
    "model": ("Модель", "Model"),
    "encoder": ("Векторна модель", "Encoder"),
    "analysis": ("Розбір слів", "Analysis of words"),
    "language-model": ("Мовна модель", "Language model"),
    "no-language-model": (
        "не налаштовано: відповіді складає сам застосунок",
        "none: the application words answers itself",
    ),
    "versions": ("Версії", "Versions"),
    "program": ("Програма", "Program"),
    "version": ("Версія", "Version"),
    "questions": ("Питання відвідувачів", "What visitors asked"),
    "asked": ("Поставлено питань", "Questions asked"),
    "unanswered": ("Без відповіді", "Unanswered"),
    "thumbs-up": ("Оцінок «допомогло»", "Thumbs up"),
    "thumbs-down": ("Оцінок «не допомогло»", "Thumbs down"),
    "unanswered-list": ("Питання, на які плани не мають відповіді", "Questions that the plans do not answer"),
    "unhelpful-list": ("Відповіді, які не допомогли", "Answers that did not help"),
    "answer": ("Відповідь", "Answer"),
    "question": ("Питання", "Question"),
    "times": ("Разів", "Times"),
    "when": ("Коли", "When"),
}
