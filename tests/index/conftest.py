"""A small fictional corpus and the real bundled encoder for the index's tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.store import Store, content_hash
from index.bundled import BundledEncoder
from index.search import Searcher

# plan: (file, region, title, [(task, measure, indicator, body, due)])
PLANS = (
    (
        "richkova.docx",
        "Одеська область",
        "План розвитку Річкової громади",
        (
            ("Освітлення", "Заміна ліхтарів на світлодіодні на вулицях селища", "Замінено 40 ліхтарів", "Відділ благоустрою", (2021, 6, 30)),
            ("Безпека", "Запровадження системи відеофіксації правопорушень", "Систему введено", "Головне управління поліції", (2021, 12, 31)),
            ("Безпека", "Знесення порожніх будівель, що становлять небезпеку", "Знесено 7 споруд", "Виконавчий комітет", (2022, 3, 31)),
            ("Порятунок", "Підключення громади до системи екстреної допомоги за номером 112", "Підключено", "Рятувальна служба", (2021, 9, 30)),
            ("Порятунок", "Навчання диспетчерів служби 112", "Навчено 12 осіб", "Рятувальна служба", (2021, 11, 30)),
        ),
    ),
    (
        "pole.docx",
        "Львівська область",
        "План здоров'я Польової громади",
        (
            ("Здоров'я", "Обмеження реклами тютюнових виробів біля шкіл", "Рекламу знято", "Відділ охорони здоров'я", (2021, 5, 31)),
            ("Здоров'я", "Розширення мережі пунктів донорства крові", "Відкрито 3 пункти", "Обласний центр крові", (2021, 12, 31)),
            ("Освіта", "Ремонт їдальні ліцею та придбання меблів", "Відремонтовано", "Відділ освіти", (2021, 8, 31)),
            ("Відходи", "Облаштування майданчиків для роздільного збирання відходів", "Облаштовано 15", "Виконавчий комітет", None),
        ),
    ),
)  # fmt: skip


def fictional(name: str) -> PlanDocument:
    """One of the fictional plans."""
    file, region, title, rows = next(plan for plan in PLANS if plan[0] == name)
    measures = tuple(
        Measure(
            id=f"{file}-{place}",
            plan_id=file,
            position=place,
            measure=text,
            task=task,
            items=(
                Item(
                    indicator=indicator,
                    responsible=(Responsible(body, body),),
                    deadline_to=date(*due) if due else None,
                ),
            ),
        )
        for place, (task, text, indicator, body, due) in enumerate(rows)
    )
    return PlanDocument(Plan(id=file, source_file=file, title=title, region=region), measures)


def stored(store: Store, plan: PlanDocument) -> None:
    """Store a plan as ingestion does."""
    store.replace(plan, content_hash(plan))


@pytest.fixture(scope="session")
def fictional_plans() -> dict[str, PlanDocument]:
    """The fictional plans by the names of their files."""
    return {plan[0]: fictional(plan[0]) for plan in PLANS}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bundled model's graph is built, once a test run."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def encoder(cache: Path) -> BundledEncoder:
    """The bundled encoder with its adaptation."""
    return BundledEncoder.load(cache)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with both plans."""
    with Store.open(tmp_path / "data") as opened:
        for name, *_ in PLANS:
            stored(opened, fictional(name))
        yield opened


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory, encoder: BundledEncoder) -> Path:
    """The index of both plans as :func:`store` keeps them, made once a test run."""
    data = tmp_path_factory.mktemp("indexed") / "data"
    with Store.open(data) as opened:
        for name, *_ in PLANS:
            stored(opened, fictional(name))
        Searcher.open(opened, encoder=encoder).sync()
    return data / "index"


@pytest.fixture
def searcher(store: Store, encoder: BundledEncoder, index_folder: Path) -> Searcher:
    """A searcher over the store, its index up to date."""
    shutil.copytree(index_folder, store.folder / "index")
    opened = Searcher.open(store, encoder=encoder)
    opened.sync()
    return opened


@pytest.fixture
def ids_of(searcher: Searcher) -> Callable[..., list[str]]:
    """The ids of the measures that a search gives, best first."""
    return lambda *args, **named: [hit.measure_id for hit in searcher.search(*args, **named).hits]


@pytest.fixture(scope="session")
def document() -> Callable[[str], PlanDocument]:
    """Gives one of the fictional plans by its file name."""
    return fictional


@pytest.fixture(scope="session")
def put() -> Callable[[Store, PlanDocument], None]:
    """Stores a plan as ingestion does."""
    return stored
