"""Signing in, in a real browser: a plan that one user may not see is in no page, count and file of theirs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from api.access_book import AccessBook, Member
from api.addresses import body_address, plan_address
from corpus.owners import registry_of
from corpus.store import Store
from tests.api.browsing import look_at, serving

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

HIDDEN = "volyn_open_region_2026.html"
REGION = "Волинська область"
PASSWORD = "сім слів і ще одне слово"
PEOPLE = {"Оксана": True, "Петро": False}  # name -> whether they see all plans
PAGES = ("/", "/plans", "/search", "/deadlines", "/deadlines?view=calendar", "/owners", "/duplicates", "/status")
FILES = ("/search/export.csv", "/deadlines/export.csv", "/owners/export.csv", "/duplicates/export.csv")


@pytest.fixture(scope="module")
def folder(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample plans, all of them for one user, all but one for the other."""
    folder = Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("access") / "data"))
    with AccessBook(folder) as book, Store.open(folder) as store:
        book.set_group("відкриті", [Member("plan", one.plan.id) for one in store.plans() if one.plan.id != HIDDEN])
        for name, sees_all in PEOPLE.items():
            book.add(name, "reader", PASSWORD, ["відкриті"], all_plans=sees_all)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def said(folder: Path) -> tuple[str, ...]:
    """What only the hidden plan says: its measures, its title, its bodies."""
    with Store.open(folder) as store:
        own = [found.measure for found in store.measures(plan_id=HIDDEN)]
        others = " ".join(found.measure.measure for found in store.measures() if found.measure.plan_id != HIDDEN)
        bodies = [owner.body for owner in registry_of(store).owners if {h.plan_id for h in owner.holdings} == {HIDDEN}]
    assert bodies
    return (*(one.measure for one in own if one.measure not in others), REGION, HIDDEN, *bodies)


def sign_in(browser, address: str, name: str, password: str = PASSWORD, path: str = "/") -> object:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}{path}")
    page.get_by_label("Ім'я").fill(name)
    page.get_by_label("Пароль").fill(password)
    page.keyboard.press("Enter")
    return page


def test_nobody_is_let_in_with_a_wrong_password_and_the_page_asked_for_comes_after_the_right_one(
    browser, address: str
) -> None:
    page = sign_in(browser, address, "Петро", "не той пароль", "/deadlines?state=overdue")
    playwright.expect(page.get_by_role("alert")).to_be_visible()
    assert "/sign-in" in page.url
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Увійти").click()
    page.wait_for_url("**/deadlines?state=overdue")
    playwright.expect(page.locator(".who")).to_have_text("Петро")
    page.get_by_role("button", name="Вийти").click()
    page.wait_for_url("**/sign-in**")
    page.goto(f"{address}/plans")
    assert "/sign-in" in page.url
    page.context.close()


def test_hidden_plan_is_in_no_page_and_no_file(browser, address: str, said: tuple[str, ...]) -> None:
    seen = {}
    for name, sees_all in PEOPLE.items():
        page = sign_in(browser, address, name)
        page.locator(".who").wait_for()
        texts = []
        for path in PAGES:
            page.goto(f"{address}{path}")
            playwright.expect(page.locator("[data-waiting]")).to_have_count(0, timeout=60_000)
            texts.append(page.content())
        texts += [page.request.get(f"{address}{path}").text() for path in FILES]
        found = [text for text in said if any(text in one for one in texts)]
        assert bool(found) is sees_all, found[:3]
        for path in (plan_address(HIDDEN), f"{plan_address(HIDDEN)}/export.csv", f"{plan_address(HIDDEN)}/gaps"):
            assert page.request.get(f"{address}{path}").status == (200 if sees_all else 404)
        gone = page.request.get(f"{address}{body_address(said[-1])}", max_redirects=0)
        assert (gone.status == 200) is sees_all
        page.goto(f"{address}/search?region={quote(REGION)}")
        seen[name] = page.locator("#found").inner_text()
        page.goto(address)
        page.get_by_role("textbox", name="Ваше питання").fill(f"скільки заходів у плані {REGION}")
        page.keyboard.press("Enter")
        page.locator(".turn .tools").wait_for()
        cards = page.locator(".turn").inner_text()
        assert any(text in cards for text in said[:-1] if text != REGION) is sees_all
        page.context.close()
    assert seen["Петро"] == "Знайдено: 0 заходів" != seen["Оксана"]


def test_answers_are_not_there_for_whoever_signs_in_next(browser, address: str) -> None:
    page = sign_in(browser, address, "Оксана")
    page.get_by_role("textbox", name="Ваше питання").fill("хто відповідає за систему 112")
    page.keyboard.press("Enter")
    page.locator(".turn .card").first.wait_for()
    page.get_by_role("button", name="Вийти").click()
    page.get_by_label("Ім'я").fill("Петро")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".suggestion").first.wait_for()
    assert page.locator(".turn").count() == 0
    page.context.close()


def test_sign_in_is_accessible(browser, address: str) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("Ім'я").fill("Петро")
    page.get_by_label("Пароль").fill("не той пароль")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    look_at(page, "sign-in")
    context.close()
