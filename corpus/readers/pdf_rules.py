"""The rules drawn on a page into the cells of its tables.

Only what a reader sees as a thin line counts: thick and white rectangles are backgrounds. Where a table goes on from
the page before, its top rule is often missing, so the ends of the upright rules close it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# Points: thickest rule, how far ends may miss each other, least length of a rule.
THICKEST, NEAR, SHORTEST = 2.5, 3.0, 4.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A level (``upright`` False) or upright rule: its place ``at`` and where it begins and ends along it."""

    upright: bool
    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A cell on the grid of a table, with its box on the page in points."""

    row: int
    column: int
    rowspan: int
    colspan: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table's grid: the upright places ``xs``, the level places ``ys``, its cells. ``open_top`` says that no rule
    closes it above (it may go on from the page before)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    open_top: bool

    def bounds(self) -> tuple[float, float, float, float]:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def rules_of(lines: Iterable[dict[str, Any]], rects: Iterable[dict[str, Any]]) -> list[Rule]:
    """The rules among the lines and rectangles of a page (dicts as pdfplumber gives them)."""
    rules = [rule for line in lines if not _is_white(line.get("stroking_color")) for rule in _of_line(line)]
    for rect in rects:
        rules += _of_rect(rect)
    return _merged([rule for rule in rules if rule.end - rule.begin >= SHORTEST])


def _of_line(line: dict[str, Any]) -> list[Rule]:
    width, height = abs(line["x1"] - line["x0"]), abs(line["bottom"] - line["top"])
    if width <= THICKEST < height:
        return [Rule(True, (line["x0"] + line["x1"]) / 2, line["top"], line["bottom"])]
    if height <= THICKEST < width:
        return [Rule(False, (line["top"] + line["bottom"]) / 2, line["x0"], line["x1"])]
    return []


def _of_rect(rect: dict[str, Any]) -> list[Rule]:
    """A thin filled rectangle is a rule; a drawn frame is four; a background is none."""
    x0, x1, top, bottom = rect["x0"], rect["x1"], rect["top"], rect["bottom"]
    color = rect.get("non_stroking_color") if rect.get("fill") else rect.get("stroking_color")
    if min(x1 - x0, bottom - top) <= THICKEST:
        return [] if _is_white(color) else _of_line(rect)
    if not rect.get("stroke") or _is_white(rect.get("stroking_color")) or not rect.get("linewidth", 1):
        return []
    return [Rule(True, x0, top, bottom), Rule(True, x1, top, bottom), Rule(False, top, x0, x1),
            Rule(False, bottom, x0, x1)]  # fmt: skip


def _is_white(color: Any) -> bool:
    """Whether a colour is white in grey, RGB or CMYK."""
    if color is None:
        return False
    parts = list(color) if isinstance(color, list | tuple) else [color]
    if not all(isinstance(part, int | float) for part in parts):
        return False
    return all(part == 0 for part in parts) if len(parts) == 4 else bool(parts) and all(part >= 0.99 for part in parts)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one rule (each cell may draw its own) as one; places that nearly agree are made to agree."""
    out: list[Rule] = []
    for upright in (True, False):
        own = sorted((rule for rule in rules if rule.upright is upright), key=lambda rule: rule.at)
        for place, group in _grouped(own):
            out += _chained(upright, place, group)
    return out


def _grouped(rules: Sequence[Rule]) -> list[tuple[float, list[Rule]]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][-1].at <= NEAR and rule.at - groups[-1][0].at <= 2 * NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [(sum(rule.at for rule in group) / len(group), group) for group in groups]


def _chained(upright: bool, place: float, group: Sequence[Rule]) -> list[Rule]:
    chained: list[Rule] = []
    for rule in sorted(group, key=lambda one: one.begin):
        if chained and rule.begin <= chained[-1].end + NEAR:
            chained[-1] = Rule(upright, place, chained[-1].begin, max(chained[-1].end, rule.end))
        else:
            chained.append(Rule(upright, place, rule.begin, rule.end))
    return chained


