"""Markdown: headings, paragraphs, list items and quotations. The one home of markdown-it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from compare.model import BlockKind, Source
from compare.options import ReadOptions
from compare.read.charset import decode
from compare.read.draft import Draft, Piece
from compare.read.source import charset_told, place

# Signs that plain press releases do not use: headings, links, emphasis, fenced front matter.
_HEADING = re.compile(rb"^#{1,6} +\S", re.MULTILINE)
_UNDERLINED = re.compile(rb"^\S[^\n]*\n(?:={3,}|-{3,})[ \t]*\r?$", re.MULTILINE)
_LINK = re.compile(rb"\[[^\]\n]+\]\([^)\s]+\)")
_STRONG = re.compile(rb"\*\*[^*\n]+\*\*")
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_KINDS = {"heading": BlockKind.HEADLINE, "list_item": BlockKind.LIST_ITEM, "blockquote": BlockKind.QUOTATION}


class MarkdownReader:
    """Markdown with or without front matter."""

    name = "markdown"

    def accepts(self, head: bytes, source: Source) -> bool:  # noqa: ARG002
        """Whether there is a heading, or at least two links or strong words."""
        if b"\0" in head:
            return False
        return bool(
            _HEADING.search(head)
            or _UNDERLINED.search(head)
            or len(_LINK.findall(head)) + len(_STRONG.findall(head)) >= 2
        )

    def read(self, data: bytes, source: Source, options: ReadOptions) -> Draft:  # noqa: ARG002
        """Return a piece a block; raises ReadError binary-file, unreadable-charset."""
        decoded = decode(data, charset_told(source), place(source))
        text = decoded.text.replace("\r\n", "\n")
        front = _FRONT.match(text)
        pieces = list(_pieces(text[front.end() :] if front else text))
        # A heading that comes first is the headline; deeper ones divide the text.
        if pieces and pieces[0].kind is BlockKind.HEADLINE:
            pieces[0] = replace(pieces[0], sure=True)
        said = _front_matter(front.group(1)) if front else {}
        return Draft(
            tuple(pieces),
            "text/markdown",
            decoded.charset,
            decoded.by,
            title=said.get("title"),
            published=said.get("date"),
            language=said.get("lang") or said.get("language"),
            notes=decoded.notes,
        )


def _pieces(text: str) -> Iterator[Piece]:
    from markdown_it import MarkdownIt

    around: list[BlockKind] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _KINDS and token.nesting:
            if token.nesting > 0:
                around.append(_KINDS[name])
            else:
                around.pop()
        elif token.type == "inline":
            kind = around[-1] if around else BlockKind.PARAGRAPH
            words = "".join(_words(token.children or []))
            if words.strip():
                yield Piece(kind, words, sure=kind is BlockKind.HEADLINE)


def _words(tokens: list) -> Iterator[str]:  # type: ignore[type-arg]
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"


def _front_matter(block: str) -> dict[str, str]:
    from compare.read import dates

    lines = (line.partition(":") for line in block.split("\n"))
    found = {key.strip().lower(): value.strip().strip("\"'") for key, colon, value in lines if colon}
    if "date" in found:
        found["date"] = dates.parse(found["date"]) or ""
    return {key: value for key, value in found.items() if value}
