"""The chat widget in a real browser, on its own page and in a page of another site, over a running `zakhid serve`."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.api.browsing import serving, violations

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

QUESTION = "хто відповідає за систему 112 і до коли"
PRINTED = "window.printed = []; window.print = () => (window.top.printed ??= []).push(document.body.innerText)"


class OtherSite(SimpleHTTPRequestHandler):
    """A site that allows nothing but the widget."""

    allowed = ""

    def end_headers(self) -> None:
        policy = f"default-src 'none'; script-src {self.allowed}; connect-src {self.allowed}"
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThreadingHTTPServer]:
    """A server of another origin over an empty folder."""
    folder = tmp_path_factory.mktemp("portal")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(OtherSite, directory=str(folder))) as server:
        server.folder = folder  # type: ignore[attr-defined]
        Thread(target=server.serve_forever).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def address(
    sample_data: Path, other_site: ThreadingHTTPServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an application over a folder of its own, whose widget the other site may use."""
    data = shutil.copytree(sample_data, tmp_path_factory.mktemp("widget") / "data")
    with serving(data, ZAKHID_ORIGINS=f"http://127.0.0.1:{other_site.server_port}") as address:
        yield address


@pytest.fixture
def complaints() -> list[str]:
    """What the page's console said, and every request to another host."""
    return []


@pytest.fixture
def open_page(browser, address: str, complaints: list[str]) -> Iterator[object]:
    """Opens a page; whatever any of them complains of, or asks of a third host, fails the test."""
    contexts = []

    def opened(url: str = address, **options: object) -> object:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        known = (address, url.rpartition("/")[0] if url.count("/") > 2 else url)
        page.on("request", lambda sent: None if sent.url.startswith(known) else complaints.append(sent.url))
        page.goto(url)
        page.locator(".suggestion").first.wait_for(state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page) -> object:
    """The page to ask on."""
    return open_page()


def field(page, name: str = "Ваше питання") -> object:
    return page.get_by_role("textbox", name=name)


def ask(page, question: str) -> None:
    before = page.locator(".turn").count()
    field(page).fill(question)
    page.keyboard.press("Enter")
    page.locator(".turn").nth(before).locator(".tools, .failure").wait_for()


def focused(page) -> str:
    """The name, class or tag of what has the focus inside the widget."""
    return page.evaluate(
        "(() => { const one = document.querySelector('plan-assistant').shadowRoot.activeElement;"
        " return one && (one.id || one.className || one.tagName); })()"
    )


def answer_of(text: str, **more: object) -> dict[str, object]:
    """An answer whose every part is this text."""
    item = {"number": 0, "indicator": text, "value": None, "deadline_text": text}
    item["responsible"] = [{"text": text, "body": text, "consent": True}]
    row = dict.fromkeys(("measure_id", "plan_id", "plan_title", "source_file", "region", "place"), text)
    row |= dict.fromkeys(("section", "task", "measure_no", "measure"), text)
    row |= {"items": [item], "warnings": [text]}
    answer = {"answer": text, "abstained": False, "understood": text, "rows": [row], "nearest_rows": []}
    answer |= {"citations": [], "suggestions": [text], "conditions": [{"name": "region", "words": text}]}
    return answer | more


def test_question_is_answered_with_the_row_it_rests_on(page) -> None:
    ask(page, QUESTION)
    card = page.locator(".card").first
    assert page.locator(".said").inner_text()
    assert "112" in card.locator(".measure").inner_text()
    assert card.locator('[data-cell="responsible"] dd').first.inner_text()
    assert card.locator('[data-cell="deadline"] dd').first.inner_text()
    assert card.locator(".source").inner_text()
    assert re.search(r"\d", card.locator(".place").inner_text())


def test_answer_comes_as_a_stream(page, address: str) -> None:
    with page.expect_response("**/api/v1/ask") as got:
        ask(page, QUESTION)
    assert got.value.headers["content-type"].startswith("text/event-stream")
    accepted = {"Accept": got.value.request.headers["accept"]}
    stream = page.request.post(f"{address}/api/v1/ask", data=got.value.request.post_data_json, headers=accepted).text()
    events = re.findall(r"^event: (\w+)$", stream, re.MULTILINE)
    assert (events[0], set(events[1:-2]), events[-2:]) == ("understood", {"text"}, ["rows", "done"])


