"""Figures to docs: ``python tests/bench/index_tables.py WORK [--docs DIR]`` writes benchmarks.md and benchmarks.svg.

WORK/figures.json is what ``index_bench.py`` has kept. Nothing is measured here. The plot is written as it is drawn,
without a plotting library: bars on a logarithmic scale, one colour an engine, light and dark alike.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from statistics import median
from typing import Any

Figures = dict[str, Any]
ENGINES = ("zakhid", "Chroma", "LanceDB", "Qdrant local", "txtai")
WHOLE = "zakhid, whole"
COLOURS = {
    "zakhid": "#0b6e4f",
    "Chroma": "#c8553d",
    "LanceDB": "#3d6fb6",
    "Qdrant local": "#8a5aa8",
    "txtai": "#b8860b",
}
KINDS = {"all": "без фільтра", "region": "область (1/24)", "region_year": "область і рік (1/240)"}


class Kept:
    """The figures that are kept, by size, engine and step."""

    def __init__(self, work: Path) -> None:
        self._figures: dict[str, Figures] = json.loads((work / "figures.json").read_text(encoding="utf-8"))
        self.sizes = sorted({int(key.split(" | ")[0]) for key in self._figures} - {0})

    def __call__(self, size: int, engine: str, step: str) -> Figures:
        return self._figures.get(f"{size} | {engine} | {step}", {})

    def loads(self, *steps: str) -> str:
        """When these steps were measured, and beside how much other work."""
        of_steps = [f for key, f in self._figures.items() if key.split(" | ")[2] in steps]
        days = sorted({f["at"] for f in of_steps})
        loads = [f["load_average"] for f in of_steps]
        return f"{days[0]} – {days[-1]}, середнє навантаження машини від {number(min(loads))} до {number(max(loads))}"


def number(value: float | None) -> str:
    """As people write it: a comma, thin spaces, no more digits than matter."""
    if value is None:
        return "–"
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 1 else 2
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace(".", ",")


def share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".replace(".", ",")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def vector_tables(kept: Kept) -> Iterator[str]:
    """Each engine at each size: what it took to load, and how it answers."""
    for size in kept.sizes:
        yield f"### {number(size)} заходів"
        yield ""
        head = ["рушій", "запис, векторів/с", "запис, с процесора", "на диску, МБ", "відкриття, с", "пам'ять, МБ"]
        yield from table([*head, "з неї своєї, МБ"], (loading(kept, size, engine) for engine in ENGINES))
        head = [f"{name}: p50 / p95, мс" for name in KINDS.values()]
        answers = [(engine, kept(size, engine, "ask")) for engine in ENGINES]
        yield from table(
            ["рушій", *(h for pair in zip(head, ["повнота@10"] * 3, strict=True) for h in pair)],
            ([engine, *(cell for kind in KINDS for cell in asked(f.get(kind)))] for engine, f in answers if "all" in f),
        )


def loading(kept: Kept, size: int, engine: str) -> list[str]:
    load, ask = kept(size, engine, "load"), kept(size, engine, "ask")
    if "load_s" not in load:
        why = load.get("failed", "не міряно").replace("not finished after", "не завершив за").replace(" s", " с")
        return [engine, why, "–", "–", "–", "–", "–"]
    rate = number(size / load["load_s"])
    facts = (load.get("cpu_s"), load["disk_mb"], ask.get("open_s"), ask.get("rss_mb"), ask.get("own_mb"))
    return [engine, rate, *map(number, facts)]


def asked(figures: Figures | None) -> tuple[str, str]:
    if not figures:
        return "–", "–"
    fewer = f" ({figures['asked']} із 100)" if figures["asked"] < 100 else ""
    return f"{number(figures['p50'])} / {number(figures['p95'])}{fewer}", share(figures["recall"])


def whole_table(kept: Kept) -> Iterator[str]:
    """The whole search and the assistant at each size, one row a figure."""
    rows: list[tuple[str, Callable[[int], str]]] = [
        ("індексування, заходів/с (без обчислення векторів)", lambda n: number(of(n, "load", "per_second"))),
        ("сховище / індекс на диску, МБ", lambda n: pair(of(n, "load", "store_mb"), of(n, "load", "disk_mb"))),
        ("відкриття до першої відповіді, с", lambda n: number(of(n, "ask", "open_s"))),
        ("пошук без фільтра: p50 / p95, мс", lambda n: pair(*quantiles(of(n, "ask", "all")))),
        ("пошук із фільтром: p50 / p95, мс", lambda n: pair(*quantiles(of(n, "ask", "filtered")))),
        (
            "те саме, процесорного часу: p95, мс",
            lambda n: pair(cpu(of(n, "ask", "all")), cpu(of(n, "ask", "filtered"))),
        ),
        ("повнота@10 векторів проти перебору: без фільтра / з ним", lambda n: recalls(kept(n, WHOLE, "recall"))),
        ("пам'ять процесу пошуку, МБ (з неї своєї)", lambda n: own(kept(n, WHOLE, "ask"))),
        (
            "додати план зі ста заходів і знайти його: медіана / найдовше з п'яти, с",
            lambda n: several(of(n, "add", "wall_s")),
        ),
        ("вилучити п'ять планів, с", lambda n: number(of(n, "add", "remove_all_s"))),
        ("помічник, звичайні запитання: p50 / p95, мс", lambda n: pair(*quantiles(of(n, "answer", "narrow")))),
        ("те саме, процесорного часу: p95, мс", lambda n: number(cpu(of(n, "answer", "narrow")))),
        ("помічник, переліки на тисячі рядків: p50 / p95, мс", lambda n: pair(*quantiles(of(n, "answer", "wide")))),
        ("помічник: перше запитання з усім завантаженням, с", lambda n: number(of(n, "answer", "open_s"))),
    ]

    def of(size: int, step: str, name: str) -> Any:
        return kept(size, WHOLE, step).get(name)

    sizes = [size for size in kept.sizes if kept(size, WHOLE, "load")]
    yield from table(["", *map(number, sizes)], ([name, *(cell(n) for n in sizes)] for name, cell in rows))


def quantiles(figures: Figures | None) -> tuple[float | None, float | None]:
    return (figures["p50"], figures["p95"]) if figures else (None, None)


def cpu(figures: Figures | None) -> float | None:
    return figures["cpu_p95"] if figures else None


def pair(one: float | None, other: float | None) -> str:
    return f"{number(one)} / {number(other)}"


def several(figures: Sequence[float] | None) -> str:
    """The middle and the largest."""
    return pair(median(figures), max(figures)) if figures else "–"


def recalls(figures: Figures) -> str:
    return f"{share(figures.get('all'))} / {share(figures.get('filtered'))}"


def own(figures: Figures) -> str:
    return f"{number(figures.get('rss_mb'))} ({number(figures.get('own_mb'))})"


# ---------------------------------------------------------------- the plot


def plot(kept: Kept) -> str:
    """p95 of unfiltered and filtered vector search by size and engine, with the recall written at each bar."""
    bars = [
        (size, kind, engine, figures)
        for size in kept.sizes
        for kind in ("all", "region")
        for engine in ENGINES
        if (figures := kept(size, engine, "ask").get(kind))
    ]
    lines: list[str] = []
    y, seen = 58, None
    for size, kind, engine, figures in bars:
        if seen != (size, kind):
            y += 12 if seen else 0
            lines.append(text(12, y + 11, f"{number(size)}, {KINDS[kind]}", "head"))
            y, seen = y + 18, (size, kind)
        width = max(2.0, 110 * (math.log10(max(figures["p95"], 0.01)) + 2))
        lines.append(text(112, y + 11, engine, "end"))
        fade = "" if figures["recall"] >= 0.95 else ' fill-opacity="0.35"'
        lines.append(f'<rect x="120" y="{y}" width="{width:.1f}" height="13" fill="{COLOURS[engine]}"{fade}/>')
        lines.append(text(126 + width, y + 11, f"{number(figures['p95'])} мс · {share(figures['recall'])}", "note"))
        y += 16
    scale = [
        f'<line x1="{120 + 110 * (power + 2)}" x2="{120 + 110 * (power + 2)}" y1="50" y2="{y}" class="grid"/>'
        + text(120 + 110 * (power + 2), 46, f"{number(10.0**power)} мс", "mid")
        for power in range(-2, 5)
    ]
    title = text(12, 22, "Пошук за векторами: p95 одного запитання (логарифмічно) і повнота@10 проти перебору", "title")
    under = text(
        12,
        y + 20,
        "Блідо: знаходить менш як 95 % справжніх сусідів. Де рушія немає, індекс не збудовано в межі часу.",
        "note",
    )
    return STYLE.format(height=y + 34, body="\n".join([title, *scale, *lines, under]))


STYLE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 {height}" font-family="sans-serif" font-size="11">
<style>text {{ fill: #222 }} .head, .title {{ font-weight: bold }} .title {{ font-size: 14px }} .end {{ text-anchor: end }}
.mid {{ text-anchor: middle; fill: #666 }} .grid {{ stroke: #ddd }} .note {{ fill: #444 }}</style>
<rect width="960" height="{height}" fill="#fff"/>
{body}
</svg>
"""


