"""Rewording through a real local server that behaves, invents, streams garbage or is late."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.answer import QuotedRow
from assistant.rewording import Reworder, says_as_much
from corpus.model import Item, Responsible

BODIES = (Responsible("Рада річки", "Рада річки", True), Responsible("Водоканал", "Водоканал"))
ROW = QuotedRow(
    measure_id="m",
    plan_id="p",
    plan_title="План прибирання берегів",
    source_file="p.docx",
    region=None,
    place="рядок 12",
    section=None,
    task=None,
    measure_no=None,
    measure="Прибрати береги Ворскли",
    items=((0, Item("Прибрано", "25", BODIES, "Червень 2031 року", date(2031, 6, 1), date(2031, 6, 30))),),
)
TEXT = "Відповідальні: Рада річки (за згодою); Водоканал. Строк: Червень 2031 року."
GOOD = "До кінця терміну «Червень 2031 року» береги прибирають: Рада річки (за згодою), Водоканал."


def completion(text: object) -> bytes:
    return json.dumps({"choices": [{"message": {"content": text}}]}).encode()


@contextmanager
def serving(reply: Callable[[], tuple[int, bytes]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = reply()
            self.send_response(status)
            self.end_headers()
            with suppress(BrokenPipeError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def said(reply: Callable[[], tuple[int, bytes]], timeout: float = 2.0) -> str:
    with serving(reply) as url:
        return Reworder(url, "any", timeout=timeout).reworded(TEXT, [ROW], "хто прибирає береги")


def test_a_faithful_wording_is_taken() -> None:
    assert said(lambda: (200, completion(GOOD))) == GOOD


@pytest.mark.parametrize(
    "offered",
    [
        GOOD.replace("Водоканал", "Водоканал, Облрада"),
        GOOD.replace(", Водоканал", ""),
        GOOD.replace(" (за згодою)", ""),
        GOOD.replace("Червень 2031", "Липень 2031"),
        GOOD + " Це коштує 3000000 грн.",
        GOOD + " Насправді цього не буде.",
        "",
        "так",
        "а" * 5000,
    ],
)
def test_more_or_less_is_not(offered: str) -> None:
    assert said(lambda: (200, completion(offered))) == TEXT


def test_garbage_and_failures_leave_the_composed_text() -> None:
    assert said(lambda: (200, b"\xff\xfe garbage")) == TEXT
    assert said(lambda: (200, b'{"choices": []}')) == TEXT
    assert said(lambda: (200, completion(17))) == TEXT
    assert said(lambda: (500, b"no")) == TEXT
    assert Reworder("http://127.0.0.1:9/v1", "any", timeout=0.5).reworded(TEXT, [ROW], "") == TEXT


def test_a_late_reply_is_not_waited_for() -> None:
    assert said(lambda: (time.sleep(1.0), (200, completion(GOOD)))[1], timeout=0.2) == TEXT


def test_same_facts_said_otherwise() -> None:
    assert says_as_much(GOOD, TEXT, [ROW], "")