def test_what_has_come_is_shown_before_the_end(page) -> None:
    page.evaluate(
        r"""() => {
        const line = (name, data) => `event: ${name}\r\ndata: ${JSON.stringify(data)}\r\n\r\n`;
        const bytes = new TextEncoder().encode(": so\n\n" + line("understood", {understood: "про мости"})
            + line("text", "Мости ") + line("text", "будує рада"));
        window.fetch = async () => new Response(new ReadableStream({start(controller) {
            // a letter is cut in two
            controller.enqueue(bytes.slice(0, 60));
            controller.enqueue(bytes.slice(60, 61));
            controller.enqueue(bytes.slice(61));
            window.finish = (answer) => {
                controller.enqueue(new TextEncoder().encode(line("done", answer)));
                controller.close();
            };
        }}), {headers: {"Content-Type": "text/event-stream"}});
    }"""
    )
    field(page).fill("хто будує мости")
    page.keyboard.press("Enter")
    playwright.expect(page.locator(".said")).to_have_text("Мости будує рада")
    playwright.expect(page.locator(".understood")).to_contain_text("про мости")
    assert page.locator('.answer[aria-busy="true"]').count() == 1
    assert page.locator(".tools").count() == 0
    playwright.expect(page.get_by_role("status")).to_have_text("Шукаю в планах…")  # pieces are not read out
    page.evaluate("(answer) => window.finish(answer)", answer_of("Мости будує рада громади."))
    playwright.expect(page.locator(".said")).to_have_text("Мости будує рада громади.")
    playwright.expect(page.get_by_role("status")).to_contain_text("Мости будує рада громади.")
    assert page.locator('.answer[aria-busy="true"]').count() == 0


def test_problem_in_a_stream_is_said(page) -> None:
    stream = 'event: problem\ndata: {"detail": "Дані зайняті."}\n\n'
    page.route("**/api/v1/ask", lambda route: route.fulfill(body=stream, content_type="text/event-stream"))
    ask(page, QUESTION)
    playwright.expect(page.get_by_role("alert")).to_contain_text("Дані зайняті.")


def test_stream_that_breaks_off_is_a_failure(page) -> None:
    stream = 'event: text\ndata: "Мости будує"\n\n'
    page.route("**/api/v1/ask", lambda route: route.fulfill(body=stream, content_type="text/event-stream"))
    ask(page, QUESTION)
    playwright.expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator(".said").count() == 0


def test_card_leads_to_the_row_in_its_plan_and_the_dialogue_is_there_on_return(page) -> None:
    ask(page, QUESTION)
    link = page.locator(".card .measure a").first
    said, measure = page.locator(".said").inner_text(), link.locator("bdi").last.inner_text()
    link.click()
    row = page.locator("article:target")
    playwright.expect(row).to_be_in_viewport()
    assert row.locator(".measure").inner_text().split()[-1] == measure.split()[-1]
    page.go_back()
    playwright.expect(page.locator(".said")).to_have_text(said)
    assert page.locator(".turn").count() == 1
    assert page.get_by_role("status").inner_text() == ""  # what is old is not read out again
    with page.expect_request("**/api/v1/ask") as sent:
        ask(page, "а до якого числа?")
    assert sent.value.post_data_json["history"] == [QUESTION]


def test_dialogue_ends_with_the_visit_and_is_not_shown_to_another_person(page, open_page, address: str) -> None:
    ask(page, QUESTION)
    page.evaluate("document.querySelector('plan-assistant').setAttribute('person', 'olha')")
    playwright.expect(page.locator(".turn")).to_have_count(0)
    page.evaluate("document.querySelector('plan-assistant').removeAttribute('person')")
    page.locator(".suggestion").first.wait_for()
    assert page.locator(".turn").count() == 0
    assert open_page(address).locator(".turn").count() == 0


def test_full_storage_does_no_harm(page) -> None:
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    ask(page, QUESTION)
    assert page.locator(".card").count() >= 1


def test_finished_answer_is_announced(page) -> None:
    ask(page, QUESTION)
    status = page.get_by_role("status")
    playwright.expect(status).to_contain_text("Підстава")
    assert page.locator(".said").inner_text() in status.inner_text()


def test_follow_up_goes_with_its_dialogue(page) -> None:
    ask(page, "хто відповідає за систему 112")
    with page.expect_request("**/api/v1/ask") as sent:
        page.locator(".turn .suggestion").first.click()
    assert sent.value.post_data_json["history"] == ["хто відповідає за систему 112"]
    page.locator(".turn").nth(1).locator(".card").first.wait_for()


