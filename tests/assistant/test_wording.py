"""Numbers in sentences, both languages of every phrase, and the choices between regions."""

from __future__ import annotations

from string import Formatter

import pytest

from assistant.choices import choices, which
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


def test_threshold_is_chosen_without_the_plan_it_is_tried_on() -> None:
    easy = [Trial("a", 0.9, 0.1, True), Trial("b", 0.8, 0.3, True), Trial("b", 0.7, 0.2, False)]
    assert shares(easy, 0.5) == (1.0, pytest.approx(2 / 3), 1.0)
    chosen, (answered, rightly, refused) = cross_validated(easy, 0.5)
    assert chosen == [pytest.approx(0.32), pytest.approx(0.12)]
    assert (answered, rightly, refused) == (1.0, pytest.approx(2 / 3), pytest.approx(1 / 3))
