"""What a page says about itself in its head: address, title, publisher, date, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from compare.read import dates
from compare.read.markup import Node, select, value

_ADDRESS = ["link[rel=canonical]", 'meta[property="og:url"]', "base[href]"]
_TITLE = [
    'meta[property="og:title"]',
    'meta[name="ArticleTitle" i]',
    'meta[name="dc.title" i]',
    'meta[name="twitter:title"]',
]
_SITE = [
    'meta[property="og:site_name"]', 'meta[name="application-name"]', 'meta[name="SiteName" i]',
    'meta[name="dc.publisher" i]', 'meta[name="publisher" i]',
]  # fmt: skip
_DATE = [
    'meta[property="article:published_time"]', 'meta[name="PubDate" i]', 'meta[name="publishdate" i]',
    'meta[name="govuk:first-published-at"]', 'meta[name="dcterms.issued" i]', 'meta[name="dc.date.issued" i]',
    'meta[name="dc.date" i]', 'meta[name="dcterms.date" i]', 'meta[name="date" i]', 'meta[itemprop="datePublished"]',
    'meta[name="publication_date" i]', "time[pubdate]", 'time[itemprop="datePublished"]', "time.published",
    "time.dt-published",
]  # fmt: skip
_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)")
_TAIL = re.compile(r"\s+[|–—_-]\s+|[|_]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Each is None when the page does not say it. ``published``: ISO date."""

    address: str | None
    title: str | None
    site: str | None
    published: str | None
    language: str | None


def metadata_of(tree: Node) -> Metadata:
    """Return what the head of a page says, machine-readable data before words."""
    data = list(_linked_data(tree))
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    language = language or _first(tree, ['meta[http-equiv="content-language" i]', 'meta[property="og:locale"]'])
    return Metadata(
        address=_address(tree),
        title=_first(tree, _TITLE) or _string(data, "headline") or _page_title(tree),
        site=_first(tree, _SITE) or _string(data, "publisher"),
        published=_date(tree, data),
        language=language.strip() if language else None,
    )


def _first(tree: Node, selectors: list[str]) -> str | None:
    for selector in selectors:
        for node in select(tree, [selector]):
            if words := value(node):
                return words
    return None


def _address(tree: Node) -> str | None:
    for selector in _ADDRESS:
        for node in select(tree, [selector]):
            found = node.get("href") or node.get("content") or ""
            if re.match(r"https?://", found):
                return str(found).strip()
    # Browsers write the address of a saved page into a comment before or just inside <html>.
    for node in _first_comments(tree):
        saved = _SAVED.search(node)
        if saved:
            return saved.group(1)
    return None


def _first_comments(tree: Node) -> Iterator[str]:
    before = tree.getprevious()
    while before is not None:
        yield str(before.text or "")
        before = before.getprevious()
    for count, node in enumerate(tree.iter()):
        if count > 20:
            return
        if not isinstance(node.tag, str):
            yield str(node.text or "")


def _page_title(tree: Node) -> str | None:
    """The title element without the name of the site, which stands after the last dash or bar."""
    words = _first(tree, ["title"])
    if not words:
        return None
    parts = [part.strip() for part in _TAIL.split(words) if part.strip()]
    return max(parts, key=len) if parts else words


def _date(tree: Node, data: list[dict[str, Any]]) -> str | None:
    for selector in _DATE:
        for node in select(tree, [selector]):
            if found := dates.parse(value(node)):
                return found
    written = _string(data, "datePublished")
    return dates.parse(written) if written else None


def _linked_data(tree: Node) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, three levels deep."""
    for node in select(tree, ['script[type="application/ld+json"]']):
        try:
            loaded = json.loads(node.text or "")
        except (ValueError, RecursionError):
            continue
        level = loaded if isinstance(loaded, list) else [loaded]
        for _depth in range(3):
            below: list[Any] = []
            for item in level:
                if isinstance(item, dict):
                    yield item
                    graph = item.get("@graph", [])
                    below += graph if isinstance(graph, list) else [graph]
            level = below


def _string(data: list[dict[str, Any]], key: str) -> str | None:
    for item in data:
        found = item.get(key)
        if isinstance(found, dict):
            found = found.get("name")
        if isinstance(found, str) and found.strip():
            return found.strip()
    return None
