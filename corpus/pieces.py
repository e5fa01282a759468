"""Several things in one cell: measures, indicators, lists of bodies, deadlines; taken apart and matched.

A cell may hold a list with paragraphs, or sentences that only a capital letter sets apart. Nothing is cut without a
reason that stands in the cell itself; how pieces are matched when their numbers differ is said in a remark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from corpus.deadlines import split_deadlines
from corpus.layout.content import ACTION, PREDICATE, is_action, is_bodies, is_deadline, is_indicator, starts_low
from corpus.text import fold

_BULLET = re.compile(r"^[-–—•▪●*·]\s")
# «… акт видано Меморандуми …», «… (у разі потреби) Звіт …»: a predicate closes an indicator, a capital opens the next.
_AFTER_PREDICATE = re.compile(rf"(?:({PREDICATE})|(\)))\s+(?=[А-ЯІЇЄҐ])", re.IGNORECASE)
_CAPITAL_ACTION = re.compile(rf"(?<=[а-яіїєґ)»])\s+(?=(?-i:[А-ЯІЇЄҐ]))(?={ACTION})", re.IGNORECASE)
_LIST_HEADS = (
    r"(?:Департамент|Управління|Відділ|Сектор|Служба|Головне управління|Міністерство|Інспекція|Органи|Виконавчі|"
    r"Виконком|Райдержадміністрації|Структурні)\b"
)
_LIST_BOUND = re.compile(rf"(?<=\))\s+(?=[А-ЯІЇЄҐ])|(?<=[а-яіїєґ])\s+(?={_LIST_HEADS})")


# More indicators than this in one cell are not weighed against its measures.
MOST_MATCHED = 60


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a cell; one that begins small or with a bullet belongs to the one before.

    >>> paragraphs_of("Провести збори\\nта звітувати\\nСкласти план")
    ['Провести збори та звітувати', 'Скласти план']
    """
    paragraphs: list[str] = []
    for part in text.split("\n"):
        if paragraphs and (starts_low(part) or _BULLET.match(part) or paragraphs[-1].endswith((",", ":", "-"))):
            paragraphs[-1] = f"{paragraphs[-1]} {part}"
        elif part:
            paragraphs.append(part)
    return paragraphs


def split_indicators(text: str) -> list[str]:
    """The indicators of a cell: its paragraphs, and within these the sentences that end in a predicate.

    >>> split_indicators("Акт видано Групу утворено (у разі потреби) Звіт подано")
    ['Акт видано', 'Групу утворено (у разі потреби)', 'Звіт подано']
    """
    return [piece for paragraph in paragraphs_of(text) for piece in _sentences(paragraph)]


def _sentences(paragraph: str) -> list[str]:
    """The paragraph cut behind a predicate (and its brackets) where a capital follows and another predicate comes."""
    pieces, start = [], 0
    for match in _AFTER_PREDICATE.finditer(paragraph):
        left, right = paragraph[start : match.end()].strip(), paragraph[match.end() :]
        if right[:1].isupper() and is_indicator(left) and re.search(PREDICATE, right, re.IGNORECASE):
            pieces.append(left)
            start = match.end()
    return [*pieces, paragraph[start:].strip()]


def split_measures(text: str, evidence: int, certain: bool = False) -> list[str]:
    """The measures of a cell without labels. ``evidence`` counts the row's indicators, deadlines or lists of bodies,
    whichever are most: a cell is cut only where the row has as many. ``certain`` says that bodies and deadlines both
    come in that number, so that measures need not begin as actions do.

    >>> split_measures("Аналіз досвіду громад Проведення навчання", 2)
    ['Аналіз досвіду громад', 'Проведення навчання']
    >>> split_measures("Аналіз досвіду громад Проведення навчання", 1)
    ['Аналіз досвіду громад Проведення навчання']
    """
    paragraphs = paragraphs_of(text)
    whole = [" ".join(paragraphs)]
    if evidence < 2:
        return whole
    if certain and len(paragraphs) == evidence:
        return paragraphs
    if len(paragraphs) == 1:
        paragraphs = [part.strip() for part in _CAPITAL_ACTION.split(paragraphs[0])]
    fits = 1 < len(paragraphs) <= evidence and all(is_action(part) for part in paragraphs)
    return paragraphs if fits else whole


def split_body_lists(text: str, wanted: int) -> list[str]:
    """The lists of bodies of a cell that serves ``wanted`` (at most) indicators.

    >>> split_body_lists("Відділ освіти, громади (за згодою) Департамент охорони", 2)
    ['Відділ освіти, громади (за згодою)', 'Департамент охорони']
    """
    lists = paragraphs_of(text)
    if wanted > 1 and len(lists) == 1:
        lists = _lists_run_together(lists[0])
    return lists if 1 < len(lists) <= wanted else [text] if text else []


def _lists_run_together(text: str) -> list[str]:
    parts = [part.strip() for part in _LIST_BOUND.split(text)]
    return parts if all(is_bodies(part) for part in parts) else [text]


