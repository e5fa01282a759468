"""Zip packages (DOCX, XLSX, ODT), opened within limits: what is claimed of sizes is not believed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from corpus.messages import Problem
from corpus.readers.limits import Budget

_MEMBERS = 20_000
_ENCRYPTED = 0x1


class Package:
    """The parts of a package by name. Raises Problem for damaged, encrypted and swollen ones."""

    def __init__(self, archive: ZipFile, budget: Budget) -> None:
        self._archive = archive
        self._budget = budget
        self._unpacked = 0
        self.names = frozenset(archive.namelist())

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where the package has none of that name."""
        if name not in self.names:
            return None
        info = self._archive.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise Problem("encrypted-file", name=self._budget.name)
        allowed = self._budget.limits.unpacked_bytes - self._unpacked
        try:
            with self._archive.open(info) as file:
                data = file.read(allowed + 1)
        except (BadZipFile, EOFError, OSError, zlib.error, NotImplementedError, RuntimeError, ValueError) as error:
            raise Problem(
                "damaged-file", name=self._budget.name, reason=" ".join(f"{name}: {error}".split())[:160]
            ) from error
        self._unpacked += len(data)
        what = "розпакованих байтів / unpacked bytes"
        self._budget.check(what, self._unpacked, self._budget.limits.unpacked_bytes)
        return data


@contextmanager
def opened(path: Path, budget: Budget) -> Iterator[Package]:
    """The package that a file holds."""
    try:
        archive = ZipFile(path)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Problem("damaged-file", name=budget.name, reason=" ".join(str(error).split())[:160]) from error
    with archive:
        budget.check("частин / parts", len(archive.namelist()), _MEMBERS)
        yield Package(archive, budget)
