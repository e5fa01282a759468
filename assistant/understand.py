"""Question to request: what is asked for, about what, under which conditions.

Phrases are taken out of the question one kind after another (times, plans, regions, wording, bodies); what remains is
the subject. Everything that was taken stands in ``conditions``, so that it can be shown and corrected. A turn's
dependence on earlier turns is not resolved here (see :mod:`assistant.dialogue`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from assistant.bodies_in_question import BodyMention, names_office, tells_nothing
from assistant.draft import Draft
from assistant.intents import intent_of, really_who
from assistant.limits import refusal_in
from assistant.names import Names, stems_of
from assistant.periods import Mention, period_in
from assistant.question import Rest, content_words, marks_in, normal
from assistant.request import Condition, Intent, Order, Request
from assistant.scopes_in_question import (
    apply_scope,
    one_count,
    place_of_subject,
    take_plans,
    take_regions,
    take_sides,
    take_titles,
    take_towns,
)
from assistant.vocabulary import (
    ABBREVIATION,
    COMPARE,
    CONDITIONS,
    COUNT,
    DOES,
    DUPLICATES,
    FIND,
    FOLLOW,
    HELP,
    LIST,
    ORDER,
    ORDINALS,
    OVERVIEW,
    OWNER,
    POLITE,
    REPLY,
    ROW,
    VALUE,
    WHEN,
    WHERE,
    WHICH_PLAN,
    WHO,
)
from corpus.analysis import analyser, is_known
from corpus.morphology import readings
from corpus.regions import regions_found


def understand(question: str, names: Names, today: date) -> Request:
    """The request of a question that stands alone."""
    text = normal(question)
    draft = Draft(text, names, today, Rest(text))
    refusal = refusal_in(text)
    partial = refusal is not None and refusal[0] in _ASIDE and _asks_rows_too(text, refusal[1])
    if refusal and partial:
        draft.rest = draft.rest.without(refusal[1].start(), refusal[1].end())
    for step in STEPS:
        step(draft)
    intent = intent_of(draft)
    if intent is Intent.COUNT and len(draft.scopes) > 1 and not one_count(draft):
        intent = Intent.COMPARE
    _take_body(draft, intent)
    _close_period(draft)
    sets = intent in (Intent.LIST, Intent.COUNT) and draft.filters
    if (sets and _names_nothing(draft)) or (intent in _BY_BODY and _names_plan_again(draft)):
        draft.rest = Rest(" " * len(draft.rest.text))
    if intent is Intent.FIND and draft.filters and not (content_words(draft.rest.text) or "find" in draft.marks):
        intent = Intent.LIST
    return Request(
        intent=intent,
        words=text,
        subject=draft.rest.words() if content_words(draft.rest.text) else "",
        filters=draft.filters,
        conditions=tuple(draft.conditions),
        unknown=tuple(draft.unknown),
        refusal=refusal[0] if refusal and not partial else None,
        aside=refusal[0] if refusal and partial else None,
        scopes=tuple(scope for _, scope, _ in draft.scopes) if len(draft.scopes) > 1 else (),
        scope_names=tuple(words for _, _, words in draft.scopes) if len(draft.scopes) > 1 else (),
        order=Order.EARLIEST
        if "earliest" in draft.marks
        else Order.LATEST
        if "latest" in draft.marks
        else Order.RELEVANCE,
        limit=1 if {"earliest", "latest"} & draft.marks.keys() else None,
        ordinal=next((place for mark, place in ORDINALS.items() if mark in draft.marks), None),
        exact_period=draft.exact,
        sides=draft.sides if intent is Intent.COMPARE else (),
        marks=frozenset(draft.marks),
        plan_about=_plan_about(draft) if intent in _BY_BODY else "",
    )


# what may stand beside a question for rows: «хто ремонтує мости і скільки це коштує»
_ASIDE = frozenset({"money", "contact"})


def _asks_rows_too(text: str, refusal: re.Match[str]) -> bool:
    """Whether rows are asked for outside the words that ask for what plans do not hold."""
    asked = [m for entry in (*WHO, *WHEN) for m in entry.pattern.finditer(text)]
    return any(m.end() <= refusal.start() or m.start() >= refusal.end() for m in asked)


# ---------------------------------------------------------------- steps


def _take_conditions(draft: Draft) -> None:
    found, draft.rest = marks_in(draft.rest, (*POLITE, *CONDITIONS, *ORDER))
    draft.marks.update(found)
    filters = draft.filters
    if "no_consent" in found:
        filters = replace(filters, consent=False)
    elif "consent" in found:
        filters = replace(filters, consent=True)
    if "sole" in found:
        filters = replace(filters, sole_body=True)
    if "zero" in found:
        filters = replace(filters, value=("0",))
    elif "valued" in found:
        filters = replace(filters, value=(found["valued"]["value"],))
    if "undated" in found:
        filters = replace(filters, undated=True)
    draft.filters = filters
    for mark in ("no_consent", "consent", "sole", "zero", "valued", "undated"):
        if mark in found and not (mark == "consent" and "no_consent" in found):
            draft.conditions.append(Condition(mark, found[mark].group().strip()))


def _take_period(draft: Draft) -> None:
    mention = period_in(draft.rest.text, draft.today)
    if mention is None or _is_subject(draft.text, mention):
        return
    if mention.impossible:
        draft.unknown.append(Condition("date", draft.text[mention.start : mention.end].strip()))
        draft.rest = draft.rest.without(mention.start, mention.end)
        return
    draft.period = mention


def _is_subject(text: str, mention: Mention) -> bool:
    """A time that belongs to what a measure is about: «звіт за 2019 рік», «борг станом на 01.01.2016»."""
    if _AS_OF.search(text[: mention.end]) and not _OVERDUE.search(text):
        return bool(content_words(text[: mention.start] + text[mention.end :]))
    if not (mention.whole_year or _ONLY_YEAR.fullmatch(text[mention.start : mention.end])):
        return False
    before = {token.lemma for token in analyser().tokens(" ".join(text[: mention.start].split()[-3:]))}
    return any(lemma.endswith(tuple(_OF_YEARS)) for lemma in before)  # «держбюджет» too


_AS_OF = re.compile(r"\b(?:станом\s+на|по\s+состоянию\s+на|as\s+of)\s+\S+(?:\s+\S+){0,3}$")
_OVERDUE = re.compile(r"простр|просроч|overdue")
# «стратегія до 2032 року», «бюджет на наступний рік»
_ONLY_YEAR = re.compile(
    r"\s*(?:до|на|за|по)?\s*"
    r"(?:(?:19|20)\d\d(?:\s*(?:р\b\.?|рок\w*|рік))?|(?:наступн|минул|поточн|следующ|прошл|текущ)\w+\s+(?:рок\w*|рік|год\w*))\s*"
)
# things that are made for a year or about one: the year after them is theirs
_OF_YEARS = frozenset(
    """звіт звітність бюджет стратегія програма закон декларація прогноз підсумок кошторис показник конкурс концепція
    баланс перепис отчет отчёт программа стратегия закон budget report strategy""".split()  # noqa: SIM905
)


_ROW_NUMBER = re.compile(
    rf"(?<!план )(?<!плану )(?<!плані )\b{ROW}\s+(?:№\s*|номер\s+|no\.?\s*)?"
    r"(\d{1,3}(?:\.\d{1,3}){0,3})(?![\d.]*\d)"
    r"|(?<![\d.])(\d{1,2}(?:\.\d{1,3}){2})(?![\d.]*\d)"
)


def _take_numbers(draft: Draft) -> None:
    """«захід 1.1.5», «завдання 2.1»: rows by the number that stands at them."""
    for match in _ROW_NUMBER.finditer(draft.rest.text):
        number = match[1] or match[2]
        if match[1] and "." not in number and "count" in {m for m, _ in _wordings(draft.text)}:
            continue
        plans = draft.names.plan_names.by_number(number) if match[1] and _OF_MANY.match(match.group()) else ()
        if plans and not draft.filters.plan:  # «скільки заходів 12.1»: of the plan, for no row is many
            draft.filters = replace(draft.filters, plan=plans)
            draft.note("plan", match.start(), match.end())
            continue
        draft.filters = replace(draft.filters, number=(*draft.filters.number, number))
        draft.note("number", match.start(), match.end())


_OF_MANY = re.compile(r"(?:[\w'-]+(?:ів|їв|ей|ань|и|ов|ий))\s|(?:measures|actions|steps)\s")


def _wordings(text: str) -> list[tuple[str, re.Match[str]]]:
    return [(entry.mark, m) for entry in COUNT if (m := entry.pattern.search(text))]


def _take_section(draft: Draft) -> None:
    """«у розділі про мости»: the section whose heading holds these words."""
    match = _SECTION.search(draft.rest.text)
    if match and (section := draft.names.section_named(match[1], draft.filters)):
        draft.filters = replace(draft.filters, section=(section,))
        draft.note("section", match.start(), match.end())


_SECTION = re.compile(
    r"(?:\b(?:у|в|з|із|по|за|до|из|во|in|of)\s+)?\b(?:розділ(?:і|у|ом)?|напрям(?:і|ку|ом|ок)?|підціл[ьі]|раздел(?:е|а)?|section)\s+"
    r"((?:(?:про|щодо|о|об|about|on)\s+)?[^,.;:?!]+?)(?=\s{3,}|[,.;:?!]|$)"
)


def _take_beside(draft: Draft) -> None:
    """«що робить ДСНС разом із поліцією», «спільні заходи МОН і МОЗ»: a body that must stand in the item too."""
    joint = _JOINT.search(draft.rest.text)
    if joint is None or _ABOUT.search(draft.text):
        return
    region = next((r for r in draft.filters.region if r), None)
    found = draft.names.bodies.mentions(_with_places(draft), region, _plans_in(draft))
    named = [m for m in found if m.score >= _BESIDE]
    for first, second in pairwise(named):
        between = draft.rest.text[first.end : second.start]
        if first.end <= joint.start() < second.start if joint["of"] else _AND.fullmatch(between):
            _set_beside(draft, second, joint, first.end, owner=True)
            return
    lone = next((m for m in named if joint["of"] and not draft.rest.text[joint.end() : m.start].strip()), None)
    if lone:  # «хто ще разом із МВС …», «що робить лісгосп разом із МВС»
        _set_beside(draft, lone, joint, joint.start(), owner=bool(DOES.search(draft.text)))


def _set_beside(draft: Draft, body: BodyMention, joint: re.Match[str], start: int, *, owner: bool) -> None:
    draft.filters = replace(draft.filters, beside=body.bodies)
    draft.rest = draft.rest.without(joint.start(), joint.end())
    draft.note("beside", start, body.end)
    if owner:
        draft.marks.setdefault("owner", joint)


_BESIDE = 0.75  # how sure both names must be
_JOINT = re.compile(
    r"\b(?:разом|спільно|вкупі|совместно|вместе|сообща|together|jointly)\b(?P<of>\s+(?:із|з|зі|с|со|with)\b)?"
    rf"|\b(?:(?:спільн|совместн)\w+|joint)(?=\s+{ROW})"
)
_AND = re.compile(r"\s*(?:і|й|та|з|із|и|с|and|with)\s*")


def _take_period_words(draft: Draft) -> None:
    """The words of the time leave the text before the wording is read: «мають строк грудень» asks for no deadline."""
    if draft.period:
        draft.rest = draft.rest.without(draft.period.start, draft.period.end)


def _take_wording(draft: Draft) -> None:
    comparing = COMPARE if len(draft.scopes) > 1 else ()
    found, draft.rest = marks_in(draft.rest, (*comparing, *WORDING))
    if "reply" in found and found.get("who") and found["who"].group().startswith(("відпов", "отв")):
        del found["who"]
    if (who := found.get("who")) and "list" in found and _PURPOSE.search(draft.text[: who.start()]):
        del found["who"]  # «що роблять, щоб діти знали ким бути» asks for no bodies
    draft.marks.update(found)


_PURPOSE = re.compile(r"\b(?:щоб|аби|чтобы|шоб)\b[^,;:?!]*$")


WORDING = (
    *FOLLOW,
    *WHERE,
    *WHICH_PLAN,
    *HELP,
    *OVERVIEW,
    *DUPLICATES,
    *ABBREVIATION,
    *COUNT,
    *VALUE,
    *OWNER,
    *REPLY,
    *WHO,
    *WHEN,
    *FIND,
    *LIST,
)


STEPS: tuple[Callable[[Draft], None], ...] = (
    _take_conditions,
    _take_period,
    _take_numbers,
    take_plans,
    _take_period_words,
    take_regions,
    take_towns,
    take_titles,
    place_of_subject,
    apply_scope,
    take_sides,
    _take_section,
    _take_beside,
    _take_wording,
)


# ---------------------------------------------------------------- bodies and the year

# kinds that ask for all rows of a body; in others a body's name is as likely part of the subject
_ASKED = frozenset({"find", "who", "when", "value"})
_NAMED = 0.9  # how sure a name must be that is the whole question
_BY_BODY = frozenset({Intent.LIST, Intent.COUNT, Intent.FIND})


def _take_body(draft: Draft, intent: Intent) -> None:
    """A body becomes a condition where rows are asked for by owner; elsewhere it is kept as a leaning."""
    owner = ("owner" in draft.marks and not really_who(draft.marks)) or draft.filters.sole_body
    if intent is Intent.ABBREVIATION or (intent not in _BY_BODY and not owner) or (draft.sides and not draft.scopes):
        return
    plans = _plans_in(draft)
    content = content_words(draft.rest.text)
    if not content:
        return
    region = next((r for r in draft.filters.region if r), None)
    mention = draft.names.bodies.mention(_with_places(draft), region, plans, 0.55 if owner else 0.75)
    if mention is None or content_words(draft.rest.without(mention.start, mention.end).text):
        mention = _of_some_words(draft, plans, owner) or mention
    if mention is None:
        if owner:
            draft.unknown.append(Condition("body", draft.rest.words()))
        return
    left = content_words(draft.rest.without(mention.start, mention.end).text)
    bare = not _ASKED & draft.marks.keys() and mention.score >= _NAMED  # «мінмостів», «справи для мінмостів»
    if intent is Intent.FIND and not owner and (left or not (draft.period or bare)):
        return
    draft.filters = replace(draft.filters, body=mention.bodies)
    draft.note("body", mention.start, mention.end)
    again = _of_some_words(draft, plans, owner)
    if (again and set(again.bodies) & set(mention.bodies)) or tells_nothing(" ".join(left)):
        draft.rest = Rest(" " * len(draft.rest.text))  # «рятувальники (дснс)», «управління дмс»
    if draft.filters.sole_body:
        _take_bodies_left_out(draft, region, plans)
    inside = {region for region, start, end in draft.places if start < mention.end and mention.start < end}
    inside &= {found.region for body in mention.bodies for found in regions_found(body)}
    draft.unknown = [c for c in draft.unknown if not (c.kind == "region" and c.words in inside)]


def _take_bodies_left_out(draft: Draft, region: str | None, plans: frozenset[str] | None) -> None:
    """«лісгосп без МВС, одноосібно»: the other body says once more that there shall be none beside."""
    for other in draft.names.bodies.mentions(draft.rest.text, region, plans):
        if left_out := _WITHOUT.search(draft.text[: other.start]):
            draft.rest = draft.rest.without(left_out.start(), other.end)


_WITHOUT = re.compile(r"\b(?:без|крім|окрім|without)\s+$")


def _names_plan_again(draft: Draft) -> bool:
    """Whether what is left beside a plan and a time are words of the plan's title: «план 5.1 про мости, що у травні»
    asks for all of May."""
    content = content_words(draft.rest.text)
    words = " ".join(content)
    plans = draft.filters.plan
    in_order = r"\s+(?:\w{1,3}\s+)?".join(map(re.escape, content))  # «захист за кордоном»
    beside = bool(words) and bool(
        re.search(rf"\bплан\w{{0,3}}\s+(?:\d[\d.]*\s+)?(?:про\s+|щодо\s+)?{in_order}", draft.text)
    )
    if beside and not plans and draft.filters.region:  # «по плану МВС» of a region that has one plan
        plans = tuple(p.id for p in draft.names.in_scope(draft.filters))
    named = bool(words) and len(plans) == 1 and (beside or bool(draft.period and draft.filters.plan))
    return named and draft.names.plan_names.is_of_title(words, plans[0])


# «у спортивному плані», «в плані про відходи»: beside a condition all that is left
_PLAN_ABOUT = re.compile(
    r"\b(?:у|в|з|із|за|по|из|во|со)\s+(?:([\w'-]+(?:ому|ім|ого|ом|ем))\s+план\w{0,3}|план\w{0,3}\s+(?:про|щодо|по|о|об)\s+([\w'-]+))\b"
)


def _plan_about(draft: Draft) -> str:
    """The word by which a question names a plan after what its measures are about; none where more than that is left,
    or a plan is named already."""
    match = _PLAN_ABOUT.search(draft.text)
    content = content_words(draft.rest.text)
    if match is None or draft.filters.plan or draft.scopes or not draft.filters:
        return ""
    return content[0] if content in (((match[1]),), ((match[2]),)) else ""


def _names_nothing(draft: Draft) -> bool:
    """Whether no word that is left can name a thing: «що терміново спливає у травні» asks for all of May. «ГУЛО» is
    the name of a body, though «гуло» is a verb."""
    if draft.unknown or draft.names.bodies.mentions(draft.rest.text):
        return False
    words = content_words(draft.rest.text)
    return bool(words) and all({r.pos for r in readings(w)} <= _NO_THINGS and is_known(w) for w in words)


_NO_THINGS = frozenset(("VERB", "INFN", "ADVB", "PRED", "GRND", "NPRO", "PRCL", "CONJ", "PREP", "INTJ", "COMP"))


def _of_some_words(draft: Draft, plans: frozenset[str] | None, owner: bool) -> BodyMention | None:
    """What is left as some words of the name of a body; not where it is said to be a subject. Where nothing says that a
    body is asked for, one of the words must be what offices are called, or the plans be limited."""
    words = " ".join(content_words(draft.rest.text))
    if not words or _ABOUT.search(draft.text):
        return None
    asked = owner or bool(DOES.search(draft.text))
    if not (asked or plans is not None or (draft.marks and names_office(words))):
        return None
    found = draft.names.bodies.in_plans(words, plans, asked)
    if not asked and re.search(rf"\bпо\s+{re.escape(words)}", draft.text):
        # «по комуналці» is a subject, though a commission has another word for it in its name
        found = tuple(body for body in found if stems_of(words) & stems_of(body))
    return BodyMention(0, len(draft.rest.text), words, found, 1.0) if found else None


_ABOUT = re.compile(r"\b(?:про|щодо|стосовно|о|об|обо|about|on|regarding)\b")


def _with_places(draft: Draft) -> str:
    """What is left, with the names of regions put back: they can be part of a body's name."""
    letters = list(draft.rest.text)
    for _, start, end in draft.places:
        letters[start:end] = draft.text[start:end]
    return "".join(letters)


