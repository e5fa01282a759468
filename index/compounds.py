"""Clipped compounds of everyday speech taken apart: «держреєстратор» is a «державний реєстратор», «бухоблік»
«бухгалтерський облік». Official prose writes such words out."""

from __future__ import annotations

from corpus.analysis import is_known
from index.languages import ukrainian_for
from index.vocabulary import Vocabulary

# the clipped part -> the adjective that it stands for
CLIPPED: dict[str, str] = {
    clipped: adjective
    for adjective, forms in {
        "державний": "держ гос",
        "соціальний": "соц",
        "медичний": "мед",
        "спортивний": "спорт",
        "будівельний": "буд строй",
        "професійний": "проф",
        "технічний": "тех",
        "організаційний": "орг",
        "інформаційний": "інформ інфо информ инфо",
        "автомобільний": "авто",
        "енергетичний": "енерго энерго",
        "екологічний": "еко эко",
        "аграрний": "агро",
        "національний": "нац",
        "районний": "рай",
        "обласний": "обл",
        "міський": "міськ гор",
        "педагогічний": "пед",
        "юридичний": "юр",
        "фінансовий": "фін фин",
        "бухгалтерський": "бух",
        "ветеринарний": "вет",
        "дитячий": "дит дет",
        "житловий": "жит жил",
        "військовий": "військ воен",
        "культурний": "культ",
        "адміністративний": "адмін админ",
        "комунальний": "комун коммун",
        "спеціальний": "спец",
        "санітарний": "сан",
        "електричний": "електро электро",
        "земельний": "зем",
        "гуманітарний": "гум",
        "територіальний": "тер",
    }.items()
    for clipped in forms.split()
}
_LONGEST = max(map(len, CLIPPED))
_SHORTEST_REST = 4
# these clip so freely that dictionaries hold many of their compounds
_FREE = frozenset(("держ", "соц", "гос"))


def written_out(word: str, vocabulary: Vocabulary) -> list[str] | None:
    """The words that a clipped compound stands for, where its rest is a word by itself; None for any other word."""
    known = is_known(word)
    for length in range(_LONGEST, 1, -1):
        clipped, rest = word[:length], word[length:]
        if clipped not in CLIPPED or len(rest) < _SHORTEST_REST:
            continue
        if vocabulary.has(rest) and (not known or len(rest) > _SHORTEST_REST):
            return [CLIPPED[clipped], rest]
        if known and clipped not in _FREE:
            continue
        if others := ukrainian_for(rest, vocabulary):
            return [CLIPPED[clipped], *others]
        if is_known(rest):
            return [CLIPPED[clipped], rest]
    return None


# the clipped head of a body's name -> the word it stands for
_HEADS = {"деп": "департамент", "упр": "управління", "мін": "міністерство"}


def written_out_name(name: str) -> str:
    """A body's name with its clipped words taken apart: «депкультури» is the «департамент культури».

    >>> written_out_name("депкультури"), written_out_name("деп мостів"), written_out_name("лісгосп")
    ('департамент культури', 'департамент мостів', 'лісгосп')
    """
    return " ".join(_apart(word) for word in name.split())


def _apart(word: str) -> str:
    if word in _HEADS:
        return _HEADS[word]
    for clipped, whole in (*_HEADS.items(), *CLIPPED.items()):
        rest = word.removeprefix(clipped)
        if rest != word and len(rest) >= _SHORTEST_REST and is_known(rest):
            return f"{whole} {rest}"
    return word
