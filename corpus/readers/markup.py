"""XML and HTML into trees, safely: the only place that parses markup.

No entity is expanded, no DTD loaded and nothing fetched; the depth of nesting keeps libxml2's own limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element = _Element

_HTML_DEPTH = 400


class MarkupError(ValueError):
    """The markup cannot be read; the message says where."""


def xml_root(data: bytes) -> Element:
    """The root element of an XML part. Raises MarkupError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(" ".join(str(error).split())[:160]) from error


def html_root(text: str) -> Element:
    """The root element of a page, mended as browsers do. Raises MarkupError where there is nothing to read."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    data = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(" ".join(str(error).split())[:160]) from error
    if root is None:
        raise MarkupError("no element")
    return root


def name_of(element: Element) -> str:
    """The local name of an element, in lower case for HTML as the parser gives it; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
