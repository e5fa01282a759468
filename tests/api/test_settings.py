"""Settings: which source wins, and what is said about a value that cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.settings import Settings
from corpus.messages import Problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "zakhid.toml").write_text('lang = "en"\nport = 9000\nencoder = "folder/model"\n', encoding="utf-8")
    return tmp_path


def test_defaults() -> None:
    settings = Settings.load({})
    assert (settings.data, settings.lang, settings.encoder) == (Path("zakhid-data"), "uk", "bundled")
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_option_wins_over_environment_over_file(folder: Path) -> None:
    assert Settings.load({}, data=folder).port == 9000
    assert Settings.load({"ZAKHID_PORT": "9001"}, data=folder).port == 9001
    assert Settings.load({"ZAKHID_PORT": "9001"}, data=folder, port=9002).port == 9002
    assert Settings.load({"ZAKHID_DATA": str(folder)}).encoder == "folder/model"


def test_file_that_is_named(folder: Path) -> None:
    settings = Settings.load({"ZAKHID_SETTINGS": str(folder / "zakhid.toml"), "ZAKHID_CACHE": "~/models"})
    assert settings.lang == "en"
    assert settings.cache == Path.home() / "models"


WRONG = [
    ({"ZAKHID_LANG": "de"}, None, "setting-invalid"),
    ({"ZAKHID_PORT": "сто"}, None, "setting-invalid"),
    ({"ZAKHID_PORT": "70000"}, None, "setting-invalid"),
    ({"ZAKHID_SETTINGS": "/немає.toml"}, None, "settings-unreadable"),
    ({}, "lang = ", "settings-unreadable"),
    ({}, "langage = 'uk'", "setting-unknown"),
    ({}, "port = true_", "settings-unreadable"),
    ({}, "question_limit = 0", "setting-invalid"),
    ({"ZAKHID_LLM_URL": "http://127.0.0.1:8080/v1"}, None, "setting-missing"),
    ({"ZAKHID_LLM_URL": "127.0.0.1:8080"}, None, "setting-invalid"),
    ({"ZAKHID_LLM_URL": "file:///etc/passwd"}, None, "setting-invalid"),
    ({"ZAKHID_LLM_URL": "http://name:word@host/v1"}, None, "setting-invalid"),
    ({"ZAKHID_LLM_URL": "http://host:99999/v1"}, None, "setting-invalid"),
    ({"ZAKHID_LLM_TIMEOUT": "0"}, None, "setting-invalid"),
    ({"ZAKHID_LLM_TIMEOUT": "nan"}, None, "setting-invalid"),
]


@pytest.mark.parametrize(("environment", "file", "code"), WRONG)
def test_what_cannot_be_meant_is_said(environment: dict[str, str], file: str | None, code: str, tmp_path: Path) -> None:
    if file:
        (tmp_path / "zakhid.toml").write_text(file, encoding="utf-8")
    with pytest.raises(Problem) as raised:
        Settings.load(environment, data=tmp_path)
    assert raised.value.code == code
    assert raised.value.text("uk") != raised.value.text("en")


def test_a_wrong_key_is_not_repeated() -> None:
    with pytest.raises(Problem) as raised:
        Settings.load({"ZAKHID_LLM_KEY": "таємниця"})
    assert "таємниця" not in raised.value.text("uk") + raised.value.text("en")
