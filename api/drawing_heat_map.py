"""Regions against regions as a table whose cells are tinted by how many pairs join them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

TINTS = 5


@dataclass(frozen=True, slots=True)
class HeatCell:
    """How many pairs join two regions, and how strongly the cell is tinted (0 not at all .. TINTS)."""

    a: str
    b: str
    number: int
    tint: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """``regions`` in order («» is the whole country); each row of ``rows`` begins at the diagonal's left end."""

    regions: tuple[str, ...]
    rows: tuple[tuple[HeatCell, ...], ...]


def heat_map(pairs: Mapping[tuple[str, str], int]) -> HeatMap:
    """The table of these counts; both orders of two regions are one.

    >>> [cell.tint for cell in heat_map({("", ""): 10, ("", "Київ"): 1}).rows[0]]
    [5, 2]
    """
    regions = tuple(sorted({region for pair in pairs for region in pair}))
    most = max(pairs.values(), default=0)

    def cell(a: str, b: str) -> HeatCell:
        number = pairs.get((a, b), 0) + (pairs.get((b, a), 0) if a != b else 0)
        return HeatCell(a, b, number, _tint(number, most))

    return HeatMap(regions, tuple(tuple(cell(a, b) for b in regions) for a in regions))


def _tint(number: int, most: int) -> int:
    """By the root of the share: one large number must not make all the others look alike."""
    if not number:
        return 0
    return max(1, min(TINTS, round(TINTS * sqrt(number / most))))
