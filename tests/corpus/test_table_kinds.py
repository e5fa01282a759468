"""Kinds of plan tables that staff draw: charts, two-row headers, money, co-executors, names with contents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.blocks import Document
from corpus.layout.trace import Trace
from corpus.measures import RawMeasure, measures_of
from corpus.remarks import remark

Measures = Callable[..., list[RawMeasure]]


def said(measures: list[RawMeasure]) -> list[tuple[str | None, str, str, str]]:
    """Number, measure, bodies and dates of every item."""
    return [
        (m.number, m.text, i.bodies, i.deadline or " – ".join(part for part in (i.start, i.end) if part))
        for m in measures
        for i in m.items
    ]


def test_quarters_marked_in_a_chart(from_grid: Measures) -> None:
    measures = from_grid(
        """№ | Захід | Відповідальні | 2026 рік | < | < | <
^ | ^ | ^ | I | II | III | IV
1 | Полагодити місток | Відділ доріг | | Х | Х |
2 | Видати мапу стежок | Відділ туризму | | | + |
3 | Чистити озеро | КП «Озеро» | ✓ | ✓ | ✓ | ✓"""
    )
    assert said(measures) == [
        ("1", "Полагодити місток", "Відділ доріг", "II квартал 2026 року – III квартал 2026 року"),
        ("2", "Видати мапу стежок", "Відділ туризму", "III квартал 2026 року"),
        ("3", "Чистити озеро", "КП «Озеро»", "I квартал 2026 року – IV квартал 2026 року"),
    ]


def test_a_header_of_two_rows_with_money_sources_notes_and_co_executors(from_grid: Measures) -> None:
    measures = from_grid(
        """№ | Зміст заходу | Строк виконання | < | Виконавці | < | Обсяг, тис. грн | Джерело фінансування | Примітки
^ | ^ | початок | закінчення | Відповідальні | Співвиконавці | ^ | ^ | ^
1 | Полагодити місток | 01.03.2026 | 30.06.2026 | Відділ доріг | КП «Озеро» (за згодою) | 500 | місцевий бюджет | огляд
2 | Видати мапу стежок | 01.05.2026 | 31.05.2026 | КП «Озеро» | Рада старост | - | державний бюджет |
3 | Чистити озеро | 01.02.2026 | 31.12.2026 | Відділ ЖКГ | | 20 | гранти |"""
    )
    assert said(measures) == [
        ("1", "Полагодити місток", "Відділ доріг; КП «Озеро» (за згодою)", "01.03.2026 – 30.06.2026"),
        ("2", "Видати мапу стежок", "КП «Озеро»; Рада старост", "01.05.2026 – 31.05.2026"),
        ("3", "Чистити озеро", "Відділ ЖКГ", "01.02.2026 – 31.12.2026"),
    ]
    assert not any(item.value or item.indicator for m in measures for item in m.items)


def test_a_base_value_is_not_the_value_to_reach(from_grid: Measures) -> None:
    measures = from_grid(
        """№ | Захід | Показник | Значення показника | < | Строк
^ | ^ | ^ | базове | 2027 | ^
1 | Полагодити місток | Кількість містків | 0 | 1 | грудень 2027
2 | Чистити озеро | Площа плеса, га | 2 | 4 | грудень 2027"""
    )
    assert [m.items[0].value for m in measures] == ["1", "4"]


def test_a_name_and_its_content_are_one_measure(from_grid: Measures) -> None:
    measures = from_grid(
        """№ | Назва заходу | Зміст заходу | Строк
1 | Місток | Замінити настил і поручні | березень 2026 року
2 | Озеро | Прибрати мул | травень 2026 року"""
    )
    assert [m.text for m in measures] == ["Місток. Замінити настил і поручні", "Озеро. Прибрати мул"]


def test_a_second_column_of_measures_that_is_no_content_is_left_out(from_grid: Measures) -> None:
    measures = from_grid(
        """№ | Захід | Назва проєкту | Строк
