"""Lists and measures as files that a browser saves: CSV, Excel workbooks, JSON lines."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, Literal
from urllib.parse import quote

from fastapi import Response

from api.export import write_rows_to
from api.listing import Listing, write_listing_to
from api.settings import Lang

Kind = Literal["csv", "xlsx", "jsonl"]
KINDS: tuple[Kind, ...] = ("xlsx", "csv", "jsonl")
MEDIA_TYPES: dict[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}


def listing_file(listing: Listing, kind: Kind, name: str, lang: Lang) -> Response:
    """A list as a file of this name (without its ending)."""
    target = io.BytesIO()
    write_listing_to(listing, kind, target, lang)
    return saved(target.getvalue(), MEDIA_TYPES[kind], f"{name}.{kind}")


def rows_file(rows: Iterable[dict[str, Any]], kind: Kind, name: str, lang: Lang) -> Response:
    """Measures as a file of this name (without its ending), written as `zakhid export` writes them."""
    target = io.BytesIO()
    write_rows_to(rows, kind, target, lang)
    return saved(target.getvalue(), MEDIA_TYPES[kind], f"{name}.{kind}")


def saved(content: bytes | str, media_type: str, name: str) -> Response:
    """A file that is saved and never shown: what a document says must not run as a page."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
