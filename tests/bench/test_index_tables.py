"""The page of figures says what was measured, and what was not."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from index_tables import Kept, number, page, plot

NOW = {"at": "2031-05-01 10:00", "load_average": 0.2}
LEGS = {kind: {"p50": 1.25, "p95": 12.5, "recall": 0.91, "asked": 40} for kind in ("all", "region", "region_year")}
CLOCK = {"p50": 7.0, "p95": 9.5, "worst": 11.0, "cpu_p50": 5.0, "cpu_p95": 8.0, "cpu_worst": 9.0}
FIGURES = {
    "0 | embedding | embed": {"zakhid": 120.5, "sentence-transformers": 46.25, "tokens": 33.2, "texts": 256},
    "3000 | zakhid | load": {"disk_mb": 2, "load_s": 0.5, "cpu_s": 0.4},
    "3000 | zakhid | ask": {"open_s": 0.1, "rss_mb": 60, "own_mb": 30, **LEGS},
    "3000 | Chroma | load": {"failed": "not finished after 900 s"},
    "3000 | zakhid, whole | load": {"load_s": 3.0, "per_second": 1000, "store_mb": 4, "disk_mb": 5},
    "3000 | zakhid, whole | ask": {"open_s": 1.0, "all": CLOCK, "filtered": CLOCK, "rss_mb": 500, "own_mb": 400},
    "3000 | zakhid, whole | add": {"wall_s": [2.5, 1.5, 2.0], "cpu_s": [2.0, 1.0, 1.0], "remove_all_s": 0.5},
}


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    figures = {key: NOW | value for key, value in FIGURES.items()}
    (tmp_path / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
    return Kept(tmp_path)


@pytest.mark.parametrize(
    ("value", "written"), [(None, "–"), (0.049, "0,05"), (1.25, "1,2"), (12, "12"), (250.4, "250"), (1e6, "1 000 000")]
)
def test_numbers_as_people_write_them(value: float | None, written: str) -> None:
    assert number(value).replace("\u202f", " ") == written


def test_the_page_shows_figures_and_what_did_not_finish(kept: Kept) -> None:
    lines = page(kept).replace("\u202f", " ").splitlines()
    assert "| zakhid | 6 000 | 0,40 | 2 | 0,10 | 60 | 30 |" in lines
    assert any(line.startswith("| Chroma | не завершив за 900 с |") for line in lines)
    assert any("1,2 / 12,5 (40 із 100) | 0,910" in line for line in lines)
    assert any(line.endswith("найдовше з п'яти, с | 2 / 2,5 |") for line in lines)
    assert not any("None" in line or "nan" in line for line in lines)


def test_the_plot_is_a_drawing_with_a_bar_for_each_figure(kept: Kept) -> None:
    drawn = ElementTree.fromstring(plot(kept))
    bars = [one for one in drawn.iter("{http://www.w3.org/2000/svg}rect") if one.get("x")]
    assert [bar.get("fill-opacity") for bar in bars] == [
        "0.35",
        "0.35",
    ]  # one without and one with a filter, recall low
