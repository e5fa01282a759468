"""A file of questions: read whole and checked first, answered line by line, written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from corpus.messages import Problem

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A line of the file; ``id`` is given back as it came."""

    id: Any
    question: str
    history: tuple[str, ...]


def questions_in(path: Path) -> list[BatchQuestion]:
    """The questions of a file of JSON lines, UTF-8; blank lines are skipped. Raises Problem naming the bad line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise Problem("file-unreadable", path=path, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise Problem("batch-line", path=path, line=1, reason="UTF-8?") from error
    return [_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def answered(question: BatchQuestion, assistant: Assistant) -> str:
    """The answer as a line of the output."""
    answer = assistant.ask(question.question, question.history).to_json()
    return json.dumps({"id": question.id} | answer, ensure_ascii=False)


@contextmanager
def written(path: Path) -> Iterator[IO[str]]:
    """A text file that takes its name only when all is written. Raises Problem where it cannot be."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise Problem("output-unwritable", path=path, reason=error.strerror or error) from error
    finally:
        part.unlink(missing_ok=True)


def _question(path: Path, number: int, line: str) -> BatchQuestion:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise Problem("batch-line", path=path, line=number, reason=error) from error
    question = value.get("question") if isinstance(value, dict) else None
    history = (value.get("history") or []) if isinstance(value, dict) else []
    if not isinstance(question, str) or not isinstance(history, list):
        raise Problem("batch-line", path=path, line=number, reason="question?")
    return BatchQuestion(value.get("id"), question, tuple(str(earlier) for earlier in history))
