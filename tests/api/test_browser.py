"""The chat page in a real browser: Debian's chromium, driven by playwright, over a running `zakhid serve`."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

QUESTION = "хто відповідає за систему 112 і до коли"
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


@pytest.fixture(scope="module")
def address(sample_data: Path) -> Iterator[str]:
    """The address of a running application."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0", "--data", sample_data]
    environment = {n: v for n, v in os.environ.items() if not n.startswith("ZAKHID_") or n == "ZAKHID_CACHE"}
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8")
    assert server.stderr is not None
    told = ""
    for line in server.stderr:
        told += line
        if "http://" in line:
            break
    found = re.search(r"http://127\.0\.0\.1:\d+", told)
    assert found, f"the server did not start: {told}"
    yield found[0]
    server.send_signal(signal.SIGINT)
    assert server.wait(30) == 0
    assert "Traceback" not in server.stderr.read()
    server.stderr.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("chromium is missing: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the page's console said, and every request to another host."""
    return []


@pytest.fixture
def page(browser, address: str, complaints: list[str]) -> Iterator[object]:
    """A fresh page on the application; whatever it complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith(address) else complaints.append(sent.url))
    page.goto(address)
    yield page
    context.close()
    assert complaints == []


def ask(page, question: str) -> None:
    page.get_by_role("textbox", name="Ваше питання").fill(question)
    page.keyboard.press("Enter")
    page.locator(".turn:last-child :is(.said, .failure)").wait_for()


def test_question_is_answered_with_the_row_it_rests_on(page) -> None:
    ask(page, QUESTION)
    card = page.locator(".card").first
    assert page.locator(".said").inner_text()
    assert "112" in card.locator(".measure").inner_text()
    assert card.locator('[data-cell="responsible"] dd').first.inner_text()
    assert card.locator('[data-cell="deadline"] dd').first.inner_text()
    assert card.locator(".source").inner_text()
    assert re.search(r"\d", card.locator('[data-slot="place"]').inner_text())


def test_finished_answer_is_announced(page) -> None:
    ask(page, QUESTION)
    status = page.get_by_role("status")
    playwright.expect(status).to_contain_text("Підстава")
    assert page.locator(".said").inner_text() in status.inner_text()


def test_follow_up_goes_with_its_dialogue(page) -> None:
    ask(page, "хто відповідає за систему 112")
    with page.expect_request("**/api/v1/ask") as sent:
        ask(page, "а до якого числа?")
    assert sent.value.post_data_json["history"] == ["хто відповідає за систему 112"]
    assert page.locator(".turn").count() == 2
    assert page.locator(".turn").last.locator(".card").count() >= 1


def test_condition_is_taken_away_by_keyboard_and_the_new_answer_has_the_focus(page) -> None:
    ask(page, "хто відповідає за систему 112 у Волинській області")
    chip = page.get_by_role("button", name="Прибрати умову: область: Волинська область")
    chip.focus()
    with page.expect_request("**/api/v1/ask") as sent:
        page.keyboard.press("Enter")
    playwright.expect(chip).to_have_count(0)
    assert sent.value.post_data_json["without"] == ["region"]
    assert sent.value.post_data_json["history"] == []
    assert page.locator(".turn").count() == 1
    assert page.locator(".card").count() >= 1
    assert page.evaluate("document.activeElement.className") == "said"


def test_refusal_says_so_and_shows_what_is_nearest(page) -> None:
    ask(page, "скільки грошей витратили на систему 112")
    playwright.expect(page.locator(".turn .refused")).to_be_visible()


def test_keyboard_alone_is_enough(page) -> None:
    page.keyboard.type(QUESTION)  # the field has focus from the start
    page.keyboard.press("Enter")
    page.locator(".card").first.wait_for()
    focused = "document.activeElement.id || document.activeElement.tagName"
    assert page.evaluate(focused) == "question"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "send"


def test_example_can_be_asked_and_a_dialogue_begun_anew(page) -> None:
    example = page.locator("[data-ask]").first
    text = example.inner_text()
    example.click()
    page.locator(".said").first.wait_for()
    assert text in page.locator(".asked").inner_text()
    page.get_by_role("button", name="Нова розмова").click()
    assert page.locator(".turn").count() == 0
    assert page.get_by_role("heading", level=1).is_visible()


def test_failure_is_said_and_can_be_tried_again(page, complaints: list[str]) -> None:
    page.route("**/api/v1/ask", lambda route: route.abort())
    page.get_by_role("textbox").fill(QUESTION)
    page.get_by_role("button", name="Запитати").click()
    playwright.expect(page.get_by_role("alert")).to_contain_text("Застосунок не відповідає")
    assert [said for said in complaints if "ERR_FAILED" not in said] == []
    complaints.clear()
    page.unroute("**/api/v1/ask")
    page.get_by_role("button", name="Спробувати ще раз").click()
    page.locator(".card").first.wait_for()
    assert page.locator(".turn").count() == 1


def test_texts_of_documents_are_texts(page) -> None:
    hostile = "<img src=x onerror=document.title='taken'>"
    item = {"number": 0, "indicator": hostile, "value": None, "deadline_text": hostile}
    item["responsible"] = [{"text": hostile, "body": hostile, "consent": True}]
    row = dict.fromkeys(("measure_id", "plan_id", "plan_title", "source_file", "region", "place"), hostile)
    row |= dict.fromkeys(("section", "task", "measure_no", "measure"), hostile)
    row |= {"items": [item], "warnings": [hostile]}
    answer = {"answer": hostile, "abstained": False, "understood": hostile, "rows": [row], "nearest_rows": []}
    answer |= {"citations": [], "suggestions": [hostile], "conditions": [{"name": "region", "words": hostile}]}
    page.route("**/api/v1/ask", lambda route: route.fulfill(json=answer))
    ask(page, hostile)
    assert page.locator("main img").count() == 0
    assert page.title() != "taken"
    assert hostile in page.locator(".said").inner_text()


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 700})
    ask(page, QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_english_page(page, address: str) -> None:
    page.goto(f"{address}/?lang=en")
    page.get_by_role("textbox", name="Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    playwright.expect(page.locator(".card dt").first).to_have_text("Responsible")
