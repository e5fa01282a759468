"""A writer that is killed leaves whole plans only; a reader in another process sees whole states only.

``tests/bench/kill_bench.py`` kills hundreds; here is a sample of it, at instants that its seed fixes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.filters import Filters
from corpus.store import Store
from index.ledger import Ledger
from index.search import Searcher

BENCH = Path(__file__).parents[1] / "bench" / "kill_bench.py"


def test_killed_writers_leave_committed_plans_and_nothing_else() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCH), "--kills", "6", "--seed", "3"], capture_output=True, text=True, check=False
    )
    report = json.loads(done.stdout or "{}")
    assert report.get("faults") == [], done.stderr
    assert report["kills"] == 6
    assert sum(bool(kills) for kills in report["after_step"]) >= 4  # spread over the whole run


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {bench!r})
from kill_bench import SpelledEncoder, a_plan, vectors
from corpus.store import Store, content_hash
from index.search import Searcher
vectors.FLAT_LIMIT = 6
with Store.open(Path({data!r})) as store:
    searcher = Searcher.open(store, encoder=SpelledEncoder())
    for turn in range({turns}):
        plan = a_plan("в", turn, 5 + turn % 2)
        store.replace(plan, content_hash(plan))
        searcher.sync()
        print(turn, flush=True)
"""
TURNS = 12


def test_a_reader_goes_on_beside_a_writer_of_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH.parent))
    monkeypatch.setattr("index.vectors.FLAT_LIMIT", 6)
    from kill_bench import SpelledEncoder, a_plan

    from corpus.store import content_hash

    with Store.open(tmp_path) as store:
        resting = a_plan("а", 1, 5)
        store.replace(resting, content_hash(resting))
        reader = Searcher.open(store, encoder=SpelledEncoder())
        reader.sync()
        code = WRITER.format(bench=str(BENCH.parent), data=str(tmp_path), turns=TURNS)
        command = [sys.executable, "-c", code]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as writer:
            assert writer.stdout is not None
            searches, seen = 0, set()
            while writer.poll() is None:
                hits = reader.search("ремонт мосту", Filters(plan=("а", "в"))).hits
                ids = {hit.measure_id for hit in hits}
                assert {m.id for m in resting.measures} <= ids  # what the writer does not touch is always there
                editions = {hit.measure_id.split("-")[1] for hit in hits if hit.plan_id == "в"}
                assert len(editions) <= 1  # never half of one and half of another
                seen |= editions
                searches += 1
            said = writer.stdout.read().split()
            assert writer.returncode == 0
            assert len(said) == TURNS
            assert searches > TURNS
            assert len(seen) > 1  # new states were taken up while the writer worked
            last = {hit.measure_id for hit in reader.search("огляд", Filters(plan=("в",))).hits}
            assert last == {m.id for m in a_plan("в", TURNS - 1, 5 + (TURNS - 1) % 2).measures}


@pytest.mark.parametrize("dropped", [1, 1000])
@pytest.mark.parametrize("part", ["approximate_folder", "columns_folder"])
def test_a_part_that_a_writer_drops_while_it_is_opened(
    part: str, dropped: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is read, the writer drops that folder, and only then is it opened: once, or however often."""
    monkeypatch.syspath_prepend(str(BENCH.parent))
    monkeypatch.setattr("index.vectors.FLAT_LIMIT", 6)
    monkeypatch.setattr("index.snapshot._PAUSE", 0)
    from kill_bench import SpelledEncoder, a_plan

    from corpus.store import content_hash
    from index import snapshot

    named, asked = getattr(snapshot, part), []

    def dropping(folder: Path, ledger: Ledger) -> Path | None:
        asked.append(named(folder, ledger))
        return folder / "dropped" if len(asked) <= dropped else asked[-1]

    with Store.open(tmp_path) as store:
        plan = a_plan("а", 1, 9)
        store.replace(plan, content_hash(plan))
        Searcher.open(store, encoder=SpelledEncoder()).sync()
        monkeypatch.setattr(snapshot, part, dropping)
        reader = Searcher.open(store, encoder=SpelledEncoder())
        hits = reader.search("ремонт мосту", Filters(plan=("а",))).hits
        assert {hit.measure_id for hit in hits} == {m.id for m in plan.measures}
        assert None not in asked and len(asked) > 1
        assert reader.snapshot.has_columns == (part == "approximate_folder" or dropped == 1)


def test_slots_that_are_brought_up_are_those_that_are_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through plans that come, go, are replaced and embedded anew, also where that is broken off."""
    monkeypatch.syspath_prepend(str(BENCH.parent))
    monkeypatch.setattr("index.sync._PLANS_AT_ONCE", 4)
    from kill_bench import SpelledEncoder, a_plan

    from corpus.store import content_hash

    def embedded(broken_off: bool = False) -> None:
        Searcher.open(store, encoder=encoder).outdate()
        if broken_off:
            given = iter((encoder.passages,))  # the second batch finds none
            with monkeypatch.context() as patched, pytest.raises(StopIteration):
                patched.setattr(encoder, "passages", lambda texts, *rest: next(given)(texts, *rest), raising=False)
                Searcher.open(store, encoder=encoder).sync()

    with Store.open(tmp_path) as store:
        encoder = SpelledEncoder()
        steps = [
            *(lambda name=name: store.replace(a_plan(name, 1, 5), f"{name}1") for name in "абв"),
            lambda: store.replace(a_plan("б", 2, 3), "б2"),
            lambda: store.remove("а"),
            embedded,
            lambda: embedded(broken_off=True),
            lambda: store.replace(a_plan("г", 1, 4), content_hash(a_plan("г", 1, 4))),
        ]
        for before in steps:  # a ledger that is read throughout beside one that is opened for each reading
            before()
            if before is steps[0]:
                Searcher.open(store, encoder=encoder).sync()
                reader = Ledger(next(tmp_path.glob("index/*/ledger.sqlite")))
                placed = reader.rows_with_slots()
            placed = reader.rows_with_slots(placed)
            Searcher.open(store, encoder=encoder).sync()
            placed = reader.rows_with_slots(placed)
            anew = reader.rows_with_slots()
            assert placed.epoch == anew.epoch
            assert (placed.rows.tolist(), placed.slots.tolist()) == (anew.rows.tolist(), anew.slots.tolist())
            assert len(anew.rows) == store.count()
        reader.close()
