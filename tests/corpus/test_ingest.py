"""Files go into the store one by one: what is new, unchanged, replaced, a twin, without measures, or bad."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.ingest import FileResult, files_in, ingest
from corpus.store import Store

HEAD = "ПЛАН\nзаходів із {subject} у Сумській області на 2026 рік\n\n№\tНайменування заходу\tВідповідальні\tСтрок\n"
ACTIONS = (
    "Облаштування пандусів у сільських бібліотеках",
    "Проведення навчань із користування вогнегасниками",
    "Придбання генератора для амбулаторії",
    "Ремонт покрівлі будинку культури",
    "Створення реєстру колодязів загального користування",
    "Навчання диспетчерів служби порятунку",
    "Висаджування дерев уздовж дороги до школи",
    "Перевірка освітлення на переходах",
)


def dump(subject: str = "безпеки", actions: tuple[str, ...] = ACTIONS, month: str = "Березень") -> str:
    rows = [f"{n}.\t{text}\tУправління освіти\t{month} 2026 року" for n, text in enumerate(actions, 1)]
    return HEAD.format(subject=subject) + "\n".join(rows) + "\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "plans"
    path.mkdir()
    return path


def run(store: Store, *paths: Path, keep_twins: bool = False) -> dict[str, FileResult]:
    return {result.path.name: result for result in ingest(paths, store, keep_twins=keep_twins)}


def statuses(store: Store, *paths: Path) -> dict[str, str]:
    return {name: result.status for name, result in run(store, *paths).items()}


def test_a_folder_is_read_through_and_every_file_gets_its_result(store: Store, folder: Path) -> None:
    (folder / "a.txt").write_text(dump(), encoding="utf-8")
    (folder / "inner").mkdir()
    (folder / "inner" / "b.txt").write_text(dump("доріг", ACTIONS[:5]), encoding="cp1251")
    (folder / "letter.txt").write_text("Шановні колеги!\nПлан надішлемо згодом.\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 and then nothing of use")
    (folder / ".hidden.txt").write_text(dump("іншого"), encoding="utf-8")
    (folder / "~$a.docx").write_bytes(b"office lock")
    results = run(store, folder)
    assert {name: r.status for name, r in results.items()} == {
        "a.txt": "added",
        "b.txt": "added",
        "letter.txt": "no-measures",
        "empty.txt": "failed",
        "broken.docx": "failed",
    }
    assert results["a.txt"].measures == 8
    assert store.count() == 13
    for name in ("empty.txt", "broken.docx"):
        problem = results[name].problem
        assert problem is not None
        assert name in problem.text("uk") and name in problem.text("en")
        assert "\n" not in problem.text("uk")


def test_the_same_file_again_changes_nothing(store: Store, folder: Path) -> None:
    (folder / "a.txt").write_text(dump(), encoding="utf-8")
    run(store, folder)
    before = [s.measure for s in store.measures()], store.revision
    assert statuses(store, folder) == {"a.txt": "unchanged"}
    assert ([s.measure for s in store.measures()], store.revision) == before


def test_a_changed_file_replaces_its_former_version_and_ids_of_kept_measures_stay(store: Store, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(dump(), encoding="utf-8")
    run(store, folder)
    ids = {s.measure.measure: s.measure.id for s in store.measures()}
    path.write_text(dump(month="Жовтень"), encoding="utf-8")
    assert statuses(store, folder) == {"a.txt": "replaced"}
    after = {s.measure.measure: s.measure for s in store.measures()}
    assert {text: m.id for text, m in after.items()} == ids
    assert {m.items[0].deadline_text for m in after.values()} == {"Жовтень 2026 року"}


def test_a_file_that_lost_its_measures_does_not_hide_the_former_version(store: Store, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(dump(), encoding="utf-8")
    run(store, folder)
    path.write_text("Лист без плану.\n", encoding="utf-8")
    assert statuses(store, folder) == {"a.txt": "no-measures"}
    assert store.count() == 8


@pytest.mark.parametrize(
    ("other", "status"),
    [
        pytest.param(dump(), "twin", id="the same"),
        pytest.param(dump(actions=ACTIONS[:-1]), "twin", id="one measure less"),
        pytest.param(dump("доріг"), "added", id="another title"),
        pytest.param(dump(actions=ACTIONS[:3]), "added", id="most measures missing"),
        pytest.param(dump(actions=tuple(f"Інша справа {n}" for n in "абвгдежз")), "added", id="other measures"),
    ],
)
def test_a_twin_of_another_plan_is_reported_and_left_out(store: Store, folder: Path, other: str, status: str) -> None:
    (folder / "a.txt").write_text(dump(), encoding="utf-8")
    (folder / "b.txt").write_text(other, encoding="utf-8")
    results = run(store, folder)
    assert results["b.txt"].status == status
    assert results["b.txt"].twin_of == ("a.txt" if status == "twin" else None)
    assert {p.plan.source_file for p in store.plans()} == ({"a.txt"} if status == "twin" else {"a.txt", "b.txt"})
    if status == "twin":
        assert run(store, folder, keep_twins=True)["b.txt"].status == "added"


def test_two_different_files_of_one_name_are_not_mixed_up(store: Store, folder: Path) -> None:
    for inner, text in (("x", dump()), ("y", dump("доріг")), ("z", dump())):
        (folder / inner).mkdir()
        (folder / inner / "plan.txt").write_text(text, encoding="utf-8")
    results = list(ingest([folder], store))
    assert [r.status for r in results] == ["added", "failed", "unchanged"]
    assert results[1].problem is not None
    assert results[1].problem.code == "name-taken"


def test_the_data_folder_within_a_read_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(dump(), encoding="utf-8")
    with Store.open(tmp_path / "zakhid-data") as store:
        assert statuses(store, tmp_path) == {"plan.txt": "added"}
        assert [p.name for p in files_in([tmp_path], store.folder)] == ["plan.txt"]


def test_a_missing_file_is_said_and_the_others_are_read(store: Store, folder: Path) -> None:
    (folder / "a.txt").write_text(dump(), encoding="utf-8")
    assert statuses(store, folder / "none.txt", folder / "a.txt") == {"none.txt": "failed", "a.txt": "added"}


def test_a_readers_own_fault_is_a_failure_of_that_file_alone(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus import ingest as module

    honest = module.read

    def faulty(path: Path, *, progress: object = None) -> object:
        if path.name == "a.txt":
            raise RecursionError("too deep")
        return honest(path)

    monkeypatch.setattr(module, "read", faulty)
    (folder / "a.txt").write_text(dump(), encoding="utf-8")
    (folder / "b.txt").write_text(dump("доріг"), encoding="utf-8")
    results = run(store, folder)
    assert {name: r.status for name, r in results.items()} == {"a.txt": "failed", "b.txt": "added"}
    assert results["a.txt"].problem is not None
    assert "too deep" in str(results["a.txt"].problem)


KILLED = """
import os, signal, sys
from pathlib import Path
import sqlalchemy as sa
from corpus.ingest import ingest
from corpus.store import Store

