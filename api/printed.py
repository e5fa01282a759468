"""An answer as plain text for a terminal: what is said, then the rows it rests on, cell by cell."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from api.settings import Lang
from api.wording import say

if TYPE_CHECKING:
    from assistant.answer import Answer, QuotedRow
    from corpus.model import Item


def printed_answer(answer: Answer, lang: Lang, width: int) -> str:
    """The whole answer, wrapped to ``width`` columns."""
    parts = [_wrapped(answer.answer, width)]
    if answer.understood:
        parts.append(_wrapped(answer.understood, width))
    if answer.rows:
        parts.append(say(lang, "cited"))
        parts += [printed_row(number, row, lang, width) for number, row in enumerate(answer.rows, 1)]
    return "\n\n".join(parts)


def printed_row(number: int, row: QuotedRow, lang: Lang, width: int) -> str:
    """A cited row: the measure, its cells, its plan and place."""
    label = f"[{number}] "
    lines = [_wrapped(" ".join(filter(None, [row.measure_no, row.measure])), width, label)]
    for _, item in row.items:
        lines += [_wrapped(cell, width, " " * len(label)) for cell in _cells(item, lang)]
    source = " · ".join(filter(None, [row.plan_title, row.place, row.source_file]))
    return "\n".join([*lines, _wrapped(source, width, " " * len(label))])


def _cells(item: Item, lang: Lang) -> Iterator[str]:
    bodies = "; ".join(r.text + (f" ({say(lang, 'consent')})" if r.consent else "") for r in item.responsible)
    values = {"indicator": item.indicator, "value": item.value, "body": bodies, "deadline": item.deadline_text}
    return (f"{say(lang, name)}: {value}" for name, value in values.items() if value)


def _wrapped(text: str, width: int, label: str = "") -> str:
    """The text in lines; what follows the label is indented as far."""
    indent = " " * len(label)
    wrapper = textwrap.TextWrapper(width=max(width, 40), break_long_words=False, break_on_hyphens=False)
    lines = [
        line
        for paragraph in text.splitlines()
        for line in (wrapper.wrap(indent + paragraph) if len(paragraph) + len(indent) > width else [indent + paragraph])
    ]
    lines = [line if line.startswith(indent) else indent + line for line in lines]
    return label + "\n".join(lines)[len(indent) :]
