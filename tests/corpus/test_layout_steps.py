"""The steps of the layout one by one: labels, what a cell is, headers, headings, joins, pieces."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.blocks import Cell, Row, Table
from corpus.items import items_of_line
from corpus.layout.alignment import Alignment, Line
from corpus.layout.breaks import join_halves
from corpus.layout.content import fit, is_action, is_indicator, is_number, is_value, starts_low
from corpus.layout.gantt import period_of_marks
from corpus.layout.grid import GridRow, grid_of
from corpus.layout.header import find_header, is_number_row, is_signature
from corpus.layout.headings import Heading, heading_of, is_open, level_headings
from corpus.layout.labels import bare_number, label_of, split_labelled_measures
from corpus.layout.roles import Role, roles_of_wording
from corpus.layout.shifts import split_off_deadline
from corpus.layout.trace import Trace, shortened
from corpus.pieces import (
    partition,
    shared,
    split_body_lists,
    split_indicators,
    split_measures,
    under_one_condition,
)


def rows(*lines: str, after_break: Sequence[int] = ()) -> list[GridRow]:
    """Grid rows of a dump whose cells are set off by «|»."""
    made = []
    for k, line in enumerate(lines, start=1):
        cells = tuple(Cell(text.strip(), column) for column, text in enumerate(line.split("|")))
        made.append(Row(cells, index=k, line=k, after_break=k in after_break))
    return grid_of(Table(tuple(made), 1, max(len(row.cells) for row in made), spans=False))


@pytest.mark.parametrize(
    ("wording", "roles"),
    [
        ("№ з/п", ("number",)),
        ("Найменування завдання", ("task",)),
        ("Найменування заходу для виконання завдання", ("measure",)),
        ("Завдання та заходи", ("measure",)),
        ("Мета та основний результат виконання завдання", ("goal",)),
        ("Назва показника результативності", ("indicator",)),
        ("Показники виконання заходу та перелік виконавців", ("indicator", "responsible")),
        ("Значення показника (в розрізі виконавців)", ("value",)),
        ("Відповідальний виконавець заходу", ("responsible",)),
        ("Орієнтовний строк", ("deadline",)),
        ("Дата початку", ("start",)),
        ("Закінчення", ("end",)),
        ("Підціль", ("section",)),
        ("Обсяги та джерела фінансування заходу", ("other",)),
        ("Відмітка про виконання", ("other",)),
        ("", ()),
    ],
)
def test_roles_of_header_words(wording: str, roles: tuple[Role, ...]) -> None:
    assert roles_of_wording(wording) == roles


@pytest.mark.parametrize(
    ("text", "kind", "number", "rest"),
    [
        ("Захід 1.1.2 Провести збори", "measure", "1.1.2", "Провести збори"),
        ("Захід 3.5.2. Провести збори", "measure", "3.5.2", "Провести збори"),
        ("ЗАХІД 2. Провести збори", "measure", "2", "Провести збори"),
        ("Захід 1.1.4", "measure", "1.1.4", ""),
        ("Завдання 1.1 Доступність", "task", "1.1", "Доступність"),
        ("Завдання: Доступність", "task", None, "Доступність"),
        ("Мета завдання 1.2.", "goal", "1.2", ""),
        ("Мета: чисті річки", "goal", None, "чисті річки"),
        ("Підціль: чисті річки", "subsection", None, "чисті річки"),
    ],
)
def test_labels(text: str, kind: str, number: str | None, rest: str) -> None:
    label = label_of(text)
    assert label is not None
    assert (label.kind, label.number, label.rest) == (kind, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Заходи з безпеки",
        "Захід сонця о 19 годині",
        "Підрозділів поліції",
        "Завдання громади",
        "Метал",
        "Розділові знаки",
    ],
)
def test_words_that_are_no_labels(text: str) -> None:
    assert label_of(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1. Провести збори", "1"),
        ("2) Провести збори", "2"),
        ("1.2.3. Провести збори", "1.2.3"),
        ("4.Популяризація", "4"),
        ("1.1 Провести збори", "1.1"),
        ("60 відсотків шкіл", None),
        ("12.11.2031 збори", None),
        ("24/7 підтримка", None),
        ("3 автобуси", None),
    ],
)
def test_numbers_that_open_a_text(text: str, number: str | None) -> None:
    label = bare_number(text)
    assert (label.number if label else None) == number


def test_labelled_measures_of_one_cell() -> None:
    assert split_labelled_measures("Захід 1.1 А\nЗахід 1.2 Б") == ["Захід 1.1 А", "Захід 1.2 Б"]
    assert split_labelled_measures("Провести захід 1.1 на площі") == ["Провести захід 1.1 на площі"]


@pytest.mark.parametrize("text", ["1", "2.", "1.1", "IV.", "3)"])
def test_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["0", "100%", "1 200", "15 осіб", "не менше 5"])
def test_values(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize(
    ("text", "indicator", "action"),
    [
        ("Порядок затверджено", True, False),
        ("Пропозиції надано (погоджено) (у разі потреби)", True, False),
        ("Кількість зустрічей", True, False),
        ("(у разі звернення) кількість осіб", True, False),
        ("За потребою", True, False),
        ("Постійно, у разі впровадження", True, False),
        ("Проведення зборів", False, True),
        ("Розробити програму", False, True),
        ("Звіти про роботу", False, False),
        ("Управління освіти", False, False),
        ("Обласна державна адміністрація", False, False),
    ],
)
def test_indicators_and_actions(text: str, indicator: bool, action: bool) -> None:
    assert (is_indicator(text), is_action(text)) == (indicator, action)


def test_a_cell_suits_the_column_of_its_kind_best() -> None:
    kinds: tuple[Role, ...] = ("number", "measure", "indicator", "responsible", "deadline")
    cells = {
        "7.": "number",
        "Захід 1.2 Ремонт мосту": "measure",
        "Міст відремонтовано": "indicator",
        "Управління доріг (за згодою), виконком": "responsible",
        "III квартал 2031 року": "deadline",
    }
    assert {text: max(kinds, key=lambda role: fit(text, role)) for text in cells} == cells


def test_texts_that_begin_inside_a_sentence() -> None:
    assert [starts_low(text) for text in ("та звіт", ", а також", "Звіт", "«зелений» коридор", "")] == [
        True, True, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["пропозиції щодо", "сіл, селищ,", "науково-", "закон (у разі", "план «Весна", "у м."])
def test_texts_that_break_off(text: str) -> None:
    assert is_open(text)
    assert not is_open("Робочу групу утворено")


def test_halves_of_a_cut_cell() -> None:
    assert join_halves("науково-", "методичний центр") == "науково-методичний центр"
    assert join_halves("Управління", "освіти") == "Управління освіти"
    assert join_halves("на 2031 -", "2032 роки") == "на 2031 - 2032 роки"


def test_rows_that_only_count_columns() -> None:
    counting, data, short = rows("1 | 2 | 3 | 4", "1 | Ремонт | 2 | 3", " | | 1 | 6")
    assert is_number_row(counting)
    assert not is_number_row(data)
    assert not is_number_row(short)
    assert is_number_row(short, in_header=True)


@pytest.mark.parametrize("line", ["Керівник апарату | Олена КВІТКА", "Голова | О. В. Квітка", "Голова | | Квітка О.В."])
def test_signatures_below_a_table(line: str) -> None:
    assert is_signature(rows(line)[0])
    assert not is_signature(rows("1 | Ремонт дороги | Служба доріг")[0])


def test_the_header_is_found_below_a_title_and_a_task() -> None:
    grid = rows(
        "План робіт | | |", "Завдання: Річки | | |", "Захід | Строк | Виконавець", "Очистка | 2031 рік | Відділ вод"
    )
    header = find_header(grid, spans=True)
    assert header is not None
    assert header.rows == {2}
    assert header.order() == (("measure",), ("deadline",), ("responsible",), ())


def test_words_of_the_header_are_refuted_by_cells_of_another_kind() -> None:
    grid = rows(
        "Захід | Строк | Відповідальні",
        "Очистка річок | Відділ вод | травень 2031 року",
        "Ремонт шлюзів | Служба води | червень 2031 року",
    )
    header = find_header(grid, spans=True)
    assert header is not None
    assert header.order() == (("measure",), ("responsible",), ("deadline",))
    assert "за змістом клітинок" in header.columns[1].says()


def test_tasks_stand_for_measures_where_there_are_none() -> None:
    header = find_header(rows("№ | Завдання | Строк | Виконавець", "1 | Очистка | 2031 рік | Відділ вод"), spans=True)
    assert header is not None
    assert header.has("measure")
    assert not header.has("task")


@pytest.mark.parametrize(
    "line", ["Прізвище | Посада | Телефон", "Назва | Сума, тис. грн | Джерело", "Рік | 2031 | 2032"]
)
def test_tables_that_are_no_plans(line: str) -> None:
    assert find_header(rows(line, "а | б | в", "г | ґ | д"), spans=True) is None


def test_headings_of_two_levels() -> None:
    grid = rows("Захід | Строк | Виконавець", "I. Вода | |", "Річки | |", "Озера | |", "Мета: чистота | |")
    header = find_header(grid, spans=False)
    assert header is not None
    found = [heading_of(row, header, spans=False) for row in grid[1:]]
    leveled = level_headings([heading for heading in found if heading])
    assert [(entry.level, entry.text) for entry in leveled if isinstance(entry, Heading)] == [
        ("section", "I. Вода"),
        ("subsection", "Річки"),
        ("subsection", "Озера"),
        ("goal", "чистота"),
    ]


def test_a_shifted_row_is_read_by_its_content() -> None:
    grid = rows(
        "Завдання | Захід | Індикатор | Відповідальні | Строк",
        "1. | Вода | Очистка русла | Русло очищено | Відділ вод | травень 2031 року",
        " | | Ремонт шлюзу | Шлюз полагоджено | Служба води | червень 2031 року",
        " | Насосну станцію запущено | Водоканал (за згодою) | липень 2031 року | |",
    )
    header = find_header(grid, spans=False)
    assert header is not None
    line = Alignment(header, grid[1:], numbered=True).line(grid[3])
    assert line.shifted
    assert line.cells == {
        "indicator": "Насосну станцію запущено",
        "responsible": "Водоканал (за згодою)",
        "deadline": "липень 2031 року",
    }


@pytest.mark.parametrize(
    ("cell", "bodies", "deadline"),
    [
        ("Відділ вод\nТравень 2031 року", "Відділ вод", "Травень 2031 року"),
        ("Відділ вод (за згодою) Травень 2031 року", "Відділ вод (за згодою)", "Травень 2031 року"),
        ("Відділ вод", "Відділ вод", ""),
    ],
)
def test_deadlines_among_bodies(cell: str, bodies: str, deadline: str) -> None:
    assert split_off_deadline(cell) == (bodies, deadline)


def test_indicators_run_together() -> None:
    assert split_indicators("Акт видано Групу утворено (у разі потреби) Звіт подано до Ради") == [
        "Акт видано",
        "Групу утворено (у разі потреби)",
        "Звіт подано до Ради",
    ]
    assert split_indicators("Пропозиції надано Кабінету Міністрів України") == [
        "Пропозиції надано Кабінету Міністрів України"
    ]


def test_measures_are_split_only_where_the_row_has_as_many_indicators() -> None:
    cell = "Аналіз стану шлюзів Ремонт насосів"
    assert split_measures(cell, 2) == ["Аналіз стану шлюзів", "Ремонт насосів"]
    assert split_measures(cell, 1) == [cell]
    assert split_measures("Проведення:\n- зборів;\n- лекцій", 5) == ["Проведення: - зборів; - лекцій"]


def test_lists_of_bodies_run_together() -> None:
    cell = "Відділ вод, громади (за згодою) Департамент екології"
    assert split_body_lists(cell, 2) == ["Відділ вод, громади (за згодою)", "Департамент екології"]
    assert split_body_lists(cell, 1) == [cell]


def test_indicators_go_to_the_measure_whose_words_they_share() -> None:
    measures = ["Облік свердловин", "Будівництво водогону"]
    assert partition(["Реєстр складено", "Трасу водогону погоджено", "Водогін збудовано"], measures) == [1, 2]
    assert partition(["Проєкт розроблено", "Роботи завершено", "Звіт подано"], measures) == [2, 1]


def test_values_shared_by_items() -> None:
    assert shared(["а"], [3]) == ["а", "а", "а"]
    assert shared(["а", "б"], [1, 2]) == ["а", "б", "б"]
    assert shared(["а", "б"], [1, 1, 2]) == ["а", "б", "б", "б"]
    assert shared([], [2]) == ["", ""]


def test_indicators_under_one_condition_are_a_step() -> None:
    on_draft, on_region = "(у разі отримання проєкту)", "(за умови вибору області)"
    said = [
        f"Думки надано {on_draft}",
        f"Зауваги подано {on_draft}.",
        f"Дослід проведено {on_region}",
        "Міст збудовано",
    ]
    assert under_one_condition(said) == [2, 1, 1]
    assert under_one_condition(["Міст (за проєктом) збудовано", "Міст (у разі повені) збудовано"]) == [2]
    assert under_one_condition([]) == []
    # as many as steps, in a row of several measures alone
    assert shared(["а", "б"], [2, 1], steps=[1, 2]) == ["а", "б", "б"]
    assert shared(["а", "б"], [3], last_holds=False, steps=[1, 2]) == ["а", "а", "б"]
    assert shared(["а", "б"], [2, 2], steps=[1, 1, 2]) == ["а", "а", "б", "б"]


def test_a_row_of_two_measures_is_shared_out_by_its_steps() -> None:
    cells: dict[Role, str] = {
        "indicator": "Думки щодо вимог до шлюзів надано (у разі отримання проєкту)\nШлюзів обладнано 60 відсотків\nГромади залучено",
        "responsible": "Відділ архітектури, громади (за згодою)\nІнспекція вод, громади (за згодою)",
        "deadline": "Грудень 2031 року\nГрудень 2032 року",
    }
    line = Line(cells, rows("рядок")[0])
    first, second = items_of_line(line, ["Запровадження вимог до шлюзів", "Залучення громад до ремонту"])
    assert [item.deadline for item in (*first, *second)] == ["Грудень 2031 року", *["Грудень 2032 року"] * 2]
    assert [item.bodies.split(",")[0] for item in (*first, *second)] == ["Відділ архітектури", *["Інспекція вод"] * 2]


def test_marks_of_a_chart_as_a_deadline() -> None:
    assert period_of_marks(["2031 рік I кв."]) == "I квартал 2031 року"
    assert period_of_marks(["Січень 2031", "Лютий 2031"]) == "січень 2031 року – лютий 2031 року"


def test_a_trace_prints_each_step_once() -> None:
    trace = Trace()
    trace.say("колонки", "перша")
    trace.say("колонки", "друга")
    trace.say("заходи", "один")
    assert trace.lines() == ["[колонки]", "  перша", "  друга", "[заходи]", "  один"]
    assert shortened("дуже довгий рядок", 9) == "дуже довг…"
