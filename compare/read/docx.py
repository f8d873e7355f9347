"""Word documents (Office Open XML): the paragraphs of the body, with what their styles say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.errors import ReadError
from compare.model import BlockKind, Source
from compare.options import ReadOptions
from compare.read.container import Container, broken, opened
from compare.read.draft import Draft, Piece
from compare.read.markup import Node, local_name, parse_xml
from compare.read.source import place

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|заголовок|title|titel|标题|見出し)\s*\d?", re.IGNORECASE)
_MAIN = "word/document.xml"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Deleted revisions, field codes, second versions of drawings, notes and comments are no text of the page.
_SKIPPED = frozenset({"del", "moveFrom", "instrText", "Fallback", "footnoteReference", "commentReference", "delText"})


class DocxReader:
    """DOCX and its macro and template variants."""

    name = "docx"

    def accepts(self, head: bytes, source: Source) -> bool:  # noqa: ARG002
        """Whether it is a zip file whose first members are those of a Word document."""
        return head.startswith(b"PK\x03\x04") and (b"word/" in head or b"[Content_Types].xml" in head)

    def read(self, data: bytes, source: Source, options: ReadOptions) -> Draft:  # noqa: ARG002
        """Return a piece a paragraph; raises ReadError unsupported-format, too-large, password-protected,
        damaged-file."""
        where = place(source)
        with opened(data, where) as container:
            xml = container.read(_MAIN)
            if xml is None:
                raise ReadError(
                    "is an office document without text", where=where, todo="save it as DOCX", slug="unsupported-format"
                )
            tree = parse_xml(xml)
            if tree is None:
                raise broken(where)
            styles = _style_names(container)
            pieces = tuple(_pieces(tree, styles))
        # The title in the document's properties is as often that of the template: the first heading is surer.
        return Draft(pieces, _MEDIA_TYPE, "utf-8", "declared")


def _style_names(container: Container) -> dict[str, str]:
    xml = container.read("word/styles.xml")
    tree = parse_xml(xml) if xml else None
    if tree is None:
        return {}
    found = {}
    for style in tree.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        found[style.get(f"{_W}styleId", "")] = "" if name is None else name.get(f"{_W}val", "")
    return found


def _pieces(tree: Node, styles: dict[str, str]) -> Iterator[Piece]:
    for paragraph in tree.iter(f"{_W}p"):
        text = "".join(_words(paragraph))
        if text.strip():
            kind = _kind(paragraph, styles)
            yield Piece(kind, text, sure=kind is BlockKind.HEADLINE)


def _words(paragraph: Node) -> Iterator[str]:
    """Text of a paragraph in order, without that of paragraphs inside its text boxes, which are paragraphs
    themselves."""
    stack = list(reversed(list(paragraph)))
    while stack:
        node = stack.pop()
        name = local_name(node)
        if name in _SKIPPED or name == "p":
            continue
        if name == "t":
            yield node.text or ""
        elif name == "tab":
            yield " "
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        stack.extend(reversed(list(node)))


def _kind(paragraph: Node, styles: dict[str, str]) -> BlockKind:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    identifier = style.get(f"{_W}val", "") if style is not None else ""
    name = styles.get(identifier) or identifier
    if _HEADING.fullmatch(name):
        return BlockKind.HEADLINE
    if "quote" in name.lower():
        return BlockKind.QUOTATION
    if paragraph.find(f"{_W}pPr/{_W}numPr") is not None or name.lower().startswith("list"):
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH
