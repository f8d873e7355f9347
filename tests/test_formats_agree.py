"""One event read from a page, a PDF, a document, a mail or a text gives the same findings.

The pages are those of fixtures/pages/pages.toml that carry one of the texts letter for letter (``same``). They have a
headline, some a list of attachments, more than the text: what is found of these is left out; all else must agree.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from compare.model import BlockKind, Comparison, FindingKind, PointRef, Source
from compare.pipeline import compare

FIXTURES = Path(__file__).parents[1] / "fixtures"
PAGES = [
    (page["file"], page["same"])
    for page in tomllib.loads((FIXTURES / "pages/pages.toml").read_text(encoding="utf-8"))["page"]
    if "same" in page
]
SIDES = ("side-a", "side-b")
LABELS = ("China", "Belarus")

Told = list[tuple[str, str, tuple[tuple[str, str], ...], str]]


def told(result: Comparison) -> Told:
    """What each finding says, with its points by their words: indices differ where a page has a headline."""

    def place(ref: PointRef) -> tuple[str, str]:
        return ref.side, result.sides[ref.side].points[ref.point].text

    def more(ref: PointRef) -> bool:
        side = result.sides[ref.side]
        return side.readout.blocks[side.points[ref.point].block].kind is not BlockKind.PARAGRAPH

    return sorted(
        (finding.kind, finding.side, tuple(place(ref) for ref in finding.points), finding.reason)
        for finding in result.findings
        if finding.kind is not FindingKind.EMPHASIS and not any(more(ref) for ref in finding.points)
    )


def found(file: Path, text: str) -> Told:
    """The findings of a file that stands for one of the texts, beside the other text of its event."""
    mine = next(i for i, side in enumerate(SIDES) if f"/{side}." in text)
    (other,) = (FIXTURES / "cases" / text).parent.glob(f"{SIDES[1 - mine]}.*")
    sources = [
        Source(str(path), label=label, published="2023-02-24")
        for path, label in ((file, LABELS[mine]), (other, LABELS[1 - mine]))
    ]
    return told(compare(*sources))


@pytest.fixture(scope="module")
def plain() -> Callable[[str], Told]:
    """The findings of a text as it is, compared once."""
    return cache(lambda text: found(FIXTURES / "cases" / text, text))


def test_pages_documents_and_mail_are_there() -> None:
    suffixes = {Path(file).suffix for file, _ in PAGES}
    assert {".html", ".pdf", ".docx", ".odt", ".rtf", ".eml", ".mhtml", ".xml"} <= suffixes


@pytest.mark.parametrize(("file", "text"), PAGES, ids=[file for file, _ in PAGES])
def test_the_same_findings_from_every_format(file: str, text: str, plain: Callable[[str], Told]) -> None:
    findings = plain(text)
    assert len(findings) > 20
    assert found(FIXTURES / "pages" / file, text) == findings
