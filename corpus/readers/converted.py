"""ODT, RTF, DOC (and ODS, XLS) through LibreOffice, when it is on the machine: made into DOCX or XLSX and read as such.

Each run has a profile of its own in a folder that goes afterwards, so that it neither meets an open LibreOffice nor
takes over its settings; macros do not run in a conversion without a window.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.blocks import Document
from corpus.messages import Problem
from corpus.readers.docx import read_docx
from corpus.readers.limits import Budget
from corpus.readers.programs import program, run
from corpus.readers.xlsx import read_xlsx

PROGRAMS = ("soffice", "libreoffice")
TEXT_KINDS, SHEET_KINDS = ("odt", "rtf", "doc"), ("ods", "xls")
_SECONDS = 180.0


def read_converted(path: Path, budget: Budget, kind: str) -> Document:
    """The document of a file of that kind. Raises Problem where LibreOffice is missing or cannot read it."""
    packages = "libreoffice-writer" if kind in TEXT_KINDS else "libreoffice-calc"
    soffice = program(PROGRAMS, packages, budget)
    target = "docx" if kind in TEXT_KINDS else "xlsx"
    with TemporaryDirectory(prefix="zakhid-") as name:
        folder = Path(name)
        source = folder / f"document.{kind}"
        shutil.copyfile(path, source)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", target]
        run([soffice, profile, *options, "--outdir", name, str(source)], folder, budget, seconds=_SECONDS)
        made = folder / f"document.{target}"
        if not made.is_file():
            reason = "немає результату / no result"
            raise Problem("conversion-failed", name=path.name, program="soffice", reason=reason)
        document = read_docx(made, budget) if target == "docx" else read_xlsx(made, budget)
    return replace(document, name=path.name, format=kind)
