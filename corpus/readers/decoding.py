"""Bytes of a text file into text: by its mark, by what it declares, else by what reads as Ukrainian.

No guess in silence: whatever was not said by the file is a remark. Binary data are no text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
# Letters by how often Ukrainian uses them: the first dozen is two thirds of any text.
_FREQUENT = frozenset("оаинітеврслку")
_LETTERS = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'ёыъэ")
_DECLARED = re.compile(
    rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)|<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_.:-]+)"""
)
_SAMPLE = 60_000
# Broken bytes that a text in UTF-8 may have (a cut in the middle of a letter) before it counts as another encoding.
_BROKEN_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding it was read in, and a remark where that was a guess or letters were lost."""

    text: str
    encoding: str
    remark: str | None = None


def decode(data: bytes) -> Decoded | None:
    """The text of the bytes; None where they are no text in any encoding that plans come in.

    >>> decode("План заходів щодо безпеки".encode("cp1251")).encoding
    'cp1251'
    >>> decode(bytes(range(256))) is None
    True
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"), encoding)
    if wide := _wide_encoding(data):
        return _checked(data.decode(wide, "replace"), wide, f"кодування не вказано, прочитано як {wide}")
    if b"\x00" in data[:_SAMPLE]:
        return None
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    return _nearly_utf8(data) or _declared(data) or _likeliest(data)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without its mark: every second byte is that of the Cyrillic or Latin block."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 8:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if sum(byte in (0, 4, 0x20) for byte in high) > 0.9 * len(high) and any(byte in (0, 4) for byte in high[:200]):
            other = sample[0::2] if encoding == "utf-16-le" else sample[1::2]
            if sum(byte == 0 for byte in other) < 0.05 * len(other):
                return encoding
    return None


def _checked(text: str, encoding: str, remark: str | None = None) -> Decoded | None:
    """The text unless control characters say that it is none."""
    sample = text[:_SAMPLE]
    control = sum(ch < " " and ch not in "\t\n\r\f\x0b\x1a" for ch in sample)
    if control > 0.002 * len(sample) + 2:
        return None
    if sample.count("\ufffd") > 0.02 * len(sample) + 1:
        return None
    return Decoded(text.replace("\x1a", ""), encoding, remark)


def _nearly_utf8(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    wide = sum(ch > "\x7f" for ch in text) - broken
    if broken > max(1, wide * _BROKEN_SHARE):
        return None
    return _checked(text, "utf-8", f"пошкоджені знаки: {broken}")


def _declared(data: bytes) -> Decoded | None:
    match = _DECLARED.search(data[:4096])
    if not match:
        return None
    name = (match[1] or match[2]).decode("ascii").lower()
    try:
        encoding = codecs.lookup(name).name
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError, UnicodeError):
        return None
    return _checked(text, encoding) if isinstance(text, str) and likeness(text) > 0.3 else None


def _likeliest(data: bytes) -> Decoded | None:
    scored = []
    for encoding in _ONE_BYTE:
        text = data[:_SAMPLE].decode(encoding, "replace")
        scored.append((likeness(text), encoding))
    best, encoding = max(scored, key=lambda pair: pair[0])
    if best < 0.3:
        return None
    return _checked(data.decode(encoding, "replace"), encoding, f"кодування не вказано, прочитано як {encoding}")


def likeness(text: str) -> float:
    """How far the letters beyond ASCII are spread as Ukrainian spreads them (about 0.6; other encodings near 0).

    >>> likeness("Строк виконання") > 0.5 > likeness("яРПНЙ БХЙНМЮММЪ")
    True
    """
    wide = [ch for ch in text if ch > "\x7f"]
    if not wide:
        return 0.0
    frequent = sum(ch.lower() in _FREQUENT for ch in wide)
    upper_inside = len(re.findall(r"(?<=[а-яіїєґ])[А-ЯІЇЄҐ]", text))
    foreign = sum(ch.lower() not in _LETTERS and ch not in "«»–—’…№“”„\u00a0" for ch in wide)
    return (frequent - 2 * upper_inside - foreign) / len(wide)
