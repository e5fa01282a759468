"""What a measure does, slot by slot: step, object, kind of document, names, numbers, place.

Two measures can share nearly all their words and still be two things («… працівників освіти», «… охорони здоров'я»),
or share few and be one. What tells them apart stands in particular slots, so that they are taken apart here; whether
two measures repeat each other is judged in the room above.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.analysis import Analyser
from corpus.slot_classes import class_of, key_of, levels_of, turned
from corpus.slot_words import (
    BARE,
    LIGHT,
    PAPER,
    PHRASES,
    POINTING,
    QUALIFYING,
    SHORT_FORMS,
    STOP,
)
from corpus.text import collapse, fold

_NAME = re.compile(r"[«“„\"]([^«»“”„\"]{2,200})[»”\"]")
_TITLED = re.compile(r"([^\W\d_]+)\s+([«“„\"][^«»“”„\"]{2,200}[»”\"])")
# what every amending law is called: «Про внесення змін до деяких …»
_AMENDING = re.compile(
    r"внесення змін(?: і доповнень| та доповнень)? (?:до|у|в) (?:деяких |статт\w+ [\d, і-]+|[\w'-]+ (?=кодекс))*"
    r"(?:законодавчих актів|закон\w+|кодекс\w+)(?: україни)?"
    r"(?: (?:та|і) (?:деяких |інших )+(?:законодавчих актів|законів)(?: україни)?)?"
    r"(?: (?:щодо|з питань|стосовно|у зв'язку з|[ув] частині))?"
)
# which code is amended says where, not what: «зміни до Податкового кодексу щодо …»
_AMENDED_CODE = re.compile(
    r"(змін\w*(?: (?:і|та) доповнен\w+)? )(?:до|у|в) (?:[А-ЯІЇЄҐ][\w'-]+ )?кодекс\w*(?: України)?"
    r"(?: (?:про|з) [^,.;«»“”\"]{3,40})?(?:(?: та|,) (?:деяких |інших )+(?:законодавчих актів|законів)(?: України)?)?"
)
_LATIN = re.compile(r"\b[A-Za-z][A-Za-z0-9-]{3,}(?:\s[A-Za-z][a-z]{3,})*")
# what can follow a noun that nothing qualifies
_ENDS = re.compile(r"\s*(?:$|[,.;:()]|(?:на|у|в|з|із|до|від|для|і|за|по|щодо|серед|через|шляхом)\b)")
_BRACKETS = re.compile(r"\([^()]*\)")
_CODE = re.compile(r"\d[\d./-]*\d|\d")
# numbers that tell which one is meant («ліцей № 3», «2008/98», «2021-2023»), not how much («20 млрд», «5-10%»)
_IDENTIFIER = re.compile(
    r"№\s?(\d[\d./-]*\d|\d)|\b(\d+(?:[./-]\d+)+)\b(?!\s?(?:%|відсот|млн|млрд|тис))|\b((?:19|20)\d\d)\b"
)
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_NUMBERING = re.compile(r"^\s*(?:\d+[.)]\s*)+(?:\d+\.?\s)?|^\s*[-–•*]\s*")
_CLAUSE_END = re.compile(
    r"(?<=[^\W\d_]{3})[.;]\s+(?=[^\W\d_])"  # a sentence
    r"|(?<=\))[.;]?\s+(?=[А-ЯІЇЄҐ])|(?<=[:;,.])\s[-–]\s?(?=\w)|\s•\s?"  # a bullet
    r"|\s[-–]\s?(?=[А-ЯІЇЄҐ][а-яіїєґ])"  # another, but not «Україна – НАТО»
    # a list that has lost its bullets; «нового Положення» is none
    r"|(?<=[»”\"а-яіїєґ])\s+(?!Положення|Управління|Об.єднання)(?=[А-ЯІЇЄҐ][а-яіїєґ]{5,}(?:ння|ття)\s)"
)
_EVERYWHERE = re.compile(r"\b(?:всі[хм]?|усі[хм]?|кожн\w+|100 відсотк\w+|загальнодержавн\w+)\b", re.I)
_FORMULA = re.compile(
    r"\bнормативно[- ]?правов\w+\b(?: баз\w{1,2}\b)?"
    r"|\b[ву] межах (?:своєї |наданої |наданих )?(?:компетенці\w+|повноважень)\b"
    r"|\b(?:[ву] (?:установленому|встановленому|визначеному|разі) (?:порядку|потреби|впровадження)|за потреби)\b",
    re.I,
)
_ABOUT = re.compile(r"\b(?:щодо|стосовно|з питань|з метою|для)\b")
# where it applies, when that is everywhere: another slot than the object
_SCOPE = re.compile(
    r"\b(?:[нН]а|[уУвВ]|[пП]о) (?:[ув]сі[хй]?|кожн\w+) (?:регіон\w*|област\w*)(?: держави| України)?"
    r"|,? що охоплю[^,.;]*",
)
# examples and frames: «(лекції, семінари)», «зокрема …», «у рамках …»
_EXAMPLES = re.compile(r"\([^()]*\)?|\b(?:зокрема|[ув] тому числі|[ув] т\. ?ч\.|[ув] рамках)\b.*$", re.I)
_NONE: frozenset[str] = frozenset()  # one for all: among a hundred thousand measures, empty sets are half the memory
_CLAUSES = 12
_LEAD = 8  # words, light ones too, in which a step still leads
_QUALITIES = frozenset(["pilot", "inform", "teach", "advise"])  # steps that an adjective may say: «пілотне дослідження»
_HEAD = 4  # content words that stand next to the step and say what it is done to


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence or bullet. ``steps`` lead it («розроблення та схвалення»); ``inner`` are those inside its object
    («концепції впровадження системи»); ``head`` are the first words of the object, ``asides`` those of its words that
    only give examples or a frame («(лекції, семінари)»)."""

    steps: tuple[str, ...]
    inner: tuple[str, ...]
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    names: frozenset[str]
    asides: frozenset[str] = frozenset()

    @property
    def head(self) -> tuple[str, ...]:
        return self.words[:_HEAD]