def test_condition_is_taken_away_by_keyboard_and_the_new_answer_has_the_focus(page) -> None:
    ask(page, "хто відповідає за систему 112 у Волинській області")
    chip = page.get_by_role("button", name="Прибрати умову: область: Волинська область")
    chip.focus()
    with page.expect_request("**/api/v1/ask") as sent:
        page.keyboard.press("Enter")
    playwright.expect(chip).to_have_count(0)
    page.locator(".tools").wait_for()
    assert sent.value.post_data_json["without"] == ["region"]
    assert sent.value.post_data_json["history"] == []
    assert page.locator(".turn").count() == 1
    assert page.locator(".card").count() >= 1
    assert focused(page) == "said"


def test_rows_that_did_not_come_with_the_answer_are_fetched_when_wanted(page, complaints: list[str]) -> None:
    question = "скільки заходів завершується у 2026 році"

    def with_three(route) -> None:
        asked = route.request.post_data_json | {"rows": 3}
        route.fulfill(response=route.fetch(post_data=asked))

    page.route("**/api/v1/ask", with_three)
    ask(page, question)
    number = int(page.locator(".rows .number").inner_text())
    assert page.locator(".card").count() == 3 < number
    more = page.locator(".more")
    while more.is_visible():
        before = page.locator(".card").count()
        page.route("**/api/v1/rows?*", lambda route: route.abort())
        more.click()
        playwright.expect(page.locator(".rows").get_by_role("alert")).not_to_be_empty()  # told, and can be tried again
        page.unroute("**/api/v1/rows?*")
        more.click()
        playwright.expect(page.locator(".card")).to_have_count(min(before + 20, number))
        focus = page.evaluate("document.querySelector('plan-assistant').shadowRoot.activeElement.closest('.card')")
        assert focus is not None
    ids = page.locator(".card .measure a").evaluate_all("links => links.map((one) => one.href)")
    assert len(ids) == len(set(ids)) == number
    page.reload()
    playwright.expect(page.locator(".rows .number")).to_have_text(str(number))
    assert {one.partition(": net::")[0] for one in complaints} == {"Failed to load resource"}
    complaints.clear()


def test_refusal_says_so_and_shows_what_is_nearest(page) -> None:
    ask(page, "скільки грошей витратили на систему 112")
    playwright.expect(page.locator(".turn .refused")).to_be_visible()


def test_keyboard_alone_is_enough(page) -> None:
    """From the top of the page to the field, an answer, its link, thumbs and comment, and back to the field."""
    reached = []
    while "question" not in reached and len(reached) < 40:
        page.keyboard.press("Tab")
        reached.append(focused(page))
    assert reached.count("chip suggestion") == 4
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".tools").wait_for()
    assert focused(page) == "question"
    reached = []
    while "quiet copy" not in reached and len(reached) < 80:
        page.keyboard.press("Shift+Tab")
        reached.append(focused(page))
    assert {"chip suggestion", "chip down", "chip up", "quiet print", "quiet copy"} <= set(reached)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert focused(page) == "chip down"
    with page.expect_response("**/api/v1/feedback"):
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Бракує строку")
    page.keyboard.press("Tab")
    with page.expect_response("**/api/v1/feedback"):
        page.keyboard.press("Enter")
    playwright.expect(page.locator("form.comment")).to_be_hidden()
    assert focused(page) == "chip down"


def test_thumb_and_comment_are_kept_with_the_answer(page, address: str) -> None:
    ask(page, "хто відповідає за систему 112")
    down = page.get_by_role("button", name="Ні, не допомогла")
    down.click()
    playwright.expect(down).to_have_attribute("aria-pressed", "true")
    playwright.expect(page.get_by_role("status")).to_have_text("Дякуємо, відгук записано.")
    page.get_by_role("textbox", name="Що не так").fill("<b>не той</b> відділ")
    with page.expect_response("**/api/v1/feedback"):
        page.get_by_role("button", name="Надіслати").click()
    playwright.expect(page.locator("form.comment")).to_be_hidden()
    kept = page.request.get(f"{address}/api/v1/feedback").json()[0]
    assert (kept["thumb"], kept["comment"]) == ("down", "<b>не той</b> відділ")
    assert kept["question"] == "хто відповідає за систему 112"
    assert page.locator(".said").inner_text().split()[0] in kept["answer"]


