"""The commands over real files: read, find, ask, take out."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from click.testing import CliRunner

from api.cli import zakhid
from api.commands.ask import CONDITIONS as OFFERED
from api.commands.ingest import PAIRS_SHOWN
from api.schemas import AskIn
from assistant.correction import CONDITIONS

HIT_KEYS = ["measure_id", "plan_id", "score", "why"]
ANSWER_KEYS = {"answer", "abstained", "intent", "filters", "count", "citations", "ranking", "nearest", "latency_ms"}
QUESTION = "хто відповідає за систему 112 і до коли"


@pytest.fixture(scope="module")
def run() -> Callable[..., CompletedProcess[str]]:
    """Run the command line in this process, where models and libraries are loaded once for all tests."""

    def run(*arguments: str | Path, **environment: str) -> CompletedProcess[str]:
        given = [str(argument) for argument in arguments]
        result = CliRunner().invoke(zakhid, given, prog_name="zakhid", env={"ZAKHID_LANG": "uk"} | environment)
        return CompletedProcess(given, result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="module")
def exported(run, sample_data: Path) -> dict[str, dict[str, Any]]:
    """Measure id -> the measure, as exported from the sample plans."""
    lines = run("export", "--data", sample_data).stdout.splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


@pytest.fixture
def own_data(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of the sample data that a test may change."""
    shutil.copytree(sample_data, tmp_path / "data")
    return tmp_path / "data"