1 | Замінити настил | Рух | березень 2026 року
2 | Прибрати мул | Плесо | травень 2026 року"""
    )
    assert [m.text for m in measures] == ["Замінити настил", "Прибрати мул"]


def test_several_numbers_in_a_cell_number_its_paragraphs(from_grid: Measures) -> None:
    measures = from_grid(
        """№ | Захід | Строк | Виконавці
1¶2 | Замінити настил¶Прибрати мул | березень 2026 року | Відділ доріг
3 | Видати мапу | травень 2026 року | Відділ туризму"""
    )
    assert [(m.number, m.text) for m in measures] == [
        ("1", "Замінити настил"), ("2", "Прибрати мул"), ("3", "Видати мапу"),
    ]  # fmt: skip


def test_a_number_of_another_task_is_said(from_grid: Measures) -> None:
    measures = from_grid(
        """Завдання | Захід | Строк
3.1. Стежки | 3.1.1. Замінити настил | березень 2026 року
3.2. Вода | 3.2.1. Прибрати мул | травень 2026 року
^ | 3.1.5. Видати мапу | травень 2026 року"""
    )
    said_of = remark("number-contradicts", number="3.1.5", task="3.2")
    assert [said_of in m.remarks for m in measures] == [False, False, True]


@pytest.mark.parametrize("body", ["Відділ ЖКГ", "Служба ДСНС"])
def test_last_rows_with_a_short_body_are_no_signature(from_grid: Measures, body: str) -> None:
    measures = from_grid(
        f"""Завдання | Захід | Строк | Виконавці
Стежки | Замінити настил | березень 2026 року | {body}
^ | Прибрати мул | травень 2026 року | {body}"""
    )
    assert len(measures) == 2


def test_a_signature_below_the_rows_is_no_measure(from_grid: Measures) -> None:
    measures = from_grid(
        """Завдання | Захід | Строк | Виконавці
Стежки | Замінити настил | березень 2026 року | Відділ доріг
^ | Прибрати мул | травень 2026 року | Відділ доріг
Начальник відділу | | | Олена КИТИЦЯ"""
    )
    assert [m.text for m in measures] == ["Замінити настил", "Прибрати мул"]


def test_the_tables_of_a_document_without_rows_hold_nothing() -> None:
    assert measures_of(Document("порожній.docx", "docx", ()), Trace()) == []


def test_a_second_plan_on_the_sheet_has_its_own_order_of_columns(from_grid: Measures) -> None:
    measures = from_grid(
        """№ | Захід | Строк | Відповідальні
1 | Замінити настил | березень 2026 року | Відділ доріг
2 | Прибрати мул | квітень 2026 року | Відділ доріг
Розділ 2. Двори | < | < | <
№ | Захід | Відповідальні | Строк
1 | Полагодити лавки | Відділ дворів | травень 2026 року
2 | Висіяти траву | Відділ дворів | червень 2026 року"""
    )
    assert said(measures)[2:] == [
        ("1", "Полагодити лавки", "Відділ дворів", "травень 2026 року"),
        ("2", "Висіяти траву", "Відділ дворів", "червень 2026 року"),
    ]
    assert [m.scope.section for m in measures] == [None, None, "Розділ 2. Двори", "Розділ 2. Двори"]


def test_a_year_that_closes_a_tasks_bracket_is_no_deadline(from_dump: Measures) -> None:
    measures = from_dump(
        """Завдання | Захід | Строк | Відповідальні
Берегти птахів (до 2029 року) | Розвісити годівнички | Грудень 2027 року | Відділ парків
 | Скласти мапу гнізд | Січень 2028 року | Відділ парків
Чистити водойми (до | Прибрати мул | Лютий 2028 року | Відділ парків

2030 року)
 | Запустити рибу | Березень 2028 року | Відділ парків"""
    )
    assert [m.scope.task for m in measures][2:] == ["Чистити водойми (до 2030 року)"] * 2
    assert [m.items[0].deadline for m in measures][2:] == ["Лютий 2028 року", "Березень 2028 року"]