def text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y}" class="{kind}">{escape(words)}</text>'


# ---------------------------------------------------------------- the page


def page(kept: Kept) -> str:
    embed = kept(0, "embedding", "embed")
    built, measured = kept.loads("load"), kept.loads("ask", "add", "answer", "embed")
    lines = [HEAD.format(built=built, measured=measured), "## Увесь пошук і помічник", "", *whole_table(kept)]
    lines += [WHOLE_NOTES, "## Лише вектори: поруч з іншими рушіями", "", VECTOR_NOTES, "![p95](benchmarks.svg)", ""]
    lines += [*vector_tables(kept), "## Обчислення векторів", ""]
    names = {"zakhid": "zakhid (ONNX, 4 біти)", "sentence-transformers": "sentence-transformers (torch, ті самі ваги)"}
    lines += table(["", "текстів/с"], ([name, number(embed.get(key))] for key, name in names.items()))
    lines += [EMBED_NOTES.format(tokens=number(embed.get("tokens")), texts=number(embed.get("texts"))), KILLS]
    return "\n".join(lines)


HEAD = """# Скільки коштує пошук: три тисячі, сто тисяч і мільйон заходів

Виміряно однією командою на машині з двома ядрами без відеокарти; відтворити можна так:

```
make bench-index DATA=zakhid-data ENGINES=/tmp/benchenv/bin/python   # чужі рушії — в окремому середовищі, див. index_bench.py
make bench-index DATA=zakhid-data STEPS="ask add answer embed"       # лише час відповідей, з уже збудованих індексів
```

Заходи **вирощено**: початок тексту одного справжнього заходу й кінець іншого, виконавці та строк третього, план на сто
заходів; вектор — зважена сума двох справжніх із шумом. Довжини, словник і розташування векторів такі, як у планах, а
змісту тексти не мають: тут міряно час, пам'ять і повноту проти перебору, а не доречність. Обчислення векторів міряно
окремо (внизу), у швидкість запису воно не входить.

- Індекси збудовано {built}.
  Це було поруч з іншою роботою й з найнижчим пріоритетом, тому поряд із часом за годинником наведено час процесора.
- Відповіді міряно {measured}.
"""

