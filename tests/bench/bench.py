"""Measures zakhid on a folder of plans and prints a table: ``python tests/bench/bench.py FOLDER [--questions FILE]``.

Every figure is of a process of its own, as a person would start it: wall time by the clock, peak memory as the
kernel counts it (the largest resident set). Times of commands that are started often are the median of five starts.
Nothing here is part of the test run, and nothing is asserted: compare the table with the one in the README.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ZAKHID = Path(sys.executable).with_name("zakhid")
STARTS = 5
QUESTION = "хто відповідає за систему 112 і до коли"
# Asked where no file of questions is given: every kind of question, about any plans.
QUESTIONS = (
    QUESTION,
    "хто проводить навчання для громадських організацій",
    "до якого числа треба перевірити укриття",
    "які заходи має виконати поліція",
    "скільки заходів завершується у 2026 році",
    "що заплановано на другий квартал",
    "хто оновлює сирени і гучномовці",
    "коли відкриють притулки для постраждалих",
    "який показник у заходу про бібліотеки",
    "хто фарбує паркан на місяці",
)


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: wall seconds, peak memory in MB."""

    seconds: float
    peak_mb: float


def run(*arguments: str | Path) -> Run:
    """Start zakhid with the arguments, wait for it and measure it; SystemExit when it fails."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as messages:
        begun = time.perf_counter()
        process = subprocess.Popen([ZAKHID, *arguments], stdout=output, stderr=messages)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            messages.seek(0)
            sys.exit(f"zakhid {' '.join(map(str, arguments))} ended with {process.returncode}: {messages.read()}")
    return Run(seconds, usage.ru_maxrss / 1024)


def several(*arguments: str | Path) -> tuple[float, float]:
    """Median seconds and largest peak of a few starts."""
    runs = [run(*arguments) for _ in range(STARTS)]
    return statistics.median(r.seconds for r in runs), max(r.peak_mb for r in runs)


def parsing(folder: Path) -> Iterator[tuple[str, str]]:
    """Reading alone, without storing or embedding: measures a second by format. The first file warms up."""
    from corpus.messages import Problem
    from corpus.reading import read_plan

    files = sorted(path for path in folder.rglob("*") if path.is_file())
    found: dict[str, list[tuple[int, float]]] = {}
    for path in files[:1] + files:
        begun = time.perf_counter()
        try:
            measures = len(read_plan(path).measures)
        except Problem:
            continue
        found.setdefault(path.suffix, []).append((measures, time.perf_counter() - begun))
    for suffix, figures in sorted(found.items()):
        figures = figures[1:] if suffix == files[0].suffix else figures
        measures, seconds = sum(m for m, _ in figures), sum(s for _, s in figures)
        yield f"reading {suffix} ({len(figures)} files)", f"{measures / seconds:.0f} measures/s"


def asking(data: Path, questions: Path) -> Iterator[tuple[str, str]]:
    """A batch in one process: the time of each question after loading."""
    out = data / "bench-answers.jsonl"
    batch = run("ask", "--data", data, "--batch", questions, "--out", out)
    times = sorted(json.loads(line)["latency_ms"] for line in out.read_text(encoding="utf-8").splitlines())
    p50, p95 = percentile(times, 50), percentile(times, 95)
    yield f"ask --batch, {len(times)} questions", f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, peak {batch.peak_mb:.0f} MB"


def percentile(ordered: Sequence[float], share: int) -> float:
    """The nearest-rank percentile of ordered figures."""
    return ordered[max(0, -(-share * len(ordered) // 100) - 1)]


def table(folder: Path, questions: Path | None) -> Iterator[tuple[str, str]]:
    """(what, figure) pairs, each measured when it is asked for."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["ZAKHID_CACHE"] = str(Path(temporary) / "cache")
        for name in ("first ingest (builds the model)", "ingest"):
            data = Path(temporary) / name.split()[0]
            ingest = run("ingest", folder, "--data", data)
            yield f"{name} of {folder.name}/", f"{ingest.seconds:.1f} s, peak {ingest.peak_mb:.0f} MB"
        again = run("ingest", folder, "--data", data)
        yield "ingest again, nothing changed", f"{again.seconds:.1f} s, peak {again.peak_mb:.0f} MB"
        if questions is None:
            questions = data / "bench-questions.jsonl"
            lines = (json.dumps({"id": str(n), "question": q}) for n, q in enumerate(QUESTIONS))
            questions.write_text("\n".join(lines) + "\n", encoding="utf-8")
        yield from asking(data, questions)
        for label, arguments in {
            "cold ask": ("ask", QUESTION),
            "--help": ("--help",),
            "status": ("status",),
            "export --format jsonl": ("export", "--format", "jsonl"),
        }.items():
            extra = () if label == "--help" else ("--data", data)
            seconds, peak = several(*arguments, *extra)
            yield label, f"{seconds:.2f} s, peak {peak:.0f} MB"
    yield from parsing(folder)  # last: a process that is started counts the memory of the one that starts it


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=Path)
    chosen = parser.parse_args()
    print("| what | measured |\n|---|---|", flush=True)
    for what, figure in table(chosen.folder, chosen.questions):
        print(f"| {what} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
