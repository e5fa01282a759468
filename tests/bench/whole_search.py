"""The whole search over a grown corpus, in a process of its own: ``whole_search.py SEEDS FOLDER SIZE CACHE STEP``.

STEP ``load`` grows the store (not measured) and indexes it; ``ask`` opens it and searches with and without filters,
encoding each question; ``recall`` holds the vector leg (hundred candidates asked for, ten compared) against every
vector under the filter; ``add`` stores one more plan of a hundred measures and waits until it is found, and takes it
out again; ``answer`` asks the assistant questions of every kind. Prints JSON.
"""

from __future__ import annotations

import itertools
import json
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from engines import memory  # noqa: E402 - the path is set above
from grown_corpus import REGIONS, GrownEncoder, grow, recombined, seeds_of  # noqa: E402
from index_bench import disk  # noqa: E402

from assistant.assistant import Assistant  # noqa: E402
from assistant.compose import SHOWN_LIST  # noqa: E402
from corpus.filters import Filters  # noqa: E402
from corpus.model import Plan, PlanDocument  # noqa: E402
from corpus.store import Store, content_hash  # noqa: E402
from index.bundled import BundledEncoder  # noqa: E402
from index.search import Searcher  # noqa: E402

QUESTIONS = """хто ремонтує дороги|навчання педагогів|запуск єдиного номера 112|камери на вулицях|донорство крові
хто знесе покинуті будинки|роздільне збирання відходів|профілактика булінгу в школах|енергоефективність лікарень
закупити генератори для шкіл|гуртожиток для переселенців|реклама тютюну|центр надання послуг|облаштування пандусів
перевезення дітей до школи|вакцинація|підтримка ветеранів|очищення річок|інформаційна кампанія про насильство
електронна черга|мобільні бригади допомоги|модернізація вуличного освітлення|захист персональних даних|лісові пожежі
кваліфікація державних службовців|бібліотеки в громадах|хто контролює ціни на ліки|експорт малих підприємств""".replace(
    "\n", "|"
).split("|")

# what the assistant is asked: every kind of question, about regions, years and bodies that a grown corpus has
NARROW = """хто відповідає за ремонт доріг у Житомирській області|до якого числа треба провести навчання педагогів
коли закуплять генератори для шкіл|хто і до якого числа очищує річки у Сумській області
скільки заходів Міністерства освіти і науки|який показник у заходу про донорство крові
перелічи заходи про бібліотеки у Полтавській області|які заходи про пожежну безпеку у 2019 році|скільки заходів про пандуси
які заходи виконує Міністерство фінансів у Рівненській області|порівняй Київську та Львівську області
хто підтримує ветеранів|що таке ДСНС|як справи|хто фарбує паркан на місяці|скільки заходів без строку
заходи за згодою у Харківській області на 2022 рік|перший захід у Волинській області на 2021 рік
чи є повтори заходу про булінг|хто проводить інформаційну кампанію про насильство|коли відкриють притулки
скільки заходів про енергоефективність у Рівненській області|хто відповідальний за вакцинацію
коли запустять єдиний номер 112|яке значення показника про відходи|які заходи про дітей у 2025 році
хто закуповує обладнання для лікарень у Херсонській області|коли навчать вчителів протидіяти булінгу
хто оновлює сирени у Миколаївській області|що планують для переселенців у Одеській області у травні 2023""".replace(
    "\n", "|"
).split("|")
# conditions alone that leave thousands of rows, all of which are cited: the time goes into reading and citing them
WIDE = """що заплановано на другий квартал 2021 року в Одеській області|які заходи має поліція в Одеській області
які заходи завершуються у березні 2020|заходи на листопад 2024|що прострочено в Сумській області
що робить Мінцифри у 2023 році|які найближчі заходи у Черкаській області|скільки заходів у Львівській області
скільки заходів у 2020 році""".replace("\n", "|").split("|")


