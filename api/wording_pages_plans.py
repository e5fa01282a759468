"""What the page of plans says, and what jobs are called, in Ukrainian and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.settings import Lang

if TYPE_CHECKING:
    from api.job_book import Job

# key -> (Ukrainian, English); the data are format fields
PLANS: dict[str, tuple[str, str]] = {
    "title": ("Плани", "Plans"),
    "upload": ("Додати плани", "Add plans"),
    "upload-lead": (
        "DOCX, PDF, HTML, XLSX, TXT або архів ZIP із ними, разом до {limit} МБ. "
        "Файл із назвою, яка вже є, замінить попередню версію.",
        "DOCX, PDF, HTML, XLSX, TXT or a ZIP of them, up to {limit} MB together. "
        "A file of a name that is there already replaces the former version.",
    ),
    "files": ("Файли планів", "Files of plans"),
    "drop": ("Перетягніть файли сюди або оберіть їх", "Drop files here, or choose them"),
    "chosen": ("Обрано файлів: {n}", "Files chosen: {n}"),
    "keep-twins": ("Додати й те, що повторює вже наявний план", "Also add what repeats a plan that is there"),
    "send": ("Надіслати", "Send"),
    "sending": ("Надсилаю…", "Sending…"),
    "send-failed": ("Не надіслано. {reason}", "Not sent. {reason}"),
    "offline": (
        "Застосунок не відповідає: перевірте, чи він працює.",
        "The application does not answer: is it running?",
    ),
    "jobs": ("Останні роботи", "Recent work"),
    "no-jobs": ("Робіт ще не було.", "Nothing has been done yet."),
    "refresh": ("Оновити стан", "Refresh"),
    "stop": ("Зупинити", "Stop"),
    "by": ("хто: {person}", "by {person}"),
    "file": ("Файл", "File"),
    "result": ("Що сталося", "What became of it"),
    "doubts": ("Сумніви", "Doubts"),
    "list": ("Які плани прочитано", "Plans at hand"),
    "no-plans": ("Планів ще немає: додайте перший.", "There are no plans yet: add the first one."),
    "plan": ("План", "Plan"),
    "region": ("Область", "Region"),
    "period": ("Період", "Period"),
    "measures": ("Заходів", "Measures"),
    "actions": ("Дії", "Actions"),
    "whole-country": ("уся країна", "whole country"),
    "see-doubts": ("зауважень: {n}", "remarks: {n}"),
    "see-repeats": ("повторюють інші плани: {n}", "repeated in other plans: {n}"),
    "replace": ("Замінити", "Replace"),
    "replace-with": ("Файл, що замінить план «{plan}»", "File to replace the plan “{plan}”"),
    "remove": ("Вилучити", "Remove"),
    "remove-sure": (
        "Вилучити план «{plan}»? Його заходів більше не можна буде знайти.",
        "Remove the plan “{plan}”? Nothing of it can be found any more.",
    ),
    "remove-yes": ("Так, вилучити", "Yes, remove it"),
    "editions": ("Порівняти редакції", "Compare editions"),
    "earlier": ("Попередня редакція", "Earlier edition"),
    "later": ("Наступна редакція", "Later edition"),
    "compare": ("Порівняти", "Compare"),
    "changes": ("Що змінилося", "What changed"),
    "changes-of": ("Від «{earlier}» до «{later}»", "From “{earlier}” to “{later}”"),
    "no-changes": ("Рядки обох редакцій однакові.", "The rows of both editions are the same."),
    "cell": ("Клітинка", "Cell"),
    "before": ("Було", "Before"),
    "after": ("Стало", "After"),
    "change": ("Зміна", "Change"),
    "measure": ("Захід", "Measure"),
    "back": ("До планів", "Back to the plans"),
    "doubts-of": ("Рядки із зауваженнями", "Rows with remarks"),
    "no-doubts": ("Жоден рядок не має зауважень.", "No row carries a remark."),
    "doubts-lead": (
        "Звірте ці рядки з документом. Що прочитано хибно, виправте: це лишиться, коли документ прочитають знову.",
        "Check these rows against the document. Correct what was read wrongly; it stays when it is read again.",
    ),
    "see-plan": ("Рядок у плані", "The row in its plan"),
    "correct": ("Виправити", "Correct"),
    "correct-title": ("Виправити рядок", "Correct a row"),
    "correct-lead": (
        "Впишіть те, що стоїть у документі. Щоб повернути прочитане програмою, впишіть слова з примітки «було».",
        "Write what the document says. To take a correction back, write the words that the remark quotes.",
    ),
    "item": ("Показник {n}", "Item {n}"),
    "save": ("Зберегти", "Save"),
    "remarks": ("Зауваження", "Remarks"),
    "place": ("Місце", "Place"),
    "upkeep": ("Обслуговування", "Upkeep"),
    "reindex": ("Переіндексувати все", "Index everything anew"),
    "found-pairs": ("Знайдено пар: {n}", "Pairs found: {n}"),
    "find-duplicates": ("Знайти дублікати", "Search for duplicates"),
}

# cells of a row
CELL_NAMES: dict[str, tuple[str, str]] = {
    "measure": ("Захід", "Measure"),
    "measure_no": ("№ заходу", "Measure no."),
    "section": ("Розділ", "Section"),
    "task": ("Завдання", "Task"),
    "indicator": ("Індикатор", "Indicator"),
    "value": ("Значення", "Value"),
    "responsible": ("Виконавці (через «;»)", "Responsible (separated by “;”)"),
    "deadline": ("Строк", "Deadline"),
}

# what becomes of files and plans
RESULTS: dict[str, tuple[str, str]] = {
    "added": ("прочитано: {measures}", "read: {measures}"),
    "replaced": ("прочитано: {measures}, замінено попередню версію", "read: {measures}, replaced the former version"),
    "unchanged": ("без змін: {measures}", "unchanged: {measures}"),
    "no-measures": ("заходів не знайдено, пропущено", "no measures found, left out"),
    "twin": ("той самий план, що {twin}, пропущено", "the same plan as {twin}, left out"),
    "failed": ("не прочитано. {problem}", "not read. {problem}"),
    "removed": ("вилучено", "removed"),
    "unknown": ("такого плану вже не було", "there was no such plan any more"),
}

KINDS: dict[str, tuple[str, str]] = {
    "ingest": ("Додавання планів", "Adding plans"),
    "remove": ("Вилучення планів", "Removing plans"),
    "correct": ("Виправлення рядка", "Correcting a row"),
    "reindex": ("Переіндексація", "Indexing anew"),
    "duplicates": ("Пошук дублікатів", "Search for duplicates"),
}

STATES: dict[str, tuple[str, str]] = {
    "waiting": ("чекає черги", "waiting for its turn"),
    "running": ("починається", "beginning"),
    "done": ("виконано", "done"),
    "failed": ("не вдалося", "failed"),
    "cancelled": ("зупинено", "stopped"),
}

STAGES: dict[str, tuple[str, str]] = {
    "waiting-for-writer": (
        "чекає, доки закінчить інша програма, що змінює ці дані",
        "waiting for another program that is changing these data",
    ),
    "reading": ("читання файлів", "reading files"),
    "indexing": ("індексування", "indexing"),
    "comparing": ("порівняння", "comparing"),
}


def plans_words(lang: Lang) -> dict[str, str]:
    """All words of the page in one language."""
    return {key: texts[lang == "en"] for key, texts in PLANS.items()}


def job_words(job: Job, lang: Lang) -> str:
    """How far a job is, in words.

    >>> from api.job_book import Job
    >>> job_words(Job("1", "ingest", "running", {}, "", "", stage="reading", done=2, total=5), "uk")
    'Додавання планів: читання файлів, 2 / 5'
    """
    english = lang == "en"
    state = STATES[job.state][english]
    if job.state == "running" and job.stage:
        state = STAGES[job.stage][english] + (f", {job.done} / {job.total}" if job.total else "")
    return f"{KINDS[job.kind][english]}: {state}"
