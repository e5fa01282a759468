"""The store: plans, measures and items in a relational database, the one source of truth.

SQLAlchemy Core only, so that another database can stand in for SQLite. Every change is one transaction: a killed
process leaves the former state. ``revision`` grows by one with each committed change, so that what is derived from
the store (the index) can see that it has fallen behind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any, Literal, Self

import sqlalchemy as sa

from corpus.filters import Filters
from corpus.messages import Problem
from corpus.model import Item, Locator, Measure, Plan, PlanDocument, Responsible
from corpus.scope import showing_only
from corpus.text import fold

SCHEMA_VERSION = 1
DATABASE = "zakhid.sqlite"

metadata = sa.MetaData()
meta = sa.Table(
    "meta", metadata, sa.Column("key", sa.String, primary_key=True), sa.Column("value", sa.String, nullable=False)
)
plans = sa.Table(
    "plans",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("source_file", sa.String, nullable=False, unique=True),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("content_hash", sa.String, nullable=False),
    sa.Column("reading", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("region", sa.String),
    sa.Column("issuer", sa.String),
    sa.Column("act_number", sa.String),
    sa.Column("approved_date", sa.Date),
    sa.Column("period_from", sa.Date),
    sa.Column("period_to", sa.Date),
    sa.Column("edition", sa.String),
    sa.Column("abbreviations", sa.JSON, nullable=False),
    sa.Column("warnings", sa.JSON, nullable=False),
)
measures = sa.Table(
    "measures",
    metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("plan_id", sa.String, sa.ForeignKey("plans.id", ondelete="CASCADE"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("measure", sa.String, nullable=False),
    sa.Column("section", sa.String),
    sa.Column("subsection", sa.String),
    sa.Column("task_no", sa.String),
    sa.Column("task", sa.String),
    sa.Column("goal", sa.String),
    sa.Column("measure_no", sa.String),
    sa.Column("heading_fold", sa.String, nullable=False),
    sa.Column("locator", sa.JSON, nullable=False),
    sa.Column("warnings", sa.JSON, nullable=False),
    sa.Index("measures_plan", "plan_id", "position"),
    sqlite_autoincrement=True,
)
items = sa.Table(
    "items",
    metadata,
    sa.Column("measure_row", sa.ForeignKey("measures.row", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("indicator", sa.String),
    sa.Column("value", sa.String),
    sa.Column("value_fold", sa.String),
    sa.Column("deadline_text", sa.String),
    sa.Column("deadline_from", sa.Date),
    sa.Column("deadline_to", sa.Date),
    sa.Column("recurrence", sa.String),
    sa.Column("undated", sa.String),
    sa.Index("items_deadline", "deadline_to"),
    sa.Index("items_value", "value_fold"),
)
responsible = sa.Table(
    "responsible",
    metadata,
    sa.Column("measure_row", sa.Integer, sa.ForeignKey("measures.row", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("body", sa.String, nullable=False),
    sa.Column("consent", sa.Boolean, nullable=False),
    sa.Index("responsible_body", "body"),
)
# the name that a document's reading gave a body, where a person's decision stands in its place
own_bodies = sa.Table(
    "own_bodies",
    metadata,
    sa.Column("measure_row", sa.Integer, sa.ForeignKey("measures.row", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("body", sa.String, nullable=False),
)


# up to so many measures are looked up by their keys; of more, all under the filter are read: SQLite's bound parameters
_LOOKED_UP = 20_000
_REMEMBERED = 1_000  # measures, as last read
_ASKED_TOGETHER = 200  # more at a time are a list: they are not kept
_MEASURE_FACTS = (
    "id",
    "plan_id",
    "position",
    "measure",
    "section",
    "subsection",
    "task_no",
    "task",
    "goal",
    "measure_no",
)
_MEASURES = sa.select(
    measures.c.row, *(measures.c[name] for name in _MEASURE_FACTS), measures.c.locator, measures.c.warnings
)
# a hundred thousand numbers as one parameter, read by the driver itself: a list of parameters takes thrice as long
_PLACES = """
SELECT m.row, m.id, m.plan_id, m.position FROM json_each(?) AS asked JOIN measures AS m ON m.row = asked.value
"""
_ROWS = "SELECT m.id, m.row FROM json_each(?) AS asked JOIN measures AS m ON m.id = asked.value"
_TASK = "m.plan_id, m.task, m.section, m.subsection, m.task_no"
_TASKS = f"""
SELECT m.row, {_TASK} FROM json_each(?) AS asked JOIN measures AS m ON m.row = asked.value WHERE m.task != ''
"""
_SISTERS = f"""
SELECT m.row, {_TASK} FROM measures AS m
WHERE m.plan_id IN (SELECT value FROM json_each(?)) AND m.task IN (SELECT value FROM json_each(?))
ORDER BY m.plan_id, m.position
"""
_ITEM_FACTS = ("indicator", "value", "deadline_text", "deadline_from", "deadline_to", "recurrence", "undated")
Place = tuple[int, str, str, int]  # row, measure id, plan id, position in the plan
Facts = Iterator[Sequence[Any]]  # bare rows, read as they are asked for
Sorting = Literal["place", "soonest", "latest"]
OwnBodies = Mapping[tuple[str, int, int], str]  # (measure id, item number, place in its cell) -> name as read


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as stored: its facts, the hash of what was stored, the version of the reading that made it, and the
    number of its measures."""

    plan: Plan
    content_hash: str
    reading: str
    measures: int


