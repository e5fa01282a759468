"""Files that people send: names that cannot leave their folder, limits, archives unpacked flat.

Nothing of a name is used but its last part, and that only when nothing in it steers a file system or a terminal.
What an archive claims of itself is not believed: bytes are counted as they come out.
"""

from __future__ import annotations

import re
import shutil
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from corpus.messages import Problem
from corpus.text import collapse

LONGEST_NAME = 180  # bytes; file systems take 255, and a temporary ending may be added
MOST_FILES = 200  # of one upload, those in archives among them
_CHUNK = 1 << 20
_STEERING = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # Unicode categories of what is not to be seen in a name


@dataclass(slots=True)
class Intake:
    """The folder that one upload fills, and how much it may still take: ``limit`` bytes in all."""

    folder: Path
    limit: int
    names: list[str] = field(default_factory=list)
    _taken: int = field(default=0)

    def take(self, given_name: str, file: BinaryIO) -> None:
        """Store a file under a safe name; the files of an archive (.zip) each under theirs.

        Raises Problem for a name that is none or is there already, and for what goes beyond the limits.
        """
        name = safe_name(given_name)
        if name.lower().endswith(".zip") and self._unpacked(file):
            return
        file.seek(0)
        with self._new(name) as target:
            self._copy(name, file, target)

    def _unpacked(self, file: BinaryIO) -> bool:
        """Take the files of an archive; False where it is none, which its reader will then say."""
        try:
            with ZipFile(file) as archive:
                for info in archive.infolist():
                    if _is_document(info):
                        self._take_packed(archive, info)
        except (BadZipFile, NotImplementedError, EOFError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk, not the archive
            return False
        return True

    def _take_packed(self, archive: ZipFile, info: ZipInfo) -> None:
        name = safe_name(_packed_name(info))
        if info.flag_bits & 0x1:
            raise Problem("encrypted-file", name=name)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Problem("upload-link", name=name)
        with archive.open(info) as source, self._new(name) as target:
            self._copy(name, source, target)

    @contextmanager
    def _new(self, name: str) -> Iterator[BinaryIO]:
        """A new file in the folder. What was begun under a name is taken away when it cannot be finished."""
        if len(self.names) >= MOST_FILES:
            raise Problem("upload-too-many", limit=MOST_FILES)
        path = self.folder / name
        if name in self.names:
            raise Problem("upload-twice", name=name)
        with path.open("xb") as target:
            try:
                yield target
            except BaseException:
                path.unlink()
                raise
        self.names.append(name)

    def _copy(self, name: str, source: IO[bytes], target: BinaryIO) -> None:
        while chunk := source.read(_CHUNK):
            self._taken += len(chunk)
            if self._taken > self.limit:
                raise Problem("upload-too-large", name=name, limit=self.limit // 2**20)
            target.write(chunk)


@contextmanager
def intake(folder: Path, limit: int) -> Iterator[Intake]:
    """A new folder for an upload; gone again where the upload fails. Raises Problem where it cannot be made."""
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise Problem("folder-unwritable", folder=folder, reason=error.strerror) from error
    try:
        yield Intake(folder, limit)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def safe_name(given: str) -> str:
    """The last part of a name, as it may stand in a folder. Raises Problem where nothing is left of it.

    >>> safe_name("C:\\\\Мої документи\\\\План  2026.docx"), safe_name("../../etc/passwd"), safe_name(".bashrc")
    ('План 2026.docx', 'passwd', 'bashrc')
    """
    last = re.split(r"[/\\\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(" " if letter.isspace() else letter for letter in last)
    seen = "".join(letter for letter in seen if unicodedata.category(letter) not in _STEERING)
    name = collapse(re.sub(r'[<>:"|?*]', "_", seen)).lstrip(". ~$").rstrip(". ")
    if not name:
        raise Problem("upload-name", name=given[:80])
    return _shortened(name)


def _shortened(name: str) -> str:
    """The name within the limit, its ending kept."""
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = name, ""
    room = LONGEST_NAME - len((dot + ending).encode())
    cut = stem.encode()[:room].decode("utf-8", "ignore").rstrip()
    return f"{cut}.{ending}" if ending else cut


def _is_document(info: ZipInfo) -> bool:
    """Not a folder, and not what systems and office programs leave beside documents."""
    parts = info.filename.split("/")
    return not info.is_dir() and "__MACOSX" not in parts and not parts[-1].startswith((".", "~$"))


def _packed_name(info: ZipInfo) -> str:
    """The name as it was written: without the mark of UTF-8, Windows writes Cyrillic letters in code page 866."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return info.filename
