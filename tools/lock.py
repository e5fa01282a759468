"""Write the two lock files from what is installed in the running environment.

    python tools/lock.py

``requirements.lock`` holds the project's dependencies and all that they draw in; ``requirements-dev.lock`` what the
``dev`` extra adds. Only exact versions are written: no addresses, no local version labels («torch 2.13.0+cpu» is
locked as 2.13.0, so that pip takes the build that its index offers). Deliberately no resolver: the environment that
passed the checks is what is locked.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Exact versions, written by «make lock» from the environment that passed the checks.\n"


def closure(requirements: list[str]) -> dict[str, str]:
    """Every distribution that the requirements draw in here: normalised name -> version.

    Errors: a requirement that is not installed raises PackageNotFoundError.
    """
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(text), "") for text in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is required and not installed: install the project with its dev extra") from None
        found[name] = Version(installed.version).public
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                waiting += [(Requirement(text), wanted) for text in installed.requires or ()]
    return found


def write(path: Path, versions: dict[str, str]) -> None:
    lines = [f"{name}=={version}\n" for name, version in sorted(versions.items())]
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    print(f"{path.name}: {len(versions)}")


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = closure(project["dependencies"])
    dev = closure(project["optional-dependencies"]["dev"])
    write(ROOT / "requirements.lock", run)
    write(ROOT / "requirements-dev.lock", {name: version for name, version in dev.items() if name not in run})


if __name__ == "__main__":
    main()
