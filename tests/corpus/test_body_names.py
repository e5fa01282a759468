"""Canonical names, and bodies found by any name: cases as data."""

from __future__ import annotations

import doctest
import importlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.bodies import split_bodies
from corpus.body_names import BodyIndex, canonical, canonical_names, variants
from corpus.central_bodies import known_bodies
from corpus.declension import genitive
from corpus.model import Plan
from corpus.text import fold

SUMY, LVIV = "Сумська область", "Львівська область"
SHORT = {
    "ГУП": "Головне управління поліції в Сумській області",
    "Сектор": "сектор цифрового розвитку облдержадміністрації",
    "органи місцевого самоврядування": "виконавчі комітети сільських, селищних, міських рад",
}

CANONICAL = [
    ("Мін’юст", None, "Міністерство юстиції України"),
    ("МІНЮСТ", None, "Міністерство юстиції України"),
    ("Міністерство юстиції", None, "Міністерство юстиції України"),
    ("ДСНС", SUMY, "Державна служба України з надзвичайних ситуацій"),
    ("ДСНС України", None, "Державна служба України з надзвичайних ситуацій"),
    ("Мінінфраструктури", None, "Міністерство інфраструктури України"),
    ("ЦОВВ", None, "Центральні органи виконавчої влади"),
    ("ОМС", SUMY, "Органи місцевого самоврядування"),
    ("Органи  місцевого самоврядування (за згодою)", SUMY, "Органи місцевого самоврядування"),
    ("виконавчі комітети сільських, селищних, міських рад", SUMY, "Органи місцевого самоврядування"),
    ("райдержадміністрації", SUMY, "Районні державні адміністрації"),
    ("міськвиконкоми", SUMY, "Виконавчі комітети міських рад"),
    ("ОДА", None, "Обласні державні адміністрації"),
    ("ОДА", SUMY, "Сумська обласна державна адміністрація"),
    ("облдержадміністрація", SUMY, "Сумська обласна державна адміністрація"),
    ("Львівська ОВА", None, "Львівська обласна державна адміністрація"),
    ("Департамент освіти ОДА", SUMY, "Департамент освіти Сумської обласної державної адміністрації"),
    ("Департамент освіти облдержадміністрації", SUMY, "Департамент освіти Сумської обласної державної адміністрації"),
    ("Департамент освіти Сумської ОВА", None, "Департамент освіти Сумської обласної державної адміністрації"),
    ("Департаменту освіти облдержадміністрації", SUMY, "Департамент освіти Сумської обласної державної адміністрації"),
    ("Структурні підрозділи облдержадміністрації", SUMY,
     "Структурні підрозділи Сумської обласної державної адміністрації"),
    ("відповідні ОДА", None, "Відповідні обласні державні адміністрації"),
    ("Головне управління Нацполіції", SUMY, "Головне управління Національної поліції України в Сумській області"),
    ("ГУП", SUMY, "Головне управління поліції в Сумській області"),
    ("сектор", SUMY, "Сектор цифрового розвитку Сумської обласної державної адміністрації"),
    ("ГУНП", SUMY, "Головне управління Національної поліції України в Сумській області"),
    ("Управління ДМС у Сумській області", SUMY, "Управління Державної міграційної служби України в Сумській області"),
    ("Управління Державної міграційної служби України в Сумській області", SUMY,
     "Управління Державної міграційної служби України в Сумській області"),
    ("відділ кадрів", SUMY, "Відділ кадрів (Сумська область)"),
    ("відділ кадрів", LVIV, "Відділ кадрів (Львівська область)"),
    ("відділ кадрів", None, "Відділ кадрів"),
    ("Лебединська міська рада", SUMY, "Лебединська міська рада"),
    ("Держкадастр (за згодою)", None, "Держкадастр"),
    ("Міністерства юстиції", None, "Міністерство юстиції України"),
    ("Роменської міськради", SUMY, "Роменська міська рада"),
    ("Роменський міськвиконком", None, "Виконавчий комітет Роменської міської ради"),
    ("відділ освіти Роменської РДА (РВА)", SUMY, "Відділ освіти Роменської районної державної адміністрації"),
    ("обласна прокуратура", SUMY, "Сумська обласна прокуратура"),
    ("прокуратура області", SUMY, "Сумська обласна прокуратура"),
    ("ГУНП України у Львівській обл.", None, "Головне управління Національної поліції України в Львівській області"),
    ("Головне управління ДСНС в області", SUMY,
     "Головне управління Державної служби України з надзвичайних ситуацій в Сумській області"),
    ("Міністерство охорони здоровя", None, "Міністерство охорони здоров'я України"),
    ("КП \"Зелений двір\"", SUMY, "Комунальне підприємство «Зелений двір» (Сумська область)"),
    ("Мінінфраструктуры", None, "Міністерство інфраструктури України"),
    ("Управління туризму і спорту ОВА", SUMY, "Управління туризму та спорту Сумської обласної державної адміністрації"),
    ("Мінфін Мін’юст", None, "Міністерство фінансів України, Міністерство юстиції України"),
    ("ДП \"НАІС\"", None, "Державне підприємство «НАІС»"),
    ("ЦОВВ (крім міністерств)", None, "Центральні органи виконавчої влади (крім міністерств)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "region", "name"), CANONICAL)
def test_a_canonical_name(text: str, region: str | None, name: str) -> None:
    assert canonical(text, SHORT, region) == name


@pytest.mark.parametrize(("text", "region", "name"), CANONICAL)
def test_a_canonical_name_is_its_own(text: str, region: str | None, name: str) -> None:
    assert canonical(name, {}, region) == name


def test_every_known_name_means_its_body() -> None:
    central = [b for b in known_bodies() if b.kind == "central"]
    wrong = [(n, b.full) for b in central for n in (b.full, *b.short, *b.others) if canonical(n, {}) != b.full]
    assert len(central) > 100
    assert wrong == []


def test_no_name_is_claimed_by_two_known_bodies() -> None:
    claimed: dict[str, set[str]] = {}
    for body in known_bodies():
        for name in (body.full, *body.short, *body.others):
            claimed.setdefault(fold(name), set()).add(body.full)
    assert {name: bodies for name, bodies in claimed.items() if len(bodies) > 1} == {}


def test_the_names_of_a_document_with_and_without_their_owner() -> None:
    names = canonical_names(["Департамент освіти", "департамент освіти облдержадміністрації", "Рада"], {}, SUMY)
    assert names["Департамент освіти"] == names["департамент освіти облдержадміністрації"]
    assert names["Рада"] == "Рада (Сумська область)"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Національна поліція України", "Національної поліції України"),
        ("Фонд державного майна України", "Фонду державного майна України"),
        ("Збройні Сили України", "Збройних Сил України"),
        ("Національний банк України", "Національного банку України"),
        ("Вища рада правосуддя", "Вищої ради правосуддя"),
    ],
)
def test_genitives(name: str, form: str) -> None:
    assert genitive(name) == form


