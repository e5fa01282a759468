"""A language model by setting: off by default, told of in `status` without its key, and never needed for an answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.engine import Engine
from api.language_model import reworder, shown_model
from api.settings import Settings

ON = {"ZAKHID_LLM_URL": "http://127.0.0.1:9/v1", "ZAKHID_LLM_MODEL": "mamay", "ZAKHID_LLM_KEY": "s3cret"}


def test_off_by_default(invoke, data: Path) -> None:
    assert reworder(Settings.load({}), "uk") is None
    assert json.loads(invoke("status", "--json", "--data", data).stdout)["language_model"] is None


def test_made_as_the_settings_say() -> None:
    made = reworder(Settings.load(ON | {"ZAKHID_LLM_TIMEOUT": "2.5"}), "en")
    assert made is not None
    assert (made.url, made.model, made.key, made.timeout, made.lang) == (*ON.values(), 2.5, "en")


@pytest.mark.parametrize("options", [(), ("--json",), ("--lang", "en")])
def test_status_shows_the_model_and_not_the_key(invoke, data: Path, monkeypatch, options: tuple[str, ...]) -> None:
    for name, value in ON.items():
        monkeypatch.setenv(name, value)
    shown = invoke("status", "--data", data, *options).output
    assert "mamay" in shown
    assert "127.0.0.1:9" in shown
    assert "s3cret" not in shown


def test_key_is_in_no_account_of_the_settings() -> None:
    settings = Settings.load(ON)
    assert "s3cret" not in repr(settings) + str(shown_model(settings))


def test_an_engine_answers_where_the_model_does_not(data: Path) -> None:
    engine = Engine.open(Settings.load(ON, data=data))
    try:
        answer = engine.ask("хто облаштовує велодоріжку", (), "uk")
    finally:
        engine.close()
    assert engine.assistants["en"].reworder is not None
    assert "відділ доріг" in answer.answer.lower()
