"""Stored measures beside those of a labelled file: one to one within each document, by their text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from rapidfuzz import fuzz

from assistant.judging import bare

MATCH = 90  # least similarity of two texts (0..100) to be of one measure
_ENDING = re.compile(r"\.(txt|docx?|html?|pdf|xlsx?|csv|rtf|odt)$", re.IGNORECASE)


def stem(name: str) -> str:
    """A file's name without folder and document ending."""
    return _ENDING.sub("", PurePath(name).name)


def aligned(exported: Iterable[Mapping[str, Any]], gold: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Measure id -> labelled id. Number, task and order decide between measures of equal text."""
    theirs = _by_document(gold)
    out: dict[str, str] = {}
    for document, measures in _by_document(exported).items():
        out.update(_matched(measures, theirs.get(document, [])))
    return out


def _by_document(measures: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    out: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for measure in measures:
        out[stem(measure["source_file"])].append(measure)
    return out


def _matched(measures: list[Mapping[str, Any]], gold: list[Mapping[str, Any]]) -> dict[str, str]:
    """The best pairs first; each measure and each label once."""
    pairs = []
    texts = [bare(m["measure"]) for m in measures]
    for i, label in enumerate(gold):
        wanted = bare(label["measure"])
        for j, measure in enumerate(measures):
            alike = fuzz.ratio(wanted, texts[j], score_cutoff=MATCH)
            if alike:
                pairs.append((alike + _closeness(label, measure) - abs(i / len(gold) - j / len(measures)), i, j))
    out: dict[str, str] = {}
    taken: set[int] = set()
    for _, i, j in sorted(pairs, key=lambda p: -p[0]):
        if i not in taken and measures[j]["id"] not in out:
            taken.add(i)
            out[measures[j]["id"]] = gold[i]["id"]
    return out


def _closeness(label: Mapping[str, Any], measure: Mapping[str, Any]) -> float:
    same_number = bool(label.get("measure_no")) and label.get("measure_no") == measure.get("measure_no")
    return 0.02 * fuzz.ratio(bare(label.get("task")), bare(measure.get("task"))) + same_number
