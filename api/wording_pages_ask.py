"""What the page to ask on says beside the widget, in Ukrainian and English."""

from __future__ import annotations

# key -> (Ukrainian, English)
ASK: dict[str, tuple[str, str]] = {
    "title": ("Помічник за планами заходів", "Action plans assistant"),
    "lead": (
        "Питайте, хто відповідає за захід, до якого строку, що заплановано. "
        "Кожна відповідь показує рядки планів, на яких стоїть.",
        "Ask who is responsible for a measure, by when, what is planned. "
        "Every answer shows the rows of the plans it rests on.",
    ),
    "no-plans": (
        "Планів ще немає. Додайте їх командою «zakhid ingest ШЛЯХ» — сторінка побачить їх сама.",
        "There are no plans yet. Add some with “zakhid ingest PATH”: this page will see them by itself.",
    ),
    "examples": ("Наприклад", "For example"),
    "question": ("Ваше питання", "Your question"),
    "ask": ("Запитати", "Ask"),
    "understood": ("Питання зрозуміло так:", "Understood as:"),
    "basis": ("Підстава", "Based on"),
    "answer": ("Відповідь", "Answer"),
}
