"""Pairs of measures: what repeats what, by slots. The cases are data in duplicates.jsonl, all fictional."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.store import Store, content_hash
from corpus.verdicts import give_verdict, verdicts_in
from index.contradictions import contradictions_in
from index.duplicates import (
    Duplicate,
    Duplicates,
    clusters_of,
    find_duplicates,
    new_duplicates,
    plans_that_repeat,
)

CASES = [json.loads(line) for line in Path(__file__).with_name("duplicates.jsonl").read_text("utf-8").splitlines()]
# enough other measures that words have a rarity: rows that have nothing to do with one another
OTHERS = """
Ремонт даху сільської бібліотеки
Висаджування лип уздовж набережної
Закупівля човнів для рятувальної станції
Навчання бджолярів веденню обліку
Перевірка пожежних гідрантів у центрі міста
Облаштування зупинок навісами від дощу
Друк карти пішохідних маршрутів
Будівництво містка через струмок біля школи
Проведення ярмарку ремесел і гончарства
Встановлення годівниць для зимових птахів
Очищення колодязів у віддалених хуторах
Оцифрування альбомів краєзнавчого музею
Щеплення безпритульних тварин від сказу
Фарбування лавок у дитячих парках
Впровадження талонів на гаряче харчування учнів
Підключення лікарень до резервного живлення
Аналіз якості води у джерелах
Утримання притулку для собак
Конкурс малюнків про рідну річку
Заміна вуличних ліхтарів на ощадні
""".strip().splitlines()


class WordEncoder:
    """Vectors of hashed words: near where words are shared. No model, no network."""

    name = "words-for-tests"
    dimension = 64

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.passages(texts)

    def passages(self, texts: Sequence[str], progress: object = None) -> NDArray[np.float32]:
        out = np.ones((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                out[row, zlib.crc32(word[:5].encode()) % self.dimension] += 3
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), dtype=np.float32)


def plan_of(name: str, rows: Sequence[tuple[str, str]], region: str | None = None, **item: object) -> PlanDocument:
    """A plan of rows (measure, task); ids are its name and the row's number."""
    measures = tuple(
        Measure(f"{name}-{n}", name, n, text, task=task, items=(Item(**item),))  # type: ignore[arg-type]
        for n, (text, task) in enumerate(rows)
    )
    return PlanDocument(Plan(name, f"{name}.txt", f"План {name}", region), measures)


def keep(store: Store, *documents: PlanDocument) -> None:
    for document in documents:
        store.replace(document, content_hash(document))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        keep(opened, plan_of("others", [(text, f"Завдання {n}") for n, text in enumerate(OTHERS)]))
        yield opened


def found_in(store: Store, **options: object) -> Duplicates:
    return find_duplicates(store, WordEncoder(), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["a"][0][:40])
def test_pair_is_judged_by_its_slots(store: Store, case: dict[str, list[str]]) -> None:
    rows = [[(text, side[1]) for text in (*side[2:], side[0])] for side in (case["a"], case["b"])]
    keep(store, plan_of("one", rows[0], "Київ"), plan_of("two", rows[1]))
    ids = {f"one-{len(rows[0]) - 1}", f"two-{len(rows[1]) - 1}"}
    grades = [pair.grade for pair in found_in(store).pairs if {pair.a, pair.b} == ids]
    assert grades == ([case["grade"]] if case["grade"] else [])


def test_what_is_only_related_is_not_reported(store: Store) -> None:
    assert found_in(store).pairs == ()


SHARED_ROW = ("Координація переведення записів до порталу «Сусід»", "Більше записів")


