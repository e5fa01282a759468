"""The index's own book: which plans and measures it holds, their terms, and where each vector lies.

A SQLite file beside the vectors. Whatever stands here is committed and whole; the vector file and the word index may
hold more (the rest of a run that was killed), never less. Readers see the last committed state while a writer works.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.fields import FIELDS, Entry
from index.terms import Term

_SCHEMA = """
create table if not exists plans (id text primary key, signature text not null);
create table if not exists rows (
    row integer primary key, plan_id text not null, measure_id text not null, hash text not null, terms blob not null
);
create index if not exists rows_plan on rows (plan_id);
create index if not exists rows_hash on rows (hash);
create table if not exists vectors (hash text primary key, slot integer not null unique) without rowid;
create table if not exists freed (slot integer primary key);
create table if not exists meta (key text primary key, value text not null) without rowid;
"""
Terms = Mapping[str, tuple[Term, ...]]
_TEXT = FIELDS.index("text")
_SHARED = frozenset(FIELDS.index(name) for name in ("heading", "bodies", "plan"))
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Record:
    """A measure as the index knows it.

    ``words`` and ``stems``: of each of FIELDS the word forms and lemmas, and the stems, that stand in it.
    ``text_stems`` are the stems of the measure's own text in order. A search reads hundreds of records, so only what
    ranking needs is taken out of ``blob`` at once; ``terms`` gives the rest to whoever asks.
    """

    row: int
    measure_id: str
    plan_id: str
    blob: bytes
    words: tuple[Set[str], ...]
    stems: tuple[Set[str], ...]
    text_stems: tuple[str, ...]

    @classmethod
    def of(cls, row: int, measure_id: str, plan_id: str, blob: bytes) -> Record:
        """The record of a measure whose terms are packed in ``blob``."""
        lines = [_context_line(line) if n in _SHARED else _line(line) for n, line in enumerate(_lines(blob))]
        words, stems = tuple(line.words for line in lines), tuple(line.stems for line in lines)
        return cls(row, measure_id, plan_id, blob, words, stems, lines[_TEXT].in_order)

    @cached_property
    def terms(self) -> Terms:
        """The terms of each of FIELDS in order."""
        return unpacked(self.blob)


@dataclass(frozen=True, slots=True)
class Placed:
    """All rows, ascending, and beside them the slots of their vectors. ``epoch``: while the ledger's is the same, a row
    keeps its slot; empty where that cannot be said."""

    rows: Numbers
    slots: Numbers
    epoch: str


class Ledger:
    """The book of one index folder. Reading is safe at any time; writing is for the one who holds the lock."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=full")
        self._db.execute("pragma secure_delete=on")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    # ------------------------------------------------------------ what is there

    def stamp(self) -> str:
        """Changes with every committed change that readers should notice."""
        return self.meta("stamp")

    def meta(self, key: str) -> str:
        """A noted value, empty where there is none."""
        found = self._db.execute("select value from meta where key = ?", (key,)).fetchone()
        return found[0] if found else ""

    def plans(self) -> dict[str, str]:
        """Plan id -> signature of the content that is indexed."""
        return dict(self._db.execute("select id, signature from plans"))

    def count(self, beyond: int = 0) -> int:
        """The number of measures, or of those whose row is higher."""
        if not beyond:  # without a condition SQLite counts in an index, a tenth of the size of the rows
            return int(self._db.execute("select count(*) from rows").fetchone()[0])
        return int(self._db.execute("select count(*) from rows where row > ?", (beyond,)).fetchone()[0])

    def rows_with_slots(self, before: Placed | None = None) -> Placed:
        """Every row with the slot of its vector. With what was read ``before``, only what came and went is read."""
        stamp = self.stamp()
        if before is not None and before.epoch and before.epoch == self._epoch():
            placed = self._brought_up(before)
            if len(placed.rows) == self.count() and self.stamp() == stamp:  # else it changed while it was read
                return placed
        epoch = self._epoch()
        rows, slots = self._slots_beyond(-1)
        return Placed(rows, slots, epoch if self.stamp() == stamp else "")

    def _brought_up(self, before: Placed) -> Placed:
        last = int(before.rows[-1]) if len(before.rows) else -1
        rows, slots = self._slots_beyond(last)
        kept: NDArray[np.bool_] | slice = slice(None)
        if self.count() != len(before.rows) + len(rows):
            alive = np.fromiter((row for (row,) in self._db.execute("select row from rows")), dtype=np.int64)
            kept = np.isin(before.rows, alive)
        all_rows = np.concatenate((before.rows[kept], rows))
        return Placed(all_rows, np.concatenate((before.slots[kept], slots)), before.epoch)

    def _slots_beyond(self, last: int) -> tuple[Numbers, Numbers]:
        query = "select row, slot from rows join vectors using (hash) where row > ?"
        if last < 0:  # without a condition SQLite goes through an index, a tenth of the size of the rows
            query = "select row, slot from rows join vectors using (hash) where ? < 0"
        flat = np.fromiter(chain.from_iterable(self._db.execute(query, (last,))), dtype=np.int64).reshape(-1, 2)
        order = np.argsort(flat[:, 0], kind="stable")
        return flat[order, 0], flat[order, 1]

    def _epoch(self) -> str:
        """What changes when rows get other vectors, which only :meth:`outdate` brings about; empty while they do."""
        if self._db.execute("select 1 from plans where signature = '' limit 1").fetchone():
            return ""
        return self.meta("epoch") or "0"

    def known(self, hashes: Iterable[str]) -> set[str]:
        """Those of the passages whose vectors are there."""
        wanted = list(hashes)
        out: set[str] = set()
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ",".join("?" * len(part))
            out.update(h for (h,) in self._db.execute(f"select hash from vectors where hash in ({marks})", part))
        return out

    def records(self, rows: Sequence[int]) -> list[Record]:
        """The measures of these rows, in the same order; those that are not there are left out."""
        found: dict[int, Record] = {}
        for start in range(0, len(rows), 500):
            part = [int(row) for row in rows[start : start + 500]]
            marks = ",".join("?" * len(part))
            query = f"select row, measure_id, plan_id, terms from rows where row in ({marks})"
            for row, measure_id, plan_id, terms in self._db.execute(query, part):
                found[row] = Record.of(row, measure_id, plan_id, terms)
        return [found[int(row)] for row in rows if int(row) in found]

    def terms(self, plans: Iterable[str]) -> Iterator[Terms]:
        """The terms of every measure of these plans."""
        for plan_id in plans:
            for (blob,) in self._db.execute("select terms from rows where plan_id = ?", (plan_id,)):
                yield unpacked(blob)

    def rows_outside(self, plans: Iterable[str]) -> list[int]:
        """The rows of all plans but these."""
        left_out = set(plans)
        query = "select row, plan_id from rows order by row"
        return [row for row, plan in self._db.execute(query) if plan not in left_out]

    def free_slots(self, count: int) -> list[int]:
        """So many slots that neither hold a vector nor are still to be erased, the lowest first.

        Where the slots in use have no gaps, they are not read one by one: with a million that takes half a second.
        """
        used = end = 0
        for table in ("vectors", "freed"):
            used += self._db.execute(f"select count(*) from {table}").fetchone()[0]
            end = max(end, self._db.execute(f"select coalesce(max(slot) + 1, 0) from {table}").fetchone()[0])
        if not count or used == end:
            return list(range(end, end + count))
        taken = {slot for (slot,) in self._db.execute("select slot from vectors union all select slot from freed")}
        return list(islice((slot for slot in range(end + count) if slot not in taken), count))

    def freed(self) -> list[int]:
        """Slots whose vectors are to be erased."""
        return [slot for (slot,) in self._db.execute("select slot from freed")]

    # ------------------------------------------------------------ changes, inside ``change``

    def note(self, key: str, value: str) -> None:
        self._db.execute("insert or replace into meta values (?, ?)", (key, value))

    def add_vectors(self, hashes: Sequence[str], slots: Sequence[int]) -> None:
        self._db.executemany("insert or ignore into vectors values (?, ?)", zip(hashes, slots, strict=True))

    def add_entries(self, entries: Iterable[Entry]) -> None:
        rows = ((e.row, e.plan_id, e.measure_id, e.passage_hash, packed(e.terms)) for e in entries)
        self._db.executemany("insert or replace into rows values (?, ?, ?, ?, ?)", rows)

    def add_plan(self, plan_id: str, signature: str) -> None:
        self._db.execute("insert or replace into plans values (?, ?)", (plan_id, signature))

    def drop_plan(self, plan_id: str) -> None:
        self._db.execute("delete from rows where plan_id = ?", (plan_id,))
        self._db.execute("delete from plans where id = ?", (plan_id,))

    def outdate(self) -> None:
        """Have every plan indexed and every measure embedded anew; until then all that is there stays searchable.

        The hash of a text that is embedded again differs from the outdated one, so the old vector goes with its row.
        """
        mark = f"{int(self.stamp() or 0) + 1}~"
        for table in ("rows", "vectors"):
            self._db.execute(f"update {table} set hash = ? || hash", (mark,))
        self._db.execute("update plans set signature = ''")
        self.note("epoch", mark)
        self.note("stamp", str(int(self.stamp() or 0) + 1))

    def free_unused_vectors(self) -> None:
        """Forget the vectors that no measure has any more; their slots wait to be erased."""
        unused = self._db.execute("select hash, slot from vectors where hash not in (select hash from rows)").fetchall()
        self._db.executemany("insert into freed values (?)", [(slot,) for _, slot in unused])
        self._db.executemany("delete from vectors where hash = ?", [(its_hash,) for its_hash, _ in unused])

    def give_back(self, slots: Sequence[int]) -> None:
        """These slots have been erased."""
        self._db.executemany("delete from freed where slot = ?", [(slot,) for slot in slots])


