"""What the assistant says, in Ukrainian and English: every phrase of an answer that is not a row's own word."""

from __future__ import annotations

from datetime import date

from assistant.grammar import counted, plural

# key -> (Ukrainian, English); the data are format fields
PHRASES: dict[str, tuple[str, str]] = {
    # ------------------------------------------------ parts of a row
    "responsible": ("Відповідальні: {bodies}.", "Responsible: {bodies}."),
    "responsible-one": ("Відповідальний виконавець: {bodies}.", "Responsible: {bodies}."),
    "responsible-none": ("Виконавця в плані не зазначено.", "The plan names no responsible body."),
    "by-consent": ("За згодою: {bodies}.", "By consent: {bodies}."),
    "without-consent": ("Без позначки «за згодою»: {bodies}.", "Without the mark “by consent”: {bodies}."),
    "consent": ("{body} (за згодою)", "{body} (by consent)"),
    "deadline": ("Строк: {deadline}.", "Deadline: {deadline}."),
    "deadline-none": ("Строк не зазначено в плані.", "The plan states no deadline."),
    "deadline-period": (
        "Строк не зазначено в плані; увесь план розраховано на період {period}.",
        "The plan states no deadline; the whole plan covers the period {period}.",
    ),
    "value": ("Значення: {value}.", "Value: {value}."),
    "value-none": ("Числового значення в плані не зазначено.", "The plan states no value."),
    "indicator": ("Показник: {indicator}.", "Indicator: {indicator}."),
    "quoted": ("«{text}»", "“{text}”"),
    "item": ("Показник {indicators} —", "Indicator {indicators} —"),
    "measure": ("Захід: «{measure}».", "Measure: “{measure}”."),
    "measure-no": ("Захід {number}: «{measure}».", "Measure {number}: “{measure}”."),
    "task": ("Завдання: «{task}».", "Task: “{task}”."),
    "source": ("Джерело: {plan}, {place}.", "Source: {plan}, {place}."),
    "plan": ("план «{title}» ({scope})", "plan “{title}” ({scope})"),
    "titled": ("«{title}» ({scope})", "“{title}” ({scope})"),
    "whole-country": ("уся країна", "whole country"),
    "note": ("Зауваження до рядка: {note}", "Note on the row: {note}"),
    "row": ("• «{measure}». {facts}", "• “{measure}”. {facts}"),
    "row-no": ("• {number} «{measure}». {facts}", "• {number} “{measure}”. {facts}"),
    "plan-head": ("{plan}:", "{plan}:"),
    # ------------------------------------------------ places
    "line": ("рядок {first}", "line {first}"),
    "lines": ("рядки {first}–{last}", "lines {first}–{last}"),
    "table-row": ("таблиця {table}, рядок {first}", "table {table}, row {first}"),
    "table-rows": ("таблиця {table}, рядки {first}–{last}", "table {table}, rows {first}–{last}"),
    "page": ("сторінка {page}", "page {page}"),
    "sheet": ("аркуш «{sheet}»", "sheet “{sheet}”"),
    "position": ("захід № {position} за порядком", "measure no. {position} in order"),
    # ------------------------------------------------ sets
    "found": ("Знайдено {measures}.", "{measures} found."),
    "rest": (
        "… і ще {measures}; повний перелік — у джерелах.",
        "… and {measures} more; the full list is in the sources.",
    ),
    "counted": ("{measures}.", "{measures}."),
    "counted-none": ("0 заходів: жоден рядок не відповідає умовам.", "0 measures: no row satisfies the conditions."),
    "together": ("Разом за ці заходи відповідають: {bodies}.", "Responsible for these measures together: {bodies}."),
    "side": ("{name}:", "{name}:"),
    "side-none": ("{name}: такого заходу не знайдено.", "{name}: no such measure found."),
    "same-deadline": ("Строки однакові.", "The deadlines are the same."),
    "different-deadline": ("Строки різні.", "The deadlines differ."),
    "same-bodies": ("Виконавці ті самі.", "The responsible bodies are the same."),
    "different-bodies": ("Виконавці різні.", "The responsible bodies differ."),
    "only-side": ("Є лише тут: {name}.", "Only here: {name}."),
    # ------------------------------------------------ other kinds
    "abbreviation": ("{short} — {full}.", "{short} — {full}."),
    "overview-all": ("У сховищі {plans} і {measures}.", "The store holds {plans} and {measures}."),
    "overview-line": ("• {plan}: {measures}{period}.", "• {plan}: {measures}{period}."),
    "overview-rest": (
        "… і ще {plans}; повний перелік — у джерелах.",
        "… and {plans} more; the full list is in the sources.",
    ),
    "overview-period": (", період {period}", ", period {period}"),
    "overview-plan": ("{plan}: {measures}.", "{plan}: {measures}."),
    "overview-sections": ("Розділи: {sections}.", "Sections: {sections}."),
    "overview-bodies": ("Найчастіші виконавці: {bodies}.", "Most frequent bodies: {bodies}."),
    "overview-ends": ("Строки: від {first} до {last}.", "Deadlines: from {first} to {last}."),
    "duplicates": ("Подібних заходів: {number}.", "Similar measures: {number}."),
    "duplicates-none": (
        "Заходів, що повторюють «{measure}», не знайдено.",
        "No measures that repeat “{measure}” were found.",
    ),
    "help": (
        "Я відповідаю за планами заходів: хто відповідає, до коли, які заходи є, скільки їх, чим відрізняються плани. "
        "Можна назвати область, план, виконавця або строк. Кожна відповідь показує рядки плану, на яких вона стоїть; "
        "чого в планах немає, того я не вигадую.",
        "I answer from action plans: who is responsible, by when, which measures there are, how many, how plans differ. "
        "You may name a region, a plan, a body or a period. Each answer shows the rows it rests on; what the plans do "
        "not hold, I do not invent.",
    ),
    "help-example-1": (
        "Хто відповідає за систему 112 і до коли?",
        "Who is responsible for the 112 system and by when?",
    ),
    "help-example-2": ("Які плани є?", "Which plans are there?"),
    "next-when": ("А до якого числа?", "And by when?"),
    "next-who": ("А хто відповідає?", "And who is responsible?"),
    "next-more": ("Що ще за ними?", "What else are they responsible for?"),
    "next-all": ("Усі заходи: {subject}", "All measures: {subject}"),
    "next-count": ("Скільки їх?", "How many are there?"),
    "next-first": ("А перший з них хто робить?", "And who does the first of them?"),
    # ------------------------------------------------ refusals
    "no-subject": (
        "Уточніть, будь ласка, про що йдеться: назвіть захід, тему, область, план або виконавця.",
        "Please say what it is about: name a measure, a topic, a region, a plan or a body.",
    ),
    "empty": ("Напишіть запитання про плани заходів.", "Type a question about the action plans."),
    "not-in-plans": ("У планах цього немає. {searched}", "The plans do not hold this. {searched}"),
    "unknown-words": (
        "Жодного слова запитання немає ні в планах, ні в українському словнику: запитайте інакше. {searched}",
        "No word of the question stands in the plans or in the Ukrainian dictionary: please ask otherwise. {searched}",
    ),
    "not-under-filters": (
        "За цими умовами такого в планах немає. {searched}",
        "Under these conditions the plans hold no such thing. {searched}",
    ),
    "no-rows": (
        "Жоден рядок не відповідає умові «{condition}». {searched}",
        "No row satisfies the condition “{condition}”. {searched}",
    ),
    "no-rows-together": (
        "Жоден рядок не відповідає всім умовам разом. {searched}",
        "No row satisfies all conditions together. {searched}",
    ),
    "unknown-region": (
        "Плану для регіону «{words}» немає, і жоден рядок інших планів його не стосується. {searched}",
        "There is no plan for “{words}”, and no row of other plans concerns it. {searched}",
    ),
    "unknown-town": (
        "Жоден рядок про це не називає місця «{words}». {searched}",
        "No row on this names the place “{words}”. {searched}",
    ),
    "no-region-said": (
        "Рядок про це є, але області він не називає. {searched}",
        "There is a row on this, but it names no region. {searched}",
    ),
    "no-town-said": (
        "Рядок про це є, але населеного пункту він не називає. {searched}",
        "There is a row on this, but it names no town. {searched}",
    ),
    "unknown-plan": (
        "Такого плану («{words}») у сховищі немає. {searched}",
        "There is no such plan (“{words}”). {searched}",
    ),
    "unknown-body": ("Виконавця «{words}» у планах немає. {searched}", "No plan names the body “{words}”. {searched}"),
    "unknown-date": (
        "Такої дати («{words}») не буває: перевірте її.",
        "There is no such date (“{words}”): please check it.",
    ),
    "unknown-abbreviation": (
        "Скорочення «{words}» у планах не розшифровано. {searched}",
        "The plans do not spell out “{words}”. {searched}",
    ),
    "money": (
        "Сум і вартості плани заходів не містять, тож на це відповісти за ними не можна. {searched}",
        "Action plans hold no sums or costs, so they cannot answer this. {searched}",
    ),
    "person": (
        "Імен посадових осіб плани не містять: у них названо лише органи та підрозділи. {searched}",
        "Plans hold no names of officials, only of bodies and units. {searched}",
    ),
    "contact": (
        "Телефонів, адрес і контактів плани не містять. {searched}",
        "Plans hold no telephone numbers or addresses. {searched}",
    ),
    "done": (
        "Чи виконано захід, із плану не видно: у ньому є лише заплановане. {searched}",
        "A plan does not say whether something was done, only what is planned. {searched}",
    ),
    "contractor": (
        "Підрядників і переможців закупівель плани не називають: у них є лише відповідальні виконавці. {searched}",
        "Plans name no contractors or winners of tenders, only responsible bodies. {searched}",
    ),
    "reason": (
        "Причин і пояснень плани не містять: у них є лише заходи, виконавці та строки. {searched}",
        "Plans give no reasons, only measures, responsible bodies and deadlines. {searched}",
    ),
    "invent": (
        "Вигадувати того, чого в плані не зазначено, не буду. {searched}",
        "I will not invent what the plan does not state. {searched}",
    ),
    "steering": (
        "Я відповідаю лише за планами заходів і вказівок змінити це не виконую.",
        "I answer from the action plans only and follow no instructions to do otherwise.",
    ),
    "errand": (
        "Це не запитання про плани заходів; я відповідаю лише за ними.",
        "This is no question about the action plans; I answer from them only.",
    ),
    "opinion": (
        "Плани не містять оцінок; я відповідаю лише за їхніми рядками.",
        "Plans hold no judgements; I answer from their rows only.",
    ),
    "advice": (
        "Порад я не даю; я відповідаю лише за рядками планів.",
        "I give no advice; I answer from the rows of the plans only.",
    ),
    "searched": ("Шукав: {what}.", "Searched: {what}."),
    "nearest": ("Найближче за змістом: {rows}.", "Nearest in meaning: {rows}."),
    "choose": (
        "Це рядки з різних планів. Уточніть за потреби: {choices}?",
        "These rows are of different plans. Narrow it if needed: {choices}?",
    ),
    "choose-region": ("А {region}?", "А {region}?"),  # in Ukrainian in both: it is typed as a question
    "choose-country": ("А в загальнодержавному плані?", "А в загальнодержавному плані?"),
    "or": ("{first} чи {last}", "{first} or {last}"),
    "ask-which": ("Уточніть, що саме цікавить: {choices}?", "Which do you mean: {choices}?"),
    "wide": (
        "Запитання широке: йому відповідають {measures}. Уточніть тему, область або план.",
        "The question is wide: {measures} fit it. Please narrow the topic, region or plan.",
    ),
}

