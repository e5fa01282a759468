"""Bringing the index to the state of the store: only what changed, resumable, safe to kill at any instant.

The order makes it safe: vectors first (kept by the hash of their text, so that a run that was killed goes on where it
was and a plan that is read again is not embedded again), then the word index, and last, in one transaction, the ledger,
which alone says what the index holds. What is left over in the first two is found by nobody and overwritten later.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from corpus.model import Plan
from corpus.store import Store
from index.columns import FORM, Columns
from index.encoder import Encoder
from index.fields import Entry, entry_of
from index.ledger import Ledger
from index.manifest import Manifest, Recipe, hash_of
from index.vectors import Approximate, VectorFile, outgrown
from index.words import WordIndex

Progress = Callable[[int, int], None]  # measures done, measures in all
_EMBEDDED_AT_ONCE = 256
_PLANS_AT_ONCE = 5_000  # measures that one commit takes in
_FEW_PLANS = 500  # so many are asked for by name
# tantivy keeps the words of a deleted text until its segment is merged; up to so many measures the word index is
# written anew when something is taken out, so that nothing of it is left; above, merging is left to tantivy
_REWRITTEN_UP_TO = 50_000
_COLUMNS = f"columns-{FORM}"  # the part that is now in use; a program of another form has its own


class Indexer:
    """Writes the index folder of one recipe. Only one at a time works on a data folder."""

    def __init__(self, folder: Path, recipe: Recipe, encoder: Encoder) -> None:
        self.root = folder
        self.folder = folder / recipe.key
        self.recipe = recipe
        self._encoder = encoder

    def synchronise(self, store: Store, progress: Progress | None = None) -> bool:
        """Index what the store has and the index has not, take out what is gone. False when nothing was to be done.

        ``progress`` is told how many of the measures to be embedded are done.
        """
        with _only_writer(self.root):
            self.folder.mkdir(parents=True, exist_ok=True)
            ledger = Ledger(self.folder / "ledger.sqlite")
            try:
                changed = self._bring_up(store, ledger, progress)
                self._drop_leftovers({words_folder(ledger), ledger.meta("approximate"), ledger.meta(_COLUMNS)})
            finally:
                ledger.close()
            return changed

    def outdate(self) -> None:
        """Have :meth:`synchronise` embed everything once more; until it has, what is there stays searchable."""
        with _only_writer(self.root):
            self.folder.mkdir(parents=True, exist_ok=True)
            ledger = Ledger(self.folder / "ledger.sqlite")
            with closing(ledger), ledger.change():
                ledger.outdate()

    def _bring_up(self, store: Store, ledger: Ledger, progress: Progress | None) -> bool:
        revision = store.revision
        wanted = signatures(store)
        have = ledger.plans()
        gone = [plan for plan in have if wanted.get(plan) != have[plan]]
        fresh = {plan: signature for plan, signature in wanted.items() if have.get(plan) != signature}
        if gone or fresh:
            self._change(store, ledger, gone, fresh, progress)
        elif ledger.meta("revision") == str(revision) and not outgrown(columns_folder(self.folder, ledger), ledger):
            return False
        self._forget(ledger)  # also what a run that was killed had still to forget
        self._approximate(store, ledger)
        with ledger.change():
            ledger.note("revision", str(revision))
        manifest = Manifest(self.recipe, revision, len(wanted), ledger.count(), hash_of(ledger.plans()))
        manifest.write(self.folder)
        return bool(gone or fresh)

    def _change(
        self, store: Store, ledger: Ledger, gone: Sequence[str], fresh: dict[str, str], progress: Progress | None
    ) -> None:
        few = list(fresh) if len(fresh) <= _FEW_PLANS else None
        plans = {stored.plan.id: stored for stored in store.plans(few)}
        total = sum(plans[plan].measures for plan in fresh if plan in plans)
        left = list(gone)
        done = 0
        for group in _grouped([plan for plan in fresh if plan in plans], lambda plan: plans[plan].measures):
            entries = [e for plan in group for e in _entries(store, plans[plan].plan)]
            self._embed(ledger, entries, progress, done, total)
            done += len(entries)
            self._commit(ledger, left, entries, {plan: fresh[plan] for plan in group})
            left = []
        if left:
            self._commit(ledger, left, [], {})

    def _commit(self, ledger: Ledger, gone: Sequence[str], entries: Sequence[Entry], plans: dict[str, str]) -> None:
        """Take plans out and others in: first in the word index, then in the ledger, which makes it so."""
        words = self._words_written(ledger, gone, entries, plans)
        with ledger.change():
            for plan in {*gone, *plans}:
                ledger.drop_plan(plan)
            ledger.add_entries(entries)
            for plan, signature in plans.items():
                ledger.add_plan(plan, signature)
            ledger.note("words", words)
            ledger.note("stamp", str(int(ledger.stamp() or 0) + 1))

    def _words_written(
        self, ledger: Ledger, gone: Sequence[str], entries: Sequence[Entry], plans: Iterable[str]
    ) -> str:
        """Write the word index that belongs to the change; returns the name of its folder."""
        current = words_folder(ledger)
        if not gone or ledger.count() > _REWRITTEN_UP_TO:
            WordIndex(self.folder / current).replace({*gone, *plans}, entries)
            return current
        fresh = f"words-{int(ledger.stamp() or 0) + 1}"
        shutil.rmtree(self.folder / fresh, ignore_errors=True)
        kept = ledger.records(ledger.rows_outside({*gone, *plans}))
        WordIndex(self.folder / fresh).replace((), [*kept, *entries])
        return fresh

    def _embed(
        self, ledger: Ledger, entries: Sequence[Entry], progress: Progress | None, done: int, total: int
    ) -> None:
        """Put the missing vectors of these measures into the vector file, a batch at a time."""
        texts = {entry.passage_hash: entry.passage for entry in entries}
        known = ledger.known(texts)
        missing = sorted((h for h in texts if h not in known), key=lambda h: len(texts[h]))
        file = VectorFile(self.folder / "vectors.f16", self._encoder.dimension)
        free = iter(ledger.free_slots(len(missing)))
        for start in range(0, len(missing), _EMBEDDED_AT_ONCE):
            part = missing[start : start + _EMBEDDED_AT_ONCE]
            if progress:
                progress(done + len(entries) - len(missing) + start, total)
            slots = [next(free) for _ in part]
            file.write(slots, self._encoder.passages([texts[h] for h in part]))
            with ledger.change():
                ledger.add_vectors(part, slots)
        if progress:
            progress(done + len(entries), total)

    def _approximate(self, store: Store, ledger: Ledger) -> None:
        """Where there are many measures: build the inverted file and the columns for filters, if none fits them."""
        if outgrown(approximate_folder(self.folder, ledger), ledger):
            file = VectorFile(self.folder / "vectors.f16", self._encoder.dimension)
            placed = ledger.rows_with_slots()
            self._built(
                ledger, "approximate", lambda folder: Approximate.build(folder, file, placed.rows, placed.slots)
            )
        if outgrown(columns_folder(self.folder, ledger), ledger):
            self._built(ledger, _COLUMNS, lambda folder: Columns.read(store).write(folder))

    def _built(self, ledger: Ledger, name: str, build: Callable[[Path], None]) -> None:
        """Build a part of the index in a folder of its own, then note in the ledger that it is the one."""
        folder = self.folder / f"{name}-{ledger.stamp()}"
        shutil.rmtree(folder, ignore_errors=True)
        build(folder)
        with ledger.change():
            ledger.note(name, folder.name)
            ledger.note("stamp", str(int(ledger.stamp() or 0) + 1))

    def _forget(self, ledger: Ledger) -> None:
        """Erase the vectors that belong to no measure any more, first in the ledger, then in the file."""
        with ledger.change():
            ledger.free_unused_vectors()
        slots = ledger.freed()
        if slots:
            VectorFile(self.folder / "vectors.f16", self._encoder.dimension).erase(slots)
            with ledger.change():
                ledger.give_back(slots)

    def _drop_leftovers(self, used: set[str]) -> None:
        """Once this index is whole, those of other recipes, and former parts of it, are only disk space."""
        others = [path for path in self.root.iterdir() if path.is_dir() and path != self.folder]
        former = [path for path in self.folder.iterdir() if path.is_dir() and path.name not in used]
        for path in (*others, *former):
            shutil.rmtree(path, ignore_errors=True)


def signatures(store: Store) -> dict[str, str]:
    """Plan id -> what changes whenever the plan is stored again."""
    return store.signatures()


def _entries(store: Store, plan: Plan) -> Iterator[Entry]:
    for stored in store.measures(plan_id=plan.id):
        yield entry_of(stored.row, stored.measure, plan)


def _grouped(plans: Iterable[str], size: Callable[[str], int]) -> Iterator[list[str]]:
    """Plans in groups of some thousands of measures."""
    group: list[str] = []
    together = 0
    for plan in plans:
        if group and together + size(plan) > _PLANS_AT_ONCE:
            yield group
            group, together = [], 0
        group.append(plan)
        together += size(plan)
    if group:
        yield group


def approximate_folder(folder: Path, ledger: Ledger) -> Path | None:
    """Where the inverted file of the committed state lies, if there is one."""
    name = ledger.meta("approximate")
    return folder / name if name else None


def columns_folder(folder: Path, ledger: Ledger) -> Path | None:
    """Where the columns for filters of the committed state lie, if there are any."""
    name = ledger.meta(_COLUMNS)
    return folder / name if name else None


def words_folder(ledger: Ledger) -> str:
    """The name of the folder in which the committed state has its words."""
    return ledger.meta("words") or "words-0"


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """Wait for the lock of the data folder's index; it dies with the process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