@dataclass(frozen=True, slots=True)
class Slots:
    """A measure taken apart. All values are comparison keys, not words to show.

    ``normal`` is the exact normal form of the text; ``words`` are the keys of what it is about (no steps, no words
    that every plan has), ``task_words`` those of the task it stands under; ``identifiers`` are the numbers that say
    which one is meant, ``levels`` whether it is for the country, a part of it or more than it, ``context_names`` the
    names that its task and the rows before it give; ``pointing`` says that the text points at its context instead of
    naming its object («відповідний акт», «проєкт»), ``bare`` are the nouns that do so alone («проєкт», «система»),
    ``things`` all nouns of that kind that it has, alone or not («проєкт «Добрий сусід»»).
    """

    normal: str
    clauses: tuple[Clause, ...]
    words: tuple[str, ...]
    kinds: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    identifiers: frozenset[str] = frozenset()
    everywhere: bool = False
    levels: frozenset[str] = frozenset()
    pointing: bool = False
    bare: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    task_words: tuple[str, ...] = ()
    context_names: frozenset[str] = frozenset()

    @property
    def length(self) -> int:
        """In words."""
        return self.normal.count(" ") + 1

    @property
    def steps(self) -> frozenset[str]:
        return frozenset(step for clause in self.clauses for step in clause.steps)