INTENT_WORDS: dict[str, tuple[str, str]] = {
    "who": ("відповідальні", "responsible bodies"),
    "when": ("строки", "deadlines"),
    "who_when": ("відповідальні та строки", "responsible bodies and deadlines"),
    "value": ("показники", "indicators and values"),
    "find": ("заходи", "measures"),
    "list": ("перелік заходів", "list of measures"),
    "count": ("кількість заходів", "number of measures"),
    "compare": ("порівняння", "comparison"),
    "abbreviation": ("значення скорочення", "meaning of an abbreviation"),
    "overview": ("огляд", "overview"),
    "duplicates": ("повтори", "repeats"),
    "help": ("довідка", "help"),
}

CONDITION_WORDS: dict[str, tuple[str, str]] = {
    "subject": ("тема: {value}", "topic: {value}"),
    "region": ("область: {value}", "region: {value}"),
    "country": ("плани всієї країни", "plans of the whole country"),
    "plan": ("план: {value}", "plan: {value}"),
    "body": ("виконавець: {value}", "body: {value}"),
    "section": ("розділ: {value}", "section: {value}"),
    "due": ("строк {value}", "due {value}"),
    "year": ("строк у {value} році", "due in {value}"),
    "consent": ("за згодою", "by consent"),
    "no-consent": ("без згоди", "without consent"),
    "value": ("значення {value}", "value {value}"),
    "sole_body": ("єдиний виконавець", "sole body"),
    "beside": ("разом із: {value}", "together with: {value}"),
    "number": ("номер {value}", "number {value}"),
    "undated": ("без строку", "undated"),
    "exact": ("саме цей строк", "exactly this period"),
    "unknown": ("«{value}»", "“{value}”"),
    "among": ("серед щойно названих", "among those just named"),
}
MONTHS_OF = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip


