"""Hasty questions made ready for search, case by case."""

from __future__ import annotations

import pytest

from index.languages import latin_name
from index.search import Searcher
from index.seen_words import CountedWords
from index.spelling import nearest_word
from index.terms import stem_of, terms_of, words_of
from index.thesaurus import shipped_groups
from index.vocabulary import Vocabulary

# typed -> the text that is embedded
REPAIRED = (
    ("систeма eкстpeної дoпомоги", "система екстреної допомоги"),  # Latin letters inside words
    ("cиcтeмa", "система"),
    ("знeсeння будiвель", "знесення будівель"),
    ("здоровя", "здоров'я"),
    ("здоров’я", "здоров'я"),
    ("видеофиксация", "відеофіксація"),
    ("мусор и отходы", "сміття і відходи"),
    ("кто отвечает за кровь", "хто відповідати за кров"),
    ("отвічає шо", "відповідає що"),
    ("vidkhodiv", "відходів"),
    ("cbcntvf", "система"),  # the keyboard was left on Latin
    ("pytctyyz ,elsdtkm!", "знесення будівель"),  # from end to end, keys of punctuation too
    ("j,kfinedfyyz dekbwm.", "облаштування вулиць"),
    ("blood donor", "кров донор"),
    ("school library", "школа бібліотека"),
    ("вертолет", "гелікоптер"),
    ("техническая политика", "технічний політика"),  # «и» is «і» in one place and «и» in another
    ("массовые программы", "масовий програма"),
    ("світлодіодні ліхтарі", "світлодіодні ліхтарі"),
    ("світлодіоні", "світлодіодні"),
    ("майданчеків", "майданчиків"),
    ("проєкт", "проект"),
    ("112", "112"),
    ("кто следит за освещением", "хто стежити за освітлення"),
    ("материалы", "матеріал"),
    ("комуналке", "комуналка"),  # a Russian ending
    ("евроинтеграция", "євроінтеграція"),
    ("медслужба", "медичний служба"),  # a clipped compound
    ("держреклама", "державний реклама"),
    ("спортсмен", "спортсмен"),  # what is no word is no part of a compound
    ("кенгуру", "кенгуру"),  # a real word that the corpus has not stays as it is
)

# a name in Latin letters -> as it sounds, which may be only near
SOUND = (
    ("community", "комюніті"),
    ("policing", "полісінг"),
    ("wikilegalaid", "вікілігалейд"),
    ("interreg", "інтеррег"),
)

# typed -> the concepts that are left
LEFT = (
    ("хто відповідає за систему 112 і до коли?", ["систему", "112"]),
    ("підкажіть будь ласка, коли відремонтують їдальню", ["відремонтують", "їдальню"]),
    ("коли", ["коли"]),
)

# one form -> another that must meet it through its stem
MEET = (("знесення", "знести"), ("донорство", "донор"), ("сортувати", "сортування"), ("куріння", "курити"))
APART = (("активний", "акт"), ("кров", "кровля"), ("рік", "ріка"))


@pytest.mark.parametrize(("typed", "text"), REPAIRED)
def test_repaired(typed: str, text: str, searcher: Searcher) -> None:
    assert searcher.read(typed).text == text


def test_a_russian_word_is_no_typing_error_of_a_corpus_word() -> None:
    class Words(CountedWords):
        count = 1

        def frequency(self, field: str, word: str) -> int:
            return 0

        def vocabulary(self) -> dict[str, int]:
            return {"учасниками": 3}

    vocabulary = Vocabulary(Words())
    assert nearest_word("учасникамі", vocabulary) == ["учасниками"]
    assert nearest_word("учебниками", vocabulary) is None


@pytest.mark.parametrize(("name", "heard"), SOUND)
def test_a_latin_name_is_known_by_its_sound(name: str, heard: str) -> None:
    class Words(CountedWords):
        count = 1

        def frequency(self, field: str, word: str) -> int:
            return 0

        def vocabulary(self) -> dict[str, int]:
            return {name: 2, "xviii": 9, "xlvii": 9, "міст": 5}

    vocabulary = Vocabulary(Words())
    assert latin_name(heard, vocabulary) == [name]
    assert latin_name(heard[::-1], vocabulary) is None
    assert list(vocabulary.latin.values()) == [name]


@pytest.mark.parametrize(
    ("word", "deed"), [("подолати", True), ("боротьба", True), ("борошно", False), ("пияцтво", False), ("мати", False)]
)
def test_a_deed_says_less_than_a_thing(word: str, deed: bool, searcher: Searcher) -> None:
    assert searcher.read(word).concepts[0].is_deed is deed


def test_a_word_of_the_corpus_is_never_corrected(searcher: Searcher) -> None:
    for word in searcher.snapshot.vocabulary.surfaces:
        assert searcher.read(word).notes == (), word


@pytest.mark.parametrize(("typed", "left"), LEFT)
def test_request_words_come_off(typed: str, left: list[str], searcher: Searcher) -> None:
    assert [concept.typed for concept in searcher.read(typed).concepts] == left


def test_changes_are_noted(searcher: Searcher) -> None:
    notes = searcher.read("видеофиксация здоровя").notes
    assert ("language", "видеофиксация", "відеофіксація") in notes
    assert ("apostrophe", "здоровя", "здоров'я") in notes


@pytest.mark.parametrize("text", ["", "???", "   ", "«»", "a" * 3000, "1.1.12", "ъъъ"])
def test_any_text_is_read(text: str, searcher: Searcher) -> None:
    searcher.read(text)


@pytest.mark.parametrize(("one", "other"), MEET)
def test_stems_meet(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_stems_stay_apart(one: str, other: str) -> None:
    assert stem_of(one) != stem_of(other)


def test_glued_and_coded_words() -> None:
    assert words_of("Вересень2020, п.3; № 464 (1.1.12)") == ["вересень", "2020", "п", "3", "464", "1.1.12"]
    assert [t.lemma for t in terms_of("ґанку обов’язки")] == ["ганок", "обов'язок"]


@pytest.mark.parametrize(("form", "lemma"), [("лікарів", "лікар"), ("учителів", "учитель"), ("трудові", "трудовий")])
def test_many_are_likelier_than_what_belongs_to_one(form: str, lemma: str) -> None:
    (term,) = terms_of(form)
    assert term.lemma == lemma


def test_thesaurus_is_sound() -> None:
    groups = shipped_groups()
    assert len(groups) > 900
    assert all(len({phrase.stems for phrase in group.phrases}) > 1 for group in groups)


def test_abbreviations_work_both_ways(searcher: Searcher) -> None:
    (unit,) = searcher.read("кілометрів").concepts
    assert any(other.stems == ("км",) for other in unit.others)
    (short,) = searcher.read("ДСНС").concepts
    assert any("державна служба" in other.shown.lower() for other in short.others)
    long = searcher.read("Державна служба з надзвичайних ситуацій").concepts
    assert any("дснс" in other.stems for concept in long for other in concept.others)
