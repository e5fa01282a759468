"""What the page of search says, in Ukrainian and English."""

from __future__ import annotations

# key -> (Ukrainian, English); the data are format fields
SEARCH: dict[str, tuple[str, str]] = {
    "title": ("Пошук заходів", "Search for measures"),
    "words": ("Що шукати", "What to look for"),
    "find": ("Шукати", "Search"),
    "more-conditions": ("Умови", "Conditions"),
    "section-words": ("Слова розділу чи завдання", "Words of a section or task"),
    "due-from": ("Строк від", "Due from"),
    "due-to": ("Строк до", "Due to"),
    "year": ("Рік", "Year"),
    "consent-mark": ("За згодою", "By consent"),
    "consent-yes": ("лише за згодою", "by consent only"),
    "consent-no": ("без згоди", "without consent"),
    "sort": ("Порядок", "Order"),
    "sort-best": ("за змістом", "by meaning"),
    "sort-soonest": ("спершу ранні строки", "earliest deadlines first"),
    "sort-latest": ("спершу пізні строки", "latest deadlines first"),
    "narrow": ("Звузити", "Narrow down"),
    "found": ("Знайдено: {measures}", "Found: {measures}"),
    "results": ("Результати", "Results"),
    "empty": (
        "За цими умовами заходів немає. Приберіть одну з них або напишіть інакше.",
        "No measure meets these conditions. Take one of them away, or word it otherwise.",
    ),
    "failing": ("Не виконується умова: {names}.", "This condition is not met: {names}."),
    "corrected": ("Шукали як: {text}", "Searched as: {text}"),
    "no-date": ("без дати", "no date"),
    "condition-region": ("область: {value}", "region: {value}"),
    "condition-plan": ("план: {value}", "plan: {value}"),
    "condition-body": ("виконавець: {value}", "body: {value}"),
    "condition-section": ("розділ: {value}", "section: {value}"),
    "condition-year": ("рік: {value}", "year: {value}"),
    "condition-due_from": ("строк від {value}", "due from {value}"),
    "condition-due_to": ("строк до {value}", "due to {value}"),
    "condition-consent": ("{value}", "{value}"),
}
