"""HTML and XML trees, safely: no network, no entities, no documents of unbounded depth. The one home of lxml."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, TypeAlias

Node: TypeAlias = Any
"""An lxml element; lxml comes without types of its own."""

DEEPEST = 400
"""Nesting that real pages stay below (saved pages of the fixtures: 30; news pages with three ad frames: 90). libxml2
itself stops at 256 for XML and 2,048 for HTML."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_html(text: str) -> Node | None:
    """Return the tree of a page, or None when there is no element in it. Broken markup is mended as browsers do."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=False, recover=True, remove_comments=False, encoding="utf-8")
    # A declaration of another charset would be believed over the text, which is already decoded; NUL ends the input.
    data = _DECLARATION.sub("", text, count=1).replace("\0", "").encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def parse_xml(data: bytes) -> Node | None:
    """Return the tree of an XML document, or None when it is not well-formed. Entities are not expanded, nothing is
    fetched, and a document type is not read."""
    from lxml import etree

    parser = etree.XMLParser(
        no_network=True, resolve_entities=False, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(node: Node) -> str | None:
    """Return the name of an element without its namespace, or None for comments and the like."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else None


def select(tree: Node, selectors: list[str]) -> list[Node]:
    """Return the elements of the first CSS selector that finds any, in page order."""
    for selector in selectors:
        found = [node for node in _query(selector)(tree) if isinstance(node.tag, str)]
        if found:
            return found
    return []


def check_selector(selector: str) -> str | None:
    """Return what is wrong with a CSS selector, or None."""
    from lxml.cssselect import SelectorError

    try:
        _query(selector)
    except SelectorError as error:
        return str(error)
    return None


@cache
def _query(selector: str) -> Any:
    from lxml.cssselect import CSSSelector

    return CSSSelector(selector, translator="html")


def outer(node: Node) -> str:
    """Return an element as HTML."""
    from lxml import html

    return str(html.tostring(node, encoding="unicode"))


def value(node: Node) -> str:
    """Return what an element says: the content of a meta element, the machine-readable time of a time element, else its
    text in one line."""
    for attribute in ("content", "datetime"):
        if node.get(attribute):
            return str(node.get(attribute)).strip()
    return " ".join("".join(node.itertext()).split())
