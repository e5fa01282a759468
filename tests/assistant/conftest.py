"""A store of fictional plans: a region's, the whole country's, a town centre's, and an assistant over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.names import Names
from corpus.model import Item, Locator, Measure, Plan, PlanDocument, Responsible
from corpus.store import Store, content_hash
from index.search import Searcher

TODAY = date(2031, 3, 10)
FOREST = "Департамент лісів облдержадміністрації"
ROADS = "Управління доріг облдержадміністрації"
GUARD = "Головне управління лісової охорони в Полтавській області"
COUNCILS = "органи місцевого самоврядування"


def body(text: str, name: str = "", consent: bool = False) -> Responsible:
    return Responsible(text, name or text, consent)


def item(
    indicator: str | None,
    bodies: list[Responsible],
    text: str | None = None,
    end: str | None = None,
    start: str | None = None,
    value: str | None = None,
) -> Item:
    day = date.fromisoformat
    return Item(indicator, value, tuple(bodies), text, day(start) if start else None, day(end) if end else None)


REGION = Plan(
    id="poltava_2031.docx",
    source_file="poltava_2031.docx",
    title="План заходів з безпеки мостів і лісів Полтавської області на 2031 рік",
    region="Полтавська область",
    issuer="Полтавська обласна державна адміністрація",
    period_from=date(2031, 1, 1),
    period_to=date(2031, 12, 31),
    abbreviations=(("ГУЛО", GUARD),),
)
COUNTRY = Plan(id="cil_21.4.docx", source_file="cil_21.4.docx", title="Ціль 21.4. Мости країни витримують повінь")
CENTRE = Plan(
    id="vysotsk_q2.txt",
    source_file="vysotsk_q2.txt",
    title="Квартальний план Висоцького місцевого центру дозвілля на II квартал 2031 року",
    region="Рівненська область",
    issuer="Висоцький місцевий центр дозвілля",
    period_from=date(2031, 4, 1),
    period_to=date(2031, 6, 30),
)
DATELESS = Plan(
    id="baturyn.html",
    source_file="baturyn.html",
    title="План заходів Батуринського музею гончарства на 2032 рік",
    region="Чернігівська область",
    period_from=date(2032, 1, 1),
    period_to=date(2032, 12, 31),
)
# (section, task, measure, items)
ROWS: dict[str, list[tuple[str, str, str, list[Item]]]] = {
    REGION.id: [
        ("I. Мости", "Система нагляду за мостами «Опора»", "Обстеження мостів системою «Опора» на головних дорогах",
         [item("Звіт про обстеження підготовлено", [body(ROADS), body(GUARD, consent=True)], "Березень 2031 року", "2031-03-31", "2031-03-01"),
          item("Датчики системи встановлено на 40 відсотках мостів", [body(ROADS)], "Грудень 2031 року", "2031-12-31", "2031-12-01")]),
        ("I. Мости", "Система нагляду за мостами «Опора»", "Навчання наглядачів роботі із системою «Опора»",
         [item("Навчання проведено", [body(ROADS), body(COUNCILS, consent=True)], "Червень 2031 року", "2031-06-30", "2031-06-01")]),
        ("II. Ліси", "Захист від пожеж", "Купівля вежі для виявлення лісових пожеж",
         [item("Вежу введено в дію", [body("ГУЛО", GUARD, True), body(FOREST)], "Липень 2031 року", "2031-07-31", "2031-07-01")]),
        ("II. Ліси", "Захист від пожеж", "Прибирання сухостою вздовж доріг",
         [item("Сухостій прибрано", [body(FOREST)], "Липень 2031 року", "2031-07-31", "2031-07-01")]),
        ("II. Ліси", "Розсадники", "Закладення розсадника дуба",
         [item("Розсадник закладено", [body(FOREST), body(COUNCILS, consent=True)], "IV квартал 2031 року", "2031-12-31", "2031-10-01")]),
    ],
    COUNTRY.id: [
        ("", "Нагляд за мостами", "Запровадити систему нагляду за мостами «Опора» в усіх областях",
         [item(None, [body("Мінмостів"), body("Держдорслужба")], "30.09.2031", "2031-09-30", "2031-01-01")]),
        ("", "Нагляд за мостами", "Розробити правила обстеження мостів після повені",
         [item(None, [body("Мінмостів")], "31.12.2032", "2032-12-31")]),
        ("", "Поромні переправи", "Придбати 12 поромів для затоплених громад",
         [item(None, [body("Держдорслужба")], "30.06.2031", "2031-06-30")]),
    ],
    CENTRE.id: [
        ("Дозвілля", "Гуртки", "Проведення занять гуртка гончарів у школах",
         [item("Кількість занять", [body("Відділ гуртків"), body("Директор")], "Квітень", "2031-04-30", "2031-04-01", "14")]),
        ("Дозвілля", "Гуртки", "Виїзні заняття гуртка вишивки в бібліотеках",
         [item("Кількість виїздів", [body("Відділ гуртків")], "Квітень Травень", "2031-05-31", "2031-04-01", "3")]),
        ("Дозвілля", "Сцена", "Оновлення сторінки центру дозвілля в мережі",
         [item("Кількість оновлень", [body("Директор")], "Протягом II кварталу", "2031-06-30", "2031-04-01", "0")]),
        ("Дозвілля", "Сцена", "Концерт духового оркестру на площі",
         [item("Кількість концертів", [body("Директор"), body("Відділ сцени")], "Червень", "2031-06-30", "2031-06-01", "0")]),
    ],
    DATELESS.id: [
        ("", "", "Створення гончарної майстерні для туристів", [item(None, [body("Музей гончарства")])]),
    ],
}  # fmt: skip


def documents() -> list[PlanDocument]:
    out = []
    for plan in (REGION, COUNTRY, CENTRE, DATELESS):
        measures = tuple(
            Measure(f"{plan.id}-{n}", plan.id, n, text, section=section or None, task=task or None, task_no=str(n + 1), measure_no=f"7.{n + 1}", items=tuple(its), locator=Locator(lines=(10 + n, 10 + n)))
            for n, (section, task, text, its) in enumerate(ROWS[plan.id])
        )  # fmt: skip
        out.append(PlanDocument(plan, measures))
    return out


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("assistant") / "data") as opened:
        for document in documents():
            opened.replace(document, content_hash(document))
        yield opened


@pytest.fixture(scope="session")
def names(store: Store) -> Names:
    return Names.of(store)


@pytest.fixture(scope="session")
def searcher(store: Store) -> Searcher:
    found = Searcher.open(store, cache=kept_graph())
    found.sync()
    return found


def kept_graph() -> Path | None:
    import os

    given = os.environ.get("ZAKHID_CACHE")
    return Path(given) if given else None


@pytest.fixture(scope="session")
def assistant(store: Store, searcher: Searcher) -> Assistant:
    return Assistant(store, searcher, today=TODAY)


@pytest.fixture(scope="session")
def build(store: Store, searcher: Searcher) -> Callable[[str], Assistant]:
    """An assistant in a language."""
    made = {lang: Assistant(store, searcher, today=TODAY, lang=lang) for lang in ("uk", "en")}
    return made.__getitem__