# ---------------------------------------------------------------- found by any name

ROWS = [
    ("Управління патрульної поліції в Сумській області", "УПП", SUMY),
    ("Головне управління Національної поліції в Сумській області", "ГУНП", SUMY),
    ("Департамент освіти і науки Сумської обласної державної адміністрації",
     "Департамент освіти і науки облдержадміністрації", SUMY),
    ("Департамент освіти і науки Львівської обласної державної адміністрації",
     "Департамент освіти і науки облдержадміністрації", LVIV),
    ("Відділ фінансів, бухгалтерського обліку та звітності (Сумська область)",
     "Відділ фінансів, бухгалтерського обліку та звітності", SUMY),
    ("Бюро правової допомоги (Сумська область)", "Бюро правової допомоги", SUMY),
    ("Директор (Сумська область)", "Директор", SUMY),
    ("Органи місцевого самоврядування", "ОМС", SUMY),
    ("Міністерство юстиції України", "Мін'юст", None),
    ("Міністерство освіти і науки України", "МОН", None),
    ("Національна поліція України", "Національна поліція", None),
    ("Державна служба України з надзвичайних ситуацій", "ДСНС", None),
    ("Кабінет Міністрів України", "КМУ", None),
]  # fmt: skip
FOUND = """
за що відповідає упп | Управління патрульної поліції в Сумській області
чим займається патрульна поліція | Управління патрульної поліції в Сумській області
що має зробити управлінню патрульної полiцiї | Управління патрульної поліції в Сумській області
заходи гунп за березень | Головне управління Національної поліції в Сумській області
департамент освіти сумської ода перелік заходів | Департамент освіти і науки Сумської обласної державної адміністрації
що за департаментом освіти у львові | Департамент освіти і науки Львівської обласної державної адміністрації
чим займається фінвідділ | Відділ фінансів, бухгалтерського обліку та звітності (Сумська область)
отдел финансов когда | Відділ фінансів, бухгалтерського обліку та звітності (Сумська область)
бюро правової допмоги що робить | Бюро правової допомоги (Сумська область)
що робить начальник сам | Директор (Сумська область)
органы местного самоуправления | Органи місцевого самоврядування
які заходи у мінюсту | Міністерство юстиції України
мін’юст | Міністерство юстиції України
міністерством юстиції | Міністерство юстиції України
минюст | Міністерство юстиції України
рятувальники | Державна служба України з надзвичайних ситуацій
днс | Державна служба України з надзвичайних ситуацій
кабмін | Кабінет Міністрів України
рятувальныкі | Державна служба України з надзвичайних ситуацій
what does the ministry of justice do | Міністерство юстиції України
the national police | Національна поліція України
дснс | Державна служба України з надзвичайних ситуацій
нацполіція | Національна поліція України
"""


