"""From tables to measures, layout by layout: every case is a small fictional plan and what a careful reader finds."""

from __future__ import annotations

from collections.abc import Callable

from corpus.measures import RawMeasure

Measures = Callable[..., list[RawMeasure]]


def brief(measures: list[RawMeasure]) -> list[tuple[str | None, str, list[tuple[str, str, str]]]]:
    """(number, text, [(indicator, bodies, deadline)]) of each measure."""
    return [(m.number, m.text, [(i.indicator, i.bodies, i.deadline) for i in m.items]) for m in measures]


def test_columns_come_in_any_order(from_grid: Measures) -> None:
    measures = from_grid("""
        Строк реалізації | Хто виконує | Що зроблено (показник) | Назва заходу | №
        травень 2031 року | Відділ озеленення | Сквер відкрито | Закладення скверу | 1
        2031 рік | Служба доріг (за згодою) | Знаки встановлено | Заміна дорожніх знаків | 2
    """)
    assert brief(measures) == [
        ("1", "Закладення скверу", [("Сквер відкрито", "Відділ озеленення", "травень 2031 року")]),
        ("2", "Заміна дорожніх знаків", [("Знаки встановлено", "Служба доріг (за згодою)", "2031 рік")]),
    ]


def test_merged_cells_hold_for_the_rows_they_cover(from_grid: Measures) -> None:
    measures = from_grid("""
        Завдання | Захід | Строк | Відповідальні
        Тепло | Утеплення шкіл | липень 2031 року | Управління освіти
        ^ | Заміна вікон | ^ | ^
        Світло | Заміна ламп | серпень 2031 року | ^
        ^ | Ремонт щитових | | Відділ енергетики
    """)
    assert [(m.scope.task, m.text) for m in measures] == [
        ("Тепло", "Утеплення шкіл"),
        ("Тепло", "Заміна вікон"),
        ("Світло", "Заміна ламп"),
        ("Світло", "Ремонт щитових"),
    ]
    assert [(m.items[0].bodies, m.items[0].deadline) for m in measures] == [
        ("Управління освіти", "липень 2031 року"),
        ("Управління освіти", "липень 2031 року"),
        ("Управління освіти", "серпень 2031 року"),
        ("Відділ енергетики", ""),
    ]


def test_a_measure_merged_over_rows_has_an_item_in_each(from_grid: Measures) -> None:
    (measure,) = from_grid("""
        Захід | Показник | Строк | Виконавець
        Створення музею | Приміщення виділено | січень 2031 року | Відділ майна
        ^ | Експозицію відкрито | грудень 2031 року | Відділ культури
    """)
    assert [(i.indicator, i.bodies) for i in measure.items] == [
        ("Приміщення виділено", "Відділ майна"),
        ("Експозицію відкрито", "Відділ культури"),
    ]


def test_task_and_header_rows_repeat_inside_the_table(from_grid: Measures) -> None:
    measures = from_grid("""
        Завдання: Чисті озера | < | < | <
        Захід | Дата початку | Дата завершення | Відповідальні
        Очищення ставу | 01.02.2031 | 31.03.2031 | Водоканал
        Завдання: Тихі вулиці | < | < | <
        Захід | Дата початку | Дата завершення | Відповідальні
        Встановлення екранів | 01.04.2031 | 30.06.2031 | Служба доріг
    """)
    assert [(m.scope.task, m.text, m.items[0].start, m.items[0].end) for m in measures] == [
        ("Чисті озера", "Очищення ставу", "01.02.2031", "31.03.2031"),
        ("Тихі вулиці", "Встановлення екранів", "01.04.2031", "30.06.2031"),
    ]


def test_sections_and_subsections_by_their_looks(from_dump: Measures) -> None:
    measures = from_dump("""
Захід | Виконавець | Строк
І. Дороги | |
Ремонт тротуарів | |
Мощення площі | Служба доріг | травень 2031 року
ІІ. Парки | |
Висадка дерев | Відділ озеленення | квітень 2031 року
""")
    assert [(m.scope.section, m.scope.subsection, m.text) for m in measures] == [
        ("І. Дороги", "Ремонт тротуарів", "Мощення площі"),
        ("ІІ. Парки", None, "Висадка дерев"),
    ]


def test_two_tables_of_which_one_is_no_plan(from_grid: Measures) -> None:
    measures = from_grid(
        """
        Прізвище, ім'я | Посада | Телефон
        Іваненко Іван | голова | 12-34
        """,
        """
        № | Зміст заходу | Термін | Виконавці
        1 | Перевірити сирени | щокварталу | Відділ захисту населення
        """,
    )
    assert brief(measures) == [("1", "Перевірити сирени", [("", "Відділ захисту населення", "щокварталу")])]