class SlotReader:
    """Takes texts apart with one analyser and one set of short forms (short form -> full words)."""

    def __init__(self, analyser: Analyser, short_forms: Mapping[str, str] | None = None) -> None:
        self._analyser = analyser
        self._short = {**SHORT_FORMS, **{fold(k): fold(v) for k, v in (short_forms or {}).items()}}
        self._known: dict[str, tuple[_Word, ...]] = {}
        self._tasks: dict[str, tuple[str, ...]] = {"": ()}

    def read(self, text: str, task: str | None = None, around: Iterable[str] = ()) -> Slots:
        """The slots of a measure. ``task`` is what it serves; ``around`` are the rows before it under the same task,
        which name what it may only point at («поширення проєкту»)."""
        text = _FORMULA.sub("", _NUMBERING.sub("", collapse(text)))
        clauses = _inherited([self._clause(part) for part in _parts(text)])
        own = frozenset(name for clause in clauses for name in clause.names) | names_in(text) or _NONE
        lemmas = {word.lemma for word in self._words(text)}
        bare = self._bare(text) if not own else frozenset()
        return Slots(
            normal=normal_form(text),
            clauses=clauses,
            words=tuple(dict.fromkeys(word for clause in clauses for word in clause.words)),
            kinds=frozenset(kind for clause in clauses for kind in clause.kinds) or _NONE,
            names=own,
            numbers=frozenset(_CODE.findall(text)) or _NONE,
            identifiers=frozenset(max(found) for found in _IDENTIFIER.findall(text)) or _NONE,
            everywhere=bool(_EVERYWHERE.search(text)),
            levels=levels_of(_folded(text)) or _NONE,
            pointing=bool(bare or POINTING & lemmas),
            bare=frozenset(map(key_of, bare)) or _NONE,
            things=frozenset(map(key_of, BARE & lemmas)) or _NONE,
            task_words=self._of_task(task or ""),
            context_names=(names_in(task or "") | self._named(bare, around)) - own or _NONE,
        )

    def _bare(self, text: str) -> frozenset[str]:
        """Nouns for a thing that stand alone: «поширення проєкту на …», not «системи обліку», «державних реєстрів»."""
        folded = _prepared(text)
        found = set()
        qualified = False
        for match in _WORD.finditer(folded):
            for word in self._words(match.group()):
                if word.lemma in BARE and not qualified and _ENDS.match(folded, match.end()):
                    found.add(word.lemma)
                if word.quality or not word.empty:  # «програмного забезпечення реєстрів»: what is light hands it on
                    qualified = not word.step and (not word.empty or word.lemma in QUALIFYING)
        return frozenset(found)

    def _named(self, bare: frozenset[str], around: Iterable[str]) -> frozenset[str]:
        """The names that rows around give to these bare nouns: «проєкту «Добрий сусід»» to «проєкт»."""
        if not bare:
            return frozenset()
        found = (match for text in around for match in _TITLED.finditer(text))
        return names_in(" ".join(m[2] for m in found if any(w.lemma in bare for w in self._words(m[1]))))

    def _of_task(self, task: str) -> tuple[str, ...]:
        """The object words of a task, read once for all its measures."""
        if task not in self._tasks:
            self._tasks[task] = self.words(task)
        return self._tasks[task]

    def words(self, text: str) -> tuple[str, ...]:
        """The object words of a text, each once, in order."""
        return tuple(dict.fromkeys(word for part in _parts(text) for word in self._clause(part).words))

    def _clause(self, text: str) -> Clause:
        steps: dict[str, None] = {}
        inner: dict[str, None] = {}
        words: dict[str, None] = {}
        kinds: dict[str, None] = {}
        leading, ordered = True, None
        for number, (word, about) in enumerate(self._placed(_AMENDED_CODE.sub(r"\1", _SCOPE.sub(" ", text)))):
            if word.step:
                (steps if leading and not (about and turned(steps, word.step)) else inner)[word.step] = None
                ordered = ordered or (word.step if word.verb else None)
            if word.kind:
                kinds[word.kind] = None
            content = not word.empty and not (word.step and leading and not word.quality)
            if content:
                words[word.key] = None
            # a noun of the object ends the steps; what qualifies one does not («широкої роз'яснювальної кампанії»)
            noun = content and (not word.quality or (bool(steps) and not word.step))
            leading = leading and not (word.kind or noun or number > _LEAD)
        if not steps and ordered:  # «З урахуванням досвіду запровадити …»
            steps[ordered] = None
        return Clause(tuple(steps), tuple(inner), tuple(words), tuple(kinds), names_in(text), self._asides(text, words))

    def _placed(self, text: str) -> Iterator[tuple[_Word, bool]]:
        """The words, and whether they stand behind what says what the step is about («пропозицій щодо скасування»)."""
        for number, part in enumerate(_ABOUT.split(_prepared(text))):
            for word in self._known_words(part):
                yield word, number > 0

    def _asides(self, text: str, words: Mapping[str, None]) -> frozenset[str]:
        """Those of the words that stand in examples and frames only."""
        main = _EXAMPLES.sub(" ", text)
        if main == text:
            return _NONE
        return frozenset(words.keys() - {word.key for word in self._words(main)}) or _NONE

    def _words(self, text: str) -> Iterator[_Word]:
        return self._known_words(_prepared(text))

    def _known_words(self, prepared: str) -> Iterator[_Word]:
        for written in _WORD.findall(prepared):
            if written in STOP:
                continue
            found = self._known.get(written)
            if found is None:
                found = self._known[written] = tuple(self._read_word(written))
            yield from found

    def _read_word(self, written: str) -> Iterator[_Word]:
        full = self._short.get(written)
        for part in full.split() if full else [written]:
            lemma = fold(self._analyser.lemmas(part)[0])
            if re.fullmatch(r"(?:законо)?проект\w{0,3}", part):  # the dictionary knows only the newer spelling
                lemma = "законопроект" if part.startswith("закон") else "проект"
            empty = lemma in LIGHT or lemma in PAPER or lemma in STOP or len(lemma) < 2 or lemma[0].isdigit()
            quality = lemma.endswith(("ий", "ій")) or part in ("it", "іт", "онлайн", "е")
            adjunct = part.endswith(("нням", "ттям"))  # «із залученням експертів» is how, not what
            step = None if adjunct else class_of(lemma, "steps")
            if quality and step not in _QUALITIES:  # «модернізована система»
                step = None
            yield _Word(lemma, key_of(lemma), empty, quality, part.endswith("ти"), step, class_of(lemma, "kinds"))


