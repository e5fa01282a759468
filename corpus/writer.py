"""One writer at a time over a data folder, whatever process it runs in.

The store's own transactions keep the data whole; this lock keeps whole runs apart, so that the plans of one are not
read against a state that another is changing. It is advisory and dies with the process that holds it.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.messages import Problem

LOCK = "writer.lock"
_POLL = 0.2  # seconds between two tries


@contextmanager
def only_writer(folder: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the data folder for writing, after whoever holds it now.

    ``waiting`` is called once before the first wait, so that the person can be told. Raises Problem where the folder
    cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("a")
    except OSError as error:
        raise Problem("folder-unwritable", folder=folder, reason=error.strerror) from error
    with file:
        told = False
        while not _taken(file.fileno()):
            if waiting and not told:
                waiting()
            told = True
            time.sleep(_POLL)
        yield


def being_written(folder: Path) -> bool:
    """Whether somebody holds the data folder for writing at this instant."""
    try:
        with (folder / LOCK).open("rb") as file:
            return not _taken(file.fileno(), fcntl.LOCK_SH)
    except FileNotFoundError:
        return False


def _taken(descriptor: int, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
