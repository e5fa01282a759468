"""Which cell of a row is what: by the columns where these can be trusted, else by content and position together.

In a grid with spans a column is a column. In a text dump pages lose their left columns and single rows are shifted:
there the cells of a row are laid onto the roles (which keep their order) so that content and place agree best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.layout.content import fit, is_number, starts_low
from corpus.layout.grid import GridRow
from corpus.layout.header import Header
from corpus.layout.roles import Role

# What a column's distance from where its role is expected costs, and at most.
DISTANCE_COST = 0.7
MOST_DISTANCE = 2.8
# A task without a number in a table that numbers its tasks is hardly a new one.
UNNUMBERED_TASK = 3.0
LEFT_OUT = -4.0  # a cell that is given no role


@dataclass(frozen=True, slots=True)
class Line:
    """A row whose cells have roles. ``merged`` are roles that a cell from above covers; ``marks`` the header words of
    the marked columns of a chart; ``blank_is_merged`` says that an empty cell may be a merged one (text dumps);
    ``until`` is the last row that a cell of this one continues in."""

    cells: Mapping[Role, str]
    row: GridRow
    merged: frozenset[Role] = frozenset()
    marks: tuple[str, ...] = ()
    blank_is_merged: bool = False
    bullets: bool = False
    shifted: bool = False
    remarks: tuple[str, ...] = field(default=())
    until: GridRow | None = None

    def get(self, role: Role) -> str:
        return self.cells.get(role, "")

    def with_cells(self, cells: Mapping[Role, str], *remarks: str) -> Line:
        """The line with other cells (empty ones dropped) and further remarks."""
        kept = {role: text for role, text in cells.items() if text}
        return replace(self, cells=kept, remarks=(*self.remarks, *remarks))


def by_columns(row: GridRow, header: Header) -> Line:
    """The line of a row whose columns can be trusted."""
    cells: dict[Role, str] = {}
    merged: set[Role] = set()
    for column in header.columns:
        slot = row.slots[column.index]
        if slot.merged:
            merged.update(column.roles)
        if slot.number and "number" not in cells:
            cells["number"] = slot.number
        if slot.text and column.roles and column.roles[0] not in {"other", "mark"}:
            role = max(column.roles, key=lambda known: fit(slot.text, known))
            cells[role] = f"{cells[role]}\n{slot.text}" if cells.get(role) else slot.text
    marks = tuple(c.wording for c in header.columns if c.roles == ("mark",) and row.slots[c.index].text)
    bullets = any(row.slots[c.index].bullets for c in header.columns if "measure" in c.roles)
    return Line(cells, row, frozenset(merged - cells.keys()), marks, bullets=bullets)


class Alignment:
    """Lays the rows of one page of a text dump onto the roles of its table."""

    def __init__(self, header: Header, page: Sequence[GridRow]) -> None:
        self.slots = _role_slots(header)
        self.numbered = any(is_number(row.slots[c].text) for row in page for c in row.filled()[:1])
        self.expected = self._expected_columns(page)

    def line(self, row: GridRow) -> Line:
        """The row with its cells under the roles that suit them best."""
        columns = row.filled()
        best = self._best(row, columns, weigh_place=True)
        cells: dict[Role, str] = {}
        shifted = False
        for column, slot in zip(columns, best, strict=True):
            if slot is None:
                continue
            role = self._role(slot, row.slots[column].text)
            if role == "other":
                continue
            shifted = shifted or abs(self.expected[slot] - column) >= 1
            text = row.slots[column].text
            cells[role] = f"{cells[role]}\n{text}" if role in cells else text
        return Line(cells, row, blank_is_merged=True, shifted=shifted)

    def _role(self, slot: int, text: str) -> Role:
        return max(self.slots[slot], key=lambda role: fit(text, role))

    def _expected_columns(self, page: Sequence[GridRow]) -> list[float]:
        """Where each role stands on this page: the mean column of the cells that suit it without doubt."""
        found: list[list[int]] = [[] for _ in self.slots]
        for row in page:
            columns = row.filled()
            if len(columns) < 3:
                continue
            for column, slot in zip(columns, self._best(row, columns, weigh_place=False), strict=True):
                if slot is not None:
                    found[slot].append(column)
        known = {slot: _median(columns) for slot, columns in enumerate(found) if columns}
        return [_between(slot, known) for slot in range(len(self.slots))]

    def _best(self, row: GridRow, columns: Sequence[int], weigh_place: bool) -> list[int | None]:
        """For each filled column the role slot, in order, with the greatest sum of scores (dynamic programming)."""
        has_number = any(is_number(row.slots[c].text) for c in columns[:1])
        # best[j]: greatest score with the cells so far on slots before j, and the choices made
        best: list[tuple[float, tuple[int | None, ...]]] = [(0.0, ())] * (len(self.slots) + 1)
        for column in columns:
            text = row.slots[column].text
            scores = [self._score(text, column, slot, has_number, weigh_place) for slot in range(len(self.slots))]
            following: list[tuple[float, tuple[int | None, ...]]] = []
            for j in range(len(self.slots) + 1):
                options = [(best[j][0] + LEFT_OUT, (*best[j][1], None))]
                if j:
                    options += [following[j - 1], (best[j - 1][0] + scores[j - 1], (*best[j - 1][1], j - 1))]
                following.append(max(options, key=lambda option: option[0]))
            best = following
        return list(best[-1][1])

    def _score(self, text: str, column: int, slot: int, has_number: bool, weigh_place: bool) -> float:
        score = max(fit(text, role) for role in self.slots[slot])
        if self.slots[slot] == ("task",) and self.numbered and not has_number and not starts_low(text):
            score -= UNNUMBERED_TASK
        if weigh_place:
            score -= min(MOST_DISTANCE, DISTANCE_COST * abs(column - self.expected[slot]))
        return score - 0.01 * slot


def pages_of(rows: Sequence[GridRow]) -> Iterator[list[GridRow]]:
    """The rows page by page."""
    page: list[GridRow] = []
    for row in rows:
        if row.after_break and page:
            yield page
            page = []
        page.append(row)
    if page:
        yield page


def _role_slots(header: Header) -> list[tuple[Role, ...]]:
    """The roles in the order of the columns; a number column always may stand first, a shared column counts twice."""
    slots: list[tuple[Role, ...]] = []
    for roles in header.order():
        slots.extend([roles, roles] if len(roles) > 1 else [roles or ("other",)])
    if ("number",) not in slots:
        slots.insert(0, ("number",))
    return slots


def _median(values: Sequence[int]) -> float:
    ordered = sorted(values)
    return float(ordered[len(ordered) // 2])


def _between(slot: int, known: Mapping[int, float]) -> float:
    """The expected column of a role: its own, else counted on from its nearest known neighbour."""
    if slot in known:
        return known[slot]
    if not known:
        return float(slot)
    nearest = min(known, key=lambda other: abs(other - slot))
    return known[nearest] + (slot - nearest)
