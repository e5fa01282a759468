"""Words of lists: headings of their columns, kinds of findings, states and reasons, in Ukrainian and English."""

from __future__ import annotations

from collections.abc import Iterable

from api.settings import Lang

# column -> (Ukrainian, English, width in a workbook in characters)
COLUMNS: dict[str, tuple[str, str, int]] = {
    "score": ("Оцінка", "Score", 9),
    "grade": ("Ступінь", "Grade", 12),
    "reasons": ("Чому", "Why", 36),
    "verdict": ("Рішення людини", "A person's verdict", 16),
    "measure_a": ("Захід 1", "Measure 1", 60),
    "plan_a": ("План 1", "Plan 1", 26),
    "region_a": ("Область 1", "Region 1", 22),
    "measure_b": ("Захід 2", "Measure 2", 60),
    "plan_b": ("План 2", "Plan 2", 26),
    "region_b": ("Область 2", "Region 2", 22),
    "difference": ("Різниця", "Difference", 50),
    "id_a": ("Код 1", "Id 1", 16),
    "id_b": ("Код 2", "Id 2", 16),
    "pairs": ("Пар", "Pairs", 8),
    "cluster": ("Група", "Cluster", 8),
    "says_a": ("У першому", "The first says", 30),
    "says_b": ("У другому", "The second says", 30),
    "kind": ("Що саме", "What", 26),
    "body": ("Виконавець", "Body", 60),
    "body_kind": ("Вид", "Kind", 16),
    "level": ("Рівень", "Level", 14),
    "regions": ("Область", "Region", 24),
    "consent": ("За згодою", "By consent", 12),
    "variants": ("Назви в планах", "Names in plans", 60),
    "measures": ("Заходів", "Measures", 9),
    "items": ("Позицій", "Items", 9),
    "first_named": ("Першим", "First-named", 9),
    "load": ("Навантаження за місяцями", "Load by month", 40),
    "role": ("Роль", "Role", 16),
    "state": ("Стан", "State", 14),
    "due": ("Дата", "Day", 12),
    "days": ("Днів", "Days", 8),
    "measure": ("Захід", "Measure", 60),
    "indicator": ("Індикатор", "Indicator", 40),
    "responsible": ("Виконавці", "Responsible", 44),
    "deadline_text": ("Строк", "Deadline", 22),
    "status": ("Позначка", "Noted", 14),
    "plan_id": ("План", "Plan", 28),
    "region": ("Область", "Region", 22),
    "measure_no": ("№ заходу", "Measure no.", 11),
    "detail": ("У документі", "In the document", 40),
    "place": ("Місце", "Place", 20),
    "cell": ("Клітинка", "Cell", 18),
    "before": ("Було", "Before", 50),
    "after": ("Стало", "After", 50),
    "id": ("Код", "Id", 16),
    "decision": ("Рішення", "Decision", 16),
    "word": ("Що сказано", "What was said", 14),
    "standing": ("Чи діє", "Standing", 14),
    "about": ("Про що", "About", 60),
    "other": ("Друге", "The other", 60),
    "comment": ("Пояснення", "Comment", 36),
    "person": ("Хто", "By", 18),
    "said_at": ("Коли (UTC)", "When (UTC)", 18),
    "attached": ("Заходи", "Measures", 30),
}

