"""What the web application says on any page: how much is at hand, and what went wrong, in Ukrainian and English."""

from __future__ import annotations

# key -> (Ukrainian, English)
PAGE: dict[str, tuple[str, str]] = {
    "at-hand": ("Прочитано {plans}: {measures}", "{plans} at hand, {measures}"),
    "problem-401": ("Потрібен вхід", "Sign-in is needed"),
    "problem-403": ("Вам це не дозволено", "You are not allowed to do this"),
    "problem-429": ("Забагато запитів: зачекайте й спробуйте ще раз", "Too many requests: wait and try again"),
    "problem-404": ("Такої сторінки немає", "No such page"),
    "problem-405": ("Так сюди не звертаються", "Not asked for in this way"),
    "problem-413": ("Запит завеликий", "The request is too large"),
    "problem-422": ("Запит не зрозуміло", "The request is not understood"),
    "problem-500": ("Внутрішня помилка", "Internal error"),
    "problem-503": ("Дані недоступні", "The data are not available"),
    "question-too-long": (
        "Питання надто довге: {length} знаків, а приймається до {limit}. Скоротіть його.",
        "The question is too long: {length} characters, up to {limit} are taken. Shorten it.",
    ),
    "question-empty": ("Питання порожнє: напишіть його.", "The question is empty: write one."),
    "internal-error": (
        "Щось пішло не так у самому застосунку. Спробуйте ще раз; подробиці — у журналі застосунку.",
        "Something went wrong in the application itself. Try again; its log has the details.",
    ),
}
