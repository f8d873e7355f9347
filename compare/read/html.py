"""Pages: by the site's profile if there is one, else by what looks like the main text; the rest is kept as
boilerplate."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from compare.model import BlockKind, Note, Source
from compare.options import ReadOptions
from compare.read import dates
from compare.read.address import country_of_host, host_and_path, is_address, original
from compare.read.charset import declared_in, decode
from compare.read.draft import HEAD, Draft, Piece
from compare.read.markup import Node, parse_html, select, value
from compare.read.metadata import Metadata, metadata_of
from compare.read.profiles import Profile, profile_for
from compare.read.source import charset_told, empty, place
from compare.read.unknown import LINKED, content_of, main_text
from compare.read.walk import Chunk, chunks_of

_BODY, _DROP, _TITLE, _DATE = "body", "drop", "title", "date"
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|meta\s|title>|(?:div|p|article|span|table|h[1-6]|section|main)(?:\s[^<>]*)?>)",
    re.IGNORECASE,
)
_SOURCE_VIEWS = ["td.line-content", "#viewsource pre", "pre#viewsource"]
_XHTML = re.compile(rb"<(?:\w+:)?html[\s>]", re.IGNORECASE)


class HtmlReader:
    """HTML and XHTML, whole pages and fragments."""

    name = "html"

    def accepts(self, head: bytes, source: Source) -> bool:  # noqa: ARG002
        """Whether the bytes begin with a tag of HTML."""
        # UTF-16 pages have NULs between the letters of their tags.
        plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
        if not plain.startswith(b"<"):
            return False
        if plain.startswith(b"<?xml"):
            return bool(_XHTML.search(plain))
        return bool(_TAG.search(plain))

    def read(self, data: bytes, source: Source, options: ReadOptions) -> Draft:  # noqa: ARG002
        """Return every block of the page in order; raises ReadError empty-file, unreadable-charset."""
        decoded = decode(data, charset_told(source) or declared_in(data[:HEAD]), place(source))
        page = page_draft(decoded.text, source.location, place(source))
        return replace(page, charset=decoded.charset, charset_by=decoded.by, notes=(*decoded.notes, *page.notes))


def page_draft(text: str, location: str, where: str, whole: bool = False) -> Draft:
    """Return the draft of a decoded page. ``location`` is taken for its address when it is one; ``whole``: everything
    on it is content. Raises ReadError empty-file."""
    tree = parse_html(text)
    if tree is None:
        raise empty(where)
    source_lines = select(tree, _SOURCE_VIEWS)
    if source_lines:
        # The page that a browser shows as source, saved: the page itself is its text.
        inner = parse_html("\n".join("".join(node.itertext()) for node in source_lines))
        tree = tree if inner is None else inner
    said = metadata_of(tree)
    address = original(location) if is_address(location) else said.address
    profile = None if whole else profile_for(address, tree)
    notes: list[Note] = []
    pieces = None
    if profile:
        pieces = _by_profile(tree, profile)
        if pieces is None:
            notes.append(Note("profile-outdated", (profile.name,)))
    if whole:
        pieces = [_piece(chunk, chunk.kind) for chunk in chunks_of(tree, {})]
    elif pieces is None:
        pieces, agreed = _by_looks(tree, text, said)
        notes += [] if agreed else [Note("extractors-disagree")]
        notes.append(Note("main-text-guessed", (_host(address),) if address else ()))
    known = profile or Profile("")
    return Draft(
        pieces=tuple(pieces),
        media_type="text/html",
        charset="utf-8",
        charset_by="utf-8",
        title=_title(tree, known, pieces) or said.title,
        issuer=known.issuer or said.site,
        country=known.country or country_of_host(address),
        published=_published(tree, known) or said.published,
        language=known.language or said.language,
        profile=profile.name if profile else None,
        notes=tuple(notes),
    )


def _by_profile(tree: Node, profile: Profile) -> list[Piece] | None:
    """Pieces of a known page, or None when it has nothing where the profile looks."""
    bodies = select(tree, list(profile.body))
    roles: dict[Node, str] = dict.fromkeys(bodies, _BODY)
    for name, selectors in ((_DATE, profile.date), (_TITLE, profile.title)):
        # Metadata elements are never shown; only the first title and date of a page are its own.
        shown = (n for s in selectors for n in select(tree, [s]) if n.tag not in ("meta", "title", "link"))
        roles.update(dict.fromkeys(islice(shown, 1), name))
    for selector in profile.drop:
        roles.update(dict.fromkeys(select(tree, [selector]), _DROP))
    chunks = chunks_of(tree, roles)
    if not any(_BODY in c.roles and _DROP not in c.roles for c in chunks):
        return None
    return [_piece(chunk, _profile_kind(chunk), _TITLE in chunk.roles) for chunk in chunks]


def _profile_kind(chunk: Chunk) -> BlockKind | None:
    if _DROP in chunk.roles:
        return None
    if _TITLE in chunk.roles:
        return BlockKind.HEADLINE
    if _DATE in chunk.roles:
        return BlockKind.DATELINE
    return chunk.kind if _BODY in chunk.roles else None


def _by_looks(tree: Node, text: str, said: Metadata) -> tuple[list[Piece], bool]:
    """Pieces of an unknown page and whether two extractors agree: what the first finds is content, and the heading
    that repeats the title its headline."""
    chunks = chunks_of(tree, {})
    main, agreed = main_text(text)
    content = content_of(chunks, main)
    headline = _headline(chunks, content, _folded(said.title or ""))
    pieces: list[Piece] = []
    named = begun = False
    for number, (chunk, inside) in enumerate(zip(chunks, content, strict=True)):
        is_title = number == headline
        if named and not begun and not inside:
            # Between the title and the text stand byline and dateline, which extractors leave out: the words decide.
            pieces.append(Piece(BlockKind.BOILERPLATE, chunk.text))
        else:
            pieces.append(_piece(chunk, BlockKind.HEADLINE if is_title else chunk.kind if inside else None, is_title))
        named = named or is_title
        begun = begun or (inside and not is_title)
    return pieces, agreed


def _headline(chunks: list[Chunk], content: list[bool], title: str) -> int | None:
    """Which chunk is the headline: the heading that is (part of) the page's title, else the last heading before the
    text."""
    headings = [i for i, c in enumerate(chunks) if c.kind is BlockKind.HEADLINE and c.linked < LINKED]
    same = (i for i in headings if title and _folded(chunks[i].text) in title)
    first = next((i for i, inside in enumerate(content) if inside and i not in headings), 0)
    return next(same, max((i for i in headings if i < first), default=None))


def _piece(chunk: Chunk, kind: BlockKind | None, sure: bool = False) -> Piece:
    """A piece whose words may still say that it is a byline or credit, unless it is outside of the text."""
    if kind is None:
        return Piece(BlockKind.BOILERPLATE, chunk.text, sure=True)
    return Piece(kind, chunk.text, sure=sure or kind is BlockKind.DATELINE)


def _title(tree: Node, profile: Profile, pieces: list[Piece]) -> str | None:
    found = [words for node in select(tree, list(profile.title)) if (words := value(node))]
    return found[0] if found else next((p.text for p in pieces if p.kind is BlockKind.HEADLINE), None)


def _published(tree: Node, profile: Profile) -> str | None:
    for selector in profile.date:
        for node in select(tree, [selector]):
            if found := dates.parse(value(node), None):
                return found
    return None


def _host(address: str) -> str:
    return host_and_path(address)[0] or address


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
