"""Contradictions between measures that repeat each other: cases as data."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.model import Item, Measure, Plan, Responsible
from index.contradictions import contradictions_in
from index.duplicates import Duplicate, Duplicates

PLANS = {
    "a": Plan("a", "a.txt", "План А", "Сумська область"),
    "b": Plan("b", "b.txt", "План А, нова редакція", "Сумська область"),
    "львів": Plan("львів", "l.txt", "План Львова", "Львівська область"),
    "країна": Plan("країна", "u.txt", "План країни"),
}


def said(plan: str, owners: str = "", due: date | None = None, value: str | None = None) -> tuple[str, Item]:
    bodies = tuple(Responsible(name, name) for name in owners.split("; ") if name)
    return plan, Item("Дерев", value, bodies, None, None, due)


def found(a: tuple[str, Item], b: tuple[str, Item], grade: str = "same", score: float = 0.9) -> list[str]:
    measures = {
        name: Measure(name, plan, 0, "Сад", items=(item,)) for name, (plan, item) in zip("xy", (a, b), strict=True)
    }
    pair = Duplicate("x", "y", score, grade, ())
    return [one.kind for one in contradictions_in(Duplicates((pair,), measures, PLANS, 2))]


SPRING, AUTUMN = date(2026, 3, 31), date(2026, 9, 30)


@pytest.mark.parametrize(
    ("a", "b", "kinds"),
    [
        (said("a", "Відділ садів"), said("b", "Відділ доріг"), ["owner"]),
        (said("a", "Відділ садів"), said("b", "Відділ садів; Відділ доріг"), []),
        (said("a", "Мінфін Мін’юст"), said("b", "Міністерство юстиції України"), []),
        (said("a", due=SPRING), said("b", due=AUTUMN), ["deadline"]),
        (said("a", due=SPRING), said("b"), []),
        (said("a", value="5"), said("b", value="7"), ["value"]),
        (said("a", "Відділ садів", SPRING), said("львів", "Відділ доріг", AUTUMN), []),
        (said("країна", due=SPRING), said("a", due=AUTUMN), ["later-than-national"]),
        (said("країна", due=AUTUMN), said("a", due=SPRING), []),
    ],
)
def test_what_contradicts(a: tuple[str, Item], b: tuple[str, Item], kinds: list[str]) -> None:
    assert found(a, b) == kinds


def test_within_one_plan_only_the_same_measure_contradicts_itself() -> None:
    steps = said("a", due=SPRING), said("a", due=AUTUMN)
    assert found(*steps, grade="similar") == [] and found(*steps) == ["deadline"]
    assert found(said("a", due=SPRING), said("b", due=AUTUMN), grade="similar") == ["deadline"]
    assert found(said("a", due=SPRING), said("b", due=AUTUMN), grade="similar", score=0.6) == []
