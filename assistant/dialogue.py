"""A turn in its dialogue: what a question that leans on the one before it means.

The result is a list of readings, likeliest first; the first that finds rows is taken. «а до якого числа?» asks of the
same rows, «а в Сумах?» asks the same of another region, «а навчання до коли?» asks of one of the rows just named or,
where none fits, of the same subject with new words. A question that does not lean on anything stands alone: the subject
has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.bodies_in_question import BodyNames
from assistant.execute import Outcome
from assistant.question import content_words
from assistant.request import Condition, Intent, Request
from assistant.selection import has_action
from corpus.filters import Filters
from corpus.morphology import readings as readings_of

LEANING = frozenset({"and", "them", "their", "it", "there", "more"})
_ASKED = frozenset(
    {"who", "when", "count", "value", "list", "find", "owner", "compare", "abbreviation", "overview", "duplicates"}
)
# «а коли він буде?» asks of the row just named; «що ще за ними» of all rows of its bodies
_OF_A_ROW = frozenset({Intent.WHO, Intent.WHEN, Intent.WHO_WHEN, Intent.VALUE})
_NEVER_HELD = frozenset({"person", "contact", "contractor", "money", "reason", "done"})
_SHORT = 3  # fewer content words beside a pronoun name no thing of their own
_SURE = 0.5  # how surely new words must name a body
_CONTEXT = 20  # rows just named among which a question that names its own thing may still move


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn: its request as it was carried out, and what it gave."""

    request: Request
    outcome: Outcome

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(f.measure_id for f in self.outcome.findings)

    @property
    def pool(self) -> tuple[str, ...]:
        """The rows that a next turn may choose from: those just named, or the set they were taken from."""
        return self.request.pool or tuple(f.measure_id for f in self.outcome.shown)


def readings(request: Request, turn: Turn | None, bodies: BodyNames) -> list[Request]:
    """What a question may mean after this turn, likeliest first; alone it means itself."""
    if turn is None or request.refusal or request.intent in (Intent.HELP, Intent.ABBREVIATION):
        return [request]
    if (kept := _refused_still(request, turn)) is not None:
        return [kept]
    if not (_leans(request) or (_ONLY.match(request.words) and len(turn.ids) > 1)):
        elsewhere = "new" in request.marks or {"region", "plan"} & set(request.filters.names) or request.scopes
        return [request if elsewhere else _after(request, turn)]
    return list(_readings(request, turn, bodies))


def _refused_still(request: Request, turn: Turn) -> Request | None:
    """A question that goes on one about what plans never hold («телефон центру», «а адреса?») is refused like it."""
    before = turn.request.refusal
    if before in _NEVER_HELD and "and" in request.marks and not _ASKED & request.marks:
        return replace(request, refusal=before)
    return None


def _leans(request: Request) -> bool:
    if "new" in request.marks and request.subject:
        return False
    if LEANING & request.marks or request.ordinal is not None or _only_verb(request.subject):
        return True
    if "pronoun" in request.marks and len(content_words(request.subject)) < _SHORT:
        return True
    return not request.subject and not (request.filters.body or "list" in request.marks or request.scopes)


def _readings(request: Request, turn: Turn, bodies: BodyNames) -> Iterator[Request]:
    own = request if _ASKED & request.marks else replace(request, intent=_kept_intent(request, turn))
    own = replace(own, previous=turn.request.subject, unknown=_without_body(own))
    if not {"region", "plan"} & set(own.filters.names):
        own = replace(own, unknown=own.unknown + tuple(c for c in turn.request.unknown if c.kind == "region"))
    own = _of_the_whole_country(own, turn)
    if "their" in request.marks and not request.subject and turn.ids and request.intent not in _OF_A_ROW:
        yield from _of_their_bodies(own, turn)
    if (
        own.subject
        and len(turn.ids) == 1
        and _only_verb(own.subject)
        and not {"region", "plan"} & set(own.filters.names)
    ):
        yield replace(_after(own, turn), leans=True, deed=True)
        yield from _same_subject(replace(own, subject=""), turn)
    elif own.subject:
        yield from _with_new_words(own, turn, bodies)
        alone = request if own.filters == request.filters else own
        yield replace(alone, unknown=request.unknown + tuple(c for c in own.unknown if c not in request.unknown))
    else:
        yield from _same_subject(own, turn)


