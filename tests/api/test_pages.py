"""The pages as a browser without script gets them, over the sample plans."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html as lxml_html

from api.addresses import body_address, plan_address
from api.server import create_app
from api.settings import Settings
from corpus.duties import duties_in
from corpus.owners import registry_of
from corpus.store import Store
from index.duplicates import find_duplicates

BASE = "http://127.0.0.1:8000"
SUBJECTS = ("/search", "/deadlines", "/deadlines?view=calendar", "/owners", "/duplicates", "/status")


@pytest.fixture(scope="module")
def folder(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("pages") / "data"))


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings.load({}, data=folder)), base_url=BASE) as client:
        yield client


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder) as opened:
        yield opened


def page(client: TestClient, address: str, **params: Any) -> Any:
    """The page as a tree."""
    answer = client.get(address, params=params or None)
    assert answer.status_code == 200, answer.text[:500]
    return lxml_html.document_fromstring(answer.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def rows_of_csv(client: TestClient, address: str, **params: Any) -> list[dict[str, str]]:
    answer = client.get(address, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def send(client: TestClient, address: str, tree: Any, **fields: str) -> Any:
    """A form of the page, filled in and sent; where it leads to is not followed."""
    token = tree.xpath("//input[@name='csrf']/@value")[0]
    return client.post(address, data={"csrf": token} | fields, follow_redirects=False)


def plans_and_bodies(store: Store) -> list[str]:
    plans = [plan_address(stored.plan.id) for stored in store.plans()]
    return [*plans, *(f"{plan}/gaps" for plan in plans), body_address(registry_of(store).owners[0].body)]


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_every_page_is_whole_and_has_no_code_in_it(client: TestClient, store: Store, lang: str) -> None:
    for address in (*SUBJECTS, *plans_and_bodies(store)):
        text = client.get(address, params={"lang": lang} if "?" not in address else None).text
        tree = lxml_html.document_fromstring(text)
        assert text.rstrip().endswith("</html>")
        assert len(tree.xpath("//h1")) == len(tree.xpath("//main")) == len(tree.xpath("//head/title")) == 1
        assert tree.xpath("//head/title")[0].text.strip(" ·")
        assert not tree.xpath("//script[not(@src)] | //style | //*[@style] | //@*[starts-with(name(), 'on')]")
        assert all(link.startswith("/") for link in tree.xpath("//script/@src | //link/@href | //img/@src"))
        assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))
    client.cookies.clear()  # the language is kept in one


def test_document_is_shown_as_read(client: TestClient, store: Store) -> None:
    for stored in store.plans():
        tree = page(client, plan_address(stored.plan.id))
        measures = [found.measure for found in store.measures(plan_id=stored.plan.id)]
        shown = {row.get("id"): words(row) for row in tree.xpath("//article")}
        assert list(shown) == [f"m-{measure.id}" for measure in measures]
        for measure in measures:
            parts = [measure.measure, *measure.warnings]
            parts += [text for i in measure.items for text in (i.indicator, i.value, i.deadline_text) if text]
            parts += [r.text for item in measure.items for r in item.responsible]
            assert all(" ".join(part.split()) in shown[f"m-{measure.id}"] for part in parts)
        headings = [words(one) for one in tree.xpath("//*[contains(@class, 'heading')]")]
        assert {m.section for m in measures if m.section} <= set(headings)


def test_only_doubtful_rows(client: TestClient, store: Store) -> None:
    plan = max(store.doubts(), key=lambda name: store.doubts()[name])
    doubtful = [f"m-{found.measure.id}" for found in store.measures(plan_id=plan) if found.measure.warnings]
    assert page(client, plan_address(plan), doubts="1").xpath("//article/@id") == doubtful


def test_original_place_stands_beside_the_row(client: TestClient, store: Store) -> None:
    for stored in store.plans():
        for found in list(store.measures(plan_id=stored.plan.id))[::7]:
            tree = page(client, plan_address(stored.plan.id), place=found.measure.id)
            (place,) = tree.xpath("//aside")
            assert place.getparent().get("id") == f"m-{found.measure.id}"
            named = " ".join(words(row) for row in place.xpath(".//tr[@class='named']"))
            assert found.measure.measure.split()[-1] in named


def test_unknown_plan_is_not_found(client: TestClient) -> None:
    for address in ("/plans/none.txt", "/plans/none.txt/gaps", "/plans/none.txt/export.csv"):
        assert client.get(address).status_code == 404


def test_search_holds_its_conditions_in_the_address(client: TestClient, store: Store) -> None:
    region = next(stored.plan.region for stored in store.plans() if stored.plan.region)
    own = {plan_address(stored.plan.id) for stored in store.plans() if stored.plan.region == region}
    tree = page(client, "/search", q="навчання", region=region)
    assert set(tree.xpath("//p[@class='source']/a/@href")) <= own
    (chip,) = tree.xpath("//ul[contains(@class, 'conditions')]//a")
    assert region in words(chip)
    wider = page(client, html.unescape(chip.get("href")))
    assert len(wider.xpath("//ol[@class='cards']/li")) >= len(tree.xpath("//ol[@class='cards']/li"))
    assert "region" not in chip.get("href") and "q=" in chip.get("href")


def test_facets_lead_to_as_many_as_they_say(client: TestClient) -> None:
    tree = page(client, "/search", year="2026")
    for link in tree.xpath("//nav[@id='facets']//li/a[not(contains(@href, 'section='))]"):
        if link.get("aria-current"):
            continue  # leads back to more
        number = words(link.xpath(".//span[@class='count']")[0])
        narrowed = page(client, link.get("href"))
        found = words(narrowed.xpath("//*[@id='found']")[0]).split(": ")[1].split()[0]
        assert found == number or "year=2026&year=" in link.get("href"), link.get("href")


def test_looked_for_words_are_marked_in_any_form(client: TestClient) -> None:
    marks = {mark.text.lower() for mark in page(client, "/search", q="школа").xpath("//mark")}
    assert marks
    assert all(mark.startswith(("школ", "шкіл")) for mark in marks)


def test_all_parts_of_a_list_together_are_the_whole_list_in_order(client: TestClient, store: Store) -> None:
    seen: list[str] = []
    address: str | None = "/search?sort=soonest"
    while address:
        tree = page(client, address)
        seen += [link.split("#m-")[1] for link in tree.xpath("//h3/a/@href")]
        address = next(iter(tree.xpath("//a[@rel='next']/@href")), None)
    days = {
        found.measure.id: min((i.deadline_to for i in found.measure.items if i.deadline_to), default=None)
        for found in store.measures()
    }
    assert sorted(seen) == sorted(days)
    dated = [day for name in seen if (day := days[name])]
    assert dated == sorted(dated)
    assert all(days[name] is None for name in seen[len(dated) :])


def test_file_holds_what_the_page_found(client: TestClient) -> None:
    found = words(page(client, "/search", q="вода").xpath("//*[@id='found']")[0])
    rows = rows_of_csv(client, "/search/export.csv", q="вода")
    assert f": {len({row['id'] for row in rows})} " in found


WRONG: list[dict[str, Any]] = [
    {"due_from": "", "due_to": "", "section": "", "consent": "", "year": ""},
    {"due_from": "колись", "year": "двадцятий", "page": "999999999999", "sort": "?", "consent": "можливо"},
    {"q": "<script>alert(1)</script>", "region": "<b>", "body": "‮", "plan": "../../etc/passwd"},
    {
        "on": "ні",
        "month": "2026-99",
        "view": "x",
        "state": "?",
        "min_score": "багато",
        "across": "?",
        "a": "x",
        "b": "y",
    },
]


@pytest.mark.parametrize("params", WRONG)
@pytest.mark.parametrize("address", ["/search", "/deadlines", "/owners", "/duplicates"])
def test_what_cannot_be_read_is_no_error(client: TestClient, address: str, params: dict[str, Any]) -> None:
    if address == "/duplicates" and "plan" in params:
        assert client.get(address, params=params).status_code == 404
        return
    tree = page(client, address, **{k: v for k, v in params.items() if not (address == "/owners" and k == "body")})
    assert not tree.xpath("//b | //script[not(@src)]")


def test_mistyped_date_is_said(client: TestClient) -> None:
    assert "колись" in words(page(client, "/search", due_from="колись").xpath("//p[@class='notice']")[0])


def test_states_of_deadlines_add_up(client: TestClient, store: Store) -> None:
    tree = page(client, "/deadlines", on="2026-06-15")
    every, *states = (int(words(one)) for one in tree.xpath("//nav[@class='switches']//span[@class='count']"))
    assert every == sum(states) == sum(len(found.measure.items) for found in store.measures())
    rows = rows_of_csv(client, "/deadlines/export.csv", on="2026-06-15", state="overdue")
    assert len(rows) == sum(duty.state == "overdue" for duty in duties_in(store, date(2026, 6, 15)))


def test_calendar_leads_to_the_days_list(client: TestClient) -> None:
    tree = page(client, "/deadlines", view="calendar", on="2026-06-15")
    days = tree.xpath("//a[@class='day-count']")
    assert days
    for day in days:
        listed = page(client, day.get("href"))
        assert words(listed.xpath("//h2[@class='count-line']")[0]).endswith(f" {words(day)}")


def test_feed_is_a_calendar_of_the_body(client: TestClient, store: Store) -> None:
    feed = client.get("/deadlines/calendar.ics", params={"body": registry_of(store).owners[0].body})
    assert feed.headers["content-type"].startswith("text/calendar")
    assert feed.text.startswith("BEGIN:VCALENDAR") and "BEGIN:VEVENT" in feed.text


def test_note_is_kept_with_its_history(client: TestClient) -> None:
    tree = page(client, "/deadlines")
    (card, *_) = tree.xpath("//li[contains(@class, 'duty')]")
    names = {field.get("name"): field.get("value") for field in card.xpath(".//form//input[@type='hidden']")}
    sent = send(
        client, "/deadlines/notes", tree, **names, status="done", on_date="2026-05-02", comment="<i>акт підписано</i>"
    )
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/deadlines#d-")
    again = page(client, "/deadlines", state="closed")
    assert "виконано, 02.05.2026: <i>акт підписано</i>" in words(again.xpath("//ul[@class='history']")[0])


FORMS = [
    ("/deadlines/notes", {"measure_id": "x", "status": "done", "item": "0"}),
    ("/duplicates/verdicts", {"a": "x", "b": "y", "verdict": "different"}),
    ("/owners/merge", {"name": "x", "into": "y"}),
    ("/owners/split", {"name": "x", "into": "yy"}),
    ("/owners/unmerge", {"name": "x"}),
]


@pytest.mark.parametrize(("address", "fields"), FORMS)
def test_forms_of_other_sites_change_nothing(client: TestClient, address: str, fields: dict[str, str]) -> None:
    client.get("/deadlines")  # there is a cookie now, and no token in the form
    assert client.post(address, data=fields).status_code == 403
    assert client.post(address, data=fields | {"csrf": "x"}).status_code == 403


def test_form_leads_to_own_pages_only(client: TestClient, store: Store) -> None:
    tree = page(client, "/deadlines")
    measure = next(iter(store.measures())).measure
    fields = {"measure_id": measure.id, "status": "open", "item": "0", "back": "//example.org/deadlines"}
    assert send(client, "/deadlines/notes", tree, **fields).headers["location"] == "/deadlines"


def test_registry_lists_every_body_once(client: TestClient, store: Store) -> None:
    listed: list[str] = []
    address: str | None = "/owners"
    while address:
        tree = page(client, address)
        listed += [words(link) for link in tree.xpath("//tbody//th/a")]
        address = next(iter(tree.xpath("//a[@rel='next']/@href")), None)
    assert listed == [owner.body for owner in registry_of(store).owners]


def test_body_shows_what_it_owns(client: TestClient, store: Store) -> None:
    owner = max(registry_of(store).owners, key=lambda one: len(one.variants))
    tree = page(client, body_address(owner.body))
    assert words(tree.xpath("//h1")[0]) == owner.body
    assert {words(v) for v in tree.xpath("//ul[@class='variants']/li/span[1]")} == {v.text for v in owner.variants}
    assert f" {len(owner.holdings)}" in words(
        tree.xpath("//section[@aria-labelledby='timeline']//p[@role='status']")[0]
    )
    assert {link.split("#m-")[1] for link in tree.xpath("//tbody//th/a/@href") if "#m-" in link} <= {
        holding.measure_id for holding in owner.holdings
    }
    assert len(rows_of_csv(client, body_address(owner.body), export="csv")) == len(owner.holdings)


def test_unknown_body_is_offered_the_nearest(client: TestClient) -> None:
    answer = client.get(body_address("Ґедзь марсіанський"))
    assert answer.url.path == "/owners"
    assert "Найближчі назви" in answer.text


def test_bodies_are_merged_and_split_by_a_form_and_both_taken_back(client: TestClient, store: Store) -> None:
    def bodies() -> set[str]:
        return {owner.body for owner in registry_of(store).owners}

    before = bodies()
    keep, gone = (owner.body for owner in registry_of(store).owners[-2:])
    tree = page(client, body_address(gone))
    assert not tree.xpath("//ul[@class='decisions']")
    assert send(client, "/owners/merge", tree, name=gone, into=keep).headers["location"] == body_address(keep)
    assert gone not in bodies()
    printed = next(owner.variants[0].text for owner in registry_of(store).owners if owner.body == keep)
    send(client, "/owners/split", tree, name=printed, into="Відділ вулканів")
    assert "Відділ вулканів" in bodies()
    for body in ("Відділ вулканів", keep):
        tree = page(client, body_address(body))
        (form,) = tree.xpath("//ul[@class='decisions']//form")
        names = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
        assert names["name"] in words(form)
        assert send(client, form.get("action"), tree, name=names["name"], plan=names["plan"]).status_code == 303
    assert bodies() == before


def test_pairs_with_their_differences_and_a_verdict(client: TestClient) -> None:
    tree = page(client, "/duplicates")
    pairs = tree.xpath("//article[@class='pair']")
    heat = sum(int(cell) for cell in tree.xpath("//table[@class='heat']//a/text()"))
    lines = [json.loads(line) for line in client.get("/duplicates/export.jsonl").text.splitlines()]
    assert pairs
    assert len(lines) <= heat <= 2 * len(lines)
    for pair in pairs:
        first, second = (words(side) for side in pair.xpath(".//p[@class='wording']"))
        marked = {tag: [words(one) for one in pair.xpath(f".//{tag}")] for tag in ("del", "ins")}
        assert all(text in first for text in marked["del"])
        assert all(text in second for text in marked["ins"])
    names = {field.get("name"): field.get("value") for field in pairs[0].xpath(".//input[@type='hidden']")}
    assert send(client, "/duplicates/verdicts", tree, **names, verdict="different").status_code == 303
    left = [json.loads(line) for line in client.get("/duplicates/export.jsonl").text.splitlines()]
    assert {names["a"], names["b"]} not in [{one["a"], one["b"]} for one in left]
    assert len(left) == len(lines) - 1


def test_long_comparison_is_shown_under_way(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end, asked = Event(), []

    def find(*args: Any, progress: Any, **named: Any) -> Any:
        asked.append(named["min_score"])
        progress(3, 7)
        assert may_end.wait(60)
        if len(asked) == 1:
            raise MemoryError
        return find_duplicates(*args, progress=progress, **named)

    monkeypatch.setattr("api.comparisons.find_duplicates", find)
    monkeypatch.setattr("api.pages_duplicates.PATIENCE", 0.2)
    for _ in range(2):  # asked for again, it is not begun again
        (bar,) = page(client, "/duplicates?min_score=0.61").xpath("//*[@data-waiting]//progress")
    assert (bar.get("value"), bar.get("max"), asked) == ("3", "7", [0.61])
    may_end.set()
    monkeypatch.setattr("api.pages_duplicates.PATIENCE", 600.0)
    with pytest.raises(MemoryError):
        client.get("/duplicates?min_score=0.61")
    assert page(client, "/duplicates?min_score=0.61").xpath("//*[@id='groups']")  # what has failed is tried again


def test_heat_map_leads_to_the_pairs_of_two_regions(client: TestClient) -> None:
    for link in page(client, "/duplicates").xpath("//table[@class='heat']//a"):
        narrowed = page(client, link.get("href"))
        assert f" {words(link)}," in words(narrowed.xpath("//*[@id='groups']")[0])


def test_every_pair_is_shown_with_a_group(client: TestClient) -> None:
    found = words(page(client, "/duplicates").xpath("//*[@id='groups']")[0])
    total, shown = int(re.findall(r"\d+", found)[0]), 0
    address: str | None = "/duplicates"
    while address:
        tree = page(client, address)
        for group in tree.xpath("//section[contains(@class, 'group')]"):
            more = group.xpath(".//p[@class='more']/a")
            shown += int(re.findall(r"\d+", words(more[0]))[0]) if more else len(group.xpath(".//article"))
        address = next(iter(tree.xpath("//a[@rel='next']/@href")), None)
    assert shown == total


def test_gaps_of_a_plan_lead_to_its_rows(client: TestClient, store: Store) -> None:
    for stored in store.plans():
        ids = {found.measure.id for found in store.measures(plan_id=stored.plan.id)}
        tree = page(client, f"{plan_address(stored.plan.id)}/gaps")
        assert {link.split("#m-")[1] for link in tree.xpath("//tbody//a/@href")} <= ids


def test_state_counts_what_is_there(client: TestClient, store: Store) -> None:
    facts = dict(
        zip(
            (words(one) for one in page(client, "/status").xpath("//dl[contains(@class, 'pairs')]//dt")),
            (words(one) for one in page(client, "/status").xpath("//dl[contains(@class, 'pairs')]//dd")),
            strict=True,
        )
    )
    assert "Поставлено питань" in facts
    assert facts["Планів"] == str(len(store.plans()))
    assert facts["Заходів"] == str(store.count())
