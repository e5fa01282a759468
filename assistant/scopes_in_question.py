"""Where a question asks: the plans, regions and towns that it names, and the sides of a comparison."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.draft import Draft
from assistant.names import stems_of
from assistant.plan_names import PlanMention
from assistant.question import Rest, content_words
from assistant.request import Condition
from assistant.vocabulary import LEANING_SIDE
from corpus.filters import Filters
from corpus.morphology import readings
from corpus.regions import regions_found

_PLAN_LEFT = re.compile(r"(?:^|\s{3,})(?:план(?:у|і|ом|ах|и|е|ів)?|plan)(?=\s|\W|$)")


def take_plans(draft: Draft) -> None:
    for mention in draft.names.plan_names.mentions(draft.rest.text):
        if mention.country:
            if not draft.names.has_country():
                draft.unknown.append(Condition("plan", mention.words))
            scope = Filters(region=("",))
        elif mention.plans:
            scope = Filters(plan=mention.plans)
        else:
            draft.unknown.append(Condition("plan", mention.words))
            scope = None
        if scope is not None:
            draft.scopes.append((mention.start, scope, mention.words))
        draft.note("plan", mention.start, mention.end)
        if len(mention.plans) == 1 and not _WITHIN_PLAN.match(mention.words):
            _take_topic_of_plan(draft, mention)


def _take_topic_of_plan(draft: Draft, mention: PlanMention) -> None:
    """«мости, план 21.4: що у травні»: a word beside the number that the plan's title has names the plan once more."""
    match = _BESIDE_PLAN.search(draft.rest.text[: mention.start])
    title = draft.names.plans[mention.plans[0]].title
    if match and (words := stems_of(match[1])) and words <= stems_of(title):
        draft.rest = draft.rest.without(match.start(1), match.end(1))


_WITHIN_PLAN = re.compile(r"(?:у|в|за|по|з|із|до|in|for|of)\s")
_BESIDE_PLAN = re.compile(r"(?:^|[.:;?!]\s*)(?:(?:що|шо|что|по|про)\s+)*([\w'-]+)[,\s]*$")


_REGION_TAIL = re.compile(r"\s*(?:област\w*|обл\b\.?|регіон\w*|oblast|region)")
_REGION_HEAD = re.compile(r"(?:\b(?:у|в|на|по|для|з|із|за|до|про|во|in|for|of|the)\s+)+$")


def take_regions(draft: Draft) -> None:
    for found in regions_found(draft.rest.text):
        region, start, end = found.region, found.start, found.end
        town = draft.text[start:end] if found.strength == _BY_SETTLEMENT else ""
        if tail := _REGION_TAIL.match(draft.rest.text[end:]):
            end += tail.end()
        if head := _REGION_HEAD.search(draft.rest.text[:start]):
            start = head.start()
        kind = "region" if region in draft.names.regions else "place"
        draft.places.append((region, start, end))
        if kind == "region":
            draft.scopes.append((start, Filters(region=(region,)), draft.text[start:end].strip()))
        else:
            draft.unknown.append(Condition("region", region))
        draft.conditions.append(Condition(kind, draft.text[start:end].strip()))
        if town:
            draft.conditions.append(Condition("town", town))
        draft.rest = draft.rest.without(start, end) if kind == "region" else draft.rest


_BY_SETTLEMENT = 1  # the strength of a region that is told by one of its towns


def take_towns(draft: Draft) -> None:
    """A town that a plan's issuer is called by names that plan, where no region is named by the same word."""
    for mention in draft.names.plan_names.by_town(draft.rest.text):
        draft.scopes.append((mention.start, Filters(plan=mention.plans), mention.words))
        draft.note("plan", mention.start, mention.end)


def take_titles(draft: Draft) -> None:
    """Words of a title or an issuer tell apart the plans of one region, or name a plan by themselves."""
    regions = [s.region[0] for _, s, _ in draft.scopes if s.region and s.region[0]]
    if len(regions) > 1 or any(s.plan or "" in s.region for _, s, _ in draft.scopes):
        return
    region = regions[0] if regions else None
    mention = draft.names.plan_names.titled(draft.rest.text, region)
    if mention is None:
        return
    if region and len({p.id for p in draft.names.plans.values() if p.region == region}) == len(mention.plans):
        draft.rest = draft.rest.without(mention.start, mention.end)
        return
    scope = Filters(plan=mention.plans)
    draft.scopes = (
        [(mention.start, scope, mention.words)] if region else [*draft.scopes, (mention.start, scope, mention.words)]
    )
    draft.note("plan", mention.start, mention.end)