class Wording:
    """The phrases in one language («uk» or «en»)."""

    def __init__(self, lang: str = "uk") -> None:
        self.english = lang == "en"

    def __call__(self, key: str, **data: object) -> str:
        return PHRASES[key][self.english].format(**data).strip()

    def intent(self, name: str) -> str:
        return INTENT_WORDS[name][self.english]

    def condition(self, name: str, **data: object) -> str:
        return CONDITION_WORDS[name][self.english].format(**data)

    def measures(self, number: int) -> str:
        """«5 заходів»."""
        if self.english:
            return f"{number} measure{'' if number == 1 else 's'}"
        return counted(number, "захід", "заходи", "заходів")

    def plans(self, number: int) -> str:
        """«5 планів»."""
        if self.english:
            return f"{number} plan{'' if number == 1 else 's'}"
        return counted(number, "план", "плани", "планів")

    def found(self, number: int) -> str:
        """«Знайдено 5 заходів»."""
        verb = plural(number, "Знайдено", "Знайдено", "Знайдено")
        return f"{self.measures(number)} found" if self.english else f"{verb} {self.measures(number)}"

    def day(self, day: date) -> str:
        """«31 березня 2020»."""
        return day.isoformat() if self.english else f"{day.day} {MONTHS_OF[day.month - 1]} {day.year}"

    def interval(self, first: date | None, last: date | None) -> str:
        """«з 1 квітня 2020 до 30 червня 2020»."""
        parts = []
        if first:
            parts.append(("from " if self.english else "з ") + self.day(first))
        if last:
            parts.append(("to " if self.english and first else "by " if self.english else "до ") + self.day(last))
        return " ".join(parts)