# code -> (Ukrainian, English)
WORDS: dict[str, tuple[str, str]] = {
    # grades and verdicts
    "same": ("те саме", "same"),
    "similar": ("подібне", "similar"),
    "duplicate": ("дублює", "duplicate"),
    "different": ("різні", "different"),
    "coordinate": ("узгодити", "coordinate"),
    # why two measures are likened
    "same-text": ("той самий текст", "the same text"),
    "same-name": ("та сама назва", "the same name"),
    "same-object": ("той самий предмет", "the same object"),
    "near-object": ("близький предмет", "a near object"),
    "other-object": ("інший предмет", "another object"),
    "same-step": ("та сама дія", "the same action"),
    "near-step": ("споріднена дія", "a related action"),
    "step-unknown": ("дію не названо", "the action is not named"),
    "other-step": ("інша дія", "another action"),
    "other-document": ("інший документ", "another document"),
    "same-task": ("те саме завдання", "the same task"),
    "near-task": ("близьке завдання", "a near task"),
    "object-by-task": ("предмет називає лише завдання", "only the task names the object"),
    # contradictions
    "owner": ("інші виконавці", "other bodies"),
    "deadline": ("інший строк", "another deadline"),
    "value": ("інше значення", "another value"),
    "later-than-national": ("пізніше за загальнодержавний", "later than the national one"),
    # states
    "overdue": ("прострочено", "overdue"),
    "soon": ("незабаром", "soon"),
    "later": ("згодом", "later"),
    "recurring": ("повторюється", "recurring"),
    "undated": ("без дати", "undated"),
    "closed": ("закрито", "closed"),
    # what people note
    "done": ("виконано", "done"),
    "begun": ("розпочато", "begun"),
    "dropped": ("знято", "dropped"),
    "open": ("відкрито", "open"),
    # decisions of people
    "verdict": ("про пару заходів", "on a pair"),
    "note": ("про стан", "on a state"),
    "merge": ("об'єднання назв", "merged names"),
    "split": ("розділення назви", "split name"),
    "unmerge": ("назва сама собою", "a name by itself"),
    "standing": ("діє", "standing"),
    "superseded": ("замінено пізнішим", "superseded"),
    "orphaned": ("чекає на свій план", "orphaned"),
    # roles
    "first": ("перший", "first-named"),
    "co": ("співвиконавець", "co-executor"),
    # gaps
    "no-owner": ("немає виконавця", "no responsible body"),
    "no-deadline": ("немає строку", "no deadline"),
    "unread-deadline": ("строк без дати", "a deadline without a date"),
    "deadline-backwards": ("строк закінчується раніше, ніж починається", "the deadline ends before it begins"),
    "deadline-outside-period": ("строк поза періодом плану", "a deadline outside the plan's period"),
    "no-indicator": ("немає індикатора", "no indicator"),
    "no-value": ("індикатор без значення", "an indicator without a value"),
    "no-items": ("немає жодного показника", "no items at all"),
    "body-once": ("виконавець трапляється раз: описка?", "a body that occurs once: a misprint?"),
    "number-repeats": ("номер повторюється", "the number repeats"),
    "text-repeats": ("захід повторюється", "the measure repeats"),
    # editions
    "added": ("додано", "added"),
    "removed": ("вилучено", "removed"),
    "changed": ("змінено", "changed"),
    # kinds of bodies
    "group": ("група органів", "group"),
    "person": ("посадова особа", "person"),
    "military": ("військові", "military"),
    "police": ("поліція", "police"),
    "court": ("суд, прокуратура", "court"),
    "council": ("рада", "council"),
    "cabinet": ("уряд, парламент", "cabinet"),
    "administration": ("адміністрація", "administration"),
    "ministry": ("міністерство", "ministry"),
    "service": ("служба, агентство", "service"),
    "department": ("підрозділ", "department"),
    "institution": ("заклад", "institution"),
    "association": ("об'єднання", "association"),
    "enterprise": ("підприємство", "enterprise"),
    "other": ("інше", "other"),
    # levels
    "central": ("центральний", "central"),
    "regional": ("обласний", "regional"),
    "district": ("районний", "district"),
    "local": ("місцевий", "local"),
    # by consent
    "yes": ("так", "yes"),
    "no": ("ні", "no"),
    "sometimes": ("не завжди", "sometimes"),
    "": ("", ""),
}


# cell of a row -> (Ukrainian, English)
CELLS: dict[str, tuple[str, str]] = {
    "section": ("розділ", "section"),
    "subsection": ("підрозділ", "subsection"),
    "task_no": ("номер завдання", "task number"),
    "task": ("завдання", "task"),
    "goal": ("мета", "goal"),
    "measure_no": ("номер заходу", "measure number"),
    "measure": ("захід", "measure"),
    "indicator": ("індикатор", "indicator"),
    "value": ("значення", "value"),
    "responsible": ("виконавці", "responsible bodies"),
    "deadline": ("строк", "deadline"),
}


def cell_name(lang: Lang, cell: str) -> str:
    """What a cell of a row is called."""
    return CELLS[cell][lang == "en"]


def word(lang: Lang, code: str) -> str:
    """The words of a code; a code without words stands for itself."""
    return WORDS[code][lang == "en"] if code in WORDS else code


def words(lang: Lang, codes: Iterable[str]) -> str:
    return ", ".join(word(lang, code) for code in codes)


def shown_difference(runs: Iterable[Iterable[str]]) -> str:
    """Runs of a word-level difference as one line: [-only in the first-] {+only in the second+}.

    >>> shown_difference([("=", "Ремонт"), ("-", "школи"), ("+", "ліцею")])
    'Ремонт [-школи-] {+ліцею+}'
    """
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return " ".join(marks[sign].format(text) for sign, text in runs)
