"""Whether another wording of an answer says exactly as much as the answer: neither a fact more nor a fact less.

The rule is a whitelist: every word must stand in the answer or in its rows in some form, or be one of the few that only
join facts. Bodies, marks of consent, dates, numbers and quoted rows must be the same ones; where several rows are
told, line by line, so that nothing passes from one row to another. A fine wording that this does not recognise is
refused too; that costs nothing, since the answer itself then stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.answer import QuotedRow
from assistant.check import unsupported
from assistant.judging import bare, date_tokens, plain, says_body, says_deadline

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CONSENT = re.compile(r"за\s+згодою|by\s+consent")
_DATE = re.compile(r"y\d{4}|[md]\d{1,2}|q[1-4]")
_QUOTE = 40  # characters of a quoted measure by which a line is known to tell its row

# beginnings of longer words that may join facts without being one: «відповідає», «має завершити»
_JOINING = tuple(
    """відповіда викону виконат здійсню провод робить роблят займа потрі будуть строк термін кінц кінець включно разом
    спільно також саме згідно відповідн цього цьому захід заході план орган установ протягом впродовж перед після яких
    яким якої якому тобто отже така такий таке такі передбач зазнач вказан джерел показник значенн
    responsib deadlin measure plan accord their they them this that with from have must should will shall carr
    together also jointly under which until before after source state bodies body task indicator value""".split()  # noqa: SIM905
)
# short words that may; «або», «без», «не», «сто», short names of bodies are not among them
_SMALL = frozenset(
    """і й та а у в на за до з із зі по про від для щодо що як це є цей ця ці їх їм він вона воно вони його її має
    буде хто яка який яке які кінця мають the a an of in on for to and is are by be it its as at who""".split()  # noqa: SIM905
)
_TURNING = frozenset(
    """не ні ані без крім окрім жоден немає нема вже або чи якщо скасовано no not never nor without except already
    cancelled unless if or""".split()  # noqa: SIM905
)


def says_as_much(offered: str, text: str, rows: Sequence[QuotedRow], asked: str) -> bool:
    """Whether an offered wording says what the text says about these rows, and nothing else.

    ``asked``: words of the question that may be repeated.
    """
    if unsupported(offered, rows, [asked, text], {len(rows)}) or _strange_marks(offered, text):
        return False
    pairs = _pairs(offered, text, sum(len(row.items) for row in rows) > 1)
    return pairs is not None and all(_same(one, other, rows) for one, other in pairs)


def _pairs(offered: str, text: str, by_line: bool) -> list[tuple[str, str]] | None:
    """What is to be held against what; None where the lines do not correspond."""
    if not by_line:
        return [(offered, text)]
    ours, theirs = _lines(text), _lines(offered)
    return list(zip(theirs, ours, strict=True)) if len(ours) == len(theirs) else None


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _same(offered: str, text: str, rows: Sequence[QuotedRow]) -> bool:
    """The same facts, in words that all are known."""
    return (
        0.3 * len(text) <= len(offered) <= 2 * len(text) + 200
        and _dates(offered) == _dates(text)
        and _numbers(offered) == _numbers(text)
        and _same_bodies(offered, text, rows)
        and _quoted(offered, rows) >= _quoted(text, rows)
        and _known(offered, text, rows)
        and _turns(offered) == _turns(text)
    )


def _strange_marks(offered: str, text: str) -> bool:
    """Markup and letters that are not seen, where the text has none."""
    hidden = {c for c in offered if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn", "So") and c != "\n"}
    return bool((hidden | set("<>{}[]`\\|#@") & set(offered)) - set(text))


def _dates(text: str) -> set[str]:
    return {token for token in date_tokens(text) if _DATE.fullmatch(token)}


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _same_bodies(offered: str, text: str, rows: Sequence[QuotedRow]) -> bool:
    """The same bodies of the rows, the same deadlines, and the mark of consent at the same bodies."""
    items = [item for row in rows for _, item in row.items]
    bodies = {r.text for item in items for r in item.responsible}
    deadlines = {item.deadline_text for item in items if item.deadline_text}
    return (
        all(says_body(offered, b, {}) == says_body(text, b, {}) for b in bodies)
        and all(says_deadline(offered, d) == says_deadline(text, d) for d in deadlines)
        and _consenting(offered, bodies) == _consenting(text, bodies)
    )


def _consenting(text: str, bodies: Iterable[str]) -> Counter[str]:
    """For each mark of consent the longest body that ends right before it, or nothing."""
    said = plain(text)
    before = [_WORD.findall(said[: mark.start()]) for mark in _CONSENT.finditer(said)]
    return Counter(max((b for b in bodies if _ends_with(words, b)), key=len, default="") for words in before)


def _ends_with(words: Sequence[str], body: str) -> bool:
    name = _WORD.findall(plain(_CONSENT.sub("", body.lower())))
    tail = words[-len(name) :] if name else []
    return len(tail) == len(name) > 0 and all(map(_akin, tail, name))


def _akin(one: str, other: str) -> bool:
    """Two forms of one word, to the eye."""
    return one == other or (min(len(one), len(other)) > 3 and _root(one) == _root(other))


def _quoted(text: str, rows: Sequence[QuotedRow]) -> set[str]:
    """The measures that a text tells in the row's own words, by how they begin."""
    said = bare(text)
    return {start for row in rows if (start := bare(row.measure)[:_QUOTE]) in said}


def _known(offered: str, text: str, rows: Sequence[QuotedRow]) -> bool:
    """Whether each word stands in the text or its rows in some form, or only joins facts."""
    cells = [cell for row in rows for cell in (row.measure, row.task or "", row.plan_title, row.section or "")]
    cells += [cell or "" for row in rows for _, item in row.items for cell in (item.indicator, item.deadline_text)]
    words = set(_WORD.findall(plain(" ".join((text, *cells)))))
    roots = {_root(word) for word in words if len(word) > 3}
    return all(
        word in words or word in _SMALL or (len(word) > 3 and (_root(word) in roots or word.startswith(_JOINING)))
        for word in _WORD.findall(plain(offered))
    )


def _root(word: str) -> str:
    return word[: max(4, min(6, len(word) - 2))]


def _turns(text: str) -> Counter[str]:
    """The words that turn a statement round or weaken it."""
    return Counter(word for word in _WORD.findall(plain(text)) if word in _TURNING)
