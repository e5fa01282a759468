"""Settings: what the environment and an optional file say about this installation.

Nearer wins: a command's option, then the environment (``ZAKHID_…``), then the settings file, then the default.
The file is TOML: ``zakhid.toml`` in the data folder, or the one that ``ZAKHID_SETTINGS`` names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal, Self, get_args
from urllib.parse import urlsplit

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
    ``question_limit``: the longest question that the web application takes, in characters. ``upload_limit``: how many
    megabytes of files it takes at a time.
    ``hosts``: names that it is asked by, beside those of this computer. ``origins``: sites whose pages may ask the API
    (https://portal.example). ``proxies``: addresses of proxy servers that are believed when they say who asks and
    whether by https. ``rate_limit``: requests a minute of one user. ``audit_days``: how long it is kept who
    asked what, where there are users.
    ``llm_url``: the OpenAI-compatible address of a language model that may reword answers («» : none, the default),
    with ``llm_model``, its name there, ``llm_key``, a secret that is never shown, and ``llm_timeout`` in seconds.
    """

    data: Path = Path("zakhid-data")
    lang: Lang = "uk"
    encoder: str = "bundled"
    cache: Path = field(default_factory=default_cache)
    host: str = "127.0.0.1"
    port: int = 8000
    question_limit: int = 1000
    upload_limit: int = 100
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    rate_limit: int = 300
    audit_days: int = 90
    llm_url: str = ""
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)
    llm_timeout: float = 8.0

    @classmethod
    def load(cls, environment: Mapping[str, str], **options: Any) -> Self:
        """Settings from options (None: not given), environment and file. Raises Problem for what cannot be meant."""
        given = {name: value for name, value in options.items() if value is not None}
        of_environment = _from_environment(environment)
        data = Path(given.get("data") or of_environment.get("data") or cls().data)
        values = _from_file(_settings_file(environment, data)) | of_environment | given
        settings = cls(**{name: _typed(name, value) for name, value in values.items()})
        if settings.llm_url and not settings.llm_model:
            raise Problem("setting-missing", name="llm_model", because="llm_url")
        return settings


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
    if name in ("port", "question_limit", "upload_limit", "rate_limit", "audit_days"):
        return _number(name, value)
    if name in _READ:
        return _READ[name](name, value)
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


def _address(name: str, value: Any) -> str:
    """An http address without a name and password in it, which would be shown."""
    address = str(value).strip()
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or "@" in parts.netloc or parts.query or parts.fragment or not address.isascii():
        raise Problem("setting-invalid", name=name, value="…", wanted="http://…/v1, https://…/v1")
    return address


def _secret(name: str, value: Any) -> str:
    """A key that fits into a header; a wrong one is not repeated."""
    key = str(value).strip()
    if not (key.isascii() and key.isprintable()):
        raise Problem("setting-invalid", name=name, value="…", wanted="ASCII")
    return key


def _seconds(name: str, value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = -1.0
    if not 0.1 <= seconds <= 120:
        raise Problem("setting-invalid", name=name, value=value, wanted="0.1…120")
    return seconds


def _hosts(_name: str, value: Any) -> tuple[str, ...]:
    return tuple(text.strip().lower() for text in _listed(value) if text.strip())


def _networks(name: str, value: Any) -> tuple[str, ...]:
    """Addresses or networks (10.0.0.0/8)."""
    try:
        return tuple(str(ip_network(text.strip(), strict=False)) for text in _listed(value) if text.strip())
    except ValueError as error:
        raise Problem("setting-invalid", name=name, value=value, wanted="127.0.0.1, 10.0.0.0/8") from error


def _origins(name: str, value: Any) -> tuple[str, ...]:
    return tuple(origin(name, text) for text in _listed(value) if text.strip())


def origin(name: str, text: str) -> str:
    """A site as browsers name it: scheme, host and a port that is not the usual one. Raises Problem for other texts.

    >>> origin("origins", "https://Portal.Example/")
    'https://portal.example'
    """
    try:
        parts = urlsplit(text.strip().lower())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        usable = usable and parts.path in ("", "/") and "@" not in parts.netloc and not parts.query
    except ValueError:
        usable = False
    if not usable or not text.isascii():
        raise Problem("setting-invalid", name=name, value=text, wanted="https://portal.example")
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.removesuffix(f':{usual}')}"


def _listed(value: Any) -> list[str]:
    """A list of the settings file, or a text with commas or spaces between the values."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value).replace(",", " ").split()


_READ: dict[str, Callable[[str, Any], Any]] = {
    "llm_url": _address,
    "llm_key": _secret,
    "llm_timeout": _seconds,
    "hosts": _hosts,
    "origins": _origins,
    "proxies": _networks,
}
