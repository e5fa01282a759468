"""Which measures does this text mean? The searcher over one data folder.

Every leg (vectors, words) is asked under the filters, which the store has turned into row numbers beforehand: a
filter that nothing satisfies leaves nothing to search. What the legs bring is one list of candidates; evidence is
gathered for each, and the ranker orders them and says how probable it is that each answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.filters import Filters
from corpus.store import Sorting, Store
from index.ascending import among
from index.encoder import BUNDLED, Encoder, load_encoder
from index.evidence import Signals, features, matches_of
from index.explanation import Why
from index.facets import facets_of, failing_conditions
from index.manifest import Manifest, kept_manifests, recipe_of
from index.membership import MOST, Facts, belonging, chances_of, facts_of
from index.query import Question
from index.ranker import Ranker, shipped_ranker
from index.selected import KnownPlaces, Places
from index.snapshot import Snapshot
from index.sync import Indexer, Progress
from index.topic import about, holders, named_tasks, names_project

_REMEMBERED = 2_000  # question vectors, the last ones: what many ask is embedded once
_CANDIDATES = 100  # from each leg
_FEW = 20  # by their words, where very many rows hold the subject
_SYNONYM = 0.5  # weight of a synonym's words in the word index
_NAMED_AT_MOST = 40  # longer sets are of no project with a name
_SEEN = 0.02  # a hit less probable than this is not counted among the results
Facets = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure that may answer. ``score``: the probability that it does, 0..1; ``why``: evidence by name."""

    row: int
    measure_id: str
    plan_id: str
    score: float
    why: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> Mapping[str, Mapping[str, Any]]:
        """Where and how the measure holds each word of the question, by the word as typed (``Why.found``)."""
        return self.why.found if isinstance(self.why, Why) else {}


@dataclass(frozen=True)
class Results:
    """Hits best first, how many there are in all, and, where there are none, the conditions that left nothing.

    ``why_empty`` names the conditions of the filters that are unsatisfiable alone, or all of them where only their
    union is; it is empty where the filters left measures.
    """

    hits: tuple[Hit, ...]
    total: int
    why_empty: tuple[str, ...] = ()
    question: Question | None = None
    _store: Store | None = None
    _among: tuple[int, ...] | Filters = ()

    @cached_property
    def facets(self) -> Facets:
        """Counts by region, plan, section, year and body over all results."""
        return facets_of(self._store, self._among) if self._store else {}


@dataclass(frozen=True, slots=True)
class Topic:
    """``about``: every measure about a subject, best first; ``hits``: the ranking that they were chosen from;
    ``alike``: where thousands hold the subject alike, the rows of those that were not weighed and are about it too.
    ``chances``: of the first hits, to belong to the topic (:mod:`index.membership`)."""

    about: tuple[Hit, ...] = ()
    hits: tuple[Hit, ...] = ()
    alike: tuple[int, ...] = ()
    chances: tuple[float, ...] = ()

    @property
    def likely(self) -> tuple[Hit, ...]:
        """Those of the first hits that belong to the topic."""
        return tuple(self.hits[place] for place in belonging(np.array(self.chances)))


