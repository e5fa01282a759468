"""Which kind of question it is: choices in order, each a test of what was found in the question."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.draft import Draft
from assistant.question import content_words
from assistant.request import Intent
from corpus.morphology import readings as readings_of


def intent_of(draft: Draft) -> Intent:
    """The first of the kinds whose words stand in the question; a bare phrase is searched."""
    marks = draft.marks
    content = content_words(draft.rest.text)
    return next((intent for test, intent in _CHOICES if test(marks, content, draft)), Intent.FIND)


_ALL = re.compile(r"\b(?:усі|всі|все|всіх|усіх|перелік|список|all)\b")
Test = Callable[[dict[str, re.Match[str]], tuple[str, ...], Draft], bool]


def really_who(marks: dict[str, re.Match[str]]) -> bool:
    """«хто» itself or «які органи», not only «відповідає» as in «за що відповідає»."""
    return "who" in marks and bool(_WHO_ITSELF.match(marks["who"].group()))


def _is_deed(word: str) -> bool:
    """«хто це готує» asks of a deed, «хто це ЦНАП» of a short form."""
    its = [r for r in readings_of(word) if r.known]
    return bool(_PRESENT.search(word)) and bool(its) and all(r.pos == "VERB" for r in its)


_PRESENT = re.compile(r"(?:є|[иїя]ть|[ую]ть)$")
_WHO_ITSELF = re.compile(
    r"(?:хто|кто|кого|who|whom|чи|в\s+кого|у\s+кого|на\s+кому|за\s+ким"
    r"|як(?:ий|а|е|і)\s|котрий\s|как(?:ой|ая|ие)\s|which\s|what\s)"
)
_OF_A_PLAN = re.compile(r"[\w\s.«»-]{0,60}?\bплан\w{0,3}[\w\s.-]{0,40}:\s")  # «полтавський план: захист від пожеж»
_HOW_MANY = re.compile(r"\b(?:скільки|сколько|how\s+many)\b")


_CHOICES: tuple[tuple[Test, Intent], ...] = (
    (lambda m, c, d: "help" in m, Intent.HELP),
    (
        lambda m, c, d: "abbreviation" in m and 1 <= len(c) <= 4 and not ({"who", "when"} & m.keys() or d.period),
        Intent.ABBREVIATION,
    ),
    (lambda m, c, d: "short_form" in m and len(c) == 1 and not d.filters and not _is_deed(c[0]), Intent.ABBREVIATION),
    (lambda m, c, d: "duplicates" in m and not {"who", "when", "count"} & m.keys(), Intent.DUPLICATES),
    (lambda m, c, d: (len(d.scopes) > 1 or bool(d.sides)) and "count" not in m, Intent.COMPARE),
    (lambda m, c, d: "overview" in m and not c, Intent.OVERVIEW),
    (lambda m, c, d: "count" in m, Intent.COUNT),
    (lambda m, c, d: d.period is not None and not c and bool(_HOW_MANY.search(d.text)), Intent.COUNT),
    (lambda m, c, d: bool({"zero", "valued"} & m.keys()) and "who" not in m, Intent.LIST),
    (lambda m, c, d: d.period is not None and not c and not d.filters.number and not really_who(m), Intent.LIST),
    (lambda m, c, d: ("owner" in m or "sole" in m) and not really_who(m), Intent.LIST),
    (lambda m, c, d: "value" in m and "who" not in m, Intent.VALUE),
    (lambda m, c, d: "who" in m and "when" in m, Intent.WHO_WHEN),
    (lambda m, c, d: "who" in m, Intent.WHO),
    (lambda m, c, d: "when" in m and not (d.period and "list" in m), Intent.WHEN),
    (lambda m, c, d: "compare" in m and len(d.scopes) > 1, Intent.COMPARE),
    (lambda m, c, d: "overview" in m, Intent.OVERVIEW),
    (lambda m, c, d: "list" in m and bool(_ALL.search(m["list"].group())), Intent.LIST),
    (lambda m, c, d: "find" in m, Intent.FIND),
    (lambda m, c, d: bool({"list", "scope"} & m.keys()), Intent.LIST),
    (lambda m, c, d: bool(d.filters.region or d.filters.plan) and bool(_OF_A_PLAN.match(d.text)), Intent.LIST),
    (lambda m, c, d: not c and (bool(d.filters) or d.period is not None), Intent.LIST),
)
