"""The official client of the Model Context Protocol over `zakhid mcp` in a process of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "хто відповідає за систему 112 і до коли"
Talk = Callable[[Client], Awaitable[None]]


@pytest.fixture(params=["auto", "legacy"])
def talk(request: pytest.FixtureRequest, sample_data: Path) -> Callable[..., None]:
    """Hold conversations with one server: with the newest protocol, and with that of older clients."""
    kept = {n: v for n, v in os.environ.items() if n in ("ZAKHID_CACHE", "HOME")}
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from api.cli import main; main()", "mcp", "--data", str(sample_data)],
        env=kept | {"PYTHONPATH": str(ROOT)},
    )

    def run(*conversations: Talk) -> None:
        async def connected() -> None:
            async with Client(parameters, mode=request.param, read_timeout_seconds=120) as client:
                for conversation in conversations:
                    await conversation(client)

        anyio.run(connected)

    return run


def text(result: CallToolResult) -> str:
    return "".join(part.text for part in result.content if part.type == "text")


def data(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


async def every_tool_answers_with_text_and_data(client: Client) -> None:
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"ask", "search", "measure", "duplicates", "owners", "deadlines"}
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
    assert all(tool.description for tool in tools.values())

    answered = await client.call_tool("ask", {"question": QUESTION})
    cited = data(answered)["citations"]
    assert cited and "112" in text(answered)
    then = data(await client.call_tool("ask", {"question": "а до якого числа?", "history": [QUESTION]}))
    assert then["intent"] in ("when", "who_when") and then["citations"]

    whole = await client.call_tool("measure", {"measure_id": cited[0]["measure_id"]})
    assert data(whole)["id"] == cited[0]["measure_id"] and data(whole)["measure"] in " ".join(text(whole).split())

    found = data(await client.call_tool("search", {"text": "система 112", "year": [2026], "limit": 3}))
    assert 0 < len(found["hits"]) <= 3 and found["filters"]["year"]

    pairs = data(await client.call_tool("duplicates", {"limit": 2, "across": "all"}))
    assert len(pairs["pairs"]) <= 2 <= pairs["total"] + 2

    bodies = data(await client.call_tool("owners", {"limit": 3}))["owners"]
    assert len(bodies) == 3
    one = await client.call_tool("owners", {"body": bodies[0]["body"]})
    assert data(one)["owners"][0]["body"] == bodies[0]["body"] and bodies[0]["body"] in text(one)

    due = data(await client.call_tool("deadlines", {"on": "2030-01-01", "state": ["overdue"], "limit": 5}))
    assert len(due["deadlines"]) == 5 < due["total"]
    assert {duty["state"] for duty in due["deadlines"]} == {"overdue"}


async def what_cannot_be_meant_is_said_in_words(client: Client) -> None:
    for name, arguments, said in (
        ("measure", {"measure_id": "немає"}, "Заходу «немає» серед збережених немає"),
        ("duplicates", {"plan": "немає.txt"}, "Плану «немає.txt»"),
        ("owners", {"body": "Орден дракона"}, "Орден дракона"),
        ("search", {"text": "дорога", "limit": 0}, "limit"),
        ("deadlines", {"on": "завтра"}, "on"),
    ):
        result = await client.call_tool(name, arguments)
        assert result.is_error and said in text(result), (name, text(result))


def test_a_client_is_answered_by_every_tool_and_told_of_faults(talk: Callable[..., None]) -> None:
    talk(every_tool_answers_with_text_and_data, what_cannot_be_meant_is_said_in_words)


def test_folder_without_data_is_said_before_anything_else(program: Any, tmp_path: Path) -> None:
    done = program("mcp", "--data", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "ще немає даних" in done.stderr


def test_nobody_of_an_unknown_name_is_served(program: Any, sample_data: Path) -> None:
    done = program("mcp", "--user", "ніхто", "--data", sample_data)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Користувача «ніхто» немає" in done.stderr
