"""Editions side by side, gaps of a plan, and differences of wordings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corpus.editions import compare_editions, owners_on
from corpus.gaps import gaps_in, missing_columns
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.word_difference import difference

PLAN = Plan("сади", "сади.txt", "План", period_from=date(2026, 1, 1), period_to=date(2026, 12, 31))


def owner(name: str) -> tuple[Responsible, ...]:
    return (Responsible(name, name),)


def row(number: str, text: str, items: tuple[Item, ...], task: str = "Сади", place: int = 0) -> Measure:
    return Measure(f"{number}{text}", "сади", place, text, task=task, measure_no=number, items=items)


def full(body: str = "Відділ садів", value: str | None = "5", due: date = date(2026, 6, 30)) -> Item:
    return Item("Посаджено", value, owner(body), str(due), None, due)


FIRST = PlanDocument(
    replace(PLAN, approved_date=date(2026, 1, 10)),
    (
        row("1", "Висадити липи вздовж міської набережної", (full(),)),
        row("2", "Полити квіти", (full(),)),
        row("3", "Утворити раду садівників", (full(),)),
    ),
)
SECOND = PlanDocument(
    replace(PLAN, id="сади-2", approved_date=date(2026, 5, 1)),
    (
        row("1", "Висадити липи і клени вздовж міської набережної", (full("Відділ алей"),)),
        row("4", "Полити квіти", (full(), full())),
        row("5", "Полагодити лавки", (full(),)),
    ),
)


def test_rows_are_added_removed_changed_or_same() -> None:
    changes = compare_editions(FIRST, SECOND)
    assert [
        (c.kind, c.before.measure_no if c.before else None, c.after.measure_no if c.after else None) for c in changes
    ] == [
        ("changed", "1", "1"),
        ("changed", "2", "4"),
        ("added", None, "5"),
        ("removed", "3", None),
    ]
    assert [(cell.cell, cell.item, cell.before, cell.after) for cell in changes[0].cells] == [
        ("measure", None, FIRST.measures[0].measure, SECOND.measures[0].measure),
        ("responsible", 0, "Відділ садів", "Відділ алей"),
    ]
    assert {cell.cell for cell in changes[1].cells} == {"measure_no", "indicator", "value", "responsible", "deadline"}
    assert ["+", "і клени"] in changes[0].to_json()["cells"][0]["difference"]


def test_an_edition_is_the_same_as_itself() -> None:
    assert {change.kind for change in compare_editions(FIRST, FIRST)} == {"same"}


def test_equal_texts_under_two_tasks_are_not_crossed() -> None:
    rows = tuple(row(str(n), "Звіт", (full(value=str(n)),), task) for n, task in enumerate(("Сади", "Алеї")))
    turned = PlanDocument(PLAN, rows[::-1])
    assert {c.kind for c in compare_editions(PlanDocument(PLAN, rows), turned)} == {"same"}


def test_who_owned_a_row_on_a_day() -> None:
    editions = (SECOND, FIRST)
    measure = SECOND.measures[0]
    assert owners_on(editions, measure, date(2026, 1, 1)) == ()
    assert owners_on(editions, measure, date(2026, 4, 30)) == ("Відділ садів",)
    assert owners_on(editions, measure, date(2026, 5, 1)) == ("Відділ алей",)


def test_gaps_are_found_by_kind_and_place() -> None:
    rows = [
        row("1", "Сад перший", (full(), Item("Полито", "3", (), "у разі потреби", None, None))),
        row("1", "Сад другий", (Item("Скошено", "3", owner("Відділ садви"), None, None, None),)),
        row("2", "Сад другий", (full(due=date(2027, 1, 31), value=None),)),
        *(row(f"{n}", f"Сад {n}", (full(),)) for n in range(3, 9)),
        row("9", "Порожній", ()),
    ]
    document = PlanDocument(PLAN, tuple(replace(m, position=n) for n, m in enumerate(rows)))
    found = {(gap.kind, gap.measure.position, gap.item) for gap in gaps_in(document)}
    assert found == {
        ("no-owner", 0, 1),
        ("unread-deadline", 0, 1),
        ("no-deadline", 1, 0),
        ("body-once", 1, 0),
        ("number-repeats", 1, None),
        ("text-repeats", 2, None),
        ("deadline-outside-period", 2, 0),
        ("no-value", 2, 0),
        ("no-items", 9, None),
    }


def test_a_column_that_the_plan_has_not_is_no_gap_of_each_row() -> None:
    rows = tuple(row(str(n), f"Сад {n}", (full(value=None),)) for n in range(10))
    document = PlanDocument(PLAN, rows)
    assert missing_columns(document) == ("no-value",) and gaps_in(document) == []
    without = tuple(row(f"1{n}", f"Став {n}", (replace(full(value=None), indicator=None),)) for n in range(4))
    found = gaps_in(PlanDocument(PLAN, (*rows, *without)))
    assert {gap.kind for gap in found} == {"no-indicator"}  # rows that have no indicator say nothing of the column


@pytest.mark.parametrize(
    ("name", "often", "misprint"),
    [
        ("Відділ садви", "Відділ садів", True),
        ("Сектор ЦЦ", "Сектор МЦЦ", True),
        ("Управління водопстачання", "Управління водопостачання", True),
        ("Відділ охорони", "Відділ освіти", False),
        ("Районні державні адміністрації", "Обласні державні адміністрації", False),
        ("Ліцей № 1", "Ліцей № 4", False),
        ("Відділ доріг", "Відділ доріг і мостів", False),
    ],
)
def test_a_body_that_occurs_once_may_be_a_misprint(name: str, often: str, misprint: bool) -> None:
    rows = [row(f"{n}", f"Сад {n}", (Item("Полито", "3", owner(often), None, None),)) for n in range(3)]
    rows.append(row("9", "Алея", (Item("Полито", "3", owner(name), None, None),)))
    found = [gap.detail for gap in gaps_in(PlanDocument(PLAN, tuple(rows))) if gap.kind == "body-once"]
    assert found == ([f"{name} ≈ {often}"] if misprint else [])


@pytest.mark.parametrize(
    ("indicator", "gap"),
    [
        ("Кількість зустрічей", True),
        ("2 розсадники", False),
        ("Не менше 10 осіб", False),
        ("За потреби", False),
        ("Постійно", False),
        ("Щомісяця", False),
    ],
)
def test_only_what_counts_something_wants_a_value(indicator: str, gap: bool) -> None:
    rows = [row(f"{n}", f"Сад {n}", (full(),)) for n in range(9)]
    rows.append(row("9", "Алея", (replace(full(value=None), indicator=indicator),)))
    found = {gap.kind for gap in gaps_in(PlanDocument(PLAN, tuple(rows)))}
    assert found == ({"no-value"} if gap else set())


def test_differences_ignore_marks_and_case() -> None:
    found = difference("Ремонт «Старої» школи, проєкт", "ремонт старої бібліотеки проект")
    assert found.only("-") == ("школи,",) and found.only("+") == ("бібліотеки",)
    assert found.shared == "Ремонт «Старої» … проєкт"


def test_difference_of_long_texts_is_that_of_their_middle() -> None:
    first = "один два " * 20_000
    second = f"{'один два ' * 10_000}три {'один два ' * 10_000}"
    runs = difference(first, second).runs
    assert [sign for sign, _ in runs] == ["=", "+", "="]
    assert runs[1] == ("+", "три")
    assert difference(first, first).runs == (("=", first.strip()),)
