"""Web pages that a browser saved into one file (.mht, .mhtml): the page itself, without pictures and styles."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from corpus.messages import Problem


def page_of(text: str, name: str) -> str:
    """The text of the first HTML part. Raises Problem where there is none."""
    part = next((part for part in message_from_bytes(text.encode()).walk() if _is_page(part)), None)
    content = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(content, bytes) or not content.strip():
        raise Problem("damaged-file", name=name, reason="MHTML: немає сторінки / no page")
    return _decoded(content, part.get_content_charset() or "utf-8")


def _is_page(part: Message) -> bool:
    return part.get_content_type() == "text/html"


def _decoded(content: bytes, charset: str) -> str:
    """By the charset that the part names; by UTF-8 where there is no such charset."""
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
