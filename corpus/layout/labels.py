"""Labels that are not content: «Захід 1.1.2», «Завдання 1.1», «Мета завдання 1.1», «1.», «Завдання: …».

A label is taken off its text and its number kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["measure", "task", "goal", "section", "subsection", "number"]

_NUMBER = r"(?P<number>\d+(?:\.\d+)*|(?-i:[IVXІХ]+)(?![^\W\d_])(?:\.\d+)*)"
_AFTER = r"\s*[.):]?\s*[-–—:]?\s*"

_LABEL_WORDS: tuple[tuple[Kind, str], ...] = (
    ("goal", r"мета(?:\s+завдання)?"),
    ("measure", r"захід"),
    ("task", r"завдання"),
    ("section", r"(?:розділ|напрям(?:ок)?|стратегічна\s+ціль)"),
    ("subsection", r"(?:підрозділ|підціль|операційна\s+ціль|піднапрям)"),
)
# A label word with its number («Захід 1.1.2.»), or with a colon («Завдання: …»).
_LABELS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (
        kind,
        re.compile(rf"^\W*{word}(?![^\W\d_])\s*(?:№\s*)?(?:{_NUMBER}(?![\d%])\.?{_AFTER}|:\s*|\.\s+)", re.IGNORECASE),
    )
    for kind, word in _LABEL_WORDS
)
_BARE_NUMBER = re.compile(r"^(?P<number>\d{1,3}(?:\.\d{1,3})*)(?:[.)]\s*|\s*\)\s*)(?=[^\W\d]|[«\"“(])")
_DEEP_NUMBER = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})+)\s+(?=[^\W\d]|[«\"“])")
_INNER_MEASURE = re.compile(r"(?<=\S)\s+(?=захід\s+\d+(?:\.\d+)+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the beginning of a text: its kind, its number (None for «Завдання: …») and what follows."""

    kind: Kind
    number: str | None
    rest: str


def label_of(text: str) -> Label | None:
    """The word label at the beginning of the text, or None.

    >>> label_of("Захід 1.1.2 Провести збори")
    Label(kind='measure', number='1.1.2', rest='Провести збори')
    >>> label_of("Мета завдання 2.1.").number, label_of("Заходи з безпеки")
    ('2.1', None)
    """
    for kind, pattern in _LABELS:
        match = pattern.match(text)
        if match:
            return Label(kind, match.group("number"), text[match.end() :].strip())
    return None


def bare_number(text: str) -> Label | None:
    """A number that opens the text as in a list: «1. Провести», «1.2.3. Провести», «2) Провести».

    Decimals, dates and quantities are no such numbers: a full stop or bracket and a letter must follow.

    >>> bare_number("1.2.3. Провести збори").number, bare_number("60 відсотків"), bare_number("24/7 робота")
    ('1.2.3', None, None)
    """
    match = _BARE_NUMBER.match(text) or _DEEP_NUMBER.match(text)
    return Label("number", match.group("number"), text[match.end() :].strip()) if match else None


def split_labelled_measures(text: str) -> list[str]:
    """The parts of a cell that holds several labelled measures; the whole text as one part otherwise.

    >>> split_labelled_measures("Захід 1.1 Провести збори.\\nЗахід 1.2 Скласти звіт")
    ['Захід 1.1 Провести збори.', 'Захід 1.2 Скласти звіт']
    """
    label = label_of(text)
    if label is None or label.kind != "measure":
        return [text]
    return [part.strip() for part in _INNER_MEASURE.split(text)]
