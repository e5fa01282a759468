"""What each piece of the search brings: ``make bench-search DATA=... QUERIES=... GOLD="..."``.

``python tests/bench/search_ablation.py DATA QUERIES [--gold GOLD...] [--every N]``. DATA is a data folder into which the
plans have been read. QUERIES are labelled questions (``expect.primary`` names gold ids, ``overlap`` and ``noise`` the
classes; those that ask to find a measure, who and when are taken, without dialogue), or queries of measures as
``tools/train_ranker.py`` learns from (classes: official, everyday and hasty words). A row is right when it is of the
measure's plan and has its text. No filters are given: all measures are candidates. Prints hit@1 and hit@5 by class
after each piece:

``base``      cosines of the published weights
``adapted``   cosines of the adapted weights
``words``     with the words of the measure itself, as typed: BM25 and cosine, each from 0 to 1, added
``fields``    with the words of all fields, by their weights
``repairs``   with the question's spelling, language and keyboard put right, and its request words off
``thesaurus`` with everyday and official words, and abbreviations
``ranker``    with the learned ranker over all evidence: the search as it is
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from corpus.store import Store
from corpus.text import fold
from index.encoder import BUNDLED_BASE, load_encoder
from index.fields import FIELDS, passage_of
from index.query import Question, QuestionReader
from index.search import Searcher, wanted
from index.thesaurus import Thesaurus
from index.vocabulary import Vocabulary

PIECES = ("base", "adapted", "words", "fields", "repairs", "thesaurus", "ranker")
ASKED = ("find", "who", "when", "who_when")
KINDS = ("official", "everyday", "hasty")
CANDIDATES, SHOWN = 100, 5
Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A question, the rows that answer it, and the classes that it counts to."""

    text: str
    right: frozenset[int]
    classes: tuple[str, ...]


class AsTyped(Vocabulary):
    """Takes every word for one of the corpus, so that none is changed."""

    def has(self, word: str) -> bool:
        return True


class Ablation:
    """The rankings of one data folder with ever more pieces of the search."""

    def __init__(self, store: Store, cache: Path) -> None:
        self.searcher = Searcher.open(store, cache=cache)
        self.searcher.sync()
        measures = {stored.row: stored.measure for stored in store.measures()}
        self.rows = np.array(sorted(measures), dtype=np.int64)
        self._base = load_encoder(BUNDLED_BASE, cache)
        self._passages = self._base.passages([passage_of(measures[row]) for row in self.rows.tolist()])
        snapshot = self.searcher.snapshot
        bare = Thesaurus(())
        readers = {
            "fields": QuestionReader(AsTyped(snapshot.words), bare),
            "repairs": QuestionReader(snapshot.vocabulary, bare),
            "thesaurus": snapshot.reader,
        }
        self._ranked: dict[str, Callable[[str], list[int]]] = {
            "base": lambda text: self._best(self._passages @ self._base.queries([text])[0]),
            "adapted": lambda text: self._best(self._cosines(readers["fields"].read(text))),
            "words": lambda text: self._mixed(readers["fields"].read(text), ("text",)),
            **{name: (lambda text, r=reader: self._mixed(r.read(text))) for name, reader in readers.items()},
            "ranker": lambda text: [hit.row for hit in self.searcher.search(text, limit=SHOWN).hits],
        }

    def ranked(self, piece: str, text: str) -> list[int]:
        """The first rows for a question with all pieces up to this one."""
        return self._ranked[piece](text)

    def _cosines(self, question: Question) -> Any:
        return self.searcher.snapshot.vectors.cosines(self.searcher.question_vector(question), self.rows)

    def _best(self, scores: Any) -> list[int]:
        return [int(row) for row in self.rows[np.argsort(-scores, kind="stable")[:SHOWN]]]

    def _mixed(self, question: Question, fields: Sequence[str] = FIELDS) -> list[int]:
        """Cosine and BM25, both brought to 0..1 over the candidates of both, added."""
        cosines = self._cosines(question)
        lemmas, surfaces, stems = wanted(question)
        if fields != FIELDS:
            surfaces, stems = {}, {}  # those are of all fields together
        found = dict(self.searcher.snapshot.words.search(lemmas, surfaces, stems, CANDIDATES, fields=fields))
        words = np.array([found.get(row, 0.0) for row in self.rows.tolist()])
        near = np.argsort(-cosines, kind="stable")[:CANDIDATES]
        candidates = np.union1d(near, np.flatnonzero(words))
        mixed = np.full(len(self.rows), -1.0)
        mixed[candidates] = _evened(cosines[candidates]) + _evened(words[candidates])
        return self._best(mixed)


