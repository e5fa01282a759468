"""The pages of plans, search and oversight in a real browser, by axe-core, by keyboard and without script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from api.addresses import body_address, plan_address, row_address
from corpus.ingest import ingest
from corpus.model import Item, Locator, Measure, Plan, PlanDocument, Responsible
from corpus.owners import registry_of
from corpus.store import Store, content_hash
from tests.api.browsing import look_at, serving

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

PDF = "poltava_resilience_2026.pdf"
HOSTILE = (
    "<script>document.title='узято'</script>",
    "<img src=x onerror=document.title='узято'>",
    "\u202eнавпаки\u2066 \u200bневидиме\u200d",
    "]]><svg/onload=document.title='узято'>",
    "Дуже" * 3_000,  # wider than any screen, without a place to break it
)


def hostile_plan() -> PlanDocument:
    """A plan whose every cell tries something."""
    name = 'b"><img src=x onerror=1>&?#%2F.txt'
    measures = tuple(
        Measure(
            f"hostile-{number}",
            name,
            number,
            text,
            section=HOSTILE[1],
            task=HOSTILE[0],
            items=(Item(text, text, (Responsible(text[:80], text[:80]),), text, None, date(2026, 5, 1)),),
            locator=Locator(lines=(number + 1, number + 1)),
            warnings=(HOSTILE[3],),
        )
        for number, text in enumerate(HOSTILE)
    )
    return PlanDocument(Plan(name, name, HOSTILE[0], HOSTILE[1], abbreviations=((HOSTILE[0], HOSTILE[3]),)), measures)


@pytest.fixture(scope="module")
def folder(sample_data: Path, documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample plans, one that is a PDF, and one that tries to do harm."""
    folder = Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("browser-pages") / "data"))
    with Store.open(folder) as store:
        store.replace(hostile_plan(), content_hash(hostile_plan()))
        list(ingest([documents / PDF], store))
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The address of a running application."""
    with serving(folder) as address:
        yield address


@pytest.fixture
def complaints() -> list[str]:
    """What the page's console said, and every request to another host."""
    return []


@pytest.fixture
def open_page(browser, address: str, complaints: list[str]) -> Iterator[object]:
    """Opens a page of the application; whatever any of them complains of fails the test."""
    contexts = []

    def opened(path: str, **options: object) -> object:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda sent: None if sent.url.startswith(address) else complaints.append(sent.url))
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, str]:
    """Every page by name."""
    with Store.open(folder) as store:
        plan = next(
            stored.plan.id for stored in store.plans() if "hostile" not in stored.plan.id and stored.measures > 9
        )
        row = next(iter(store.measures(plan_id=plan))).measure.id
        of_pdf = list(store.measures(plan_id=PDF))[1].measure.id
        body = next(owner.body for owner in registry_of(store).owners)
    return {
        "plan": f"{plan_address(plan)}?place={row}#m-{row}",
        "plan of a PDF": row_address(PDF, of_pdf),
        "hostile plan": plan_address(hostile_plan().plan.id),
        "hostile gaps": f"{plan_address(hostile_plan().plan.id)}/gaps",
        "hostile search": f"/search?q={quote(HOSTILE[0])}&plan={quote(hostile_plan().plan.id)}",
        "hostile body": body_address(HOSTILE[1]),
        "hostile deadlines": f"/deadlines?on=2026-04-01&plan={quote(hostile_plan().plan.id)}&body={quote(HOSTILE[1])}",
        "hostile calendar": "/deadlines?view=calendar&month=2026-05",
        "gaps": f"{plan_address(plan)}/gaps",
        "search": "/search?q=%D0%B1%D0%B5%D0%B7%D0%BF%D0%B5%D0%BA%D0%B0&due_from=2020-01-01",
        "nothing found": "/search?body=%D0%BD%D1%96%D1%85%D1%82%D0%BE",
        "deadlines": "/deadlines",
        "calendar": "/deadlines?view=calendar",
        "bodies": "/owners",
        "body": body_address(body),
        "duplicates": "/duplicates",
        "state": "/status",
    }


PAGES = (
    "plan",
    "plan of a PDF",
    "hostile plan",
    "gaps",
    "search",
    "nothing found",
    "deadlines",
    "calendar",
    "bodies",
    "body",
    "duplicates",
    "state",
)


@pytest.mark.parametrize("name", PAGES)
def test_accessible_at_every_width(open_page, pages: dict[str, str], name: str) -> None:
    look_at(open_page(pages[name], bypass_csp=True, reduced_motion="reduce"), name)


def test_from_search_to_the_row_and_its_original_place(open_page) -> None:
    page = open_page("/search")
    page.get_by_role("searchbox").fill("система 112")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    link = page.locator("ol.cards h3 a").first
    text = link.inner_text()
    link.click()
    row = page.locator("article:target")
    playwright.expect(row).to_be_in_viewport()
    playwright.expect(row).to_be_focused()
    assert row.locator(".measure").inner_text() == text
    named = row.locator(".original .named")
    playwright.expect(named.first).to_be_visible()
    assert text.split()[-1] in " ".join(named.all_inner_texts())
    row.get_by_text("Сховати").click()
    playwright.expect(named).to_have_count(0)
    playwright.expect(row.locator("a[data-place]")).to_be_focused()


def test_row_of_a_pdf_is_marked_on_the_picture_of_its_page(open_page, pages: dict[str, str]) -> None:
    page = open_page(pages["plan of a PDF"])
    picture = page.get_by_role("img", name="Сторінка 1 документа")
    playwright.expect(picture).to_be_visible()
    page.wait_for_function("[...document.images].every(one => one.complete && one.naturalWidth > 1000)")
    whole, mark = picture.bounding_box(), page.locator(".page-picture rect").first.bounding_box()
    assert whole["y"] < mark["y"] < mark["y"] + mark["height"] < whole["y"] + whole["height"]
    playwright.expect(page.locator("article:target .original .named").first).to_be_visible()