def split_deadline_cell(text: str, wanted: int) -> list[str]:
    """The deadlines of a cell that serves ``wanted`` (at most) indicators; one where it holds a single one.

    >>> split_deadline_cell("Грудень 2019 року Січень 2020 року", 2)
    ['Грудень 2019 року', 'Січень 2020 року']
    """
    if not text:
        return []
    whole = " ".join(text.split())
    if wanted < 2:
        return [whole]
    parts = [part for paragraph in text.split("\n") for part in split_deadlines(paragraph)]
    return parts if 1 < len(parts) <= wanted and all(is_deadline(part) for part in parts) else [whole]


def partition(indicators: Sequence[str], measures: Sequence[str]) -> list[int]:
    """How many of the indicators, in order, belong to each measure: the cut whose words agree best.

    Words that only one of the measures has speak for it; even parts are preferred where words say nothing.

    >>> measures = ["Складання звіту", "Встановлення ліхтарів і лавок"]
    >>> partition(["Звіт складено", "Ліхтарі встановлено", "Лавки встановлено"], measures)
    [1, 2]
    """
    count, parts = len(indicators), len(measures)
    if parts == 1 or not parts <= count <= MOST_MATCHED:
        return [count] if parts == 1 else [1] * (parts - 1) + [max(0, count - parts + 1)]
    own = _own_stems(measures)
    stems, own = [_stems(indicator) for indicator in indicators], _own_stems(measures)
    even = count / parts

    @cache
    def best(measure: int, start: int) -> tuple[float, tuple[int, ...]]:
        """The best score and sizes of the measures from this one on, for the indicators from ``start`` on."""
        if measure == parts:
            return (0.0, ()) if start == count else (float("-inf"), ())
        found: tuple[float, tuple[int, ...]] = (float("-inf"), ())
        for size in range(1, count - start + 1):
            score, rest = best(measure + 1, start + size)
            score += sum(len(stems[k] & own[measure]) for k in range(start, start + size)) - 0.6 * abs(size - even)
            if score >= found[0]:  # even scores: the earlier measure has more
                found = (score, (size, *rest))
        return found

    return list(best(0, 0)[1])


def _own_stems(measures: Sequence[str]) -> list[set[str]]:
    stems = [_stems(measure) for measure in measures]
    return [own - set().union(*(other for k, other in enumerate(stems) if k != m)) for m, own in enumerate(stems)]


def _stems(text: str) -> set[str]:
    """The beginnings of the longer words: a crude stem is enough to see that two texts share a word."""
    return {word[:5] for word in re.findall(r"[^\W\d_]{5,}", fold(text))}


_CONDITION = re.compile(r"\(((?:у|в|за)\s+(?:разі|умови|потреби)\b[^()]*)\)\W*$")


def under_one_condition(indicators: Sequence[str]) -> list[int]:
    """How many indicators, in order, stand under one condition in brackets, or under none: those of one step.

    >>> under_one_condition(["Думки надано (у разі отримання проекту)", "Ліхтарі встановлено", "Лавки встановлено"])
    [1, 2]
    """
    found = [_CONDITION.search(fold(text)) for text in indicators]
    conditions = [{"(", *_stems(match[1].replace("є", "е"))} if match else set() for match in found]
    return [len(list(run)) for _, run in groupby(conditions)]


def shared(
    values: Sequence[str], sizes: Sequence[int], last_holds: bool = True, steps: Sequence[int] = ()
) -> list[str]:
    """One of the values for each item, where ``sizes`` counts the items of each measure, ``steps`` those of each step.

    One value holds for all; as many as items go one to one. In a row of several measures as many as steps go one a
    step, as many as measures one a measure. Fewer go in order: either the last holds on for the rest, or the first ones
    hold longer.

    >>> shared(["січень", "лютий"], [3]), shared(["січень", "лютий"], [3], last_holds=False)
    (['січень', 'лютий', 'лютий'], ['січень', 'січень', 'лютий'])
    >>> shared(["січень", "лютий"], [2, 1]), shared(["січень", "лютий"], [2, 1], steps=[1, 2])
    (['січень', 'січень', 'лютий'], ['січень', 'лютий', 'лютий'])
    """
    count = sum(sizes)
    if not values:
        return [""] * count
    if len(values) == 1 or len(values) > count:
        return [" ".join(values)] * count
    if len(values) == count:
        return list(values)
    if len(sizes) > 1 and len(steps) == len(values) and sum(steps) == count:
        return [value for value, size in zip(values, steps, strict=True) for _ in range(size)]
    if len(sizes) > 1 and len(values) <= len(sizes):
        of_measure = [values[min(m, len(values) - 1)] for m in range(len(sizes))]
        return [of_measure[m] for m, size in enumerate(sizes) for _ in range(size)]
    if last_holds:
        return [values[min(k, len(values) - 1)] for k in range(count)]
    return [values[max(0, k - (count - len(values)))] for k in range(count)]
