"""What was understood, condition by condition, and how a person takes one of them away.

A condition has the name of its filter; the ends of a period are one condition, «due», as they are read as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.request import Condition, Request
from corpus.filters import Filters

# the name of a condition -> the filters that it consists of
CONDITIONS: dict[str, tuple[str, ...]] = {
    "region": ("region",),
    "plan": ("plan",),
    "body": ("body", "sole_body", "beside"),
    "due": ("due_from", "due_to"),
    "year": ("year",),
    "section": ("section",),
    "consent": ("consent",),
    "value": ("value",),
    "number": ("number",),
    "undated": ("undated",),
}
_EMPTY = Filters()
# conditions that nothing satisfies are called after what was written: an impossible date belongs to the period
_UNKNOWN: Mapping[str, str] = {"date": "due"}


def named_after(unknown: Condition) -> str:
    """The name of the condition that something unknown was meant as."""
    return _UNKNOWN.get(unknown.kind, unknown.kind)


def removable(request: Request) -> tuple[str, ...]:
    """The names of the conditions that a request carries, those that nothing satisfies included.

    >>> from datetime import date
    >>> from assistant.request import Intent
    >>> removable(Request(Intent.WHO, filters=Filters(region=("Сумська область",), due_to=date(2031, 1, 1))))
    ('region', 'due')
    """
    held = set(request.filters.names) | {named_after(c) for c in request.unknown}
    return tuple(name for name, parts in CONDITIONS.items() if held & {name, *parts})


def corrected(request: Request, without: Iterable[str]) -> Request:
    """The request without these conditions: neither as filters nor as something that nothing satisfies."""
    names = frozenset(without)
    if not names:
        return request
    empty = {part: getattr(_EMPTY, part) for name in names for part in CONDITIONS[name]}
    unknown = tuple(c for c in request.unknown if named_after(c) not in names)
    exact = request.exact_period and "due" not in names
    return replace(request, filters=replace(request.filters, **empty), unknown=unknown, exact_period=exact)
