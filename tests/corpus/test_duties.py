"""What is due as of a day, repetitions, the calendar file, and what people noted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from corpus.duties import Duty, days_of, duties_in
from corpus.filters import Filters
from corpus.icalendar import calendar_of, escaped, folded
from corpus.messages import Problem
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.occurrences import occurrences
from corpus.statuses import note_status, notes_in
from corpus.store import Store, content_hash

PLAN = Plan("сади.txt", "сади.txt", "План садів", period_from=date(2026, 1, 1), period_to=date(2026, 12, 31))
OWNER = (Responsible("Відділ садів", "Відділ садів", consent=True),)
ITEMS = {
    "past": Item(deadline_to=date(2026, 3, 1), deadline_text="до 1 березня", responsible=OWNER),
    "today": Item(deadline_to=date(2026, 4, 10)),
    "near": Item(deadline_to=date(2026, 5, 10)),
    "far": Item(deadline_to=date(2026, 12, 31)),
    "each quarter": Item(recurrence="quarterly:25"),
    "always": Item(recurrence="constant"),
    "never said": Item(undated="строку не вказано"),
}


def document(items: dict[str, Item] = ITEMS) -> PlanDocument:
    measures = (
        Measure(name, PLAN.id, n, f"Захід; «{name}», так", items=(i,)) for n, (name, i) in enumerate(items.items())
    )
    return PlanDocument(PLAN, tuple(measures))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        opened.replace(document(), content_hash(document()))
        yield opened


def states(duties: list[Duty]) -> dict[str, str]:
    return {duty.measure.id: duty.state for duty in duties}


def test_a_repeated_duty_is_due_on_its_next_day_and_then_at_its_end(store: Store) -> None:
    each = Item(recurrence="quarterly:25", deadline_from=date(2026, 1, 1), deadline_to=date(2026, 9, 30))
    other = document({"each": each})
    store.replace(other, content_hash(other))
    found = [(duty.state, duty.due) for day in (4, 7, 9, 10) for duty in duties_in(store, date(2026, day, 10), soon=20)]
    assert found == [
        ("recurring", date(2026, 6, 25)),
        ("recurring", date(2026, 9, 25)),
        ("soon", date(2026, 9, 25)),
        ("overdue", date(2026, 9, 30)),
    ]


def test_states_as_of_a_day(store: Store) -> None:
    duties = duties_in(store, date(2026, 4, 10))
    assert states(duties) == {
        "past": "overdue",
        "today": "soon",
        "near": "soon",
        "far": "later",
        "each quarter": "recurring",
        "always": "recurring",
        "never said": "undated",
    }
    assert [duty.measure.id for duty in duties][:3] == ["past", "today", "near"]
    assert [duty.days for duty in duties[:2]] == [-40, 0]
    assert next(duty for duty in duties if duty.measure.id == "each quarter").due == date(2026, 6, 25)


def test_a_repetition_that_comes_soon_is_soon(store: Store) -> None:
    assert states(duties_in(store, date(2026, 6, 20)))["each quarter"] == "soon"
    assert states(duties_in(store, date(2026, 5, 20), soon=60))["each quarter"] == "soon"


def test_duties_of_one_body(store: Store) -> None:
    duties = duties_in(store, date(2026, 4, 10), Filters(body=("Відділ садів",)))
    assert states(duties) == {"past": "overdue"}


def test_what_is_noted_as_done_is_closed_and_can_be_opened_again(store: Store) -> None:
    note_status(store, "past", "done", on_date=date(2026, 2, 27), comment="акт № 3", person="Олена")
    duty = duties_in(store, date(2026, 4, 10))[0]
    assert (duty.state, duty.note and duty.note.comment) == ("closed", "акт № 3")
    note_status(store, "past", "open")
    assert states(duties_in(store, date(2026, 4, 10)))["past"] == "overdue"
    assert [note.status for note in notes_in(store).history["past"]] == ["done", "open"]


def test_notes_survive_re_reading_and_removal(store: Store) -> None:
    note_status(store, "past", "done", item=0)
    renamed = PlanDocument(
        PLAN, (Measure("new-id", PLAN.id, 0, document().measures[0].measure, items=(ITEMS["past"],)),)
    )
    store.replace(renamed, content_hash(renamed))
    assert notes_in(store).closed("new-id", 0)
    store.remove(PLAN.id)
    notes = notes_in(store)
    assert notes.history == {} and [note.anchor.text for note in notes.orphaned] == ["Захід; «past», так"]
    store.replace(document(), content_hash(document()))
    assert notes_in(store).closed("past", 0) and not notes_in(store).orphaned


@pytest.mark.parametrize(("status", "item"), [("finished", None), ("done", 5)])
def test_a_note_must_make_sense(store: Store, status: str, item: int | None) -> None:
    with pytest.raises(Problem):
        note_status(store, "past", status, item=item)


YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("recurrence", "number", "first", "last"),
    [
        ("quarterly", 4, date(2026, 3, 31), date(2026, 12, 31)),
        ("quarterly:25", 4, date(2026, 3, 25), date(2026, 12, 25)),
        ("monthly:31", 12, date(2026, 1, 31), date(2026, 12, 31)),
        ("half-monthly", 24, date(2026, 1, 15), date(2026, 12, 31)),
        ("half-yearly", 2, date(2026, 6, 30), date(2026, 12, 31)),
        ("yearly:12-01", 1, date(2026, 12, 1), date(2026, 12, 1)),
        ("yearly", 1, date(2026, 12, 31), date(2026, 12, 31)),
        ("weekly", 52, date(2026, 1, 4), date(2026, 12, 27)),
        ("daily", 365, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_occurrences_in_a_year(recurrence: str, number: int, first: date, last: date) -> None:
    found = occurrences(recurrence, *YEAR)
    assert (len(found), found[0], found[-1]) == (number, first, last)
    assert list(found) == sorted(set(found))


@pytest.mark.parametrize("recurrence", ["constant", "periodic", "two-yearly"])
def test_no_rhythm_no_days(recurrence: str) -> None:
    assert occurrences(recurrence, *YEAR) == ()


def test_an_empty_period_has_no_days() -> None:
    assert occurrences("daily", YEAR[1], YEAR[0]) == ()


def test_a_repetition_keeps_within_its_own_interval() -> None:
    item = Item(recurrence="monthly", deadline_from=date(2026, 3, 15), deadline_to=date(2026, 5, 31))
    assert days_of(item, PLAN) == (date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31))


def unfolded(calendar: str) -> list[str]:
    return calendar.replace("\r\n ", "").split("\r\n")


def test_the_calendar_follows_the_standard(store: Store) -> None:
    calendar = calendar_of(duties_in(store, date(2026, 4, 10)), "Сади, парки", datetime(2026, 4, 10, 9))
    lines = unfolded(calendar)
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n")) and "\n" not in calendar.replace("\r\n", "")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert "X-WR-CALNAME:Сади\\, парки" in lines
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == lines.count("BEGIN:VEVENT") == 4 + 4
    assert all(line.isascii() for line in uids)
    start = lines.index("DTSTART;VALUE=DATE:20261231")
    assert lines[start + 1] == "DTEND;VALUE=DATE:20270101" and lines[start - 1] == "DTSTAMP:20260410T090000Z"
    assert "SUMMARY:Захід\\; «past»\\, так" in lines


def test_the_event_of_a_moved_deadline_keeps_its_name(store: Store) -> None:
    def uid(due: date) -> list[str]:
        moved = document({"past": Item(deadline_to=due)})
        store.replace(moved, content_hash(moved))
        return [line for line in unfolded(calendar_of(duties_in(store, due), "Сади")) if line.startswith("UID")]

    assert uid(date(2026, 3, 1)) == uid(date(2026, 3, 9))


@pytest.mark.parametrize("text", ["Ї" * 200, "a" * 75, "a" * 76, "😀" * 40, ""])
def test_folding_never_cuts_a_character(text: str) -> None:
    pieces = folded(text).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text


def test_text_is_escaped_once() -> None:
    assert escaped("a\\b;c,d\r\ne\x07") == "a\\\\b\\;c\\,d\\ne"