def asked(done: Any) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_ingest_says_one_line_a_file(run, samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    shutil.copytree(samples, folder)
    (folder / "порожній.docx").write_bytes(b"")
    (folder / "сміття.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "записка.txt").write_text("Прошу погодити відпустку з понеділка.\n", encoding="cp1251")
    done = run("ingest", folder, "--data", tmp_path / "data", "--json")
    results = {Path(r["file"]).name: r for r in map(json.loads, done.stdout.splitlines())}
    assert set(results) == {path.name for path in folder.iterdir()}
    assert results["порожній.docx"]["status"] == "failed"
    assert results["порожній.docx"]["problem"]["text"]
    assert results["сміття.txt"]["status"] in ("failed", "no-measures")
    assert results["записка.txt"]["status"] == "no-measures"
    assert all(results[path.name]["status"] == "added" for path in samples.iterdir())
    assert done.returncode == 1


def test_ingest_twice_changes_nothing(run, samples: Path, own_data: Path) -> None:
    before = run("export", "--data", own_data).stdout
    done = run("ingest", samples, "--data", own_data, "--json")
    assert done.returncode == 0
    assert {json.loads(line)["status"] for line in done.stdout.splitlines()} == {"unchanged"}
    assert run("export", "--data", own_data).stdout == before


def test_ingest_says_what_a_new_plan_repeats(run, samples: Path, own_data: Path) -> None:
    plan = "cherkasy_safe_communities_2026_2027.txt"
    for options, told in (((), True), (("--no-compare",), False)):
        run("remove", plan, "--data", own_data)
        done = run("ingest", samples / plan, "--data", own_data, *options)
        assert done.returncode == 0 and plan in done.stdout
        assert (f"zakhid duplicates --across plans --plan {plan}" in done.stderr) is told
        # the measure that has come stands before the one that it repeats
        pairs = [line for line in done.stderr.splitlines() if line.startswith(("    те саме", "    подібне"))]
        assert len(pairs) == (PAIRS_SHOWN if told else 0) and all(f"» ({plan}) – «" in pair for pair in pairs)


def test_file_that_is_missing_fails_and_the_others_are_read(run, samples: Path, tmp_path: Path) -> None:
    plan = next(path for path in samples.iterdir() if path.suffix == ".txt")
    done = run("ingest", tmp_path / "немає.docx", plan, "--data", tmp_path / "data")
    assert done.returncode == 1
    missing, read = done.stdout.splitlines()[:2]
    assert "не прочитано" in missing
    assert plan.name in read


def test_explain_stores_nothing(run, samples: Path, tmp_path: Path) -> None:
    plan = next(path for path in samples.iterdir() if path.suffix == ".docx")
    done = run("ingest", "--explain", plan, "--data", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 5
    assert not (tmp_path / "data").exists()


def test_removed_plan_is_found_nowhere(run, own_data: Path, exported: dict[str, dict[str, Any]]) -> None:
    some = next(iter(exported.values()))
    before = asked(run("search", some["measure"], "--data", own_data, "--json"))
    assert some["id"] in [hit["measure_id"] for hit in before["hits"]]
    done = run("remove", some["plan_id"], "--data", own_data)
    assert done.returncode == 0, done.stderr
    after = asked(run("search", some["measure"], "--data", own_data, "--json"))
    assert some["plan_id"] not in {hit["plan_id"] for hit in after["hits"]}
    assert some["id"] not in run("export", "--data", own_data).stdout
    again = run("remove", some["plan_id"], "--data", own_data)
    assert again.returncode == 1
    assert "zakhid status" in again.stderr


def test_search_json_is_the_contracts(run, sample_data: Path, exported: dict[str, dict[str, Any]]) -> None:
    found = asked(run("search", "система 112", "--data", sample_data, "--json", "--limit", "5"))
    assert list(found) == ["query", "filters", "total", "hits", "facets"]
    assert 1 <= len(found["hits"]) <= 5 <= max(found["total"], 5)
    for hit in found["hits"]:
        assert list(hit) == HIT_KEYS
        assert exported[hit["measure_id"]]["plan_id"] == hit["plan_id"]
    assert all(0 <= hit["score"] <= 1 for hit in found["hits"])
    assert found["facets"]["plan"]


def test_search_takes_every_filter(run, sample_data: Path, exported: dict[str, dict[str, Any]]) -> None:
    dated = next(
        (m, i) for m in exported.values() for i in m["items"] if i["deadline_to"] and i["responsible"] and m["region"]
    )
    measure, item = dated
    conditions = ["--region", measure["region"], "--plan", measure["source_file"], "--year", item["deadline_to"][:4]]
    conditions += ["--body", item["responsible"][0]["text"], "--due-from", item["deadline_to"]]
    conditions += ["--due-to", ".".join(reversed(item["deadline_to"].split("-")))]
    found = asked(run("search", "", *conditions, "--data", sample_data, "--json", "--limit", "100"))
    assert measure["id"] in [hit["measure_id"] for hit in found["hits"]]
    assert {exported[hit["measure_id"]]["plan_id"] for hit in found["hits"]} == {measure["plan_id"]}
    assert found["filters"]["due_to"] == item["deadline_to"]
    by_consent = asked(run("search", "", "--consent", "yes", "--data", sample_data, "--json", "--limit", "1000"))
    expected = {m["id"] for m in exported.values() if any(r["consent"] for i in m["items"] for r in i["responsible"])}
    assert {hit["measure_id"] for hit in by_consent["hits"]} == expected
    assert by_consent["total"] == len(expected)


def test_filter_that_nothing_satisfies_gives_nothing_and_says_so(run, sample_data: Path) -> None:
    done = run("search", "система 112", "--plan", "немає.txt", "--data", sample_data, "--json")
    assert asked(done)["hits"] == []
    assert "«немає.txt»" in done.stderr


def test_ask_prints_the_answer_with_its_rows(run, sample_data: Path, exported: dict[str, dict[str, Any]]) -> None:
    answer = asked(run("ask", QUESTION, "--data", sample_data, "--json"))
    assert set(answer) >= ANSWER_KEYS
    assert answer["citations"]
    printed = run("ask", QUESTION, "--data", sample_data).stdout
    flat = " ".join(printed.split())
    for citation in answer["citations"][:3]:
        cited = exported[citation["measure_id"]]
        assert cited["measure"] in flat
        assert cited["source_file"] in flat
        for number in citation["items"]:
            assert (cited["items"][number]["deadline_text"] or "") in flat


def test_ask_after_an_earlier_question(run, sample_data: Path) -> None:
    first = asked(run("ask", "хто відповідає за систему 112", "--data", sample_data, "--json"))
    then = asked(
        run("ask", "а до якого числа?", "--after", "хто відповідає за систему 112", "--data", sample_data, "--json")
    )
    assert then["intent"] in ("when", "who_when")
    assert {c["measure_id"] for c in then["citations"]} & {c["measure_id"] for c in first["citations"]}


def test_batch_gives_a_line_for_each_question_in_order(run, sample_data: Path, tmp_path: Path) -> None:
    questions = [
        {"id": "q1", "question": QUESTION, "expect": {}},
        {"id": 2, "history": ["хто відповідає за систему 112"], "question": "а до якого числа?"},
        {"id": "q3", "history": None, "question": "скільки грошей витратили на систему 112"},
    ]
    lines = "\n\n".join(json.dumps(question, ensure_ascii=False) for question in questions)
    (tmp_path / "in.jsonl").write_text("\ufeff" + lines, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    done = run("ask", "--batch", tmp_path / "in.jsonl", "--out", out, "--data", sample_data)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["q1", 2, "q3"]
    assert all(set(answer) >= ANSWER_KEYS | {"id"} for answer in answers)
    assert [answer["abstained"] for answer in answers] == [False, False, True]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"question": 5}', '{"question": "а", "history": "б"}'])
def test_bad_line_of_a_batch_is_named_and_nothing_is_written(invoke, data: Path, tmp_path: Path, line: str) -> None:
    (tmp_path / "in.jsonl").write_text(f'{{"question": "хто?"}}\n{line}\n', encoding="utf-8")
    result = invoke("ask", "--batch", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl", "--data", data)
    assert result.exit_code == 1
    assert "in.jsonl, рядок 2:" in result.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_status_counts_what_is_there(run, sample_data: Path, exported: dict[str, dict[str, Any]]) -> None:
    status = asked(run("status", "--json", "--data", sample_data))
    assert status["measures"] == status["index"]["measures"] == len(exported)
    assert status["plans"] == len(status["plan_list"]) == len({m["plan_id"] for m in exported.values()})
    assert status["index"]["current"]
    assert status["index"]["bytes"] > 0
    assert status["versions"]["zakhid"]
    printed = run("status", "--data", sample_data).stdout
    assert all(plan["id"] in printed for plan in status["plan_list"])


def test_english_everywhere(run, sample_data: Path) -> None:
    done = run("ask", QUESTION, "--data", sample_data, "--lang", "en")
    assert "Based on:" in done.stdout
    assert "Deadline:" in done.stdout
    assert "plans, " in run("status", "--data", sample_data, ZAKHID_LANG="en").stdout


def test_port_in_use_is_said(invoke, data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = invoke("serve", "--port", taken.getsockname()[1], "--data", data)
    assert result.exit_code == 1
    assert "оберіть інший порт" in result.stderr


def test_ask_without_a_condition_that_was_not_meant(run, sample_data: Path) -> None:
    question = ("ask", "хто відповідає за систему 112 у Волинській області", "--data", sample_data)
    full = asked(run(*question, "--json"))
    corrected = asked(run(*question, "--without", "region", "--json"))
    assert full["filters"]["region"] == "Волинська область"
    assert "region" in [one["name"] for one in full["conditions"]]
    assert "region" not in corrected["filters"]
    assert corrected["citations"]
    assert not corrected["abstained"]
    assert run("ask", "хто", "--without", "moon", "--data", sample_data).returncode == 2


def test_conditions_are_named_alike_everywhere() -> None:
    schema = AskIn.model_json_schema()["properties"]["without"]["items"]["enum"]
    assert tuple(CONDITIONS) == OFFERED == tuple(schema)


def test_eval_saves_and_compares(run, sample_data: Path, exported: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    gold, questions, saved = tmp_path / "gold.jsonl", tmp_path / "questions.jsonl", tmp_path / "scores.json"
    gold.write_text("\n".join(json.dumps(m, ensure_ascii=False) for m in exported.values()), encoding="utf-8")
    lines = [
        {"id": "a", "type": "abstain", "question": "хто лагодить космодром", "expect": {"abstain": True}},
        {"id": "b", "type": "help", "question": "що ти вмієш", "expect": {"abstain": True}},
    ]
    questions.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    arguments = ("eval", questions, "--gold", gold, "--data", sample_data)
    scores = asked(run(*arguments, "--save", saved, "--json"))
    assert scores["correct"] == {"a": True, "b": False}
    assert {"ALL", "type:help", "overlap:None", "noise:clean"} <= scores["tables"].keys()
    assert json.loads(saved.read_text(encoding="utf-8")) == scores
    against = scores | {"correct": {"a": False, "b": True}}
    against["misses"] = [m | {"id": "a"} for m in scores["misses"]] + scores["misses"]
    saved.write_text(json.dumps(against, ensure_ascii=False), encoding="utf-8")
    told = run(*arguments, "--compare", saved).stdout
    assert "1 -> 1 of 2" in told
    assert "\n+ a" in told
    assert "\n- b" in told
    assert asked(run(*arguments, "--compare", saved, "--json"))["compared"]["lost"] == ["b"]
    broken = run(*arguments, "--compare", gold)
    assert broken.returncode == 1
    assert "--save" in broken.stderr


@pytest.mark.parametrize(
    ("questions", "gold", "said"),
    [
        (b"# not a question", b"", "questions.jsonl, рядок 1"),
        (
            b'{"id": "a", "type": "who", "question": "?", "expect": {}}\n{"id": "b"}',
            b"",
            "questions.jsonl, рядок 2: type?",
        ),
        (b"[1]", b"", "questions.jsonl, рядок 1"),
        (b"\xff\xfe", b"", "UTF-8?"),
        (b"", b'{"id": "a"}', "gold.jsonl, рядок 1: source_file?"),
    ],
)
def test_eval_says_which_line_is_wrong(
    run, sample_data: Path, tmp_path: Path, questions: bytes, gold: bytes, said: str
) -> None:
    (tmp_path / "questions.jsonl").write_bytes(questions)
    (tmp_path / "gold.jsonl").write_bytes(gold)
    done = run("eval", tmp_path / "questions.jsonl", "--gold", tmp_path / "gold.jsonl", "--data", sample_data)
    assert done.returncode == 1
    assert said in done.stderr


def test_eval_says_what_cannot_be_judged_and_saved(run, sample_data: Path, tmp_path: Path) -> None:
    line = {"id": "a", "type": "who", "question": "хто лагодить міст", "expect": {"measures": ["немає-1"]}}
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    done = run("eval", questions, "--data", sample_data, "--save", tmp_path / "немає" / "scores.json")
    assert "--gold" in done.stderr
    assert done.returncode == 1
    assert "Не вдається записати" in done.stderr
