"""Deadlines: cases as data, the grammar against a slow oracle, the deadlines of real plans."""

from __future__ import annotations

import calendar
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.deadlines import Deadline, deadline_tail, looks_like_deadline, parse_deadline, split_deadlines

YEAR = (date(2020, 1, 1), date(2020, 12, 31))

# text | from | to | recurrence | part of the reason or remark
CASES = """
через 3 місяці після відкриття моста | | | | від події
через 10 робочих днів після звернення | | | | від події
за результатами огляду | | | | від події
у день проведення ярмарку | | | | від події
щокварталу до 15 числа місяця, що настає за звітним кварталом | | | quarterly:15 | щокварталу
Грудень 2019 року | 2019-12-01 | 2019-12-31
груд. 2020 р. | 2020-12-01 | 2020-12-31
Груденъ 2020 року | 2020-12-01 | 2020-12-31
жовтнь 2020 | 2020-10-01 | 2020-10-31
Вересень2020 | 2020-09-01 | 2020-09-30
лютий 2020 | 2020-02-01 | 2020-02-29
25.12.2020 | 2020-12-25 | 2020-12-25
25.12.20 | 2020-12-25 | 2020-12-25
01-01-2019 | 2019-01-01 | 2019-01-01
2020-01-31 | 2020-01-31 | 2020-01-31
2020-12-31 00:00:00 | 2020-12-31 | 2020-12-31
25 грудня 2020 року | 2020-12-25 | 2020-12-25
«12» березня 2020 року | 2020-03-12 | 2020-03-12
08.2020 | 2020-08-01 | 2020-08-31
III-IV квартали 2020 року | 2020-07-01 | 2020-12-31
ІV квартал 2020 | 2020-10-01 | 2020-12-31
ІУ квартал 2020 | 2020-10-01 | 2020-12-31
Ш кв. 2020р. | 2020-07-01 | 2020-09-30
перший квартал 2020 року | 2020-01-01 | 2020-03-31
третій-четвертий квартали 2021 року | 2021-07-01 | 2021-12-31
I, III квартали 2020 року | 2020-01-01 | 2020-09-30
І та ІІ квартали 2021 | 2021-01-01 | 2021-06-30
з I по III квартал 2020 | 2020-01-01 | 2020-09-30
П півріччя 2020 року | 2020-07-01 | 2020-12-31
друга половина 2020 року | 2020-07-01 | 2020-12-31
9 місяців 2020 року | 2020-01-01 | 2020-09-30
2020 рік | 2020-01-01 | 2020-12-31
2020-2021 роки | 2020-01-01 | 2021-12-31
2021 – 2023 рр. | 2021-01-01 | 2023-12-31
01.01.2019 – 31.12.2020 | 2019-01-01 | 2020-12-31
01.01.2019 31.12.2020 | 2019-01-01 | 2020-12-31
січень-березень 2020 | 2020-01-01 | 2020-03-31
листопад-лютий 2021 року | 2020-11-01 | 2021-02-28
вересень 2020-червень 2021 | 2020-09-01 | 2021-06-30
IV кв. 2019 – I кв. 2020 | 2019-10-01 | 2020-03-31
09.11-13.11.2020р | 2020-11-09 | 2020-11-13
09-13.11.2020 | 2020-11-09 | 2020-11-13
25-30 грудня 2020 року | 2020-12-25 | 2020-12-30
з 1 по 15 грудня 2020 року | 2020-12-01 | 2020-12-15
з 1 вересня до 31 грудня 2020 року | 2020-09-01 | 2020-12-31
січень, квітень, липень, жовтень 2021 року | 2021-01-01 | 2021-10-31
перша декада березня 2020 | 2020-03-01 | 2020-03-10
друга половина грудня 2020 | 2020-12-16 | 2020-12-31
Квітень Травень Червень | 2020-04-01 | 2020-06-30 | | рік узято
Протягом II кварталу | 2020-04-01 | 2020-06-30 | | рік узято
Упродовж року | 2020-01-01 | 2020-12-31 | | рік узято
2020 рік, ІІ квартал | 2020-04-01 | 2020-06-30
До 25 грудня 2020 року | | 2020-12-25
до 1-го липня | | 2020-07-01 | | рік узято
до двадцять п'ятого грудня 2020 | | 2020-12-25
не пізніше 01.12.2020 | | 2020-12-01
до кінця 2020 року | | 2020-12-31
до кінця року | | 2020-12-31
до початку жовтня 2020 | | 2020-09-30
до 2024 року | | 2024-12-31 | | до кінця
до 1 лютого наступного року | | 2021-02-01
до 15.02.2020, до 15.08.2020 | | 2020-08-15
з 2020 року | 2020-01-01 | | | лише початок
восени 2020 | 2020-09-01 | 2020-11-30 | | пору року
зима 2020 | 2020-12-01 | 2021-02-28 | | пору року
2020/2021 навчальний рік | 2020-09-01 | 2021-06-30 | | навчальний рік
Постійно | | | constant | постійно
Протягом 2020 року, постійно | 2020-01-01 | 2020-12-31 | constant
Щокварталу до 25 числа | | | quarterly:25 | щокварталу
за підсумками кварталу | | | quarterly | щокварталу
щомісяця до 10 числа наступного місяця | | | monthly:10 | щомісяця
30 числа кожного місяця | | | monthly:30
двічі на рік | | | half-yearly | двічі на рік
раз на півріччя | | | half-yearly
щочетверга | | | weekly
щороку до 1 грудня | | 2020-12-01 | yearly:12-01
щороку до 1 грудня 2021-2023 років | | 2023-12-01 | yearly:12-01
І-ІІ квартали 2020 року, щомісяця | 2020-01-01 | 2020-06-30 | monthly
у тримісячний строк з дня набрання чинності | | | | від події
протягом місяця після ухвалення бюджету на 2021 рік | | | | від події
За потреби | | | | за потреби
У разі надходження звернень | | | | залежить від події
Згідно з графіком | | | | інший документ
невідкладно | | | | негайно
12.11.2020р 5-6-7 класи | 2020-11-12 | 2020-11-12 | | інший текст
"""
NO_DEADLINES = [
    "1.1",
    "1-11",
    "100%",
    "Звіт за 2019 рік",
    "Травми",
    "Лист-подяка",
    "Кількість заходів",
    "05.10",
    "12",
    "",
]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def rows() -> list[tuple[str, str, str, str, str]]:
    lines = [[part.strip() for part in line.split("|")] for line in CASES.strip().splitlines()]
    return [tuple(parts + [""] * (5 - len(parts))) for parts in lines]  # type: ignore[misc]


