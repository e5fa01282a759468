"""Rows of ruled tables that a page end has cut; «-----» is the page end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.measures import RawMeasure

Measures = Callable[..., list[RawMeasure]]

WHOLE = """№ | Захід | Строк | Виконавці
1 | Оновити розмітку біля ліцею | березень 2026 року | Відділ доріг
2 | Побудувати пандус у бібліотеці | квітень 2026 року | Відділ культури
3 | Видати довідник для мешканців | травень 2026 року | Відділ звернень
4 | Провести ярмарок майстрів | червень 2026 року | Відділ торгівлі
"""


@pytest.mark.parametrize(
    ("first", "second", "measure", "deadline", "bodies"),
    [
        # only the measure goes on, with a capital
        ("5 | Укласти угоду з міською філією | липень 2026 року | Відділ освіти", " | Народного банку | | ",
         "Укласти угоду з міською філією Народного банку", "липень 2026 року", "Відділ освіти"),
        # only the bodies go on
        ("5 | Скликати раду | липень 2026 року | Відділ освіти,", " | | | відділ культури",
         "Скликати раду", "липень 2026 року", "Відділ освіти, відділ культури"),
        # bodies on lines of their own stay so
        ("5 | Скликати раду | липень 2026 року | Мінфін", " | | | Мінрегіон",
         "Скликати раду", "липень 2026 року", "Мінфін\nМінрегіон"),
        # the year of a date stands on the next page
        ("5 | Скликати раду | до 31 липня | Відділ освіти", " | | 2026 року | ",
         "Скликати раду", "до 31 липня 2026 року", "Відділ освіти"),
        # centred in their cells, date and bodies stand on the next page
        ("5 | Закупити шафи та | | ", " | столи для бібліотеки | липень 2026 року | Відділ освіти",
         "Закупити шафи та столи для бібліотеки", "липень 2026 року", "Відділ освіти"),
        # a quoted name and the year go on, the bodies do not
        ("5 | Вступити до спілки | до 31 липня | Відділ освіти", " | «Вільні міста» | 2026 року | ",
         "Вступити до спілки «Вільні міста»", "до 31 липня 2026 року", "Відділ освіти"),
        # a hyphen at the page end
        ("5 | Створити науково- | липень 2026 року | Відділ освіти", " | методичну раду | | ",
         "Створити науково-методичну раду", "липень 2026 року", "Відділ освіти"),
    ],
)  # fmt: skip
def test_second_half_goes_back_to_its_row(
    from_grid: Measures, first: str, second: str, measure: str, deadline: str, bodies: str
) -> None:
    measures = from_grid(f"{WHOLE}{first}\n-----\n{second}\n6 | Висадити липи | серпень 2026 року | Відділ парків")
    assert len(measures) == 6
    item = measures[4].items[0]
    assert (measures[4].text, item.deadline, item.bodies) == (measure, deadline, bodies)
    assert measures[5].text == "Висадити липи"


def test_a_row_over_three_pages(from_grid: Measures) -> None:
    measures = from_grid(
        f"{WHOLE}5 | Укласти угоду про\n-----\n | постачання питної\n-----\n | води | липень 2026 року | Водоканал"
    )
    assert [m.text for m in measures][4:] == ["Укласти угоду про постачання питної води"]


@pytest.mark.parametrize(
    "row",
    [
        "5 | провести толоку | липень 2026 року | Відділ парків",
        "5 | Провести толоку | липень 2026 року | ",
        " | Провести толоку | липень 2026 року | Відділ парків",
    ],
)
def test_a_whole_row_on_a_new_page_stays_one(from_grid: Measures, row: str) -> None:
    head, *body = WHOLE.splitlines()
    unnumbered = row.startswith(" |")
    text = "\n".join([head, *(line.replace(line[0], " ", 1) if unnumbered else line for line in body)])
    assert len(from_grid(f"{text}\n-----\n{row}")) == 5


def test_a_new_indicator_of_a_merged_measure_stays_an_item(from_grid: Measures) -> None:
    measures = from_grid(
        """Захід | Показник | Строк
        Відкрити клуб | Наказ видано | березень 2026 року
        ^ | Приміщення обладнано | квітень 2026 року
        -----
         | Керівника призначено | травень 2026 року""".replace("        ", "")
    )
    assert [item.indicator for item in measures[0].items] == [
        "Наказ видано", "Приміщення обладнано", "Керівника призначено",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "first", "tasks"),
    [
        ("Розвивати спорт у | Збудувати корт | липень 2026 року", "громаді | Провести турнір | серпень 2026 року",
         ["Розвивати спорт у громаді"] * 2),
        ("Розвивати спорт | Збудувати корт | липень 2026 року", " | Провести турнір | серпень 2026 року",
         ["Розвивати спорт"] * 2),
        ("Розвивати спорт | Збудувати корт | липень 2026 року", "Берегти ліс | Висадити дуби | серпень 2026 року",
         ["Розвивати спорт", "Берегти ліс"]),
    ],
)  # fmt: skip
def test_a_merged_task_over_the_page_end(from_grid: Measures, last: str, first: str, tasks: list[str]) -> None:
    measures = from_grid(f"Завдання | Захід | Строк\n{last}\n-----\n{first}")
    assert [m.scope.task for m in measures] == tasks


def test_centred_task_text_on_the_next_page_holds_for_the_rows_before(from_grid: Measures) -> None:
    measures = from_grid(
        "Завдання | Захід | Строк\nДбати про ліс | Висадити дуби | травень 2026 року\n"
        " | Збудувати корт | липень 2026 року\n^ | Купити м'ячі | липень 2026 року\n"
        "-----\nРозвивати спорт | Провести турнір | серпень 2026 року"
    )
    assert [m.scope.task for m in measures] == ["Дбати про ліс", *["Розвивати спорт"] * 3]
