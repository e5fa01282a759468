"""The whole way, as `make demo` goes it: sample files in, a cited answer out."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from corpus.model import Measure
from corpus.store import Store
from index.search import Searcher

EXPECTED = Path(__file__).parent / "documents" / "expected"
CHERKASY, SUMY = "cherkasy_safe_communities_2026_2027", "sumy_civil_protection_2026"
QUESTION = "хто відповідає за систему 112 і до коли"
Zakhid = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def store(sample_data: Path) -> Iterator[Store]:
    with Store.open(sample_data) as store:
        yield store


@pytest.fixture(scope="module")
def ask(store: Store) -> Ask:
    return Assistant(store, Searcher.open(store)).ask


def written(plan: str, text: str) -> list[str]:
    """What the plan's author wrote as bodies and deadlines of the measure."""
    measures = json.loads((EXPECTED / f"{plan}.json").read_text(encoding="utf-8"))["measures"]
    items = next(m["items"] for m in measures if m["measure"] == text)
    return [body["text"] for body in items[0]["responsible"]] + [i["deadline_text"] for i in items]


def naming_the_system(store: Store) -> list[Measure]:
    """The measures whose own text names the 112 system: all of them belong to the answer."""
    return [m.measure for m in store.measures() if re.search(r"систем[аиу]\b.*\b112\b", m.measure.measure)]


def test_the_demonstration_names_bodies_and_deadlines_of_both_regions(ask: Ask, store: Store) -> None:
    answer = ask(QUESTION)
    cited = [store.by_id(citation.measure_id) for citation in answer.citations]
    about = [found.measure for found in cited if found is not None]
    assert not answer.abstained
    assert {m.plan_id.split(".")[0] for m in about} == {CHERKASY, SUMY}
    assert all("112" in " ".join(filter(None, (m.measure, m.task, m.section, m.subsection))) for m in about)
    for fact in written(CHERKASY, "Розроблення регіонального плану переходу на систему 112"):
        assert " ".join(fact.split()) in " ".join(answer.answer.split())


def test_no_measure_that_names_the_subject_is_lost(ask: Ask, store: Store) -> None:
    cited = {citation.measure_id for citation in ask(QUESTION).citations}
    assert [m for m in naming_the_system(store) if m.id not in cited] == []


@pytest.mark.shared
def test_nor_in_real_plans(program: Zakhid, shared: Path, tmp_path: Path) -> None:
    files = [next((shared / "plans").rglob(name)) for name in ("zaporizhzhia_mvs*.txt", "*goal_13.2.docx")]
    assert program("ingest", *files, "--data", tmp_path).returncode == 0
    with Store.open(tmp_path) as store:
        cited = {c.measure_id for c in Assistant(store, Searcher.open(store)).ask(QUESTION).citations}
        assert [m for m in naming_the_system(store) if m.id not in cited] == []


def test_a_region_in_the_question_gives_its_rows_alone(ask: Ask) -> None:
    answer = ask(QUESTION + " у Сумській області")
    assert answer.filters["region"] == "Сумська область"
    assert {citation.plan_id.split(".")[0] for citation in answer.citations} == {SUMY}


def test_what_the_plans_do_not_hold_is_refused(ask: Ask) -> None:
    answer = ask("хто відповідає за будівництво метро на Марсі")
    assert answer.abstained
    assert answer.citations == ()


def test_a_measure_that_two_regions_share_is_found_in_both(ask: Ask) -> None:
    answer = ask("хто створює мобільні бригади соціально-психологічної підтримки")
    assert {citation.plan_id.split(".")[0] for citation in answer.citations} == {CHERKASY, "volyn_open_region_2026"}
