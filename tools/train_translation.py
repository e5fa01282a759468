"""Learns which everyday words stand for which official ones (``index/translation.npz``).

    python tools/train_translation.py QUERIES.jsonl... [--unseen-gold GOLD...] --out index/translation.npz

Each line of QUERIES holds a measure (``task``, ``measure``) and queries as staff type them; what the encoder learns
from serves here too (``tools/train_encoder.py``), and so does a dictionary (an official notion as the ``measure``, what
people call it as the queries). Plans with a measure in ``--unseen-gold`` are left out, so that the ranking can be
learned on them (``tools/train_ranker.py``).

Method: IBM model 1 (Brown et al. 1993) from the stems of a measure and its task to those of a query, without an empty
word; STEPS of EM only (with eight, rare pairs are believed too firmly: 1.6 points less at the first place on plans left
out), and SMOOTH occurrences added to each official stem that stand for nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from index.terms import terms_of
from index.translation import Translation
from tools.pairs import read

STEPS, SMOOTH = 2, 1.0
LEAST = 3e-6  # a chance below it fits no byte of the file
Pair = tuple[tuple[str, ...], tuple[str, ...]]  # the stems of a query and of the measure that it asks for


@cache
def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text that mean something, each once."""
    return tuple(dict.fromkeys(term.stem for term in terms_of(text) if not term.stop))


def pairs_of(rows: Sequence[dict[str, Any]]) -> Iterator[Pair]:
    """Each query with its measure."""
    for row in rows:
        measure = stems_of(f"{row.get('task') or ''}. {row['measure']}")
        for query in row["queries"]:
            if measure and stems_of(query):
                yield stems_of(query), measure


def learn(pairs: Sequence[Pair]) -> Translation:
    """The table from the pairs."""
    said = {stem: n for n, stem in enumerate(sorted({stem for query, _ in pairs for stem in query}))}
    official = {stem: n for n, stem in enumerate(sorted({stem for _, measure in pairs for stem in measure}))}
    asked, of, word = [], [], []  # one entry for each stem of a query beside each of its measure
    words = 0
    for query, measure in pairs:
        one, other = [said[stem] for stem in query], [official[stem] for stem in measure]
        asked.append(np.repeat(one, len(other)))
        of.append(np.tile(other, len(one)))
        word.append(np.repeat(np.arange(words, words + len(one)), len(other)))
        words += len(one)
    columns, owner = np.concatenate(of), np.concatenate(word)
    cells, cell = np.unique(np.concatenate(asked) * len(official) + columns, return_inverse=True)
    of_cell = cells % len(official)
    chances = np.ones(len(cells))
    for _ in range(STEPS):
        share = chances[cell]
        share /= np.bincount(owner, share)[owner]
        counts = np.bincount(cell, share)
        chances = counts / (np.bincount(of_cell, counts, minlength=len(official)) + SMOOTH)[of_cell]
    kept = chances >= LEAST
    sizes = np.bincount(cells[kept] // len(official), minlength=len(said))
    starts = np.concatenate([[0], np.cumsum(sizes)])
    often = np.bincount([said[stem] for query, _ in pairs for stem in query], minlength=len(said)) / len(pairs)
    return Translation(list(said), list(official), starts, of_cell[kept], chances[kept], often)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", type=Path, nargs="+")
    parser.add_argument("--unseen-gold", nargs="*", type=Path, default=[], help="gold files whose plans are left out")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rows = [row for path in options.queries for row in read(path)]
    gold = {line["id"] for path in options.unseen_gold for line in read(path)}
    unseen = {row["plan"] for row in rows if row["id"] in gold}
    pairs = list(pairs_of([row for row in rows if row["plan"] not in unseen]))
    table = learn(pairs)
    table.save(options.out)
    print(f"{len(pairs)} queries of {len({of for _, of in pairs})} measures, {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
