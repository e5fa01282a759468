"""Fixtures that every room's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout; tests that need it are skipped where it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "plans").is_dir():
        pytest.skip("../shared with the real documents is missing")
    return folder
