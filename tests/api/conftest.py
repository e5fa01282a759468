"""What the tests of the api room stand on: a small store made by hand, and the sample plans read in by the program."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import zakhid
from corpus.model import Item, Locator, Measure, Plan, PlanDocument, Responsible
from corpus.store import Store
from tests.api.browsing import FLAGS

Invoke = Callable[..., Result]

HOSTILE = "<script>alert(1)</script> =cmd|'/c calc'!A1"


def measure(number: int, text: str, *items: Item, plan: str = "lisove.txt", **more: object) -> Measure:
    return Measure(
        f"{plan}-{number}", plan, number, text, items=items, locator=Locator(lines=(number, number + 1)), **more
    )


LISOVE = PlanDocument(
    Plan(
        "lisove.txt",
        "lisove.txt",
        "План заходів Лісівської громади",
        region="Полтавська область",
        period_from=date(2026, 1, 1),
        period_to=date(2026, 12, 31),
        sha256="a",
    ),
    (
        measure(
            1,
            "Облаштувати велодоріжку вздовж річки",
            Item(
                "Доріжку відкрито",
                "3",
                (Responsible("відділ доріг", "Відділ доріг"),),
                "До 1 травня 2026 року",
                None,
                date(2026, 5, 1),
            ),
            Item("-5 аварій", None, (Responsible("поліція громади", "Поліція громади", True),), "=HYPERLINK(1)"),
            section="Транспорт",
            measure_no="1.1",
        ),
        measure(2, HOSTILE, Item("@SUM(A1)", "0"), warnings=("строк не зазначено",)),
        measure(3, "Захід без показників"),
    ),
)
COUNTRY = PlanDocument(
    Plan("lichylnyky.docx", "lichylnyky.docx", "Загальнодержавний план лічильників", sha256="b"),
    (measure(1, "Замінити лічильники води", plan="lichylnyky.docx"),),
)


@pytest.fixture(scope="session", autouse=True)
def patient() -> Iterator[None]:
    """The page of duplicates waits for its comparison, however busy the machine is."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("api.pages_duplicates.PATIENCE", 600.0)
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Debian's chromium; its driver keeps an event loop of its own, so it ends with its module."""
    driving = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("chromium is missing: apt-get install chromium")
    with driving.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two plans and four measures; the index is not built."""
    folder = tmp_path / "data"
    with Store.open(folder) as store:
        store.replace(LISOVE, "a")
        store.replace(COUNTRY, "b")
    return folder


@pytest.fixture
def invoke(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Invoke:
    """Run the command line in this process, in an empty folder and with no settings from outside."""
    for name in [name for name in os.environ if name.startswith("ZAKHID_") and name != "ZAKHID_CACHE"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANGUAGE", "uk")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(zakhid, [str(argument) for argument in arguments], prog_name="zakhid")

    return run
