"""Exit codes and messages: what a person, a shell and a pipe get when something is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.model import Plan, PlanDocument
from corpus.store import Store

WRONG = [
    ("asl", "Команди 'asl' немає"),
    ("export --format doc", "'doc' не належить до можливих"),
    ("export зайве", "Зайвий аргумент"),
    ("serve --port сто", "'сто' не є цілим числом"),
    ("search дорога --limit 0", "поза межами"),
    ("search", "Не вказано аргументу 'ТЕКСТ'"),
    ("search дорога --due-to завтра", "«завтра» не дата"),
    ("search дорога --consent так", "'так' не належить до можливих"),
    ("ask", "Поставте питання"),
    ("ask --batch немає.jsonl --out o.jsonl", "такого немає"),
    ("ask питання --out o.jsonl", "--out має сенс лише разом із --batch"),
    ("ingest", "Вкажіть файл або теку"),
    ("remove", "Не вказано аргументу 'ПЛАН...'"),
    ("status --lang de", "'de' не належить до можливих"),
    ("status --frobnicate", "Параметра '--frobnicate' немає"),
    ("duplicates --across oblasts", "'oblasts' не належить до можливих"),
    ("duplicates --min-score 2", "поза межами"),
    ("due --on завтра", "«завтра» не дата"),
    ("gaps", "Не вказано аргументу 'ПЛАН'"),
]


@pytest.mark.parametrize(("line", "said"), WRONG, ids=lambda text: text[:30])
def test_wrong_usage_is_said_in_ukrainian_with_code_2(invoke, line: str, said: str) -> None:
    result = invoke(*line.split(" "))
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_wrong_usage_is_said_in_english(invoke) -> None:
    result = invoke("search", "road", "--due-to", "tomorrow", "--lang", "en")
    assert result.exit_code == 2
    assert "“tomorrow” is no date" in result.stderr
    assert "Usage: zakhid search [OPTIONS] TEXT" in result.stderr


FAILED = [
    ("status", "ще немає даних"),
    ("ask питання", "ще немає даних"),
    ("serve --host 0.0.0.0", "відкрила б плани всій мережі"),
    ("serve --host plans.example", "відкрила б плани всій мережі"),
]


@pytest.mark.parametrize(("line", "said"), FAILED, ids=lambda text: text[:30])
def test_failure_is_one_line_with_code_1(invoke, line: str, said: str) -> None:
    result = invoke(*line.split(" "))
    assert result.exit_code == 1
    assert result.stderr.startswith("Помилка: ")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_fault_of_the_program_is_one_line_too(invoke, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("несподіванка")

    monkeypatch.setattr("api.commands.status.state_of", broken)
    result = invoke("status", "--data", data)
    assert result.exit_code == 1
    assert "Внутрішня помилка (RuntimeError: несподіванка)" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_interruption_has_the_shells_code(invoke, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("api.commands.status.state_of", interrupted)
    result = invoke("status", "--data", data)
    assert result.exit_code == 128 + signal.SIGINT
    assert "Перервано" in result.stderr


def test_reader_that_has_enough_is_no_failure(data: Path) -> None:
    """The pipe is closed before anything is written to it."""
    script = "import os, sys; os.close(0); from api.cli import main; main()"
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", script, "export", "--data", data], stdout=writing, stderr=subprocess.PIPE, timeout=60
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "koi8-u", "utf-16"])
def test_output_is_utf8_whatever_the_terminal_says(program, data: Path, encoding: str) -> None:
    done = program("export", "--format", "csv", "--data", data, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert "велодоріжку" in done.stdout
    failed = program("export", "--plan", "немає", "--data", data, PYTHONIOENCODING=encoding)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "«немає»" in failed.stderr


def test_argument_in_another_encoding_is_read(data: Path) -> None:
    command = [sys.executable, "-c", "from api.cli import main; main()", "export", "--data", str(data), "--plan"]
    done = subprocess.run([*command, "Лісове".encode("cp1251")], capture_output=True, timeout=60)
    assert "«Лісове»" in done.stderr.decode()


def test_what_steers_a_terminal_is_not_printed(invoke, tmp_path: Path) -> None:
    plan = Plan("x.txt", "x.txt", "План\x1b[2J", region="\x9b31m\u202eобласть", sha256="x")
    with Store.open(tmp_path / "data") as store:
        store.replace(PlanDocument(plan, ()), "x")
    printed = invoke("status", "--data", tmp_path / "data").stdout
    assert "область" in printed
    assert not {"\x1b", "\x9b", "\u202e"} & set(printed)
    failed = invoke("export", "--plan", "а\x1b[2J", "--data", tmp_path / "data")
    assert "\x1b" not in failed.stderr


def test_version(invoke) -> None:
    assert invoke("--version").stdout.startswith("zakhid ")


def test_data_folder_may_stand_before_and_after_the_command_and_in_the_environment(invoke, data, monkeypatch) -> None:
    before = invoke("--data", data, "status", "--json")
    after = invoke("status", "--json", f"--data={data}")
    monkeypatch.setenv("ZAKHID_DATA", str(data))
    assert before.stdout == after.stdout == invoke("status", "--json").stdout != ""


QUICK = {"torch", "spacy", "onnxruntime", "faiss", "tantivy", "numpy", "docx", "pdfplumber", "openpyxl", "fastapi"}


@pytest.mark.parametrize("line", ["--help", "status", "export", "search --help"])
def test_what_starts_often_loads_nothing_heavy(data: Path, line: str) -> None:
    script = (
        "import sys\n"
        "from api.cli import main\n"
        "try: main()\n"
        f"finally: print(*({QUICK!r} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *line.split()],
        env=os.environ | {"ZAKHID_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert done.stderr.split() == []
