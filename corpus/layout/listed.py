"""Plans written as numbered lists: the action, below it its bodies and its deadline, often set to the right.

Prose may hold numbered lists too (the clauses of an order): a list is a plan only where most of its entries say who or
when in lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.blocks import Paragraph
from corpus.layout.alignment import Line
from corpus.layout.content import is_bodies, is_deadline
from corpus.layout.grid import GridRow
from corpus.layout.headings import Entry, Heading, Style, is_open
from corpus.layout.labels import bare_number, label_of
from corpus.layout.roles import Role
from corpus.layout.trace import Trace, shortened

BY_LOOK: Style = ("look", False, False)  # a heading that neither a label nor a number makes one
LONGEST_TEXT = 60  # paragraphs (in a dump: lines) of an entry's text, and of what stands below it

# Words that name the bodies or the deadline below an entry: «Відповідальні: …», «Термін виконання – …».
_NAMED: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "responsible",
        re.compile(r"\W*(?:відповідальн\w*|виконав(?:ець|ці))(?:\s+за\s+виконання)?\s*[:–—-]\s*", re.IGNORECASE),
    ),
    ("deadline", re.compile(r"\W*(?:строк|термін|дата)\w*(?:\s+виконання)?\s*[:–—-]\s*", re.IGNORECASE)),
)


@dataclass(slots=True)
class _Entry:
    """A numbered entry: its number and its paragraphs; ``above`` are the headings that stand before it."""

    number: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    above: list[Heading] = field(default_factory=list)


def listed_entries(paragraphs: Sequence[Paragraph], trace: Trace) -> list[Entry]:
    """The lines of every numbered list that is a plan."""
    entries: list[Entry] = []
    for run in _runs(paragraphs):
        lines = [_line(entry) for entry in run]
        complete = [line for line in lines if line.get("deadline") or line.get("responsible")]
        if len(run) < 2 or len(complete) * 2 <= len(run) or not any(line.get("deadline") for line in lines):
            trace.say("списки", f"«{shortened(run[0].paragraphs[0].text)}» ({len(run)} пунктів): не план")
            continue
        trace.say("списки", f"«{shortened(run[0].paragraphs[0].text)}» ({len(run)} пунктів): план")
        for entry, line in zip(run, lines, strict=True):
            entries.extend(entry.above)
            entries.append(line)
    return entries


def _runs(paragraphs: Sequence[Paragraph]) -> list[list[_Entry]]:
    """Numbered lists: a number that does not go on begins the next list; what stands before the first is left out."""
    runs: list[list[_Entry]] = []
    above: list[Heading] = []
    for paragraph in paragraphs:
        number = _number_of(paragraph)
        heading = _heading_of(paragraph, within=bool(runs))
        if heading:
            above.append(heading)
        elif number is not None:
            certain = [known for known in above if known.style != BY_LOOK]
            if runs and _follows(runs[-1][-1].number, number, bool(certain)):
                runs[-1].append(_Entry(number, [paragraph], above))
            else:  # what merely looks like a heading before a list may be the title
                runs.append([_Entry(number, [paragraph], certain)])
            above = []
        elif runs:
            runs[-1][-1].paragraphs.append(paragraph)
    return runs


def _number_of(paragraph: Paragraph) -> str | None:
    if paragraph.number:
        return paragraph.number.rstrip(".) ")
    label = label_of(paragraph.text)
    if label and label.kind == "measure":
        return label.number
    own = bare_number(paragraph.text)
    return own.number if own and not own.rest[:1].islower() else None


def _heading_of(paragraph: Paragraph, within: bool) -> Heading | None:
    """The heading that the paragraph is: by its label or Roman number, or (``within`` a list) by its look alone."""
    label = label_of(paragraph.text)
    row = _row(paragraph)
    if label and label.kind == "task":
        return Heading("task", label.rest, row, label.number)
    if label and label.kind in {"section", "subsection"}:
        return Heading("section" if label.kind == "section" else "subsection", paragraph.text, row, label.number)
    roman = paragraph.text.split(" ")[0].rstrip(".)")
    if (
        roman
        and set(roman) <= set("IVXІХ")
        and len(paragraph.text) > len(roman) + 3
        and not is_deadline(paragraph.text)
    ):
        return Heading("section", paragraph.text, row)
    return Heading("section", paragraph.text, row, None, BY_LOOK) if within and _looks_like_heading(paragraph) else None


def _looks_like_heading(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands out as a heading: the format says so, or it is bold and centred, or in capitals."""
    text = paragraph.text
    if paragraph.right or _number_of(paragraph) or is_deadline(text):
        return False
    words = text.split()
    capitals = text.isupper() and len(words) > 1 and "," not in text and any(len(word) > 5 for word in words)
    return paragraph.heading is not None or capitals or (paragraph.bold and paragraph.centred)


