"""Replies of the API: written out as they are, once, and in parts where they are long.

A route says by ``response_model`` what it sends; that it does is held by tests, which compare every reply with its
description. A reply is not read through its schema again on its way: with a thousand rows that costs more than finding
them, and a key that the schema has forgotten would take the answer from whoever asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query, Response
from pydantic_core import to_json

MEDIA_TYPE = "application/json"
TOTAL = "X-Total-Count"
T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=10_000, description=f"How many to show; how many there are stands in {TOTAL}.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many of the first to leave out.")]


def reply(value: Any, total: int | None = None) -> Response:
    """A value as JSON; ``total``: how long the list is that it is a part of."""
    return Response(to_json(value), headers=None if total is None else {TOTAL: str(total)}, media_type=MEDIA_TYPE)


def part(found: Sequence[T], limit: int, offset: int) -> Sequence[T]:
    """So many of a list after the first ``offset``."""
    return found[offset : offset + limit]
