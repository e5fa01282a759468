"""Catalogs of click's own sentences: written as .po, compiled to .mo (the form that gettext reads).

``python -m api.locale`` compiles them anew; a test holds that the compiled ones are not older than their source.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from pathlib import Path

MAGIC = 0x950412DE


def catalogs() -> Iterator[Path]:
    """The sources of all catalogs."""
    yield from sorted(Path(__file__).parent.glob("*/LC_MESSAGES/*.po"))


def messages(source: str) -> dict[str, str]:
    """The messages of a .po text, keyed as gettext looks them up; forms of a plural are joined by a NUL.

    >>> messages('msgid "a"\\nmsgid_plural "b"\\nmsgstr[0] "x"\\nmsgstr[1] "y"')
    {'a\\x00b': 'x\\x00y'}
    """
    found: dict[str, str] = {}
    for block in source.split("\n\n"):
        key: list[str] = []
        value: list[str] = []
        for line in block.splitlines():
            keyword, _, quoted = line.partition(" ")
            if keyword.startswith("msgid"):
                key.append(ast.literal_eval(quoted))
            elif keyword.startswith("msgstr"):
                value.append(ast.literal_eval(quoted))
            elif line.startswith('"'):
                value[-1] += ast.literal_eval(line)
        if key:
            found["\0".join(key)] = "\0".join(value)
    return found


def compiled(source: str) -> bytes:
    """The .mo form of a .po text (GNU gettext manual, "The Format of GNU MO Files"): two tables and the texts."""
    pairs = [(key.encode(), value.encode()) for key, value in sorted(messages(source).items())]
    start = 28 + 16 * len(pairs)
    tables: list[bytes] = []
    texts = b""
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[side]), start + len(texts)))
            texts += pair[side] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + b"".join(tables) + texts
