"""Do the examples in the docstrings run, and give what they show?"""

from __future__ import annotations

from doctest import NORMALIZE_WHITESPACE
from doctest import testmod as run_examples
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "index", "assistant", "api")
WITH_EXAMPLES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_give_what_they_show(module: str) -> None:
    result = run_examples(import_module(module), optionflags=NORMALIZE_WHITESPACE)
    assert result.attempted > 0
    assert result.failed == 0