def _plans_in(draft: Draft) -> frozenset[str] | None:
    if draft.filters.region or draft.filters.plan:
        return frozenset(p.id for p in draft.names.in_scope(draft.filters))
    return None


_LONE_YEAR = re.compile(r"(?<![\w.,/-])((?:19|20)\d\d)(?:\s*(?:р\b\.?|рок\w*|рік))?(?![\w/-]|[.,]\d)\W*$")


def _close_period(draft: Draft) -> None:
    """The time as due dates, in the year that was said or that the plans asked give."""
    if draft.period is None:
        return
    mention = draft.period
    if mention.open_year and (year := _LONE_YEAR.search(draft.rest.text)):
        mention = mention.closed(int(year[1]))  # «серпневі дедлайни 2020 року»
        draft.rest = draft.rest.without(year.start(), year.end())
    if mention.open_year:
        months = {d[0] for d in (mention.first, mention.last) if d}
        mention = mention.closed(draft.names.year_for(months, draft.filters, draft.today))
    first, last = mention.interval()
    draft.exact = mention.exact and first is not None and last is not None
    if mention.whole_year and first and last and first.year == last.year:
        draft.filters = replace(draft.filters, year=(first.year,))
    else:
        draft.filters = replace(draft.filters, due_from=first, due_to=last)
    draft.conditions.append(Condition("period", draft.text[mention.start : mention.end].strip()))
    draft.period = mention