def test_a_table_without_header_goes_on_with_the_columns_of_the_one_before(from_grid: Measures) -> None:
    measures = from_grid(
        """
        Зміст заходу | Термін | Виконавці
        Перевірити сирени | травень 2031 року | Відділ захисту населення
        """,
        """
        Полагодити укриття | червень 2031 року | Управління освіти
        """,
    )
    assert [m.text for m in measures] == ["Перевірити сирени", "Полагодити укриття"]


def test_a_page_break_cuts_several_cells_at_once(from_dump: Measures) -> None:
    (measure,) = from_dump("""
№ | Завдання | Захід | Індикатор | Відповідальні | Строк
1. | Порятунок річок шляхом | Проведення обстежень джерел щодо | Звіт про стан джерел | Науково- | Липень 2031 року

1 | 2 | 3 | 4 | 5 | 6
 | очищення русел | забруднення стоками | підготовлено | дослідний центр вод (за згодою) |
""")
    assert measure.scope.task == "Порятунок річок шляхом очищення русел"
    assert measure.text == "Проведення обстежень джерел щодо забруднення стоками"
    assert [(i.indicator, i.bodies, i.deadline) for i in measure.items] == [
        ("Звіт про стан джерел підготовлено", "Науково-дослідний центр вод (за згодою)", "Липень 2031 року")
    ]


def test_lost_left_columns_are_known_by_labels(from_dump: Measures) -> None:
    measures = from_dump("""
п/п | Завдання | Захід | Виконавець | Термін | Показник | Значення
1 | Завдання 1.1 Доступ | Захід 1.1.1 Облаштування пандусів | Директор | Травень | Кількість пандусів | 2

Захід 1.1.2 Виготовлення буклетів | Відділ просвіти | Червень | Кількість буклетів | 0
""")
    assert [(m.scope.task_no, m.number, m.text, m.items[0].value) for m in measures] == [
        ("1.1", "1.1.1", "Облаштування пандусів", "2"),
        ("1.1", "1.1.2", "Виготовлення буклетів", "0"),
    ]


def test_a_deadline_pushed_off_its_column_comes_back(from_dump: Measures) -> None:
    measures = from_dump("""
Завдання | Захід | Індикатор | Відповідальні | Строк
1. | Безпека дворів | Встановлення камер | Камери встановлено | Відділ безпеки (за згодою)  Травень 2031 року
2. | Освітлення дворів | Заміна ліхтарів | Ліхтарі замінено | Служба світла
 | | | | Червень 2031 року
""")
    assert [(m.items[0].bodies, m.items[0].deadline) for m in measures] == [
        ("Відділ безпеки (за згодою)", "Травень 2031 року"),
        ("Служба світла", "Червень 2031 року"),
    ]
    assert any("перенесений" in said for said in measures[0].remarks)


def test_blanks_of_a_dump_inherit_within_their_task_and_say_so(from_dump: Measures) -> None:
    measures = from_dump("""
№ | Завдання | Захід | Індикатор | Відповідальні | Строк
1. | Перше завдання | Створення ради | Раду створено | Відділ спорту | Травень 2031 року
 | | Проведення зборів | Збори проведено | |
2. | Друге завдання | Відкриття залу | Зал відкрито | Відділ майна |
""")
    assert [(m.items[0].bodies, m.items[0].deadline) for m in measures] == [
        ("Відділ спорту", "Травень 2031 року"),
        ("Відділ спорту", "Травень 2031 року"),
        ("Відділ майна", ""),
    ]
    assert any("вище" in said for said in measures[1].items[0].remarks)
    assert any("відсутній" in said for said in measures[2].items[0].remarks)


def test_measures_and_indicators_of_one_row_are_matched(from_dump: Measures) -> None:
    measures = from_dump("""
№ | Завдання | Захід | Індикатор | Відповідальні | Строк
1. | Спільна безпека | <p>Утворення штабу громади</p> <p>Навчання дружинників</p> | \
<p>Положення про штаб затверджено</p> <p>Штаб утворено</p> <p>Дружинників навчено</p> | \
<p>Виконком (за згодою)</p> <p>Управління поліції (за згодою)</p> | \
<p>Січень 2031 року</p> <p>Лютий 2031 року</p> <p>Березень 2031 року</p>
""")
    assert brief(measures) == [
        (None, "Утворення штабу громади", [
            ("Положення про штаб затверджено", "Виконком (за згодою)", "Січень 2031 року"),
            ("Штаб утворено", "Виконком (за згодою)", "Лютий 2031 року"),
        ]),
        (None, "Навчання дружинників", [
            ("Дружинників навчено", "Управління поліції (за згодою)", "Березень 2031 року"),
        ]),
    ]  # fmt: skip


