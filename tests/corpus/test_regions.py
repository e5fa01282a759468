"""Regions by any form of their names: cases as data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.regions import region_in, region_names, regions_found, regions_in

CASES = """
в Житомирській області | Житомирська область
Житомирської області | Житомирська область
на Харківщині | Харківська область
запорізька обл. | Запорізька область
в запоріжжі | Запорізька область
запорiзького плану | Запорізька область
в запорожье | Запорізька область
Харьков | Харківська область
zaporizhzhia region | Запорізька область
херсоньскому центру | Херсонська область
житомірском плане | Житомирська область
Сумська ОДА | Сумська область
Вінниччина | Вінницька область
луцьк | Волинська область
у Дніпрі | Дніпропетровська область
Закарпаття | Закарпатська область
франківщина | Івано-Франківська область
івано-франківськ | Івано-Франківська область
Кропивницький | Кіровоградська область
у Львові | Львівська область
в миколаєві | Миколаївська область
одещина | Одеська область
рівненський план | Рівненська область
у місті Рівному | Рівненська область
тернополя | Тернопільська область
у Хмельницькому | Хмельницька область
Черкас | Черкаська область
в чернівцях | Чернівецька область
Чернігова | Чернігівська область
Київська область | Київська область
Київської ОДА | Київська область
київщина | Київська область
у Києві | Київ
Київська міська рада | Київ
Рада міністрів АРК | Автономна Республіка Крим
у Севастополі | Севастополь
Міловський місцевий центр | Луганська область
у Старобільську | Луганська область
Бердянський загін | Запорізька область
у Кривому Розі | Дніпропетровська область
в Білій Церкві | Київська область
Кам'янець-Подільський | Хмельницька область
в Горлівці | Донецька область
біля Канева | Черкаська область
Новокаховська міська рада | Херсонська область
"""
NONE = """
Національна поліція
по всій країні
річка Дніпро
басейн Дніпра
вулиця Київська
вул. Полтавська, 5
імені Богдана Хмельницького
рівне право для всіх
у рівному доступі
суми коштів
щастя людей
збір податків та зборів
українська мова
президент Зеленський
кримські татари
городок
Запорізька та Херсонська області
в Житомирі та Рівненській області чи Волинській області
"""


@pytest.mark.parametrize(("text", "region"), [tuple(line.split(" | ")) for line in CASES.strip().splitlines()])
def test_a_region_is_told_by_any_form(text: str, region: str) -> None:
    assert region_in(text) == region
    assert region_in(f"хто відповідає за пандуси, {text}") == region


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_other_words_and_several_regions_tell_none(text: str) -> None:
    assert region_in(text) is None


def test_all_regions_have_their_names() -> None:
    assert len(region_names()) == 27
    assert [name for name in region_names() if region_in(name) != name] == []


def test_an_oblast_word_outweighs_a_settlement() -> None:
    assert region_in("Бердянськ, Херсонська область") == "Херсонська область"
    assert region_in("м. Городок Львівської області") == "Львівська область"


def test_a_word_that_is_also_a_name_needs_a_sign() -> None:
    assert region_in("у м. Щастя") == "Луганська область"
    assert region_in("скільки заходів у сумах?") == "Сумська область"


def test_places_are_given() -> None:
    text = "Львівська та Чернівецька ОДА, м. Київ"
    assert [(region, text[a:b]) for region, a, b in regions_in(text)] == [
        ("Львівська область", "Львівська"), ("Чернівецька область", "Чернівецька ОДА"), ("Київ", "Київ")]  # fmt: skip
    assert [m.strength for m in regions_found(text)] == [3, 3, 2]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_places_lie_within_any_text(text: str) -> None:
    for _, start, end in regions_in(text):
        assert 0 <= start < end <= len(text)
