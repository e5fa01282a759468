"""What a file is, by its content: its name is only asked where the content leaves it open."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from corpus.messages import Problem

HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a", b"BM")
_HTML = re.compile(r"<!doctype\s+html|<html\b|<head\b|<body\b|<table\b|<(?:div|p|h[1-6]|ul|ol)\b[^>]*>", re.IGNORECASE)
_WHOLE_PAGE = re.compile(r"<!doctype\s+html|<html\b|<body\b|<table\b[^>]*>\s*(?:<t|<c|$)", re.IGNORECASE)
# Names inside a zip package -> the kind that they show
_PARTS = (("word/document", "docx"), ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("ppt/", "pptx"))
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
# Streams of an OLE file, named in UTF-16 in its directory
_STREAMS = (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))


def kind_of(path: Path, head: bytes) -> str:
    """The kind that the first bytes show; «text» where they show none. Raises Problem for what is no document.

    >>> kind_of(Path("x.docx"), b"%PDF-1.7 ")
    'pdf'
    """
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Problem("empty-file", name=path.name)
    if head.startswith(b"PK\x03\x04"):
        return _package_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    return "text"


def text_kind(text: str, name: str) -> str:
    """What a decoded text is: «html», «mhtml», «csv» or «dump»."""
    head = text[:HEAD].lstrip("\ufeff \t\r\n")
    if re.match(
        r"(?:from|mime-version|subject|date|content-type|snapshot-content-location)\s*:", head, re.IGNORECASE
    ) and re.search(r"^content-type:\s*multipart/related", head, re.IGNORECASE | re.MULTILINE):
        return "mhtml"
    ending = Path(name).suffix.lower()
    if _WHOLE_PAGE.search(head) or (head.startswith("<") and _HTML.search(head)):
        return "html"
    if ending in {".html", ".htm", ".xhtml"} and _HTML.search(text[:200_000]):
        return "html"
    return "csv" if ending in {".csv", ".tsv"} or _is_delimited(text) else "dump"


def _is_delimited(text: str) -> bool:
    """Whether nearly every line has as many semicolons (and none a TAB): a CSV under another name."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:60]
    if len(lines) < 4 or any("\t" in line for line in lines):
        return False
    counts = [line.count(";") for line in lines]
    most = max(set(counts), key=counts.count)
    return most >= 2 and counts.count(most) * 5 >= len(counts) * 4


def _package_kind(path: Path) -> str:
    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:200] if "mimetype" in names and _is_small(archive) else b""
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise Problem("damaged-file", name=path.name, reason=" ".join(str(error).split())[:160]) from error
    if found := _OPEN_DOCUMENT.get(mimetype.decode("ascii", "replace").strip()):
        return found
    for start, kind in _PARTS:
        if any(name.startswith(start) for name in names):
            return _supported(path, kind)
    raise Problem("archive-file", name=path.name)


def _is_small(archive: ZipFile) -> bool:
    return archive.getinfo("mimetype").file_size < HEAD


def _supported(path: Path, kind: str) -> str:
    if kind in {"xlsb", "pptx"}:
        raise Problem("unsupported-format", name=path.name, found=kind.upper())
    return kind


def _ole_kind(path: Path) -> str:
    """The older Office formats and encrypted new ones, by the streams that the directory names."""
    with path.open("rb") as file:
        data = file.read(64 * 1024 * 1024)
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            if kind == "encrypted":
                raise Problem("encrypted-file", name=path.name)
            return kind
    raise Problem("unsupported-format", name=path.name, found="OLE")
