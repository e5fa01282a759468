"""Readers: from a file of any format to blocks.

What a file is shows its content, not its name. A reader says what stands where and repairs nothing; each format's
libraries are loaded when such a file comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpus.blocks import Document
from corpus.messages import Problem
from corpus.readers.decoding import decode
from corpus.readers.kinds import HEAD, kind_of, text_kind
from corpus.readers.limits import Budget, Limits, Progress

__all__ = ["Limits", "Progress", "read"]

_Reader = Callable[[Path, Budget], Document]


def read(path: Path, *, limits: Limits | None = None, progress: Progress | None = None) -> Document:
    """The document that a file holds. Raises Problem for every file that cannot be read, never anything else.

    ``progress`` is called with pages done and all pages, in formats that have pages.
    """
    budget = Budget(path.name, limits or Limits(), progress)
    try:
        return _read(path, budget)
    except Problem:
        raise
    except RecursionError as error:
        raise Problem("damaged-file", name=path.name, reason="вкладено надто глибоко / nested too deep") from error
    except MemoryError as error:
        raise Problem("damaged-file", name=path.name, reason="бракує пам'яті / out of memory") from error
    except Exception as error:  # a library met what its authors did not think of
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise Problem("damaged-file", name=path.name, reason=reason) from error


def _read(path: Path, budget: Budget) -> Document:
    kind = kind_of(path, _head(path, budget))
    return _text(path, budget) if kind == "text" else _reader(kind, path.name)(path, budget)


def _head(path: Path, budget: Budget) -> bytes:
    """The first bytes, after the checks that need no reading."""
    try:
        if path.is_dir():
            raise Problem("file-unreadable", path=path, reason="тека / a folder")
        if not path.is_file() and path.exists():
            raise Problem("file-unreadable", path=path, reason="не файл / no regular file")
        size = path.stat().st_size
        budget.check("байтів / bytes", size, budget.limits.file_bytes)
        with path.open("rb") as file:
            return file.read(HEAD)
    except FileNotFoundError as error:
        raise Problem("no-file", path=path) from error
    except OSError as error:
        raise Problem("file-unreadable", path=path, reason=error.strerror or type(error).__name__) from error


def _reader(kind: str, name: str) -> _Reader:
    """The reader of a binary kind; its libraries are imported here and not before."""
    if kind == "docx":
        from corpus.readers.docx import read_docx

        return read_docx
    if kind == "xlsx":
        from corpus.readers.xlsx import read_xlsx

        return read_xlsx
    if kind == "pdf":
        from corpus.readers.pdf import read_pdf

        return read_pdf
    if kind == "image":
        from corpus.readers.scanned import read_image

        return read_image
    if kind in {"odt", "rtf", "doc", "ods", "xls"}:
        from corpus.readers.converted import read_converted

        return partial(read_converted, kind=kind)
    raise Problem("unsupported-format", name=name, found=kind)


def _text(path: Path, budget: Budget) -> Document:
    decoded = decode(path.read_bytes())
    if decoded is None:
        raise Problem("binary-file", name=path.name)
    if not decoded.text.strip():
        raise Problem("empty-file", name=path.name)
    budget.check("знаків / characters", len(decoded.text), budget.limits.text_chars)
    if decoded.remark:
        budget.remark(decoded.remark)
    document = _document_of_text(decoded.text, path.name, budget)
    return replace(document, warnings=tuple(dict.fromkeys((*budget.remarks, *document.warnings))))


def _document_of_text(text: str, name: str, budget: Budget) -> Document:
    kind = text_kind(text, name)
    if kind == "mhtml":
        from corpus.readers.mhtml import page_of

        text, kind = page_of(text, name), "html"
    if kind == "html":
        from corpus.readers.html import read_html

        return read_html(text, name, budget)
    if kind == "csv":
        from corpus.readers.delimited import read_delimited

        if document := read_delimited(text, name, budget):
            return document
    from corpus.readers.text_dump import read_text_dump

    return read_text_dump(text, name)