WHOLE_NOTES = """Пошук тут — увесь: розбір і виправлення запитання, його вектор, слова, вектори, ознаки, ранжування; 28 запитань по
тричі, фільтри — область, рік, обидва, «за згодою», план, орган, орган і квартал (від ста заходів до 88 % усіх).
Звичайні запитання помічника — 30 різних (хто, коли, перелік за темою, підрахунок за темою, порівняння, відмова);
найдовші з них — переліки на тему, де ранжується до тисячі заходів. Дев'ять запитань самими умовами, як-от «скільки
заходів у 2020 році», залишають від тисячі до ста тисяч рядків; відповідь цитує їх усі, і саме читання й цитування стількох
рядків забирає секунди. Імена органів, планів і розділів помічник перечитує, коли сховище змінилося; на мільйоні заходів
із сімома сотнями тисяч різних написань це найдовша частина першого запитання.
"""

VECTOR_NOTES = """Усім дано ті самі вектори (384 числа) з областю та роком і ті самі сто запитань; «повнота@10» — частка справжніх десяти
найближчих, знайдених перебором. Кожний рушій узято так, як починається його власна документація, зі стандартним
індексом; LanceDB від ста тисяч — з IVF_PQ, якого радить його посібник (nprobes 20, refine 10). Фільтр txtai
діє після пошуку, тому вузькі умови лишають йому мало. zakhid тут — лише його вектори, без слів і ранжування: до
30 тисяч точний перебір, далі IVF із 8-бітними кодами й точним перерахунком кращих, вузькі фільтри — точно. Запитання
одного виду ставляться не довше 15 секунд.
"""

EMBED_NOTES = """{texts} пасажів по {tokens} токена в середньому, шість кіл по черзі, медіана; обидва мають те саме навантаження машини.
"""

KILLS = """## Процес запису, убитий будь-коли

`python tests/bench/kill_bench.py --kills 400` вбиває (SIGKILL) процес, що записує, замінює й вилучає плани, на наперед
вибраних за лічильником викликах — між будь-якими двома діями Python, SQLite, tantivy чи запису у файл, — і щоразу
дивиться, що лишилося. 400 убивств: кожний записаний план знайдено за словами й за вектором, нічого іншого не знайдено,
жодного зайвого вектора на диску; помилок 0. Малу вибірку того самого виконують звичайні тести (`tests/index/test_kill.py`).
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--docs", type=Path, default=Path(__file__).resolve().parents[2] / "docs")
    options = parser.parse_args()
    kept = Kept(options.work)
    (options.docs / "benchmarks.md").write_text(page(kept), encoding="utf-8")
    (options.docs / "benchmarks.svg").write_text(plot(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