@pytest.mark.parametrize(("text", "start", "end", "recurrence", "said"), rows())
def test_a_deadline_is_read(text: str, start: str, end: str, recurrence: str, said: str) -> None:
    read = parse_deadline(text, *YEAR)
    assert (read.start, read.end) == (day(start), day(end))
    assert read.recurrence == (recurrence or None)
    assert said in " ".join([read.undated or "", *read.remarks])
    assert (read.undated is None) == (read.end is not None)
    assert looks_like_deadline(text)


@pytest.mark.parametrize("text", NO_DEADLINES)
def test_other_cells_do_not_look_like_deadlines(text: str) -> None:
    assert not looks_like_deadline(text)


def test_the_year_comes_from_the_period_only_where_it_is_clear() -> None:
    school = (date(2020, 9, 1), date(2021, 6, 30))
    assert parse_deadline("Вересень", *school).end == date(2020, 9, 30)
    assert parse_deadline("березень", *school).end == date(2021, 3, 31)
    assert parse_deadline("Вересень-травень", *school).end == date(2021, 5, 31)
    several = parse_deadline("Грудень", date(2021, 1, 1), date(2023, 12, 31))
    assert several.end is None and several.undated
    assert parse_deadline("Грудень").undated


def test_a_quarter_in_the_plans_own_quarter() -> None:
    assert parse_deadline("протягом кварталу", date(2020, 4, 1), date(2020, 6, 30)) == Deadline(
        date(2020, 4, 1), date(2020, 6, 30), remarks=("строк узято з періоду плану",)
    )
    assert parse_deadline("протягом кварталу", *YEAR).end is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Грудень 2019 року Січень 2020 року", ["Грудень 2019 року", "Січень 2020 року"]),
        ("Грудень 2019 року Грудень 2019 року", ["Грудень 2019 року", "Грудень 2019 року"]),
        ("Квітень Травень Червень", ["Квітень Травень Червень"]),
        ("Квітень\nТравень", ["Квітень Травень"]),
        ("Постійно\nГрудень 2020 року", ["Постійно", "Грудень 2020 року"]),
        ("III квартал\n2020 року", ["III квартал 2020 року"]),
        ("Щокварталу\nдо 25 числа", ["Щокварталу до 25 числа"]),
        ("01.01.2020\n31.12.2020", ["01.01.2020 31.12.2020"]),
        ("До 25 грудня 2020 року До 1 січня 2021 року", ["До 25 грудня 2020 року", "До 1 січня 2021 року"]),
        ("з 1 вересня до 31 грудня 2020 року", ["з 1 вересня до 31 грудня 2020 року"]),
        ("", []),
    ],
)
def test_a_cell_with_several_deadlines_is_split(text: str, parts: list[str]) -> None:
    assert split_deadlines(text) == parts


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("Відділ освіти (за згодою)  Грудень 2019 року", "Грудень 2019 року"),
        ("Відділ освіти Грудень 2019 року Січень 2020 року", "Грудень 2019 року Січень 2020 року"),
        ("Управління культури облдержадміністрації IV квартал 2020 року", "IV квартал 2020 року"),
        ("Мінфін 31.12.2020", "31.12.2020"),
        ("Відділ Постійно", "Постійно"),
        ("Звіт за 2019 рік", None),
        ("Стратегія розвитку громади до 2027 року", None),
        ("лист від 31.12.2020", None),
        ("Грудень 2019 року", None),
        ("Кількість звернень у 2020 році", None),
    ],
)
def test_a_deadline_is_found_at_the_end_of_a_cell(text: str, tail: str | None) -> None:
    found = deadline_tail(text)
    assert (found[1] if found else None) == tail
    if found:
        assert text.startswith(found[0])


