"""Pictures of the pages of a PDF, kept beside its plan: a row can be held against the page as it was printed.

Only pages with measures are kept, and none that shows something private. A plan that is replaced or removed takes its
pictures along. They are an extra: a PDF of which no picture can be made is read all the same.
"""

from __future__ import annotations

import base64
import json
import os
import struct
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

import corpus
from corpus.store import Store, metadata, plans

_SECONDS_A_PAGE, _SECONDS = 5, 300
_MOST_PAGES = 1_000
_MOST_BYTES = 100_000_000  # of all pictures of a plan

pictures = sa.Table(
    "page_pictures",
    metadata,
    sa.Column("plan_id", sa.String, sa.ForeignKey(plans.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("page", sa.Integer, primary_key=True),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("png", sa.LargeBinary, nullable=False),
)


def pictures_of(path: Path, pages: Collection[int]) -> Iterator[tuple[int, bytes]]:
    """The pages of a PDF (numbers from 1) as PNG; fewer of them, or none, where they cannot be drawn."""
    wanted = sorted(pages)[:_MOST_PAGES]
    seconds = min(_SECONDS, 10 + _SECONDS_A_PAGE * len(wanted))
    size = 0
    for line in _drawn(path, wanted, seconds) if wanted else ():
        record = json.loads(line)
        png = base64.b64decode(record["png"])
        size += len(png)
        if size > _MOST_BYTES:
            return
        yield record["page"], png


def _drawn(path: Path, wanted: Iterable[int], seconds: int) -> list[bytes]:
    """What the drawing process printed before it ended; whole lines only."""
    environment = {**os.environ, "PYTHONPATH": str(Path(corpus.__file__).resolve().parents[1])}
    command = [sys.executable, "-P", "-m", "corpus.readers.pdf_pictures", str(path.resolve()), str(seconds)]
    process = subprocess.Popen(
        [*command, ",".join(map(str, wanted))], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
    return [line for line in output.splitlines(keepends=True) if line.endswith(b"\n")]


def keep_pictures(store: Store, plan_id: str, drawn: Iterable[tuple[int, bytes]]) -> None:
    """Keep these pictures in place of those kept before."""
    rows = []
    for page, png in drawn:
        with suppress(struct.error):
            width, height = struct.unpack(">II", png[16:24])
            rows.append({"plan_id": plan_id, "page": page, "width": width, "height": height, "png": png})
    with store.notebook(pictures) as connection:
        connection.execute(sa.delete(pictures).where(pictures.c.plan_id == plan_id))
        if rows:
            connection.execute(sa.insert(pictures), rows)


def sizes_of(store: Store, plan_id: str) -> dict[int, tuple[int, int]]:
    """Width and height in dots of the pages of a plan that have a picture; none where the store does not show it."""
    if not store.shows(plan_id):
        return {}
    query = sa.select(pictures.c.page, pictures.c.width, pictures.c.height).where(pictures.c.plan_id == plan_id)
    with store.notebook(pictures) as connection:
        return {page: (width, height) for page, width, height in connection.execute(query)}


def picture_of(store: Store, plan_id: str, page: int) -> bytes | None:
    """A page as PNG; None where there is none, or where the store does not show the plan."""
    if not store.shows(plan_id):
        return None
    query = sa.select(pictures.c.png).where(pictures.c.plan_id == plan_id, pictures.c.page == page)
    with store.notebook(pictures) as connection:
        found: bytes | None = connection.execute(query).scalar_one_or_none()
    return found
