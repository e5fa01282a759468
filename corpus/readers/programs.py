"""Helper programs: found on the machine or not, run within time and size, never a shell."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from corpus.messages import Problem
from corpus.readers.limits import MEBIBYTE, Budget

# No file that a program writes may grow beyond this, whatever it was given to read.
_MOST_WRITTEN = 512 * MEBIBYTE


def program(names: Sequence[str], packages: str, budget: Budget) -> str:
    """The path of the first program found. Raises Problem("program-missing") with what to install."""
    for name in names:
        if found := shutil.which(name):
            return found
    raise Problem("program-missing", name=budget.name, program=names[0], packages=packages)


def run(command: Sequence[str], folder: Path, budget: Budget, *, seconds: float) -> bytes:
    """What the program printed. Raises Problem where it fails or takes too long; its children end with it."""
    allowed = min(seconds, budget.seconds_left())
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8",
                   "OMP_THREAD_LIMIT": "1"}  # fmt: skip
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
    name = Path(command[0]).name
    try:
        output, errors = process.communicate(timeout=allowed)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise Problem("conversion-failed", name=budget.name, program=name, reason=f"> {allowed:.0f} s") from error
    except BaseException:
        _end(process)
        raise
    if process.returncode != 0:
        reason = " ".join(errors.decode("utf-8", "replace").split())[-200:] or f"rc {process.returncode}"
        raise Problem("conversion-failed", name=budget.name, program=name, reason=reason)
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started (it leads a process group of its own)."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
