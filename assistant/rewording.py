"""An answer reworded by a language model, if one is configured; never trusted.

The model behind an OpenAI-compatible address sees the composed answer only and may word it more smoothly. Every body,
date, number and quotation of what it returns is checked against the cited rows, and it must still say every body and
deadline that the composed answer says; where it says more or less, is late, or answers nonsense, the composed
text stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

from assistant.answer import QuotedRow
from assistant.check import unsupported
from assistant.judging import plain, says_body, says_deadline

_WORD = re.compile(r"[^\W\d_]{4,}")
_LONGEST = 20_000  # bytes of a reply that are read: more is garbage
_TELLING = {
    "uk": "Перекажи відповідь природною українською. Не додавай і не пропускай органів, строків, чисел і позначок "
    "«за згодою»; назви органів і строки лиши дослівно. Поверни лише текст.",
    "en": "Reword the answer in natural English. Add or leave out no body, deadline, number or mark “by consent”; "
    "keep names and deadlines as they stand. Return the text only.",
}
# beginnings of words that may join facts without being one; anything else must stand in the answer or its rows
_GLUE = (
    "відповіда викону виконат здійсню провод робить роблят займа мають треба потрі має бути буде будуть строк термін "
    "кінц кінець включно разом спільно також саме згідно відповідн цього цьому захід заході план орган установ "
    "протягом впродовж перед після щодо який яка яке які тобто отже така такий таке такі передбач зазнач вказан джерел "
    "responsib deadlin measure plan accord their they them this that with from have must should will shall carr "
    "together also jointly under which until before after source state bodies body task"
)


@dataclass(frozen=True, slots=True)
class Reworder:
    """A model at an OpenAI-compatible address. ``timeout`` in seconds; ``key`` is sent as a bearer token if given."""

    url: str
    model: str
    key: str = ""
    timeout: float = 8.0
    lang: str = "uk"

    def reworded(self, text: str, rows: Sequence[QuotedRow], asked: str) -> str:
        """The text in the model's words where they say exactly as much, else the text itself. Never raises."""
        try:
            offered = self._ask(text)
        except (OSError, URLError, HTTPException, ValueError, LookupError, TypeError):
            return text
        return offered if says_as_much(offered, text, rows, asked) else text

    def _ask(self, text: str) -> str:
        messages = [{"role": "system", "content": _TELLING[self.lang]}, {"role": "user", "content": text}]
        body = json.dumps({"model": self.model, "messages": messages, "temperature": 0, "stream": False})
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        request = HttpRequest(f"{self.url.rstrip('/')}/chat/completions", body.encode(), headers)
        with urlopen(request, timeout=self.timeout) as reply:
            data = json.loads(reply.read(_LONGEST))
        content = data["choices"][0]["message"]["content"]
        if not isinstance(content, str):
            raise TypeError("content is no text")
        return content.strip()


def says_as_much(offered: str, text: str, rows: Sequence[QuotedRow], asked: str) -> bool:
    """Whether an offered wording says what the composed text says, and nothing that the rows do not.

    Bodies and deadlines of the rows that the text says must be said; facts that no row holds, names of bodies of the
    rows that the text does not say, and a wording far longer or shorter than the text are refused.
    """
    if not 0.3 * len(text) <= len(offered) <= 2 * len(text) + 200:
        return False
    if unsupported(offered, rows, [asked, text], {len(rows)}):
        return False
    bodies = {r.text: r.consent for row in rows for _, item in row.items for r in item.responsible}
    deadlines = {item.deadline_text for row in rows for _, item in row.items if item.deadline_text}
    same_bodies = all(says_body(offered, b, {}) == says_body(text, b, {}) for b in bodies)
    same_deadlines = all(says_deadline(offered, d) == says_deadline(text, d) for d in deadlines)
    marks = ("за згодою", "by consent")
    same_marks = sum(map(offered.lower().count, marks)) == sum(map(text.lower().count, marks))
    told = same_bodies and same_deadlines and same_marks
    return told and _no_word_added(offered, text, rows) and _no_denial_added(offered, text)


def _no_word_added(offered: str, text: str, rows: Sequence[QuotedRow]) -> bool:
    """Whether each longer word stands in the text or its rows in some form, or only joins facts."""
    cells = [cell for row in rows for cell in (row.measure, row.task or "", row.plan_title, row.section or "")]
    cells += [cell or "" for row in rows for _, item in row.items for cell in (item.indicator, item.deadline_text)]
    known = {_root(word) for word in _WORD.findall(plain(" ".join((text, *cells))))}
    new = {word for word in _WORD.findall(plain(offered)) if _root(word) not in known}
    return not any(not word.startswith(tuple(_GLUE.split())) for word in new)


def _root(word: str) -> str:
    return word[: max(4, min(6, len(word) - 2))]


def _no_denial_added(offered: str, text: str) -> bool:
    """A wording that denies or doubts what the text says turns it around without a wrong fact."""
    words = (" не ", " ні ", "жоден", "немає", "вже виконано", "скасован", " not ", " no ", "already", "cancelled")
    return all(offered.lower().count(word) <= text.lower().count(word) for word in words)
