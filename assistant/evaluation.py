"""How well questions are answered: labelled questions asked, judged, counted, and compared with an earlier run.

The judgements are those by which the product is accepted: an answer is correct when it cites a right row first, names
every body, deadline, value or count that is expected, rests on the right items, cites no flood, and abstains exactly
where it should; a set needs F1 of at least 0.9.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.alignment import aligned
from assistant.assistant import Assistant
from assistant.judging import bare, says_body, says_deadline, says_number, says_value
from corpus.messages import Problem
from corpus.model import measure_json

SET_F1 = 0.9
_OF_QUESTION = ("id", "type", "question", "expect")
_OF_GOLD = ("id", "source_file", "measure")
Line = Mapping[str, Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Labels:
    """Labelled measures beside the stored ones: label by id, stored by id, and stored id -> labelled id."""

    gold: Mapping[str, Line]
    stored: Mapping[str, Line]
    mapping: Mapping[str, str]
    aliases: Mapping[str, str]

    def gold_ids(self, ids: Iterable[str]) -> list[str]:
        """Labelled ids of stored ones, each once; one that no label matches stays itself with a mark."""
        return list(dict.fromkeys(self.mapping.get(i, "?" + i) for i in ids))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one answer: ``why`` it is not correct (empty when it is), and what was measured."""

    question: Line
    why: tuple[str, ...]
    abstained: bool
    rank: int | None = None
    precision: float | None = None
    recall: float | None = None
    set_f1: float | None = None
    latency_ms: float = 0.0

    @property
    def correct(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True)
class Scores:
    """The verdicts of a run, with their tables. ``unlabelled``: the questions of which a right measure is in none of
    the labelled files, so that they cannot be judged whole."""

    verdicts: tuple[Verdict, ...]
    unlabelled: tuple[str, ...] = ()

    def tables(self) -> dict[str, dict[str, float]]:
        """Figures for all questions, by type, by overlap, by noise."""
        groups: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in self.verdicts:
            question = verdict.question
            keys = ("ALL", f"type:{question['type']}", f"overlap:{question.get('overlap')}")
            for key in (*keys, f"noise:{question.get('noise') or 'clean'}"):
                groups[key].append(verdict)
        return {key: _figures(groups[key]) for key in sorted(groups)} | {"ABSTAIN": self.abstention()}

    def abstention(self) -> dict[str, float]:
        """Precision and recall of saying that the plans do not hold it."""
        should = [v for v in self.verdicts if v.question["expect"].get("abstain")]
        said = [v for v in self.verdicts if v.abstained]
        both = sum(v.abstained for v in should)
        return {
            "precision": round(both / max(1, len(said)), 3),
            "recall": round(both / max(1, len(should)), 3),
            "wrongly_refused": round((len(said) - both) / max(1, len(self.verdicts) - len(should)), 3),
        }

    def misses(self) -> list[dict[str, Any]]:
        """The questions not answered correctly, with the reasons."""
        return [
            {"id": v.question["id"], "type": v.question["type"], "question": v.question["question"], "why": list(v.why)}
            for v in self.verdicts
            if not v.correct
        ]

    def to_json(self) -> dict[str, Any]:
        return {"tables": self.tables(), "misses": self.misses(), "correct": self._by_id()}

    def _by_id(self) -> dict[str, bool]:
        return {v.question["id"]: v.correct for v in self.verdicts}

    def __str__(self) -> str:
        lines = [
            f"{key:24} " + "  ".join(f"{name}={value:g}" for name, value in row.items())
            for key, row in self.tables().items()
        ]
        lines += [f"{m['id']:8} {m['type']:11} {m['question'][:80]}  -- {'; '.join(m['why'])}" for m in self.misses()]
        return "\n".join(lines)


def evaluated(questions: Path, gold: Sequence[Path], assistant: Assistant, progress: Progress | None = None) -> Scores:
    """The scores of the assistant on a labelled file. ``aliases.json`` beside the questions is used where it is.

    Raises Problem for a file that is not of this kind, naming the line.
    """
    lines = read_lines(questions, _OF_QUESTION)
    labels = _labels(questions, gold, assistant)
    verdicts = []
    for number, line in enumerate(lines):
        answer = assistant.ask(line["question"], line.get("history") or ()).to_json()
        verdicts.append(judge(line, answer, labels))
        if progress:
            progress(number + 1, len(lines))
    unlabelled = (q["id"] for q in lines if not labels.gold.keys() >= set(q["expect"].get("measures") or ()))
    return Scores(tuple(verdicts), tuple(unlabelled))