def packed(terms: Terms) -> bytes:
    """The terms of all fields as compressed text."""
    lines = (" ".join("|".join((t.surface, t.stem, *t.lemmas)) for t in terms[name]) for name in FIELDS)
    return zlib.compress("\n".join(lines).encode(), 1)


def unpacked(blob: bytes) -> dict[str, tuple[Term, ...]]:
    """What was packed."""
    lines = zip(FIELDS, _lines(blob), strict=True)
    return {name: tuple(map(_term, line.split(" "))) if line else () for name, line in lines}


def _lines(blob: bytes) -> list[str]:
    """Of each of FIELDS its terms as written."""
    return zlib.decompress(blob).decode().split("\n")


@dataclass(frozen=True, slots=True)
class _Line:
    """A field's stems in order, its word forms and lemmas, and its stems."""

    in_order: tuple[str, ...]
    words: frozenset[str]
    stems: frozenset[str]


def _line(line: str) -> _Line:
    """What a line of terms says."""
    parts = list(map(_parts, line.split(" "))) if line else []
    in_order = tuple([stem for stem, _ in parts])
    return _Line(in_order, frozenset().union(*[words for _, words in parts]), frozenset(in_order))


_context_line = lru_cache(maxsize=20_000)(_line)  # plan, task and bodies are those of many measures


@lru_cache(maxsize=100_000)
def _parts(written: str) -> tuple[str, tuple[str, ...]]:
    """The stem of a term as written, and its word form and lemmas; the same few words stand in most measures."""
    surface, stem, *lemmas = written.split("|")
    return stem, tuple(dict.fromkeys((surface, *lemmas)))


@lru_cache(maxsize=100_000)
def _term(written: str) -> Term:
    surface, stem, *lemmas = written.split("|")
    return Term(surface, tuple(lemmas), stem)
