"""Does docs/reading.md show what `zakhid ingest --explain` really prints?"""

from __future__ import annotations

import re
from pathlib import Path

from corpus.reading import explain

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reading.md"
SHOWN = "tests/documents/poltava_resilience_2026.pdf"
BLOCK = re.compile(r"(?<=<!-- explain -->\n).*?(?=<!-- /explain -->)", re.DOTALL)


def test_the_shown_explanation_is_the_programs_own(regenerate: bool) -> None:
    block = f"\n```\n$ zakhid ingest --explain {SHOWN}\n{explain(ROOT / SHOWN)}\n```\n\n"
    page = PAGE.read_text(encoding="utf-8")
    if regenerate:
        PAGE.write_text(BLOCK.sub(lambda _: block, page), encoding="utf-8")
        return
    assert BLOCK.search(page)
    assert block in page, "run pytest --regenerate tests/corpus/test_reading_page.py"
