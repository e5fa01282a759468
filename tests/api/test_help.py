"""Is every command explained, in both languages?"""

from __future__ import annotations

import gettext
import re
from ast import Constant, parse, walk
from pathlib import Path

import click
import pytest

from api.cli import COMMANDS, zakhid
from api.interface import Group, put_into_words, speak
from api.locale import catalogs, compiled, messages
from api.settings import LANGUAGES, Lang

USERS = ("list", "add", "change", "remove", "group", "token", "revoke", "audit")
ALL = [(), *((name,) for name in COMMANDS), ("models", "fetch"), *(("users", name) for name in USERS)]
UKRAINIAN_LETTERS = re.compile("[а-яіїєґ]", re.IGNORECASE)


def command_at(path: tuple[str, ...], lang: Lang) -> click.Command:
    context = click.Context(zakhid, info_name="zakhid")
    context.meta["lang"] = lang
    command: click.Command = zakhid
    for name in path:
        assert isinstance(command, Group)
        found = command.get_command(context, name)
        assert found is not None
        command = found
    if not path:
        put_into_words(zakhid, "zakhid", lang)
    return command


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_is_there_in_both_languages(invoke, path: tuple[str, ...]) -> None:
    ukrainian = invoke(*path, "--help")
    english = invoke("--lang", "en", *path, "--help")
    assert ukrainian.exit_code == english.exit_code == 0
    assert "Використання: zakhid" in ukrainian.stdout
    assert "Usage: zakhid" in english.stdout
    for sentence in ("Options:", "Show this message", "Commands:"):
        assert sentence not in ukrainian.stdout
    without_examples = re.sub(r"Example: .*|«Україна»", "", english.stdout, flags=re.DOTALL if "ask" in path else 0)
    assert not UKRAINIAN_LETTERS.search(without_examples), without_examples


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_parameter_is_explained(path: tuple[str, ...], lang: Lang) -> None:
    command = command_at(path, lang)
    assert command.help
    silent = [p.name for p in command.params if not getattr(p, "help", None)]
    assert silent == []


def test_language_may_stand_after_the_command_and_in_the_environment(invoke, monkeypatch) -> None:
    assert "Usage:" in invoke("status", "--help", "--lang", "en").stdout
    monkeypatch.setenv("ZAKHID_LANG", "en")
    assert "Usage:" in invoke("status", "--help").stdout
    assert "Використання:" in invoke("status", "--lang=uk", "--help").stdout


@pytest.mark.parametrize("catalog", list(catalogs()), ids=lambda path: path.parent.parent.name)
def test_compiled_catalog_is_that_of_its_source(catalog: Path) -> None:
    assert catalog.with_suffix(".mo").read_bytes() == compiled(catalog.read_text(encoding="utf-8"))


@pytest.mark.parametrize("catalog", list(catalogs()), ids=lambda path: path.parent.parent.name)
def test_catalog_translates_sentences_that_click_still_says(catalog: Path) -> None:
    parts = [parse(path.read_text(encoding="utf-8")) for path in Path(click.__file__).parent.glob("*.py")]
    said = {node.value for part in parts for node in walk(part) if isinstance(node, Constant)}
    keys = [key for pair in messages(catalog.read_text(encoding="utf-8")) for key in pair.split("\0")]
    assert [key for key in keys if key and key not in said] == []


def test_plural_forms_are_chosen_by_number() -> None:
    speak("uk")
    one, many = "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."
    forms = [gettext.ngettext(one, many, number) for number in (1, 2, 5, 21)]
    assert forms[0] == forms[3]
    assert len({*forms}) == 3
