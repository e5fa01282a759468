"""Who approved a plan and by which act: from the approval block, else from the head of the order that it is part of.

Acts that a preamble or a form names («відповідно до …», «до порядку …») are never the plan's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.deadline_words import MONTH_FORMS
from corpus.front import FrontLine
from corpus.morphology import inflected, readings

ACT = r"(?:розпорядженн|наказ|рішенн|постанов|указ|протокол)"
_MARK = re.compile(r"^(?:затверджен|затверджую|схвален)", re.IGNORECASE)
_ANNEX = re.compile(rf"^(?:додаток[\s№\d]*)?до\s+{ACT}", re.IGNORECASE)
_ANNEX_ALONE = re.compile(r"^додаток(?:\s*№?\s*\d+)?$", re.IGNORECASE)
_HEAD = re.compile(rf"^{ACT}(?:я|а|ня)?(?:\s|$)", re.IGNORECASE)
_END = re.compile(
    r"^(?:відповідно|на виконання|керуючись|з метою|враховуючи|згідно|\d+[.)]\s|про\s+(?:затвердж|схвал|план|внес))|"
    r"^(?:[а-яіїєґ'’-]+(?:ий|ій)\s+){0,3}план(?!\w)",
    re.IGNORECASE,
)
_CHANGES = re.compile(r"\(\s*(?:(?:у|в)\s+редакції|(?:із|зі|з)\s+змінами)[^)]*\)?", re.IGNORECASE)
_EDITION = re.compile(r"(?<!\w)(?:у|в)\s+редакції\s+([^)]{4,200})", re.IGNORECASE)
_NUMBER = re.compile(r"№\s*([0-9]+(?:\s?[-–/]\s?[0-9А-ЯІЇЄҐа-яіїєґA-Za-z]+)*[А-ЯІЇЄҐа-яіїєґA-Za-z]{0,3})(?!\w)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*((?:19|20)\d\d)(?!\d)")
_DAY_IN_WORDS = re.compile(r"(?<!\d)[«\"“]?\s?(\d{1,2})\s?[»\"”]?\s+([а-яіїєґ]+)\s+((?:19|20)\d\d)", re.IGNORECASE)
_POST = (
    r"(?:т\.?\s?в\.?\s?о\.?|в\.?\s?о\.?|перш\w+|заступник\w*|голов\w*|начальник\w*|керівник\w*|директор\w*|"
    r"генеральн\w+|міністр\w*|ректор\w*|виконуюч\w+ обов\S+)"
)
_POSTS = re.compile(rf"^(?:{_POST}\s+)+", re.IGNORECASE)
_ACT_OF = re.compile(rf"(?<!\w){ACT}\w*\s+(.+)", re.IGNORECASE)
_NAME_END = re.compile(r"\s*(?:(?:від\s+)?[«\"“_]?\s?\d|від\s|№|_{2,}|\().*$", re.IGNORECASE)
_QUOTED = re.compile(r"""«[^«»]*[^\W\d][^«»]*»|"[^"]*[^\W\d][^"]*"|“[^”]*[^\W\d][^”]*”""")
# «голови … адміністрації – начальника … військової адміністрації» is one official of one body.
_SECOND_POST = re.compile(rf"\s[–—-]\s+{_POST}\s.*$", re.IGNORECASE)
_MEETING = re.compile(r"^засідання\s+", re.IGNORECASE)
# «ліцею № 7» is a name, no act.
_NUMBERED_PLACE = re.compile(
    r"(?:ліце[йюя]|школ|лікарн|гімназі|заклад|садк|садок|поліклінік|коледж|училищ|центр|філі[яї]|додаток|додатк|ДНЗ|ЗДО|ЗОШ)"
    r"[а-яіїєґ]*\s*№\s*\d+",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^(?:[А-ЯІЇЄҐ]\.\s?){1,2}|[А-ЯІЇЄҐ][а-яіїєґ'’]+\s+[А-ЯІЇЄҐ]{3,}|\s[А-ЯІЇЄҐ]\.\s?[А-ЯІЇЄҐ]\.")
_LETTERHEAD = re.compile(r"(?:АДМІНІСТРАЦІЯ|РАДА|МІНІСТЕРСТВО|КАБІНЕТ|КОМІТЕТ|ДЕПАРТАМЕНТ|УПРАВЛІННЯ|СЛУЖБА|ЦЕНТР)")
_WINDOW = 9


@dataclass(frozen=True, slots=True)
class Approval:
    """What a document says of its approval; ``where`` are the lines it was read from, joined (for the region)."""

    issuer: str | None = None
    number: str | None = None
    day: date | None = None
    edition: str | None = None
    where: str = ""


def approval_in(lines: Sequence[FrontLine]) -> Approval:
    """The approval by the first block that says a number or a day; each fact from one block only."""
    texts = [line.text for line in lines]
    blocks = [_block(texts, k) for k in _marks(texts)]
    block = next((one for one in blocks if _facts(one)[0] or _facts(one)[1]), blocks[0] if blocks else [])
    head_at, head = _order_head(texts)
    number, day = _facts(block)
    if number is None and day is None:
        number, day = _facts(head)
    letterhead = _letterhead(texts, head_at)
    issuer = _fuller(_issuer(block), letterhead) or _issuer(head)
    edition = _edition([*block, *texts[-6:]])
    return Approval(issuer, number, day, edition, " ".join([*block, letterhead or "", *head]))


def _fuller(issuer: str | None, letterhead: str | None) -> str | None:
    """The letterhead's name where it says whose «районна державна адміністрація» the block means."""
    if issuer and letterhead and len(issuer) < len(letterhead) and issuer.lower() in letterhead.lower():
        return letterhead
    return issuer or letterhead


def _marks(texts: Sequence[str]) -> list[int]:
    """Where approval blocks begin: «ЗАТВЕРДЖЕНО» first, then annexes to acts."""
    approved = [k for k, text in enumerate(texts) if _MARK.match(text) and len(text) < 300]
    annexes = [
        k
        for k, text in enumerate(texts)
        if _ANNEX.match(text) or (_ANNEX_ALONE.match(text) and _ANNEX.match(texts[k + 1] if k + 1 < len(texts) else ""))
    ]
    return approved + annexes


def _block(texts: Sequence[str], start: int) -> list[str]:
    block = [texts[start]]
    for text in texts[start + 1 : start + _WINDOW]:
        if _END.match(text) or len(text) > 300:
            break
        block.append(text)
    return block


def _order_head(texts: Sequence[str]) -> tuple[int | None, list[str]]:
    """«РОЗПОРЯДЖЕННЯ» on a line of its own and the short lines below it."""
    for k, text in enumerate(texts):
        if _HEAD.match(text) and len(text) < 80 and (text.isupper() or len(text.split()) <= 3):
            head = [text]
            for line in texts[k + 1 : k + _WINDOW]:
                if _END.match(line) or len(line) > 90 or _MARK.match(line):
                    break
                head.append(line)
            if any(_facts(head)):
                return k, head
    return None, []


def _facts(block: Sequence[str]) -> tuple[str | None, date | None]:
    """The first number and the first whole day of the block, those of later editions left out."""
    text = _NUMBERED_PLACE.sub(" ", _QUOTED.sub(_without_number, _CHANGES.sub(" ", " ".join(block))))
    number = _NUMBER.search(text)
    return (re.sub(r"\s", "", number[1]).replace("–", "-") if number else None), _first_day(text)


def _without_number(quoted: re.Match[str]) -> str:
    """A name in quotation marks without the numbers in it; a day («15» січня) stays."""
    return re.sub(r"№\s*\d+", " ", quoted.group())


def _first_day(text: str) -> date | None:
    found = [(match.start(), int(match[3]), int(match[2]), int(match[1])) for match in _DAY.finditer(text)]
    named = ((match, MONTH_FORMS.get(match[2].lower(), 0)) for match in _DAY_IN_WORDS.finditer(text))
    found += [(match.start(), int(match[3]), month, int(match[1])) for match, month in named if month]
    for _, year, month, day in sorted(found):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def _edition(texts: Sequence[str]) -> str | None:
    """«(у редакції розпорядження … від … № …)» of the approval block or beside the title."""
    for text in texts:
        if (match := _EDITION.search(text)) and not text.lower().startswith("до порядку"):
            return match[1].strip(" .,;")
    return None


def _issuer(block: Sequence[str]) -> str | None:
    """The body in the nominative: of «Розпорядження голови …» or of the official who signs."""
    words: list[str] = []
    for text in block:
        cleaned = _MARK.sub("", text) if text is not block[0] else re.sub(r"^\S+\s*", "", text)
        if words and _PERSON.search(text) and not _POSTS.match(text):
            break
        words.append(cleaned)
    joined = " ".join(words).strip()
    act = _ACT_OF.search(joined)
    name = _SECOND_POST.sub("", _named(act[1] if act else joined)).strip(" ,.;")
    posted = _POSTS.sub("", name)
    if not act and posted == name:
        return None
    return nominative(posted) if len(posted.split()) > 1 else None


def _named(text: str) -> str:
    """The text up to where the name ends; what stands in quotation marks («Лікарня № 3») is part of the name."""
    plain = _QUOTED.sub(lambda match: "x" * len(match.group()), text)
    return _MEETING.sub("", text[: len(_NAME_END.sub("", plain))])


def _letterhead(texts: Sequence[str], head_at: int | None) -> str | None:
    """«… ОБЛАСНА ДЕРЖАВНА АДМІНІСТРАЦІЯ» above the kind of the act."""
    for text in reversed(texts[max(0, (head_at or 0) - 4) : head_at or 0]):
        if text.isupper() and _LETTERHEAD.search(text):
            return re.sub(r"(?<!\w)україн", "Україн", text.lower()).capitalize().replace("україн", "Україн")
    return None


# Endings of an adjective in the genitive -> in the nominative, by gender (the plural for all)
_ADJECTIVES = {
    "femn": (("ьої", "я"), ("ої", "а")),
    "masc": (("ього", "ій"), ("ого", "ий")),
    "neut": (("ього", "є"), ("ого", "е")),
    "plur": (("іх", "і"), ("их", "і")),
}


def _adjective(word: str, number: str, gender: str) -> str:
    for genitive, nominative_ending in _ADJECTIVES.get("plur" if number == "plur" else gender, ()):
        if word.lower().endswith(genitive):
            return word[: -len(genitive)] + nominative_ending
    return word


def nominative(name: str) -> str:
    """A body's name from the genitive: the adjectives and the noun that lead it; the rest stays.

    >>> nominative("Полтавської обласної військової адміністрації")
    'Полтавська обласна військова адміністрація'
    """
    words = name.split()
    if words and words[0].isupper():  # «КНП «Лікарня № 3»» does not change
        return name
    for k, word in enumerate(words[:6]):
        nouns = [reading for reading in readings(word) if reading.pos == "NOUN" and reading.case == "gent"]
        if k + 1 < len(words) and any(reading.pos == "ADJF" and reading.case == "gent" for reading in readings(word)):
            continue
        if not nouns:
            return name
        gender, number = nouns[0].gender, nouns[0].number
        head = [_adjective(one, number, gender) for one in words[:k]]
        lemma = nouns[0].lemma if number == "sing" else inflected(nouns[0].lemma, "nomn", number) or word
        head.append(lemma.capitalize() if word[:1].isupper() else lemma)
        text = " ".join([*head, *words[k + 1 :]])
        return text[:1].upper() + text[1:]
    return name