def test_original_place_without_script(open_page, pages: dict[str, str]) -> None:
    page = open_page(pages["plan"].partition("?")[0], java_script_enabled=False)
    page.locator("a[data-place]").nth(2).click()
    row = page.locator("article:target")
    playwright.expect(row.locator(".original .named").first).to_be_visible()
    playwright.expect(row).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_facet_is_chosen_and_taken_away_by_keyboard(open_page, script: bool) -> None:
    page = open_page("/search?q=безпека", java_script_enabled=script)
    found = page.locator("#found")
    before = found.inner_text()
    page.locator("#facets li a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**region=**")
    playwright.expect(page.locator(".conditions a")).to_have_count(1)
    playwright.expect(found).not_to_have_text(before)
    page.locator(".conditions a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "region" not in url)
    playwright.expect(found).to_have_text(before)


def test_conditions_take_effect_as_they_are_chosen(open_page) -> None:
    page = open_page("/search")
    page.evaluate("window.stayed = true")
    found, everything = page.locator("#found"), page.locator("#found").inner_text()
    page.get_by_role("searchbox").press_sequentially("безпека")
    playwright.expect(page.locator("mark").first).to_be_visible()
    playwright.expect(found).not_to_have_text(everything)
    assert page.get_by_role("searchbox").input_value() == "безпека"
    facet = page.locator("#facets li a").first
    name = facet.get_attribute("data-key")
    facet.click()
    chosen = page.locator("#facets a[aria-current]")
    playwright.expect(chosen).to_have_count(1)
    playwright.expect(chosen).to_be_focused()
    assert chosen.get_attribute("data-key") == name
    page.get_by_label("Порядок").select_option("latest")
    page.wait_for_url("**sort=latest**")
    assert "region=" in page.url and "q=" in page.url
    page.get_by_text("Умови").click()
    page.get_by_label("Строк від").fill("2026-06-01")
    page.locator(".conditions a", has_text="строк від").click()
    playwright.expect(page.locator(".conditions a")).to_have_count(1)
    assert page.get_by_label("Строк від").input_value() == ""
    assert page.evaluate("window.stayed")  # it is the same page all the time
    page.go_back()
    playwright.expect(page.locator(".conditions a.chip")).to_have_count(2)
    assert page.get_by_label("Порядок").input_value() == "latest"


def test_body_is_found_while_its_name_is_written(open_page) -> None:
    page = open_page("/owners")
    before = page.locator("tbody tr").count()
    page.get_by_role("searchbox").press_sequentially("департамент")
    playwright.expect(page.locator("tbody tr")).not_to_have_count(before)
    assert "департамент" in page.locator("tbody th").first.inner_text().lower()
    playwright.expect(page.get_by_role("searchbox")).to_be_focused()


def test_skip_link_leads_past_the_navigation(open_page) -> None:
    page = open_page("/owners")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_note_is_set_and_kept(open_page) -> None:
    page = open_page("/deadlines", java_script_enabled=False)
    card = page.locator("li.duty").first
    name = card.get_attribute("id")
    card.get_by_text("Позначити стан").click()
    card.locator("select").select_option("done")
    card.get_by_label("Коментар").fill("акт підписано")
    card.get_by_role("button", name="Зберегти").click()
    card = page.locator(f"#{name}".replace(".", r"\."))
    playwright.expect(card.locator(".badge").first).to_have_text("виконано")
    card.get_by_text("Позначки: 1").click()
    playwright.expect(card.locator(".history")).to_contain_text("акт підписано")


def test_verdict_takes_a_pair_away(open_page) -> None:
    page = open_page("/duplicates")
    before = int(page.locator("#groups").inner_text().split()[1].strip(","))
    page.get_by_role("button", name="різні").first.click()
    playwright.expect(page.locator("#groups")).to_contain_text(f"Пар: {before - 1},", timeout=60_000)


def test_heat_map_and_calendar_lead_on(open_page) -> None:
    page = open_page("/duplicates")
    page.locator(".heat a").first.click()
    playwright.expect(page.locator(".conditions a")).to_have_count(1)
    page.goto(page.url.split("/duplicates")[0] + "/deadlines?view=calendar")
    page.locator(".day-count").first.click()
    playwright.expect(page.locator("li.duty").first).to_be_visible()


HOSTILE_PAGES = ("hostile gaps", "hostile search", "hostile body", "hostile deadlines", "hostile calendar")


@pytest.mark.parametrize("name", [*PAGES, *HOSTILE_PAGES])
def test_nothing_of_a_document_runs(open_page, pages: dict[str, str], name: str) -> None:
    page = open_page(pages[name])
    assert page.title() != "узято"
    assert page.locator("main img[onerror], main script, main svg[onload]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert name not in HOSTILE_PAGES or "document.title='узято'" in page.locator("main").text_content()


def test_hostile_cells_are_shown_as_they_are(open_page, pages: dict[str, str]) -> None:
    page = open_page(pages["hostile plan"])
    shown = page.locator("article .measure").all_text_contents()
    assert [text.strip() for text in shown] == [text.strip() for text in HOSTILE]
    assert page.title() != "узято"


def test_other_language_is_one_step_away(open_page) -> None:
    page = open_page("/deadlines?state=overdue")
    page.get_by_role("link", name="EN: English").click()
    playwright.expect(page.get_by_role("heading", level=1)).to_have_text("Deadlines")
    assert "state=overdue" in page.url
    assert page.locator("html").get_attribute("lang") == "en"
