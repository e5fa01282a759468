"""What everyday words stand for: how the table is learned, kept, and weighed against measures."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.concepts import Concept
from index.fields import FIELDS
from index.translation import Translation, shipped_translation
from tools import train_translation
from tools.pairs import read

WORDS = Path(train_translation.__file__).with_name("everyday_words.jsonl.gz")
PAIRS = [
    (("бабц", "хат"), ("самотн", "житл")),
    (("бабц", "город"), ("самотн", "ділянк")),
    (("дах", "хат"), ("покрівл", "житл")),
    (("дах", "школ"), ("покрівл", "заклад")),
]


@dataclass(frozen=True)
class Row:
    stems: Sequence[Set[str]]


def row(text: str = "", heading: str = "", items: str = "", bodies: str = "") -> Row:
    its = {"text": text, "heading": heading, "items": items, "bodies": bodies}
    return Row([frozenset(its.get(name, "").split()) for name in FIELDS])


def concept(stem: str, number: bool = False) -> Concept:
    return Concept(stem, frozenset({stem}), (stem,), stem, 1.0, number)


@pytest.fixture(scope="module")
def learned() -> Translation:
    return train_translation.learn(PAIRS)


def test_what_stands_together_again_is_believed_more_than_what_did_once(learned: Translation) -> None:
    of = learned.of("бабц")
    assert of["самотн"] > 2 * of["житл"] > 0
    assert learned.of("дах")["покрівл"] > 2 * learned.of("дах").get("житл", 0)
    assert learned.of("космодром") == {}
    assert "бабц" in learned
    assert "космодром" not in learned


def test_no_official_stem_is_asked_for_by_more_than_one_whole(learned: Translation) -> None:
    said = {stem for query, _ in PAIRS for stem in query}
    for official in {stem for _, measure in PAIRS for stem in measure}:
        assert 0 < sum(learned.of(stem).get(official, 0) for stem in said) < 1


def explained(table: Translation, stems: str, rows: Sequence[Row]) -> list[float]:
    concepts = [concept(stem) for stem in stems.split()]
    return table.explained(concepts, [1 / len(concepts)] * len(concepts), rows).tolist()


def test_a_measure_explains_the_words_that_stand_for_its_own(learned: Translation) -> None:
    roof, plot, other = explained(learned, "дах", [row("покрівл заклад"), row("самотн ділянк"), row("мост фарб")])
    assert roof > plot >= other == 0
    text, heading, beside, bodies = explained(
        learned,
        "дах",
        [
            row("покрівл фарб"),
            row("фарб", heading="покрівл"),
            row("фарб", items="покрівл"),
            row("фарб", bodies="покрівл"),
        ],
    )
    assert text > heading > beside > bodies == 0


def test_a_long_cell_explains_less_than_a_short_one(learned: Translation) -> None:
    long = " ".join(f"слов{n}" for n in range(40))
    short, lengthy = explained(learned, "дах", [row("покрівл фарб"), row(f"покрівл {long}")])
    assert short > lengthy > 0


def test_it_is_the_mean_of_the_logarithms_by_weight(learned: Translation) -> None:
    rows = [row("покрівл житл")]
    one, two = explained(learned, "дах", rows)[0], explained(learned, "хат", rows)[0]
    both = learned.explained([concept("дах"), concept("хат")], [0.75, 0.25], rows)[0]
    assert both == pytest.approx(0.75 * one + 0.25 * two)
    unknown = learned.explained([concept("дах"), concept("космодром")], [0.5, 0.5], rows)[0]
    assert unknown == pytest.approx(0.5 * one)
    often = 2 / 4 + 1e-4
    chance = (learned.of("дах")["покрівл"] + learned.of("дах").get("житл", 0)) / 5  # as if of five stems
    assert one == pytest.approx(math.log1p(0.97 * chance / (0.03 * often)), rel=1e-5)


def test_numbers_and_nothing_are_not_explained(learned: Translation) -> None:
    rows = [row("покрівл"), row()]
    assert learned.explained([concept("дах", number=True)], [1.0], rows).tolist() == [0, 0]
    assert learned.explained([], [], rows).tolist() == [0, 0]
    assert learned.explained([concept("дах")], [1.0], []).tolist() == []
    assert explained(learned, "дах", rows)[1] == 0  # a measure without words


def test_a_written_table_is_read_as_it_was(learned: Translation, tmp_path: Path) -> None:
    learned.save(tmp_path / "table.npz")
    again = Translation.read(tmp_path / "table.npz")
    rows = [row("покрівл житл"), row("самотн", heading="ділянк")]
    for stems in ("дах", "бабц хат", "город школ"):
        assert explained(again, stems, rows) == pytest.approx(explained(learned, stems, rows), rel=0.05)


STANDS_FOR = [
    ("садочки", "заклади дошкільної освіти", "ремонт автомобільних доріг"),
    ("сміття", "поводження з побутовими відходами", "підготовка суддів"),
    ("копи", "патрульна поліція", "видача паспортів"),
    ("тюрма", "установи виконання покарань", "державна реєстрація підприємців"),
    ("пиячать", "зменшення споживання алкоголю", "охорона культурної спадщини"),
    ("больница", "заклади охорони здоров'я", "земельний кадастр"),
    ("heating", "система теплопостачання", "виконання судових рішень"),
]


@pytest.mark.parametrize(("said", "meant", "other"), STANDS_FOR)
def test_the_table_shipped_knows_how_people_speak(said: str, meant: str, other: str) -> None:
    stems = " ".join(train_translation.stems_of(said))
    near, far = explained(
        shipped_translation(), stems, [row(" ".join(train_translation.stems_of(text))) for text in (meant, other)]
    )
    assert near > far + 0.5


def test_the_words_shipped() -> None:
    lines = read(WORDS)
    pairs = list(train_translation.pairs_of(lines))
    assert len(pairs) > 40_000
    assert all(line["measure"] and len(set(line["queries"])) == len(line["queries"]) for line in lines)
    assert np.mean([bool(set(query) & set(measure)) for query, measure in pairs]) < 0.25  # in other words mostly