def _of_the_whole_country(request: Request, turn: Turn) -> Request:
    """«а по всій країні?» of a plan of the whole country is no other plan: the words are what is asked for."""
    findings = turn.outcome.findings
    told = [c.words for c in request.conditions if c.kind in ("region", "plan")]
    if request.filters.region != ("",) or not told or not findings or any(f.plan.region for f in findings):
        return request
    subject = " ".join(filter(None, (request.subject, *told)))
    return replace(request, subject=subject, filters=replace(request.filters, region=()))


def _only_verb(subject: str) -> bool:
    """«а хто готує?»: the thing is the one just named."""
    words = content_words(subject)
    return len(words) == 1 and has_action(words[0])


def _kept_intent(request: Request, turn: Turn) -> Intent:
    return turn.request.intent if not request.subject or turn.request.intent is not Intent.COMPARE else request.intent


def _without_body(request: Request) -> tuple[Condition, ...]:
    return tuple(c for c in request.unknown if c.kind != "body")


# ---------------------------------------------------------------- readings


def _same_subject(request: Request, turn: Turn) -> Iterator[Request]:
    """Nothing new is named: the same rows asked something else, or the same question under other conditions."""
    before = turn.request
    new = set(request.filters.names)
    if request.ordinal is not None and turn.ids:
        place = request.ordinal if request.ordinal >= 0 else len(turn.pool) - 1
        chosen = turn.pool[place : place + 1]
        kept = replace(request, filters=_kept(before.filters, chosen), pool=turn.pool, ordinal=None)
        yield replace(kept, subject="", previous=before.subject, among=chosen)
    elif new & {"region", "plan", "due_from", "due_to", "year", "body"}:
        subject = before.subject or before.previous
        if new == {"year"} and (other := _YEAR.sub(str(request.filters.year[0]), subject)) != subject:
            # the year belongs to the subject: «дефіцит на 2023 рік», «а на 2024?»
            yield replace(request, subject=other, filters=before.filters, inherited=("subject",))
        yield replace(request, subject=subject, filters=merged(before.filters, request.filters), inherited=("subject",))
    elif turn.ids and "more" not in request.marks:
        own = request.filters
        kept_filters = replace(
            _kept(before.filters, turn.ids), consent=own.consent, sole_body=own.sole_body, beside=own.beside
        )
        yield replace(
            request,
            subject="",
            filters=kept_filters,
            among=turn.ids,
            pool=turn.pool,
            previous=before.subject or before.previous,
        )
    subject = before.subject or before.previous
    yield replace(request, subject=subject, filters=merged(before.filters, request.filters), inherited=("subject",))


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _of_their_bodies(request: Request, turn: Turn) -> Iterator[Request]:
    """«що ще за ними»: all rows of the bodies just named, in the same plan where it says so."""
    findings = turn.outcome.findings
    named = dict.fromkeys(r.body for f in findings for n in f.items for r in f.measure.items[n].responsible)
    plans = tuple(dict.fromkeys(f.plan.id for f in findings)) if "there" in request.marks else ()
    filters = replace(merged(turn.request.filters, request.filters), body=tuple(named))
    filters = replace(filters, plan=plans or filters.plan, due_from=None, due_to=None, year=(), consent=None)
    intent = Intent.COUNT if "count" in request.marks else Intent.LIST
    if named:
        yield replace(request, intent=intent, subject="", filters=filters, inherited=("body",))


def _with_new_words(request: Request, turn: Turn, bodies: BodyNames) -> Iterator[Request]:
    """New words on an old subject: a body among those named, one of the rows just named, else old and new together."""
    before = turn.request
    if "who" in request.marks and turn.ids and (named := _body_among(request, turn, bodies)):
        filters = _kept(before.filters, turn.ids)
        others = "except" in request.marks  # «хто ще крім відділу?»
        filters = filters if others else replace(filters, body=named)
        apart = named if others else ()
        yield replace(request, subject="", filters=filters, among=turn.ids, apart=apart, inherited=("rows",))
    yield from _of_another_body(request, turn, bodies)
    if other := _of_another_thing(request.subject, before.subject):
        yield replace(request, subject=other, filters=merged(before.filters, request.filters), inherited=("subject",))
    filters = merged(before.filters, request.filters)
    moved = {"region", "plan"} & set(request.filters.names)
    if "topic" in request.marks and before.intent is Intent.LIST and not _ASKED & request.marks:
        yield replace(request, intent=Intent.LIST, filters=filters, inherited=("filters",))
    if len(turn.pool) > 1 and not moved and request.intent in (Intent.LIST, Intent.COUNT):
        kept = _kept(filters, turn.pool)
        yield replace(request, filters=kept, among=turn.pool, pool=turn.pool, inherited=("rows",))
    undated = replace(
        filters, due_from=request.filters.due_from, due_to=request.filters.due_to, year=request.filters.year
    )
    undated = replace(
        undated,
        consent=request.filters.consent,
        body=request.filters.body,
        sole_body=request.filters.sole_body,
        beside=request.filters.beside,
    )
    yield replace(_after(request, turn), leans=True, inherited=("subject",))
    yield replace(request, filters=undated, inherited=("filters",))


