"""An answer as plain text for a terminal: what is said, then the rows it rests on, cell by cell."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from api.settings import Lang
from api.wording import counted, say

if TYPE_CHECKING:
    from assistant.answer import Answer, QuotedRow
    from corpus.model import Item

ROWS_SHOWN = 20


def printed_answer(answer: Answer, lang: Lang, width: int) -> str:
    """The whole answer, wrapped to ``width`` columns."""
    parts = [_wrapped(answer.answer, width)]
    if answer.understood:
        parts.append(_wrapped(say(lang, "understood", words=answer.understood), width))
    if answer.rows:
        parts.append(say(lang, "cited"))
        parts += _printed_rows(_by_plan(answer, ROWS_SHOWN), lang, width)
    if len(answer.rows) > ROWS_SHOWN:
        parts.append(say(lang, "more-rows", rows=counted(lang, len(answer.rows) - ROWS_SHOWN, "measure")))
    return "\n\n".join(parts)


def _by_plan(answer: Answer, most: int) -> list[QuotedRow]:
    """The first rows, those of one plan together; plans in the order in which they come first, rows in theirs."""
    plans = {plan_id: place for place, plan_id in enumerate(dict.fromkeys(c.plan_id for c in answer.citations))}
    order = sorted(range(len(answer.citations)), key=lambda place: plans[answer.citations[place].plan_id])
    return [answer.rows[place] for place in order[:most]]


def _printed_rows(rows: Sequence[QuotedRow], lang: Lang, width: int) -> Iterator[str]:
    """Rows with a running number; a plan is named where its rows begin."""
    plan = None
    for number, row in enumerate(rows, 1):
        if row.plan_id != plan:
            plan = row.plan_id
            yield _wrapped(f"{row.plan_title} ({row.region or say(lang, 'whole-country')}), {row.source_file}", width)
        yield printed_row(number, row, lang, width)


def printed_row(number: int, row: QuotedRow, lang: Lang, width: int) -> str:
    """A cited row: the measure, its cells, its place. Items with the same bodies and deadline are put together."""
    label = f"[{number}] "
    indent = " " * len(label)
    lines = [_wrapped(numbered(row.measure_no, row.measure), width, label)]
    said = None
    for (bodies, _), items in groupby((item for _, item in row.items), key=lambda i: (i.responsible, i.deadline_text)):
        lines += [_wrapped(cell, width, indent) for cell in _cells(list(items), bodies != said, lang)]
        said = bodies
    return "\n".join([*lines, f"{indent}{say(lang, 'place')}: {row.place}"])


def numbered(number: str | None, text: str) -> str:
    """The text after its number.

    >>> numbered("1.2.", "Відкрити центр"), numbered(None, "Відкрити центр")
    ('1.2. Відкрити центр', 'Відкрити центр')
    """
    return f"{number.rstrip('.')}. {text}" if number else text


def _cells(items: Sequence[Item], with_bodies: bool, lang: Lang) -> Iterator[str]:
    bodies = "; ".join(r.text + (f" ({say(lang, 'consent')})" if r.consent else "") for r in items[0].responsible)
    for name, value in (("body", bodies if with_bodies else ""), ("deadline", items[0].deadline_text)):
        if value:
            yield f"{say(lang, name)}: {value}"
    for item in items:
        result = ": ".join(filter(None, (item.indicator, item.value)))
        if result:
            yield f"{say(lang, 'indicator' if item.indicator else 'value')}: {result}"


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
