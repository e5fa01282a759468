"""One engine in a process of its own: takes in grown measures, opens again, searches; prints its figures as JSON.

Started by ``index_bench.py``: ``engines.py ENGINE INPUTS FOLDER load|ask``. ``INPUTS`` holds vectors.f32 (n, 384),
queries.npy, truth.json and facts.npz (region and year of each measure). Chroma, LanceDB, Qdrant (local mode) and txtai
take in the same vectors with region and year beside them; none of them embeds anything here. Each is used as its own
documentation begins: default index, except that LanceDB is given the inverted file that its guide advises above 100,000.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WANTED, BATCH = 10, 5_000
PATIENCE = 15.0  # seconds of questions of one kind, and then no more are asked
Vectors = NDArray[np.float32]


class Inputs:
    """What every engine takes in and is asked."""

    def __init__(self, folder: Path) -> None:
        self.vectors = np.memmap(folder / "vectors.f32", dtype=np.float32, mode="r").reshape(-1, 384)
        facts = np.load(folder / "facts.npz")
        self.regions: list[int] = facts["region"].tolist()
        self.years: list[int] = facts["year"].tolist()
        self.queries = np.load(folder / "queries.npy")
        self.truth: dict[str, list[list[int]]] = json.loads((folder / "truth.json").read_text())
        self.asked_region, self.asked_year = int(facts["asked_region"]), int(facts["asked_year"])

    def batches(self) -> Iterable[slice]:
        for start in range(0, len(self.vectors), BATCH):
            yield slice(start, min(start + BATCH, len(self.vectors)))


class Engine(ABC):
    """A vector database under its own defaults."""

    def __init__(self, inputs: Inputs, folder: Path) -> None:
        self.inputs, self.folder = inputs, folder

    @abstractmethod
    def load(self) -> None:
        """Take everything in, ready to be searched."""

    @abstractmethod
    def open(self) -> None:
        """Open what was taken in."""

    @abstractmethod
    def search(self, query: Vectors, kind: str) -> Sequence[int]:
        """The places of the ten nearest. ``kind``: all, region, or region_year (one region and one year)."""

    def payload(self, part: slice) -> list[dict[str, int]]:
        pairs = zip(self.inputs.regions[part], self.inputs.years[part], strict=True)
        return [{"region": region, "year": year} for region, year in pairs]


class Chroma(Engine):
    def _collection(self) -> Any:
        import chromadb

        settings = chromadb.Settings(anonymized_telemetry=False)
        client = chromadb.PersistentClient(str(self.folder), settings=settings)
        return client.get_or_create_collection("measures", metadata={"hnsw:space": "ip"}, embedding_function=None)

    def load(self) -> None:
        collection = self._collection()
        for part in self.inputs.batches():
            ids = [str(n) for n in range(part.start, part.stop)]
            collection.add(ids=ids, embeddings=np.array(self.inputs.vectors[part]), metadatas=self.payload(part))

    def open(self) -> None:
        self._opened = self._collection()

    def search(self, query: Vectors, kind: str) -> Sequence[int]:
        one: dict[str, Any] = {"region": self.inputs.asked_region}
        both = {"$and": [one, {"year": self.inputs.asked_year}]}
        where = {"all": None, "region": one, "region_year": both}[kind]
        found = self._opened.query(query_embeddings=query[None, :], n_results=WANTED, where=where, include=[])
        return [int(i) for i in found["ids"][0]]


class LanceDB(Engine):
    def load(self) -> None:
        import lancedb
        import pyarrow as pa

        fields = [pa.field("place", pa.int64()), pa.field("region", pa.int32()), pa.field("year", pa.int32())]
        schema = pa.schema([*fields, pa.field("vector", pa.list_(pa.float32(), 384))])

        def parts() -> Iterable[Any]:
            for part in self.inputs.batches():
                flat = pa.array(np.array(self.inputs.vectors[part]).ravel())
                columns = [np.arange(part.start, part.stop), self.inputs.regions[part], self.inputs.years[part]]
                arrays = [pa.array(c, f.type) for c, f in zip(columns, fields, strict=True)]
                yield pa.record_batch([*arrays, pa.FixedSizeListArray.from_arrays(flat, 384)], schema=schema)

        reader = pa.RecordBatchReader.from_batches(schema, parts())
        table = lancedb.connect(str(self.folder)).create_table("measures", reader, schema=schema)
        if len(self.inputs.vectors) >= 100_000:
            table.create_index("vector", config=lancedb.index.IvfPq(distance_type="dot"))
        for column in ("region", "year"):
            table.create_index(column, config=lancedb.index.Bitmap())

    def open(self) -> None:
        import lancedb

        self._opened = lancedb.connect(str(self.folder)).open_table("measures")

    def search(self, query: Vectors, kind: str) -> Sequence[int]:
        asked = self._opened.search(query).distance_type("dot").limit(WANTED).select(["place"])
        where = f"region = {self.inputs.asked_region}"
        if kind != "all":
            asked = asked.where(where if kind == "region" else f"{where} and year = {self.inputs.asked_year}")
        if len(self.inputs.vectors) >= 100_000:
            asked = asked.nprobes(20).refine_factor(10)
        return [int(p) for p in asked.to_arrow()["place"].to_pylist()]


class Qdrant(Engine):
    def load(self) -> None:
        from qdrant_client import QdrantClient, models

        client = QdrantClient(path=str(self.folder))
        shape = models.VectorParams(size=384, distance=models.Distance.DOT)
        client.create_collection("measures", vectors_config=shape)
        for part in self.inputs.batches():
            points = zip(range(part.start, part.stop), self.inputs.vectors[part], self.payload(part), strict=True)
            client.upsert("measures", [models.PointStruct(id=i, vector=v.tolist(), payload=p) for i, v, p in points])
        client.close()

    def open(self) -> None:
        from qdrant_client import QdrantClient

        self._opened = QdrantClient(path=str(self.folder))

    def search(self, query: Vectors, kind: str) -> Sequence[int]:
        from qdrant_client import models

        names = {"all": (), "region": ("region",), "region_year": ("region", "year")}[kind]
        values = {"region": self.inputs.asked_region, "year": self.inputs.asked_year}
        must = [models.FieldCondition(key=n, match=models.MatchValue(value=values[n])) for n in names]
        found = self._opened.query_points(
            "measures", query.tolist(), limit=WANTED, query_filter=models.Filter(must=must)
        )
        return [int(point.id) for point in found.points]


class Txtai(Engine):
    """Its filters are SQL over its own database; the vectors are given by a function that it finds by name."""

    def __init__(self, inputs: Inputs, folder: Path) -> None:
        import engines  # the module that txtai will find, not this run of it

        os.environ["ALLOW_RESOLVE_TRANSFORM"] = "True"
        engines.GIVEN.update(m=inputs.vectors, q=inputs.queries)
        super().__init__(inputs, folder)

    def _rows(self) -> Iterable[Any]:
        for part in self.inputs.batches():
            for place, facts in zip(range(part.start, part.stop), self.payload(part), strict=True):
                yield place, {"text": f"m{place}", **facts}, None

    def load(self) -> None:
        from txtai import Embeddings

        embeddings = Embeddings(method="external", transform="engines.given_vectors", content=True)
        embeddings.index(self._rows())
        embeddings.save(str(self.folder / "index"))

    def open(self) -> None:
        from txtai import Embeddings

        self._opened = Embeddings()
        self._opened.load(str(self.folder / "index"))

    def search(self, query: Vectors, kind: str) -> Sequence[int]:
        number = int(np.flatnonzero((self.inputs.queries == query).all(axis=1))[0])
        where = {
            "all": "",
            "region": f" and region = {self.inputs.asked_region}",
            "region_year": f" and region = {self.inputs.asked_region} and year = {self.inputs.asked_year}",
        }[kind]
        found = self._opened.search(f"select id from txtai where similar('q{number}'){where} limit {WANTED}")
        return [int(row["id"]) for row in found]


GIVEN: dict[str, Vectors] = {}


def given_vectors(texts: Sequence[str]) -> Vectors:
    """The vectors of «m17» (the eighteenth measure) or «q3» (the fourth question), for txtai."""
    return np.array([GIVEN[text[0]][int(text[1:])] for text in texts], dtype=np.float32)


class Ours(Engine):
    """Only the vector leg, over the same vectors; the whole search is measured by ``index_bench.py`` itself."""

    def load(self) -> None:
        from index.vectors import FLAT_LIMIT, Approximate, VectorFile

        count = len(self.inputs.vectors)
        file = VectorFile(self.folder / "vectors.f16", 384)
        for part in self.inputs.batches():
            file.write(range(part.start, part.stop), np.array(self.inputs.vectors[part]))
        rows = np.arange(count, dtype=np.int64)
        if count > FLAT_LIMIT:
            Approximate.build(self.folder / "approximate", file, rows, rows)

    def open(self) -> None:
        from index.vectors import Approximate, VectorFile, VectorIndex

        rows = np.arange(len(self.inputs.vectors), dtype=np.int64)
        file = VectorFile(self.folder / "vectors.f16", 384)
        kept = self.folder / "approximate"
        self._opened = VectorIndex(file, rows, rows, Approximate.open(kept) if kept.exists() else None)
        self._regions = np.array(self.inputs.regions)
        self._years = np.array(self.inputs.years)

    def search(self, query: Vectors, kind: str) -> Sequence[int]:
        allowed = None
        if kind != "all":
            mask = self._regions == self.inputs.asked_region
            mask &= True if kind == "region" else self._years == self.inputs.asked_year
            allowed = np.flatnonzero(mask)
        return [row for row, _ in self._opened.search(query, WANTED, allowed)]


ENGINES = {"zakhid": Ours, "Chroma": Chroma, "LanceDB": LanceDB, "Qdrant local": Qdrant, "txtai": Txtai}


def memory() -> dict[str, int]:
    """Resident memory of this process in MB: the peak, what is there now, and what of it is not mapped files."""
    lines = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
    names = {"peak_mb": "VmHWM", "rss_mb": "VmRSS", "own_mb": "RssAnon"}
    return {name: int(lines[key].split()[0]) // 1024 for name, key in names.items()}


def spent_cpu() -> float:
    """Seconds of processor time of this process so far: what waiting for others' work does not lengthen."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def asked(engine: Engine, kind: str) -> dict[str, float]:
    """p50 and p95 in milliseconds and recall@10 over the questions that fit into PATIENCE, after one that warms up."""
    inputs = engine.inputs
    engine.search(inputs.queries[-1], kind)
    spent: list[float] = []
    right = wanted = 0
    for query, truth in zip(inputs.queries, inputs.truth[kind], strict=True):
        begun = time.perf_counter()
        found = engine.search(query, kind)
        spent.append(1000 * (time.perf_counter() - begun))
        right, wanted = right + len(set(found) & set(truth)), wanted + len(truth)
        if sum(spent) > 1000 * PATIENCE:
            break
    p50, p95 = np.percentile(spent, [50, 95])
    figures = {"p50": round(float(p50), 2), "p95": round(float(p95), 2)}
    return figures | {"recall": round(right / wanted, 4), "asked": len(spent)}


def main() -> None:
    name, inputs, folder, what = sys.argv[1:5]
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    Path(folder).mkdir(parents=True, exist_ok=True)
    engine = ENGINES[name](Inputs(Path(inputs)), Path(folder))
    begun = time.perf_counter()
    if what == "load":
        engine.load()
        out: dict[str, Any] = {"load_s": round(time.perf_counter() - begun, 2), "cpu_s": round(spent_cpu(), 2)}
    else:
        engine.open()
        engine.search(engine.inputs.queries[0], "all")
        out = {"open_s": round(time.perf_counter() - begun, 2)}
        out |= {kind: asked(engine, kind) for kind in ("all", "region", "region_year")}
    print(json.dumps(out | memory()))


if __name__ == "__main__":
    main()
