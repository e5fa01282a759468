"""The check of texts against rows: what is in the rows passes, anything else is found."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import QuotedRow
from assistant.check import unsupported
from corpus.model import Item, Responsible

ROW = QuotedRow(
    measure_id="m",
    plan_id="p",
    plan_title="План прибирання берегів на 2031 рік",
    source_file="p.docx",
    region=None,
    place="рядок 12",
    section=None,
    task="Береги",
    measure_no="1.4",
    measure="Прибрати 3 береги Ворскли",
    items=((0, Item("Прибрано", "25", (Responsible("Рада річки", "Рада річки", True), Responsible("Водоканал", "Водоканал")), "Червень 2031 року", date(2031, 6, 1), date(2031, 6, 30))),),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Відповідальні: Рада річки (за згодою); Водоканал. Строк: Червень 2031 року.",
        "Строк: до 30.06.2031.",
        "Значення: 25.\nЗахід 1.4: «Прибрати 3 береги Ворскли».\nДжерело: план «План прибирання берегів…», рядок 12.",
    ],
)
def test_said_by_the_row(text: str) -> None:
    assert unsupported(text, [ROW]) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Відповідальні: Рада річки (за згодою); Облрада.", "body"),
        ("Відповідальні: Рада річки; Водоканал.", "consent"),
        ("Строк: Липень 2031 року.", "date"),
        ("Строк: Червень 2032 року.", "date"),
        ("Значення: 26.", "number"),
        ("Захід: «Прибрати всі береги Дніпра».", "quotation"),
    ],
)
def test_not_said_by_the_row(text: str, kind: str) -> None:
    assert kind in [c.kind for c in unsupported(text, [ROW])]


def test_a_number_of_rows_is_no_year() -> None:
    assert [c.kind for c in unsupported("Знайдено 2019 заходів.", [ROW])] == ["date"]
    assert unsupported("Знайдено 2019 заходів.", [ROW], counts={2019}) == []