def _of_another_thing(new: str, before: str) -> str | None:
    """The subject before with another thing at its end: «реклама алкоголю» and «а тютюну?» are «реклама тютюну». Only
    where both words can but depend on the one before them; where the new one may stand alone, it names the subject.

    >>> _of_another_thing("тютюну", "реклама алкоголю"), _of_another_thing("маяк", "реклама алкоголю")
    ('реклама тютюну', None)
    """
    words, added = before.split(), content_words(new)
    if len(words) < 2 or len(added) != 1 or not all(map(_depends, (words[-1], added[0]))):
        return None
    return " ".join((*words[:-1], added[0])) if added[0] != words[-1] else None


def _depends(word: str) -> bool:
    """Whether a word is a noun that can be a genitive, and neither the subject nor the object of a sentence."""
    its = [r for r in readings_of(word) if r.known]
    cases = {r.case for r in its}
    return bool(its) and all(r.pos == "NOUN" for r in its) and "gent" in cases and not cases & {"nomn", "accs"}


def _of_another_body(request: Request, turn: Turn, bodies: BodyNames) -> Iterator[Request]:
    """The rows of another body: of those just named («тільки поліція»), or under the conditions before, where the
    question before was of a body («а департамент освіти?»)."""
    before = turn.request
    words = _ONLY.sub("", request.subject)
    plans = frozenset(f.plan.id for f in turn.outcome.findings)
    if _ONLY.match(request.words) and len(turn.ids) > 1 and (named := _body_among(request, turn, bodies)):
        filters = replace(_kept(before.filters, turn.ids), body=named)
        yield replace(
            request, intent=Intent.LIST, subject="", filters=filters, among=turn.ids, pool=turn.ids, inherited=("rows",)
        )
    elif before.filters.body and before.intent in (Intent.LIST, Intent.COUNT) and not before.subject:
        named, score = bodies.resolve(words, plans)
        if score >= _SURE:
            filters = replace(merged(before.filters, request.filters), body=named)
            yield replace(request, intent=before.intent, subject="", filters=filters, inherited=("filters",))


_ONLY = re.compile(r"^\W*(?:а\s+)?(?:тільки|лише|лиш|только|only|just)\s+")


def _after(request: Request, turn: Turn) -> Request:
    """The request with what was said before it."""
    before = turn.request
    return replace(
        request, context=turn.ids[:_CONTEXT], previous=before.subject or before.previous, before=before.filters
    )


def _body_among(request: Request, turn: Turn, bodies: BodyNames) -> tuple[str, ...]:
    """The bodies of the rows just named that the new words name («хто там від охорони здоров'я»)."""
    there = {r.body for f in turn.outcome.findings for i in f.measure.items for r in i.responsible}
    words = " ".join(content_words(request.subject))
    named, score = bodies.resolve(words, frozenset(f.plan.id for f in turn.outcome.findings))
    return tuple(b for b in named if b in there) if score >= _SURE else ()


def _kept(filters: Filters, ids: tuple[str, ...]) -> Filters:
    """Conditions for rows that are named anyway: none on bodies and dates, which the rows need not meet again."""
    return Filters(region=filters.region, plan=filters.plan) if ids else filters


def merged(before: Filters, new: Filters) -> Filters:
    """The old conditions with the new ones over them; a new region or plan replaces both of these."""
    out = before
    if new.region or new.plan:
        out = replace(out, region=new.region, plan=new.plan)
    if new.due_from or new.due_to or new.year:
        out = replace(out, due_from=new.due_from, due_to=new.due_to, year=new.year)
    if new.body:
        out = replace(out, body=new.body, sole_body=new.sole_body, beside=new.beside)
    if new.consent is not None:
        out = replace(out, consent=new.consent)
    if new.value:
        out = replace(out, value=new.value)
    return replace(out, section=new.section or out.section, undated=new.undated or out.undated)
