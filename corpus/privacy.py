"""What is nobody's business here: tables of people with their telephones, telephones and e-mail addresses in a text.

Names of officials beside a task stay: they are what a plan says. Hot lines and short numbers (0 800, 112) are public.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.blocks import Block, Cell, Document, Paragraph, Row, Table

_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_INTERNATIONAL = r"(?<![\d№])\+?\s?38\s?[\s(-]*0\d{2}[\s)-]*(?:\d[\s-]?){6}\d(?!\d)"  # +38 (067) 123-45-67
_NATIONAL = r"(?<![\d№./-])\(?0[3-9]\d{1,3}\)?[\s-]*\d{1,3}[\s-]\d{2}[\s-]\d{2}(?!\d)"  # (0412) 12-34-56, 067 123-45-67
_LABEL = r"(?<!\w)(?:(?:моб(?:ільний)?|роб(?:очий)?|конт(?:актний)?)\.?\s*)?(?:тел(?:ефон)?|факс)\.?(?:/факс)?\s*:?\s*"
_LABELLED = _LABEL + r"\+?\(?\d[\d\s()-]{4,17}\d"  # тел. 12-34-56
_MAIL_LABEL = r"(?:(?<!\w)(?:e-?mail|ел(?:ектронна)?\.?\s*(?:пошта|адреса))\s*:?\s*)?"
CONTACT = re.compile(rf"{_MAIL_LABEL}{_EMAIL}|{_LABELLED}|{_INTERNATIONAL}|{_NATIONAL}", re.IGNORECASE)
# Header words of tables about persons, and those by which a table is a plan all the same
_PERSONS = re.compile(
    r"телефон|(?<!\w)тел\.|e-?mail|ел(?:ектронна)?\.?\s*(?:пошта|адреса)|п\.?\s?і\.?\s?б|прізвищ|дата народж|паспорт|"
    r"рнокпп|ідентифікаційн\w* (?:код|номер)|місце прожив|адреса прожив",
    re.IGNORECASE,
)
_PLAN = re.compile(r"захід|заход(?!\w*\s*тел)|строк|термін|індикатор|показник|результат", re.IGNORECASE)
_HEADER_ROWS = 3
_CONTACT_ROWS = 0.4


def has_contact(text: str) -> bool:
    """Whether a telephone or an e-mail address stands in the text.

    >>> has_contact("тел. (0412) 12-34-56"), has_contact("Указ № 068/2016"), has_contact("гаряча лінія 0 800 500 335")
    (True, False, False)
    """
    return CONTACT.search(text) is not None


def without_contacts(text: str) -> str:
    """The text without telephones and e-mail addresses and their labels; all else stays as it is.

    >>> without_contacts("Відділ освіти (тел. 067 123-45-67), e-mail: osvita@example.org")
    'Відділ освіти'
    """
    if not CONTACT.search(text):
        return text
    bare = re.sub(r"\(\s*[,;]*\s*\)", "", CONTACT.sub("", text))
    bare = re.sub(r"[ \t]+([,;.])", r"\1", re.sub(r"[ \t]{2,}", " ", bare))
    return re.sub(r"(?:[,;]\s*)+(?=[,;.]|$)", "", bare).strip()


def is_contact_table(table: Table) -> bool:
    """Whether a table lists persons: its header says so and names no measures, or most rows hold a contact."""
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    header = " ".join(text for row in texts[:_HEADER_ROWS] for text in row if len(text) < 80)
    if _PLAN.search(header):
        return False
    rows = [row for row in texts if any(row)]
    contacts = sum(any(has_contact(text) for text in row) for row in rows)
    named = len({match.group().lower() for match in _PERSONS.finditer(header)})
    return len(rows) > 1 and (contacts >= _CONTACT_ROWS * len(rows) or named >= 2)


def private_pages(document: Document) -> frozenset[int]:
    """The pages that show something private: from a picture it cannot be taken out."""
    found: set[int | None] = set()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found |= {block.page} if has_contact(block.text) else set()
        else:
            whole = is_contact_table(block)
            found |= {row.page for row in block.rows if whole or any(has_contact(cell.text) for cell in row.cells)}
    return frozenset(page for page in found if page is not None)


def without_private(document: Document) -> Document:
    """The document without tables of persons, and without telephones and e-mail addresses anywhere."""
    blocks: list[Block] = []
    dropped = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            blocks.append(_of_paragraph(block))
        elif is_contact_table(block):
            dropped += 1
        else:
            blocks.append(replace(block, rows=_of_rows(block.rows)))
    said = (f"Таблиць з особистими даними пропущено: {dropped}.",) if dropped else ()
    return replace(document, blocks=tuple(blocks), warnings=(*document.warnings, *said))


def _of_paragraph(paragraph: Paragraph) -> Paragraph:
    text = without_contacts(paragraph.text)
    return paragraph if text == paragraph.text else replace(paragraph, text=text)


def _of_rows(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(
        replace(row, cells=tuple(map(_of_cell, row.cells)))
        if any(has_contact(cell.text) for cell in row.cells)
        else row
        for row in rows
    )


def _of_cell(cell: Cell) -> Cell:
    return replace(cell, text="\n".join(without_contacts(line) for line in cell.text.split("\n")))
