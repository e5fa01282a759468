"""What the chat page says, in Ukrainian and English. Templates take these; scripts take them from the page."""

from __future__ import annotations

from api.settings import Lang

# key -> (Ukrainian, English)
PAGE: dict[str, tuple[str, str]] = {
    "title": ("Помічник за планами заходів", "Action plans assistant"),
    "lead": (
        "Питайте, хто відповідає за захід, до якого строку, що заплановано. "
        "Кожна відповідь показує рядки планів, на яких стоїть.",
        "Ask who is responsible for a measure, by when, what is planned. "
        "Every answer shows the rows of the plans it rests on.",
    ),
    "skip": ("До поля питання", "Skip to the question field"),
    "other-lang": ("English", "Українською"),
    "other-lang-short": ("EN", "УКР"),
    "other-lang-code": ("en", "uk"),
    "at-hand": ("Прочитано {plans}: {measures}", "{plans} at hand, {measures}"),
    "plans-list": ("Які плани прочитано", "Which plans are at hand"),
    "no-plans": (
        "Планів ще немає. Додайте їх командою «zakhid ingest ШЛЯХ» — сторінка побачить їх сама.",
        "There are no plans yet. Add some with “zakhid ingest PATH”: this page will see them by itself.",
    ),
    "examples": ("Наприклад", "For example"),
    "question": ("Ваше питання", "Your question"),
    "placeholder": ("Ваше питання", "Ask in Ukrainian"),
    "keys": ("Enter — запитати, Shift+Enter — новий рядок", "Enter asks, Shift+Enter begins a new line"),
    "ask": ("Запитати", "Ask"),
    "new": ("Нова розмова", "New dialogue"),
    "dialogue": ("Розмова", "Dialogue"),
    "you": ("Ви запитали:", "You asked:"),
    "searching": ("Шукаю в планах…", "Searching the plans…"),
    "full": ("Відповідь одним текстом", "The answer as one text"),
    "understood": ("Питання зрозуміло так:", "Understood as:"),
    "conditions": ("Умови, які можна прибрати", "Conditions that can be removed"),
    "remove": ("Прибрати умову:", "Remove the condition:"),
    "basis": ("Підстава", "Based on"),
    "nearest": ("Найближче за змістом", "Nearest in meaning"),
    "refused": ("Відповіді в планах немає", "The plans do not hold the answer"),
    "more": ("Показати ще", "Show more"),
    "suggestions": ("Запитати далі", "Ask next"),
    "responsible": ("Виконавці", "Responsible"),
    "deadline": ("Строк", "Deadline"),
    "indicator": ("Індикатор", "Indicator"),
    "value": ("Значення", "Value"),
    "consent": ("за згодою", "by consent"),
    "whole-country": ("уся країна", "whole country"),
    "context": ("Де це в плані", "Where in the plan"),
    "section": ("Розділ", "Section"),
    "task": ("Завдання", "Task"),
    "doubts": ("Зауваження до читання документа", "Remarks on the reading of the document"),
    "failed": ("Не вдалося отримати відповідь", "The answer did not arrive"),
    "offline": (
        "Застосунок не відповідає. Перевірте, чи він працює, і спробуйте ще раз.",
        "The application does not answer. Check that it is running and try again.",
    ),
    "retry": ("Спробувати ще раз", "Try again"),
    "no-script": (
        "Для розмови потрібен JavaScript: увімкніть його для цієї сторінки. У терміналі те саме робить «zakhid ask».",
        "The dialogue needs JavaScript: allow it for this page. In a terminal, `zakhid ask` does the same.",
    ),
    "foot": (
        "Працює на цьому комп'ютері, нікуди не надсилає ні питань, ні планів. "
        "Звіряйте важливе з документом: місце вказано в кожному рядку.",
        "Runs on this computer and sends neither questions nor plans anywhere. "
        "Check what matters against the document: every row says where it stands.",
    ),
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


def page_words(lang: Lang) -> dict[str, str]:
    """All words of the page in one language."""
    return {key: texts[lang == "en"] for key, texts in PAGE.items()}
