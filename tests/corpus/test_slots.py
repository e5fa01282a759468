"""What the slots of a measure hold: cases that word order, adjectives and the form of acts made go wrong."""

from __future__ import annotations

import pytest

from corpus.analysis import analyser
from corpus.slots import SlotReader, Slots, names_in


@pytest.fixture(scope="module")
def reader() -> SlotReader:
    return SlotReader(analyser())


STEPS = [
    ("Підготовка пропозицій щодо скасування плати за човни", {"draft"}),
    ("Підготовка пропозицій щодо вдосконалення порядку прокату", {"draft", "amend"}),
    ("Внесення змін до законодавства щодо запровадження прокату човнів", {"submit", "amend"}),
    ("Забезпечення роботи щодо проведення семінарів для садівників", {"teach"}),
    ("Забезпечити функціонування модернізованої системи поливу", {"keep"}),
    ("Проведення пілотного дослідження ставків", {"pilot", "study"}),
    ("З урахуванням найбільш прийнятного досвіду запровадити догляд за алеями", {"introduce"}),
    ("Взяти участь у виставці квітів", {"join"}),
    ("Унести зміни до правил прокату", {"amend"}),
]


@pytest.mark.parametrize(("text", "steps"), STEPS)
def test_steps_are_what_is_done_and_not_what_it_is_about(reader: SlotReader, text: str, steps: set[str]) -> None:
    assert reader.read(text).steps == steps


CLAUSES = [
    ("Розроблення нового Положення про міський сад", 1),
    ("Засідання комісії Україна – НАТО з питань садівництва", 1),
    ("Завдання для садівників: Полити дерева - Підрізати кущі", 2),
    ("Створення мережі клумб Проведення конкурсу на кращу клумбу", 2),
]


@pytest.mark.parametrize(("text", "count"), CLAUSES)
def test_a_capital_letter_alone_begins_no_clause(reader: SlotReader, text: str, count: int) -> None:
    assert len(reader.read(text).clauses) == count


LEVELS = [
    ("Здійснення обмінів садівниками між регіонами", {"regional"}),
    ("Здійснення міжнародних обмінів садівниками", {"international"}),
    ("Вивчення міжнародного досвіду догляду за садами", set()),
    ("Створення державного центру насіння", {"national"}),
    ("Ведення державного реєстру садів", set()),
    ("Навчання органів місцевого самоврядування", set()),
]


@pytest.mark.parametrize(("text", "levels"), LEVELS)
def test_for_the_country_a_part_of_it_or_beyond(reader: SlotReader, text: str, levels: set[str]) -> None:
    assert reader.read(text).levels == levels


def _words(slots: Slots) -> set[str]:
    return set(slots.words)


def test_the_code_that_is_amended_is_no_subject_but_a_new_code_is(reader: SlotReader) -> None:
    amended = reader.read("Розробка законопроєкту про внесення змін до Водного кодексу України щодо оренди човнів")
    assert _words(amended) == {"оренда", "човен"}
    assert "кодекс" in _words(reader.read("Розроблення проєкту Водного кодексу України"))


def test_a_noun_and_its_adjective_have_one_key_and_other_words_two(reader: SlotReader) -> None:
    assert _words(reader.read("земельні наради")) & _words(reader.read("наради власників землі"))
    assert not _words(reader.read("консульський прийом")) & _words(reader.read("консультація"))


NAMES = [
    ("«Про внесення змін до Лісового кодексу України та деяких інших законодавчих актів щодо алей»", {"алей"}),
    ("«Про внесення змін до Лісового кодексу України в частині алей»", {"алей"}),
    ("«Про міські сади»", {"міські сади"}),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_a_bill_is_named_by_what_it_is_about(text: str, names: set[str]) -> None:
    assert names_in(text) == names
