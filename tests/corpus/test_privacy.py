"""Telephones, e-mail addresses and tables of persons: gone; everything else stays as it was."""

from __future__ import annotations

import pytest

from corpus.blocks import Cell, Document, Paragraph, Row, Table
from corpus.privacy import has_contact, is_contact_table, without_contacts, without_private


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Відділ освіти, тел. (0512) 12-34-56", "Відділ освіти"),
        ("Голова ради +38 (067) 123-45-67, rada@example.org", "Голова ради"),
        ("Довідки: 0671234567", "Довідки: 0671234567"),
        ("Довідки: 067 123 45 67", "Довідки:"),
        ("Відділ (e-mail: viddil@example.com.ua); школа", "Відділ; школа"),
        ("Указ № 068/2016, рішення 05-12/34", "Указ № 068/2016, рішення 05-12/34"),
        ("Гаряча лінія 0 800 500 335, система 112", "Гаряча лінія 0 800 500 335, система 112"),
        ("01.01.2026 – 31.12.2026", "01.01.2026 – 31.12.2026"),
        ("Телефонна лінія довіри", "Телефонна лінія довіри"),
        ("Провести 12 45-хвилинних занять", "Провести 12 45-хвилинних занять"),
    ],
)
def test_contacts_go_and_the_rest_stays(text: str, bare: str) -> None:
    assert without_contacts(text) == bare
    assert without_contacts(bare) == bare
    assert has_contact(text) == (text != bare)


def table(*rows: tuple[str, ...], number: int = 1) -> Table:
    made = tuple(Row(tuple(Cell(text, k) for k, text in enumerate(row)), at) for at, row in enumerate(rows, start=1))
    return Table(made, number=number, width=len(rows[0]))


PERSONS = table(("ПІБ", "Посада", "Телефон"), ("Липа І. І.", "сторож", "067 123-45-67"), ("Дуб О. О.", "двірник", "—"))
PLAN = table(("№", "Захід", "Контакти"), ("1", "Толока", "067 123-45-67"), ("2", "Свято", "067 765-43-21"), number=2)


def test_tables_of_persons_are_told_from_plans() -> None:
    assert is_contact_table(PERSONS) and not is_contact_table(PLAN)


def test_a_document_loses_what_is_private_and_says_so() -> None:
    document = Document("plan.docx", "docx", (Paragraph("Довідки: 067 123-45-67"), PERSONS, PLAN))
    cleaned = without_private(document)
    paragraph, plan = cleaned.blocks
    assert isinstance(paragraph, Paragraph) and paragraph.text == "Довідки:"
    assert isinstance(plan, Table) and [row.cells[2].text for row in plan.rows] == ["Контакти", "", ""]
    assert plan.number == 2 and len(cleaned.warnings) == 1
