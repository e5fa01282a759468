"""Is the project one whole: names, packages, locked versions, sample files?"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "index", "assistant", "api")


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def locked() -> dict[str, dict[str, str]]:
    """Lock file -> distribution -> version."""
    return {name: read_lock(ROOT / name) for name in ("requirements.lock", "requirements-dev.lock")}


def read_lock(path: Path) -> dict[str, str]:
    """Every line is «name==version»: no addresses, no paths, no options, no local labels."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    wrong = [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)]
    assert not wrong
    return dict(line.split("==") for line in lines)


@pytest.mark.parametrize("room", ROOMS)
def test_import_name_belongs_to_this_distribution_only(room: str) -> None:
    assert set(packages_distributions()[room]) == {"zakhid"}


def test_every_package_is_listed(pyproject: dict[str, Any]) -> None:
    found = {
        ".".join(path.parent.relative_to(ROOT).parts) for room in ROOMS for path in (ROOT / room).rglob("__init__.py")
    }
    assert set(pyproject["tool"]["setuptools"]["packages"]) == found


def test_lock_satisfies_the_project(pyproject: dict[str, Any], locked: dict[str, dict[str, str]]) -> None:
    run, dev = locked["requirements.lock"], locked["requirements-dev.lock"]
    wanted = [(text, run) for text in pyproject["project"]["dependencies"]]
    wanted += [(text, run | dev) for text in pyproject["project"]["optional-dependencies"]["dev"]]
    wrong = []
    for text, lock in wanted:
        requirement = Requirement(text)
        version = lock.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version):
            wrong.append((text, version))
    assert wrong == []


def test_locks_do_not_overlap(locked: dict[str, dict[str, str]]) -> None:
    assert not set(locked["requirements.lock"]) & set(locked["requirements-dev.lock"])


def test_the_false_ukrainian_model_is_locked_nowhere(locked: dict[str, dict[str, str]]) -> None:
    assert not [name for lock in locked.values() for name in lock if re.fullmatch(r"uk[-_.]core[-_.]news.*", name)]


def test_sample_files_are_what_their_notation_writes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.samples", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), "run «make samples» and review the diff"
