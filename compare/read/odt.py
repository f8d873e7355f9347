"""OpenDocument texts: headings, paragraphs and list items of the body."""

from __future__ import annotations

from collections.abc import Iterator

from compare.model import BlockKind, Source
from compare.options import ReadOptions
from compare.read.container import broken, opened, protected
from compare.read.draft import Draft, Piece
from compare.read.markup import Node, local_name, parse_xml
from compare.read.source import place

_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_SKIPPED = frozenset(
    {"tracked-changes", "annotation", "note", "forms", "sequence-decls", "table-of-content", "ruby-text"}
)
_BLOCKS = frozenset({"p", "h"})


class OdtReader:
    """ODT and its templates."""

    name = "odt"

    def accepts(self, head: bytes, source: Source) -> bool:  # noqa: ARG002
        """Whether the container says first of all that it is an OpenDocument text."""
        return head.startswith(b"PK\x03\x04") and _MEDIA_TYPE.encode() in head[:200]

    def read(self, data: bytes, source: Source, options: ReadOptions) -> Draft:  # noqa: ARG002
        """Return a piece a paragraph; raises ReadError too-large, password-protected, damaged-file."""
        where = place(source)
        with opened(data, where) as container:
            manifest = container.read("META-INF/manifest.xml") or b""
            if b"encryption-data" in manifest:
                raise protected(where)
            tree = parse_xml(container.read("content.xml") or b"")
        if tree is None:
            raise broken(where)
        return Draft(tuple(_pieces(tree)), _MEDIA_TYPE, "utf-8", "declared")


def _pieces(tree: Node) -> Iterator[Piece]:
    stack: list[tuple[Node, bool]] = [(tree, False)]
    while stack:
        node, in_list = stack.pop()
        name = local_name(node)
        if name in _SKIPPED:
            continue
        if name in _BLOCKS:
            kind = BlockKind.HEADLINE if name == "h" else BlockKind.LIST_ITEM if in_list else BlockKind.PARAGRAPH
            yield Piece(kind, "".join(_words(node)), sure=name == "h")
            continue
        stack.extend((child, in_list or name == "list-item") for child in reversed(list(node)))


def _words(block: Node) -> Iterator[str]:
    yield block.text or ""
    for node in block:
        name = local_name(node)
        if name == "s":
            # The count of spaces comes from the file and is not to be trusted; clean-up leaves one anyway.
            yield " "
        elif name == "tab":
            yield " "
        elif name == "line-break":
            yield "\n"
        elif name not in _SKIPPED and name is not None:
            yield from _words(node)
        yield node.tail or ""
