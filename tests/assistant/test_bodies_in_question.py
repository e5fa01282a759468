"""Bodies by what people call them, against invented bodies of two regions and of the country."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assistant.bodies_in_question import BodyNames
from corpus.model import Plan

POLTAVA, SUMY, COUNTRY = "poltava.docx", "sumy.docx", "cil_21.4.docx"
PLANS = (
    Plan(id=POLTAVA, source_file=POLTAVA, title="План Полтавської області", region="Полтавська область"),
    Plan(id=SUMY, source_file=SUMY, title="План Сумської області", region="Сумська область"),
    Plan(id=COUNTRY, source_file=COUNTRY, title="Ціль 21.4. Мости країни витримують повінь"),
)
CULTURE = "Департамент культури, мостів та човнів Полтавської обласної державної адміністрації"
SUMY_CULTURE = "Департамент культури Сумської обласної державної адміністрації"
SOCIAL = "Департамент праці, соціальної та сімейної політики Полтавської обласної державної адміністрації"
KEEPERS = "Відділ організації нагляду за поромами та роботи з паромниками"
MEDIA = "Управління інформаційної діяльності Полтавської обласної державної адміністрації"
INVALIDS = "Фонд соціального захисту інвалідів"
FERRIES = "Державне агентство поромів"
BODIES = {
    CULTURE: POLTAVA, SOCIAL: POLTAVA, KEEPERS: POLTAVA, MEDIA: POLTAVA, SUMY_CULTURE: SUMY, INVALIDS: COUNTRY,
    FERRIES: COUNTRY,
}  # fmt: skip


@pytest.fixture(scope="module")
def names() -> BodyNames:
    store = SimpleNamespace(bodies=lambda: [(body, body, plan, 1) for body, plan in BODIES.items()])
    return BodyNames(store, PLANS)  # type: ignore[arg-type]


PARTS = [
    # words of the question, its plan, whether a body is surely asked for, the bodies meant
    ("департамент соцполітики", POLTAVA, False, [SOCIAL]),
    ("депкультури", SUMY, False, [SUMY_CULTURE]),
    ("деп культури", None, False, [CULTURE, SUMY_CULTURE]),
    ("департамент культури", POLTAVA, False, [CULTURE]),
    ("відділ організації нагляду", POLTAVA, False, [KEEPERS]),
    ("інформдіяльність", POLTAVA, True, [MEDIA]),
    ("фонда соцзащиты инвалидов", None, False, [INVALIDS]),
    ("культура", POLTAVA, True, [CULTURE]),  # the only one of the plan that has the word
    ("культура", POLTAVA, False, []),  # it may be the subject
    ("департамент культури й охорони", POLTAVA, True, []),  # a word that no name has
    ("агентство мостів", None, True, []),
]


@pytest.mark.parametrize(("words", "plan", "asked", "bodies"), PARTS)
def test_part_of_a_name(names: BodyNames, words: str, plan: str | None, asked: bool, bodies: list[str]) -> None:
    assert list(names.in_plans(words, frozenset((plan,)) if plan else None, asked)) == bodies
