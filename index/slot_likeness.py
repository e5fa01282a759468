"""Single slots of two measures side by side: steps, kinds of documents, names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from corpus.slot_classes import key_of
from corpus.slot_words import CHAIN, FAMILIES, FORMS, LIGHT, PAPER, STOP
from corpus.slots import Clause


def step_likeness(x: Clause, y: Clause) -> float:
    """1 the same step, 0.8 of one family, 0.6 unknown, 0.3 a trial against the thing itself, 0.2 another step."""
    mine, yours = set(x.steps), set(y.steps)
    if mine & yours:
        return 0.3 if ("pilot" in mine) != ("pilot" in yours) else 1.0
    if not mine and not yours and x.words[:1] == y.words[:1]:
        return 1.0
    if not mine or not yours:
        return 0.6
    return 0.8 if _families(mine) & _families(yours) else 0.2


def kind_likeness(x: Clause, y: Clause) -> float:
    """1 no contradiction, 0.6 a document against what carries it out, 0.5 a document about the other, 0.3 different
    documents, as are a strategy and the plan to carry it out, a law and the by-laws under it."""
    if ("by-law" in x.kinds) != ("by-law" in y.kinds) and x.kinds and y.kinds:
        return 0.3
    mine = [kind for kind in x.kinds if kind not in FORMS]
    yours = [kind for kind in y.kinds if kind not in FORMS]
    if mine and yours:
        stages = {mine[0], yours[0]} <= CHAIN
        return 1.0 if mine[0] == yours[0] else 0.5 if set(mine) & set(yours) and not stages else 0.3
    if set(mine + yours) & CHAIN:
        return 0.6
    forms = set(x.kinds) & FORMS, set(y.kinds) & FORMS
    return 0.3 if forms[0] and forms[1] and not forms[0] & forms[1] else 1.0


def likeness_of_names(mine: Iterable[str], yours: Iterable[str]) -> float:
    """1 when a name is the same, up to 0.8 when one holds the words of the other, else 0."""
    return max((_name_likeness(x, y) for x in mine for y in yours), default=0.0)


@lru_cache(maxsize=100_000)
def _name_likeness(x: str, y: str) -> float:
    if x == y:
        return 1.0
    mine, yours = ({key_of(word) for word in name.split()} - _formal() for name in (x, y))
    shared = len(mine & yours)
    return 0.8 * shared / min(len(mine), len(yours)) if shared >= 2 else 0.0


@lru_cache(maxsize=1)
def _formal() -> frozenset[str]:
    """Keys of words that names of acts share whatever they are about."""
    return frozenset(map(key_of, LIGHT | PAPER | STOP | {"затвердження"}))


def _families(steps: set[str]) -> set[str]:
    return {"trial"} if "pilot" in steps else {_family().get(step, step) for step in steps}


@lru_cache(maxsize=1)
def _family() -> dict[str, str]:
    return {step: name for name, steps in FAMILIES.items() for step in steps.split()}