def test_two_row_measures_and_a_label_printed_twice(from_dump: Measures) -> None:
    measures = from_dump("""
п/п | Завдання | Мета завдання | Захід | Показник та перелік виконавців | Значення
1 | Просвіта | <b>Мета завдання 1.1</b> | <b>Захід 1.1.1</b> | <i>Кількість лекцій</i> | 4
 | | Знання прав | Читання лекцій у школах | Озерний центр | 4
 | | | Захід 1.1.2 Друк листівок | Озерний центр | 0
 | | | Захід 1.1.2 | Кількість листівок | 0
""")
    assert [(m.scope.task_no, m.scope.goal, m.number, m.text) for m in measures] == [
        ("1.1", "Знання прав", "1.1.1", "Читання лекцій у школах"),
        ("1.1", "Знання прав", "1.1.2", "Друк листівок"),
    ]
    assert [(i.indicator, i.value, i.bodies) for m in measures for i in m.items] == [
        ("Кількість лекцій", "4", "Озерний центр"),
        ("Кількість листівок", "0", "Озерний центр"),
    ]


def test_several_labelled_measures_in_one_cell(from_dump: Measures) -> None:
    measures = from_dump("""
Захід | Показник та виконавці | Значення
Захід 2.1 Читання лекцій.  Захід 2.2 Друк листівок | \
Кількість лекцій  Озерний центр  Кількість листівок  Озерний центр | 1  1  20  20
Захід 2.3 Прийом громадян | Кількість осіб | 5
""")
    assert [(m.number, m.items[0].indicator, m.items[0].value, m.items[0].bodies) for m in measures] == [
        ("2.1", "Кількість лекцій", "1", "Озерний центр"),
        ("2.2", "Кількість листівок", "20", "Озерний центр"),
        ("2.3", "Кількість осіб", "5", "Озерний центр"),
    ]


def test_a_repeated_number_is_kept_and_remarked(from_grid: Measures) -> None:
    first, second = from_grid("""
        Захід | Виконавець | Строк
        Захід 4.1.6 Облік майна | Бухгалтерія | травень 2031 року
        Захід 4.1.6 Облік кадрів | Відділ кадрів | травень 2031 року
    """)
    assert (first.number, second.number) == ("4.1.6", "4.1.6")
    assert all("4.1.6" in " ".join(measure.remarks) for measure in (first, second))


def test_numbered_list_in_a_dump(from_dump: Measures) -> None:
    measures = from_dump("""
1. Затвердити план (додається).

2. Контроль залишаю за собою.

ПЛАН заходів

1. Очистити дощоприймачі
на всіх вулицях.

Комунальна служба «Весна»,
виконкоми сільських, селищних рад
(за згодою)
До 1 травня 2031 року

2. Перевірити:
1) насоси;
2) дамби.
Відділ води
Червень 2031 року

Начальник відділу
""")
    assert brief(measures) == [
        ("1", "Очистити дощоприймачі на всіх вулицях.", [
            ("", "Комунальна служба «Весна», виконкоми сільських, селищних рад (за згодою)", "До 1 травня 2031 року")
        ]),
        ("2", "Перевірити: 1) насоси; 2) дамби.", [("", "Відділ води", "Червень 2031 року")]),
    ]  # fmt: skip


def test_numbered_list_in_paragraphs(from_paragraphs: Measures) -> None:
    measures = from_paragraphs(
        "1. Провести ярмарок вакансій.",
        "> Центр зайнятості (за згодою)",
        "> Жовтень 2031 року",
        "2. Оновити реєстр роботодавців.",
        "> Відділ економіки",
        "> Щороку до 15 січня",
    )
    assert brief(measures) == [
        ("1", "Провести ярмарок вакансій.", [("", "Центр зайнятості (за згодою)", "Жовтень 2031 року")]),
        ("2", "Оновити реєстр роботодавців.", [("", "Відділ економіки", "Щороку до 15 січня")]),
    ]


def test_prose_with_numbered_lists_holds_no_measures(from_paragraphs: Measures) -> None:
    assert not from_paragraphs("1. Проблема політики", "Дороги зношено.", "2. Цілі", "Менше аварій.", "3. Ризики")


def test_project_card(from_grid: Measures) -> None:
    (measure,) = from_grid("""
        Назва проєкту | Сонячна школа
        Відповідальні | Управління освіти
        Термін реалізації | 2031 рік
        Очікувані результати | Панелі встановлено
        Джерела фінансування | місцевий бюджет
    """)
    assert (measure.text, measure.items[0].bodies, measure.items[0].deadline) == (
        "Сонячна школа",
        "Управління освіти",
        "2031 рік",
    )


