"""From a page's tree to its chunks of text in page order: what stands in one block element belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compare.model import BlockKind
from compare.read.markup import DEEPEST, Node

_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "select", "option", "button",
    "input", "textarea", "canvas", "audio", "video", "map", "head", "title", "rt", "rp", "datalist", "dialog",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "nobr", "o:p", "q", "rb", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "st1:place",
})  # fmt: skip
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_ASIDE = frozenset(["nav", "aside", "footer"])
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HAN = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef"
# A line end in the source between two Han or kana characters is no space of the text.
_WRAP = re.compile(rf"(?<=[{_HAN}])[ \t]*[\r\n]\s*(?=[{_HAN}])")
# Two line breaks, or one before an indent, begin a paragraph: pages without <p> are written so.
_PARAGRAPHS = re.compile("[ ]*\n[ ]*(?:\n[ ]*)+|[ ]*\n(?=[ ]*[\u00a0\u3000])")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Text of one block element. ``roles``: those of the elements around it; ``linked``: share of its characters inside
    links, in [0, 1]; ``kind``: what its element says."""

    kind: BlockKind
    text: str
    roles: frozenset[str]
    linked: float


ASIDE = "aside"
"""Role of everything inside nav, aside and footer elements."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """An element that is being walked, and what holds inside it."""

    node: Node
    children: Iterator[Node]
    block: bool
    kind: BlockKind
    roles: frozenset[str]
    link: bool
    pre: bool


class _Buffer:
    """Text that has been met since the last block boundary."""

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self.parts: list[str] = []
        self.linked = self.total = 0

    def add(self, text: str | None, frame: _Frame) -> None:
        if text:
            text = text if frame.pre else _SPACE.sub(" ", _WRAP.sub("", text))
            self.parts.append(text)
            size = len(text.strip())
            self.total += size
            self.linked += size if frame.link else 0

    def flush(self, frame: _Frame) -> None:
        share = self.linked / self.total if self.total else 0.0
        for part in _PARAGRAPHS.split("".join(self.parts)):
            if part.strip():
                self.chunks.append(Chunk(frame.kind, part.strip(" \n"), frame.roles, share))
        self.parts, self.linked, self.total = [], 0, 0


def chunks_of(tree: Node, roles: Mapping[Node, str]) -> list[Chunk]:
    """Return the chunks of a tree in page order, without what is never shown. ``roles`` names elements; a chunk
    carries the roles of all elements around it. What is nested deeper than `DEEPEST` is left out."""
    buffer = _Buffer()
    outside = _Frame(tree, iter(()), True, BlockKind.PARAGRAPH, frozenset(), False, False)
    frames = [_enter(tree, outside, roles)]
    buffer.add(tree.text, frames[-1])
    while frames:
        frame = frames[-1]
        child = next(frame.children, None)
        if child is None:
            frames.pop()
            if frame.block:
                buffer.flush(frame)
            if frames:
                buffer.add(frame.node.tail, frames[-1])
            continue
        tag = child.tag.lower() if isinstance(child.tag, str) else None
        if tag in ("br", "hr"):
            buffer.parts.append("\n" if tag == "br" else "\n\n")
        elif tag is not None and tag not in _SKIPPED and len(frames) < DEEPEST and not _hidden(child):
            inner = _enter(child, frame, roles)
            if inner.block:
                buffer.flush(frame)
            buffer.add(child.text, inner)
            frames.append(inner)
            continue
        buffer.add(child.tail, frame)
    return buffer.chunks


def _enter(node: Node, around: _Frame, roles: Mapping[Node, str]) -> _Frame:
    tag = node.tag.lower()
    own = {role for role in (roles.get(node), ASIDE if tag in _ASIDE else None) if role}
    return _Frame(
        node,
        iter(node),
        tag not in _INLINE or bool(own),
        _kind(tag, around.kind),
        around.roles | own,
        around.link or tag == "a",
        around.pre or tag == "pre",
    )


def _kind(tag: str, around: BlockKind) -> BlockKind:
    if tag in _HEADINGS:
        return BlockKind.HEADLINE
    if tag in ("li", "dd", "dt"):
        return BlockKind.LIST_ITEM
    return BlockKind.QUOTATION if tag == "blockquote" else around


def _hidden(node: Node) -> bool:
    style = node.get("style")
    return node.get("hidden") is not None or node.get("aria-hidden") == "true" or bool(style and _HIDDEN.search(style))
