"""What each kind of job does, in the process that was made for it.

Every kind may be killed at any instant and begun again: what is done already is not done twice. Only one writer works
on a data folder at a time, be it a job or `zakhid ingest` in a terminal.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.access_book import AccessBook
from api.access_kinds import Member, plans_held
from api.job_book import TRIES, Job, JobBook, Kind
from api.settings import Settings
from corpus.messages import Problem
from corpus.text import collapse

if TYPE_CHECKING:
    from corpus.ingest import FileResult
    from corpus.store import Store, StoredPlan
    from index.encoder import Encoder
    from index.search import Searcher

UPLOADS = "uploads"
FOUND = "duplicates.jsonl"  # what a search for duplicates leaves in its job's folder
_REPORTED_EVERY = 0.2  # seconds


def job_folder(data: Path, job_id: str) -> Path:
    """Where the files of a job lie: what was uploaded, what it found."""
    return data / UPLOADS / job_id


@dataclass(slots=True)
class Work:
    """A job that is being done."""

    job: Job
    book: JobBook
    settings: Settings
    _reported: float = field(default=0.0)

    @property
    def folder(self) -> Path:
        return job_folder(self.settings.data, self.job.id)

    def progress(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Tell how far it is; often, since only some of it is written down."""
        instant = time.monotonic()
        if not done or done == total or instant - self._reported >= _REPORTED_EVERY:
            self._reported = instant
            self.book.progress(self.job.id, stage, done, total)

    def stage(self, name: str) -> Callable[[int, int], None]:
        """Progress of one stage, as the layers below report it."""
        return lambda done, total: self.progress(name, done, total)

    def circle(self, stored: Sequence[StoredPlan]) -> frozenset[str] | None:
        """The ids of the plans that whoever asked may see through groups; None where they see all."""
        groups = self.job.asked.get("groups")
        if groups is None:
            return None
        with AccessBook(self.settings.data) as book:
            held = book.groups()
        return plans_held((member for group in groups for member in held.get(group, ())), stored)

    def share(self, name: str) -> list[str]:
        """Put a plan into the groups of whoever brings it, who would not see it otherwise; those that it was not in.

        This comes before it is stored, so that a plan whose job is broken off in between is still theirs.
        """
        with AccessBook(self.settings.data) as book:
            return book.add_to_groups(self.job.asked["groups"], Member("plan", collapse(name)))

    def unshare(self, name: str, groups: Sequence[str]) -> None:
        """Take back a share in what was not stored: whoever comes later with this name is somebody else."""
        if groups:
            with AccessBook(self.settings.data) as book:
                book.take_from_groups(groups, Member("plan", collapse(name)))

    def result(self, value: dict[str, Any]) -> None:
        self.book.add_result(self.job.id, value)

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """The store, once nobody else writes."""
        from corpus.store import Store
        from corpus.writer import only_writer

        with (
            only_writer(self.settings.data, lambda: self.progress("waiting-for-writer")),
            Store.open(self.settings.data) as store,
        ):
            yield store

    def searcher(self, store: Store) -> Searcher:
        from index.search import Searcher

        return Searcher.open(store, encoder=self.settings.encoder, cache=self.settings.cache)


def ingest(work: Work) -> None:
    """Read the uploaded files into the store, one result a file, index them, and say what they repeat."""
    with work.writing() as store:
        # of a job that was broken off, what it had stored already is as new as the rest
        stored = {result["plan_id"] for result in work.job.results if result.get("plan_id")}
        known = store.ids().difference(*(store.ids(plan_id) for plan_id in stored))
        _read_files(work, store)
        work.progress("indexing")
        searcher = work.searcher(store)
        searcher.sync(work.stage("indexing"))
        _find_repeats(work, store, searcher.encoder, known)


def _find_repeats(work: Work, store: Store, encoder: Encoder, known: frozenset[str]) -> None:
    """Which measures of the new plans repeat those of other plans that whoever brought them may see."""
    from corpus.verdicts import verdicts_in
    from index.duplicates import new_duplicates, plans_that_repeat

    circle = work.circle(store.plans())
    with nullcontext(store) if circle is None else store.restricted(circle) as seen:
        work.progress("comparing")
        found = new_duplicates(seen, encoder, known, verdicts_in(seen).words(), work.stage("comparing"))
    if found is not None and found.pairs:
        work.result({"repeats": plans_that_repeat(found, known)})


def remove(work: Work) -> None:
    """Take plans out of store and index."""
    with work.writing() as store:
        done = {result["plan_id"] for result in work.job.results}
        for plan_id in work.job.asked["plans"]:
            if plan_id not in done:
                work.result({"plan_id": plan_id, "status": "removed" if store.remove(plan_id) else "unknown"})
        work.progress("indexing")
        work.searcher(store).sync(work.stage("indexing"))


