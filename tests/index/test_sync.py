"""The living index: it follows the store, embeds nothing twice, forgets wholly, and survives any death."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.model import PlanDocument
from corpus.store import Store
from index.bundled import BundledEncoder
from index.ledger import Ledger
from index.manifest import recipe_of
from index.search import Searcher
from index.sync import Indexer

Document = Callable[[str], PlanDocument]
Put = Callable[[Store, PlanDocument], None]


class Counting:
    """The bundled encoder, counting the passages it embeds; breaks off after ``limit`` of them."""

    def __init__(self, encoder: BundledEncoder, limit: int = 10**9) -> None:
        self._encoder = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        self.embedded = 0
        self.limit = limit

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._encoder.queries(texts)

    def passages(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        if self.embedded + len(texts) > self.limit:
            raise KeyboardInterrupt
        self.embedded += len(texts)
        return self._encoder.passages(texts)


def found(searcher: Searcher) -> set[str]:
    return {hit.measure_id for hit in searcher.search("", limit=100).hits}


def test_nothing_to_do_twice(store: Store, encoder: BundledEncoder) -> None:
    counting = Counting(encoder)
    searcher = Searcher.open(store, encoder=counting)
    assert searcher.behind
    assert searcher.sync()
    assert (counting.embedded, searcher.behind, searcher.sync()) == (9, False, False)
    manifest = searcher.manifests[0]
    assert (manifest.plans, manifest.measures, manifest.revision) == (2, 9, store.revision)


def test_a_replaced_plan_embeds_only_what_is_new(
    store: Store, encoder: BundledEncoder, document: Document, put: Put
) -> None:
    counting = Counting(encoder)
    searcher = Searcher.open(store, encoder=counting)
    searcher.sync()
    old = document("pole.docx")
    added = replace(old.measures[0], id="pole.docx-new", position=9, measure="Посадка яблуневого саду біля вокзалу")
    put(store, replace(old, measures=(*old.measures[1:], added)))
    searcher.sync()
    assert counting.embedded == 10
    assert "pole.docx-0" not in found(searcher)
    assert searcher.search("яблуневий сад").hits[0].measure_id == "pole.docx-new"


def test_a_plan_stored_again_unchanged_is_still_found(
    store: Store, encoder: BundledEncoder, document: Document, put: Put
) -> None:
    counting = Counting(encoder)
    searcher = Searcher.open(store, encoder=counting)
    searcher.sync()
    put(store, document("pole.docx"))  # the same content under new row numbers
    searcher.sync()
    assert counting.embedded == 9
    assert searcher.search("донорство крові").hits[0].measure_id == "pole.docx-1"


def test_removal_is_complete(store: Store, searcher: Searcher) -> None:
    assert searcher.search("тютюн").hits[0].measure_id == "pole.docx-0"
    store.remove("pole.docx")
    searcher.sync()
    assert found(searcher) == {f"richkova.docx-{n}" for n in range(5)}
    assert all(hit.plan_id == "richkova.docx" for hit in searcher.search("тютюн і кров").hits)
    folder = searcher.folder / recipe_of(searcher.encoder.name, 384).key
    assert not searcher.snapshot.vocabulary.has("тютюнових")
    vectors = np.fromfile(folder / "vectors.f16", dtype=np.float16).reshape(-1, 384)
    assert sum(bool(row.any()) for row in vectors) == 5
    assert "pole.docx" not in Ledger(folder / "ledger.sqlite").plans()


def test_a_broken_run_goes_on_where_it_was(
    store: Store, encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.sync._EMBEDDED_AT_ONCE", 2)
    breaking = Counting(encoder, limit=5)
    with pytest.raises(KeyboardInterrupt):
        Searcher.open(store, encoder=breaking).sync()
    assert breaking.embedded == 4
    going_on = Counting(encoder)
    searcher = Searcher.open(store, encoder=going_on)
    searcher.sync()
    assert going_on.embedded == 5
    assert len(found(searcher)) == 9


def test_outdated_index_is_searched_until_all_is_embedded_anew_even_by_a_run_that_broke_off(
    store: Store, searcher: Searcher, encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher.sync()
    before = [(hit.measure_id, round(hit.score, 6)) for hit in searcher.search("велодоріжка", limit=9).hits]
    for _ in range(2):  # an outdated one is outdated once more
        searcher.outdate()
        assert [(hit.measure_id, round(hit.score, 6)) for hit in searcher.search("велодоріжка", limit=9).hits] == before
    monkeypatch.setattr("index.sync._EMBEDDED_AT_ONCE", 2)
    with pytest.raises(KeyboardInterrupt):
        Searcher.open(store, encoder=Counting(encoder, limit=5)).sync()
    assert found(searcher)
    going_on = Counting(encoder)
    assert Searcher.open(store, encoder=going_on).sync()
    assert going_on.embedded == 5
    assert [(hit.measure_id, round(hit.score, 6)) for hit in searcher.search("велодоріжка", limit=9).hits] == before


def test_another_encoder_is_noticed(store: Store, searcher: Searcher, cache: Path) -> None:
    assert searcher.made_otherwise is None  # nothing is kept yet
    searcher.sync()
    assert searcher.made_otherwise is None
    other = Searcher.open(store, encoder="bundled-base", cache=cache)
    former = other.made_otherwise
    assert former is not None and former.recipe.encoder == searcher.encoder.name
    other.sync()
    assert other.made_otherwise is None


def test_readers_go_on_while_a_writer_works(
    store: Store, searcher: Searcher, encoder: BundledEncoder, document: Document, put: Put
) -> None:
    reader = Searcher.open(store, encoder=encoder)
    assert len(found(reader)) == 9
    errors: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(30):
                assert reader.search("ліхтарі на вулицях").hits[0].measure_id == "richkova.docx-0"
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for _ in range(5):
        store.remove("pole.docx")
        searcher.sync()
        put(store, document("pole.docx"))
        searcher.sync()
    thread.join()
    assert not errors
    assert len(found(reader)) == 9


def test_another_encoder_gets_an_index_of_its_own(store: Store, searcher: Searcher, cache: Path) -> None:
    before = searcher.manifests[0].recipe
    other = Searcher.open(store, encoder="bundled-base", cache=cache)
    assert other.behind
    other.sync()
    assert other.search("ліхтарі").hits[0].measure_id == "richkova.docx-0"
    assert [m.recipe.encoder for m in other.manifests] == [other.encoder.name] != [before.encoder]


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from conftest import fictional, stored
from corpus.store import Store
from index.search import Searcher
store = Store.open(Path({data!r}))
searcher = Searcher.open(store, cache=Path({cache!r}))
searcher.encoder
print("ready", flush=True)
while True:
    store.remove("pole.docx"); searcher.sync(); stored(store, fictional("pole.docx")); searcher.sync()
"""


