"""Scanned pages through Tesseract with Ukrainian, when it is on the machine: pictures, and PDFs of mere pictures.

What was recognised may be wrong, and the document says so. Tables without rules are found by their white gutters, as
in a PDF without rules.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.blocks import Document
from corpus.messages import Problem
from corpus.readers.limits import Budget
from corpus.readers.pdf import assembled
from corpus.readers.pdf_layout import outside_pieces
from corpus.readers.pdf_lines import Word, printed_lines
from corpus.readers.programs import program, run

PACKAGES = "tesseract-ocr tesseract-ocr-ukr"
PDF_PACKAGES = "poppler-utils"
REMARK = "Текст розпізнано зі сканованого зображення: у словах і числах можливі помилки."
_SECONDS_A_PAGE = 120.0
_RESOLUTION = 200
_LEAST_CONFIDENCE = 30.0


def read_image(path: Path, budget: Budget) -> Document:
    """The document of a picture. Raises Problem where Tesseract is missing or finds no text."""
    _check_size(path, budget)
    with TemporaryDirectory(prefix="zakhid-") as name:
        pages = [_page(path.resolve(), 1, Path(name), budget)]
    return _document(path, "image", pages, budget)


def read_scanned_pdf(path: Path, count: int, budget: Budget) -> Document:
    """The document of a PDF of pictures, one page in memory and on the disk at a time."""
    tesseract_found = program(["tesseract"], PACKAGES, budget)
    pdftoppm = program(["pdftoppm"], PDF_PACKAGES, budget)
    assert tesseract_found
    pages = []
    for number in range(1, count + 1):
        with TemporaryDirectory(prefix="zakhid-") as name:
            folder = Path(name)
            command = [pdftoppm, "-r", str(_RESOLUTION), "-gray", "-png", "-scale-to", "3400"]
            command += ["-f", str(number), "-l", str(number), "-singlefile", str(path.resolve()), "page"]
            run(command, folder, budget, seconds=_SECONDS_A_PAGE)
            pages.append(_page(folder / "page.png", number, folder, budget))
        budget.page(number, count)
    return _document(path, "pdf", pages, budget)


def _check_size(path: Path, budget: Budget) -> None:
    """The picture's size by its head, before anything unpacks it."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            pixels = image.width * image.height
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Problem("damaged-file", name=path.name, reason=" ".join(str(error).split())[:160]) from error
    budget.check("точок зображення / pixels", pixels, budget.limits.image_pixels)


def _page(image: Path, number: int, folder: Path, budget: Budget) -> dict[str, Any]:
    tesseract = program(["tesseract"], PACKAGES, budget)
    if "ukr" not in run([tesseract, "--list-langs"], folder, budget, seconds=30).decode().split():
        raise Problem("program-missing", name=budget.name, program="tesseract (ukr)", packages=PACKAGES)
    output = run(
        [tesseract, str(image), "stdout", "-l", "ukr", "--psm", "6", "tsv"], folder, budget, seconds=_SECONDS_A_PAGE
    )
    table = output.decode("utf-8", "replace")
    words = list(_words(table))
    lines = printed_lines(words)
    width = max((word.x1 for word in words), default=1.0)
    height = max((word.bottom for word in words), default=1.0)
    pieces = sorted(outside_pieces(lines, [], width), key=lambda piece: piece[0])
    paper = _paper(table) or height
    return {"page": number, "height": height, "paper": paper, "pieces": [piece for _, piece in pieces]}


def _paper(table: str) -> float:
    """The height of the whole picture, which is the first thing in Tesseract's table."""
    first = next(csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE), {})
    return float(first.get("height") or 0) if first.get("level") == "1" else 0.0


def _words(table: str) -> Iterator[Word]:
    """The words of Tesseract's table, uncertain specks left out."""
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if text and float(row["conf"]) >= _LEAST_CONFIDENCE:
            left, top = float(row["left"]), float(row["top"])
            yield Word(text, left, left + float(row["width"]), top, top + float(row["height"]))


def _document(path: Path, kind: str, pages: Sequence[dict[str, Any]], budget: Budget) -> Document:
    blocks = assembled(pages, budget)
    if not blocks:
        raise Problem("no-text", name=path.name)
    budget.remark(REMARK)
    return Document(path.name, kind, tuple(blocks), warnings=tuple(budget.remarks))
