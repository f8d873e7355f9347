"""Feeds (RSS, Atom): the first item, or the one that is named behind ``#``."""

from __future__ import annotations

import re
from dataclasses import replace

from compare.model import Note, Source
from compare.options import ReadOptions
from compare.read import dates
from compare.read.address import is_address
from compare.read.container import broken
from compare.read.draft import Draft
from compare.read.html import page_draft
from compare.read.markup import Node, local_name, parse_xml
from compare.read.source import empty, place

_ROOT = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF)[\s>]")
_TEXTS = ("encoded", "content", "full-text", "description", "summary")


class FeedReader:
    """RSS 1 and 2, Atom."""

    name = "feed"

    def accepts(self, head: bytes, source: Source) -> bool:  # noqa: ARG002
        """Whether the root element is that of a feed."""
        plain = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return plain.startswith(b"<") and bool(_ROOT.search(plain[:1000])) and b"<html" not in plain[:1000].lower()

    def read(self, data: bytes, source: Source, options: ReadOptions) -> Draft:  # noqa: ARG002
        """Return the pieces of one item; raises ReadError empty-file, damaged-file."""
        where = place(source)
        tree = parse_xml(data)
        if tree is None:
            raise broken(where)
        items = [node for node in tree.iter() if local_name(node) in ("item", "entry")]
        wanted = source.location.partition("#")[2]
        item = next(
            (i for i in items if wanted and wanted in _values(i, "link", "guid", "id")), items[0] if items else None
        )
        if item is None:
            raise empty(where)
        link = next((v for v in _values(item, "link", "guid", "id") if is_address(v)), "")
        titles = _values(item, "title")
        body = next((v for name in _TEXTS for v in _values(item, name)), "")
        # The title goes in front, as pages have it; what the item holds is escaped HTML.
        heading = f"<h1>{_escaped(titles[0])}</h1>" if titles else ""
        page = page_draft(
            f"<html><body><article>{heading}<div>{body}</div></article></body></html>", link, where, whole=True
        )
        published = next(
            (d for v in _values(item, "pubDate", "published", "date", "updated") if (d := dates.parse(v))), None
        )
        notes = (Note("feed-item", (titles[0] if titles else link, str(len(items)))),) if len(items) > 1 else ()
        return replace(
            page, media_type="application/xml", charset="utf-8", charset_by="declared", published=published,
            title=titles[0] if titles else None, notes=(*page.notes, *notes),
        )  # fmt: skip


def _values(item: Node, *names: str) -> list[str]:
    """Texts of the item's own children of these names, in the order of the names; of links their addresses."""
    found = []
    for name in names:
        for child in item:
            if local_name(child) == name:
                words = "".join(child.itertext()).strip() or child.get("href") or ""
                found += [words] if words else []
    return found


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
