"""The process of one job: `python -c "from api.job_process import main; main()" JOB`.

A process of its own keeps reading and embedding from slowing the answers down, and what a broken file does to a
reader from ending the server. It ends when the server does: the server holds the other end of its standard input.
"""

from __future__ import annotations

import logging
import os
import sys
from threading import Thread

from api.job_book import JobBook
from api.job_work import WORK, Work, kept
from api.settings import Settings
from corpus.messages import Problem

ORPHANED = 3  # exit code
NICENESS = 5


def main() -> None:
    """Do the job that the first argument names, with the settings that the environment gives."""
    Thread(target=_end_with_server, daemon=True).start()
    os.nice(NICENESS)
    settings = Settings.load(os.environ)
    with JobBook(settings.data) as book:
        perform(book, sys.argv[1], settings)


def perform(book: JobBook, job_id: str, settings: Settings) -> None:
    """Do a job that has been begun, and close it."""
    job = book.get(job_id)
    try:
        WORK[job.kind](Work(job, book, settings))
    except Problem as problem:
        book.end(job_id, "failed", kept(problem))
    except Exception as error:  # whatever it was, the person waits for a word
        logging.getLogger("zakhid").exception("job %s failed", job_id)
        reason = f"{type(error).__name__}: {error}"[:300]
        book.end(job_id, "failed", kept(Problem("job-failed", reason=reason)))
    else:
        book.end(job_id, "done")


def _end_with_server() -> None:
    sys.stdin.buffer.read()
    os._exit(ORPHANED)
