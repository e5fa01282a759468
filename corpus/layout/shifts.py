"""Deadlines that a shifted row has pushed off their column: into the bodies' cell, or onto the next line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.layout.alignment import Line
from corpus.layout.content import is_bodies, is_deadline
from corpus.layout.headings import Entry
from corpus.layout.roles import ROLE_NAMES, Role
from corpus.layout.trace import Trace, shortened
from corpus.remarks import remark


def deadlines_out_of_bodies(entries: Sequence[Entry], trace: Trace) -> list[Entry]:
    """A deadline at the end of the bodies' cell, where the row has none, goes to its place."""
    return [_without_deadline(entry, trace) if isinstance(entry, Line) else entry for entry in entries]


def deadlines_from_next_rows(entries: Sequence[Entry], trace: Trace) -> list[Entry]:
    """In a dump, a row that holds nothing but a deadline belongs to the row above it."""
    kept: list[Entry] = []
    for entry in entries:
        above = kept[-1] if kept else None
        if isinstance(entry, Line) and isinstance(above, Line) and _is_lone_deadline(entry):
            if role := _bracket_to_close(above, entry.get("deadline")):
                said = remark("cell-joined", column=ROLE_NAMES[role], place=entry.row.place())
                whole = f"{above.get(role)} {entry.get('deadline')}"
                kept[-1] = replace(above.with_cells({**above.cells, role: whole}, said), until=entry.row)
                continue
            text = "\n".join(part for part in (above.get("deadline"), entry.get("deadline")) if part)
            said = remark("deadline-next-row", place=entry.row.place())
            kept[-1] = replace(above.with_cells({**above.cells, "deadline": text}, said), until=entry.row)
            trace.say("зсунуті строки", f"{entry.row.place()}: строк «{shortened(text)}» належить рядку вище")
        else:
            kept.append(entry)
    return kept


def _bracket_to_close(above: Line, text: str) -> Role | None:
    """The cell above whose bracket the text closes: «… мережі (до» goes on with «2027 року)»."""
    if text.count(")") <= text.count("("):
        return None
    return next((role for role, cell in above.cells.items() if cell.count("(") > cell.count(")")), None)


def _is_lone_deadline(line: Line) -> bool:
    return line.blank_is_merged and set(line.cells) == {"deadline"}


def _without_deadline(line: Line, trace: Trace) -> Line:
    bodies = line.get("responsible")
    if not bodies or line.get("deadline") or line.get("end") or not line.blank_is_merged:
        return line
    rest, deadline = split_off_deadline(bodies)
    if not deadline:
        return line
    trace.say("зсунуті строки", f"{line.row.place()}: строк «{shortened(deadline)}» стояв серед відповідальних")
    cells = {**line.cells, "responsible": rest, "deadline": deadline}
    return line.with_cells(cells, remark("deadline-from-bodies", text=shortened(deadline)))


def split_off_deadline(bodies: str) -> tuple[str, str]:
    """The bodies and the deadline that stands behind them, as paragraphs of its own or as the last words."""
    paragraphs = bodies.split("\n")
    dated = [paragraph for paragraph in paragraphs if is_deadline(paragraph)]
    if dated:
        return "\n".join(p for p in paragraphs if p not in dated), "\n".join(dated)
    words = bodies.split(" ")
    for k in range(max(1, len(words) - 8), len(words)):
        head, tail = " ".join(words[:k]), " ".join(words[k:])
        if (words[k][:1].isupper() or words[k][:1].isdigit()) and is_deadline(tail) and is_bodies(head):
            return head.rstrip(" ,;"), tail
    return bodies, ""
