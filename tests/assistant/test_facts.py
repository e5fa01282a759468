"""What the items of a row say, joined where they share it and told apart where they do not."""

from __future__ import annotations

import pytest

from assistant.facts import facts
from assistant.finding import Finding
from assistant.request import Intent, Request
from assistant.wording import Wording
from corpus.model import Item, Measure, Plan, Responsible

A, B = Responsible("Лісгосп", "Лісгосп", True), Responsible("Рада", "Рада")


def item(indicator: str, deadline: str, *bodies: Responsible) -> Item:
    return Item(indicator, None, bodies, deadline)


CASES = [
    pytest.param(
        [item("Мапу видано", "Червень", A), item("Стежку відкрито", "Липень", B)],
        [
            "Показник «Мапу видано» — Відповідальний виконавець: Лісгосп (за згодою). Строк: Червень.",
            "Показник «Стежку відкрито» — Відповідальний виконавець: Рада. Строк: Липень.",
        ],
        id="bodies and deadlines differ: item by item, no indicator twice",
    ),
    pytest.param(
        [item("Мапу видано", "Червень", A, B), item("Стежку відкрито", "Липень", A, B)],
        [
            "Відповідальні: Лісгосп (за згодою); Рада.",
            "Показник «Мапу видано» — Строк: Червень.",
            "Показник «Стежку відкрито» — Строк: Липень.",
        ],
        id="only deadlines differ: bodies once",
    ),
    pytest.param(
        [item("Мапу видано", "Червень", B), item("Стежку відкрито", "Червень", B)],
        ["Відповідальний виконавець: Рада.", "Строк: Червень."],
        id="nothing differs: each once",
    ),
]


@pytest.mark.parametrize(("items", "said"), CASES)
def test_items_say_together_what_they_share(items: list[Item], said: list[str]) -> None:
    measure = Measure("m", "p", 0, "Облаштувати стежку", items=tuple(items))
    finding = Finding.of(measure, Plan("p", "p.txt", "План"), tuple(range(len(items))))
    assert facts(finding, Request(Intent.WHO_WHEN), Wording()) == said
