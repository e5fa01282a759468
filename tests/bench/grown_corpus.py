"""A corpus of any size, grown from real measures by recombination: texts, bodies, deadlines and vectors.

The words of a grown measure are the beginning of one measure and the end of another; section and task come from the
first, bodies and deadline from a third; plans have a hundred measures each. Its vector is a weighted sum of the vectors
of two measures with noise, made unit again. So lengths, vocabulary and the lie of the vectors are those of plans, while
the texts mean nothing: what is measured on them is time, memory and recall against brute force, never relevance.
"""

from __future__ import annotations

import json
import random
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.model import Measure
from corpus.regions import region_in
from corpus.store import DATABASE, Store
from corpus.text import fold
from index.encoder import Encoder
from index.fields import passage_of

PER_PLAN = 100
REGION_STEMS = ("Вінницьк", "Волинськ", "Дніпропетровськ", "Донецьк", "Житомирськ", "Закарпатськ", "Запорізьк",
                "Івано-Франківськ", "Київськ", "Кіровоградськ", "Луганськ", "Львівськ", "Миколаївськ", "Одеськ",
                "Полтавськ", "Рівненськ", "Сумськ", "Тернопільськ", "Харківськ", "Херсонськ", "Хмельницьк", "Черкаськ",
                "Чернівецьк", "Чернігівськ")  # fmt: skip
REGIONS = tuple(region_in(f"{stem}а область") or f"{stem}а область" for stem in REGION_STEMS)
_NOISE = np.random.default_rng(7).normal(0, 0.015, (4096, 384)).astype(np.float32)
Vectors = NDArray[np.float32]


class GrownEncoder:
    """Gives grown passages their vectors at no cost; questions and passages it does not know go to a real encoder."""

    def __init__(self, real: Encoder, seeds: Sequence[Measure], vectors: Vectors | None = None) -> None:
        self.name = f"grown {real.name}"
        self.dimension = real.dimension
        self._real = real
        self._vectors = real.passages([passage_of(m) for m in seeds]) if vectors is None else vectors
        self._by_end = {_end(m.measure): n for n, m in enumerate(seeds)}

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._real.queries(texts)

    def passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vectors:
        sums = np.array([zlib.crc32(text.encode()) for text in texts], dtype=np.int64)
        ends = np.array([self._by_end.get(_end(text), -1) for text in texts], dtype=np.int64)
        one = np.where(ends >= 0, ends, sums % len(self._vectors))
        other = (sums // 4096) % len(self._vectors)
        share = (0.5 + (sums % 1000) / 2000).astype(np.float32)[:, None]
        out = share * self._vectors[one] + (1 - share) * self._vectors[other]
        out += _NOISE[sums % 4096] + np.roll(_NOISE, 1, axis=1)[(sums >> 12) % 4096]
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), dtype=np.float32)


def seeds_of(folder: Path) -> list[Measure]:
    """The measures of a data folder from which others are grown."""
    with Store.open(folder, create=False) as store:
        return [stored.measure for stored in store.measures() if len(stored.measure.measure.split()) >= 4]


def grow(seeds: Sequence[Measure], size: int, folder: Path) -> None:
    """Write a store of ``size`` measures, in one transaction and past the program's own writing."""
    Store.open(folder).close()
    database = sqlite3.connect(folder / DATABASE)
    with database:
        for table, rows in tables(seeds, size):
            marks = ",".join("?" * len(rows[0]))
            database.executemany(f"insert into {table} values ({marks})", rows)
        database.execute("update meta set value = '1' where key = 'revision'")
    database.close()


def tables(seeds: Sequence[Measure], size: int) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """(table, rows) of a plan at a time."""
    chance = random.Random(size)
    bodied = [i for m in seeds for i in m.items if i.responsible] or [i for m in seeds for i in m.items]
    for number, first in enumerate(range(0, size, PER_PLAN)):
        plan, region = f"plan-{number}.docx", REGIONS[number % len(REGIONS)]
        yield "plans", [_plan_row(plan, region)]
        measures, items, bodies = [], [], []
        for place in range(min(PER_PLAN, size - first)):
            row = first + place + 1
            one, other, third = chance.choice(seeds), chance.choice(seeds), chance.choice(bodied)
            measures.append(_measure_row(row, plan, place, one, recombined(one.measure, other.measure, chance)))
            end = date(2018, 1, 1) + timedelta(chance.randrange(10 * 365))
            items.append((row, 0, third.indicator, third.value, fold(third.value) if third.value else None,
                          end.isoformat(), None, end.isoformat(), None, None))  # fmt: skip
            bodies += [(row, 0, n, r.text, r.body, r.consent) for n, r in enumerate(third.responsible)]
        yield "measures", measures
        yield "items", items
        if bodies:
            yield "responsible", bodies


def recombined(one: str, other: str, chance: random.Random) -> str:
    """The beginning of one text and the end of another."""
    head, tail = one.split(), other.split()
    cut = chance.uniform(0.3, 0.7)
    return " ".join([*head[: max(1, int(cut * len(head)))], *tail[min(int(cut * len(tail)), len(tail) - 3) :]])


def _plan_row(plan: str, region: str) -> tuple[Any, ...]:
    title = f"План заходів {region} {plan}"
    return (plan, plan, plan, plan, "", title, region, None, None, None, None, None, None, "[]", "[]")


def _measure_row(row: int, plan: str, place: int, like: Measure, text: str) -> tuple[Any, ...]:
    heading = " \n ".join(fold(t) for t in (like.section, like.subsection, like.task) if t)
    own = (like.section, like.subsection, like.task_no, like.task, like.goal, like.measure_no)
    return (row, f"m{row}", plan, place, text, *own, heading, json.dumps({}), json.dumps([]))


def _end(text: str) -> str:
    return " ".join(text.strip(" .").split()[-3:])
