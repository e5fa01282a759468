"""The page of plans in a real browser: files are dropped and sent, a broken one is told, rows are put right by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.browsing import look_at, serving

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

DOUBTFUL = "cherkasy_safe_communities_2026_2027.txt"
DROP = """(names) => {
    const files = new DataTransfer();
    for (const name of names) files.items.add(new File(["Хліб"], name));
    document.getElementById("drop").dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(scope="module")
def address(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an application over a folder of its own."""
    data = shutil.copytree(sample_data, tmp_path_factory.mktemp("browser") / "data")
    with serving(data) as address:
        yield address


@pytest.fixture
def complaints() -> list[str]:
    """What the page's console said, and every request to another host."""
    return []


@pytest.fixture
def page(browser, address: str, complaints: list[str]) -> Iterator[object]:
    """The page of plans; whatever it complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith(address) else complaints.append(sent.url))
    page.goto(f"{address}/plans")
    yield page
    context.close()
    assert complaints == []


def first_job(page) -> object:
    return page.locator("article.job").first


def test_document_and_broken_file_are_uploaded_and_told_of(page, samples: Path, tmp_path: Path) -> None:
    good = tmp_path / "друга редакція.docx"
    shutil.copy(samples / "sumy_civil_protection_2026.docx", good)
    broken = tmp_path / "<b>зламаний.docx"
    broken.write_bytes(b"")
    page.set_input_files("#files", [good, broken])
    playwright.expect(page.locator("#chosen")).to_contain_text("2")
    page.get_by_label("повторює вже наявний план").check()
    page.get_by_role("button", name="Надіслати").click()
    job = first_job(page)
    playwright.expect(job.get_by_role("heading")).to_have_text("Додавання планів: виконано", timeout=60_000)
    results = job.locator(".files > li")
    playwright.expect(results).to_have_count(2)
    playwright.expect(results.nth(0)).to_contain_text("друга редакція.docx: прочитано")
    playwright.expect(results.nth(1)).to_contain_text("не прочитано")
    assert page.locator("b", has_text="зламаний").count() == 0
    assert "job=" in page.url
    row = page.get_by_role("row").filter(has_text="друга редакція.docx")
    playwright.expect(row).to_have_count(1)
    row.get_by_text("Вилучити", exact=True).click()
    row.get_by_role("button", name="Так, вилучити").click()
    playwright.expect(first_job(page)).to_contain_text("вилучено", timeout=60_000)
    playwright.expect(page.get_by_role("row").filter(has_text="друга редакція.docx")).to_have_count(0)


def test_dropped_files_are_sent(page) -> None:
    page.evaluate(DROP, ["перший.txt", "другий.txt"])
    playwright.expect(page.locator("#chosen")).to_contain_text("перший.txt, другий.txt")
    page.get_by_role("button", name="Надіслати").press("Enter")
    results = first_job(page).locator(".files > li")
    playwright.expect(results).to_have_count(2, timeout=60_000)
    playwright.expect(results.first).to_contain_text("заходів не знайдено")


def test_refused_upload_is_told_without_leaving_the_page(page, complaints: list[str]) -> None:
    page.evaluate(DROP, ["...", "інший.txt"])
    page.get_by_role("button", name="Надіслати").click()
    playwright.expect(page.locator("#upload-said")).to_contain_text("не може бути назвою файлу")
    assert page.locator("#chosen").inner_text()
    assert all("422" in said for said in complaints)  # chromium tells of every answer that is a refusal
    complaints.clear()


def test_row_with_a_remark_is_put_right_by_hand(page) -> None:
    row = page.get_by_role("row").filter(has_text=DOUBTFUL)
    row.locator("a.doubts").click()
    page.get_by_role("link", name="Виправити").first.click()
    playwright.expect(page.get_by_role("heading", level=1)).to_have_text("Виправити рядок")
    page.get_by_label("Захід", exact=True).fill("Насадити лип уздовж трамвайної колії")
    page.get_by_label("Строк").first.fill("До 1 травня 2026 року")
    page.get_by_role("button", name="Зберегти").click()
    playwright.expect(first_job(page)).to_contain_text("Виправлення рядка: виконано", timeout=60_000)
    page.get_by_role("row").filter(has_text=DOUBTFUL).locator("a.doubts").click()
    corrected = page.get_by_role("article").filter(has_text="Насадити лип")
    playwright.expect(corrected).to_contain_text("Виправлено вручну (захід)")
    playwright.expect(corrected).to_contain_text("Виправлено вручну (строк 1)")


@pytest.mark.parametrize("name", ["plans", "rows with remarks", "a row to correct", "editions"])
def test_accessible_at_every_width(browser, address: str, page, name: str) -> None:
    page.goto(f"{address}/plans/{DOUBTFUL}/doubts")
    correct = page.get_by_role("link", name="Виправити").first.get_attribute("href")
    addresses = {
        "plans": "/plans",
        "rows with remarks": f"/plans/{DOUBTFUL}/doubts",
        "a row to correct": correct,
        "editions": f"/editions?earlier={DOUBTFUL}&later=cherkasy_youth_2026.txt",
    }
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    shown = context.new_page()
    shown.goto(f"{address}{addresses[name]}")
    look_at(shown, name)
    context.close()
