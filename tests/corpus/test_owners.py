"""The registry of bodies: which names are one body, what each owns, and people's decisions on names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from corpus.body_choices import choices_in, merge_bodies, split_body, unmerge_body
from corpus.body_kinds import kind_of, level_of
from corpus.body_names import canonical_names
from corpus.messages import Problem
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.owners import registry_of
from corpus.store import Store, content_hash

HERE = Path(__file__).parent


def lines_of(name: str) -> list[list[tuple[str, str | None]]]:
    """The names of each line with the regions of their plans."""
    lines = (line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return [[_named(part) for part in line.split("|")] for line in lines]


def _named(part: str) -> tuple[str, str | None]:
    name, _, region = part.partition("@")
    return name.strip(), region.strip() or None


def body_of(named: tuple[str, str | None]) -> str:
    return canonical_names([named[0]], {}, named[1])[named[0]]


MERGES = [pair for line in lines_of("body_merges.txt") for pair in combinations(line, 2)]
NON_MERGES = [(line[0], line[1]) for line in lines_of("body_non_merges.txt")]


def test_the_reviewed_list_is_long_enough() -> None:
    assert len(MERGES) + len(NON_MERGES) >= 150


@pytest.mark.parametrize(("a", "b"), NON_MERGES, ids=lambda named: f"{named[0]} {named[1] or ''}")
def test_different_bodies_stay_apart(a: tuple[str, str | None], b: tuple[str, str | None]) -> None:
    assert body_of(a) != body_of(b)


def test_names_of_one_body_are_merged() -> None:
    missed = [(a, b, body_of(a), body_of(b)) for a, b in MERGES if body_of(a) != body_of(b)]
    assert len(missed) <= 0.05 * len(MERGES), missed


def test_bodies_of_different_lines_stay_apart() -> None:
    bodies = [{body_of(named) for named in line} for line in lines_of("body_merges.txt")]
    assert not [a & b for a, b in combinations(bodies, 2) if a & b]


# ---------------------------------------------------------------- a registry of a fictional plan


def item(due: date | None, *names: str, consent: bool = False) -> Item:
    return Item(responsible=tuple(Responsible(name, name, consent) for name in names), deadline_to=due)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    rows = (
        (item(date(2026, 3, 31), "Відділ садів", "Відділ доріг"), item(date(2026, 6, 30), "Відділ садів")),
        (item(None, "Відділ доріг", consent=True),),
        (item(date(2026, 3, 1), "Відділ алей", "Відділ садів"),),
    )
    measures = tuple(Measure(f"m{n}", "сади.txt", n, f"Захід {n}", items=items) for n, items in enumerate(rows))
    plan = Plan("сади.txt", "сади.txt", "План садів", "Сумська область", abbreviations=(("ВС", "Відділ садів"),))
    document = PlanDocument(plan, measures)
    with Store.open(tmp_path) as opened:
        opened.replace(document, content_hash(document))
        yield opened


def test_an_owner_knows_what_it_owns_first_named_or_not(store: Store) -> None:
    owner = registry_of(store).owner("відділ садів")
    assert owner is not None
    assert [(h.measure_id, h.item, h.first) for h in owner.holdings] == [
        ("m0", 0, True),
        ("m0", 1, True),
        ("m2", 0, False),
    ]
    assert (owner.measures, owner.first, owner.consent) == (2, 2, "no")
    assert owner.short_forms == ("ВС",) and owner.regions == ("Сумська область",)
    assert owner.load() == {"2026-03": 2, "2026-06": 1}
    assert [h.measure_id for h in owner.due(date(2026, 3, 1), date(2026, 3, 31))] == ["m0", "m2"]


def test_names_printed_side_by_side_are_two_owners(tmp_path: Path) -> None:
    joint = Responsible("Мінфін Мін’юст", canonical_names(["Мінфін Мін’юст"], {})["Мінфін Мін’юст"])
    alone = Responsible("Мінфін", "Міністерство фінансів України")
    rows = (Item(responsible=(joint,)), Item(responsible=(alone,)))
    measures = tuple(Measure(f"m{n}", "план.txt", n, f"Захід {n}", items=(one,)) for n, one in enumerate(rows))
    document = PlanDocument(Plan("план.txt", "план.txt", "План"), measures)
    with Store.open(tmp_path) as store:
        store.replace(document, content_hash(document))
        owned = {o.body: [(h.measure_id, h.first) for h in o.holdings] for o in registry_of(store).owners}
        assert owned == {
            "Міністерство фінансів України": [("m0", True), ("m1", True)],
            "Міністерство юстиції України": [("m0", False)],
        }
        split_body(store, "Мінфін Мін’юст", "Спільна група")
        assert "Спільна група" in {owner.body for owner in registry_of(store).owners}


def test_consent_can_be_given_sometimes(store: Store) -> None:
    owner = registry_of(store).owner("Відділ доріг")
    assert owner is not None and owner.consent == "sometimes" and owner.load() == {"": 1, "2026-03": 1}


def test_who_owns_a_measure_first_named_before_others(store: Store) -> None:
    assert [owner.body for owner in registry_of(store).of_measure("m2")] == ["Відділ алей", "Відділ садів"]


def test_bodies_that_a_person_merges_are_one_also_after_re_reading(store: Store) -> None:
    merge_bodies(store, "Відділ алей", "Відділ садів", person="Олена")
    store.remove("сади.txt")
    assert [choice.name for choice in registry_of(store).orphaned] == ["Відділ алей"]
    document = PlanDocument(
        Plan("сади.txt", "сади.txt", "План садів"),
        (Measure("x", "сади.txt", 0, "Інше", items=(item(None, "Відділ алей", "Відділ садів"),)),),
    )
    store.replace(document, content_hash(document))
    registry = registry_of(store)
    assert registry.orphaned == () and [owner.body for owner in registry.owners] == ["Відділ садів"]
    assert {variant.text for variant in registry.owners[0].variants} == {"Відділ алей"}
    unmerge_body(store, "Відділ алей")
    assert len(registry_of(store).owners) == 2 and len(choices_in(store).history) == 2


def test_a_printed_name_can_be_split_off_in_one_plan(store: Store) -> None:
    split_body(store, "відділ доріг", "Відділ доріг міської ради", plan_id="сади.txt")
    assert {owner.body for owner in registry_of(store).owners} >= {"Відділ доріг міської ради"}
    split_body(store, "Відділ алей", "Відділ парків", plan_id="інший.txt")
    assert registry_of(store).owner("Відділ алей") is not None


def test_a_body_is_not_merged_with_itself(store: Store) -> None:
    with pytest.raises(Problem):
        merge_bodies(store, "Відділ алей", "Відділ  алей")


@pytest.mark.parametrize(
    ("body", "kind", "level"),
    [
        ("Міністерство юстиції України", "ministry", "central"),
        ("Департамент культури Рівненської обласної державної адміністрації", "department", "regional"),
        ("Головне управління Національної поліції України в Сумській області", "police", "regional"),
        ("Органи місцевого самоврядування", "group", "local"),
        ("Районні державні адміністрації", "group", "district"),
        ("Чернігівська міська рада", "council", "local"),
        ("Центр перепідготовки працівників Сумської обласної ради", "institution", "regional"),
        ("Національна служба здоров'я України", "service", "central"),
        ("Директор (Сумська область)", "person", "regional"),
        ("Добрі сусіди", "other", ""),
    ],
)
def test_kind_and_level_follow_from_the_name(body: str, kind: str, level: str) -> None:
    assert (kind_of(body), level_of(body)) == (kind, level)


@pytest.mark.shared
def test_every_printed_name_maps_to_one_body(shared: Path) -> None:
    from corpus.reading import read_plan

    for path in sorted((shared / "plans" / "seeds").glob("*.txt")):
        named: dict[str, set[str]] = {}
        for measure in read_plan(path).measures:
            for one in measure.items:
                for responsible in one.responsible:
                    named.setdefault(responsible.text, set()).add(responsible.body)
        assert named and all(len(bodies) == 1 and "" not in bodies for bodies in named.values())