def place_of_subject(draft: Draft) -> None:
    """«полтавська вежа: у плані 21.4 і в плані 22.1»: beside several plans that are not of a region, its name at the
    head of the question says which thing is meant."""
    others = [scope for _, scope, _ in draft.scopes if scope.plan or "" in scope.region]
    if len(others) < 2:
        return
    plans = [draft.names.plans[p] for scope in others for p in scope.plan]
    numbered = min((start for start, scope, _ in draft.scopes if scope.plan), default=0)
    for region, start, end in draft.places:
        ends_head = bool(_HEAD_ENDS.match(draft.text[end:])) and end < numbered and bool(draft.text[:start].strip())
        around = f"{draft.text[:start]}|{draft.text[end:]}"
        alone = bool(_IN_REGION.match(draft.text[start:end]) or _OF_SCOPE.search(around))
        of_thing = bool(_OF_THING.search(f"{draft.text[:end]}|{draft.text[end:]}"))
        if (alone and not (of_thing or ends_head)) or any(plan.region == region for plan in plans):
            continue
        draft.scopes = [s for s in draft.scopes if s[1].region != (region,)]
        draft.conditions = [c for c in draft.conditions if c.words != draft.text[start:end].strip()]
        draft.rest = Rest(draft.rest.text[:start] + draft.text[start:end] + draft.rest.text[end:])


_HEAD_ENDS = re.compile(r"\s*[:—–]|\s+-\s")  # «вежа в Полтавській області: який строк у плані 21.4 і який у плані 22.1»
_IN_REGION = re.compile(r"(?:у|в|на|по|для|з|із|за|до|in|for|of)\s")
# «по полтавському порому в плані 21.4 і 22.1»: the adjective belongs to a thing of its own case
_OF_THING = re.compile(
    r"(?:ськ|цьк|зьк)(?:ий|ого|ому|им|ої|ій|у|ою|е|а|і|их|ими)\|\s+(?!план|програм|област|обл\b|регіон|та\b|і\b|й\b|чи\b|або\b|у\b|в\b|на\b)[\w'-]{3,}"
)
# what makes a region one of the things compared: «у», «план», «область» beside its name
_OF_SCOPE = re.compile(
    r"(?:\b(?:у|в|на|по|і|й|та|чи|або|з|із)\s+|план\w*\s+)\||\|\s*(?:план|програм|област|обл\b|регіон)"
)


def apply_scope(draft: Draft) -> None:
    draft.scopes = _different(sorted(draft.scopes, key=lambda s: s[0]))
    if len(draft.scopes) == 1:
        scope = draft.scopes[0][1]
        draft.filters = replace(draft.filters, region=scope.region, plan=scope.plan)
    if draft.scopes:
        draft.rest = Rest(_PLAN_LEFT.sub(lambda m: " " * len(m.group()), draft.rest.text))


def one_count(draft: Draft) -> bool:
    """Whether several plans (or several regions) are counted together: then they are values of one condition."""
    parts = [scope for _, scope, _ in draft.scopes]
    regions, plans = (tuple(v for p in parts for v in values(p)) for values in (_regions_of, _plans_of))
    if regions and plans:
        return False
    draft.filters = replace(draft.filters, region=regions, plan=plans)
    draft.scopes = draft.scopes[:1]
    return True


def _regions_of(scope: Filters) -> tuple[str, ...]:
    return scope.region


def _plans_of(scope: Filters) -> tuple[str, ...]:
    return scope.plan


def _different(scopes: list[tuple[int, Filters, str]]) -> list[tuple[int, Filters, str]]:
    out: list[tuple[int, Filters, str]] = []
    for scope in scopes:
        if scope[1] not in [s for _, s, _ in out]:
            out.append(scope)
    return out


