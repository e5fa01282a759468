"""Words with which people ask, and not what they ask about: taken off before searching."""

from __future__ import annotations

from index.terms import Term, words_of

# lemmas; each line with the kind of phrase it was made for
_WORDS = """
хто відповідати відповідальний відповідальність виконавець виконувати виконавець-відповідальний
коли строк термін дедлайн крайній дата число кінцевий
який скільки чи чий
скажіть скажи підкажіть підкажи будь ласка дякую прошу покажіть покажи показати знайдіть знайди знайти розкажіть розкажи
розказати цікавить цікавити цікаво хочу хотіти хочеться дізнатися знати питання потрібно
захід заходи пункт пункти план плани передбачено передбачити заплановано запланувати планувати планується
робити роблять робиться зробити зроблять робить зробив має мають мусити повинен мати
займатися займається стосуватися стосується про щось хтось якийсь десь
якось взагалі загалом просто прямо конкретно саме хоч
привіт добрий день вітаю шановний колега колеги
ок окей ну от ось блін типу короче
"""
REQUEST_WORDS = frozenset(words_of(_WORDS))


def is_request_word(term: Term) -> bool:
    """Whether the word only carries the question."""
    return term.surface in REQUEST_WORDS or term.lemma in REQUEST_WORDS