def correct(work: Work) -> None:
    """Put cells of a measure right, as a person says."""
    from corpus.corrections import correct as put_right

    asked = work.job.asked
    with work.writing() as store:
        cells = [(cell["cell"], cell["item"], cell["text"]) for cell in asked["cells"]]
        work.result({"cells": put_right(store, asked["measure"], cells, work.job.person)})
        work.progress("indexing")
        work.searcher(store).sync(work.stage("indexing"))


def reindex(work: Work) -> None:
    """Embed every measure anew; what was embedded before a try broke off is kept."""
    with work.writing() as store:
        searcher = work.searcher(store)
        if not work.job.results:
            searcher.outdate()
            work.result({"measures": store.count()})
        work.progress("indexing")
        searcher.sync(work.stage("indexing"))


def duplicates(work: Work) -> None:
    """Compare all measures; the pairs lie in the job's folder, their number in its result."""
    from corpus.store import Store
    from corpus.verdicts import verdicts_in
    from index.duplicates import find_duplicates

    with Store.open(work.settings.data, create=False) as store:
        work.progress("comparing")
        found = find_duplicates(
            store,
            work.searcher(store).encoder,
            across=work.job.asked.get("across", "all"),
            verdicts=verdicts_in(store).words(),
            progress=work.stage("comparing"),
        )
    work.folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(found.to_json(pair), ensure_ascii=False) + "\n" for pair in found.pairs)
    part = work.folder / f"{FOUND}.part"
    part.write_text("".join(lines), encoding="utf-8")
    part.replace(work.folder / FOUND)
    work.result({"pairs": len(found.pairs), "clusters": len(found.clusters()), "compared": found.compared})


WORK: dict[Kind, Callable[[Work], None]] = {
    "ingest": ingest,
    "remove": remove,
    "correct": correct,
    "reindex": reindex,
    "duplicates": duplicates,
}


def _read_files(work: Work, store: Store) -> None:
    files: list[str] = work.job.asked["files"]
    done = {result["file"] for result in work.job.results}
    left = [name for name in files if name not in done]
    for number, name in enumerate(left, len(done)):
        work.progress("reading", number, len(files))
        if name == left[0] and work.job.tries >= TRIES:  # each time that it was read, the process ended
            result = failed(name, Problem("reading-killed", name=name))
        else:
            result = _read_file(work, name, store)
        work.result(told(name, result, store))
    work.progress("reading", len(files), len(files))


def _read_file(work: Work, name: str, store: Store) -> FileResult:
    """Read one file, as somebody may who sees some plans only: what they do not see is neither replaced nor told of."""
    from corpus.ingest import ingest_file

    replaced = work.job.asked.get("replaces")
    stored = store.plans()
    circle = work.circle(stored)
    former = next((one.plan.id for one in stored if one.plan.source_file == collapse(name)), None)
    if circle is not None and former is not None and former not in circle:
        return failed(name, Problem("upload-not-yours", name=name))
    keep_twins = bool(replaced) or work.job.asked.get("keep_twins", False)
    grown = work.share(name) if circle is not None and former is None else []
    result = ingest_file(work.folder / name, store, keep_twins=keep_twins, twins_among=circle)
    if result.plan_id is None:
        work.unshare(name, grown)
    _take_place(result, replaced, store)
    return result


def failed(name: str, problem: Problem) -> FileResult:
    from corpus.ingest import FileResult

    return FileResult(Path(name), "failed", problem=problem)


def _take_place(result: FileResult, replaced: str | None, store: Store) -> None:
    """A file of another name that was read takes the place of the plan it was sent for; one that was not, does not."""
    if replaced and result.plan_id and result.plan_id != replaced:
        store.remove(replaced)


def told(name: str, result: FileResult, store: Store) -> dict[str, Any]:
    """What became of a file, for the book. ``doubts``: how many of its measures carry a remark."""
    stored = store.measures(plan_id=result.plan_id) if result.plan_id else ()
    return {
        "file": name,
        "status": result.status,
        "measures": result.measures,
        "plan_id": result.plan_id,
        "twin_of": result.twin_of,
        "warnings": list(result.warnings),
        "doubts": sum(1 for one in stored if one.measure.warnings),
        "problem": kept(result.problem),
    }


def kept(problem: Problem | None) -> dict[str, Any] | None:
    """A problem as the book keeps it: code and data, so that it can be told in any language."""
    if problem is None:
        return None
    plain = {name: value if isinstance(value, int | float) else str(value) for name, value in problem.data.items()}
    return {"code": problem.code, "data": plain}


def problem_text(written: dict[str, Any] | None, lang: str) -> str | None:
    """The words of a problem that was kept."""
    return Problem(written["code"], **written["data"]).text(lang) if written else None
