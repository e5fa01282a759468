"""Runs the jobs of a data folder one after another, each in a process of its own.

Of several servers over one folder, one runs jobs: the one that holds ``jobs.lock``. What the last one was at when it
died is begun again.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from typing import IO

from api.job_book import Job, JobBook
from api.job_work import UPLOADS, job_folder
from api.settings import Settings

LOCK = "jobs.lock"
KEPT_DAYS = 90
_POLL = 0.2  # seconds
_PATIENCE = 5.0  # seconds that a process is given to end
_COMMAND = "from api.job_process import main; main()"
_log = logging.getLogger("zakhid")


class JobRunner:
    """A thread that does what stands in the book. Start it with :meth:`start`, close it with the server."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.book = JobBook(settings.data)
        self._closing = Event()
        self._leaving = Event()
        self._thread = Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def leaving(self) -> bool:
        """Whether nobody is to wait for news any longer."""
        return self._leaving.is_set()

    def leave(self) -> None:
        """Let go of all who follow a job: a server does not end while a stream is open."""
        self._leaving.set()

    def close(self) -> None:
        """End the job at hand, which the next server begins again, and the thread."""
        self.leave()
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()
        self.book.close()

    def _run(self) -> None:
        with (self.settings.data / LOCK).open("a") as lock:
            while not _taken(lock):
                if self._closing.wait(_POLL):
                    return
            self.book.take_up()
            self._tidy()
            while not self._closing.wait(_POLL):
                while not self._closing.is_set() and (job := self.book.begin_next()):
                    self._perform(job)

    def _perform(self, job: Job) -> None:
        with (self.settings.data / "jobs.log").open("wb") as log, _process(job, self.settings, log) as process:
            while process.poll() is None:
                if self._closing.wait(_POLL):
                    _ended(process)
                    self.book.put_back(job.id, blameless=True)
                    return
                if self.book.get(job.id).stop:
                    _ended(process)
                    self.book.end(job.id, "cancelled")
        if not self.book.get(job.id).over:
            _log.warning("the process of job %s ended with code %s", job.id, process.returncode)
            self.book.put_back(job.id)
        if (after := self.book.get(job.id)).over and after.kind == "ingest":
            shutil.rmtree(job_folder(self.settings.data, job.id), ignore_errors=True)

    def _tidy(self) -> None:
        """Take away the files of jobs that are forgotten, and of uploads that never became a job."""
        self.book.forget_before(KEPT_DAYS)
        uploads = self.settings.data / UPLOADS
        for folder in uploads.iterdir() if uploads.is_dir() else ():
            if not self.book.has(folder.name):
                shutil.rmtree(folder, ignore_errors=True)


def _process(job: Job, settings: Settings, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """The process of a job, in a session of its own: Ctrl+C in the server's terminal is for the server."""
    own = {
        "ZAKHID_DATA": str(settings.data.resolve()),
        "ZAKHID_ENCODER": settings.encoder,
        "ZAKHID_CACHE": str(settings.cache.resolve()),
    }
    paths = os.pathsep.join(filter(None, (str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-c", _COMMAND, job.id],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        env=os.environ | own | {"PYTHONPATH": paths},
        start_new_session=True,
    )


def _ended(process: subprocess.Popen[bytes]) -> None:
    """End a process; readers' own programs go with it."""
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _taken(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
