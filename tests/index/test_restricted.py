"""Whoever may read some plans finds what they would find if there were no others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.filters import Filters
from corpus.model import PlanDocument
from corpus.store import Store, content_hash
from index.bundled import BundledEncoder
from index.search import Searcher

SEEN, HIDDEN = "richkova.docx", "pole.docx"
QUESTIONS = [
    "екстрена допомога за номером 112",
    "донорство крові",
    "донорсво крови",  # would be corrected by words of the hidden plan
    "ремонт їдальні ліцею",
    "реклама тютюну",
    "знести порожні споруди",
    "",
]
FILTERS = [
    Filters(),
    Filters(plan=(HIDDEN,)),
    Filters(plan=(SEEN, HIDDEN)),
    Filters(region=("Львівська область",)),
    Filters(body=("Виконавчий комітет",)),
    Filters(year=(2021,)),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, fictional_plans: dict[str, PlanDocument]) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("both")) as store:
        for plan in fictional_plans.values():
            store.replace(plan, content_hash(plan))
        yield store


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, fictional_plans: dict[str, PlanDocument]) -> Iterator[Store]:
    """A store that never held the other plan."""
    with Store.open(tmp_path_factory.mktemp("alone")) as store:
        store.replace(fictional_plans[SEEN], content_hash(fictional_plans[SEEN]))
        yield store


@pytest.fixture(scope="module")
def searchers(both: Store, alone: Store, encoder: BundledEncoder) -> tuple[Searcher, Searcher]:
    """The restricted searcher over both plans, and the one over the only plan."""
    whole = Searcher.open(both, encoder=encoder)
    whole.sync()
    of_one = Searcher.open(alone, encoder=encoder)
    of_one.sync()
    return whole.restricted(both.restricted(frozenset([SEEN]))), of_one


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("text", QUESTIONS)
def test_same_is_found_as_if_there_were_no_other_plan(searchers, text: str, filters: Filters) -> None:
    restricted, alone = (searcher.search(text, filters) for searcher in searchers)
    assert [hit.measure_id for hit in restricted.hits] == [hit.measure_id for hit in alone.hits]
    assert restricted.total == alone.total
    assert restricted.facets == alone.facets
    assert restricted.why_empty == alone.why_empty


@pytest.mark.parametrize("text", QUESTIONS[:-1])
def test_words_are_read_by_the_seen_plans_alone(searchers, text: str) -> None:
    restricted, alone = (searcher.read(text) for searcher in searchers)
    assert restricted.text == alone.text
    assert restricted.concepts == alone.concepts


@pytest.mark.parametrize("text", QUESTIONS[:-1])
def test_words_weigh_by_their_rarity_in_the_seen_plans_alone(searchers, text: str) -> None:
    found, alone = ({hit.row: hit for hit in searcher.search(text).hits} for searcher in searchers)
    for mine, other in zip(found.values(), alone.values(), strict=True):
        words, expected = (hit.why["evidence"]["words"] for hit in (mine, other))
        assert words == pytest.approx(expected, rel=0.1)  # only the mean length of fields is that of all plans


@pytest.mark.parametrize("text", QUESTIONS[:-1])
def test_complete_sets_hold_seen_measures_only(searchers, text: str) -> None:
    assert {hit.plan_id for hit in searchers[0].topic(text).about} <= {SEEN}


def test_restricted_searcher_never_takes_plans_out_of_the_index(
    searchers, both: Store, encoder: BundledEncoder
) -> None:
    restricted, _ = searchers
    assert not restricted.sync()
    assert {hit.plan_id for hit in Searcher.open(both, encoder=encoder).search("донорство крові").hits} >= {HIDDEN}


def test_columns_are_under_the_restriction_too(
    store: Store, encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.FLAT_LIMIT", 3)
    whole = Searcher.open(store, encoder=encoder)
    whole.sync()
    seen = store.restricted(frozenset([SEEN]))
    restricted = whole.restricted(seen)
    assert restricted.snapshot.has_columns
    for filters in FILTERS:
        assert set(restricted.snapshot.allowed(filters).tolist()) == set(seen.select(filters))


def test_who_may_see_nothing_finds_nothing(both: Store, encoder: BundledEncoder) -> None:
    nobody = Searcher.open(both, encoder=encoder).restricted(both.restricted(frozenset()))
    assert nobody.search("донорство крові").total == 0
    assert nobody.search("").total == 0