def filters() -> Iterator[Filters]:
    """Narrow and wide ones, of every kind: they leave from a hundred to nearly all measures."""
    one = iter(itertools.cycle(REGIONS))
    for number, body in enumerate(("МОЗ", "СБУ", "Мінекономіки", "ДАБІ")):
        yield Filters(region=(next(one),))
        yield Filters(year=(2018 + number,))
        yield Filters(region=(next(one),), year=(2020, 2021))
        yield Filters(consent=number % 2 == 0)
        yield Filters(plan=(f"plan-{number}.docx",))
        yield Filters(body=(body,))
        yield Filters(body=(body,), due_from=date(2020, 1, 1), due_to=date(2020, 3, 31))


def load(seeds: Path, folder: Path, size: int, cache: Path) -> dict[str, Any]:
    shutil.rmtree(folder, ignore_errors=True)
    measures = seeds_of(seeds)
    grow(measures, size, folder)
    encoder = GrownEncoder(BundledEncoder.load(cache), measures)
    with Store.open(folder) as store:
        begun = time.perf_counter()
        Searcher.open(store, encoder=encoder).sync()
        spent = time.perf_counter() - begun
    sizes = {"store_mb": disk(folder) - disk(folder / "index"), "disk_mb": disk(folder / "index")}
    return {"load_s": round(spent, 1), "per_second": int(size / spent)} | sizes


def ask(searcher: Searcher) -> dict[str, Any]:
    begun = time.perf_counter()
    searcher.search(QUESTIONS[0])
    out: dict[str, Any] = {"open_s": round(time.perf_counter() - begun, 2)}
    begun = time.perf_counter()
    searcher.search(QUESTIONS[0], Filters(year=(2019,)))
    out["first_filtered_s"] = round(time.perf_counter() - begun, 2)
    for text in QUESTIONS[:3]:
        searcher.search(text)
    out["all"] = timed(searcher, [(text, Filters()) for text in QUESTIONS])
    out["filtered"] = timed(searcher, [(f"{text} план", f) for text, f in zip(QUESTIONS, filters(), strict=True)])
    return out


def recalls(searcher: Searcher) -> dict[str, float]:
    """Recall of the ten nearest without and with filters."""
    kept = [(text, searcher.snapshot.allowed(f)) for text, f in zip(QUESTIONS, filters(), strict=True)]
    every = recall(searcher, [(text, None) for text in QUESTIONS])
    return {"all": every, "filtered": recall(searcher, kept)}


def timed(searcher: Searcher, asked: list[tuple[str, Filters]]) -> dict[str, float]:
    """Milliseconds of whole searches, the question encoded anew each time."""
    clock = Clock()
    for text, under in asked * 3:
        searcher._vectors.clear()  # remembered questions would not be encoded
        with clock:
            searcher.search(text, under, 20)
    return clock.figures()


