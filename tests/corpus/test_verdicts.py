"""People's words on pairs stay with the measures they were said of, or are listed as orphaned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.messages import Problem
from corpus.model import Measure, Plan, PlanDocument
from corpus.store import Store, content_hash
from corpus.verdicts import give_verdict, verdicts_in


def keep(store: Store, plan: str, rows: dict[str, str], task: str = "Сади") -> None:
    measures = tuple(Measure(name, plan, n, text, task=task) for n, (name, text) in enumerate(rows.items()))
    document = PlanDocument(Plan(plan, plan, f"План {plan}"), measures)
    store.replace(document, content_hash(document))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        keep(opened, "один", {"a1": "Висадити липи", "a2": "Полити липи"})
        keep(opened, "два", {"b1": "Висадження лип"})
        yield opened


PAIR = frozenset(("a1", "b1"))


def test_the_newest_word_counts_and_all_are_kept(store: Store) -> None:
    give_verdict(store, "a1", "b1", "duplicate", comment=" одне й те саме ", person="Олена")
    give_verdict(store, "b1", "a1", "coordinate")
    found = verdicts_in(store)
    assert found.words() == {PAIR: "coordinate"}
    assert [(v.verdict, v.comment, v.person) for v in found.history] == [
        ("duplicate", "одне й те саме", "Олена"),
        ("coordinate", "", ""),
    ]


def test_a_verdict_survives_re_reading_under_other_ids(store: Store) -> None:
    give_verdict(store, "a1", "b1", "duplicate")
    keep(store, "один", {"z9": "Полити липи", "z8": "Висадити  липи"})
    assert verdicts_in(store).words() == {frozenset(("z8", "b1")): "duplicate"}


def test_a_verdict_moves_to_the_edition_that_took_the_plans_place(store: Store) -> None:
    give_verdict(store, "a1", "b1", "duplicate")
    store.remove("один")
    keep(store, "один, редакція 2", {"e1": "Висадити липи"})
    assert verdicts_in(store).words() == {frozenset(("e1", "b1")): "duplicate"}


def test_what_cannot_be_attached_is_listed_and_comes_back_with_the_plan(store: Store) -> None:
    give_verdict(store, "a1", "b1", "different")
    store.remove("один")
    found = verdicts_in(store)
    assert found.standing == {} and [v.a.text for v in found.orphaned] == ["Висадити липи"]
    keep(store, "один", {"a1": "Висадити липи"})
    assert verdicts_in(store).words() == {PAIR: "different"} and verdicts_in(store).orphaned == ()


def test_two_rows_that_could_be_meant_are_not_guessed_between(store: Store) -> None:
    give_verdict(store, "a1", "b1", "duplicate")
    store.remove("один")
    keep(store, "три", {"c1": "Висадити липи", "c2": "Висадити липи"})
    assert verdicts_in(store).standing == {} and len(verdicts_in(store).orphaned) == 1


def test_saying_something_does_not_move_the_revision(store: Store) -> None:
    before = store.revision
    give_verdict(store, "a1", "b1", "duplicate")
    assert store.revision == before


@pytest.mark.parametrize(
    ("a", "b", "word"), [("a1", "b1", "maybe"), ("a1", "a1", "duplicate"), ("a1", "x", "duplicate")]
)
def test_a_verdict_must_make_sense(store: Store, a: str, b: str, word: str) -> None:
    with pytest.raises(Problem):
        give_verdict(store, a, b, word)
    assert verdicts_in(store).history == ()
