"""What a plan says of itself, told from fronts as staff write them."""

from __future__ import annotations

import json
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from corpus.approval import approval_in, nominative
from corpus.blocks import Cell, Document, Paragraph, Row, Table
from corpus.facts import REGION_FROM_ROWS, plan_facts
from corpus.front import FrontLine
from corpus.plan_periods import period_in
from corpus.plan_titles import title_in
from corpus.readers import read
from corpus.readers.text_dump import read_text_dump

ROWS = "№\tЗахід\tСтрок\n1\tВисадити липи\tТравень\n2\tПолагодити лавки\tЧервень\n"


def facts_of(front: str, rows: str = ROWS):  # type: ignore[no-untyped-def]
    return plan_facts(read_text_dump(f"{front}\n\n{rows}", "plan.txt"))


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["ПЛАН", "заходів з озеленення міста на 2027 рік"], "ПЛАН заходів з озеленення міста на 2027 рік"),
        (["ЗВЕДЕНИЙ ПЛАН РОБОТИ", "на 2027 рік"], "ЗВЕДЕНИЙ ПЛАН РОБОТИ на 2027 рік"),
        (["Комплексний план дій щодо тиші", "1. Вступ"], "Комплексний план дій щодо тиші"),
        (["Дорожня карта відновлення парків"], "Дорожня карта відновлення парків"),
        (["Про затвердження плану заходів з тиші", "на 2027 рік", "Відповідно до закону"],
         "Про затвердження плану заходів з тиші на 2027 рік"),
        (["Плани роботи...", "Новини", "План роботи парку на 2027 рік"], "План роботи парку на 2027 рік"),
        (["Звіт про виконання", "Відомості"], None),
    ],
)  # fmt: skip
def test_the_title_is_the_plans_own(lines: list[str], title: str | None) -> None:
    assert title_in([FrontLine(text, fresh=False) for text in lines]) == title


def test_the_goal_of_a_programme_keeps_its_number() -> None:
    line = FrontLine("Концепція щодо досягнення цілі 21.4 «Діти в «тихих дворах» граються» Програми", marked=True)
    assert title_in([FrontLine("Ціль"), line]) == "Ціль 21.4. Діти в «тихих дворах» граються"


@pytest.mark.parametrize(
    ("title", "begin", "end"),
    [
        ("План заходів на 2027 рік", "2027-01-01", "2027-12-31"),
        ("План заходів на 2027-2029 роки", "2027-01-01", "2029-12-31"),
        ("План заходів на 2027–2028 рр.", "2027-01-01", "2028-12-31"),
        ("План заходів на 2027, 2028 роки", "2027-01-01", "2028-12-31"),
        ("План роботи на ІІІ квартал 2027 року", "2027-07-01", "2027-09-30"),
        ("План роботи на друге півріччя 2027 року", "2027-07-01", "2027-12-31"),
        ("План роботи на травень 2027 року", "2027-05-01", "2027-05-31"),
        ("План роботи на 2027/2028 навчальний рік", "2027-09-01", "2028-08-31"),
        ("План реалізації у 2027 році Стратегії розвитку на 2021-2029 роки", "2027-01-01", "2027-12-31"),
        ("План заходів у 2027 році з виконання Програми на період до 2030 року", "2027-01-01", "2027-12-31"),
        ("План заходів з реалізації Стратегії розвитку до 2030 року у 2027-2028 роках", "2027-01-01", "2028-12-31"),
        ("План заходів з реалізації Стратегії на період до 2030 року", None, "2030-12-31"),
    ],
)
def test_the_period_is_the_plans_and_not_the_strategys(title: str, begin: str | None, end: str) -> None:
    found = period_in(title)
    assert found is not None
    assert (found.begin.isoformat() if found.begin else None, found.end.isoformat() if found.end else None) == (
        begin,
        end,
    )


def test_no_period_is_invented() -> None:
    assert period_in("План заходів з озеленення") is None
    assert period_in("План заходів на виконання Указу № 2020/15") is None


@pytest.mark.parametrize(
    ("lines", "issuer", "number", "day"),
    [
        (["ЗАТВЕРДЖЕНО", "Наказ директора міського парку", "від 05.03.2027 № 14-ОД"],
         "Міський парк", "14-ОД", date(2027, 3, 5)),
        (["Затверджено рішенням виконавчого комітету Тихої міської ради від 7 травня 2027 р. № 101"],
         "Виконавчий комітет Тихої міської ради", "101", date(2027, 5, 7)),
        (["ЗАТВЕРДЖУЮ", "Директор Тихого лісового господарства", "Іван ЛИПА", "«09» лютого 2027 року"],
         "Тихе лісове господарство", None, date(2027, 2, 9)),
        (["Додаток 2", "до розпорядження голови районної ради", "12.01.2027 № 3"],
         "Районна рада", "3", date(2027, 1, 12)),
        (["ТИХА МІСЬКА РАДА", "РІШЕННЯ", "01.02.2027  м. Тихе  № 8", "Відповідно до указу від 05.05.2020 № 77"],
         "Тиха міська рада", "8", date(2027, 2, 1)),
        (["до порядку планування, затвердженого наказом від 01.01.2020 № 500", "ЗАТВЕРДЖЕНО", "Директор Тихої школи",
          "«02» квітня 2027 року"], "Тиха школа", None, date(2027, 4, 2)),
        (["Відповідно до розпорядження від 03.03.2020 № 33 затвердити план"], None, None, None),
    ],
)  # fmt: skip
def test_the_act_is_the_plans_own(lines: list[str], issuer: str | None, number: str | None, day: date | None) -> None:
    found = approval_in([FrontLine(text) for text in lines])
    assert (found.issuer, found.number, found.day) == (issuer, number, day)


