"""Which plans a question names: by number («план 6.1»), as the government's («в урядовій програмі»), by words of the
title or the issuer («у плані лісгоспу», «херсонський центр»).

Numbers and words are taken from the stored plans' own titles, issuers and file names; nothing here names a plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.name_words import NameWords, said_in
from corpus.analysis import analyser
from corpus.model import Plan
from corpus.morphology import readings
from corpus.text import fold
from index.terms import terms_of

PLAN_WORD = r"(?:план(?:у|і|ом|ах|ами|и|ів|е|ов|ы)?|цілі|ціль|цілях|цілей|ціллю|цел[ьи]|целях|goals?|plans?|програм(?:а|и|і|у|ою|ах)|программ\w{1,2}|programme|program|документ\w{0,2})"
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,2}"
NUMBERED = re.compile(
    rf"(?:\b(?:у|в|за|по|з|із|до|in|for|of)\s+)?(?P<kind>\b\w+(?:ому|ім|ий|ого|ій|ом)\s+)?\b{PLAN_WORD}\s+(?:уряду\s+|заходів\s+)?(?:№\s*|no\.?\s*|номер\s+)?(?P<number>{_NUMBER})(?![\d.]*\d|\s*(?:рок|рік|квартал|р\b))"
)
_NEXT_NUMBER = re.compile(
    rf"^\s*(?:,|і|й|та|и|and|or|чи|або|или|vs|проти|з)\s+(?:(?:скільки|який|хто|коли)\s+)?(?:(?:у|в|за|по|з|із|in)\s+)?(?:{PLAN_WORD}\s+)?({_NUMBER})(?![\d.]*\d)"
)
# «по плану 21.4 і коли по 22.1»: beside a plan's number another one needs no word for it
_ALSO_NUMBER = re.compile(r"\b(?:у|в|за|по|з|із|in|by)\s+(?:урядов\w+\s+)?(\d{1,2}\.\d{1,2})(?![\d.]*\d|\s*%)")
_AT_START = re.compile(rf"^\W*({_NUMBER})\s*[:,—-]")
# «у плані моз про здоров'я 2.1»: what stands between the word and the number names the plan
_WORDS_BEFORE = re.compile(
    r"\b(?:у|в|за|по|з|із|до)\s+план(?:у|і|ом|ах)\s+(?:(?!(?:хто|коли|скільки|що|чи|до|які?|яка|де|строк)\b)[\w'-]+\s+){1,5}$"
)
_BARE_NUMBER = re.compile(r"(?:\b(?:у|в|за|по|з|із)\s+урядов\w+\s+)?(?<![\d.])(\d{1,2}\.\d{1,2})(?![\d.]*\d)")
# the whole country's plans, by any of their names; «урядовий портал» and the like are bodies or things, not plans
COUNTRY = re.compile(
    r"(?:\b(?:у|в|за|по|з|із|для|до|та|і|й|чи|або|и|in|by|of)\s+)?(?:"
    r"\b(?:урядов|правительствен|загальнодержавн|загальнонаціональн|національн|общегосударствен|державн|кабмінівськ)\w*\s+(?:програм\w*|план\w*|программ\w*|документ\w*)(?:\s+(?:дій|діяльності|действий|заходів))?(?:\s+(?:уряду|кабінету\s+міністрів|кабміну|правительства))?"
    r"|\b(?:програм|план|программ)\w*\s+(?:дій\s+|діяльності\s+|действий\s+)?(?:уряду|кабінету\s+міністрів(?:\s+україни)?|кабміну|кму|правительства)\b"
    r"|\b(?:the\s+)?government(?:'s|al)?\s+(?:action\s+)?(?:program(?:me)?|plans?|goals?)\b|\bnational\s+(?:plans?|program(?:me)?|level)\b"
    r"|\b(?:по|на\s+рівні|в\s+масштабах|усій|всій|всей|по\s+всій|по\s+всей)\s+(?:країні|країни|україні|стране|держави)\b|(?<=^а )на\s+(?:всю|усю|цілу)\s+(?:країну|україну|страну)\b|\bна\s+(?:загальнодержавному|національному|державному|урядовому)\s+рівні\b|\bзагалом\s+по\s+україні\b|\bnationwide\b|\bnational-level\b"
    r"|\b(?:в|у|за|та|і|й|чи|або|по|з|и|за)\s+урядов(?:ому|им|ій|ою|ом|ими|их)\b(?=\W*$|\W*[,:;?.—-]|\s+(?:і|та|й|чи|а|або|хто|що|до|коли|який|скільки)\b)"
    r"|\bурядов(?:ий|ому|а|і|их|им)\b(?=\W*$)|\b(?:по|в)\s+правительственно(?:му|м)\b(?=\W*$)"
    r"|\b(?:в|у|від|по)\s+уряд(?:і|у)\b|\bуряд\b(?!\s+україни\s)|\bthe\s+government\b"
    r")"
)
# kinds of issuers as people shorten them, and the lemmas that titles and issuers carry
KINDS: dict[str, frozenset[str]] = {
    "мц": frozenset({"місцевий", "центр"}),
    "центр": frozenset({"центр"}),
    "рц": frozenset({"регіональний", "центр"}),
    "ода": frozenset({"обласний", "державний", "адміністрація"}),
    "ова": frozenset({"обласний", "військовий", "адміністрація"}),
    "облдержадміністрація": frozenset({"обласний", "державний", "адміністрація"}),
    "рда": frozenset({"районний", "державний", "адміністрація"}),
    "облрада": frozenset({"обласний", "рада"}),
    "міськрада": frozenset({"міський", "рада"}),
}
_TITLE_WINDOW = re.compile(
    r"((?:\b[\w'-]+\s+)?)\b(план(?:у|і|ом|ах|и|ів|е)?|plan)\b(?!\s+(?:уряду|дій))((?:\s+(?!(?:хто|що|коли|до|скільки|який|яка|які|чи|є|має|мають|на|про|за|у|в|по)\b)[\w'-]+){0,4})"
)
_GENERIC = frozenset(
    """план захід заходи програма на у з щодо по для і та й рік роки україна стратегія реалізація виконання розвиток
    область обласний державний адміністрація затвердити квартал квартальний діяльність період до людина українець мати
    свій який що не в за бути це цей наш ваш його їх мой ваш свій один інший кожний всі весь увесь міський місцевий""".split()  # noqa: SIM905
)


# an adjective of place inside a title («Міловського»); «Український» and «Урядський» name no town
_TOWN = re.compile(
    r"\b(?!Україн|Уряд|Європ|Нац)([А-ЯІЇЄҐ][а-яіїєґ']{2,}?)(?:ськ|цьк|зьк)(?:ого|ий|ої|ому|а|е|ій|им|ою)\b"
)
_ROUGH = str.maketrans("иыэеґ", "іііег")


def rough(word: str) -> str:
    """A word so that Ukrainian and Russian spellings of a name meet."""
    return fold(word).translate(_ROUGH).replace("'", "").replace("-", "")


@dataclass(frozen=True, slots=True)
class PlanMention:
    """Plans that a question names: their ids (or ``country``: all of the whole country), the place, the words.

    No ids and not ``country``: the question names a plan that is not in the store.
    """

    start: int
    end: int
    words: str
    plans: tuple[str, ...] = ()
    country: bool = False


class PlanNames:
    """The names of the stored plans: numbers, title words, issuer words."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = tuple(plans)
        self._by_id = {plan.id: plan for plan in plans}
        numbered: dict[str, list[str]] = {}
        for plan in plans:
            for number in _numbers_of(plan):
                numbered.setdefault(number, []).append(plan.id)
        self._by_number = {number: tuple(ids) for number, ids in numbered.items()}
        self._words = lru_cache(maxsize=None)(self._title_words)
        self._title_reader = NameWords(lambda: [plan.title for plan in self.plans])

    def read_ahead(self) -> None:
        """Read the words of all titles, which else are read when a question speaks of a plan."""
        for plan in self.plans:
            self._words(plan.id)
        self._title_reader.ways("назва")

    def by_number(self, number: str) -> tuple[str, ...]:
        """The plans that people call by this number («12.1»)."""
        return self._by_number.get(number, ())

    def mentions(self, text: str) -> list[PlanMention]:
        """The plans that a normal question names, in its order: by number, as the government's."""
        return [*self._numbered(text), *self._of_country(text)]

    def titled(self, text: str, region: str | None) -> PlanMention | None:
        """The one plan (or few) whose title or issuer holds the words that stand at «план» or name its issuer.

        With ``region``, only that region's plans are asked; the words then tell them apart.
        """
        pool = [p for p in self.plans if region is None or p.region == region]
        for match in _TITLE_WINDOW.finditer(text):
            words = lemmas_of(f"{match[1]} {match[3]}") - _GENERIC
            found = self._best(words, pool, least=1 if region else 2)
            if found:
                return PlanMention(match.start(2), match.end(2), match.group().strip(), found)
        return self._by_kind(text, pool) if region else None

    def by_town(self, text: str) -> list[PlanMention]:
        """Plans by the town or district in their issuer's name («Міловський центр»), in any spelling («милове»)."""
        out = []
        for match in re.finditer(r"[\w'-]{4,}", text):
            word = rough(match.group())
            towns = (town for town in self._towns() if word.startswith(town) and len(word) <= len(town) + 7)
            plans = tuple(dict.fromkeys(plan for town in towns for plan in self._towns()[town]))
            if plans:
                out.append(PlanMention(match.start(), match.end(), match.group(), plans))
        return out

    @lru_cache(maxsize=1)  # noqa: B019 - one object a state of the store
    def _towns(self) -> dict[str, list[str]]:
        """The stem of an adjective of place in a title or issuer -> the plans that have it."""
        out: dict[str, list[str]] = {}
        for plan in self.plans:
            for match in _TOWN.finditer(f"{plan.title} {plan.issuer or ''}"):
                out.setdefault(rough(match[1]), []).append(plan.id)
        return out

    def _by_kind(self, text: str, pool: Sequence[Plan]) -> PlanMention | None:
        for match in re.finditer(r"[\w'-]+", text):
            lemma = next(iter(lemmas_of(match.group())), "")
            kind = KINDS.get(match.group()) or KINDS.get(lemma)
            found = kind and tuple(p.id for p in pool if kind <= self._words(p.id))
            if found and len(found) <= len(pool):
                return PlanMention(match.start(), match.end(), match.group(), found)
        return None

    def _best(self, words: frozenset[str], pool: Sequence[Plan], least: int) -> tuple[str, ...]:
        hits = {p.id: len(words & self._words(p.id)) for p in pool}
        most = max(hits.values(), default=0)
        found = tuple(plan for plan, n in hits.items() if n == most)
        return found if most >= least and len(found) < len(pool) and len(found) <= 3 else ()

    def _title_words(self, plan_id: str) -> frozenset[str]:
        plan = self._by_id[plan_id]
        return lemmas_of(" ".join(filter(None, (plan.title, plan.issuer))))

    def is_of_title(self, words: str, plan_id: str) -> bool:
        """Whether words, in any way of saying them, stand in a plan's title."""
        asked = self._title_reader.ways(words)
        stems = frozenset(t.stem for t in terms_of(self._by_id[plan_id].title))
        return bool(asked) and said_in(asked, stems) is not None

    def _numbered(self, text: str) -> list[PlanMention]:
        out: list[PlanMention] = []
        place = 0
        while match := NUMBERED.search(text, place):
            kind = (match["kind"] or "").strip()
            # «мостового плану 21.4», but «сплав плотом план 21.4»
            noun = bool(kind) and [r.pos for r in readings(kind)][:1] == ["NOUN"]
            out.append(self._number(match.end("kind") if noun else match.start(), match.end(), text, match["number"]))
            place = match.end()
            while following := _NEXT_NUMBER.match(text[place:]):
                out.append(self._number(place, place + following.end(), text, following[1]))
                place += following.end()
        if not out:
            known = [m for m in _BARE_NUMBER.finditer(text) if m[1] in self._by_number]
            starts = [_WORDS_BEFORE.search(text, 0, m.start()) for m in known]
            return [
                self._number(before.start() if before else m.start(), m.end(), text, m[1])
                for m, before in zip(known, starts, strict=True)
            ]
        others = (m for m in _ALSO_NUMBER.finditer(text, out[-1].end) if m[1] in self._by_number)
        return [*out, *(self._number(m.start(), m.end(), text, m[1]) for m in others)]

    def _number(self, start: int, end: int, text: str, number: str) -> PlanMention:
        return PlanMention(start, end, text[start:end].strip(" ,"), self._by_number.get(number, ()))

    def _of_country(self, text: str) -> list[PlanMention]:
        return [PlanMention(m.start(), m.end(), m.group().strip(), country=True) for m in COUNTRY.finditer(text)]


def _numbers_of(plan: Plan) -> list[str]:
    """Numbers by which people call a plan: of its goal, in the title or in the file's name."""
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", plan.source_file)
    out = [m[1] for m in re.finditer(r"(?<![\d.])(\d{1,2}\.\d{1,2})(?![\d.]*\d)", stem)]
    out += [
        m[1] for m in re.finditer(r"(?:goal|cil|tsil|ціль|план|plan)[ _-]*(\d{1,2})(?![\d.]*\d)", stem, re.IGNORECASE)
    ]
    out += [m[1] for m in re.finditer(rf"\bціл[ьі]\s+({_NUMBER})", fold(plan.title))]
    return list(dict.fromkeys(out))


@lru_cache(maxsize=4096)
def lemmas_of(text: str) -> frozenset[str]:
    """All lemmas that the words of a text may have."""
    tool = analyser()
    return frozenset(
        lemma for token in tool.tokens(fold(text)) if token.text[0].isalpha() for lemma in tool.lemmas(token.text)
    )