def test_across_limits_pairs_to_other_plans_and_regions(store: Store) -> None:
    keep(
        store,
        plan_of("one", [SHARED_ROW, (SHARED_ROW[0], "Застосунок")], "Київ"),
        plan_of("two", [SHARED_ROW], "Київ"),
        plan_of("country", [SHARED_ROW]),
    )
    plans = {
        across: {frozenset((p.a, p.b)) for p in found_in(store, across=across).pairs} for across in ("all", "plans")
    }
    assert frozenset(("one-0", "one-1")) in plans["all"] - plans["plans"]
    assert frozenset(("one-0", "two-0")) in plans["plans"]
    regional = found_in(store, across="regions")
    assert {regional.region(p.a) for p in regional.pairs} | {regional.region(p.b) for p in regional.pairs} == {
        "",
        "Київ",
    }
    assert all("country-0" in (p.a, p.b) for p in regional.pairs)
    assert regional.regions() == {("", "Київ"): 3}
    assert found_in(store).clusters() == [("country-0", "one-0", "one-1", "two-0")]


def test_pairs_of_a_new_plan_alone(store: Store) -> None:
    keep(store, plan_of("one", [SHARED_ROW, (SHARED_ROW[0], "Застосунок")]), plan_of("new", [SHARED_ROW]))
    found = found_in(store, plan_id="new").pairs
    assert found and all("new-0" in (pair.a, pair.b) for pair in found)


def test_what_comes_is_told_of_where_it_repeats_what_was_there(store: Store) -> None:
    keep(store, plan_of("one", [SHARED_ROW, (SHARED_ROW[0], "Застосунок")]), plan_of("two", [SHARED_ROW]))
    known = store.ids()
    assert known == store.ids("one") | store.ids("two") | store.ids("others")
    assert new_duplicates(store, WordEncoder(), known, {}) is None  # nothing has come
    assert new_duplicates(store, WordEncoder(), frozenset(), {}) is None  # all has come at once
    keep(store, plan_of("new", [SHARED_ROW, SHARED_ROW]))
    found = new_duplicates(store, WordEncoder(), known, {frozenset(("new-0", "two-0")): "coordinate"})
    assert found is not None
    # neither what repeats itself within a plan, nor what was known, nor what somebody has judged
    assert {frozenset((pair.a, pair.b)) for pair in found.pairs} == {
        frozenset(pair)
        for pair in (("new-0", "one-0"), ("new-0", "one-1"), ("new-1", "one-0"), ("new-1", "one-1"), ("new-1", "two-0"))
    }
    assert plans_that_repeat(found, known) == {"new": 2}
    with store.restricted(frozenset({"new", "two"})) as seen:
        partly = new_duplicates(seen, WordEncoder(), known, {})
        assert partly is not None and {pair.b for pair in partly.pairs} == {"two-0"}
    with store.restricted(frozenset({"new"})) as seen:
        assert new_duplicates(seen, WordEncoder(), known, {}) is None


def test_vectors_of_plans_that_somebody_does_not_see_are_kept(store: Store) -> None:
    encoder = WordEncoder()
    keep(store, plan_of("one", [SHARED_ROW]))
    find_duplicates(store, encoder)
    (kept,) = (store.folder / "index" / "text-vectors").iterdir()
    before = kept.read_bytes()
    for plans in ({"one"}, set[str]()):
        with store.restricted(frozenset(plans)) as seen:
            find_duplicates(seen, encoder)
        assert kept.read_bytes() == before
    store.remove("one")
    find_duplicates(store, encoder)
    assert kept.read_bytes() != before


def test_the_line_of_a_pair_says_why_in_words(store: Store) -> None:
    keep(store, plan_of("one", [SHARED_ROW]), plan_of("two", [(SHARED_ROW[0] + " громади", "Інше")]))
    found = found_in(store)
    line = found.to_json(found.pairs[0])
    assert set(line) == {"a", "b", "score", "grade", "why"} and 0 <= line["score"] <= 1
    assert line["why"]["difference"][-1] == ["+", "громади"]
    assert "same-name" in line["why"]["reasons"]


