"""What the command line says, in Ukrainian and English: messages, and the names of what is counted."""

from __future__ import annotations

from typing import Any

from api.settings import Lang
from assistant.grammar import plural

# key -> (Ukrainian, English); the data are format fields
MESSAGES: dict[str, tuple[str, str]] = {
    "error": ("Помилка: {text}", "Error: {text}"),
    "internal-error": (
        "Внутрішня помилка ({reason}). Збережене раніше ціле; повторіть із ZAKHID_DEBUG=1, щоб побачити подробиці.",
        "Internal error ({reason}). What was stored before is intact; repeat with ZAKHID_DEBUG=1 to see the details.",
    ),
    "interrupted": ("Перервано. Збережене не ушкоджено.", "Interrupted. What is stored is intact."),
    "give-path": (
        "Вкажіть файл або теку з планами: zakhid ingest ШЛЯХ.",
        "Name a file or a folder of plans: zakhid ingest PATH.",
    ),
    "give-question": (
        "Поставте питання в лапках або вкажіть файл питань через --batch.",
        "Ask a question in quotation marks, or name a file of questions with --batch.",
    ),
    "batch-alone": (
        "--batch читає питання з файлу: не додавайте ні питання, ні --after.",
        "--batch reads its questions from the file: add neither a question nor --after.",
    ),
    "eval-unlabelled": (
        "Питань, правильних заходів яких немає в наданих файлах розмітки: {number}. Їх оцінено неповно; решту файлів "
        "додайте через --gold.",
        "Questions whose right measures are missing from the labelled files that were given: {number}. They are not "
        "judged whole; add the other files with --gold.",
    ),
    "batch-needs-out": ("До --batch потрібен --out ФАЙЛ.", "--batch needs --out FILE."),
    "out-needs-batch": ("--out має сенс лише разом із --batch.", "--out is meant for --batch."),
    "xlsx-needs-out": (
        "Таблицю xlsx не можна показати в терміналі: вкажіть --out ФАЙЛ.xlsx.",
        "An xlsx workbook cannot be shown in a terminal: name --out FILE.xlsx.",
    ),
    "bad-day": (
        "«{value}» не дата. Напишіть її як 2020-12-25 або 25.12.2020.",
        "“{value}” is no date. Write it as 2020-12-25 or 25.12.2020.",
    ),
    # ingest: one line a file
    "file-added": ("{file}: {measures}", "{file}: {measures}"),
    "file-replaced": (
        "{file}: {measures}, замінено попередню версію",
        "{file}: {measures}, replaced its former version",
    ),
    "file-unchanged": ("{file}: без змін ({measures})", "{file}: unchanged ({measures})"),
    "file-no-measures": ("{file}: заходів не знайдено, пропущено", "{file}: no measures found, left out"),
    "file-twin": (
        "{file}: той самий план, що {twin}, пропущено (щоб усе ж додати: --keep-twins)",
        "{file}: the same plan as {twin}, left out (to add it anyway: --keep-twins)",
    ),
    "file-failed": ("{file}: не прочитано. {problem}", "{file}: not read. {problem}"),
    "file-warning": ("    увага: {warning}", "    note: {warning}"),
    "more-warnings": ("    … і ще {n}: zakhid ingest --explain", "    … and {n} more: zakhid ingest --explain"),
    "no-files": ("У вказаних місцях файлів немає.", "There are no files in the places named."),
    "ingested": (
        "Файлів: {files}. Прочитано {read}, без змін {unchanged}, пропущено {left_out}, з помилками {failed}.",
        "Files: {files}. Read {read}, unchanged {unchanged}, left out {left_out}, failed {failed}.",
    ),
    "new-repeats": (
        "Нове повторює заходи інших планів, {pairs}:",
        "What is new repeats measures of other plans, {pairs}:",
    ),
    "new-repeat": ("    {grade}: {a} – {b}", "    {grade}: {a} – {b}"),
    "all-repeats": (
        "    {plan}, повторюється {measures}. Усі пари: zakhid duplicates --across plans --plan {plan}",
        "    {plan}, {measures} repeated. All pairs: zakhid duplicates --across plans --plan {plan}",
    ),
    "indexing": ("Індексування", "Indexing"),
    "indexing-anew": (
        "Індекс зроблено іншою моделлю чи іншим аналізом слів ({model}), тому індексую все наново. Це можна "
        "перервати: наступного разу робота піде з того самого місця, попередній індекс лишається до готовності нового.",
        "The index was made by another model or analysis of words ({model}), so everything is indexed anew. This may "
        "be broken off: the next run goes on where it was, and the former index is kept until the new one is ready.",
    ),
    "reading": ("Читання", "Reading"),
    "pages": ("Сторінки", "Pages"),
    "answering": ("Відповіді", "Answering"),
    "downloading": ("Завантаження", "Downloading"),
    "other-writer": (
        "Ці дані зараз змінює інша програма: чекаю, доки вона закінчить…",
        "Another program is changing these data: waiting until it has finished…",
    ),
    "loading-model": (
        "Готую модель пошуку (лише першого разу, до хвилини)…",
        "Preparing the search model (the first time only, up to a minute)…",
    ),
    # the others
    "removed": ("{plan}: вилучено, {measures}", "{plan}: removed, {measures}"),
    "exported": ("Записано {path}: {measures}.", "Wrote {path}: {measures}."),
    "batch-done": ("Записано {path}: {questions}.", "Wrote {path}: {questions}."),
    "nothing-found": ("Нічого не знайдено.", "Nothing found."),
    "found": ("Знайдено {measures}, показано {shown}.", "Found {measures}, showing {shown}."),
    "filter-unknown": (
        "Серед збережених планів немає значення «{value}» ({name}), тож умові не відповідає жоден захід.",
        "Nothing in the stored plans is called “{value}” ({name}), so no measure meets this condition.",
    ),
    "serving": (
        "Застосунок відкрито на {url} (зупинити: Ctrl+C).",
        "The application is at {url} (stop it with Ctrl+C).",
    ),
    "serving-plainly": (
        "Увага: без TLS паролі й питання йдуть мережею відкрито. Поставте перед застосунком проксі-сервер із HTTPS і "
        "назвіть його адресу в налаштуванні proxies.",
        "Note: without TLS passwords and questions cross the network in the clear. Put a proxy server with HTTPS "
        "before the application and name its address in the setting proxies.",
    ),
    "model-present": ("{name} {version} уже встановлено.", "{name} {version} is installed already."),
    "model-installed": (
        "{name} {version} встановлено. Щоб пошук користувався нею, виконайте «zakhid ingest» ще раз.",
        "{name} {version} is installed. To search with it, run “zakhid ingest” again.",
    ),
    "cited": ("Підстава:", "Based on:"),
    "nearest": ("Найближче за змістом:", "Nearest in meaning:"),
    "understood": ("Питання зрозуміло так: {words}", "Understood as: {words}"),
    "more-sources": ("… і ще {rows}", "… and {rows} more"),
    "more-rows": ("… і ще {rows}: усі показує --json", "… and {rows} more: --json shows all"),
    "body": ("Виконавці", "Responsible"),
    "deadline": ("Строк", "Deadline"),
    "indicator": ("Індикатор", "Indicator"),
    "value": ("Значення", "Value"),
    "consent": ("за згодою", "by consent"),
    "place": ("Місце", "Place"),
    "duplicates": ("Повтори", "Duplicates"),
    "contradictions": ("Суперечності", "Contradictions"),
    "owners": ("Виконавці", "Owners"),
    "duties": ("Строки", "Deadlines"),
    "gaps": ("Прогалини", "Gaps"),
    "changes": ("Зміни", "Changes"),
    "no-date": ("без дати", "no date"),
    "plan-time": ("період плану: до {until}", "the plan's period: until {until}"),
    "comparing": ("Порівняння", "Comparing"),
    "pairs-found": ("Пар: {pairs}, груп: {clusters}.", "Pairs: {pairs}, clusters: {clusters}."),
    "orphaned": (
        "Рішень про заходи чи назви, яких у планах уже немає: {number}. Вони збережені й повернуться разом із планом.",
        "Decisions on measures or names that no plan has now: {number}. They are kept and come back with the plan.",
    ),
    "noted": ("Записано.", "Noted."),
    "decisions": ("Рішення", "Decisions"),
    "edition-in-force": ("На {day} діяв план {plan}.", "On {day} the plan {plan} was in force."),
    "body-decided": ("Записано: «{name}» — це «{into}».", "Noted: “{name}” is “{into}”."),
    "body-undecided": (
        "Записано: назва «{name}» знову означає саму себе.",
        "Noted: the name “{name}” stands for itself again.",
    ),
    "missing-columns": (
        "У плані немає таких стовпців, тож їх не перелічено порядково: {kinds}.",
        "The plan has no such columns, so they are not listed row by row: {kinds}.",
    ),
    "whole-country": ("уся країна", "whole country"),
    # status
    "status-data": ("Дані: {folder}\n{plans}, {measures}", "Data: {folder}\n{plans}, {measures}"),
    "status-index": (
        "Індекс: {measures}, {size} МБ, модель {encoder}",
        "Index: {measures}, {size} MB, model {encoder}",
    ),
    "status-index-behind": (
        "Індекс: {measures}, {size} МБ, модель {encoder}; відстає від даних, оновиться з першим пошуком",
        "Index: {measures}, {size} MB, model {encoder}; behind the data, the next search brings it up to date",
    ),
    "status-no-index": (
        "Індекс: ще немає, його створить «zakhid ingest»",
        "Index: none yet, “zakhid ingest” will make it",
    ),
    "status-model": (
        "Модель: {encoder}; аналіз слів: {analysis}",
        "Model: {encoder}; analysis of words: {analysis}",
    ),
    "status-language-model": (
        "Мовна модель для переказу відповідей: {model} ({host}); сказане нею звіряється з рядками планів",
        "Language model that may reword answers: {model} ({host}); what it says is held against the rows",
    ),
    "status-versions": ("Версії: {versions}", "Versions: {versions}"),
}

# what is counted: Ukrainian forms for 1, 2-4, 5 and more; English for one and more
COUNTED: dict[str, tuple[tuple[str, str, str], tuple[str, str]]] = {
    "measure": (("захід", "заходи", "заходів"), ("measure", "measures")),
    "plan": (("план", "плани", "планів"), ("plan", "plans")),
    "body": (("виконавець", "виконавці", "виконавців"), ("body", "bodies")),
    "pair": (("пара", "пари", "пар"), ("pair", "pairs")),
    "item": (("позиція", "позиції", "позицій"), ("item", "items")),
    "question": (("питання", "питання", "питань"), ("question", "questions")),
}


def say(lang: Lang, key: str, **data: Any) -> str:
    """The message in the language of the interface."""
    return MESSAGES[key][lang == "en"].format(**data)


def counted(lang: Lang, number: int, noun: str) -> str:
    """The number with its noun in the right form.

    >>> counted("uk", 22, "measure"), counted("en", 1, "measure")
    ('22 заходи', '1 measure')
    """
    ukrainian, english = COUNTED[noun]
    form = english[number != 1] if lang == "en" else plural(number, *ukrainian)
    return f"{number} {form}"
