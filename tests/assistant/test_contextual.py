"""Which row a question means that goes on what was said before, over plans whose tasks have several rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.contextual import WEIGHTS, in_context
from assistant.dialogue import Turn, _of_another_thing, readings
from assistant.execute import Outcome
from assistant.request import Intent, Request
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.store import Store, content_hash
from index.membership import FACTS
from index.search import Searcher

L, W, N = "lodove_2031.docx", "hodynnyky_2031.docx", "cil_7.7.docx"
PLANS = (
    Plan(id=L, source_file=L, title="План заходів Льодової громади на 2031 рік", region="Черкаська область"),
    Plan(id=W, source_file=W, title="План заходів музею годинників на 2031 рік", region="Волинська область"),
    Plan(id=N, source_file=N, title="Ціль 7.7. Голубина пошта працює"),
)
# plan -> (task, measure, body, due)
ROWS: dict[str, list[tuple[str, str, str, tuple[int, int]]]] = {
    L: [
        ("Каток на ставку", "Розчистити лід катка на ставку", "Відділ льодового спорту міської ради", (1, 31)),
        ("Каток на ставку", "Обладнати роздягальні для ковзанярів", "Школа зимових ковзанярів та хокеїстів", (2, 28)),
        ("Каток на ставку", "Наповнити бочки теплим чаєм", "Їдальня «Сніжок»", (3, 31)),
        ("Вуличні печі", "Змурувати печі у сквері", "Гільдія пічників", (4, 30)),
        ("Вуличні печі", "Запасти дрова на зиму", "Лісове господарство", (5, 31)),
        ("Маяк", "Пофарбувати маяк на дамбі", "Управління портів та маяків міської ради", (6, 30)),
        ("Маяк", "Замінити лампу на новішу", "Управління портів та маяків міської ради", (7, 31)),
        ("Маяк", "Запасти мастило", "Управління портів та маяків міської ради", (8, 31)),
    ],
    W: [
        ("Башта", "Полагодити баштовий годинник", "Майстерня музею", (2, 28)),
        ("Башта", "Замінити лампу на яскравішу", "Електрик музею", (3, 31)),
        ("Виставки", "Відкрити виставку сонячних дзиґарів", "Відділ виставок", (9, 30)),
    ],
    N: [
        ("Голубники", "Розвести поштових голубів", "Міністерство пошти", (3, 31)),
        ("Голубники", "Укласти карту перельотів по всій країні", "Держголуб", (8, 31)),
        ("Навчання", "Видати підручник голубівника", "Міністерство пошти", (11, 30)),
    ],
}


def document(plan: Plan) -> PlanDocument:
    tasks = list(dict.fromkeys(task for task, *_ in ROWS[plan.id]))
    measures = tuple(
        Measure(
            f"{plan.id}-{n}",
            plan.id,
            n,
            text,
            task=task,
            task_no=str(tasks.index(task) + 1),
            items=(Item(None, None, (Responsible(body, body),), None, None, date(2031, *due)),),
        )
        for n, (task, text, body, due) in enumerate(ROWS[plan.id])
    )
    return PlanDocument(plan, measures)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory, searcher: Searcher) -> Iterator[Assistant]:
    """An assistant over these plans; the encoder is that of the other tests."""
    with Store.open(tmp_path_factory.mktemp("dialogues") / "data") as store:
        for plan in PLANS:
            store.replace(found := document(plan), content_hash(found))
        opened = Searcher.open(store, encoder=searcher.encoder)
        opened.sync()
        yield Assistant(store, opened, today=date(2031, 1, 10))


def rows(answer: Answer) -> set[str]:
    return {c.measure_id for c in answer.citations}


ICE, PAINT, CLOCK, PIGEONS = (
    "хто розчищає лід катка на ставку",
    "хто фарбує маяк на дамбі",
    "хто лагодить баштовий годинник",
    "хто розводить поштових голубів",
)
BODIES = "що заплановано у черкаській області"
# question before, question, rows cited
GOING_ON = [
    # two rows hold the new word alike: the one beside the row just named is meant
    (PAINT, "а лампу?", {f"{L}-6"}),
    (CLOCK, "а лампу?", {f"{W}-1"}),
    (ICE, "а роздягальні?", {f"{L}-1"}),
    # no row near holds it: the subject has changed
    (ICE, "а підручник голубівника?", {f"{N}-2"}),
    (PIGEONS, "а дрова?", {f"{L}-4"}),
    # a deed is that of a neighbour which says it, in another form too, else of the row just named
    (ICE, "а хто наповнює?", {f"{L}-2"}),
    (ICE, "а хто обладнає?", {f"{L}-1"}),
    (PAINT, "а хто замінить?", {f"{L}-6"}),
    (PIGEONS, "а хто замінить?", {f"{N}-0"}),
    # two rows near say it: the one of the same task
    (PAINT, "а хто запасе?", {f"{L}-7"}),
    ("хто мурує печі у сквері", "а хто запасе?", {f"{L}-4"}),
    # of the rows just named those of one body, named by a part of its name
    (BODIES, "а тільки управління портів", {f"{L}-5", f"{L}-6", f"{L}-7"}),
    (BODIES, "тільки управління портів", {f"{L}-5", f"{L}-6", f"{L}-7"}),
    # no plan has the word: none, however near one row is
    (ICE, "а водолази?", set()),
    (PAINT, "а космодром?", set()),
    ("хто замінить лампу", "а водолази?", set()),
    # the plans know the word, and the row nearest to what was said lacks it
    (PAINT, "а карта?", {f"{N}-1"}),
    (PIGEONS, "а по всій країні?", {f"{N}-1"}),
    (PIGEONS, "а на всю країну до коли?", {f"{N}-1"}),
    # of several just named the one that is due first or last
    (BODIES, "яке з них раніше", {f"{L}-0"}),
    (BODIES, "що з них пізніше", {f"{L}-7"}),
]


def test_facts_of_a_row_beside_the_one_named(talk: Assistant) -> None:
    asked = Request(Intent.WHO, subject="запасе", context=(f"{L}-5",), previous="фарбує маяк", leans=True)
    found = in_context(asked, talk.store, talk.searcher)
    assert found.facts is not None
    assert found.facts.shape == (len(found.hits), len(WEIGHTS))
    scores = (found.facts @ np.array(list(WEIGHTS.values()))).tolist()
    assert scores == sorted(scores, reverse=True)
    names = ("named", "task", "near", "plan", "held")
    places = [list(WEIGHTS).index(name) for name in names]
    rows = {hit.measure_id: tuple(found.facts[place, places]) for place, hit in enumerate(found.hits)}
    assert rows[f"{L}-5"] == (1, 1, 1, 1, 0)
    assert rows[f"{L}-7"] == (0, 1, 1, 1, 1)
    assert rows[f"{L}-4"] == (0, 0, 1, 1, 1)
    assert rows[f"{L}-0"] == (0, 0, 0, 1, 0)
    assert rows[f"{N}-0"] == (0, 0, 0, 0, 0)


ANOTHER_THING = [
    ("а тютюну", "реклама алкоголю", "реклама тютюну"),
    ("лікарень", "генератори для шкіл", "генератори для лікарень"),
    ("маяк", "реклама алкоголю", None),  # may stand alone
    ("печі", "лід катка", None),
    ("тютюну", "алкоголю", None),  # nothing before it
    ("алкоголю", "реклама алкоголю", None),
    ("тютюну", "заборонити алкоголь", None),
    ("тютюну і пива", "реклама алкоголю", None),
]


@pytest.mark.parametrize(("new", "before", "subject"), ANOTHER_THING)
def test_another_thing_in_the_place_of_the_one_before(new: str, before: str, subject: str | None) -> None:
    assert _of_another_thing(new, before) == subject


def test_another_thing_is_read_before_the_new_words_alone(talk: Assistant) -> None:
    before = Request(Intent.LIST, subject="реклама алкоголю")
    asked = Request(Intent.FIND, words="а тютюну?", subject="тютюну", marks=frozenset({"and"}))
    read = readings(asked, Turn(before, Outcome(before)), talk._current().names.bodies)
    subjects = [one.subject for one in read]
    assert "реклама тютюну" in subjects[: subjects.index("тютюну")]


@pytest.mark.parametrize(("before", "question", "cited"), GOING_ON)
def test_what_goes_on(talk: Assistant, before: str, question: str, cited: set[str]) -> None:
    answer = talk.ask(question, [before])
    assert rows(answer) == cited, (answer.understood, answer.answer)
    assert answer.abstained == (not cited)


def test_the_whole_country_is_another_plan_after_a_plan_of_a_region(talk: Assistant) -> None:
    answer = talk.ask("а по всій країні?", [ICE])
    assert (answer.abstained, answer.filters) == (True, {"region": ""})


# question before, question, phrase of the refusal
REFUSED_STILL = [
    ("який телефон управління портів", "а адреса?", "контактів"),
    ("як звати капітана порту", "а начальника?", "Імен посадових осіб"),
    ("скільки коштує фарба для маяка", "а лампа?", "Сум і вартості"),
    ("навіщо розчищати лід катка", "а печі?", "Причин"),
    ("хто лагодить годинник в Одеській області", "а коли?", "Одеська область"),
    ("що заплановано в Одеській області", "а маяк?", "Одеська область"),
]


@pytest.mark.parametrize(("before", "question", "phrase"), REFUSED_STILL)
def test_a_refusal_goes_on(talk: Assistant, before: str, question: str, phrase: str) -> None:
    answer = talk.ask(question, [before])
    assert (answer.abstained, rows(answer)) == (True, set()), answer.answer
    assert phrase in answer.answer


@pytest.mark.parametrize("question", ["а хто фарбує маяк?", "маяк на дамбі"])
def test_a_refusal_ends_where_plans_can_answer(talk: Assistant, question: str) -> None:
    assert f"{L}-5" in rows(talk.ask(question, ["який телефон управління портів"]))


# ---------------------------------------------------------------- topics in other words


def test_a_topic_in_other_words_is_what_ranks_together(talk: Assistant) -> None:
    answer = talk.ask("щоб люди не мерзли взимку що роблять")
    assert rows(answer) >= {f"{L}-2", f"{L}-3", f"{L}-4"}  # only the firewood holds the winter
    assert not rows(answer) & {f"{L}-1", f"{L}-7", f"{N}-0"}


SAID = [("лампи", 1.0), ("обладнання", 1.0), ("ліхтар", 0.0), ("книга", 0.0)]  # the last two through the thesaurus


@pytest.mark.parametrize(("subject", "said"), SAID)
def test_what_a_row_says_itself(talk: Assistant, subject: str, said: float) -> None:
    topic = talk.searcher.topic(subject)
    assert topic.about
    facts = talk.searcher.membership(talk.searcher.read(subject), topic.hits)
    assert facts[:, FACTS.index("said")].max() == pytest.approx(said)


def test_words_decide_where_more_rows_hold_them_than_are_ranked(
    talk: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    execution = talk._current().execution
    found = execution.searcher.topic("маяк на дамбі")
    about, likely = ({h.measure_id for h in its} for its in (found.about, found.hits[3:5]))
    assert about
    assert likely - about
    asked = Request(Intent.LIST, subject="маяк на дамбі")
    monkeypatch.setattr(execution.searcher, "topic", lambda *_: replace(found, chances=(0.0, 0.0, 0.0, 0.9, 0.9)))
    assert {f.measure.id for f in execution.run(asked).findings} == likely
    monkeypatch.setattr("assistant.execute.MOST", len(about) - 1)
    assert {f.measure.id for f in execution.run(asked).findings} >= about
