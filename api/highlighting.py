"""Which words of a text the search was for: runs of text, those to be marked told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.terms import term_of

if TYPE_CHECKING:
    from index.query import Question

_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_LONGEST = 20_000  # characters that are looked through; what follows stays as it is


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text; ``marked`` when it is a word that was looked for."""

    text: str
    marked: bool = False


def marked_runs(text: str, question: Question | None) -> tuple[Run, ...]:
    """The text in runs that give it back when joined; words meet by stem, as the search lets them meet."""
    stems = {concept.stem for concept in question.concepts} if question else set()
    runs: list[Run] = []
    place = 0
    for found in _WORD.finditer(text[:_LONGEST]) if stems else ():
        term = term_of(found.group())
        if term.stem in stems and not term.stop:
            runs += [Run(text[place : found.start()]), Run(found.group(), True)]
            place = found.end()
    return tuple(run for run in (*runs, Run(text[place:])) if run.text)
