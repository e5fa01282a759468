"""Learns which row a question means after those named before it (``assistant.contextual.WEIGHTS``).

    python tools/fit_dialogue.py DATA CASES.jsonl...

Each line of CASES holds the questions of a dialogue so far («history»), the next one («question»), and the ids of the
measures of DATA that answer it («measures»). Only questions that name something themselves teach anything here; the
earlier ones are answered by the program, with its mistakes.

Method: a linear score over the facts of each candidate, by listwise softmax (ListNet, Cao et al. 2007) with L2; twelve
folds of whole dialogues give the cross-validated share of questions whose first row answers.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from assistant.assistant import Assistant
from assistant.contextual import WEIGHTS, Facts, in_context
from assistant.dialogue import readings
from assistant.request import Intent
from corpus.store import Store
from index.search import Searcher
from tools.listwise import learn_listwise

FOLDS, PENALTY = 12, 0.01
ONE_ROW = (Intent.WHO, Intent.WHEN, Intent.WHO_WHEN, Intent.VALUE, Intent.FIND)
# a condition that is met, and more of the new words, never speak against a row
AT_LEAST_NOTHING = ("alone", "together", "held", "task_held", "fullest", "conditions")


@dataclass(frozen=True)
class Case:
    """A question's candidates: their facts, which of them answer; ``fold`` is that of its dialogue."""

    question: str
    facts: Facts
    right: NDArray[np.bool_]
    fold: int


def cases(assistant: Assistant, lines: Sequence[dict[str, Any]]) -> Iterator[Case]:
    """Every question of the lines that is read as one on what was said before."""
    for line in lines:
        assistant.ask(line["question"], line["history"])
        state = assistant._current()
        before = assistant._turn(line["history"][-1], tuple(line["history"][:-1]), state)
        asked = assistant.understood(line["question"])
        for reading in readings(asked, before, state.names.bodies):
            if not reading.context or not reading.subject or reading.intent not in ONE_ROW:
                continue
            found = in_context(reading, assistant.store, assistant.searcher)
            if found.facts is not None:
                right = np.array([hit.measure_id in set(line["measures"]) for hit in found.hits])
                yield Case(line["question"], found.facts, right, zlib.crc32(line["history"][0].encode()) % FOLDS)
            break


def learn(used: Sequence[Case]) -> NDArray[np.float64]:
    """The weights of the linear score."""
    lists = [(case.facts, case.right) for case in used if case.right.any()]
    return learn_listwise(lists, PENALTY, [(0 if name in AT_LEAST_NOTHING else -np.inf, np.inf) for name in WEIGHTS])


def first_right(some: Sequence[Case], weights: NDArray[np.float64]) -> float:
    """The share of cases whose first row answers."""
    return float(np.mean([case.right[np.argmax(case.facts @ weights)] for case in some]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("cases", type=Path, nargs="+")
    options = parser.parse_args()
    lines = [json.loads(one) for path in options.cases for one in path.read_text(encoding="utf-8").splitlines()]
    with Store.open(options.data, create=False) as store:
        searcher = Searcher.open(store)
        found = list(cases(Assistant(store, searcher, lang="uk"), [one for one in lines if one["measures"]]))
    parts = [[case for case in found if case.fold == fold] for fold in range(FOLDS)]
    shares = [
        (first_right(part, learn([c for c in found if c.fold != part[0].fold])), len(part)) for part in parts if part
    ]
    left_out = np.average([share for share, _ in shares], weights=[size for _, size in shares])
    shipped = first_right(found, np.array(list(WEIGHTS.values())))
    print(
        f"{len(found)} questions; first row answers: dialogues left out {left_out:.3f}, shipped weights {shipped:.3f}"
    )
    for name, weight in zip(WEIGHTS, learn(found), strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
