"""Pictures made on the server, held against plain counting."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.addresses import own_address
from api.drawing_calendar import by_day, month_table, months_of, nearest_month
from api.drawing_heat_map import TINTS, heat_map
from api.drawing_timeline import AXIS_WIDTH, BAR, HEIGHT, axis_of, load_chart
from api.highlighting import marked_runs
from corpus.duties import Due
from corpus.model import Plan
from corpus.owners import Holding
from index.concepts import Concept
from index.query import Question
from index.terms import term_of

DAYS = st.dates(date(2019, 1, 1), date(2024, 12, 31))
HOLDINGS = st.lists(
    st.builds(
        Holding,
        measure_id=st.just("m"),
        plan_id=st.just("p"),
        item=st.just(0),
        first=st.booleans(),
        consent=st.just(False),
        deadline_from=st.none(),
        deadline_to=st.none() | DAYS,
        recurrence=st.none(),
    ),
    max_size=30,
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the data
@given(HOLDINGS)
def test_bars_hold_every_dated_item_and_touch_neither_each_other_nor_the_edge(holdings: list[Holding]) -> None:
    chart = load_chart(holdings)
    dated = [h for h in holdings if h.deadline_to]
    if chart is None:
        assert not dated
        return
    assert sum(bar.first for bar in chart.bars) == sum(h.first for h in dated)
    assert sum(bar.co for bar in chart.bars) == sum(not h.first for h in dated)
    assert chart.undated == len(holdings) - len(dated)
    assert chart.most[1] == max(Counter(h.deadline_to.strftime("%Y-%m") for h in dated).values())
    for bar in chart.bars:
        assert bar.co_y >= -1 and bar.co_y + bar.co_height == bar.first_y
        assert bar.first_y + bar.first_height == HEIGHT
    places = [bar.x for bar in chart.bars]
    assert all(b - a > BAR for a, b in pairwise(places))
    assert places[-1] + BAR <= chart.width


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=10))
def test_spans_lie_on_the_axis_in_the_order_of_time(pairs: list[tuple[date, date]]) -> None:
    spans = [tuple(sorted(pair)) for pair in pairs]
    axis = axis_of([day for span in spans for day in span])
    assert axis is not None
    drawn = [(end, axis.span(start, end)) for start, end in spans]
    for _, span in drawn:
        assert span is not None and span.x >= 0 and span.x + span.width <= AXIS_WIDTH and span.width > 0
    ends = [span.x + span.width for _, span in sorted(drawn, key=lambda one: one[0]) if span]
    assert ends == sorted(ends)


def test_no_axis_without_days_and_no_span_without_an_end() -> None:
    assert axis_of([]) is None
    axis = axis_of([date(2026, 3, 1)])
    assert axis is not None and axis.span(date(2026, 1, 1), None) is None
    assert axis.ticks == ((0, 2026),)


REGIONS = st.sampled_from(["", "Київ", "Сумська область", "Одеська область"])


@given(st.dictionaries(st.tuples(REGIONS, REGIONS), st.integers(1, 500)))
def test_heat_map_counts_each_pair_in_both_places(pairs: dict[tuple[str, str], int]) -> None:
    heat = heat_map(pairs)
    cells = {(cell.a, cell.b): cell for row in heat.rows for cell in row}
    assert set(cells) == {(a, b) for a in heat.regions for b in heat.regions}
    for (a, b), cell in cells.items():
        assert cell.number == cells[b, a].number == sum(pairs.get(key, 0) for key in {(a, b), (b, a)})
        assert (cell.tint == 0) == (cell.number == 0) and cell.tint <= TINTS


YEAR = {"p": Plan("p", "p", "План", period_from=date(2026, 1, 1), period_to=date(2026, 12, 31))}


def due_on(end: date | None, recurrence: str | None = None) -> Due:
    return Due(1, "m", "p", 0, None, end, recurrence, "later", end, None)


@given(st.lists(DAYS, max_size=20))
def test_months_hold_every_dated_duty_on_its_day(days: list[date]) -> None:
    due = by_day([due_on(day) for day in days] + [due_on(None)], YEAR)
    months = months_of(due)
    assert sum(number for year in months.values() for number in year.values()) == len(days)
    for day in days:
        table = month_table((day.year, day.month), due, "uk")
        (found,) = [one for week in table.weeks for one in week if one.day == day]
        assert len(found.duties) == days.count(day) and found.within
        assert all(len(week) == 7 for week in table.weeks)


def test_repeated_duty_stands_on_each_of_its_days() -> None:
    assert list(by_day([due_on(None, "quarterly")], YEAR)) == [
        date(2026, m, d) for m, d in ((3, 31), (6, 30), (9, 30), (12, 31))
    ]


@pytest.mark.parametrize("wanted", ["", "2026-13", "26-1", "2026-5", "щось", "0000-01", "2026-٠٥x"])
def test_month_that_is_none_gives_way_to_the_nearest(wanted: str) -> None:
    assert nearest_month(wanted, {2025: {1: 2, 11: 1}}, date(2026, 1, 1)) == (2025, 11)
    assert nearest_month(wanted, {}, date(2026, 1, 1)) == (2026, 1)


def question(*words: str) -> Question:
    terms = [term_of(word) for word in words]
    concepts = (Concept(t.surface, frozenset({t.surface}), t.lemmas, t.stem, 1.0) for t in terms)
    return Question(" ".join(words), " ".join(words), tuple(concepts))


MARKED = [
    ("Ремонт шкільних їдалень і шкіл", ("школа",), ["шкіл"]),
    ("Придбати 3 насоси, насосам бракує мережі", ("насос",), ["насоси", "насосам"]),
    ("П’ять об'єктів", ("об'єкт",), ["об'єктів"]),
    ("Система 112 у громаді", ("112",), ["112"]),
    ("Нічого", (), []),
]


@pytest.mark.parametrize(("text", "looked_for", "marked"), MARKED)
def test_words_are_marked_in_any_form(text: str, looked_for: tuple[str, ...], marked: list[str]) -> None:
    runs = marked_runs(text, question(*looked_for))
    assert [run.text for run in runs if run.marked] == marked
    assert "".join(run.text for run in runs) == text


@given(st.text(max_size=60))
def test_marking_keeps_every_character(text: str) -> None:
    assert "".join(run.text for run in marked_runs(text, question("школа", "1"))) == text


OTHERS = [
    "",
    "//x/deadlines",
    "https://x/deadlines",
    "/\\x",
    "/sign-out",
    "/deadlines\r\nSet-Cookie: a=b",
    "javascript:1",
]


@pytest.mark.parametrize("wanted", OTHERS)
def test_no_form_leads_away(wanted: str) -> None:
    assert own_address(wanted, "/deadlines") == "/deadlines"
