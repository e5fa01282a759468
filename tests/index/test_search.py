"""Search over a small corpus: everyday words, exact filters, explanation, complete topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from corpus.filters import Filters
from corpus.model import PlanDocument
from corpus.store import Store
from index.facets import facets_of
from index.search import Hit, Searcher, _falling

# question -> the measure that answers
FIRST = (
    ("камери на вулицях", "richkova.docx-1"),
    ("хто знесе покинуті будинки", "richkova.docx-2"),
    ("коли менше палитимуть", "pole.docx-0"),
    ("сортувати сміття", "pole.docx-3"),
    ("здати кров", "pole.docx-1"),
    ("светодиодные фонари", "richkova.docx-0"),
    ("їжа в школі", "pole.docx-2"),
    ("emergency number 112", "richkova.docx-3"),
)

# filters -> the positions of the measures that satisfy them
FILTERED = (
    (Filters(region=("Львівська область",)), {"pole.docx-0", "pole.docx-1", "pole.docx-2", "pole.docx-3"}),
    (Filters(body=("Рятувальна служба",)), {"richkova.docx-3", "richkova.docx-4"}),
    (Filters(body=("Виконавчий комітет",), undated=True), {"pole.docx-3"}),
    (Filters(due_from=date(2021, 12, 31), due_to=date(2021, 12, 31)), {"richkova.docx-1", "pole.docx-1"}),
    (Filters(section=("порятунок",), year=(2021,)), {"richkova.docx-3", "richkova.docx-4"}),
)

EMPTY = (
    (Filters(region=("Одеська область",), year=(2035,)), ("year",)),
    (Filters(region=("Волинська область",)), ("region",)),
    (Filters(region=("Львівська область",), body=("Рятувальна служба",)), ("body", "region")),
)


@pytest.mark.parametrize(("text", "first"), FIRST)
def test_the_right_row_is_first(text: str, first: str, ids_of: Callable[..., list[str]]) -> None:
    assert ids_of(text)[0] == first


@pytest.mark.parametrize(("filters", "expected"), FILTERED)
@pytest.mark.parametrize("text", ["громада", "система 112 та ліхтарі", ""])
def test_filters_are_exact(filters: Filters, expected: set[str], text: str, ids_of: Callable[..., list[str]]) -> None:
    assert set(ids_of(text, filters)) == expected


@pytest.mark.parametrize(("filters", "reasons"), EMPTY)
def test_empty_stays_empty_and_says_why(filters: Filters, reasons: tuple[str, ...], searcher: Searcher) -> None:
    results = searcher.search("система", filters)
    assert (results.hits, results.total) == ((), 0)
    assert results.why_empty == reasons
    assert searcher.topic("система", filters).about == ()


def test_scores_are_probabilities_and_tell_absent_things(searcher: Searcher) -> None:
    sure = searcher.search("знесення порожніх будівель").hits
    absent = searcher.search("розведення страусів на орбіті").hits
    assert all(0 <= hit.score <= 1 for hit in (*sure, *absent))
    assert sure[0].score > 0.5 > 0.25 > max(hit.score for hit in absent)


def test_scores_never_rise_along_the_ranking(searcher: Searcher) -> None:
    shown = [[hit.score for hit in searcher.search(text).hits] for text, _ in FIRST]
    assert all(scores == sorted(scores, reverse=True) for scores in shown)


@pytest.mark.parametrize(
    ("alone", "shown"),
    [
        ((), ()),
        ((0.9, 0.4, 0.1), (0.9, 0.4, 0.1)),
        ((0.3, 0.8, 0.1), (0.8, 0.8, 0.1)),
        ((0.5, 0.2, 0.4, 0.3, 0.3), (0.5, 0.4, 0.4, 0.3, 0.3)),
    ],
)
def test_the_most_probable_row_speaks_for_all_above_it(alone: tuple[float, ...], shown: tuple[float, ...]) -> None:
    ranked = [Hit(row, f"m-{row}", "p", score) for row, score in enumerate(alone)]
    falling = _falling(ranked)
    assert [hit.score for hit in falling] == list(shown)
    assert [hit.row for hit in falling] == [hit.row for hit in ranked]


def test_a_hit_says_why(searcher: Searcher) -> None:
    hit = searcher.search("камери").hits[0]
    assert hit.why["words"]["камери"]["by"] == "thesaurus"
    assert "відеофіксації" in hit.why["words"]["камери"]["through"]
    assert "cosine" in hit.why["evidence"]
    assert set(hit.why) == {"rank_score", "words", "stands_for", "evidence"}


def test_a_hit_that_shares_no_word_says_what_they_stand_for(searcher: Searcher) -> None:
    hit = searcher.search("лампочки на районі").hits[0]
    assert hit.measure_id == "richkova.docx-0"
    assert hit.why["words"] == {}
    assert hit.why["stands_for"]["лампочки"][0] == "освітлення"
    assert searcher.search("ліхтарі").hits[0].why["stands_for"] == {}  # a word that the measure holds


def test_a_measure_is_found_by_its_number(
    searcher: Searcher,
    store: Store,
    document: Callable[[str], PlanDocument],
    put: Callable[[Store, PlanDocument], None],
) -> None:
    plan = document("richkova.docx")
    put(store, replace(plan, measures=tuple(replace(m, measure_no=f"1.2.{m.position}.") for m in plan.measures)))
    searcher.sync()
    best = searcher.search("захід 1.2.3").hits[0]
    assert best.measure_id == "richkova.docx-3"
    assert best.why["words"]["1.2.3"] == {"in": ["heading"], "by": "word"}


def test_facets_count_all_results(searcher: Searcher) -> None:
    facets = searcher.search("", Filters(year=(2021,))).facets
    assert dict(facets["region"]) == {"Одеська область": 4, "Львівська область": 3}
    assert dict(facets["body"])["Рятувальна служба"] == 2


@pytest.mark.parametrize("filters", [Filters(), Filters(year=(2021,)), Filters(body=("Рятувальна служба",))])
def test_facets_are_what_one_counts_by_reading(
    filters: Filters,
    searcher: Searcher,
    store: Store,
    document: Callable[[str], PlanDocument],
    put: Callable[[Store, PlanDocument], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = document("richkova.docx")
    put(store, replace(plan, measures=tuple(replace(m, section=m.task) for m in plan.measures)))
    searcher.sync()
    rows = list(store.select(filters))
    read = read_facets(store, rows)
    monkeypatch.setattr("corpus.store._LOOKED_UP", 3)  # a few at a time
    for counted in (searcher.search("", filters).facets, facets_of(store, rows)):
        assert {name: dict(pairs) for name, pairs in counted.items()} == read
        assert all(pairs == sorted(pairs, key=lambda one: (-one[1], one[0])) for pairs in counted.values())
    assert all(read.values())


def read_facets(store: Store, rows: list[int]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("region", "plan", "section", "year", "body")}
    regions = {stored.plan.id: stored.plan.region or "" for stored in store.plans()}
    for measure in (stored.measure for stored in store.by_rows(rows)):
        counts["region"][regions[measure.plan_id]] += 1
        counts["plan"][measure.plan_id] += 1
        counts["section"].update([measure.section] if measure.section else [])
        counts["year"].update({str(item.deadline_to.year) for item in measure.items if item.deadline_to})
        counts["body"].update({r.body for item in measure.items for r in item.responsible})
    return {name: dict(found) for name, found in counts.items()}


def test_a_topic_is_complete(searcher: Searcher) -> None:
    assert {hit.measure_id for hit in searcher.topic("все про 112").about} == {"richkova.docx-3", "richkova.docx-4"}
    assert {hit.measure_id for hit in searcher.topic("служба крові та донори").about} == {"pole.docx-1"}


@pytest.mark.parametrize("narrow", [5_000, 10])
def test_a_topic_is_complete_beyond_what_ranks(
    searcher: Searcher, store: Store, document, put, monkeypatch: pytest.MonkeyPatch, narrow: int
) -> None:
    monkeypatch.setattr("index.words._NARROW", narrow)  # few and many rows under a filter are asked for otherwise
    monkeypatch.setattr("index.words._SHALLOW", 64)
    monkeypatch.setattr("index.topic._WEIGHED", 500)
    monkeypatch.setattr("index.search._CANDIDATES", 20)
    whole = document("pole.docx")
    many = tuple(
        replace(whole.measures[0], id=f"many-{n}", plan_id="many", position=n, measure=text.format(n), task=None)
        for n, text in enumerate(["Полагодити міст через струмок {}"] * 230 + ["Пофарбувати лавку {}"] * 20)
    )
    put(store, PlanDocument(replace(whole.plan, id="many", source_file="many"), many))
    searcher.sync()
    bridges = {f"many-{n}" for n in range(230)}
    for filters in (Filters(), Filters(plan=("many",)), Filters(plan=("many", "pole.docx"))):
        assert {hit.measure_id for hit in searcher.topic("ремонт мостів", filters).about} == bridges
    assert [hit.measure_id for hit in searcher.topic("міст через струмок 77").about] == ["many-77"]
    monkeypatch.setattr("index.topic._WEIGHED", 100)  # of very many only some are weighed; the others are named
    topic = searcher.topic("міст струмок")
    rows = {hit.row for hit in topic.about} | set(topic.alike)
    assert len(topic.alike) == 130
    assert {stored.measure.id for stored in store.by_rows(sorted(rows))} == bridges


def test_limit_and_total(searcher: Searcher, store: Store) -> None:
    results = searcher.search("", limit=2)
    assert len(results.hits) == 2
    assert results.total == store.count()