def tables_of(rules: Sequence[Rule]) -> list[RuledTable]:
    """The tables that the rules draw, from top to bottom: two columns or two rows at least."""
    tables = [_table(cluster) for cluster in _clusters(rules)]
    found = [table for table in tables if table is not None and len(table.boxes) > 1]
    return sorted(found, key=lambda table: table.bounds()[1])


def _clusters(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules that touch each other, each such set a table (or a mere line)."""
    parent = list(range(len(rules)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    level = [k for k, rule in enumerate(rules) if not rule.upright]
    for k, rule in enumerate(rules):
        for other in level if rule.upright else ():
            if _touch(rule, rules[other]):
                parent[root(k)] = root(other)
    _join_beside(rules, parent, root)
    clusters: dict[int, list[Rule]] = {}
    for k, rule in enumerate(rules):
        clusters.setdefault(root(k), []).append(rule)
    return [cluster for cluster in clusters.values() if sum(rule.upright for rule in cluster) > 1]


def _join_beside(rules: Sequence[Rule], parent: list[int], root: Any) -> None:
    """Upright rules that stand beside those of a table without meeting a level one belong to it: a cell that goes on
    over the page end has no level rule at all."""
    upright = [k for k, rule in enumerate(rules) if rule.upright]
    for k in upright:
        for other in upright:
            one, two = rules[k], rules[other]
            if root(k) != root(other) and abs(one.begin - two.begin) <= NEAR and abs(one.end - two.end) <= NEAR:
                parent[root(k)] = root(other)


def _touch(upright: Rule, level: Rule) -> bool:
    return (
        level.begin - NEAR <= upright.at <= level.end + NEAR and upright.begin - NEAR <= level.at <= upright.end + NEAR
    )


def _table(rules: Sequence[Rule]) -> RuledTable | None:
    upright = [rule for rule in rules if rule.upright]
    level = [rule for rule in rules if not rule.upright]
    top, bottom = min(rule.begin for rule in upright), max(rule.end for rule in upright)
    left, right = min(rule.at for rule in upright), max(rule.at for rule in upright)
    open_top = not any(abs(rule.at - top) <= NEAR for rule in level)
    level = [*level, Rule(False, top, left, right), Rule(False, bottom, left, right)]
    xs = _places(rule.at for rule in upright)
    ys = [y for y in _places(rule.at for rule in level) if top - NEAR <= y <= bottom + NEAR]
    if len(xs) < 2 or len(ys) < 2:
        return None
    return RuledTable(tuple(xs), tuple(ys), tuple(_boxes(xs, ys, upright, level)), open_top)


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _boxes(xs: Sequence[float], ys: Sequence[float], upright: Sequence[Rule], level: Sequence[Rule]) -> list[Box]:
    """Elementary fields grow right and down over every place where no rule divides them."""
    right_of = [[_is_drawn(upright, x, ys[r], ys[r + 1]) for x in xs] for r in range(len(ys) - 1)]
    below = [[_is_drawn(level, y, xs[c], xs[c + 1]) for c in range(len(xs) - 1)] for y in ys]
    taken: set[tuple[int, int]] = set()
    boxes = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            last_column, last_row = column, row
            while (
                last_column + 2 < len(xs) and not right_of[row][last_column + 1] and (row, last_column + 1) not in taken
            ):
                last_column += 1
            span = range(column, last_column + 1)
            while last_row + 2 < len(ys) and not any(below[last_row + 1][c] for c in span):
                last_row += 1
            taken.update((r, c) for r in range(row, last_row + 1) for c in span)
            boxes.append(
                Box(row, column, last_row - row + 1, last_column - column + 1, xs[column], ys[row],
                    xs[last_column + 1], ys[last_row + 1])
            )  # fmt: skip
    return boxes


def _is_drawn(rules: Sequence[Rule], place: float, begin: float, end: float) -> bool:
    """Whether a rule at the place covers the middle of the stretch."""
    middle = (begin + end) / 2
    return any(abs(rule.at - place) <= NEAR and rule.begin <= middle <= rule.end for rule in rules)