class Searcher:
    """Searches one store through its index. Open it with :meth:`open`; :meth:`sync` after the store has changed."""

    def __init__(self, store: Store, encoder: Encoder | None, setting: str, cache: Path) -> None:
        self._store = store
        self._setting = setting
        self._cache = cache
        self._given = encoder
        self._snapshot: Snapshot | None = None
        self._vectors: dict[tuple[str, ...], NDArray[np.float32]] = {}  # one question is asked of several sets
        self._ranker: Ranker = shipped_ranker()

    @classmethod
    def open(cls, store: Store, *, encoder: Encoder | str | None = None, cache: Path | None = None) -> Searcher:
        """A searcher over the store's folder. ``encoder``: one that is loaded, or a setting («bundled»).

        ``cache``: where built models are kept. Nothing heavy is loaded before the first search or sync.
        """
        setting = encoder if isinstance(encoder, str) else BUNDLED
        loaded = encoder if encoder is not None and not isinstance(encoder, str) else None
        return cls(store, loaded, setting, cache or Path("~/.cache/zakhid").expanduser())

    def restricted(self, store: Store) -> Searcher:
        """The same search over what a restricted store shows; nothing of other plans is a candidate or counted."""
        return Searcher(store, self.encoder, self._setting, self._cache)

    @cached_property
    def encoder(self) -> Encoder:
        return self._given or load_encoder(self._setting, self._cache)

    @property
    def folder(self) -> Path:
        """Where the indexes of this data folder lie, one for each recipe."""
        return self._store.folder / "index"

    @property
    def manifests(self) -> list[Manifest]:
        """What indexes are kept, newest first, without loading anything."""
        return kept_manifests(self.folder)

    @property
    def behind(self) -> bool:
        """Whether the store has changed since the index was brought to it, or no index of this recipe is there."""
        manifest = Manifest.read(self.folder / recipe_of(self.encoder.name, self.encoder.dimension).key)
        return manifest is None or manifest.revision != self._store.revision

    @property
    def made_otherwise(self) -> Manifest | None:
        """The newest index that is kept, where none is of this encoder and analysis: :meth:`sync` embeds all anew."""
        wanted = recipe_of(self.encoder.name, self.encoder.dimension)
        kept = self.manifests
        return kept[0] if kept and all(manifest.recipe != wanted for manifest in kept) else None

    def sync(self, progress: Progress | None = None) -> bool:
        """Bring the index to the state of the store; False when nothing was to be done.

        Only what changed is embedded; a run that was broken off goes on where it was. ``progress`` is told measures
        done and measures in all. A restricted store is no state to bring it to: nothing is done then.
        """
        if self._store.only is not None:
            return False
        changed = self._indexer().synchronise(self._store, progress)
        if changed and self._snapshot:
            self._snapshot.refresh()
        return changed

    def outdate(self) -> None:
        """Have the next :meth:`sync` embed everything once more; until then what is there stays searchable."""
        self._indexer().outdate()

    def _indexer(self) -> Indexer:
        recipe = recipe_of(self.encoder.name, self.encoder.dimension)
        return Indexer(self.folder, recipe, self.encoder)

    # ------------------------------------------------------------ searching

    def search(
        self,
        text: str,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        limit: int = 20,
        besides: Set[int] = frozenset(),
    ) -> Results:
        """The measures that the text means, under the filters, best first; of the rows ``besides``, those that the
        filters leave, wherever they rank.

        Without words, every measure that the filters leave, in the order of plan and document (:meth:`listed`).
        """
        if not text.strip():
            return self.listed(filters, limit)
        allowed = self._allowed(filters)
        if allowed is not None and not len(allowed):
            return Results((), 0, failing_conditions(self.holds, filters))
        question = self.read(text)
        more = np.array(sorted(besides), dtype=np.int64)
        hits = _falling(self._ranked(question, allowed, more if allowed is None else more[among(more, allowed)]))
        seen = tuple(hit.row for hit in hits if hit.score >= _SEEN)
        shown = (*hits[:limit], *(hit for hit in hits[limit:] if hit.row in besides))
        return Results(shown, len(seen), (), question, self._store, seen)

    def listed(self, filters: Filters, limit: int, offset: int = 0, by: Sorting = "place") -> Results:
        """Every measure that the filters leave, ``limit`` of them after the first ``offset``; ``by`` as in Store.page.

        The store alone says which they are, and reads no more than are asked for.
        """
        total = len(self.snapshot.allowed(filters)) if self.snapshot.has_columns else self._store.count(filters)
        if not total:
            return Results((), 0, failing_conditions(self.holds, filters))
        hits = tuple(Hit(*found, 1.0) for found in self._store.page(filters, limit, offset, by))
        return Results(hits, total, (), None, self._store, filters)

    def topic(self, text: str, filters: Filters = Filters()) -> Topic:  # noqa: B008 - frozen
        """The complete set of measures that are about a subject, for lists and counts, and what ranks beside them."""
        allowed = self._allowed(filters)
        if allowed is not None and not len(allowed):
            return Topic()
        question = self.read(text)
        weighed, alike = holders(question, self.snapshot.words, allowed)
        hits = self._ranked(question, allowed, weighed, many=len(alike) > 0)
        chosen = about(question, hits)
        named = self._of_named_projects(question, hits, chosen, allowed)
        falling = tuple(_falling(hits))
        return Topic(chosen + named, falling, tuple(alike.tolist()), tuple(self.chances(question, falling)))

    def membership(self, question: Question, hits: Sequence[Hit], asked: bool = True) -> Facts:
        """The facts by which the first hits belong to the topic of a question or not (``membership.FACTS``)."""
        first = hits[:MOST]
        rows = [hit.row for hit in first]
        vectors = self.snapshot.vectors.vectors(np.array(rows, dtype=np.int64)).astype(np.float32)
        return facts_of(question, first, self.rows_of_tasks(rows), vectors, asked)

    def chances(self, question: Question, hits: Sequence[Hit], asked: bool = True) -> list[float]:
        """The chance of each of the first hits that it belongs to the topic of a question, 0..1; ``asked``: whether the
        question asks for a list or a number."""
        if not hits or not question.concepts:
            return []
        return [float(chance) for chance in chances_of(self.membership(question, hits, asked))]

    def _allowed(self, filters: Filters) -> NDArray[np.int64] | None:
        """The rows that may be found; None for all."""
        return self.snapshot.allowed(filters) if filters or self._store.only is not None else None

    def _of_named_projects(
        self, question: Question, hits: Sequence[Hit], chosen: tuple[Hit, ...], allowed: NDArray[np.int64] | None
    ) -> tuple[Hit, ...]:
        """The measures that belong to a project which the question names, though they do not repeat its name."""
        if not 0 < len(chosen) <= _NAMED_AT_MOST:
            return ()
        stored = self._store.by_rows([hit.row for hit in chosen])
        naming = [one.row for one in stored if names_project(question, one.measure)]
        if not naming:
            return ()
        more = named_tasks(naming, self.rows_of_tasks(naming)) - {hit.row for hit in chosen}
        rows = np.array(sorted(more), dtype=np.int64)
        rows = rows if allowed is None else rows[among(rows, allowed)]
        known = {hit.row: hit for hit in hits}
        least = min(hit.score for hit in chosen)
        records = self.snapshot.records(rows.tolist())
        return tuple(known.get(r.row) or Hit(r.row, r.measure_id, r.plan_id, least) for r in records)

    def read(self, text: str) -> Question:
        """The text as it is understood: corrected, request words off, with what may stand for its words."""
        return self.snapshot.reader.read(text)

    def select(self, filters: Filters, rows: Sequence[int] | None = None) -> Mapping[int, tuple[int, ...]]:
        """What ``Store.select`` gives, found sooner among many measures by the columns of the index. Where the index is
        behind, or keeps no columns, the store is asked."""
        if not self.by_columns or not (filters or rows is not None):
            return self._store.select(filters, rows=rows)
        return self.snapshot.selected(filters, rows)

    def first_ends(self, filters: Filters, found: Mapping[int, Sequence[int]]) -> dict[int, date]:
        """What ``Store.first_ends`` gives for all that :meth:`select` has ``found`` under the filters."""
        return self.snapshot.first_ends(filters) if self.by_columns else self._store.first_ends(found)

    def holds(self, filters: Filters) -> bool:
        """What ``Store.holds`` says, found as :meth:`select` finds it."""
        return len(self.snapshot.allowed(filters)) > 0 if self.by_columns else self._store.holds(filters)

    def rows_of_tasks(self, rows: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """What ``Store.rows_of_tasks`` says, found as :meth:`select` finds it."""
        return self.snapshot.rows_of_tasks(rows) if self.by_columns else self._store.rows_of_tasks(rows)

    def places(self, rows: Sequence[int]) -> Places:
        """Where those of the rows that are there stand, also when the store has changed meanwhile."""
        return self.snapshot.places(rows) if self.by_columns else KnownPlaces(self._store.places(rows))

    @property
    def by_columns(self) -> bool:
        """Whether the columns of the index say what the store says: there are many measures, and none has changed."""
        return not self.behind and self.snapshot.has_columns

    @property
    def snapshot(self) -> Snapshot:
        """The committed state that is searched; a newer one is taken up as soon as it is there."""
        if self._snapshot is None:
            recipe = recipe_of(self.encoder.name, self.encoder.dimension)
            if not (self.folder / recipe.key).exists():
                self.sync()
            self._snapshot = Snapshot(self.folder / recipe.key, self._store, self.encoder.dimension)
        self._snapshot.keep_up()
        return self._snapshot

    def _ranked(
        self,
        question: Question,
        allowed: NDArray[np.int64] | None,
        besides: NDArray[np.int64] | None = None,
        many: bool = False,
    ) -> list[Hit]:
        """What the legs find, and these rows ``besides``; ``many`` more rows hold what is asked for, so that hardly any
        other can come before them."""
        signals = self.signals(question, allowed, besides, many)
        snapshot = self.snapshot
        records = snapshot.records(signals.rows.tolist())
        if not records:
            return []
        alive = {record.row for record in records}
        signals = signals.only(np.array([row in alive for row in signals.rows.tolist()]))
        matches = matches_of(question.concepts, records)
        matrix = features(question, signals, records, snapshot.rarity, matches)
        scores = self._ranker.scores(matrix)
        chances = self._ranker.probabilities(matrix, scores)
        order = np.argsort(-scores, kind="stable")
        return [
            Hit(
                records[i].row,
                records[i].measure_id,
                records[i].plan_id,
                float(chances[i]),
                Why(question, records[i], matches[i], matrix[i], float(scores[i])),
            )
            for i in order.tolist()
        ]

    def signals(
        self,
        question: Question,
        allowed: NDArray[np.int64] | None,
        besides: NDArray[np.int64] | None = None,
        many: bool = False,
    ) -> Signals:
        """What both legs find, and these rows ``besides``: each with its exact cosine and its BM25."""
        vector = self.question_vector(question)
        vectors = self.snapshot.vectors
        near = [] if many else vectors.search(vector, _CANDIDATES, allowed)
        found = self._by_words(question, _FEW if many else _CANDIDATES, allowed)
        if besides is not None and len(besides):
            more = besides[~np.isin(besides, list(found))]
            found |= self._by_words(question, len(more), more) if len(more) else {}
        rows = np.array(sorted({row for row, _ in near} | found.keys()), dtype=np.int64)
        words = np.array([found.get(row, 0.0) for row in rows.tolist()], dtype=np.float32)
        return Signals(rows, vectors.cosines(vector, rows), words)

    def _by_words(self, question: Question, limit: int, allowed: NDArray[np.int64] | None) -> dict[int, float]:
        """The BM25 of the best rows."""
        snapshot = self.snapshot
        return dict(snapshot.words.search(*wanted(question), limit, allowed, counted=snapshot.seen_words))

    def embed(self, texts: Sequence[str]) -> None:
        """Have the vectors of several questions at hand, made together: one by one they take longer."""
        self._embedded([self.read(text) for text in texts])

    def question_vector(self, question: Question) -> NDArray[np.float32]:
        """The unit vector of a question: the mean of that as typed and that as corrected."""
        return self._embedded([question])[0]

    def _embedded(self, questions: Sequence[Question]) -> list[NDArray[np.float32]]:
        asked = [tuple(dict.fromkeys((question.typed, question.text))) for question in questions]
        vectors = {texts: known for texts in asked if (known := self._vectors.get(texts)) is not None}
        missing = [texts for texts in dict.fromkeys(asked) if texts not in vectors]
        if missing:
            ends = np.cumsum([len(texts) for texts in missing])
            found = self.encoder.queries([text for texts in missing for text in texts])
            for texts, own in zip(missing, np.split(found, ends[:-1]), strict=True):
                if len(self._vectors) >= _REMEMBERED:
                    self._vectors.pop(next(iter(self._vectors)), None)
                mean: NDArray[np.float32] = own.mean(axis=0)
                vectors[texts] = self._vectors[texts] = mean / np.linalg.norm(mean)
        return [vectors[texts] for texts in asked]


def _falling(hits: Sequence[Hit]) -> list[Hit]:
    """The same ranking with probabilities that never rise along it: none is less probable than one below it.

    The ranking rests on more evidence than the probability of a single row, so that a row can be ranked above one of
    which by itself more could be said; the most probable row then speaks for all above it. The highest stays the same.
    """
    out: list[Hit] = []
    least = 0.0
    for hit in reversed(hits):
        least = max(least, hit.score)
        out.append(hit if hit.score == least else replace(hit, score=least))
    return out[::-1]


def wanted(question: Question) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """The words to look up for a question with their weights: lemmas, surface forms, stems."""
    lemmas: dict[str, float] = {}
    surfaces: dict[str, float] = {}
    stems: dict[str, float] = {}
    for concept in question.concepts:
        for word in concept.lemmas:
            lemmas[word] = max(lemmas.get(word, 0), 1.0)
        surfaces[concept.typed] = 1.0
        stems[concept.stem] = 1.0
        for other in concept.others:
            for stem in other.stems:
                stems[stem] = max(stems.get(stem, 0), _SYNONYM / len(other.stems) ** 0.5)
    return lemmas, surfaces, stems
