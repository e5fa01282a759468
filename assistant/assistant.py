"""The assistant: one question with its dialogue in, one cited answer out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.answer import Answer
from corpus.store import Store

if TYPE_CHECKING:
    from index.search import Searcher


class Assistant:
    """Answers questions over a store through its searcher.

    ``today`` is the day that «this year» and «overdue» refer to (default: the real one); ``lang`` the language of
    the interface texts («uk» or «en»): what rows say stays as printed.
    """

    def __init__(self, store: Store, searcher: Searcher, today: date | None = None, lang: str = "uk") -> None:
        self.store = store
        self.searcher = searcher
        self.today = today
        self.lang = lang

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer to a question; ``history`` are the dialogue's earlier questions, oldest first."""
        raise NotImplementedError