# ---------------------------------------------------------------- against an oracle

NAMES = "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень"
GENITIVES = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
MONTHS, GENITIVE = NAMES.split(), GENITIVES.split()
ROMAN = ["I", "II", "III", "IV"]
moments = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def last_of(year: int, month: int) -> date:
    """The slow way: step back from the first day of the next month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@st.composite
def said(draw: st.DrawFn) -> tuple[str, date, date]:
    """A moment said in some way, with the first and last day that it means."""
    when = draw(moments)
    y, m, d = when.year, when.month, when.day
    quarter = (m - 1) // 3
    ways = [
        (f"{d:02}.{m:02}.{y}", when, when),
        (f"{d} {GENITIVE[m - 1]} {y} року", when, when),
        (f"{y}-{m:02}-{d:02}", when, when),
        (f"{MONTHS[m - 1]} {y}", date(y, m, 1), last_of(y, m)),
        (f"{MONTHS[m - 1].capitalize()} {y} року", date(y, m, 1), last_of(y, m)),
        (f"{ROMAN[quarter]} квартал {y} р.", date(y, quarter * 3 + 1, 1), last_of(y, quarter * 3 + 3)),
        (f"{y} рік", date(y, 1, 1), date(y, 12, 31)),
    ]
    return draw(st.sampled_from(ways))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(said())
def test_one_moment_against_the_calendar(one: tuple[str, date, date]) -> None:
    text, first, last = one
    assert parse_deadline(text) == Deadline(first, last)
    until = parse_deadline(f"До {text}")
    assert (until.start, until.end) == (None, last)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(said(), said(), st.sampled_from([" – ", "-", " по "]))
def test_a_range_runs_from_the_first_day_to_the_last(
    a: tuple[str, date, date], b: tuple[str, date, date], mark: str
) -> None:
    early, late = sorted((a, b), key=lambda one: one[1])
    if early[2] > late[2] or ("рік" in early[0]) != ("рік" in late[0]):
        return  # nobody writes «01.01.2020-2021 рік»
    read = parse_deadline(f"з {early[0]}{mark}{late[0]}" if mark == " по " else early[0] + mark + late[0])
    assert (read.start, read.end) == (early[1], late[2])


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.integers(2015, 2035), st.sets(st.integers(1, 12), min_size=1, max_size=5), st.sampled_from([" ", ", ", "\n"]))
def test_a_list_of_months_is_their_hull(year: int, numbers: set[int], mark: str) -> None:
    months = sorted(numbers)
    read = parse_deadline(mark.join(MONTHS[m - 1] for m in months), date(year, 1, 1), date(year, 12, 31))
    assert (read.start, read.end) == (date(year, months[0], 1), last_of(year, months[-1]))
    assert split_deadlines(mark.join(MONTHS[m - 1] for m in months)) == [" ".join(
        mark.join(MONTHS[m - 1] for m in months).split())]  # fmt: skip


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(alphabet="IVіІ123.,-–/ \nдозпокварталгрудень2019року()", max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    read = parse_deadline(text, *YEAR)
    assert read.start is None or read.end is None or read.start <= read.end
    assert (read.undated is None) == (read.end is not None)
    letters = [c for c in text if c.isalnum()]
    assert [c for part in split_deadlines(text) for c in part if c.isalnum()] == letters
    looks_like_deadline(text)
    deadline_tail(text)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(said(), min_size=1, max_size=4))
def test_deadlines_put_together_come_apart_again(some: list[tuple[str, date, date]]) -> None:
    texts = [text.capitalize() for text, _, _ in some if "квартал" in text or text[0].isalpha()]
    if texts:
        assert split_deadlines(" ".join(texts)) == [" ".join(t.split()) for t in texts]


# ---------------------------------------------------------------- real plans


@pytest.mark.shared
def test_every_deadline_of_the_real_plans(shared: Path) -> None:
    periods = json.loads((shared / "gold" / "plans.json").read_text("utf-8"))
    wrong = []
    for path in sorted((shared / "gold").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            wrong += _misread(json.loads(line), periods)
    assert wrong == []


def _misread(measure: dict[str, object], periods: dict[str, dict[str, str]]) -> list[object]:
    period = periods.get(str(measure["source_file"]), {})
    begin, end = day(period.get("period_from", "")), day(period.get("period_to", ""))
    items = measure.get("items") or []
    assert isinstance(items, list)
    wrong: list[object] = []
    for item in items:
        if item["deadline_text"]:
            read = parse_deadline(item["deadline_text"], begin, end)
            if (read.start, read.end) != (day(item["deadline_from"] or ""), day(item["deadline_to"] or "")):
                wrong.append((item["deadline_text"], read))
    if measure.get("end_raw"):
        read = parse_deadline(str(measure["end_raw"]))
        if read.end != day(str(measure["end"])):
            wrong.append((measure["end_raw"], read))
    return wrong


def test_the_last_day_of_a_month_is_the_calendars() -> None:
    assert all(last_of(2024, m).day == calendar.monthrange(2024, m)[1] for m in range(1, 13))
