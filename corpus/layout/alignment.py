"""Which cell of a row is what: by the columns where these can be trusted, else by content and position together.

In a grid with spans a column is a column. In a text dump pages lose their left columns and single rows are shifted:
there the cells of a row are laid onto the roles (which keep their order) so that content and place agree best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.layout.content import fit, is_action, is_number, starts_low
from corpus.layout.grid import GridRow
from corpus.layout.header import Header
from corpus.layout.labels import label_of
from corpus.layout.roles import Role
from corpus.remarks import remark

# What a column's distance from where its role is expected costs, and at most.
DISTANCE_COST = 0.7
MOST_DISTANCE = 2.8
# A task without a number in a table that numbers its tasks is hardly a new one.
UNNUMBERED_TASK = 3.0
# The second half of a cut cell says less of what it is than a whole one: its place and what breaks off above say more.
FRAGMENT_TRUST = 0.25
FRAGMENT_DISTANCE_COST = 1.6
FRAGMENT_SHIFT_COST = 1.6
GOES_ON = 1.5  # the role's last cell breaks off
AWAITED = 6.0  # a label alone in the cell above awaits its text
SHIFTS = (0, -1, 1, -2, 2, -3, -4)  # columns by which a whole row may stand off
SHIFT_COST = 0.5
# On a page where (nearly) all cells of known kinds stand in their columns, places count more.
REGULAR = 0.97
FIRM = 2.0
# Kinds that show themselves by their content, and those whose cells are too short to be cut.
KINDS: tuple[Role, ...] = ("number", "indicator", "value", "responsible", "deadline")
UNCUT: frozenset[Role] = frozenset({"number", "value", "deadline", "start", "end"})
SURE = 2.5  # a cell that scores so much shows where its role stands on the page
SURE_LABEL = 5.0  # a label names its role
# Two columns of bodies («відповідальні», «співвиконавці») stay apart however their names end; a name and its content
# become one measure.
_BETWEEN: dict[Role, str] = {"responsible": "; ", "measure": ". "}
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
            role = role_of(slot.text, column.roles)
            cells[role] = f"{cells[role]}{_BETWEEN.get(role, chr(10))}{slot.text}" if cells.get(role) else slot.text
    marks = tuple(c.wording for c in header.columns if c.roles == ("mark",) and row.slots[c.index].text)
    bullets = any(row.slots[c.index].bullets for c in header.columns if "measure" in c.roles)
    return Line(cells, row, frozenset(merged - cells.keys()), marks, bullets=bullets)


class Alignment:
    """Lays the rows of one page of a text dump onto the roles of its table."""

    def __init__(
        self, header: Header, page: Sequence[GridRow], numbered: bool, broken_off: frozenset[Role] = frozenset()
    ) -> None:
        self.slots = _role_slots(header)
        self.numbered = numbered
        self.awaited: dict[int, Role] = {}  # column -> role of a label that stands alone above
        self.broken_off = broken_off  # roles whose last cell on the page before is unfinished
        self.firmness = 1.0  # how much more than usual places count on this page
        self.expected = self._expected_columns(page)

    def line(self, row: GridRow, above: GridRow | None = None) -> Line:
        """The row with its cells under the roles that suit them best; the whole row may be shifted.

        ``above`` is the row before: a label that stands alone there awaits its text in the same column.
        """
        columns = row.filled()
        self.awaited = _labels_alone(above) if above is not None else {}
        cost = SHIFT_COST if any(not is_fragment(row, column) for column in columns) else FRAGMENT_SHIFT_COST
        options = [(shift, *self._best(row, columns, shift)) for shift in SHIFTS]
        shift, _, best = max(options, key=lambda option: option[1] - self.firmness * cost * abs(option[0]))
        cells: dict[Role, str] = {}
        for column, slot in zip(columns, best, strict=True):
            if slot is None or "other" in self.slots[slot]:
                continue
            text = row.slots[column].text
            role = role_of(text, self.slots[slot])
            cells[role] = f"{cells[role]}\n{text}" if role in cells else text
        remarks = (remark("row-shifted"),) if shift else ()
        return Line(cells, row, blank_is_merged=True, shifted=shift != 0, remarks=remarks)

    def _expected_columns(self, page: Sequence[GridRow]) -> list[float]:
        """Where each role stands on this page: the middle column of the cells that are it without doubt."""
        found: list[list[int]] = [[] for _ in self.slots]
        for row in page:
            columns = row.filled()
            _, best = self._best(row, columns, None)
            for column, slot in zip(columns, best, strict=True):
                if slot is not None and self._is_sure(row.slots[column].text, slot):
                    found[slot].append(column)
        known = {slot: _median(columns) for slot, columns in enumerate(found) if columns}
        expected = _in_order([_between(slot, known) for slot in range(len(self.slots))], self.slots)
        places = [abs(column - expected[slot]) < 1 for slot, columns in enumerate(found) for column in columns]
        self.firmness = FIRM if places and sum(places) >= REGULAR * len(places) else 1.0
        return expected

    def _is_sure(self, text: str, slot: int) -> bool:
        return max(fit(text, role) for role in self.slots[slot]) >= SURE

    def _best(self, row: GridRow, columns: Sequence[int], shift: int | None) -> tuple[float, tuple[int | None, ...]]:
        """The greatest sum of scores and, for each filled column, the role slot that gives it (dynamic programming).

        Slots keep their order. Places are weighed as if the row stood ``shift`` columns to the right; None weighs
        content alone.
        """
        has_number = any(is_number(row.slots[c].text) for c in columns[:1])
        # best[j]: greatest score with the cells so far on slots before j, and the choices made
        best: list[tuple[float, tuple[int | None, ...]]] = [(0.0, ())] * (len(self.slots) + 1)
        for column in columns:
            traits = self._traits(row, column, has_number)
            following: list[tuple[float, tuple[int | None, ...]]] = []
            for j in range(len(self.slots) + 1):
                option = (best[j][0] + LEFT_OUT, (*best[j][1], None))
                if j:
                    score = traits.content[j - 1]
                    if shift is not None:
                        distance = abs(column - self.expected[j - 1] - shift)
                        score -= self.firmness * min(MOST_DISTANCE, traits.distance_cost * distance)
                    taken = (best[j - 1][0] + score, (*best[j - 1][1], j - 1))
                    option = max(option, following[j - 1], taken, key=lambda known: known[0])
                following.append(option)
            best = following
        return best[-1]

    def _traits(self, row: GridRow, column: int, has_number: bool) -> _Traits:
        text = row.slots[column].text
        fragment = is_fragment(row, column)
        unnumbered = self.numbered and not has_number and (is_action(text) if row.after_break else not starts_low(text))
        content = []
        for slot, roles in enumerate(self.slots):
            score = max(fit(text, role) for role in roles) - 0.01 * slot
            if fragment and not UNCUT & set(roles) and score < SURE_LABEL:
                score = score * FRAGMENT_TRUST + (GOES_ON if self.broken_off & set(roles) else 0.0)
            if roles == ("task",) and unnumbered and score < SURE_LABEL:
                score -= UNNUMBERED_TASK
            if roles == (self.awaited.get(column),):
                score += AWAITED
            content.append(score)
        return _Traits(tuple(content), FRAGMENT_DISTANCE_COST if fragment else DISTANCE_COST)


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a cell's content says for each role slot, and what distance costs it."""

    content: tuple[float, ...]
    distance_cost: float


