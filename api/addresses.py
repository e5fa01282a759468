"""Addresses of pages: of a plan, a row, a body, and of the present page with other conditions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

_OWN_PAGES = ("/deadlines", "/duplicates", "/owners", "/plans/", "/search")


def plan_address(plan_id: str) -> str:
    """The page of a plan.

    >>> plan_address("план 1.docx")
    '/plans/%D0%BF%D0%BB%D0%B0%D0%BD%201.docx'
    """
    return f"/plans/{quote(plan_id, safe='')}"


def row_address(plan_id: str, measure_id: str) -> str:
    """A measure in the page of its plan."""
    return f"{plan_address(plan_id)}#m-{quote(measure_id, safe='')}"


def body_address(body: str) -> str:
    """The page of a body."""
    return f"/owners/{quote(body, safe='')}"


def asked_values(request: Request, name: str) -> tuple[str, ...]:
    """What the address gives under this name, blanks left out: forms send empty fields too."""
    return tuple(dict.fromkeys(text for value in request.query_params.getlist(name) if (text := value.strip())))


def asked_value(request: Request, name: str) -> str:
    """The last value of this name, or nothing."""
    return next(reversed(asked_values(request, name)), "")


def address_with(request: Request, path: str | None = None, **changes: str | int | Iterable[str] | None) -> str:
    """The present address (or another path with its conditions) with these values in place of the former ones.

    None and nothing take a condition away; the number of a page is not kept, since what it counted has changed.
    """
    kept = [
        (n, v) for n, v in request.query_params.multi_items() if n not in changes and n not in ("page", "lang") and v
    ]
    for name, value in changes.items():
        values = [str(value)] if isinstance(value, str | int) else list(value or ())
        kept += [(name, one) for one in values if one]
    return (path or request.url.path) + (f"?{urlencode(kept)}" if kept else "")


def own_address(wanted: str, otherwise: str) -> str:
    """The address to return to, if it is one of this application's pages: a form's field may hold anything.

    >>> own_address("/deadlines?page=2", "/"), own_address("//example.org/deadlines", "/")
    ('/deadlines?page=2', '/')
    """
    plain = not any(c in wanted for c in "\\\r\n\t")
    return wanted if wanted.startswith(_OWN_PAGES) and plain else otherwise


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a list is shown, with the addresses of its neighbours (None at the ends)."""

    number: int
    last: int
    previous: str | None
    next: str | None
    start: int
    end: int


def pager(request: Request, total: int, size: int) -> Pager:
    """The part that the address asks for; what lies beyond the list is its last part."""
    last = max(1, -(-total // size))
    asked = asked_value(request, "page")
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 9 else 1
    return Pager(
        number,
        last,
        address_with(request, page=number - 1) if number > 1 else None,
        address_with(request, page=number + 1) if number < last else None,
        (number - 1) * size,
        min(number * size, total),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen or taken away: its words, how many it leaves, where that leads."""

    name: str
    address: str
    number: int | None = None
    chosen: bool = False


def removable(request: Request, names: Sequence[str], shown: dict[tuple[str, str], str]) -> list[Choice]:
    """The conditions in the address as chips that take themselves away; ``shown``: (name, value) -> words."""
    found = []
    for name in names:
        values = asked_values(request, name)
        for value in values:
            others: dict[str, Any] = {name: [v for v in values if v != value]}
            found.append(Choice(shown.get((name, value), value), address_with(request, **others)))
    return found