@dataclass(frozen=True, slots=True)
class StoredMeasure:
    """A measure with its database row number (the key that every index uses)."""

    row: int
    measure: Measure


class Store:
    """The data folder's database. Open it with :meth:`open`, close it after use (or use it as a context manager).

    ``only``: the ids of the plans that it shows, None for all (:meth:`restricted`).
    """

    def __init__(self, engine: sa.Engine, folder: Path, only: frozenset[str] | None = None) -> None:
        self._engine = engine
        self.folder = folder
        self.only = only
        self._lock = Lock()
        self._memory: dict[int, StoredMeasure] = {}
        self._memory_of = -1  # the revision that it was read at

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Self:
        """Open (and by default create) the database of a data folder.

        Raises Problem when the folder cannot be written, holds no database and ``create`` is false, or holds one
        of another version.
        """
        path = folder / DATABASE
        if not create and not path.exists():
            raise Problem("no-data", folder=folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Problem("folder-unwritable", folder=folder, reason=error.strerror) from error
        engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
        sa.event.listen(engine, "connect", _configure)
        store = cls(engine, folder)
        try:
            store._prepare()
        except sa.exc.DatabaseError as error:
            engine.dispose()
            raise Problem("database-unusable", path=path, reason=error.orig) from error
        return store

    def restricted(self, plan_ids: frozenset[str]) -> Self:
        """The same data as seen by somebody who may read these plans only: nothing of another is read or counted.

        Plans cannot be changed through it; people's words on what it shows can be noted.
        """
        engine = sa.create_engine(self._engine.url, connect_args={"timeout": 30})
        sa.event.listen(engine, "connect", _configure)
        sa.event.listen(engine, "connect", showing_only(plan_ids))
        return type(self)(engine, self.folder, plan_ids)

    def shows(self, *plan_ids: str) -> bool:
        """Whether these plans, present or removed, may be spoken of through this store."""
        return self.only is None or self.only.issuperset(plan_ids)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            metadata.create_all(connection)
            found = dict(connection.execute(sa.select(meta.c.key, meta.c.value)).all())
            if not found:
                connection.execute(
                    sa.insert(meta),
                    [{"key": "schema", "value": str(SCHEMA_VERSION)}, {"key": "revision", "value": "0"}],
                )
            elif found.get("schema") != str(SCHEMA_VERSION):
                raise Problem("schema-mismatch", folder=self.folder, found=found.get("schema"), wanted=SCHEMA_VERSION)

    # ------------------------------------------------------------ writing

    @contextmanager
    def _change(self) -> Iterator[sa.Connection]:
        """One transaction that also moves the revision."""
        with self._engine.begin() as connection:
            yield connection
            grown = sa.cast(sa.cast(meta.c.value, sa.Integer) + 1, sa.String)
            connection.execute(sa.update(meta).where(meta.c.key == "revision").values(value=grown))

    def replace(
        self, document: PlanDocument, content_hash: str, reading: str = "", own: OwnBodies = MappingProxyType({})
    ) -> None:
        """Store a plan in place of its former version, if any, in one transaction.

        ``reading`` names the version of the reading that made it, so that a better one can notice and read again.
        ``own``: the names that bodies had before people's decisions, where these changed them.
        """
        plan = document.plan
        with self._change() as connection:
            connection.execute(
                sa.delete(plans).where(sa.or_(plans.c.id == plan.id, plans.c.source_file == plan.source_file))
            )
            connection.execute(sa.insert(plans), [_plan_row(plan, content_hash) | {"reading": reading}])
            _insert_measures(connection, document.measures, own)

    def rewrite(self, document: PlanDocument, content_hash: str, own: OwnBodies = MappingProxyType({})) -> None:
        """Store the measures of a stored plan anew, in one transaction; its facts and what is kept beside it stay."""
        mine = document.plan.id
        with self._change() as connection:
            connection.execute(sa.delete(measures).where(measures.c.plan_id == mine))
            connection.execute(sa.update(plans).where(plans.c.id == mine).values(content_hash=content_hash))
            _insert_measures(connection, document.measures, own)

    def remove(self, plan_id: str) -> bool:
        """Take a plan out with all that belongs to it. False when there is none of that id."""
        with self._change() as connection:
            return connection.execute(sa.delete(plans).where(plans.c.id == plan_id)).rowcount > 0

    @contextmanager
    def notebook(self, *tables: sa.Table) -> Iterator[sa.Connection]:
        """One transaction over tables that hold people's words; they are made where they are missing.

        Nothing that is derived from documents changes by it, so the revision stays.
        """
        with self._engine.begin() as connection:
            metadata.create_all(connection, tables=list(tables))
            yield connection

    # ------------------------------------------------------------ reading

    @property
    def revision(self) -> int:
        """Grows with every committed change."""
        with self._engine.connect() as connection:  # as plain text: it is asked several times for each question
            return int(connection.exec_driver_sql("select value from meta where key = 'revision'").scalar_one())

    def plans(self, only: Sequence[str] | None = None) -> list[StoredPlan]:
        """All plans, or those of these ids, by source file."""
        number = sa.select(measures.c.plan_id, sa.func.count().label("n")).group_by(measures.c.plan_id)
        wanted = sa.select(plans)
        if only is not None:
            number, wanted = number.where(measures.c.plan_id.in_(only)), wanted.where(plans.c.id.in_(only))
        counted = number.subquery()
        query = (
            wanted.add_columns(counted.c.n)
            .join(counted, counted.c.plan_id == plans.c.id, isouter=True)
            .order_by(plans.c.source_file)
        )
        with self._engine.connect() as connection:
            return [
                StoredPlan(_plan(r), r["content_hash"], r["reading"], r["n"] or 0)
                for r in connection.execute(query).mappings()
            ]

    def signatures(self) -> dict[str, str]:
        """Plan id -> what changes whenever the plan is stored again: the hash of its content and its first row, which
        no other edition of any plan has or will have."""
        first = (
            sa.select(measures.c.row)
            .where(measures.c.plan_id == plans.c.id)
            .order_by(measures.c.position)
            .limit(1)
            .scalar_subquery()
        )
        query = sa.select(plans.c.id, plans.c.content_hash, sa.func.coalesce(first, 0))
        with self._engine.connect() as connection:
            return {plan: f"{its_hash}:{row}" for plan, its_hash, row in connection.execute(query)}

    def abbreviations(self) -> list[tuple[str, str]]:
        """Every (short form, what it stands for) that a plan explains."""
        query = sa.select(plans.c.abbreviations).where(sa.cast(plans.c.abbreviations, sa.String) != "[]")
        with self._engine.connect() as connection:
            return [(short, full) for pairs in connection.execute(query).scalars() for short, full in pairs]

    def count(self, filters: Filters = Filters()) -> int:  # noqa: B008 - frozen
        """The number of measures, or of those under the filters."""
        query = sa.select(sa.func.count()).select_from(measures).where(_chosen(measures.c.row, filters))
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one()

    def doubts(self) -> dict[str, int]:
        """Plan id -> the number of its measures that carry a remark of the reading, where there are any."""
        remarked = sa.cast(measures.c.warnings, sa.String) != "[]"
        query = sa.select(measures.c.plan_id, sa.func.count()).where(remarked).group_by(measures.c.plan_id)
        with self._engine.connect() as connection:
            return {plan: number for plan, number in connection.execute(query)}  # noqa: C416 - rows are no pairs

    def measures(self, *, plan_id: str | None = None) -> Iterator[StoredMeasure]:
        """Measures in the order of plan and document, a batch at a time."""
        query = sa.select(measures.c.row).order_by(measures.c.plan_id, measures.c.position)
        if plan_id is not None:
            query = query.where(measures.c.plan_id == plan_id)
        with self._engine.connect() as connection:
            rows = list(connection.execute(query).scalars())
        for start in range(0, len(rows), 500):
            yield from self.by_rows(rows[start : start + 500])

    def ids(self, plan_id: str | None = None) -> frozenset[str]:
        """The ids of all measures, or of a plan's."""
        query = sa.select(measures.c.id)
        if plan_id is not None:
            query = query.where(measures.c.plan_id == plan_id)
        with self._engine.connect() as connection:
            return frozenset(connection.execute(query).scalars())

    def by_rows(self, rows: Sequence[int]) -> list[StoredMeasure]:
        """The measures of these row numbers, in the same order; numbers that are gone are left out."""
        found = self._remembered(rows) if len(rows) <= _ASKED_TOGETHER else self._read(rows)
        return [found[row] for row in rows if row in found]

    def places(self, rows: Sequence[int]) -> list[Place]:
        """Where these measures stand, as (row, id, plan id, position), in the same order; numbers that are gone are
        left out. Nothing of their words is read."""
        with self._engine.connect() as connection:
            asked = json.dumps([int(row) for row in rows])
            places = connection.exec_driver_sql(_PLACES, (asked,)).cursor.fetchall()
        found = {place[0]: place for place in places}
        return [found[row] for row in rows if row in found]

    def firsts(self) -> dict[str, int]:
        """Plan id -> the row of its first measure; plans without measures are left out."""
        m = measures.c
        first = sa.select(m.plan_id, sa.func.min(m.position).label("position")).group_by(m.plan_id).subquery()
        query = sa.select(m.plan_id, m.row).join(
            first, sa.and_(first.c.plan_id == m.plan_id, first.c.position == m.position)
        )
        with self._engine.connect() as connection:
            return dict(tuple(pair) for pair in connection.execute(query))

    def _remembered(self, rows: Sequence[int]) -> dict[int, StoredMeasure]:
        """Those of the measures that are there: a question looks at the same few again and again, and a measure is put
        together from three tables. What was read before the last change is forgotten."""
        revision = self.revision
        with self._lock:
            if self._memory_of != revision or len(self._memory) > _REMEMBERED:
                self._memory_of, self._memory = revision, {}
            memory = self._memory
        missing = [row for row in dict.fromkeys(rows) if row not in memory]
        memory |= self._read(missing) if missing else {}
        return memory

    def _read(self, rows: Sequence[int]) -> dict[int, StoredMeasure]:
        found: dict[int, StoredMeasure] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(rows), 500):
                part = list(rows[start : start + 500])
                their_items = _items_of(connection, part)
                for row, *facts in connection.execute(_MEASURES.where(measures.c.row.in_(part))):
                    found[row] = StoredMeasure(row, _measure(facts, their_items.get(row, ())))
        return found

    def rows_of_tasks(self, rows: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Row number -> the rows that stand under the same task of the same section, its own among them, in the order
        of the document. Measures without a task are left out."""
        with self._engine.connect() as connection:
            asked = json.dumps([int(row) for row in rows])
            own = connection.exec_driver_sql(_TASKS, (asked,)).cursor.fetchall()
            beside: dict[tuple[Any, ...], list[int]] = {tuple(facts): [] for _, *facts in own}
            # the table joined with itself would read a plan once for each of these rows
            plan_ids, tasks = ({facts[n] for facts in beside} for n in (0, 1))
            named = [json.dumps(sorted(names)) for names in (plan_ids, tasks)]
            for row, *facts in connection.exec_driver_sql(_SISTERS, tuple(named)).cursor.fetchall():
                if (its := beside.get(tuple(facts))) is not None:
                    its.append(row)
        return {row: tuple(beside[tuple(facts)]) for row, *facts in own}

    def page(self, filters: Filters, limit: int, offset: int = 0, by: Sorting = "place") -> list[tuple[int, str, str]]:
        """Some of the measures under the filters as (row, id, plan id): so many, after the first ``offset``.

        In the order of plan and document, or by the first («soonest») or from the last («latest») end of their
        deadlines, those that have none at the end.
        """
        m, ends = measures.c, items.c.deadline_to
        query = sa.select(m.row, m.id, m.plan_id).where(_chosen(m.row, filters))
        if by != "place":
            bound = sa.func.min(ends) if by == "soonest" else sa.func.max(ends)
            own = sa.select(bound).where(items.c.measure_row == m.row).scalar_subquery()
            query = query.order_by((own if by == "soonest" else own.desc()).nulls_last())
        query = query.order_by(m.plan_id, m.position).limit(limit).offset(offset)
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def deadline_ends(self, rows: Sequence[int]) -> dict[int, tuple[date, date]]:
        """Row number -> the earliest and the latest end of its items' deadlines; rows without any are left out."""
        last = items.c.deadline_to
        query = sa.select(items.c.measure_row, sa.func.min(last), sa.func.max(last)).group_by(items.c.measure_row)
        found: dict[int, tuple[date, date]] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(rows), 500):
                own = query.where(items.c.measure_row.in_(list(rows[start : start + 500])), last.is_not(None))
                found |= {row: (earliest, latest) for row, earliest, latest in connection.execute(own)}
        return found

    def by_id(self, measure_id: str) -> StoredMeasure | None:
        """The measure of this id, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(measures.c.row).where(measures.c.id == measure_id)).scalar_one_or_none()
        return self.by_rows([row])[0] if row is not None else None

    def by_ids(self, measure_ids: Sequence[str]) -> list[StoredMeasure]:
        """The measures of these ids, in the same order; those that are not there are left out."""
        return self.by_rows(self.rows_of(measure_ids))

    def rows_of(self, measure_ids: Sequence[str]) -> list[int]:
        """The rows of the measures of these ids, in the same order; those that are not there are left out."""
        with self._engine.connect() as connection:
            found = dict(connection.exec_driver_sql(_ROWS, (json.dumps(list(measure_ids)),)).cursor.fetchall())
        return [found[name] for name in measure_ids if name in found]

    def select(
        self, filters: Filters, *, rows: Iterable[int] | None = None, limit: int | None = None
    ) -> dict[int, tuple[int, ...]]:
        """Exactly the measures that satisfy the filters: row -> the numbers of the items that do.

        Where no filter concerns items, all items of the measure are given. In the order of plan and document.
        ``rows`` limits the answer to these measures, ``limit`` to the first so many.
        """
        query = self._selecting(filters)
        wanted = sorted(set(rows)) if rows is not None else None
        if limit is not None:
            wanted = self._first(filters, limit, wanted)
        if wanted is not None and len(wanted) <= _LOOKED_UP:
            query, wanted = query.where(measures.c.row.in_(wanted)), None
        inside = set(wanted) if wanted is not None else None
        found: dict[int, list[int]] = {}
        with self._engine.connect() as connection:
            for row, number in connection.execute(query):
                if inside is None or row in inside:
                    found.setdefault(row, []).extend([] if number is None else [number])
        return {row: tuple(numbers) for row, numbers in found.items()}

    def dated(self, filters: Filters) -> Iterator[tuple[int, str, str, int, date | None, date | None, str | None]]:
        """The items that satisfy the filters, without their words: (row, measure id, plan id, number, start and end of
        the deadline, recurrence), in the order of plan and document."""
        m, i = measures.c, items.c
        query = self._selecting(filters).where(i.number.is_not(None))
        columns = (m.row, m.id, m.plan_id, i.number, i.deadline_from, i.deadline_to, i.recurrence)
        with self._engine.connect() as connection:
            yield from (tuple(row) for row in connection.execute(query.with_only_columns(*columns)))

    def held(self) -> Iterator[tuple[str, str, int, int, str, str, str, bool, date | None, date | None, str | None]]:
        """Every body of every item, without the words of the measure: (measure id, plan id, number, place, name before
        people's decisions, name after, name as printed, by consent, start and end of the deadline, recurrence)."""
        m, i, r, o = measures.c, items.c, responsible.c, own_bodies.c
        of_item = sa.and_(i.measure_row == r.measure_row, i.number == r.number)
        same = sa.and_(o.measure_row == r.measure_row, o.number == r.number, o.place == r.place)
        names = (sa.func.coalesce(o.body, r.body), r.body, r.text, r.consent)
        query = (
            sa.select(m.id, m.plan_id, r.number, r.place, *names, i.deadline_from, i.deadline_to, i.recurrence)
            .join(measures, m.row == r.measure_row)
            .join(items, of_item)
            .join(own_bodies, same, isouter=True)
            .order_by(m.plan_id, m.position, r.number, r.place)
        )
        with self._engine.connect() as connection:
            yield from (tuple(row) for row in connection.execute(query))

    def _selecting(self, filters: Filters) -> sa.Select[Any]:
        return (
            sa.select(measures.c.row, items.c.number)
            .join(items, items.c.measure_row == measures.c.row, isouter=not filters.on_items)
            .join(plans, plans.c.id == measures.c.plan_id)
            .where(*_conditions(filters))
            .order_by(measures.c.plan_id, measures.c.position, items.c.number)
        )

    def _first(self, filters: Filters, limit: int, rows: list[int] | None) -> list[int]:
        """The first measures under the filters, read from the top until there are enough."""
        inside = set(rows) if rows is not None else None
        found: dict[int, None] = {}
        with self._engine.connect().execution_options(yield_per=200) as connection:
            for row, _ in connection.execute(self._selecting(filters)):
                if inside is None or row in inside:
                    found[row] = None
                if len(found) > limit:  # the next one has begun
                    break
        return list(found)[:limit]

    def holds(self, filters: Filters) -> bool:
        """Whether any measure satisfies the filters, without looking for all that do."""
        query = (
            sa.select(measures.c.row)
            .join(items, items.c.measure_row == measures.c.row, isouter=not filters.on_items)
            .join(plans, plans.c.id == measures.c.plan_id)
            .where(*_conditions(filters))
            .limit(1)
        )
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def facts(self, after: int = 0) -> tuple[Facts, Facts, Facts]:
        """What filters ask of the measures beyond this row, as bare rows of three tables, each in ascending order.

        Measures: (row, plan id, region, headings in comparison form, measure number, task number, position, id, what
        names its task: the task's own words, which are None for a measure without one, and the headings above them).
        Items: (row, number, end date, value in comparison form). Responsible bodies: (row, item number, body, by
        consent).
        """
        m, i, r = measures.c, items.c, responsible.c
        of_measures = (
            sa.select(
                *(m.row, m.plan_id, plans.c.region, m.heading_fold, m.measure_no, m.task_no, m.position, m.id),
                *(sa.func.nullif(m.task, ""), m.section, m.subsection),
            )
            .join(plans, plans.c.id == m.plan_id)
            .where(m.row > after)
            .order_by(m.row)
        )
        of_items = (
            sa.select(i.measure_row, i.number, i.deadline_to, i.value_fold)
            .where(i.measure_row > after)
            .order_by(i.measure_row, i.number)
        )
        of_bodies = (
            sa.select(r.measure_row, r.number, r.body, r.consent)
            .where(r.measure_row > after)
            .order_by(r.measure_row, r.number)
        )
        return self._streamed(of_measures), self._streamed(of_items), self._streamed(of_bodies)

    def _streamed(self, query: sa.Select[Any]) -> Facts:
        with self._engine.connect().execution_options(yield_per=5_000) as connection:
            yield from connection.execute(query)

    def bodies(self) -> list[tuple[str, str, str, int]]:
        """Every (canonical name, a name it goes by, plan id, number of items) in use: the names as printed, and for
        bodies that people have merged or split those that the reading gave them."""
        r, o = responsible.c, own_bodies.c
        printed = sa.select(r.body, r.text.label("name"), r.measure_row, r.number)
        same = sa.and_(o.measure_row == r.measure_row, o.number == r.number, o.place == r.place)
        read = sa.select(r.body, o.body, r.measure_row, r.number).join(own_bodies, same)
        named = sa.union_all(printed, read).subquery()
        columns = (named.c.body, named.c.name, measures.c.plan_id)
        query = (
            sa.select(*columns, sa.func.count())
            .join(measures, measures.c.row == named.c.measure_row)
            .group_by(*columns)
            .order_by(*columns)
        )
        with self._engine.connect() as connection:
            return [(body, text, plan, n) for body, text, plan, n in connection.execute(query)]

    def own_bodies(self, plan_id: str | None = None) -> dict[tuple[str, int, int], str]:
        """The names that bodies had before people's decisions, where these changed them, in all plans or in one."""
        o = own_bodies.c
        query = sa.select(measures.c.id, o.number, o.place, o.body).join(measures, measures.c.row == o.measure_row)
        if plan_id is not None:
            query = query.where(measures.c.plan_id == plan_id)
        with self._engine.connect() as connection:
            return {(name, number, place): body for name, number, place, body in connection.execute(query)}

    def names_of_bodies(self) -> list[tuple[str, str, str, str]]:
        """Every (canonical name as read, canonical name after people's decisions, name as printed, plan id)."""
        r, o = responsible.c, own_bodies.c
        same = sa.and_(o.measure_row == r.measure_row, o.number == r.number, o.place == r.place)
        query = (
            sa.select(sa.func.coalesce(o.body, r.body), r.body, r.text, measures.c.plan_id)
            .join(measures, measures.c.row == r.measure_row)
            .join(own_bodies, same, isouter=True)
            .distinct()
        )
        with self._engine.connect() as connection:
            return [(own, body, text, plan) for own, body, text, plan in connection.execute(query)]

    def ends_by_plan(self) -> dict[str, tuple[date, ...]]:
        """The days on which items of each plan end, each day once, in order."""
        # read in the order in which items lie and made distinct here: SQLite would sort them all for it
        query = (
            sa.select(measures.c.plan_id, sa.cast(items.c.deadline_to, sa.String))
            .join(items, items.c.measure_row == measures.c.row)
            .where(items.c.deadline_to.is_not(None))
            .order_by(items.c.measure_row)
        )
        found: dict[str, set[str]] = {}
        for plan, day in self._streamed(query):
            found.setdefault(plan, set()).add(day)
        return {plan: tuple(map(date.fromisoformat, sorted(found[plan]))) for plan in sorted(found)}

    def counts(self, among: Sequence[int] | Filters) -> dict[str, dict[str, int]]:
        """How many of these measures (rows, or those under filters) each plan, section, year of a deadline and body
        has, counted by the database."""
        m, i, r = measures.c, items.c, responsible.c
        year = sa.cast(sa.extract("year", i.deadline_to), sa.String)
        counted = {
            "plan": (m.plan_id, m.row),
            "section": (m.section, m.row),
            "year": (year, i.measure_row),
            "body": (r.body, r.measure_row),
        }
        out: dict[str, dict[str, int]] = {name: {} for name in counted}
        with self._engine.connect() as connection:
            for part in _parts(among):
                for name, (value, row) in counted.items():
                    query = sa.select(value, sa.func.count(row.distinct())).where(_chosen(row, part)).group_by(value)
                    for found, number in connection.execute(query):
                        if found:
                            out[name][found] = out[name].get(found, 0) + number
        return out

    def first_ends(self, found: Mapping[int, Sequence[int]]) -> dict[int, date]:
        """Row -> the earliest day on which one of these items of it ends, where any does."""
        i, ends, rows = items.c, dict[int, date](), list(found)
        query = sa.select(i.measure_row, i.number, i.deadline_to).where(i.deadline_to.is_not(None))
        with self._engine.connect() as connection:
            for start in range(0, len(rows), 5_000):
                part = query.where(i.measure_row.in_(rows[start : start + 5_000]))
                for row, number, end in connection.execute(part):
                    if number in found[row]:
                        ends[row] = min(ends.get(row, end), end)
        return ends

    def sections(self) -> tuple[tuple[str, str], ...]:
        """Every (plan id, heading) of sections and subsections, each once."""
        out: dict[tuple[str, str], None] = {}
        with self._engine.connect() as connection:
            for column in (measures.c.section, measures.c.subsection):
                query = sa.select(measures.c.plan_id, column).where(column.is_not(None)).distinct()
                out.update(dict.fromkeys((plan, heading) for plan, heading in connection.execute(query)))
        return tuple(out)


# ---------------------------------------------------------------- rows and values


def _configure(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _parts(among: Sequence[int] | Filters) -> Iterator[Sequence[int] | Filters]:
    """The rows in parts that can be looked up by their keys."""
    if isinstance(among, Filters):
        yield among
    else:
        yield from (among[start : start + _LOOKED_UP] for start in range(0, len(among), _LOOKED_UP))


def _chosen(row: sa.ColumnElement[int], among: Sequence[int] | Filters) -> sa.ColumnElement[bool]:
    """Whether a row of measures is one of these, or under the filters."""
    if not isinstance(among, Filters):
        return row.in_(list(among))
    if not among:
        return sa.true()
    under = (
        sa.select(measures.c.row)
        .join(items, items.c.measure_row == measures.c.row, isouter=not among.on_items)
        .join(plans, plans.c.id == measures.c.plan_id)
        .where(*_conditions(among))
        .correlate(None)
    )
    return row.in_(under)


def _conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    out: list[sa.ColumnElement[bool]] = []
    if filters.region:
        named = [plans.c.region.in_([r for r in filters.region if r])]
        out.append(sa.or_(*named, *([plans.c.region.is_(None)] if "" in filters.region else [])))
    if filters.plan:
        out.append(measures.c.plan_id.in_(filters.plan))
    if filters.section:
        out.append(sa.or_(*[measures.c.heading_fold.contains(fold(s), autoescape=True) for s in filters.section]))
    if filters.number:
        out.append(sa.or_(measures.c.measure_no.in_(filters.number), measures.c.task_no.in_(filters.number)))
    if filters.due_from is not None:
        out.append(items.c.deadline_to >= filters.due_from)
    if filters.due_to is not None:
        out.append(items.c.deadline_to <= filters.due_to)
    if filters.year:
        out.append(sa.or_(*[items.c.deadline_to.between(date(y, 1, 1), date(y, 12, 31)) for y in filters.year]))
    if filters.value:
        out.append(items.c.value_fold.in_([fold(v) for v in filters.value]))
    if filters.undated:
        out.append(items.c.deadline_to.is_(None))
    same_item = sa.and_(responsible.c.measure_row == items.c.measure_row, responsible.c.number == items.c.number)
    if filters.body:
        # The measures come first, from the index by body: the condition on the item alone is looked up for every item
        # there is, and SQLite goes through all rows of the body each time.
        theirs = sa.select(responsible.c.measure_row).where(responsible.c.body.in_(filters.body))
        out.append(measures.c.row.in_(theirs))
        out.append(sa.exists().where(same_item, sa.func.coalesce(responsible.c.body, "").in_(filters.body)))
    if filters.beside:
        out.append(sa.exists().where(same_item, responsible.c.body.in_(filters.beside)))
    if filters.body and filters.sole_body:
        out.append(~sa.exists().where(same_item, responsible.c.body.not_in(filters.body)))
    if filters.consent is not None:
        by_consent = sa.exists().where(same_item, responsible.c.consent.is_(True))
        out.append(by_consent if filters.consent else ~by_consent)
    return out


def _plan_row(plan: Plan, content_hash: str) -> dict[str, Any]:
    names = (
        "id",
        "source_file",
        "sha256",
        "title",
        "region",
        "issuer",
        "act_number",
        "approved_date",
        "period_from",
        "period_to",
        "edition",
    )
    row: dict[str, Any] = {name: getattr(plan, name) for name in names}
    lists = {"abbreviations": [list(pair) for pair in plan.abbreviations], "warnings": list(plan.warnings)}
    return row | lists | {"content_hash": content_hash}


def _plan(row: sa.RowMapping) -> Plan:
    values = {key: row[key] for key in row if key not in ("content_hash", "reading", "n", "abbreviations", "warnings")}
    return Plan(**values, abbreviations=tuple((a, b) for a, b in row["abbreviations"]), warnings=tuple(row["warnings"]))


def _measure_row(measure: Measure) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(measure, name) for name in _MEASURE_FACTS}
    heading = " \n ".join(fold(t) for t in (measure.section, measure.subsection, measure.task) if t)
    return row | {"heading_fold": heading, "locator": measure.locator.to_json(), "warnings": list(measure.warnings)}


def _measure(facts: Sequence[Any], its_items: tuple[Item, ...]) -> Measure:
    *named, locator, warnings = facts
    return Measure(
        **dict(zip(_MEASURE_FACTS, named, strict=True)),
        items=its_items,
        locator=Locator.from_json(locator),
        warnings=tuple(warnings),
    )


def _insert_measures(connection: sa.Connection, its_measures: Iterable[Measure], own: OwnBodies) -> None:
    rows = {}
    for measure in its_measures:
        key = connection.execute(sa.insert(measures).values(_measure_row(measure))).inserted_primary_key
        assert key is not None
        rows[measure.id] = key[0]
        _insert_items(connection, key[0], measure.items)
    named = [(rows[name], number, place, body) for (name, number, place), body in own.items() if name in rows]
    if named:
        connection.execute(
            sa.insert(own_bodies), [dict(zip(own_bodies.c.keys(), values, strict=True)) for values in named]
        )


def _insert_items(connection: sa.Connection, row: int, its_items: tuple[Item, ...]) -> None:
    item_rows = [
        {name: getattr(item, name) for name in _ITEM_FACTS}
        | {"measure_row": row, "number": number, "value_fold": fold(item.value) if item.value is not None else None}
        for number, item in enumerate(its_items)
    ]
    body_rows = [
        {"measure_row": row, "number": number, "place": place, "text": r.text, "body": r.body, "consent": r.consent}
        for number, item in enumerate(its_items)
        for place, r in enumerate(item.responsible)
    ]
    if item_rows:
        connection.execute(sa.insert(items), item_rows)
    if body_rows:
        connection.execute(sa.insert(responsible), body_rows)


def _items_of(connection: sa.Connection, rows: list[int]) -> dict[int, tuple[Item, ...]]:
    bodies: dict[tuple[int, int], list[Responsible]] = {}
    r = responsible.c
    query = (
        sa.select(r.measure_row, r.number, r.text, r.body, r.consent).where(r.measure_row.in_(rows)).order_by(r.place)
    )
    for row, number, *facts in connection.execute(query):
        bodies.setdefault((row, number), []).append(Responsible(*facts))
    out: dict[int, list[Item]] = {}
    i = items.c
    query = sa.select(i.measure_row, i.number, *(i[name] for name in _ITEM_FACTS)).where(i.measure_row.in_(rows))
    for row, number, *facts in connection.execute(query.order_by(i.measure_row, i.number)):
        its_bodies = tuple(bodies.get((row, number), ()))
        out.setdefault(row, []).append(Item(**dict(zip(_ITEM_FACTS, facts, strict=True)), responsible=its_bodies))
    return {row: tuple(its) for row, its in out.items()}


def content_hash(document: PlanDocument) -> str:
    """A hash of all that would be stored: equal when, and only when, storing it would change nothing."""
    text = json.dumps(asdict(document), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
