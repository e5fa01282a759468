"""What the page of deadlines says, in Ukrainian and English."""

from __future__ import annotations

# key -> (Ukrainian, English); the data are format fields
DEADLINES: dict[str, tuple[str, str]] = {
    "title": ("Строки", "Deadlines"),
    "lead": (
        "«Прострочено» означає, що строк минув і ніхто не позначив захід як виконаний.",
        "“Overdue” means that the deadline has passed and nobody has noted the measure as done.",
    ),
    "on": ("Станом на", "As of"),
    "list": ("Списком", "As a list"),
    "calendar": ("Календарем", "As a calendar"),
    "view": ("Вигляд", "View"),
    "states": ("Стан", "State"),
    "found": ("Позицій: {n}", "Items: {n}"),
    "subscribe": ("Підписатися на календар (iCalendar)", "Subscribe to the calendar (iCalendar)"),
    "days-left": ("лишилося днів: {n}", "days left: {n}"),
    "days-over": ("днів тому: {n}", "days ago: {n}"),
    "today": ("сьогодні", "today"),
    "no-date": ("без дати", "no date"),
    "note": ("Позначити стан", "Note the state"),
    "status": ("Стан", "State"),
    "on-date": ("Дата", "Date"),
    "history": ("Позначки: {n}", "Notes: {n}"),
    "noted": ("Позначено.", "Noted."),
    "orphaned": (
        "Позначок, чийого заходу вже немає в планах: {n}. Вони збереглися.",
        "Notes whose measure is no longer in the plans: {n}. They are kept.",
    ),
    "months": ("Місяці зі строками", "Months with deadlines"),
    "month": ("Місяць", "Month"),
    "no-month": ("На цей місяць строків немає.", "Nothing is due in this month."),
    "more": ("ще {n}", "{n} more"),
    "on-day": ("{day}: позицій {n}", "{day}: {n} items"),
    "due-on": ("строк {day}", "due {day}"),
    "undated-note": (
        "Без дати, тому не в календарі: {n}.",
        "Without a date and so not in the calendar: {n}.",
    ),
    "condition-day": ("день: {value}", "day: {value}"),
    "condition-state": ("стан: {value}", "state: {value}"),
    "day-number": ("Число", "Day"),
}
MONTHS = (
    ("січень", "January"), ("лютий", "February"), ("березень", "March"), ("квітень", "April"), ("травень", "May"),
    ("червень", "June"), ("липень", "July"), ("серпень", "August"), ("вересень", "September"), ("жовтень", "October"),
    ("листопад", "November"), ("грудень", "December"),
)  # fmt: skip
WEEKDAYS = (
    ("Пн", "Mon", "понеділок", "Monday"), ("Вт", "Tue", "вівторок", "Tuesday"), ("Ср", "Wed", "середа", "Wednesday"),
    ("Чт", "Thu", "четвер", "Thursday"), ("Пт", "Fri", "п'ятниця", "Friday"), ("Сб", "Sat", "субота", "Saturday"),
    ("Нд", "Sun", "неділя", "Sunday"),
)  # fmt: skip
