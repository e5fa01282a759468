"""One run of the command line: its settings, what it opens, and how it speaks to the person."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from api.settings import LANGUAGES, Lang, Settings
from api.wording import say

if TYPE_CHECKING:  # each is loaded where it is first used: `zakhid --help` needs none of them
    from assistant.assistant import Assistant
    from corpus.store import Store, StoredPlan
    from index.search import Searcher

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Session:
    """What the commands share. ``settings`` are those of this run: options over environment over file."""

    settings: Settings
    quiet: bool = field(default=False)

    @property
    def lang(self) -> Lang:
        return self.settings.lang

    def say(self, key: str, **data: Any) -> str:
        """A message in the language of the interface."""
        return say(self.lang, key, **data)

    def note(self, key: str, **data: Any) -> None:
        """A message to the person, on standard error."""
        self.note_text(self.say(key, **data))

    def note_text(self, text: str) -> None:
        """Words for the person that stand in another table of words, on standard error."""
        click.echo(for_terminal(text), err=True)

    def show(self, text: str) -> None:
        """A result for the person, on standard output."""
        click.echo(for_terminal(text))

    def store(self, *, create: bool = False) -> Store:
        """The data folder's store. Raises Problem where there is none (and ``create`` is false)."""
        from corpus.store import Store

        return Store.open(self.settings.data, create=create)

    def searcher(self, store: Store) -> Searcher:
        """The search over this store, with the encoder that the settings name; brought up to date with the store."""
        from index.search import Searcher

        if not self.settings.cache.exists():
            self.note("loading-model")
        searcher = Searcher.open(store, encoder=self.settings.encoder, cache=self.settings.cache)
        if former := searcher.made_otherwise:
            self.note("indexing-anew", model=former.recipe.encoder)
        with self.progress("indexing") as progress:
            searcher.sync(progress)
        return searcher

    def assistant(self, store: Store) -> Assistant:
        """The assistant over this store, in the language of the interface."""
        from api.language_model import reworder
        from assistant.assistant import Assistant

        worded = reworder(self.settings, self.lang)
        return Assistant(store, self.searcher(store), lang=self.lang, reworder=worded)

    @contextmanager
    def progress(self, key: str) -> Iterator[Progress]:
        """A progress bar on standard error: call the yielded function with (done, total). None where no one looks."""
        from tqdm import tqdm

        with tqdm(desc=self.say(key), disable=None, leave=False, dynamic_ncols=True) as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            yield show

    @contextmanager
    def pages(self) -> Iterator[Progress]:
        """A progress bar for the pages of one file after another, below the bar of the files; gone when a file ends."""
        from tqdm import tqdm

        with tqdm(desc=self.say("pages"), disable=None, leave=False, position=1, dynamic_ncols=True, delay=1) as bar:

            def show(done: int, total: int) -> None:
                if done < bar.n or bar.total != total:
                    bar.reset(total)
                bar.update(done - bar.n)
                if done >= total:
                    bar.clear()

            yield show

    @contextmanager
    def lines(self, key: str, total: int) -> Iterator[Callable[[str], None]]:
        """Results line by line with a progress bar below them: call the yielded function with each line."""
        from tqdm import tqdm

        with tqdm(desc=self.say(key), total=total, disable=None, leave=False, dynamic_ncols=True) as bar:

            def show(line: str) -> None:
                bar.clear()
                click.echo(line)
                bar.update()
                bar.refresh()

            bar.refresh()
            yield show


def for_terminal(text: str) -> str:
    """The text without what would steer a terminal or turn its letters round: documents and file names may hold it.

    >>> for_terminal("план\\x1b[2J\\u202e 1\\n")
    'план[2J 1\\n'
    """
    return _STEERING.sub("", text)


def plan_named(name: str, plans: Sequence[StoredPlan]) -> str | None:
    """The id of the plan with this id or file name, or None."""
    return next((p.plan.id for p in plans if name in (p.plan.id, p.plan.source_file)), None)


def given_option(arguments: Sequence[str], option: str) -> str | None:
    """The last value of an option that any level takes, read before parsing (help is needed in some language).

    >>> given_option(["ask", "--lang=en", "--", "--lang", "uk"], "--lang")
    'en'
    """
    own = arguments[: arguments.index("--")] if "--" in arguments else arguments
    found = None
    for place, argument in enumerate(own):
        if argument.startswith(option + "="):
            found = argument[len(option) + 1 :]
        elif argument == option and place + 1 < len(own):
            found = own[place + 1]
    return found


def likely_language(arguments: Sequence[str]) -> Lang:
    """The language to report in before the settings are known; what is wrong there, parsing will say."""
    wanted = given_option(arguments, "--lang") or os.environ.get("ZAKHID_LANG")
    return next((lang for lang in LANGUAGES if lang == wanted), "uk")
