"""Whether what is said rests on the rows that are cited: every body, date, number and quotation of a text.

Used on composed answers (which should always pass) and on anything that rewords them (which often does not). What is
not checked is the logic between sentences; a text whose facts are all in the rows can still put them together wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.answer import QuotedRow
from assistant.judging import bare, body_key, date_tokens
from corpus.model import Responsible
from corpus.remembering import remembering

# labels after which a text lists bodies, up to the next sentence that a label opens or the place in brackets
_LABEL = re.compile(
    r"(?:Відповідальн(?:і|ий виконавець)|За згодою|Без позначки «за згодою»|Найчастіші виконавці|Responsible|By consent"
    r"|Without the mark “by consent”|Most frequent bodies):\s*(.+?)"
    r"(?=\.\s*(?:Строк|Deadline|Значення|Value|Показник|Indicator|The plan|Захід|Measure|\[|$|\n))"
)
_MARK = re.compile(r"\s*\((?:за згодою|by consent)\)\s*$")
_QUOTED = re.compile(r"«([^«»]{4,})»|“([^“”]{4,})”")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_remembered = partial(remembering, texts=8192, letters=1000)  # plans, places and offices are cited again and again


@dataclass(frozen=True, slots=True)
class Complaint:
    """A thing in a text that no cited row says: its kind («body», «consent», «number», «date»,
    «quotation») and words."""

    kind: str
    words: str


def unsupported(
    text: str, rows: Sequence[QuotedRow], said: Iterable[str] = (), counts: Collection[int] = ()
) -> list[Complaint]:
    """What of a text no row supports, in order. ``said``: further words that may be repeated (the question, the names
    of plans); ``counts``: numbers that follow from the rows (how many there are).

    >>> unsupported("Строк: 5 травня 2031 року.", [])
    [Complaint(kind='date', words='d5'), Complaint(kind='date', words='m5'), Complaint(kind='date', words='y2031'),
     Complaint(kind='number', words='5')]
    """
    evidence = partial(_evidence, rows, tuple(said))
    out = _body_faults(_bodies(text), rows)
    dates, numbers = _dates(text), _plain_numbers(text)
    missing = _unsaid(set(dates) - {f"y{count}" for count in counts}, evidence(), _dates_of)  # «2019 заходів»
    out += [Complaint("date", d) for d in dates if d in missing]
    missing = _unsaid(set(numbers) - set(map(str, counts)), evidence(), _numbers_of)
    out += [Complaint("number", n) for n in numbers if n in missing]
    quotations = {q: bare(q) for q in _quotations(text)}
    missing = _unquoted(set(quotations.values()), evidence)
    out += [Complaint("quotation", q) for q, key in quotations.items() if key in missing]
    return list(dict.fromkeys(out))


def _evidence(rows: Sequence[QuotedRow], said: Iterable[str]) -> Iterator[str]:
    """All texts that may be repeated, made as they are asked for: an answer can rest on a hundred thousand rows."""
    yield from said
    for row in rows:
        yield from (row.plan_title, row.source_file, row.place, row.measure, row.region or "", row.task or "")
        yield from (row.section or "", row.measure_no or "", *row.warnings)
        yield from (day.isoformat() for day in row.period if day)
        for _, item in row.items:
            yield from (item.indicator or "", item.value or "", item.deadline_text or "")
            yield from (day.isoformat() for day in (item.deadline_from, item.deadline_to) if day)
            yield from (r.text for r in item.responsible)


def _unsaid(wanted: Iterable[str], evidence: Iterable[str], tokens_of: Callable[[str], Collection[str]]) -> set[str]:
    """The tokens that no text has. A list shows the first of thousands of rows: mostly few texts need be read."""
    missing, seen = set(wanted), set()
    for text in evidence:
        if not missing:
            break
        if text not in seen:
            seen.add(text)
            missing.difference_update(tokens_of(text))
    return missing


def _unquoted(wanted: set[str], evidence: Callable[[], Iterable[str]]) -> set[str]:
    """The quotations that are in no text; one may also go over the end of a text into the next."""
    missing = set(wanted)
    for text in evidence():
        if not missing:
            return missing
        words = _bare(text)
        missing = {one for one in missing if one not in words}
    whole = bare(" ".join(evidence())) if missing else ""
    return {one for one in missing if one not in whole}


def _bodies(text: str) -> list[str]:
    return [name.strip() for found in _LABEL.findall(text) for name in found.split("; ") if name.strip()]


def _body_faults(named: Sequence[str], rows: Sequence[QuotedRow]) -> list[Complaint]:
    """Names after a label that are no cited body, or have not the consent mark that a row gives it."""
    wanted = {name: (body_key(_MARK.sub("", name).rstrip(".")), bool(_MARK.search(name))) for name in named}
    missing, keys, seen = set(wanted.values()), set[str](), set[Responsible]()
    for responsible in (r for row in rows for _, item in row.items for r in item.responsible):
        if not missing:
            return []
        if responsible not in seen:
            seen.add(responsible)
            keys.add(key := body_key(responsible.text))
            missing.discard((key, responsible.consent))
    faulty = [name for name in named if wanted[name] in missing]
    return [Complaint("consent" if wanted[name][0] in keys else "body", name) for name in faulty]


def _dates(text: str) -> list[str]:
    """The years, quarters, months and days of a text, in canonical form."""
    return [t for t in date_tokens(text) if re.fullmatch(r"y\d{4}|[md]\d{1,2}|q[1-4]", t)]


@_remembered
def _dates_of(text: str) -> frozenset[str]:
    """The words of a text with its times in canonical form; a month also says its quarter."""
    tokens = frozenset(date_tokens(text))
    return tokens | {f"q{(int(t[1:]) + 2) // 3}" for t in tokens if re.fullmatch(r"m\d{1,2}", t)}


@_remembered
def _numbers_of(text: str) -> frozenset[str]:
    """The numbers of a text, whole and by their parts: 2.5 has a 2."""
    return frozenset(part for number in _NUMBER.findall(text) for part in (number, *re.findall(r"\d+", number)))


_bare = _remembered(bare)


def _plain_numbers(text: str) -> list[str]:
    """Numbers that are no years and no dates."""
    return [n for n in _NUMBER.findall(text) if not re.fullmatch(r"(?:19|20)\d\d|\d{1,2}\.\d{1,2}\.\d{4}", n)]


def _quotations(text: str) -> list[str]:
    """What a text quotes, without the mark of a cut."""
    found = (a or b for a, b in _QUOTED.findall(plain_quotes(text)))
    return [q.rstrip("….") for q in found]


def plain_quotes(text: str) -> str:
    """The text with inner quotations of a quotation opened up: «план «А» на рік» quotes all of it."""
    out, depth = [], 0
    for letter in text:
        if letter == "«":
            depth += 1
            out.append(letter if depth == 1 else " ")
        elif letter == "»":
            depth = max(0, depth - 1)
            out.append(letter if depth == 0 else " ")
        else:
            out.append(letter)
    return plain_text("".join(out))


def plain_text(text: str) -> str:
    """The text with runs of blanks collapsed."""
    return re.sub(r"[ \t]+", " ", text)
