"""A short, always equal piece of the fuzz run (``python -m tests.fuzz.readers`` is the long one)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def _harness() -> ModuleType:
    """The harness, loaded by its path: the tests are no package."""
    name = "fuzz_readers"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("readers.py"))
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.mark.parametrize(
    ("kinds", "count"), [(("txt", "csv"), 40), (("docx",), 60), (("html",), 50), (("xlsx",), 60), (("pdf",), 4)]
)
def test_mutated_documents_are_read_or_refused(kinds: tuple[str, ...], count: int) -> None:
    outcomes, failures, _ = _harness().run(kinds, count, seed=20261)
    assert [(failure.seed, failure.case, failure.what) for failure in failures] == []
    assert outcomes.total() == count
    assert outcomes["read"] > 0