def test_killed_at_any_instant_it_opens_again(
    tmp_path: Path, cache: Path, encoder: BundledEncoder, document: Document, put: Put
) -> None:
    data = tmp_path / "data"
    with Store.open(data) as store:
        for name in ("richkova.docx", "pole.docx"):
            put(store, document(name))
        Searcher.open(store, encoder=encoder).sync()
    code = WRITER.format(tests=str(Path(__file__).parent), data=str(data), cache=str(cache))
    random = np.random.default_rng(7)
    for _ in range(4):
        writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
        assert writer.stdout is not None
        writer.stdout.readline()
        threading.Event().wait(float(random.uniform(0.02, 0.5)))
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        with Store.open(data) as store:
            Indexer(data / "index", recipe_of(encoder.name, 384), encoder).synchronise(store)
            searcher = Searcher.open(store, encoder=encoder)
            assert found(searcher) == {m.measure.id for m in store.measures()}
            assert searcher.search("знесення будівель").hits[0].measure_id == "richkova.docx-2"
            hits = {hit.measure_id for hit in searcher.search("донорство крові, тютюн, ліхтарі").hits}
            assert hits <= found(searcher)
            folder = data / "index" / recipe_of(encoder.name, 384).key
            vectors = np.fromfile(folder / "vectors.f16", dtype=np.float16).reshape(-1, 384)
            assert sum(bool(row.any()) for row in vectors) == store.count()