def _evened(scores: Any) -> Any:
    low, high = scores.min(initial=np.inf), scores.max(initial=-np.inf)
    return (scores - low) / (high - low) if high > low else np.zeros(len(scores))


def asked(lines: Iterable[Row], gold: dict[str, Row], rows_of: dict[tuple[str, str], set[int]]) -> list[Asked]:
    """The questions of a file of either kind, with the rows that answer them; those without such a row left out."""
    out = []
    for line in lines:
        if "queries" in line:
            right = rows_of.get(("", fold(line["measure"])), set())
            out += [Asked(q, frozenset(right), (kind,)) for q, kind in zip(line["queries"], KINDS, strict=False)]
        elif line["type"] in ASKED and not line["history"] and not line["expect"]["abstain"]:
            measures = [gold[name] for name in line["expect"]["primary"] if name in gold]
            right = set().union(*(rows_of.get((_plan(m), fold(m["measure"])), set()) for m in measures))
            classes = (f"overlap {line['overlap']}", f"noise {line['noise'] or 'none'}")
            out.append(Asked(line["question"], frozenset(right), classes))
    return [question for question in out if question.right]


def _plan(measure: Row) -> str:
    return Path(measure["source_file"]).stem if "source_file" in measure else ""


def rows_by_text(store: Store) -> dict[tuple[str, str], set[int]]:
    """(file without ending, or "", folded text) -> the measures that have it."""
    files = {stored.plan.id: Path(stored.plan.source_file).stem for stored in store.plans()}
    out: dict[tuple[str, str], set[int]] = defaultdict(set)
    for stored in store.measures():
        for name in ("", files[stored.measure.plan_id]):
            out[name, fold(stored.measure.measure)].add(stored.row)
    return out


def table(questions: Sequence[Asked], found: dict[str, list[list[int]]]) -> str:
    """A Markdown table: classes with their numbers of questions, and hit@1 / hit@5 after each piece."""
    names = ["all", *sorted({name for question in questions for name in question.classes})]
    lines = ["| class | n | " + " | ".join(found) + " |", "|---|---|" + "---|" * len(found)]
    for name in names:
        own = [n for n, question in enumerate(questions) if name == "all" or name in question.classes]
        cells = []
        for ranked in found.values():
            hits = [np.mean([bool(questions[n].right & set(ranked[n][:k])) for n in own]) for k in (1, SHOWN)]
            cells.append(" / ".join(f"{hit:.2f}" for hit in hits))
        lines.append(f"| {name} | {len(own)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--gold", nargs="*", type=Path, default=[])
    parser.add_argument("--pieces", nargs="+", choices=PIECES, default=PIECES)
    parser.add_argument("--every", type=int, default=1, help="take every n-th line of QUERIES only")
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/zakhid").expanduser())
    options = parser.parse_args()
    gold = {line["id"]: line for path in options.gold for line in read(path)}
    lines = [line for line in read(options.queries) if "queries" not in line or not gold or line["id"] in gold]
    lines = lines[:: options.every]
    with Store.open(options.data, create=False) as store:
        questions = asked(lines, gold, rows_by_text(store))
        ablation = Ablation(store, options.cache)
        found = {piece: [ablation.ranked(piece, q.text) for q in questions] for piece in options.pieces}
    print(table(questions, found))


if __name__ == "__main__":
    main()