def _follows(before: str, number: str, under_heading: bool) -> bool:
    """Whether the number goes on after the other: the next one, a deeper one, or any but a restart."""
    if under_heading:
        return True
    one, other = ([int(part) for part in text.split(".") if part.isdigit()] for text in (before, number))
    return bool(one and other) and other > one


def _line(entry: _Entry) -> Line:
    """The entry's text, bodies and deadline; what follows these (signatures, notes) is no part of it."""
    first = entry.paragraphs[0]
    text, rest = _text_and_rest(entry.paragraphs)
    bodies, deadline, last = _who_and_when(rest)
    own = label_of(text) or bare_number(text)
    cells: dict[Role, str] = {"number": entry.number, "measure": own.rest if own and own.number else text}
    cells |= {"responsible": " ".join(bodies)} if bodies else {}
    cells |= {"deadline": deadline} if deadline else {}
    return Line(cells, _row(first), until=_row(last or first))


def _who_and_when(paragraphs: Sequence[Paragraph]) -> tuple[list[str], str, Paragraph | None]:
    """The bodies' lines and the deadline below an entry, in either order, with or without words that name them."""
    bodies: list[str] = []
    deadline = ""
    last: Paragraph | None = None
    for paragraph in paragraphs[:LONGEST_TEXT]:
        named = _named(paragraph.text)
        if deadline and not (named or (not bodies and _adjoins(last, paragraph) and is_bodies(paragraph.text))):
            break
        role, text = named or ("deadline" if is_deadline(paragraph.text) else "responsible", paragraph.text)
        if role == "deadline":
            deadline = text
        else:
            bodies.append(text)
        last = paragraph
    while bodies and not deadline and not is_bodies(" ".join(bodies)):
        bodies.pop()
    return bodies, deadline, last


def _named(text: str) -> tuple[Role, str] | None:
    """«Відповідальні: …», «Строк виконання – …»: the role that the words name, and what follows them."""
    for role, pattern in _NAMED:
        if match := pattern.match(text):
            return role, text[match.end() :].strip()
    return None


def _adjoins(before: Paragraph | None, paragraph: Paragraph) -> bool:
    if before is not None and before.last_line is not None and paragraph.line is not None:
        return paragraph.line == before.last_line + 1
    return paragraph.right


def _text_and_rest(paragraphs: Sequence[Paragraph]) -> tuple[str, list[Paragraph]]:
    """The entry's own text and what stands below it.

    A dump's lines go on until a blank line; elsewhere a paragraph goes on only where it is plainly unfinished. A line
    set to the right, or that is a deadline or bodies, never belongs to the text.
    """
    text = paragraphs[0].text
    k = 1
    while k < min(len(paragraphs), LONGEST_TEXT) and _goes_on(paragraphs[k - 1], paragraphs[k], text):
        text = f"{text} {paragraphs[k].text}"
        k += 1
    return text, list(paragraphs[k:])


def _goes_on(before: Paragraph, paragraph: Paragraph, text: str) -> bool:
    if paragraph.right or is_deadline(paragraph.text) or _named(paragraph.text):
        return False
    if before.last_line is not None and paragraph.line is not None:
        names = paragraph.text[:1].isupper() and not is_open(text) and is_bodies(paragraph.text)
        return paragraph.line == before.last_line + 1 and not names
    return is_open(text) or paragraph.text[:1].islower() or not is_bodies(paragraph.text)


def _row(paragraph: Paragraph) -> GridRow:
    """A paragraph's place as a row's."""
    return GridRow((), index=0, line=paragraph.line, page=paragraph.page)
