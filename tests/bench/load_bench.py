"""Many people at a time: how long answers take when each of them asks every few seconds.

    python tests/bench/load_bench.py --data DIR [--users 50] [--every 5] [--seconds 20] [--measures 3000]

Starts `zakhid serve` over the data folder (or asks a running one: --url), has a lone person ask first, then all of them
at once, each beginning at a moment of its own. Questions are made from the plans at hand: about a measure by its words,
about a body, about a year, and follow-ups. Every answer is asked for as a stream, as the pages do, and read to its end.

Fails (exit code 1) where an answer was an error, the 95th percentile of the whole answer is above --most seconds, or
the first byte of a lone question comes later than --first-byte.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import httpx

from corpus.model import PlanDocument
from corpus.store import Store, content_hash

ROOT = Path(__file__).resolve().parents[2]
LONE_QUESTIONS = 15
LONGEST = 120  # characters of a measure in a question
WHO_AND_WHEN = ("Хто відповідає і до коли: {}?", "хто виконує {}", "Коли має бути зроблено: {}?", "{}")
OF_BODY = ("Які заходи виконує {}?", "Скільки заходів у виконавця {}?", "що має зробити {} у 2026 році")
FOLLOW_UPS = ("а до якого числа?", "а хто виконавець?", "а в інших областях?")
FIXED = (
    "Скільки заходів завершується у 2025 році?",
    "які заходи повторюються",
    "що прострочено",
    "привіт",
    "хто лагодить мости на місяці",
)


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """One answer: seconds to its first byte and to its end; ``failed``: why it is none."""

    first: float
    whole: float
    failed: str = ""


def questions_of(data: Path, seed: int) -> list[Question]:
    """Questions as people put them, over the plans at hand, in a random order that is the same each time."""
    chance = random.Random(seed)
    with Store.open(data, create=False) as store:
        measures = [one.measure.measure for one in store.measures()]
        bodies = sorted({body for body, _, _, _ in store.bodies()})
    words = [text[:LONGEST].rpartition(" ")[0] or text for text in measures]
    asked = [Question(chance.choice(WHO_AND_WHEN).format(text)) for text in chance.sample(words, min(len(words), 400))]
    asked += [Question(chance.choice(OF_BODY).format(body)) for body in chance.sample(bodies, min(len(bodies), 100))]
    asked += [Question(chance.choice(FOLLOW_UPS), (earlier.text,)) for earlier in asked[:100]]
    asked += [Question(text) for text in FIXED for _ in range(10)]
    chance.shuffle(asked)
    return asked


def grown(data: Path, measures: int, folder: Path) -> Path:
    """A data folder with at least so many measures: the plans at hand, again and again under other names."""
    with Store.open(data, create=False) as store:
        known = [one.plan for one in store.plans()]
        documents = [PlanDocument(p, tuple(one.measure for one in store.measures(plan_id=p.id))) for p in known]
    with Store.open(folder) as store:
        for time_over in count(1):
            for document in documents:
                again = _renamed(document, f"{time_over}-{document.plan.id}")
                store.replace(again, content_hash(again))
                if store.count() >= measures:
                    return folder
    return folder


def _renamed(document: PlanDocument, name: str) -> PlanDocument:
    plan = replace(document.plan, id=name, source_file=name)
    return PlanDocument(plan, tuple(replace(m, id=f"{name}-{m.position}", plan_id=name) for m in document.measures))


async def answer(client: httpx.AsyncClient, path: str, question: Question) -> Timing:
    """Ask and read the answer to its end, as a stream where the server streams."""
    begun = time.perf_counter()
    first = 0.0
    body = {"question": question.text, "history": list(question.history)}
    whole = b""
    try:
        async with client.stream("POST", path, json=body, headers={"Accept": "text/event-stream"}) as response:
            async for chunk in response.aiter_bytes():
                first = first or time.perf_counter() - begun
                whole += chunk
        failed = "" if response.status_code == 200 else f"status {response.status_code}"
        streamed = "event-stream" in response.headers.get("content-type", "")
        if streamed and not failed and b"event: done" not in whole:
            failed = "no end of the answer"
    except httpx.HTTPError as error:
        failed = type(error).__name__
    return Timing(first, time.perf_counter() - begun, failed)


async def person(
    client: httpx.AsyncClient,
    path: str,
    asked: Sequence[Question],
    start: float,
    every: float,
    end: float,
    out: list[Timing],
) -> None:
    """Ask every so many seconds; an answer that takes longer puts the next question off."""
    await asyncio.sleep(start)
    for question in asked:
        begun = time.perf_counter()
        if begun >= end:
            return
        out.append(await answer(client, path, question))
        await asyncio.sleep(max(0.0, every - (time.perf_counter() - begun)))


async def load(url: str, path: str, asked: list[Question], users: int, every: float, seconds: float) -> list[Timing]:
    timings: list[Timing] = []
    limits = httpx.Limits(max_connections=users, max_keepalive_connections=users)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
        end = time.perf_counter() + seconds
        chance = random.Random(1)
        people = [
            person(client, path, chance.sample(asked, len(asked)), chance.random() * every, every, end, timings)
            for _ in range(users)
        ]
        await asyncio.gather(*people)
    return timings


async def alone(url: str, path: str, asked: Sequence[Question]) -> list[Timing]:
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        return [await answer(client, path, question) for question in asked]


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of a server over the folder, ended afterwards."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0", "--data", str(data)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr is not None
        told = ""
        while not (found := re.search(r"http://\S+:\d+", told)):
            line = server.stderr.readline()
            if not line:
                raise SystemExit(f"the server did not start: {told}")
            told += line
        try:
            yield found[0]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def summary(timings: Sequence[Timing]) -> dict[str, object]:
    """Milliseconds of the whole answer and of its first byte, and what failed."""
    good = [t for t in timings if not t.failed]
    out: dict[str, object] = {"answers": len(timings), "failed": dict(Counter(t.failed for t in timings if t.failed))}
    for name in ("whole", "first"):
        values = [getattr(t, name) * 1000 for t in good]
        if values:
            out[name] = {
                "mean": round(statistics.fmean(values), 1),
                **{f"p{round(share * 100)}": round(percentile(values, share), 1) for share in (0.5, 0.95, 0.99)},
                "max": round(max(values), 1),
            }
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--url", help="a running server over the same data")
    parser.add_argument("--path", default="/api/v1/ask", help="the address on it that answers questions")
    parser.add_argument("--measures", type=int, default=0, help="repeat the plans until there are so many measures")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two questions of a person")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long all of them ask")
    parser.add_argument("--most", type=float, default=1.0, help="seconds that the 95th percentile may take")
    parser.add_argument("--first-byte", type=float, default=0.15, help="seconds to the first byte of a lone question")
    given = parser.parse_args()
    if given.url:
        return measured(given.url, given)
    with tempfile.TemporaryDirectory() as work:
        if given.measures:
            given.data = grown(given.data, given.measures, Path(work) / "data")
        with served(given.data) as url:
            return measured(url, given)


def measured(url: str, given: argparse.Namespace) -> int:
    asked = questions_of(given.data, seed=7)
    lone = asyncio.run(alone(url, given.path, asked[:LONE_QUESTIONS]))
    many = asyncio.run(load(url, given.path, asked, given.users, given.every, given.seconds))
    print(json.dumps({"lone": summary(lone), "load": summary(many)}, ensure_ascii=False, indent=2))
    slow = percentile([t.whole for t in many if not t.failed], 0.95) > given.most
    late = percentile([t.first for t in lone if not t.failed], 0.95) > given.first_byte
    return int(slow or late or any(t.failed for t in (*lone, *many)))


if __name__ == "__main__":
    sys.exit(main())