@pytest.fixture(scope="module")
def index() -> BodyIndex:
    return BodyIndex(ROWS, [("БЮРО", "Бюро правової допомоги", SUMY)])


@pytest.mark.parametrize(("question", "body"), [tuple(line.split(" | ")) for line in FOUND.strip().splitlines()])
def test_a_body_is_found_in_a_question(index: BodyIndex, question: str, body: str) -> None:
    found = index.find_in(question)
    assert [match.body for match, _, _ in found] == [body]
    match, start, end = found[0]
    assert question[start:end] == match.matched_text
    assert 0.6 <= match.score <= 1


@pytest.mark.parametrize(
    "question",
    [
        "хто надає безоплатну правову допомогу",
        "розвиток освіти і науки",
        "коли навчання з обліку",
        "скільки банків у області",
        "камери на вулицях",
        "",
    ],
)
def test_ordinary_words_are_no_bodies(index: BodyIndex, question: str) -> None:
    assert index.find_in(question) == []


def test_what_is_ambiguous_stays_so(index: BodyIndex) -> None:
    both = {m.body for m in index.resolve("департамент освіти")}
    assert len(both) == 2
    assert [m.body for m in index.resolve("департамент освіти", LVIV)] == [
        "Департамент освіти і науки Львівської обласної державної адміністрації"]  # fmt: skip


def test_names_printed_side_by_side_are_found_by_each(index: BodyIndex) -> None:
    joint = "Міністерство фінансів України, Міністерство юстиції України"
    found = BodyIndex([*ROWS, (joint, "Мінфін Мін’юст", None)]).resolve("мінюст")
    assert {m.body for m in found} == {joint, "Міністерство юстиції України"}
    assert {m.score for m in found} == {1.0}


def test_a_name_alone_may_lack_its_head(index: BodyIndex) -> None:
    assert index.resolve("освіта і наука")[0].score < 1
    assert index.resolve("укрліс") == []


def test_short_forms_of_a_document_are_names(index: BodyIndex) -> None:
    assert "БЮРО" in index.names("Бюро правової допомоги (Сумська область)")
    assert index.regions("Міністерство юстиції України") == {None}
    assert index.names("Невідомий орган") == ()


def test_variants_begin_with_the_name_itself() -> None:
    assert variants("Міністерство юстиції України", ["Мін’юст"])[0] == "Міністерство юстиції України"
    assert len({fold(v) for v in variants("Міністерство юстиції України", ["Мін’юст"])}) == len(
        variants("Міністерство юстиції України", ["Мін’юст"])
    )


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.text(alphabet="упп мнюстдгі'’ічяорв?,", max_size=50))
def test_places_lie_within_any_question(text: str) -> None:
    for match, start, end in BodyIndex(ROWS).find_in(text):
        assert text[start:end] == match.matched_text


# ---------------------------------------------------------------- real plans


@pytest.mark.shared
def test_real_short_names_mean_what_the_documents_define(shared: Path) -> None:
    for path in sorted((shared / "gold").glob("*.plan.json")):
        short = json.loads(path.read_text("utf-8"))["abbreviations"]
        for name, full in short.items():
            assert canonical(name, short, SUMY) == canonical(full, short, SUMY)


@pytest.mark.shared
def test_every_printed_body_of_real_plans_is_found_by_its_own_name(shared: Path) -> None:
    texts = {
        body.text
        for path in sorted((shared / "gold").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        for item in (json.loads(line).get("items") or [json.loads(line)])
        for name in item["responsible"]
        for body in split_bodies(name)
    }
    names = canonical_names(sorted(texts), {}, None)
    index = BodyIndex([(body, text, None) for text, body in names.items()])
    missed = [text for text, body in names.items() if body not in {m.body for m in index.resolve(text.lower())}]
    assert missed == []


@pytest.mark.parametrize(
    "module",
    [
        "bodies", "body_names", "canonical_names", "central_bodies", "deadlines", "deadline_atom", "declension",
        "known_names", "morphology", "name_forms", "regions",
    ],
)  # fmt: skip
def test_the_examples_of_the_documentation_run(module: str) -> None:
    results = doctest.testmod(importlib.import_module(f"corpus.{module}"))
    assert results.attempted > 0
    assert results.failed == 0


def test_a_plan_that_came_since_the_plans_were_read_is_left_out() -> None:
    plan = Plan("old.txt", "old.txt", "План", region="Сумська область")
    named = [("Лісгосп", "Лісгосп", "old.txt", 1), ("Музей", "Музей", "new.txt", 1)]
    assert BodyIndex.of([plan], named).bodies == ("Лісгосп",)