@dataclass(frozen=True, slots=True)
class _Word:
    lemma: str
    key: str
    empty: bool  # says nothing of the object
    quality: bool  # an adjective
    verb: bool  # an infinitive
    step: str | None
    kind: str | None


def names_in(text: str) -> frozenset[str]:
    """Names in quotation marks and in Latin letters, in a comparison form without «про» and «проєкт».

    >>> sorted(names_in("розвиток порталу «Зелений двір» та WikiFood"))
    ['wikifood', 'зелений двір']
    """
    quoted = {_AMENDING.sub("", fold(name).removeprefix("про ")).strip(" .,;") for name in _NAME.findall(text)}
    latin = {word.lower() for word in _LATIN.findall(text)}
    return frozenset(_spelled(name) for name in quoted | latin if len(name) > 1) or _NONE


def normal_form(text: str) -> str:
    """The text without what is only typography: case, marks, numbering, проєкт/проект.

    >>> normal_form("2. Утворити «Центр дозвілля»;") == normal_form("Утворити центр дозвілля")
    True
    """
    return _spelled(" ".join(_WORD.findall(fold(_NUMBERING.sub("", text)))))


def _inherited(clauses: list[Clause]) -> tuple[Clause, ...]:
    """A bullet that names no step has that of the line above the list."""
    first = clauses[0].steps
    return tuple(clause if clause.steps else replace(clause, steps=first) for clause in clauses)


def _parts(text: str) -> list[str]:
    """Sentences and bullets; what stands in brackets stays with its sentence."""
    hidden = _BRACKETS.sub(lambda match: "(" * len(match.group()), text)
    cuts = [(0, 0), *(match.span() for match in _CLAUSE_END.finditer(hidden)), (len(text), len(text))]
    parts = [text[end:start].strip() for (_, end), (start, _) in itertools.pairwise(cuts)]
    return [part for part in parts if len(part) > 3][:_CLAUSES] or [text]


def _spelled(text: str) -> str:
    return text.replace("проєк", "проек").replace(" та ", " і ").replace(" й ", " і ")


_folded = lru_cache(maxsize=256)(fold)  # a measure is looked at several times in a row


@lru_cache(maxsize=256)
def _prepared(text: str) -> str:
    """The text as its words are read: folded, with one word for every phrase that names one thing."""
    return _contracted(_spelled(_folded(text)))


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b(?:{pattern})\b"), short) for pattern, short in PHRASES)


def _contracted(text: str) -> str:
    """The text with one word for every phrase that names one thing."""
    for pattern, short in _phrases():
        text = pattern.sub(short, text)
    return text