def changes(before: Line, after: Line) -> dict[str, list[str]]:
    """The ids of the questions that two runs (their ``to_json``) share: all, gained, lost."""
    old, new = before["correct"], after["correct"]
    both = [q for q in new if q in old]
    return {
        "both": both,
        "gained": [q for q in both if new[q] and not old[q]],
        "lost": [q for q in both if old[q] and not new[q]],
    }


def compared(before: Line, after: Line) -> str:
    """Two runs (their ``to_json``) question by question: what was gained, what was lost."""
    found = changes(before, after)
    both = found["both"]
    why = {m["id"]: f"{m['question'][:80]}  -- {'; '.join(m['why'])}" for m in [*before["misses"], *after["misses"]]}
    lines = [f"{sum(before['correct'][q] for q in both)} -> {sum(after['correct'][q] for q in both)} of {len(both)}"]
    for sign, ids in (("+", found["gained"]), ("-", found["lost"])):
        lines += [f"{sign} {q:8} {why.get(q, '')}" for q in ids]
    return "\n".join(lines)


def saved_scores(path: Path) -> dict[str, Any]:
    """The scores of an earlier run. Raises Problem for a file that holds none."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Problem("scores-unreadable", path=str(path)) from error
    if not isinstance(held, dict) or not {"correct", "misses"} <= held.keys():
        raise Problem("scores-unreadable", path=str(path))
    return held


def read_lines(path: Path, fields: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The objects of a file with one JSON object a line. Raises Problem where one lacks a field."""
    out = []
    for number, line in enumerate(_text_of(path).splitlines(), 1):
        if line.strip():
            out.append(_object(line, path, number))
            if missing := [name for name in fields if name not in out[-1]]:
                raise Problem("labels-line", path=path, line=number, reason=f"{missing[0]}?", fields=", ".join(fields))
    return out


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Problem("file-unreadable", path=path, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise Problem("json-line", path=path, line=1, reason="UTF-8?") from error


def _object(text: str, path: Path, line: int) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise Problem("json-line", path=path, line=line, reason=error) from error
    if not isinstance(found, dict):
        raise Problem("json-line", path=path, line=line, reason="{}?")
    return found


def _labels(questions: Path, gold: Sequence[Path], assistant: Assistant) -> Labels:
    labelled = [line for path in gold for line in read_lines(path, _OF_GOLD)]
    plans = {p.plan.id: p.plan for p in assistant.store.plans()}
    exported = [measure_json(s.measure, plans[s.measure.plan_id]) for s in assistant.store.measures()]
    beside = questions.with_name("aliases.json")
    aliases = _object(_text_of(beside), beside, 1) if beside.exists() else {}
    by_id = ({g["id"]: g for g in labelled}, {m["id"]: m for m in exported})
    return Labels(*by_id, aligned(exported, labelled), aliases)


# ---------------------------------------------------------------- judging


def judge(question: Line, answer: Line, labels: Labels) -> Verdict:
    """The judgement of an answer (its JSON form) to a labelled question."""
    cited = labels.gold_ids(c["measure_id"] for c in answer["citations"])
    latency = float(answer.get("latency_ms") or 0)
    if question["expect"].get("abstain"):
        why = ["should abstain"] if not answer["abstained"] else ["abstains and cites"] if cited else []
        return Verdict(question, tuple(why), answer["abstained"], latency_ms=latency)
    want = {m for m in question["expect"].get("measures") or [] if m in labels.gold}
    first = {m for m in question["expect"].get("primary") or [] if m in labels.gold} or want
    common = len(set(cited) & want)
    precision, recall = common / max(1, len(cited)), common / max(1, len(want))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    is_set = question["type"].startswith("list") or question["expect"].get("count") is not None
    why = ["abstained"] if answer["abstained"] else []
    why += _set_faults(question, answer, f1) if is_set else _row_faults(question, answer, cited, want, first, labels)
    why += _unsaid(question, answer, labels)
    ranking = labels.gold_ids(answer["ranking"]) or cited
    said = not answer["abstained"]
    return Verdict(
        question,
        tuple(why),
        answer["abstained"],
        next((i for i, g in enumerate(ranking) if g in first), None),
        precision if said else None,
        recall if said else None,
        f1 if is_set else None,
        latency,
    )


def _set_faults(question: Line, answer: Line, f1: float) -> list[str]:
    count = question["expect"].get("count")
    out = [f"set f1 {f1:.2f}"] if f1 < SET_F1 else []
    if count is not None and not (answer["count"] == count and says_number(answer["answer"], count)):
        out.append(f"count {answer['count']} not {count}")
    return out


def _row_faults(
    question: Line, answer: Line, cited: list[str], want: set[str], first: set[str], labels: Labels
) -> list[str]:
    if not want:
        return []
    out = [] if cited and cited[0] in first else ["first citation wrong"]
    if len(cited) > max(3, 2 * len(want)):
        out.append(f"{len(cited)} rows cited for {len(want)}")
    return out + _wrong_items(question, answer, first, labels)


def _wrong_items(question: Line, answer: Line, first: set[str], labels: Labels) -> list[str]:
    """A complaint when the first right row's cited items carry other deadlines or values than those asked for."""
    citation = next((c for c in answer["citations"] if labels.mapping.get(c["measure_id"]) in first), None)
    if citation is None or len(first) > 3:
        return []
    items = labels.stored[citation["measure_id"]]["items"]
    resting = [items[k] for k in citation["items"] if k < len(items)]
    return [*_wrong_deadlines(question, resting, labels), *_wrong_value(question, resting, items)]


def _wrong_deadlines(question: Line, resting: list[Line], labels: Labels) -> list[str]:
    deadlines = question["expect"].get("deadlines") or []
    measures = [labels.gold[m] for m in question["expect"].get("measures") or [] if m in labels.gold]
    ends = [(i["deadline_text"], i["deadline_to"]) for m in measures for i in _gold_items(m) if i["deadline_to"]]
    wanted = {end for text, end in ends if any(bare(d) in (bare(text), end) for d in deadlines)}
    extra = {i["deadline_to"] for i in resting} - wanted
    return [f"rests on items due {sorted(map(str, extra))}"] if wanted and extra else []


def _wrong_value(question: Line, resting: list[Line], items: list[Line]) -> list[str]:
    expect = question["expect"]
    if expect.get("value") is None or expect.get("count") is not None or question["type"] not in ("value", "followup"):
        return []
    said = {bare(str(i["value"])) for i in resting}
    wrong = resting and bare(str(expect["value"])) not in said and any(i["value"] is not None for i in items)
    return ["rests on an item with another value"] if wrong else []


def _gold_items(measure: Line) -> list[Line]:
    if "items" in measure:
        return list(measure["items"])
    return [{"deadline_text": measure.get("end_raw"), "deadline_to": measure.get("end")}]


def _unsaid(question: Line, answer: Line, labels: Labels) -> list[str]:
    """What the text should have said and did not."""
    expect, text = question["expect"], answer["answer"]
    bodies = [b for b in expect.get("responsible") or [] if not says_body(text, b, labels.aliases)]
    deadlines = [d for d in expect.get("deadlines") or [] if not says_deadline(text, d)]
    out = [f"body not named: {b[:50]}" for b in bodies] + [f"deadline not named: {d}" for d in deadlines]
    value = expect.get("value")
    if value is not None and expect.get("count") is None and question["type"] != "compare":
        out += [] if says_value(text, str(value), labels.aliases) else [f"value not named: {value}"]
    return out


# ---------------------------------------------------------------- figures


def _figures(verdicts: Sequence[Verdict]) -> dict[str, float]:
    out: dict[str, float] = {"n": len(verdicts), "correct": _mean([v.correct for v in verdicts])}
    ranked = [v for v in verdicts if not v.question["expect"].get("abstain")]
    if ranked:
        out["hit@1"] = _mean([v.rank == 0 for v in ranked])
        out["hit@5"] = _mean([v.rank is not None and v.rank < 5 for v in ranked])
        out["mrr@10"] = _mean([1 / (v.rank + 1) if v.rank is not None and v.rank < 10 else 0 for v in ranked])
    for name, values in _measured(verdicts).items():
        if values:
            out[name] = _mean(values)
    latencies = sorted(v.latency_ms for v in verdicts)
    out["p95_ms"] = round(latencies[int(len(latencies) * 0.95)], 1)
    return out


def _measured(verdicts: Sequence[Verdict]) -> dict[str, list[float]]:
    return {
        "cite_p": [v.precision for v in verdicts if v.precision is not None],
        "cite_r": [v.recall for v in verdicts if v.recall is not None],
        "set_f1": [v.set_f1 for v in verdicts if v.set_f1 is not None],
    }


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / max(1, len(values)), 3)
