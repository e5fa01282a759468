"""Long work: it is done once, by one writer, whatever is killed meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.access_book import AccessBook
from api.access_kinds import Member
from api.conditions import Wanted
from api.engine import Engine
from api.job_book import TRIES, Job, JobBook
from api.job_process import perform
from api.job_runner import JobRunner
from api.job_work import FOUND, Work, job_folder, problem_text
from api.routes_jobs import job_out
from api.settings import Settings
from corpus.messages import Problem
from corpus.store import Store
from corpus.writer import only_writer

PLAN = "plan-lystopad.txt"
HOLDS_THE_LOCK = """
import sys, time
from pathlib import Path
from corpus.writer import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def waited(what: Callable[[], object], seconds: float = 60) -> object:
    """The first true value of what is asked again and again."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)
    return found


@pytest.fixture
def folder(sample_data: Path, tmp_path: Path) -> Path:
    """A data folder of one's own with the sample plans."""
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


@pytest.fixture
def book(folder: Path) -> Iterator[JobBook]:
    with JobBook(folder) as book:
        yield book


@pytest.fixture
def settings(folder: Path) -> Settings:
    return Settings.load(os.environ, data=folder)


@pytest.fixture
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes to the folder until its input ends."""
    command = [sys.executable, "-c", HOLDS_THE_LOCK, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        yield process
        process.kill()


def uploaded(book: JobBook, files: dict[str, Path | str]) -> Job:
    """An ingest of these files: copies of others, or short texts."""
    job_id = f"job-{book.count()}"
    target = job_folder(book.folder, job_id)
    target.mkdir(parents=True)
    for name, content in files.items():
        if isinstance(content, Path):
            shutil.copy(content, target / name)
        else:
            (target / name).write_text(content, encoding="utf-8")
    return book.add("ingest", {"files": list(files)}, "Оксана", job_id)


def a_plan(samples: Path) -> Path:
    return next(path for path in sorted(samples.rglob("*.docx")))


def test_files_are_read_one_by_one_and_a_broken_one_stops_none(
    book: JobBook, settings: Settings, samples: Path
) -> None:
    job = uploaded(book, {"broken.docx": "", "again.docx": a_plan(samples), "list.txt": "Хліб\nСіль"})
    begun = book.begin_next()
    assert begun and (begun.id, begun.state, begun.person) == (job.id, "running", "Оксана")
    perform(book, job.id, settings)
    done = book.get(job.id)
    assert (done.state, done.problem) == ("done", None)
    assert [(r["file"], r["status"]) for r in done.results] == [
        ("broken.docx", "failed"),
        ("again.docx", "twin"),
        ("list.txt", "no-measures"),
    ]
    assert "broken.docx" in (problem_text(done.results[0]["problem"], "uk") or "")
    assert done.results[1]["twin_of"]


def test_what_a_new_plan_repeats_is_counted(book: JobBook, settings: Settings, samples: Path) -> None:
    plan = "cherkasy_safe_communities_2026_2027.txt"
    with Store.open(book.folder) as store:
        store.remove(plan)
    job = uploaded(book, {plan: samples / plan, "list.txt": "Хліб"})
    book.begin_next()
    perform(book, job.id, settings)
    files = {one.file: one.repeats for one in job_out(book.get(job.id), "uk").files}
    assert files[plan] > 3 and files["list.txt"] == 0
    # broken off once it had been stored, it is no less new
    with JobBook(book.folder) as again:
        second = uploaded(again, {plan: samples / plan})
        again.add_result(second.id, dict(book.get(job.id).results[0]))
        again.begin_next()
        perform(again, second.id, settings)
        assert job_out(again.get(second.id), "uk").files[0].repeats == files[plan]


def test_job_that_was_broken_off_reads_only_what_is_left(book: JobBook, settings: Settings, samples: Path) -> None:
    job = uploaded(book, {"gone.docx": "never read", "new.txt": "Хліб"})
    book.begin_next()
    book.add_result(job.id, {"file": "gone.docx", "status": "added"})
    book.take_up()  # as the next server does
    assert book.get(job.id).state == "waiting"
    book.begin_next()
    perform(book, job.id, settings)
    assert [r["file"] for r in book.get(job.id).results] == ["gone.docx", "new.txt"]


def test_file_that_ends_the_process_each_time_is_given_up_and_the_rest_is_read(
    book: JobBook, settings: Settings
) -> None:
    job = uploaded(book, {"killer.txt": "Хліб", "next.txt": "Сіль"})
    for _ in range(TRIES - 1):
        book.begin_next()
        book.put_back(job.id)
    book.begin_next()
    perform(book, job.id, settings)
    assert [(r["file"], r["status"]) for r in book.get(job.id).results] == [
        ("killer.txt", "failed"),
        ("next.txt", "no-measures"),
    ]
    assert book.get(job.id).results[0]["problem"]["code"] == "reading-killed"


def brought(book: JobBook, settings: Settings, files: dict[str, Path | str]) -> dict[str, tuple[str, str | None]]:
    """What became of files that an editor brings who sees the plans of one group: (status, code of the problem)."""
    own = uploaded(book, files)
    job = book.add("ingest", own.asked | {"groups": ["відділ"]}, "Оксана", f"{own.id}-g")
    job_folder(book.folder, own.id).rename(job_folder(book.folder, job.id))
    book.cancel(own.id)
    begun = book.begin_next()
    assert begun and begun.id == job.id
    perform(book, job.id, settings)
    results = book.get(job.id).results
    assert all(result["twin_of"] is None for result in results)
    return {r["file"]: (r["status"], r["problem"] and r["problem"]["code"]) for r in results}


def test_what_an_editor_brings_is_theirs_and_tells_nothing_of_plans_they_do_not_see(
    book: JobBook, settings: Settings, samples: Path, documents: Path
) -> None:
    with AccessBook(book.folder) as access:
        access.set_group("відділ", [Member("plan", "свій.txt")])
        twin, taken = documents / "cherkasy_youth_2026.docx", samples / "cherkasy_youth_2026.txt"
        files = {twin.name: twin, taken.name: taken, "пізніше.txt": "Хліб"}
        assert brought(book, settings, files) == {
            twin.name: ("added", None),  # whoever sees the plan that it repeats is told so
            taken.name: ("failed", "upload-not-yours"),
            "пізніше.txt": ("no-measures", None),
        }
        # a name that was not stored is free: nobody has a claim on what comes under it later
        assert {one.value for one in access.groups()["відділ"]} == {"свій.txt", twin.name}
        assert brought(book, settings, {twin.name: twin}) == {twin.name: ("unchanged", None)}


def test_plan_whose_job_is_killed_when_it_is_stored_is_still_its_editors(
    book: JobBook, settings: Settings, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = documents / "cherkasy_youth_2026.docx"
    with AccessBook(book.folder) as access:
        access.set_group("відділ", [Member("plan", "свій.txt")])
    with monkeypatch.context() as patch:
        patch.setattr("corpus.ingest.keep_original", lambda *_: sys.exit(1))
        with pytest.raises(SystemExit):
            brought(book, settings, {file.name: file})
    book.take_up()
    job = book.begin_next()
    assert job
    perform(book, job.id, settings)
    assert [(r["status"], r["problem"]) for r in book.get(job.id).results] == [("unchanged", None)]


def test_job_without_results_is_given_up_after_some_tries(book: JobBook) -> None:
    job = book.add("reindex", {})
    for _ in range(TRIES):
        assert book.begin_next()
        book.put_back(job.id)
    given_up = book.get(job.id)
    assert (given_up.state, given_up.problem and given_up.problem["code"]) == ("failed", "job-gave-up")
    assert book.begin_next() is None


def test_restart_of_the_server_is_no_try(book: JobBook) -> None:
    job = book.add("reindex", {})
    for _ in range(TRIES + 2):
        assert book.begin_next()
        book.put_back(job.id, blameless=True)
    assert book.get(job.id).state == "waiting"


def test_jobs_are_begun_in_their_order_and_listed_newest_first(book: JobBook) -> None:
    first, second = book.add("reindex", {}, "Оксана"), book.add("duplicates", {}, "Петро")
    assert [job.id for job in book.newest(10)] == [second.id, first.id]
    assert [job.id for job in book.newest(10, person="Оксана")] == [first.id]
    assert book.count() == 2 and book.count(person="Петро") == 1
    begun = book.begin_next()
    assert begun and begun.id == first.id
    assert book.states() == {"running": 1, "waiting": 1}


def test_waiting_job_is_cancelled_and_never_begun(book: JobBook) -> None:
    job = book.add("reindex", {})
    assert book.cancel(job.id).state == "cancelled"
    assert book.begin_next() is None
    assert book.forget_before(-1) == [job.id]
    with pytest.raises(Problem) as problem:
        book.get(job.id)
    assert problem.value.code == "job-unknown"


def test_plans_are_removed(book: JobBook, settings: Settings, folder: Path) -> None:
    with Store.open(folder) as store:
        gone = store.plans()[0].plan.id
    job = book.add("remove", {"plans": [gone, "немає.txt"]})
    book.begin_next()
    perform(book, job.id, settings)
    assert [r["status"] for r in book.get(job.id).results] == ["removed", "unknown"]
    with Store.open(folder) as store:
        assert gone not in {stored.plan.id for stored in store.plans()}


def test_cells_are_put_right_and_found_under_their_new_words(book: JobBook, settings: Settings, folder: Path) -> None:
    with Store.open(folder) as store:
        first = next(store.measures()).measure
    cells = [{"cell": "measure", "item": None, "text": "Розвести вуликів на даху бібліотеки"}]
    job = book.add("correct", {"measure": first.id, "cells": cells}, "Оксана")
    book.begin_next()
    perform(book, job.id, settings)
    assert (book.get(job.id).state, book.get(job.id).results) == ("done", ({"cells": 1},))
    engine = Engine.open(settings)
    try:
        found, _ = engine.search("вулики на даху", Wanted(), 3)
        assert found.results.hits[0].measure_id == first.id
        assert "Виправлено вручну" in engine.rows([first.id], "uk")[0].warnings[-1]
    finally:
        engine.close()


def test_search_for_duplicates_leaves_pairs(book: JobBook, settings: Settings) -> None:
    job = book.add("duplicates", {"across": "all"})
    book.begin_next()
    perform(book, job.id, settings)
    (told,) = book.get(job.id).results
    lines = (job_folder(settings.data, job.id) / FOUND).read_text("utf-8").splitlines()
    assert told["pairs"] == len(lines) > 0


def test_failure_of_the_program_is_told(
    book: JobBook, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job = book.add("reindex", {})
    book.begin_next()
    monkeypatch.setattr(Work, "writing", lambda _: 1 / 0)
    perform(book, job.id, settings)
    failed = book.get(job.id)
    assert (failed.state, failed.problem and failed.problem["code"]) == ("failed", "job-failed")
    assert "division" in (problem_text(failed.problem, "en") or "")


# ---------------------------------------------------------------- with processes


def test_runner_waits_for_the_writer_of_another_process(
    book: JobBook, settings: Settings, holder: subprocess.Popen[str], samples: Path
) -> None:
    job = uploaded(book, {"list.txt": "Хліб"})
    runner = JobRunner(settings)
    runner.start()
    try:
        waited(lambda: book.get(job.id).stage == "waiting-for-writer")
        assert not book.get(job.id).results
        holder.communicate("")
        waited(lambda: book.get(job.id).over)
        assert book.get(job.id).state == "done"
        waited(lambda: not job_folder(settings.data, job.id).exists())
    finally:
        runner.close()


def test_command_line_waits_for_the_writer_too(
    folder: Path, holder: subprocess.Popen[str], samples: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", "from api.cli import main; main()", "ingest", str(a_plan(samples))]
    with subprocess.Popen(
        [*command, "--data", str(folder), "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as ingest:
        assert ingest.stderr and "Another program" in ingest.stderr.readline()
        assert ingest.poll() is None
        holder.communicate("")
        said = ingest.communicate(timeout=120)[0]
    assert ingest.returncode == 0 and "unchanged" in said


def test_job_of_a_runner_that_closes_is_done_by_the_next(
    book: JobBook, settings: Settings, holder: subprocess.Popen[str]
) -> None:
    job = uploaded(book, {"list.txt": "Хліб"})
    first = JobRunner(settings)
    first.start()
    waited(lambda: book.get(job.id).stage == "waiting-for-writer")
    second = JobRunner(settings)
    second.start()  # takes over when the first one lets go
    try:
        first.close()
        waited(lambda: book.get(job.id).stage == "waiting-for-writer")
        assert book.get(job.id).tries == 1
        holder.communicate("")
        waited(lambda: book.get(job.id).over)
        assert [r["status"] for r in book.get(job.id).results] == ["no-measures"]
    finally:
        second.close()


def test_running_job_is_stopped(book: JobBook, settings: Settings, holder: subprocess.Popen[str]) -> None:
    job = book.add("reindex", {})
    runner = JobRunner(settings)
    runner.start()
    try:
        waited(lambda: book.get(job.id).stage == "waiting-for-writer")
        book.cancel(job.id)
        waited(lambda: book.get(job.id).over)
        assert book.get(job.id).state == "cancelled"
    finally:
        runner.close()


def test_answers_do_not_wait_for_what_another_process_is_indexing(
    folder: Path, settings: Settings, holder: subprocess.Popen[str], samples: Path
) -> None:
    engine = Engine.open(settings)
    try:
        with Store.open(folder) as store:
            gone = store.plans()[0].plan.id
            store.remove(gone)
        engine.ask("які плани є", (), "uk")
        assert engine.searcher.behind
        holder.communicate("")
        engine.ask("які плани є", (), "uk")
        assert not engine.searcher.behind
    finally:
        engine.close()


RUNS_JOBS = """
import sys, time
from pathlib import Path
from api.job_runner import JobRunner
from api.routes_jobs import job_out
from api.settings import Settings
import os
JobRunner(Settings.load(os.environ, data=sys.argv[1])).start()
time.sleep(600)
"""


def test_killed_server_takes_its_job_with_it_and_the_next_one_does_it(
    book: JobBook, settings: Settings, holder: subprocess.Popen[str]
) -> None:
    job = uploaded(book, {"list.txt": "Хліб"})
    with subprocess.Popen([sys.executable, "-c", RUNS_JOBS, str(settings.data)]) as server:
        waited(lambda: book.get(job.id).stage == "waiting-for-writer")
        server.send_signal(signal.SIGKILL)
    assert book.get(job.id).state == "running"  # nobody could say otherwise
    holder.communicate("")
    with only_writer(settings.data):  # an orphan that went on would hold it
        assert not book.get(job.id).results
        runner = JobRunner(settings)
        runner.start()
        try:
            waited(lambda: book.get(job.id).tries == 2 and book.get(job.id).stage == "waiting-for-writer")
        finally:
            runner.close()
    runner = JobRunner(settings)
    runner.start()
    try:
        waited(lambda: book.get(job.id).over)
        assert [r["status"] for r in book.get(job.id).results] == ["no-measures"]
    finally:
        runner.close()