def test_thumb_that_is_not_noted_is_said(page, complaints: list[str]) -> None:
    ask(page, QUESTION)
    page.route("**/api/v1/feedback", lambda route: route.abort())
    up = page.get_by_role("button", name="Так, допомогла")
    up.click()
    playwright.expect(page.locator(".rate")).to_contain_text("Відгук не записано")
    assert up.get_attribute("aria-pressed") == "false"
    assert [said for said in complaints if "ERR_FAILED" not in said] == []
    complaints.clear()


def test_answer_is_copied_and_printed_alone(open_page, address: str) -> None:
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    page.context.add_init_script(PRINTED)
    page.reload()
    page.locator(".suggestion").first.wait_for()
    ask(page, QUESTION)
    page.get_by_role("button", name="Копіювати").click()
    playwright.expect(page.get_by_role("status")).to_have_text("Відповідь скопійовано")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0] == QUESTION
    assert page.locator(".said").inner_text().splitlines()[0] in copied
    assert f"{address}/plans/" in copied
    page.get_by_role("button", name="Друкувати").click()
    printed = page.evaluate("window.printed")
    assert len(printed) == 1
    assert QUESTION in printed[0]
    assert "Стан" not in printed[0].splitlines()  # nothing of the page around


def test_example_can_be_asked_and_a_dialogue_begun_anew(page) -> None:
    example = page.locator(".suggestion").first
    text = example.inner_text()
    example.click()
    page.locator(".tools").first.wait_for()
    assert text in page.locator(".asked").inner_text()
    page.get_by_role("button", name="Нова розмова").click()
    assert page.locator(".turn").count() == 0
    playwright.expect(page.locator(".suggestion").first).to_be_visible()
    page.reload()
    page.locator(".suggestion").first.wait_for()
    assert page.locator(".turn").count() == 0


def test_failure_is_said_and_can_be_tried_again(page, complaints: list[str]) -> None:
    page.route("**/api/v1/ask", lambda route: route.abort())
    field(page).fill(QUESTION)
    page.get_by_role("button", name="Запитати").click()
    playwright.expect(page.get_by_role("alert")).to_contain_text("Застосунок не відповідає")
    assert [said for said in complaints if "ERR_FAILED" not in said] == []
    complaints.clear()
    page.unroute("**/api/v1/ask")
    page.get_by_role("button", name="Спробувати ще раз").click()
    page.locator(".card").first.wait_for()
    assert page.locator(".turn").count() == 1


HOSTILE = [
    "<img src=x onerror=document.title='taken'>",
    "</script><script>document.title='taken'</script>",
    "\u202eнавпаки\u2066\u2067 \u200bбез\u200d\ufeffширини",
    "слово" * 200_000,
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=["picture", "script", "bidi", "megabyte"])
def test_texts_of_documents_are_texts(page, hostile: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    answer = answer_of(hostile[:9_000], answer=hostile)
    answer["rows"][0]["measure"] = hostile  # a megabyte in every field would only take time to send
    body = json.dumps(answer, ensure_ascii=False)
    page.route("**/api/v1/ask", lambda route: route.fulfill(body=body, content_type="application/json"))
    ask(page, "хто відповідає за хліб")
    assert page.locator("main img, main script").count() == 0
    assert page.title() != "taken"
    visible = re.sub("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", hostile)
    said = page.locator(".said").text_content()
    assert said.startswith(visible[:4000])
    assert len(said) < 4100
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shown = page.locator(".turn").text_content()
    assert not set(shown) & set("\u202e\u2066\u2067\u200b\u200d\ufeff")
    page.reload()
    page.locator(".tools").wait_for()
    assert page.title() != "taken"


def test_question_in_the_address_is_text(open_page, address: str) -> None:
    page = open_page(f"{address}/?q=%22%3E%3Cimg%20src%3Dx%20onerror%3D%22document.title%3D'taken'%22%3E")
    page.locator(".tools").wait_for()
    assert page.locator("main img").count() == 0
    assert page.title() != "taken"
    assert '"><img' in page.locator(".asked").inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (768, "dark"), (1440, "light"), (1440, "dark")])