class Clock:
    """Milliseconds of pieces of work: by the wall clock, and of the processor, which the work of others makes no
    longer (all threads together, so it may be more)."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def __enter__(self) -> None:
        self._begun = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.wall.append(1000 * (time.perf_counter() - self._begun[0]))
        self.cpu.append(1000 * (time.process_time() - self._begun[1]))

    def figures(self) -> dict[str, float]:
        return percentiles(self.wall) | {f"cpu_{name}": value for name, value in percentiles(self.cpu).items()}


def percentiles(spent: Sequence[float]) -> dict[str, float]:
    return {name: round(float(np.percentile(spent, p)), 1) for name, p in (("p50", 50), ("p95", 95), ("worst", 100))}


def recall(searcher: Searcher, asked: list[tuple[str, Any]]) -> float:
    """The share of the true ten nearest among the ten best that the vector leg brings."""
    vectors = searcher.snapshot.vectors
    every = vectors.present(np.arange(int(vectors._rows[-1]) + 1))
    right = wanted = 0
    for text, allowed in asked:
        vector = searcher.question_vector(searcher.read(text))
        rows = every if allowed is None else allowed
        scores = vectors.cosines(vector, rows)
        best = rows[np.argsort(-scores, kind="stable")[:10]]
        found = {row for row, _ in vectors.search(vector, 100, allowed)[:10]}
        right, wanted = right + len(found & set(best.tolist())), wanted + len(best)
    return round(right / wanted, 4)


def add(store: Store, searcher: Searcher, seeds: Path) -> dict[str, Any]:
    """Seconds to store, embed and find one more plan of a hundred measures, and to take it out again."""
    measures, chance = seeds_of(seeds), random.Random(1)
    searcher.search(QUESTIONS[0])
    clock = Clock()
    for turn in range(5):
        name = f"new-{turn}.docx"
        own = (replace(m, id=f"{name}-{n}", plan_id=name, position=n) for n, m in enumerate(measures[:100]))
        texts = tuple(replace(m, measure=recombined(m.measure, chance.choice(measures).measure, chance)) for m in own)
        document = PlanDocument(Plan(name, name, "Новий план"), texts)
        with clock:
            store.replace(document, content_hash(document))
            searcher.sync()
            found = searcher.search(texts[7].measure, Filters(plan=(name,))).hits[0].measure_id
        assert found == f"{name}-7", found
    begun = time.perf_counter()
    for turn in range(5):
        store.remove(f"new-{turn}.docx")
    searcher.sync()
    assert not searcher.search("план", Filters(plan=("new-1.docx",))).hits
    seconds = {
        f"{kind}_s": [round(ms / 1000, 2) for ms in spent]
        for kind, spent in vars(clock).items()
        if kind in ("wall", "cpu")
    }
    return seconds | {"remove_all_s": round(time.perf_counter() - begun, 2)}


def answer(store: Store, searcher: Searcher) -> dict[str, Any]:
    """Milliseconds of the assistant's answers, each question asked once, after what is loaded once has been loaded; and
    of writing the answers as JSON with all their citations and the rows that the text shows."""
    assistant = Assistant(store, searcher, today=date(2020, 3, 1))
    begun = time.perf_counter()
    assistant.prepare()
    out: dict[str, Any] = {"open_s": round(time.perf_counter() - begun, 2), "by_question": {}}
    whole, written = Clock(), Clock()
    for name, questions in (("narrow", NARROW), ("wide", WIDE)):
        clock, rows = Clock(), []
        for text in questions:
            with clock, whole:
                found = assistant.ask(text)
            with written:
                json.dumps(found.to_json(rows=SHOWN_LIST), ensure_ascii=False)
            rows.append(len(found.citations))
            out["by_question"][text] = [round(clock.wall[-1]), round(clock.cpu[-1]), rows[-1], round(written.wall[-1])]
        out[name] = clock.figures() | {"asked": len(questions), "most_rows": max(rows)}
    return out | {"all": whole.figures(), "written": written.figures()}


def main() -> None:
    seeds, folder, size, cache, step = sys.argv[1:6]
    if step == "load":
        print(json.dumps(load(Path(seeds), Path(folder), int(size), Path(cache)) | memory()))
        return
    real = BundledEncoder.load(Path(cache))
    encoder = GrownEncoder(real, [], np.zeros((1, real.dimension), dtype=np.float32))
    if step == "add":
        encoder.passages = real.passages  # type: ignore[method-assign]
    with Store.open(Path(folder)) as store:
        searcher = Searcher.open(store, encoder=encoder)
        if searcher.behind:  # bringing it up is what «load» measures
            sys.exit("its index was made by another version of the program; load it again")
        steps: dict[str, Callable[[], dict[str, Any]]] = {
            "ask": lambda: ask(searcher),
            "recall": lambda: recalls(searcher),
            "add": lambda: add(store, searcher, Path(seeds)),
            "answer": lambda: answer(store, searcher),
        }
        print(json.dumps(steps[step]() | memory(), ensure_ascii=False))


if __name__ == "__main__":
    main()
