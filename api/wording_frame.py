"""The words around every page: its name, the way through the application, the foot."""

from __future__ import annotations

from api.settings import Lang

# address -> (Ukrainian, English)
NAVIGATION: tuple[tuple[str, tuple[str, str]], ...] = (
    ("/", ("Запитати", "Ask")),
    ("/search", ("Пошук", "Search")),
    ("/plans", ("Плани", "Plans")),
    ("/deadlines", ("Строки", "Deadlines")),
    ("/owners", ("Виконавці", "Bodies")),
    ("/duplicates", ("Дублювання", "Duplicates")),
    ("/status", ("Стан", "Status")),
)
FRAME: dict[str, tuple[str, str]] = {
    "brand": ("Помічник за планами", "Action plans assistant"),
    "skip-to-main": ("До змісту", "Skip to content"),
    "nav": ("Розділи", "Sections"),
    "sign-out": ("Вийти", "Sign out"),
    "foot": (
        "Звіряйте важливе з документом: місце вказано в кожному рядку.",
        "Check what matters against the document: every row says where it stands.",
    ),
}


def frame_words(lang: Lang) -> dict[str, str]:
    return {key: texts[lang == "en"] for key, texts in FRAME.items()}
