"""Fixtures that every room's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew, for review as a diff")


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written and not compared."""
    return bool(request.config.getoption("--regenerate"))


@pytest.fixture(scope="session")
def samples() -> Path:
    """The demonstration plans that the project ships: three regions, four formats, about 80 measures."""
    return ROOT / "samples"


@pytest.fixture(scope="session")
def documents() -> Path:
    """Sample plans written in every format, and under ``expected`` what a careful reader finds in each plan."""
    return ROOT / "tests" / "documents"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout; tests that need it are skipped where it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "plans").is_dir():
        pytest.skip("../shared with the real documents is missing")
    return folder
