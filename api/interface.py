"""The command line's frame: commands in two languages, loaded when called, failures in one line.

Help and metavars come from ``api.wording_help``; click's own sentences from a gettext catalog in ``api/locale``.
Every command takes --data, --lang and --help, before or after its name.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from api.session import Session, for_terminal, given_option, likely_language
from api.settings import LANGUAGES, Lang, Settings
from api.wording import say
from api.wording_help import COMMANDS, METAVARS, PARAMETERS
from corpus.messages import Problem

CATALOGS = Path(__file__).with_name("locale")
INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class Failure(click.ClickException):
    """What went wrong, in one line that says what to do. Exit code 1."""

    def __init__(self, text: str, lang: Lang) -> None:
        super().__init__(for_terminal(" ".join(text.split())))
        self.lang = lang

    def show(self, file: Any = None) -> None:
        click.echo(say(self.lang, "error", text=self.message), file=file, err=file is None)


class Command(click.Command):
    """A command with the options that every command takes."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.params += shared_options()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, but no option of this command is the value of another: «--merge МОЗ --plan …» lacks a name,
        and a decision on a body called «--plan» would be written down."""
        left = super().parse_args(ctx, args)
        options = [own for own in self.params if isinstance(own, click.Option)]
        names = {name for option in options for name in option.opts if name.startswith("--")}
        for option in options:
            value = ctx.params.get(option.name or "")
            if names.intersection(value if isinstance(value, tuple) else [value] if isinstance(value, str) else ()):
                raise click.BadOptionUsage(option.opts[0], _values_missing(option), ctx)
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return HELP_OPTIONS[language_of(ctx)]


class Group(click.Group):
    """A group whose commands lie in modules of their own, imported when they are called."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.params += shared_options()
        self.modules = modules

    @property
    def prefix(self) -> str:
        """What stands before the names of its commands in the table of help texts."""
        return f"{self.name} "

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return HELP_OPTIONS[language_of(ctx)]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        module, _, attribute = self.modules[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        put_into_words(command, self.prefix + cmd_name, language_of(ctx))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with the first sentence of their help; none of their modules is imported for it."""
        english = language_of(ctx) == "en"
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(n, _first_line(COMMANDS[self.prefix + n][english])) for n in self.modules])


class Interface(Group):
    """The whole command line: finds out the language and the settings before anything is parsed."""

    prefix = ""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        lang = ctx.meta["lang"] = likely_language(args)
        speak(lang)
        put_into_words(self, "zakhid", lang)
        with failures_in_words(lang):
            data, wanted = given_option(args, "--data"), given_option(args, "--lang")
            ctx.obj = Session(Settings.load(os.environ, data=data, lang=lang if wanted else None))
        ctx.meta["lang"] = lang = ctx.obj.lang
        speak(lang)
        put_into_words(self, "zakhid", lang)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with failures_in_words(ctx.meta["lang"]):
            result = super().invoke(ctx)
            sys.stdout.flush()
        return result


def _values_missing(option: click.Option) -> str:
    """click's own sentence for an option that stands without its values, which the catalogs have."""
    one, several = "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."
    return gettext.ngettext(one, several, option.nargs).format(name=option.opts[0], nargs=option.nargs)


def language_of(ctx: click.Context) -> Lang:
    """The language that this run of the command line speaks."""
    lang: Lang = ctx.meta.get("lang", "uk")
    return lang


def shared_options() -> list[click.Parameter]:
    """--data and --lang. They are read before parsing: here they are checked and documented."""
    return [
        click.Option(["--data"], type=click.Path(file_okay=False), expose_value=False),
        click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False),
    ]


def put_into_words(command: click.Command, name: str, lang: Lang) -> None:
    """Give a command and its parameters their help and metavars in this language."""
    own, english = name.rpartition(" ")[2], lang == "en"
    command.help = COMMANDS[name][english]
    command.options_metavar = METAVARS["options"][english]
    if isinstance(command, click.Group):
        command.subcommand_metavar = METAVARS["commands"][english].partition(" ")[2]
    for parameter in command.params:
        named = parameter.name or ""
        parameter.help = PARAMETERS.get(f"{own} {named}", PARAMETERS[named])[english]
        if named in METAVARS:
            parameter.metavar = METAVARS[named][english]


def speak(lang: Lang) -> None:
    """Have click's own sentences in this language: gettext looks for a catalog of the languages in LANGUAGE."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain("zakhid", str(CATALOGS))
    gettext.textdomain("zakhid")


@contextmanager
def failures_in_words(lang: Lang) -> Iterator[None]:
    """Turn whatever goes wrong into one line and an exit code."""
    try:
        yield
    except Problem as problem:
        raise Failure(problem.text(lang), lang) from problem
    except BrokenPipeError:
        _let_go_of_output()
    except KeyboardInterrupt:
        click.echo(f"\n{say(lang, 'interrupted')}", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        if os.environ.get("ZAKHID_DEBUG"):
            raise
        raise Failure(say(lang, "internal-error", reason=f"{type(error).__name__}: {error}"[:300]), lang) from error


def _let_go_of_output() -> None:
    """Whoever read our output (`head`) has enough: no failure. What is still buffered goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise click.exceptions.Exit(0)


def _show_help(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


def _help_option(lang: Lang) -> click.Option:
    text = PARAMETERS["help"][lang == "en"]
    flag = {"is_flag": True, "is_eager": True, "expose_value": False}
    return click.Option(["--help", "-h"], **flag, callback=_show_help, help=text)


HELP_OPTIONS = {lang: _help_option(lang) for lang in LANGUAGES}


def _first_line(text: str) -> str:
    return text.partition("\n")[0].rstrip(".")
