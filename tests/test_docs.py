"""Do the documents say what the program does? Every command they show exists, every help text stands in docs/."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from api.cli import COMMANDS, zakhid
from api.interface import Group

ROOT = Path(__file__).resolve().parent.parent
COMMANDS_PAGE = ROOT / "docs" / "commands.md"
HEADING = """# Команди zakhid

Ця сторінка складається з довідки самої програми (`pytest --regenerate tests/test_docs.py`). Англійською: `--lang en`.
"""
DEMO = re.compile(r"(?<=<!-- demo -->\n).*?(?=<!-- /demo -->)", re.DOTALL)
QUESTION = "хто відповідає за систему 112 і до коли"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def help_of(*arguments: str) -> str:
    environment = {"COLUMNS": "100", "ZAKHID_LANG": "uk"}
    result = CliRunner().invoke(zakhid, [*arguments, "--help"], prog_name="zakhid", env=environment)
    assert result.exit_code == 0, result.output
    return result.output


def within(name: str) -> list[str]:
    """The commands of a group of commands."""
    command = zakhid.get_command(click.Context(zakhid, info_name="zakhid"), name)
    return list(command.modules) if isinstance(command, Group) else []


def commands_page() -> str:
    every = [part for name in COMMANDS for part in ((name,), *((name, own) for own in within(name)))]
    sections = [f"## zakhid {' '.join(name)}\n\n```\n{help_of(*name).strip()}\n```\n" for name in every]
    return "\n".join([HEADING, f"```\n{help_of().strip()}\n```\n", *sections])


def shown(page: Path) -> Iterator[str]:
    """The command lines in a page's code blocks, with and without a prompt."""
    for block in re.findall(r"^```\w*\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            line = line.removeprefix("$ ")
            if line.startswith(("zakhid ", "make ")):
                yield line.split("  #")[0]


SHOWN = [(page.name, line) for page in PAGES for line in shown(page)]


@pytest.mark.parametrize(("page", "line"), [case for case in SHOWN if case[1].startswith("zakhid ")])
def test_a_shown_command_is_one_that_the_program_takes(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    context = click.Context(zakhid, info_name="zakhid")
    while words and words[0].startswith("--") and words[0] not in ("--version", "--help"):
        words = words[2:]
    if words[0].startswith("--"):
        return
    assert words[0] in COMMANDS, f"{page} shows a command that does not exist: {line}"
    command = zakhid.get_command(context, words[0])
    assert command is not None
    while isinstance(command, click.Group):
        words = words[1:]
        command = command.get_command(context, words[0])
        assert command is not None, f"{page}: {line}"
    known = {option for parameter in command.get_params(context) for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known, f"{page}: {line}"


def test_shown_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {words[1] for _, line in SHOWN if (words := shlex.split(line))[0] == "make" and len(words) > 1}
    assert targets
    assert {target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()


def test_every_help_text_is_documented(regenerate: bool) -> None:
    if regenerate:
        COMMANDS_PAGE.write_text(commands_page(), encoding="utf-8")
    assert COMMANDS_PAGE.read_text(encoding="utf-8") == commands_page(), "run pytest --regenerate tests/test_docs.py"


def lines_of(block: str) -> list[str]:
    """What a block says, whatever the order of its rows: on another processor near scores may change places."""
    return sorted(re.sub(r"^\[\d+\]", "[n]", line) for line in block.splitlines())


def test_the_shown_answer_is_what_the_program_says(
    program: Callable[..., subprocess.CompletedProcess[str]], sample_data: Path, regenerate: bool
) -> None:
    readme = ROOT / "README.md"
    said = program(
        "ask", QUESTION, "--data", sample_data, COLUMNS="96"
    ).stdout  # test workers bring a width of their own
    block = f'\n```\n$ zakhid ask "{QUESTION}"\n{said.strip()}\n```\n\n'
    if regenerate:
        readme.write_text(DEMO.sub(lambda _: block, readme.read_text(encoding="utf-8")), encoding="utf-8")
    (shown,) = DEMO.findall(readme.read_text(encoding="utf-8"))
    assert lines_of(shown) == lines_of(block), "run pytest --regenerate tests/test_docs.py"
