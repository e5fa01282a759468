"""What the page of one plan says, in Ukrainian and English."""

from __future__ import annotations

# key -> (Ukrainian, English); the data are format fields
PLAN: dict[str, tuple[str, str]] = {
    "file": ("Файл", "File"),
    "issuer": ("Хто затвердив", "Issued by"),
    "act": ("Акт", "Act"),
    "act-of": ("№ {number}", "No. {number}"),
    "approved": ("Затверджено", "Approved"),
    "period": ("Період", "Period"),
    "edition": ("Редакція", "Edition"),
    "measures": ("Заходів", "Measures"),
    "shorts": ("Скорочення, які вводить документ", "Short forms that the document defines"),
    "contents": ("Зміст", "Contents"),
    "goal": ("Мета", "Goal"),
    "actions": ("Ще про цей план", "More on this plan"),
    "gaps": ("Прогалини", "Gaps"),
    "repeats": ("Що він повторює", "What it repeats"),
    "its-deadlines": ("Строки", "Deadlines"),
    "feed": ("Календар (iCalendar)", "Calendar (iCalendar)"),
    "only-doubts": ("Лише рядки із зауваженнями: {n}", "Only rows with remarks: {n}"),
    "all-rows": ("Усі рядки: {n}", "All rows: {n}"),
    "no-doubts": ("Зауважень до читання рядків немає.", "No row has a remark on its reading."),
    "doubtful": ("є зауваження", "has remarks"),
    "item": ("Показник {n}", "Item {n}"),
    "no-items": ("Показників, виконавців і строків документ не подає.", "The document gives no items here."),
    "show-place": ("Місце в документі: {place}", "Place in the document: {place}"),
    "original": ("Як це стоїть у документі", "How it stands in the document"),
    "original-of": ("Місце в документі: {place}", "Place in the document: {place}"),
    "close-place": ("Сховати", "Hide"),
    "no-place": (
        "Для цього рядка місце не збереглося: план прочитано давнішою версією. Додайте його файл ще раз.",
        "The place of this row was not kept: the plan was read by an earlier version. Add its file once more.",
    ),
    "correct": ("Виправити рядок", "Correct the row"),
    "number": ("Рядок", "Row"),
    "here": ("тут прочитано захід", "the measure was read here"),
    "gaps-title": ("Прогалини плану", "Gaps of the plan"),
    "gaps-lead": (
        "Що в плані не визначено або виглядає опискою. Це підказки для автора плану, а не вирок.",
        "What the plan leaves open, or what looks like a misprint. Hints for its author, not a verdict.",
    ),
    "gaps-none": ("Прогалин не знайдено.", "No gaps were found."),
    "missing-columns": (
        "Майже в усіх рядках плану: {kinds}. Мабуть, такої графи в ньому немає зовсім.",
        "In nearly all rows of the plan: {kinds}. It seems to have no such column at all.",
    ),
    "gap": ("Прогалина", "Gap"),
    "detail": ("У документі", "In the document"),
    "noted": ("Позначка", "Noted"),
}