def take_sides(draft: Draft) -> None:
    """«що раніше: пороми чи мости» compares two subjects; what stands before them belongs to both."""
    text = draft.rest.text
    found = (pattern.search(text) for pattern in (_SIDES, _SIDES_AT_ONCE, _SIDES_BEFORE, _SIDES_AMID))
    match = next(filter(None, found), None) if len(draft.scopes) < 2 else None
    if match is None:
        return
    one, its = Rest(match["one"]).words(), _OF_THE_ONE.sub("", match["other"])
    other = Rest(its).words()
    if not (content_words(one) and content_words(other)):
        return
    if match.re is _SIDES_BEFORE:
        one, other = _with_common_words(one, other)
    head = Rest(_MEASURED.sub(" ", match["head"])).words() if match.re in (_SIDES, _SIDES_AMID) else ""
    head = f"{head} " if content_words(head) else ""
    if its != match["other"]:  # «стратегія мостів чи план до неї» is «її план»
        draft.sides = (head + one, f"її {its.strip()}")
    else:
        leaning = LEANING_SIDE.match(match["other"].strip())
        draft.sides = (head + one, f"{leaning.group()}{other}" if leaning else head + other)
    draft.rest = draft.rest.without(match.start("measure"), match.end("measure"))


def _with_common_words(one: str, other: str) -> tuple[str, str]:
    """«типовий проєкт дерев'яних і кам'яних мостів» names two projects: what stands before the first of two adjectives
    of one form, and after the second, belongs to both."""
    before, after = one.split(), other.split()
    if len(before) < 2 or len(after) < 2 or not (_forms(before[-1]) & _forms(after[0])):
        return one, other
    return " ".join((*before, *after[1:])), " ".join((*before[:-1], *after))


def _forms(word: str) -> set[tuple[str | None, str | None]]:
    """The cases and numbers that an adjective may be of; none for another word."""
    its = readings(word)
    return {(r.case, r.number) for r in its} if its and all(r.pos == "ADJF" for r in its) else set()


_MEASURE = (
    r"раніше|пізніше|швидше|скоріше|частіше|рідше|більше|менше|довше|раньше|позже|быстрее|чаще|реже|больше|меньше"
    r"|earlier|later|sooner|more|less|more\s+often"
)
# «що раніше настане пороми чи мости»: no mark before the first thing
_SIDES_AT_ONCE = re.compile(
    rf"^(?P<head>\W*(?:а\s+)?(?:що|шо|что|хто|кто|who|what)\s+(?P<measure>{_MEASURE})"
    r"(?:\s+(?:буде|триває|настане|зда\w+|зробл\w+|закінч\w+|заверш\w+|почн\w+|старту\w+|відкри\w+|запрац\w+|будет|сдел\w+|откр\w+))?)"
    r"\s+(?P<one>[^:—–]+?),?\s+(?:чи|або|или|or)\s+(?P<other>[^:—–]+?)\W*$"
)
# «стратегія мостів і план до неї: що має бути раніше»
_SIDES_BEFORE = re.compile(
    r"^\W*(?P<one>[^:—–,]+?)\s+(?:чи|або|или|or|і|та|й|и|and)\s+(?P<other>[^:—–,]+?)\s*(?:[:—–,]|\s-)\s*"
    r"(?P<head>(?:що|шо|что|хто|кто|де|где|у\s+кого|який|яка|яке|какой|which|what)\b(?:\s+(?:строк|термін|срок|дата))?"
    rf"[^:—–]*?\b(?P<measure>{_MEASURE})\b[^:—–]*?)\W*$"
)
# «ремонт мостів: у селах чи в містах строк раніше»
_SIDES_AMID = re.compile(
    r"^(?P<head>[^:—–]+?)(?:[:—–]|\s-)\s*(?P<one>[^:—–,]+?)\s+(?:чи|або|или|or)\s+(?P<other>[^:—–,]+?)\s+"
    rf"(?:(?:строк|термін|срок|дата)\w*\s+)?(?P<measure>{_MEASURE})\W*$"
)
_OF_THE_ONE = re.compile(r"\s+(?:до|про|по|на|для|за|к|о)\s+(?:неї|нього|них|нее|ней|него|нему|ним)$")
_MEASURED = re.compile(rf"\b(?:{_MEASURE})\b")
_SIDES = re.compile(
    rf"(?P<head>^[^:—–]*?\b(?P<measure>{_MEASURE})\b[^:—–]*?)(?:[:—–]|\s-)\s*(?P<one>[^:—–]+?),?\s+(?:чи|або|или|or)\s+(?P<other>[^:—–]+?)\W*$"
)
