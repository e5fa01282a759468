"""Numbers in sentences, both languages of every phrase, and the choices between regions."""

from __future__ import annotations

from string import Formatter

import pytest

from assistant.choices import choices, which
from assistant.others import bracketed
from assistant.wording import CONDITION_WORDS, INTENT_WORDS, PHRASES, Wording
from tools.tune_refusal import Trial, cross_validated, shares

COUNTED = [(1, "1 захід"), (2, "2 заходи"), (5, "5 заходів"), (11, "11 заходів"), (12, "12 заходів"), (21, "21 захід")]
COUNTED += [(0, "0 заходів"), (24, "24 заходи"), (111, "111 заходів"), (1002, "1002 заходи")]


@pytest.mark.parametrize(("number", "words"), COUNTED)
def test_measures_are_counted_in_ukrainian(number: int, words: str) -> None:
    assert Wording("uk").measures(number) == words


def test_one_is_singular_in_english() -> None:
    assert [Wording("en").measures(n) for n in (1, 2, 21)] == ["1 measure", "2 measures", "21 measures"]


@pytest.mark.parametrize("texts", [*PHRASES.values(), *INTENT_WORDS.values(), *CONDITION_WORDS.values()])
def test_both_languages_take_the_same_data(texts: tuple[str, str]) -> None:
    ukrainian, english = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in texts)
    assert ukrainian == english
    assert all(text.strip() for text in texts)


def test_choices_between_regions() -> None:
    found = ("Сумська область", "")
    assert which(found, Wording("uk")).endswith("Сумська область чи уся країна?")
    assert which((), Wording("uk")) == ""
    assert choices(found, Wording("uk")) == ("А Сумська область?", "А в загальнодержавному плані?")


def test_presence_is_judged_by_weights_that_have_not_seen_the_group() -> None:
    near, far = (3.0, -4.0, 1.0, 1.0, 0.0, 4.0, 0.0), (-3.0, -9.0, 0.0, 0.0, 1.0, 1.0, 0.0)
    cases = [Trial(str(n), near if n % 3 else far, bool(n % 3), bool(n % 3)) for n in range(24)]
    sure = cross_validated(cases, 0.2)
    assert shares(cases, sure, 0.5) == (1.0, 1.0, 1.0)
    turned = [Trial("0", c.facts, not c.present, c.right) if c.group == "0" else c for c in cases]
    assert cross_validated(turned, 0.2)[0] < 0.5  # a wrong label of a group does not teach its own judgement


SHORT_FORMS = [
    ("клм", "облік КЛМ (комплекс лісових машин у громадах) завершено", "комплекс лісових машин у громадах"),
    ("рпв", "механізм річкових поромних вантажів (РПВ)", "річкових поромних вантажів"),
    ("ніз", "запобігання неполірованих збірок (далі - НІЗ) у школах", "неполірованих збірок"),
    ("цбм", "ведення центрального банку даних про мости (ЦБМ)", "центрального банку даних про мости"),
    ("клм", "облік КЛМ (не менше 5) завершено", None),
    ("абв", "гуртки гончарів (АБВ)", None),
]


@pytest.mark.parametrize(("short", "text", "full"), SHORT_FORMS)
def test_short_form_explained_in_a_row(short: str, text: str, full: str | None) -> None:
    assert bracketed(short, text) == full
