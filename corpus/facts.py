"""What a document says of itself: title, issuer, approving act, period, region, edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.approval import Approval, approval_in
from corpus.blocks import Document, Paragraph, Table
from corpus.front import FrontLine, front_lines
from corpus.plan_periods import Period, period_in
from corpus.plan_titles import goal_title, title_in
from corpus.regions import region_in, regions_in
from corpus.text import collapse

REGION_FROM_ROWS = "Регіон у назві не вказано: визначено за відповідальними й текстом заходів."
# So many mentions, nearly all of one region, say whose plan it is where the front is silent.
_LEAST_MENTIONS, _SHARE = 4, 0.9
_NATIONAL = re.compile(r"(?:Кабінет\w* Міністрів|Міністерств\w+|Верховн\w+ Рад\w+|Президент\w* України)", re.IGNORECASE)
_OBLAST_BODY = re.compile(r"^(обласна (?:державна |військова )?(?:адміністрація|рада))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The facts of a plan; None where the document does not say. ``remarks`` say what was inferred."""

    title: str | None = None
    issuer: str | None = None
    act_number: str | None = None
    approved_date: date | None = None
    period_from: date | None = None
    period_to: date | None = None
    region: str | None = None
    edition: str | None = None
    remarks: tuple[str, ...] = ()


def plan_facts(document: Document) -> PlanFacts:
    """The facts of the plan that a document holds."""
    lines = front_lines(document)
    title = title_in(lines) or _page_title(document)
    approval = approval_in(lines)
    period = _period(title, lines)
    region, remarks = _region(document, title, approval, lines)
    return PlanFacts(
        title=title,
        issuer=_whole_issuer(approval.issuer, region),
        act_number=approval.number,
        approved_date=approval.day,
        period_from=period.begin if period else None,
        period_to=period.end if period else None,
        region=region,
        edition=approval.edition,
        remarks=remarks,
    )


def _page_title(document: Document) -> str | None:
    """The part of a page's or file's title that speaks of a plan."""
    parts = [collapse(part) for part in re.split(r"\s[|•·]\s", document.title or "")]
    named = [part for part in parts if re.search(r"план|заход|програм", part, re.IGNORECASE)]
    return named[0] if named else None


def _period(title: str | None, lines: Sequence[FrontLine]) -> Period | None:
    """By the title; where it names no time, by the heading of the order («Про затвердження плану … на 2026 рік»)."""
    found = period_in(title) if title else None
    if found or not title:
        return found
    for line in lines:
        if re.match(r"(?:про\s|на\s+\S+\s+(?:рік|квартал)|на\s+20\d\d)", line.text, re.IGNORECASE):
            found = period_in(line.text)
            if found:
                return found
    return None


def _region(
    document: Document, title: str | None, approval: Approval, lines: Sequence[FrontLine]
) -> tuple[str | None, tuple[str, ...]]:
    """The region by the first of title, approval, file title, short lines of the front; else by most of the rows."""
    for text in (title or "", approval.issuer or ""):
        if region := region_in(text):
            return region, ()
    if goal_title(lines) or _NATIONAL.search(f"{title or ''} {approval.issuer or ''}"):
        return None, ()  # the town below the order's head is where a ministry sits
    if region := region_in(approval.where):
        return region, ()
    if _NATIONAL.search(approval.where):
        return None, ()
    for line in lines:
        if len(line.text) < 90 and line.text.isupper() and (region := region_in(line.text)):
            return region, ()
    counted = Counter(_mentions(document))
    (region, count), total = (counted.most_common(1) or [("", 0)])[0], sum(counted.values())
    if count >= _LEAST_MENTIONS and count >= _SHARE * total:
        return region, (REGION_FROM_ROWS,)
    return None, ()


def _mentions(document: Document) -> Iterator[str]:
    """The regions that the document names, one for each cell and line that names any."""
    for block in document.blocks:
        texts = [block.text] if isinstance(block, Paragraph) else _cell_texts(block)
        for text in texts:
            yield from {region for region, _, _ in regions_in(text)}


def _cell_texts(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield from (cell.text for cell in row.cells if cell.text)


def _whole_issuer(issuer: str | None, region: str | None) -> str | None:
    """The issuer; a body of an oblast that is not named there gets its name from the plan's region."""
    if issuer is None:
        return None
    if region and region.endswith(" область") and _OBLAST_BODY.match(issuer):
        return f"{region.split()[0]} {issuer[:1].lower()}{issuer[1:]}"
    return issuer