def test_accessible_at_every_width(open_page, address: str, width: int, scheme: str) -> None:
    size = {"width": width, "height": 700}
    page = open_page(address, viewport=size, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    for question in ("", QUESTION, "скільки грошей витратили на систему 112"):
        if question:
            ask(page, question)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


def test_nothing_moves_for_whoever_asks_for_no_motion(open_page, address: str) -> None:
    moving = "document.querySelector('plan-assistant').shadowRoot.getAnimations().length"
    for motion, moves in (("no-preference", True), ("reduce", False)):
        page = open_page(address, reduced_motion=motion)
        page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
        field(page).fill(QUESTION)
        page.keyboard.press("Enter")
        page.locator(".pulse").wait_for()
        assert (page.evaluate(moving) > 0) is moves


def test_english_page(open_page, address: str) -> None:
    page = open_page(f"{address}/?lang=en")
    page.get_by_role("textbox", name="Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    playwright.expect(page.locator(".card dt").first).to_have_text("Responsible")
    assert "lang=en" in page.locator(".card .measure a").first.get_attribute("href")


def test_page_without_script_asks_by_a_form(browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    field(page).fill(QUESTION)
    page.get_by_role("button", name="Запитати").click()
    playwright.expect(page.locator(".said-plainly")).to_contain_text("112")
    page.locator(".plain-rows a").first.click()
    playwright.expect(page.locator("article:target")).to_be_in_viewport()
    context.close()


# ---------------------------------------------------------------- in a page of another site

PORTAL = """<!doctype html><html lang="uk"><head><meta charset="utf-8"><title>Портал громади</title>
<script type="module" src="{address}/static/plan-assistant.js"></script></head>
<body><main><h1>Портал громади</h1><plan-assistant {attributes}></plan-assistant></main></body></html>"""


@pytest.fixture
def portal(other_site: ThreadingHTTPServer, address: str) -> Iterator[object]:
    """Writes a page of the other site that holds the widget, and gives its address."""
    OtherSite.allowed = address
    pages = []

    def written(attributes: str = "") -> str:
        path = other_site.folder / f"page-{len(pages)}.html"  # type: ignore[attr-defined]
        path.write_text(PORTAL.format(address=address, attributes=attributes), encoding="utf-8")
        pages.append(path)
        return f"http://127.0.0.1:{other_site.server_port}/{path.name}"

    yield written
    for path in pages:
        path.unlink()


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (768, "dark"), (1440, "light")])
def test_widget_in_a_page_of_another_site(open_page, portal, address: str, width: int, theme: str) -> None:
    size = {"width": width, "height": 800}
    page = open_page(portal(f'theme="{theme}"'), viewport=size, reduced_motion="reduce")
    ask(page, QUESTION)
    assert page.locator(".card").count() >= 1
    link = page.locator(".card .measure a").first
    assert link.get_attribute("href").startswith(f"{address}/plans/")
    with page.expect_popup() as opened:
        link.click()
    playwright.expect(opened.value.locator("article:target")).to_be_in_viewport()
    page.get_by_role("button", name="Так, допомогла").click()
    playwright.expect(page.locator(".rate")).to_contain_text("записано")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".frame").bounding_box()["height"] <= 0.9 * 800
    page.reload()
    page.locator(".tools").wait_for()
    assert page.locator(".turn").count() == 1


def test_widget_elsewhere_is_accessible(open_page, portal) -> None:
    page = open_page(portal(), bypass_csp=True, reduced_motion="reduce")
    ask(page, QUESTION)
    assert violations(page) == []


def test_widget_elsewhere_brings_its_token_and_no_cookies(open_page, portal) -> None:
    page = open_page(portal('token="secret-of-the-portal" lang="en"'))
    page.route("**/api/v1/ask", lambda route: route.fulfill(json=answer_of("хліб")))
    with page.expect_request("**/api/v1/ask") as sent:
        field(page, "Your question").fill(QUESTION)
        page.keyboard.press("Enter")
    assert sent.value.headers["authorization"] == "Bearer secret-of-the-portal"
    assert "cookie" not in sent.value.all_headers()
    assert json.loads(sent.value.post_data)["lang"] == "en"


def test_styles_of_the_page_around_stay_outside(open_page, portal) -> None:
    page = open_page(portal())
    before = page.locator(".primary").bounding_box()
    page.evaluate("""() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync("button, p, h2 { font-size: 60px !important; padding: 90px !important; color: red !important }");
        document.adoptedStyleSheets = [sheet]; }""")
    assert page.locator(".primary").bounding_box() == before


def test_site_that_may_not_use_the_widget_gets_nothing(browser, address: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PORTAL.format(address=address, attributes=""), encoding="utf-8")
    OtherSite.allowed = address
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(OtherSite, directory=str(tmp_path))) as server:
        Thread(target=server.serve_forever).start()
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        field(page).fill(QUESTION)
        page.keyboard.press("Enter")
        playwright.expect(page.get_by_role("alert")).to_be_visible()
        assert page.locator(".card, .suggestion").count() == 0
        context.close()
        server.shutdown()
