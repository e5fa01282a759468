"""Do the shipped plans read as their author meant them, whatever format they are written in?"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from corpus.model import PlanDocument, measure_json
from corpus.reading import read_plan

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "samples").iterdir())
DOCUMENTS = sorted(path for path in (ROOT / "tests" / "documents").iterdir() if path.is_file())
without_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="reading ODT needs LibreOffice")
VARIANTS = [pytest.param(path, marks=without_office if path.suffix == ".odt" else ()) for path in DOCUMENTS]
EXPECTED = ROOT / "tests" / "documents" / "expected"
GOLDEN = ROOT / "tests" / "documents" / "golden"
DEFINITION = re.compile(r"\s*\(далі\s*[-–—][^)]*\)")
OF_THE_FORMAT = ("id", "plan_id", "source_file", "locator", "warnings")


def said(document: PlanDocument) -> list[dict[str, Any]]:
    """The measures as a reader of any format must give them."""
    return [
        {key: value for key, value in measure_json(measure, document.plan).items() if key not in OF_THE_FORMAT}
        for measure in document.measures
    ]


def differences(expected: Any, found: Any, at: str = "") -> list[str]:
    """Where what was found departs from what is expected; «?» expects anything, and other keys may be there."""
    if expected == "?" or expected == found:
        return []
    if isinstance(expected, dict) and isinstance(found, dict):
        return [d for key in expected for d in differences(expected[key], found.get(key), f"{at}.{key}")]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [d for k, pair in enumerate(zip(expected, found, strict=True)) for d in differences(*pair, f"{at}[{k}]")]
    if isinstance(found, str) and DEFINITION.sub("", found) == expected:
        return []
    return [f"{at}: expected {expected!r}, found {found!r}"]


@pytest.mark.parametrize("path", SAMPLES + VARIANTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_plan_reads_as_its_author_meant_it(path: Path) -> None:
    expected = json.loads((EXPECTED / f"{path.stem}.json").read_text(encoding="utf-8"))
    document = read_plan(path)
    facts = {name: value for name, value in expected["plan"].items() if name != "issuer"}
    found = measure_json(document.measures[0], document.plan)
    assert differences(facts, found | {"title": document.plan.title}) == []
    assert [m.measure for m in document.measures] == [m["measure"] for m in expected["measures"]]
    assert differences(expected["measures"], said(document)) == []


@pytest.mark.parametrize("path", VARIANTS, ids=lambda path: path.name)
def test_every_format_gives_the_same_measures(path: Path) -> None:
    assert said(read_plan(path)) == said(read_plan(path.with_suffix(".docx")))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_whole_record_is_the_reviewed_one(path: Path, regenerate: bool) -> None:
    document = read_plan(path)
    lines = [json.dumps(measure_json(m, document.plan), ensure_ascii=False) for m in document.measures]
    golden = GOLDEN / f"{path.name}.jsonl"
    text = "\n".join(lines) + "\n"
    if regenerate:
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    reviewed = golden.read_text(encoding="utf-8").splitlines()
    assert text.splitlines() == reviewed, f"if it should be so: pytest --regenerate {Path(__file__).name}, and review"


def test_the_samples_are_worth_a_demonstration() -> None:
    plans = [read_plan(path) for path in SAMPLES]
    measures = [measure for plan in plans for measure in plan.measures]
    regions = {plan.plan.region for plan in plans}
    of_112 = {plan.plan.region for plan in plans for m in plan.measures if "112" in m.measure}
    assert len(measures) >= 80
    assert len(regions) == 3 and None not in regions
    assert len({path.suffix for path in SAMPLES}) >= 4
    assert len(of_112) >= 2