def test_a_verdict_stands_above_the_judgement(store: Store) -> None:
    keep(store, plan_of("one", [SHARED_ROW]), plan_of("two", [SHARED_ROW]))
    give_verdict(store, "one-0", "two-0", "different", person="Олена")
    assert found_in(store, verdicts=verdicts_in(store).words()).pairs == ()
    give_verdict(store, "others-0", "others-1", "coordinate")
    found = found_in(store, verdicts=verdicts_in(store).words()).pairs
    assert [(p.a, p.b, p.grade, p.score, p.verdict) for p in found] == [
        ("others-0", "others-1", "similar", 1.0, "coordinate")
    ]


def test_removed_plans_leave_no_vectors_behind(store: Store, tmp_path: Path) -> None:
    keep(store, plan_of("one", [SHARED_ROW]))
    found_in(store)
    (kept,) = (tmp_path / "index" / "text-vectors").glob("*.npz")
    with np.load(kept) as vectors:
        before = len(vectors["keys"])
    store.remove("one")
    found_in(store)
    with np.load(kept) as vectors:
        assert len(vectors["keys"]) == before - 2  # its text and its task


def test_plans_contradict_where_the_same_measure_has_another_deadline_owner_or_value(store: Store) -> None:
    def said(body: str, due: date, value: str) -> dict[str, object]:
        owner = (Responsible(body, body),)
        return {"indicator": "Записів", "value": value, "responsible": owner, "deadline_to": due}

    keep(
        store,
        plan_of("one", [SHARED_ROW], **said("Відділ записів", date(2026, 3, 31), "5")),
        plan_of("two", [SHARED_ROW], **said("Відділ порталів", date(2026, 6, 30), "7")),
    )
    kinds = {one.kind: (one.a, one.b) for one in contradictions_in(found_in(store))}
    assert kinds == {
        "owner": (("Відділ записів",), ("Відділ порталів",)),
        "deadline": (("2026-03-31",), ("2026-06-30",)),
        "value": (("Записів: 5",), ("Записів: 7",)),
    }


def test_a_regional_measure_due_after_the_national_one_is_a_contradiction(store: Store) -> None:
    keep(
        store,
        plan_of("country", [SHARED_ROW], deadline_to=date(2026, 3, 31)),
        plan_of("late", [SHARED_ROW], "Київ", deadline_to=date(2026, 9, 30)),
        plan_of("early", [SHARED_ROW], "Одеська область", deadline_to=date(2026, 1, 31)),
    )
    found = contradictions_in(found_in(store))
    assert [(one.kind, one.pair.b) for one in found] == [("later-than-national", "late-0")]


CHAINS = {
    "a triangle": ("ab ac bc", ["abc"]),
    "a chain of three hangs together": ("ab bc", ["abc"]),
    "a long chain is cut": ("ab bc cd de ef", ["ab", "cd", "ef"]),
    "two groups with one bridge": ("ab bc ac ad de ef df", ["abc", "def"]),
    "a square with its diagonals": ("ab bc cd da ac bd", ["abcd"]),
}


@pytest.mark.parametrize(("pairs", "groups"), CHAINS.values(), ids=CHAINS)
def test_a_group_is_what_mostly_repeats_each_other(pairs: str, groups: list[str]) -> None:
    measures = {name: Measure(name, "план", n, name) for n, name in enumerate("abcdef")}
    scores = {"ab": 0.9, "cd": 0.9, "ef": 0.9}
    found = [Duplicate(p[0], p[1], scores.get(p, 0.8), "similar", ()) for p in pairs.split()]
    assert sorted("".join(group) for group in clusters_of(found, measures)) == groups


def test_progress_is_one_bar_that_never_goes_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.duplicates._TOLD", 3)
    told: list[tuple[int, int]] = []
    found_in(store, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told) and {total for _, total in told} == {1000} and told[-1][0] > 550


def test_an_empty_store_has_no_pairs(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty") as empty:
        found = found_in(empty)
    assert found.pairs == () and found.clusters() == [] and found.regions() == {}
