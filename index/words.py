"""The full text: lemmas, stems and surface forms of every field. The only importer of tantivy.

Texts come as terms, so tantivy's tokeniser only splits at spaces; all lemmas of a word stand in the same field. A
search gives BM25 summed over fields with their weights: higher is better, without an upper end.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.ascending import among
from index.fields import FIELDS
from index.seen_words import CountedWords
from index.terms import Term

_TOKENIZER = "terms"
_NARROW = 5_000  # up to so many allowed rows they are part of the query; above, the ranking is first read from its top
_DEEPEST = 30_000  # of the ranking is read
_SHALLOW = 1_000  # rows that are looked for first where all that reach a mark are wanted
_ROUNDING = 1e-4  # scores are sums of 32-bit floats
_SURFACE, STEM = "surface", "stem"
# how much a word weighs by the field it stands in; measured on queries of plans left out (tools/train_ranker.py)
WEIGHTS: Mapping[str, float] = {
    "text": 1.0,
    "heading": 0.6,
    "items": 0.4,
    "bodies": 0.3,
    "plan": 0.15,
    _SURFACE: 0.3,
    STEM: 0.5,
}
Wanted = Mapping[str, float]  # a word -> its weight
Way = tuple[float, tuple[tuple[str, str], ...]]  # what a row gets that has all these words, each in its field


class Indexed(Protocol):
    """What of a measure the word index takes in."""

    @property
    def row(self) -> int: ...
    @property
    def plan_id(self) -> str: ...
    @property
    def terms(self) -> Mapping[str, tuple[Term, ...]]: ...


class WordIndex:
    """The word index of one folder; opened for reading, a writer apart. Without a folder, one that is empty."""

    def __init__(self, folder: Path | None, *, create: bool = True) -> None:
        self._schema = _schema()
        self._index = _opened(folder, self._schema, create)
        analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer(_TOKENIZER, analyser)
        self._index.reload()
        self._searcher = self._index.searcher()

    def refresh(self) -> None:
        """See what has been committed since."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self.__dict__.pop("reckoned", None)

    # ------------------------------------------------------------ writing

    def replace(self, gone: Iterable[str], entries: Iterable[Indexed]) -> None:
        """Take plans out and put measures in, in one commit. Doing it twice does no harm."""
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for plan_id in gone:
            writer.delete_documents_by_term("plan_id", plan_id)
        for entry in entries:
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()

    # ------------------------------------------------------------ reading

    @property
    def count(self) -> int:
        return int(self._searcher.num_docs)

    def frequency(self, field: str, word: str) -> int:
        """In how many measures a word stands in a field («surface» and «stem» are over all fields)."""
        return int(self._searcher.doc_freq(field, word))

    def vocabulary(self) -> dict[str, int]:
        """Every surface form with the number of measures that have it."""
        return dict(self._searcher.terms_with_prefix(_SURFACE, ""))

    def search(
        self,
        lemmas: Wanted,
        surfaces: Wanted,
        stems: Wanted,
        limit: int,
        allowed: NDArray[np.int64] | None = None,
        fields: Sequence[str] = FIELDS,
        counted: CountedWords | None = None,
    ) -> list[tuple[int, float]]:
        """The best (row, BM25), best first, among ``allowed`` rows (ascending) where given. ``counted``: the words by
        which rarity is reckoned, where it is not to be that of the whole index."""
        wanted = [(field, word, weight) for field in fields for word, weight in lemmas.items()]
        wanted += [(_SURFACE, word, weight) for word, weight in surfaces.items()]
        wanted += [(STEM, word, weight) for word, weight in stems.items()]
        parts = [
            self._term(field, word, weight * WEIGHTS[field] * (self._rescaled(field, word, counted) if counted else 1))
            for field, word, weight in wanted
            if counted is None or counted.frequency(field, word)
        ]
        if not parts or (allowed is not None and not len(allowed)):
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])
        if allowed is None:
            return self._run(query, limit)
        if len(allowed) > _NARROW:
            found = self._read_down(query, limit, allowed)
            if found is not None:
                return found
        return self._run(self._inside(query, allowed), limit)

    def reaching(
        self,
        least: float,
        parts: Sequence[Sequence[Way]],
        needed: Sequence[Sequence[Way]] = (),
        allowed: NDArray[np.int64] | None = None,
        limit: int | None = None,
        higher: float = 0.0,
    ) -> NDArray[np.int64]:
        """All rows, ascending, that get at least so much: of each part the best of its ways, and of ``needed`` each.

        Where they would be more than ``limit``, all that get at least so much and the ``higher`` mark.
        """
        query = self._graded(parts, needed)
        if query is None or (allowed is not None and not len(allowed)):
            return np.empty(0, dtype=np.int64)
        if allowed is not None and len(allowed) <= _NARROW:
            query, allowed = self._inside(query, allowed), None
        depth, mark = _SHALLOW, least
        while True:
            found, scores = self._graded_rows(query, mark, depth)
            kept = np.arange(len(found)) if allowed is None else np.flatnonzero(among(found, allowed))
            if limit is not None and len(kept) > limit and mark < higher:
                mark = higher
                found = found[: _reaching(scores, mark)]
                kept = kept[kept < len(found)]
            if len(found) < depth:
                return np.sort(found[kept])
            depth *= 16

    def most(
        self,
        parts: Sequence[Sequence[Way]],
        needed: Sequence[Sequence[Way]] = (),
        allowed: NDArray[np.int64] | None = None,
    ) -> float:
        """The most that any row gets; 0 where none gets anything."""
        query = self._graded(parts, needed)
        if query is None or (allowed is not None and not len(allowed)):
            return 0.0
        if allowed is None:
            best = self._run(query, 1)
        else:
            found = self._read_down(query, 1, allowed) if len(allowed) > _NARROW else None
            best = self._run(self._inside(query, allowed), 1) if found is None else found
        return best[0][1] if best else 0.0

    def _graded(self, parts: Sequence[Sequence[Way]], needed: Sequence[Sequence[Way]] = ()) -> Any:
        """None where nothing is asked for."""
        clauses = [(tantivy.Occur.Must, self._best_way(ways)) for ways in needed]
        clauses += [(tantivy.Occur.Should, self._best_way(ways)) for ways in parts]
        return tantivy.Query.boolean_query(clauses) if clauses else None

    def _best_way(self, ways: Sequence[Way]) -> Any:
        return tantivy.Query.disjunction_max_query([self._way(*way) for way in ways])

    def _way(self, level: float, words: Sequence[tuple[str, str]]) -> Any:
        terms = [tantivy.Query.term_query(self._schema, field, word, "basic") for field, word in words]
        whole = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
        return tantivy.Query.const_score_query(whole if len(terms) > 1 else terms[0], level)

    def _inside(self, query: Any, allowed: NDArray[np.int64]) -> Any:
        """The query among few rows."""
        only = tantivy.Query.term_set_query(self._schema, "row", allowed.tolist())
        inside = tantivy.Query.const_score_query(only, 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, inside)])

    def _graded_rows(self, query: Any, least: float, depth: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The first so many rows that get at least so much, best first, and what each gets."""
        hits = self._searcher.search(query, depth, count=False).hits
        scores = np.array([score for score, _ in hits])
        enough = _reaching(scores, least)
        rows = self._searcher.fast_field_values("row", [address for _, address in hits[:enough]])
        return np.array(rows, dtype=np.int64), scores[:enough]

    def _term(self, field: str, word: str, weight: float) -> Any:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, word, "freq"), weight)

    def _rescaled(self, field: str, word: str, counted: CountedWords) -> float:
        """By how much a word is rarer among the counted measures than in the whole index, as BM25 weighs rarity."""
        whole = _rarity(self.reckoned, self.frequency(field, word))
        return _rarity(counted.count, counted.frequency(field, word)) / whole

    @cached_property
    def reckoned(self) -> int:
        """How many measures BM25 reckons with: those that are deleted and not yet merged away too. Only an explanation
        tells."""
        ((_, first),) = self._searcher.search(tantivy.Query.all_query(), 1, count=False).hits
        row = self._searcher.fast_field_values("row", [first])[0]
        told = json.loads(tantivy.Query.term_query(self._schema, "row", row).explain(self._searcher, first).to_json())
        return int(_told(_told(told, "idf"), "N,")["value"])

    def _run(self, query: Any, limit: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return [(int(row), float(score)) for row, (score, _) in zip(rows, hits, strict=True) if row is not None]

    def _read_down(self, query: Any, limit: int, allowed: NDArray[np.int64]) -> list[tuple[int, float]] | None:
        """Read the ranking ever deeper until ``limit`` allowed rows are found or it ends: exact, and cheap when many
        rows are allowed. None where so few of the best are allowed that to go on would cost more than another way."""
        depth = max(4 * limit, 2 * limit * self.count // len(allowed))  # were the filter to fall evenly on the ranking
        while depth <= _DEEPEST:
            hits = self._searcher.search(query, depth, count=False).hits
            rows = np.array(self._searcher.fast_field_values("row", [address for _, address in hits]), dtype=np.int64)
            kept = np.flatnonzero(among(rows, allowed))
            if len(kept) >= limit or len(hits) < depth:
                return [(int(rows[place]), float(hits[place][0])) for place in kept[:limit].tolist()]
            depth *= 4
        return None


def _reaching(scores: NDArray[np.float64], least: float) -> int:
    """How many of the scores, highest first, are at least so much."""
    return int(np.searchsorted(-scores, _ROUNDING - least, side="right"))


def _rarity(measures: int, having: int) -> float:
    """The inverse document frequency of BM25.

    >>> round(_rarity(10, 5), 3), round(_rarity(10, 1), 3)
    (0.693, 1.992)
    """
    return math.log(1 + (measures - having + 0.5) / (having + 0.5))


def _told(explanation: dict[str, Any], name: str) -> dict[str, Any]:
    """A part of an explanation, by the beginning of what is said of it."""
    found: dict[str, Any] = next(one for one in explanation["details"] if one["description"].startswith(name))
    return found


def _opened(folder: Path | None, schema: Any, create: bool) -> Any:
    if folder is None:
        return tantivy.Index(schema)
    if not create:
        return tantivy.Index.open(str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    return tantivy.Index(schema, path=str(folder))


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in (*FIELDS, _SURFACE, STEM):
        builder.add_text_field(name, stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field("plan_id", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", stored=False, indexed=True, fast=True)
    return builder.build()


def _document(entry: Indexed) -> Any:
    document = tantivy.Document()
    document.add_unsigned("row", entry.row)
    document.add_text("plan_id", entry.plan_id)
    for name in FIELDS:
        document.add_text(name, " ".join(lemma for t in entry.terms[name] for lemma in t.lemmas))
    everything = [t for name in FIELDS for t in entry.terms[name]]
    document.add_text(_SURFACE, " ".join(t.surface for t in everything))
    document.add_text(STEM, " ".join(t.stem for name in ("text", "heading", "items") for t in entry.terms[name]))
    return document
