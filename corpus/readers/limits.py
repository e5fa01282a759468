"""How much one file may ask for: bytes, unpacked bytes, pages, cells, length of a cell, time.

A hostile or broken file meets one of these before it fills the memory, the disk or the day. The numbers are far above
the largest plan seen (a regional programme of 500 pages).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from corpus.messages import Problem

# Called with pages (or sheets) done and all of them, so that a long file can show how far it is.
Progress = Callable[[int, int], None]

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may have. ``cell_chars`` cuts a cell (with a remark); all others refuse the file."""

    file_bytes: int = 256 * MEBIBYTE
    unpacked_bytes: int = 256 * MEBIBYTE
    text_chars: int = 40_000_000
    pages: int = 3_000
    cells: int = 2_000_000
    paragraphs: int = 500_000
    width: int = 256
    cell_chars: int = 50_000
    seconds: float = 900.0
    image_pixels: int = 120_000_000


class Budget:
    """What one file has used of its limits. Raises Problem("too-large", ...) or Problem("too-slow", ...)."""

    def __init__(self, name: str, limits: Limits, progress: Progress | None = None) -> None:
        self.name = name
        self.limits = limits
        self.remarks: list[str] = []
        self._progress = progress
        self._end = monotonic() + limits.seconds
        self._cells = 0
        self._paragraphs = 0

    def seconds_left(self) -> float:
        return max(0.0, self._end - monotonic())

    def check_time(self) -> None:
        if monotonic() > self._end:
            raise Problem("too-slow", name=self.name, seconds=int(self.limits.seconds))

    def check(self, what: str, amount: int, allowed: int) -> None:
        """``what`` is a Ukrainian noun for the message, such as «сторінок»."""
        if amount > allowed:
            raise Problem("too-large", name=self.name, what=what, amount=amount, allowed=allowed)

    def cells(self, count: int) -> None:
        self._cells += count
        self.check("клітинок / cells", self._cells, self.limits.cells)
        self.check_time()

    def paragraph(self) -> None:
        self._paragraphs += 1
        self.check("абзаців / paragraphs", self._paragraphs, self.limits.paragraphs)

    def page(self, done: int, pages: int) -> None:
        """A page (sheet) has been read: checks the time and tells the progress."""
        self.check_time()
        if self._progress:
            self._progress(done, pages)

    def cut(self, text: str) -> str:
        """The text of a cell, cut (and remarked) where it is longer than any cell is."""
        if len(text) <= self.limits.cell_chars:
            return text
        self.remark(f"клітинку довшу за {self.limits.cell_chars} знаків скорочено")
        return text[: self.limits.cell_chars]

    def remark(self, text: str) -> None:
        if text not in self.remarks:
            self.remarks.append(text)