written = 0

def count(connection, cursor, statement, *rest):
    global written
    written += statement.startswith("INSERT INTO measures")
    if written > int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

sa.event.listen(sa.Engine, "before_cursor_execute", count)
with Store.open(Path(sys.argv[1])) as store:
    list(ingest([Path(sys.argv[2])], store))
"""


@pytest.mark.parametrize("rows_before_death", [0, 3, 7])
def test_a_killed_ingest_leaves_the_former_state(tmp_path: Path, rows_before_death: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text(dump(), encoding="utf-8")
    with Store.open(tmp_path / "data") as store:
        run(store, path)
        before = [s.measure for s in store.measures()], store.plans(), store.revision
    path.write_text(dump(month="Жовтень"), encoding="utf-8")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "data"), str(path), str(rows_before_death)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    with Store.open(tmp_path / "data") as store:
        assert ([s.measure for s in store.measures()], store.plans(), store.revision) == before
        assert statuses(store, path) == {"a.txt": "replaced"}


def test_the_pages_of_a_long_file_are_told_while_it_is_read(store: Store) -> None:
    told: list[tuple[int, int]] = []
    path = Path(__file__).resolve().parents[1] / "documents" / "poltava_resilience_2026.pdf"
    list(ingest([path], store, progress=lambda done, total: told.append((done, total))))
    assert told and told[-1] == (len(told), len(told))
