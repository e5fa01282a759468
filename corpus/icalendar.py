"""Deadlines as a calendar file that other programs read and subscribe to (iCalendar, RFC 5545).

One all-day event for each day an item is due. Written by hand because the format is small and its traps are few:
lines end in CRLF and are folded at 75 *octets* without cutting a character (3.1), TEXT is escaped (3.3.11), DTEND of
an all-day event is the day after (3.6.1), UID and DTSTAMP are required and a UID must stay the same from one
export to the next, so that a subscriber's calendar changes events and does not double them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from corpus.duties import Duty, days_of

_LINE = 75  # octets, the line end not counted
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PRODUCT = "-//zakhid//plan deadlines//UK"
_SUMMARY = 120


def calendar_of(duties: Iterable[Duty], name: str, stamp: datetime | None = None) -> str:
    """The calendar of these duties; undated ones are left out. ``name`` is shown as the calendar's name, ``stamp`` the
    time of making (now, where it is not given)."""
    made = (stamp or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"]
    for duty in duties:
        lines += _events(duty, made)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """TEXT as a property value.

    >>> escaped("а; б, в")
    'а\\\\; б\\\\, в'
    """
    clean = _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A content line cut into pieces of at most 75 octets, between characters, each further one after a blank."""
    pieces: list[str] = []
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += width
    return "\r\n".join([*pieces, piece])


def _events(duty: Duty, made: str) -> Iterator[str]:
    for day in days_of(duty.item, duty.plan):
        yield from (
            "BEGIN:VEVENT",
            f"UID:{_uid(duty, day.strftime('%Y%m%d'))}",
            f"DTSTAMP:{made}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
            f"SUMMARY:{escaped(_summary(duty))}",
            f"DESCRIPTION:{escaped(_description(duty))}",
            "TRANSP:TRANSPARENT",  # a deadline does not make anyone busy
            "END:VEVENT",
        )


def _uid(duty: Duty, day: str) -> str:
    # an id is of one plan alone, and short: some programs take no more than 255 octets
    name = re.sub(r"[^A-Za-z0-9_.-]", lambda match: f"={ord(match.group()):x}", duty.measure.id)
    # the day is left out of single deadlines: when a deadline moves, the event moves with it
    return f"{name}-{duty.number}{f'-{day}' if duty.item.recurrence else ''}@zakhid"


def _summary(duty: Duty) -> str:
    text = duty.measure.measure
    return text if len(text) <= _SUMMARY else text[:_SUMMARY].rsplit(" ", 1)[0] + "…"


def _description(duty: Duty) -> str:
    bodies = ", ".join(r.text + (" (за згодою)" if r.consent else "") for r in duty.item.responsible)
    parts = (duty.measure.measure, duty.item.indicator, bodies, duty.item.deadline_text, duty.plan.title)
    return "\n".join(part for part in parts if part)
