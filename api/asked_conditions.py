"""Conditions as the forms of pages send them: fields may be empty, dates mistyped; nothing of it is an error page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request

from api.addresses import asked_value, asked_values
from api.conditions import Wanted
from api.settings import Lang
from api.wording_pages import SHARED
from corpus.deadlines import parse_deadline

CONDITIONS = ("region", "plan", "body", "section", "year", "due_from", "due_to", "consent")
LONGEST = 1000  # characters of what is looked for; more is cut off


@dataclass(frozen=True, slots=True)
class Asked:
    """Conditions, and the values (name, text) that could not be read and are left out."""

    wanted: Wanted
    unread: tuple[tuple[str, str], ...] = ()

    def notices(self, lang: Lang) -> list[str]:
        """What to tell the visitor of the values that were left out."""
        return [SHARED["bad-date"][lang == "en"].format(value=text) for _, text in self.unread]


def asked_conditions(request: Request) -> Asked:
    """The conditions in the address."""
    unread: list[tuple[str, str]] = []
    days = {name: _day(name, request, unread) for name in ("due_from", "due_to")}
    years = asked_values(request, "year")
    unread += [("year", year) for year in years if not _is_year(year)]
    consent = asked_value(request, "consent")
    wanted = Wanted(
        region=asked_values(request, "region"),
        plan=asked_values(request, "plan"),
        body=asked_values(request, "body"),
        section=asked_values(request, "section"),
        year=tuple(int(year) for year in years if _is_year(year)),
        consent={"yes": True, "no": False}.get(consent),
        **days,
    )
    return Asked(wanted, tuple(unread))


def asked_day(request: Request, name: str) -> date | None:
    """The day that the address gives under a name."""
    return _day(name, request, [])


def _day(name: str, request: Request, unread: list[tuple[str, str]]) -> date | None:
    """A day as the date field of a browser sends it, or as people write it where there is no such field."""
    text = asked_value(request, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        found = parse_deadline(text).end if len(text) < 40 else None
        if found is None:
            unread.append((name, text))
        return found


def _is_year(text: str) -> bool:
    return text.isdecimal() and text.isascii() and 1900 <= int(text[:6]) <= 2200
