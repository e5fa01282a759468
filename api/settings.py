"""Settings: what the environment and an optional file say about this installation.

Nearer wins: a command's option, then the environment (``ZAKHID_…``), then the settings file, then the default.
The file is TOML: ``zakhid.toml`` in the data folder, or the one that ``ZAKHID_SETTINGS`` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, Self, get_args

from corpus.messages import Problem

Lang = Literal["uk", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
SETTINGS_FILE = "zakhid.toml"
PREFIX = "ZAKHID_"


def default_cache() -> Path:
    """Where built models are kept: the user's cache folder."""
    return Path("~/.cache/zakhid").expanduser()


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs.

    ``data``: the data folder. ``lang``: of the interface. ``encoder``: «bundled», or a sentence-transformers model
    id or folder. ``cache``: where built models are kept. ``host``, ``port``: where `serve` listens.
    ``question_limit``: the longest question that the web application takes, in characters.
    """

    data: Path = Path("zakhid-data")
    lang: Lang = "uk"
    encoder: str = "bundled"
    cache: Path = field(default_factory=default_cache)
    host: str = "127.0.0.1"
    port: int = 8000
    question_limit: int = 1000

    @classmethod
    def load(cls, environment: Mapping[str, str], **options: Any) -> Self:
        """Settings from options (None: not given), environment and file. Raises Problem for what cannot be meant."""
        given = {name: value for name, value in options.items() if value is not None}
        of_environment = _from_environment(environment)
        data = Path(given.get("data") or of_environment.get("data") or cls().data)
        values = _from_file(_settings_file(environment, data)) | of_environment | given
        return cls(**{name: _typed(name, value) for name, value in values.items()})


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    named = {f.name: environment.get(PREFIX + f.name.upper(), "") for f in fields(Settings)}
    return {name: value for name, value in named.items() if value}


def _settings_file(environment: Mapping[str, str], data: Path) -> Path | None:
    """The file to read, or None. One that is named must exist."""
    named = environment.get(PREFIX + "SETTINGS")
    if named:
        return Path(named)
    usual = data / SETTINGS_FILE
    return usual if usual.is_file() else None


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    import tomllib

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem("settings-unreadable", path=path, reason=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem("settings-unreadable", path=path, reason=error) from error
    known = {f.name for f in fields(Settings)} - {"data"}
    unknown = sorted(set(values) - known)
    if unknown:
        raise Problem("setting-unknown", path=path, name=unknown[0], known=", ".join(sorted(known)))
    return values


def _typed(name: str, value: Any) -> Any:
    """The value in the setting's own type."""
    if name in ("data", "cache"):
        return Path(str(value)).expanduser()
    if name in ("port", "question_limit"):
        return _number(name, value)
    if name == "lang" and value not in LANGUAGES:
        raise Problem("setting-invalid", name=name, value=value, wanted=", ".join(LANGUAGES))
    return str(value)


def _number(name: str, value: Any) -> int:
    wanted = (0, 65535) if name == "port" else (1, 100_000)
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if not wanted[0] <= number <= wanted[1]:
        raise Problem("setting-invalid", name=name, value=value, wanted=f"{wanted[0]}…{wanted[1]}")
    return number