def test_an_edition_is_no_approval() -> None:
    lines = ["ЗАТВЕРДЖЕНО", "рішення ради від 01.02.2027 № 8", "(у редакції рішення ради від 09.09.2028 № 91)"]
    found = approval_in([FrontLine(text) for text in lines])
    assert (found.number, found.day, found.edition) == ("8", date(2027, 2, 1), "рішення ради від 09.09.2028 № 91")


def test_bodies_are_put_into_the_nominative() -> None:
    assert nominative("Полтавської обласної військової адміністрації") == "Полтавська обласна військова адміністрація"
    assert nominative("виконавчого комітету міської ради") == "Виконавчий комітет міської ради"
    assert nominative("Щось незрозуміле") == "Щось незрозуміле"


@pytest.mark.parametrize(
    ("front", "region"),
    [
        ("ПЛАН озеленення Полтавської області на 2027 рік", "Полтавська область"),
        ("ПЛАН озеленення Вінниччини на 2027 рік", "Вінницька область"),
        ("ПЛАН роботи Кременчуцького парку на 2027 рік", "Полтавська область"),
        ("ПЛАН озеленення на 2027 рік", None),
        (
            "ЗАТВЕРДЖЕНО\nРозпорядження голови Сумської обласної ради\n01.02.2027 № 5\n\nПЛАН озеленення",
            "Сумська область",
        ),
    ],
)
def test_the_region_by_any_form_of_its_name(front: str, region: str | None) -> None:
    assert facts_of(front).region == region


def test_the_region_of_nearly_all_rows_is_taken_and_said() -> None:
    rows = ROWS + "".join(f"{k}\tЗбори в Рівненській області\tЛипень\n" for k in range(3, 9))
    found = facts_of("ПЛАН заходів на 2027 рік", rows)
    assert found.region == "Рівненська область" and REGION_FROM_ROWS in found.remarks
    national = facts_of("ЗАТВЕРДЖЕНО\nрозпорядженням Кабінету Міністрів України від 02.02.2027 № 9-р\n\nПЛАН дій", rows)
    assert national.region is None and national.issuer == "Кабінет Міністрів України"


def test_an_oblast_body_gets_its_name_from_the_plans_region() -> None:
    front = "ЗАТВЕРДЖЕНО\nРозпорядження голови обласної ради\n03.03.2027 № 3\n\nПЛАН озеленення Сумської області"
    assert facts_of(front).issuer == "Сумська обласна рада"


def test_an_approval_block_may_stand_in_a_table() -> None:
    block = Table(
        (Row((Cell("", 0), Cell("ЗАТВЕРДЖЕНО\nНаказ начальника міського парку\n05.03.2027 № 14", 1)), 1),),
        number=1,
        width=2,
    )
    found = plan_facts(Document("plan.html", "html", (block, Paragraph("План озеленення на 2027 рік", heading=1))))
    assert (found.title, found.act_number, found.approved_date) == (
        "План озеленення на 2027 рік",
        "14",
        date(2027, 3, 5),
    )


def test_rows_of_the_plan_tell_no_facts() -> None:
    rows = ROWS + "3\tПлан свята затвердити наказом від 01.01.2026 № 99\tЛипень 2026 року\n"
    found = facts_of("ПЛАН озеленення", rows)
    assert (found.title, found.act_number, found.approved_date, found.period_to) == (
        "ПЛАН озеленення",
        None,
        None,
        None,
    )


@pytest.mark.shared
def test_the_facts_of_real_plans(shared: Path) -> None:
    expected = json.loads((shared / "gold" / "plans.json").read_text(encoding="utf-8"))
    for name, facts in expected.items():
        found = plan_facts(read(shared / "plans" / "seeds" / name))
        told = {key: getattr(found, key) for key in facts}
        assert {key: value.isoformat() if isinstance(value, date) else value for key, value in told.items()} == facts


@pytest.mark.shared
@pytest.mark.parametrize("name", ["kherson", "zaporizhzhia", "zhytomyr"])
def test_the_approval_of_real_plans(shared: Path, name: str) -> None:
    expected = json.loads((shared / "gold" / f"{name}.plan.json").read_text(encoding="utf-8"))
    found = plan_facts(read(shared / "plans" / "seeds" / expected["source_file"]))
    day = found.approved_date.isoformat() if found.approved_date else None
    assert (found.title, found.act_number, day) == (
        expected["title"],
        expected["act_number"],
        expected["approved_date"],
    )


@pytest.mark.shared
def test_national_plans_have_no_region_and_keep_their_goals_number(shared: Path) -> None:
    titles = {}
    for line in (shared / "gold" / "kmu2019.jsonl").read_text(encoding="utf-8").splitlines():
        measure = json.loads(line)
        titles[measure["source_file"]] = (measure["plan_no"], measure["plan_title"])
    for path in sorted((shared / "plans" / "kmu2019").iterdir()):
        if path.stem in titles:
            found = plan_facts(read(path))
            number, title = titles[path.stem]
            words = " ".join(title.split()).replace("“", "«").replace("”", "»")
            assert found.region is None, path.name
            assert found.title is not None and found.title.startswith(f"Ціль {number}. "), path.name
            assert SequenceMatcher(None, found.title, f"Ціль {number}. {words}").ratio() > 0.97, path.name