def is_fragment(row: GridRow, column: int) -> bool:
    """Whether the cell may be the second half of one that a page break has cut: on the first row of a page, where it
    or (in a row without a number) another cell begins inside a sentence, or it stands alone."""
    if not row.after_break:
        return False
    texts = [row.slots[k].text for k in row.filled()]
    if _begins_inside(row.slots[column].text) or len(texts) == 1:
        return True
    return any(_begins_inside(text) for text in texts) and not is_number(texts[0]) and not _is_unmistakable(row, column)


def _begins_inside(text: str) -> bool:
    return starts_low(text) or text.startswith("(")


def _is_unmistakable(row: GridRow, column: int) -> bool:
    text = row.slots[column].text
    return max(fit(text, role) for role in KINDS) >= SURE


def _labels_alone(row: GridRow) -> dict[int, Role]:
    """The columns of the row that hold a label without its text, and what the label names."""
    labels = {column: label_of(row.slots[column].text) for column in row.filled()}
    kinds: dict[str, Role] = {"measure": "measure", "goal": "goal", "task": "task"}
    return {
        column: kinds[found.kind]
        for column, found in labels.items()
        if found and not found.rest and found.kind in kinds
    }


def _in_order(expected: list[float], slots: Sequence[tuple[Role, ...]]) -> list[float]:
    """The expected columns, each left of the next: numbered rows are often pushed to the right, so the right-hand
    columns are believed. The two turns of a shared column may stand in one."""
    for slot in range(len(slots) - 2, -1, -1):
        apart = 0.0 if len(slots[slot]) > 1 and slots[slot] == slots[slot + 1] else 1.0
        expected[slot] = min(expected[slot], expected[slot + 1] - apart)
    return expected


def role_of(text: str, roles: Sequence[Role]) -> Role:
    """The role of a cell in a column of these roles; indicators and executors in turn stay together as indicators."""
    if len(roles) > 1 and "\n" in text:
        return "indicator"
    return max(roles, key=lambda role: fit(text, role))


def numbers_rows(rows: Sequence[GridRow]) -> bool:
    """Whether rows of the table begin with a number."""
    return any(is_number(row.slots[column].text) for row in rows for column in row.filled()[:1])


def numbers_every_row(rows: Sequence[GridRow]) -> bool:
    """Whether (nearly) all full rows of the table begin with a number, so that a text alone is no measure."""
    full = [row for row in rows if len(row.filled()) > 2]
    return len(full) > 1 and sum(is_number(row.slots[row.filled()[0]].text) for row in full) > 0.9 * len(full)


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
