"""What tests in a real browser share: an application that runs, Debian's chromium, axe-core."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

# axe takes its time: each scheme (contrast) and both ends of the widths (what is shown) once
AXE_AT = (("light", 320), ("dark", 1440))
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[str]:
    """The address of `zakhid serve` over a data folder; it must start, and end without a fault."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0", "--data", data]
    environment = {n: v for n, v in os.environ.items() if not n.startswith("ZAKHID_") or n == "ZAKHID_CACHE"}
    with subprocess.Popen(command, env=environment | settings, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr is not None
        told = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", told)):
            line = server.stderr.readline()
            assert line, f"the server did not start: {told}"
            told += line
        yield found[0]
        server.send_signal(signal.SIGINT)
        code, said = server.wait(60), server.stderr.read()
        assert code == 0 and "Traceback" not in said, (code, said[-2000:])


def violations(page: Any) -> list[tuple[str, str, str]]:
    """What axe-core finds on a page that was opened with ``bypass_csp``."""
    if not AXE.exists():
        pytest.skip("axe-core is missing: make node_modules/.fetched")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]  # what passes need not be described
    return [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found]


def look_at(page: Any, name: str) -> None:
    """A page that was opened with ``bypass_csp``, all of it unfolded, at every width, light and dark: nothing sticks
    out, axe-core finds nothing. Pictures for a person to look at where ZAKHID_SHOTS names a folder for them."""
    shots = os.environ.get("ZAKHID_SHOTS")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (320, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
            if shots:
                page.screenshot(path=Path(shots) / f"{name}-{scheme}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if shots or (scheme, width) in AXE_AT:
                assert violations(page) == []
