"""Taking files into the store: what is new, what replaces what, what is left out and why.

One file, one result; a bad file never stops the others, and each plan is stored in one transaction, so that a
killed run leaves whole plans only. A plan's identity is the name of its file.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.blocks import Document
from corpus.body_choices import carry_out, choices_in, decided
from corpus.corrections import corrected
from corpus.layout.trace import Trace
from corpus.messages import Problem
from corpus.model import PlanDocument
from corpus.originals import has_original, keep_original, pages_of
from corpus.page_pictures import keep_pictures, pictures_of
from corpus.privacy import private_pages, without_private
from corpus.readers import Progress, read
from corpus.reading import READING_VERSION, plan_of
from corpus.store import DATABASE, Store, StoredPlan, content_hash
from corpus.text import collapse, fold

Status = Literal["added", "replaced", "unchanged", "no-measures", "twin", "failed"]

# Two files hold the same plan when their titles agree and not more than this share of measures (or two) differ.
TWIN_DIFFERENCE = 0.05


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. ``twin_of`` is the id of the stored plan that it repeats."""

    path: Path
    status: Status
    measures: int = 0
    warnings: tuple[str, ...] = ()
    problem: Problem | None = None
    plan_id: str | None = None
    twin_of: str | None = None


def ingest(
    paths: Sequence[Path], store: Store, *, keep_twins: bool = False, progress: Progress | None = None
) -> Iterator[FileResult]:
    """Read files and folders (recursively) into the store, one result a file, in the order of their names.

    Never raises for a file: what went wrong stands in its result. Problems of the store itself are raised.
    ``progress`` is called with pages done and all pages of the file that is being read.
    """
    seen: dict[str, Path] = {}
    for path in files_in(paths, store.folder):
        earlier = seen.setdefault(path.name, path)
        if earlier != path and not _same_bytes(earlier, path):
            problem = Problem("name-taken", name=path.name, other=earlier)
            yield FileResult(path, "failed", problem=problem)
        else:
            yield ingest_file(path, store, keep_twins=keep_twins, progress=progress)
    carry_out(store)  # what was decided while a file was being read


def files_in(paths: Sequence[Path], own_folder: Path) -> Iterator[Path]:
    """The files named and those below the folders named, sorted; hidden files, office locks and the data folder not."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for found in sorted(path.rglob("*")):
            inner = found.relative_to(path).parts
            hidden = any(part.startswith((".", "~$")) for part in inner)
            if found.is_file() and not hidden and not _within_data_folder(found, own_folder):
                yield found


def ingest_file(
    path: Path,
    store: Store,
    *,
    keep_twins: bool = False,
    twins_among: frozenset[str] | None = None,
    progress: Progress | None = None,
) -> FileResult:
    """Read one file into the store. ``twins_among``: the ids of the plans that it may be found to repeat, None: all."""
    try:
        digest = _digest(path)
        former = next((p for p in store.plans() if p.plan.source_file == collapse(path.name)), None)
        if _up_to_date(former, digest, store):
            assert former is not None
            return FileResult(path, "unchanged", former.measures, former.plan.warnings, plan_id=former.plan.id)
        original, document, private = _read(path, digest, progress)
    except Problem as problem:
        return FileResult(path, "failed", problem=problem)
    among = frozenset() if keep_twins else twins_among
    result = _store(path, document, former, store, among)
    if result.plan_id is not None:
        keep_original(store, result.plan_id, original)
        keep_pictures(store, result.plan_id, pictures_of(path, _pages(original, document) - private))
    return result


def _pages(original: Document, document: PlanDocument) -> frozenset[int]:
    """The pages of a PDF on which measures stand."""
    if original.format != "pdf":
        return frozenset()
    named = (page for measure in document.measures for page in pages_of(original.blocks, measure.locator))
    return frozenset(named)


def _up_to_date(former: StoredPlan | None, digest: str, store: Store) -> bool:
    """Whether the file was read before, by this reading, and its document is kept."""
    if former is None or former.plan.sha256 != digest or former.reading != READING_VERSION:
        return False
    return has_original(store, former.plan.id)


def _store(
    path: Path, document: PlanDocument, former: StoredPlan | None, store: Store, twins_among: frozenset[str] | None
) -> FileResult:
    plan, number = document.plan, len(document.measures)
    if not number:
        return FileResult(path, "no-measures", 0, plan.warnings)
    twin = twin_of(document, store, twins_among)
    if twin and not former:
        return FileResult(path, "twin", number, plan.warnings, twin_of=twin)
    document, own_bodies = decided(corrected(document, store), choices_in(store))
    hashed = content_hash(document)
    store.replace(document, hashed, READING_VERSION, own_bodies)
    if former is None:
        status: Status = "added"
    else:
        status = "unchanged" if former.content_hash == hashed else "replaced"
    return FileResult(path, status, number, plan.warnings, plan_id=plan.id)


def twin_of(document: PlanDocument, store: Store, among: frozenset[str] | None = None) -> str | None:
    """The id of another stored plan that is the same plan: same title, the same measures but for a few. ``among``:
    the plans that are looked at, None for all."""
    title = _words(document.plan.title)
    own = Counter(_words(m.measure) for m in document.measures)
    for stored in store.plans(None if among is None else sorted(among)):
        if stored.plan.id == document.plan.id or _words(stored.plan.title) != title:
            continue
        larger = max(own.total(), stored.measures)
        if min(own.total(), stored.measures) < larger * (1 - TWIN_DIFFERENCE) - 2:
            continue
        other = Counter(_words(s.measure.measure) for s in store.measures(plan_id=stored.plan.id))
        if larger - (own & other).total() <= max(2 if larger > 5 else 0, larger * TWIN_DIFFERENCE):
            return stored.plan.id
    return None


def _read(path: Path, digest: str, progress: Progress | None) -> tuple[Document, PlanDocument, frozenset[int]]:
    """The document without what is private, the plan that it holds, and the pages that show something private."""
    try:
        whole = read(path, progress=progress)
        original = without_private(whole)
        return original, plan_of(original, digest, Trace()), private_pages(whole)
    except Problem:
        raise
    except Exception as error:  # a reader's own fault must not stop the other files, nor look like success
        raise Problem("reading-failed", name=path.name, reason=f"{type(error).__name__}: {error}"[:300]) from error


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise Problem("no-file", path=path) from error
    except OSError as error:
        raise Problem("file-unreadable", path=path, reason=error.strerror or type(error).__name__) from error


def _same_bytes(one: Path, other: Path) -> bool:
    try:
        return _digest(one) == _digest(other)
    except Problem:
        return True  # the file's own result will say what is wrong with it


def _within_data_folder(found: Path, own_folder: Path) -> bool:
    own = own_folder.resolve()
    return (own / DATABASE).exists() and own in found.resolve().parents


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
