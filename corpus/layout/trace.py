"""What each step made of a document, for a person: kept along the way and printed by ``--explain``."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Trace:
    """Remarks of the steps in order: (step, what it did). Only ever added to."""

    entries: list[tuple[str, str]] = field(default_factory=list)

    def say(self, step: str, text: str) -> None:
        self.entries.append((step, text))

    def lines(self) -> list[str]:
        """The entries as printable lines, a heading for each run of one step."""
        printed: list[str] = []
        former = ""
        for step, text in self.entries:
            if step != former:
                printed.append(f"[{step}]")
                former = step
            printed.append(f"  {text}")
        return printed


def shortened(text: str, limit: int = 70) -> str:
    """The text on one line, cut with an ellipsis.

    >>> shortened("раз два три", 7)
    'раз два…'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit].rstrip() + "…"