def test_chart_with_marks_under_quarters(from_grid: Measures) -> None:
    measures = from_grid("""
        № | Захід | Відповідальні | 2031 рік | < | < | <
        ^ | ^ | ^ | I кв. | II кв. | III кв. | IV кв.
        1 | Висадка алеї | Відділ озеленення | | + | + |
        2 | Ремонт фонтана | Служба води | | | | Х
    """)
    assert [(m.text, m.items[0].deadline) for m in measures] == [
        ("Висадка алеї", "II квартал 2031 року – III квартал 2031 року"),
        ("Ремонт фонтана", "IV квартал 2031 року"),
    ]


def test_numbered_list_that_names_who_and_when(from_paragraphs: Measures) -> None:
    measures = from_paragraphs(
        "1. Провести ярмарок вакансій.",
        "Відповідальні: Центр зайнятості (за згодою)",
        "Термін виконання: жовтень 2031 року",
        "2. Оновити реєстр роботодавців.",
        "Строк – щороку до 15 січня",
        "Виконавці – відділ економіки",
        "Начальник відділу",
    )
    assert brief(measures) == [
        ("1", "Провести ярмарок вакансій.", [("", "Центр зайнятості (за згодою)", "жовтень 2031 року")]),
        ("2", "Оновити реєстр роботодавців.", [("", "відділ економіки", "щороку до 15 січня")]),
    ]


def test_bold_and_numbered_headings_without_merged_cells(from_dump: Measures) -> None:
    measures = from_dump("""
№ | Назва заходу | Хто | Коли
 | <b>Вулиці</b> | |
1 | Ремонт бруківки | Служба доріг | травень 2031 року
 | ІІ. Парки | |
2 | Висадка лип | Відділ озеленення | квітень 2031 року
""")
    assert [(m.number, m.text, m.items[0].bodies) for m in measures] == [
        ("1", "Ремонт бруківки", "Служба доріг"),
        ("2", "Висадка лип", "Відділ озеленення"),
    ]
    assert "ІІ. Парки" in (measures[1].scope.section or "")


def test_two_columns_of_dates_under_one_header(from_grid: Measures) -> None:
    (measure,) = from_grid("""
        Захід | Термін реалізації | < | Виконавець
        | початок | завершення |
        Ремонт бруківки | 01.02.2031 | 30.06.2031 | Служба доріг
    """)
    assert (measure.items[0].start, measure.items[0].end) == ("01.02.2031", "30.06.2031")


def test_two_measures_share_a_row_with_their_bodies(from_grid: Measures) -> None:
    measures = from_grid("""
        Зміст роботи | Дата | Відповідальний
        Свято врожаю¶Конкурс читців | 12.10.2031¶14.10.2031 | Педагог-організатор¶Завідувач бібліотеки
    """)
    assert brief(measures) == [
        (None, "Свято врожаю", [("", "Педагог-організатор", "12.10.2031")]),
        (None, "Конкурс читців", [("", "Завідувач бібліотеки", "14.10.2031")]),
    ]


def test_a_text_alone_is_a_heading_where_every_measure_has_a_number(from_dump: Measures) -> None:
    measures = from_dump("""
№ | Назва заходу | Хто | Коли
 | Вулиці міста | |
1 | Ремонт бруківки | Служба доріг | травень 2031 року
2 | Заміна знаків | Служба доріг | червень 2031 року
 | Парки міста | |
3 | Висадка лип | Відділ озеленення | квітень 2031 року
""")
    assert [(m.scope.section, m.number, m.text) for m in measures] == [
        ("Вулиці міста", "1", "Ремонт бруківки"),
        ("Вулиці міста", "2", "Заміна знаків"),
        ("Парки міста", "3", "Висадка лип"),
    ]


def test_several_cards_in_one_table(from_grid: Measures) -> None:
    measures = from_grid("""
        Назва проєкту | Сонячна школа
        Опис проєкту | Панелі на даху
        Виконавці | Управління освіти
        Термін реалізації | 2031 рік
        Назва проєкту | Тихий двір
        Опис проєкту | Екрани від шуму
        Виконавці | Служба доріг
        Термін реалізації | 2032 рік
    """)
    assert [(m.text, m.items[0].bodies, m.items[0].deadline) for m in measures] == [
        ("Сонячна школа", "Управління освіти", "2031 рік"),
        ("Тихий двір", "Служба доріг", "2032 рік"),
    ]


def test_headings_between_the_entries_of_a_list(from_dump: Measures) -> None:
    measures = from_dump("""
ПЛАН РОБІТ

1. Очистити став.
Відділ вод
Травень 2031 року

ЗЕЛЕНІ ПАРКИ ГРОМАДИ

2. Висадити липи.
Відділ озеленення
Квітень 2031 року
""")
    assert [(m.scope.section, m.number, m.text) for m in measures] == [
        (None, "1", "Очистити став."),
        ("ЗЕЛЕНІ ПАРКИ ГРОМАДИ", "2", "Висадити липи."),
    ]
