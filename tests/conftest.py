"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.writer import only_writer

ROOT = Path(__file__).resolve().parent.parent
Zakhid = Callable[..., subprocess.CompletedProcess[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew, for review as a diff")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The file that takes longest for itself and needs none of the sample plans comes first: while one of xdist's workers
    reads these plans, the other would wait for them."""
    items.sort(key=lambda item: item.path.name != "test_supported.py")


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


@pytest.fixture(scope="session")
def program() -> Zakhid:
    """Run the command line in a process of its own, as people do."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {n: v for n, v in os.environ.items() if not n.startswith("ZAKHID_") or n == "ZAKHID_CACHE"}
        command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, arguments)]
        return subprocess.run(command, env=inherited | environment, capture_output=True, encoding="utf-8", timeout=600)

    return run


@pytest.fixture(scope="session")
def sample_data(program: Zakhid, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample plans, read and indexed by the program itself.

    Once for all of xdist's workers, which then have a copy each: what one of them leaves there is nothing to the others.
    """
    own = tmp_path_factory.mktemp("zakhid")
    common = own.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made, ready = common / "sample-data", common / "sample-data-is-whole"
    with only_writer(common):
        if not ready.exists():
            shutil.rmtree(made, ignore_errors=True)
            for command in (("ingest", samples), ("duplicates",)):  # the second embeds what is compared of measures
                done = program(*command, "--data", made)
                assert done.returncode == 0, done.stderr
            ready.touch()
    return Path(shutil.copytree(made, own / "data"))
