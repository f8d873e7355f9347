"""Translations that the user gives, shown beneath the originals. Nothing is translated here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from compare.errors import DataError
from compare.model import AnnotatedReadout, BlockKind, Readout
from compare.report.display import one_line

# A translation of a whole paragraph is shown beneath a quotation only up to this many characters; longer ones stand
# beneath the paragraph.
LONG = 400


def read_translations(path: Path, readout: Readout | None = None) -> tuple[tuple[str, str], ...]:
    """Pairs of an original and its translation, for ``ReportOptions.translations``.

    ``.tsv``: an original, a tab and its translation on each line; ``.json``: an object of originals and translations;
    anything else: a translated version of ``readout``, paragraph by paragraph with blank lines between. Originals are
    sentences or paragraphs as they stand in the text. Raises DataError when the file cannot be read or does not fit.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(str(error), where=str(path), todo="give a UTF-8 file") from error
    if path.suffix == ".json":
        return tuple(_object(text, path))
    if path.suffix == ".tsv":
        return tuple(_lines(text, path))
    if readout is None:
        raise DataError("is no .tsv or .json file", where=str(path), todo="say of which side it is a version")
    return tuple(_version(text, readout, path))


class Translations:
    """Finds the translation of a sentence, point or paragraph; white space counts for nothing."""

    def __init__(self, pairs: tuple[tuple[str, str], ...]) -> None:
        self._known = {one_line(original): one_line(translation) for original, translation in pairs}

    def block(self, annotated: AnnotatedReadout, block: int) -> str:
        """The translation of a paragraph: given whole, or the translations of its sentences; empty without one."""
        if not self._known:
            return ""
        text = annotated.readout.text
        whole = self._known.get(one_line(annotated.readout.blocks[block].span.of(text)))
        if whole:
            return whole
        found = (
            self._known.get(one_line(sentence.span.of(text)), "")
            for sentence in annotated.sentences
            if sentence.block == block
        )
        return " ".join(translation for translation in found if translation)

    def point(self, annotated: AnnotatedReadout, index: int) -> str:
        """The translation of a point, else of its sentence, else of its paragraph when that is short."""
        if not self._known:
            return ""
        point, text = annotated.points[index], annotated.readout.text
        for original in (point.text, annotated.sentences[point.sentence].span.of(text)):
            found = self._known.get(one_line(original))
            if found:
                return found
        whole = self.block(annotated, point.block)
        return whole if len(whole) <= LONG else ""


def _lines(text: str, path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        original, tab, translation = line.partition("\t")
        if not tab or not translation.strip():
            raise DataError(
                "no translation after a tab", where=f"{path}:{number}", todo="write original, tab, translation"
            )
        yield original, translation


def _object(text: str, path: Path) -> Iterator[tuple[str, str]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise DataError(f"not JSON ({error})", where=str(path), todo="write {original: translation, …}") from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise DataError("not an object of texts", where=str(path), todo="write {original: translation, …}")
    yield from found.items()


def _version(text: str, readout: Readout, path: Path) -> Iterator[tuple[str, str]]:
    given = [part for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    blocks = [block for block in readout.blocks if block.kind is not BlockKind.BOILERPLATE]
    if len(given) != len(blocks):
        raise DataError(
            f"{len(given)} paragraphs for {len(blocks)} of {readout.label}",
            where=str(path),
            todo="give as many paragraphs as the text has, or a .tsv file",
        )
    for block, translation in zip(blocks, given, strict=True):
        yield block.span.of(readout.text), translation
