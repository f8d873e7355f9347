"""What the user asked for as values: sources, options, the layout of a report."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from compare.cli.output import on_terminal
from compare.errors import OptionError

if TYPE_CHECKING:
    from pathlib import Path

    from compare.model import Comparison, Readout, Source
    from compare.options import Options, ReportOptions

Given = dict[str, Any]
"""Options of the command line by the name of their parameter."""

# The shape of BCP 47: a language of two or three letters, then script, region and so on.
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


def source(place: str, given: Given, side: str) -> Source:
    """Return one side with what the user says about it; raises OptionError for a date or language that is none."""
    from compare.model import Source

    return Source(
        place,
        label=given[f"{side}_label"] or None,
        published=iso_date(given[f"{side}_date"]),
        language=language_tag(given[f"{side}_lang"]),
    )


def iso_date(value: str | None) -> str | None:
    """Return an ISO date, None for nothing; raises OptionError (bad-date)."""
    if not value:
        return None
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise OptionError(f"{value[:40]!r} is not a date", todo="write YYYY-MM-DD", slug="bad-date") from error


def language_tag(value: str | None) -> str | None:
    """Return a language tag, None for nothing; raises OptionError (bad-language) for what cannot be one."""
    if not value:
        return None
    if not _TAG.fullmatch(value):
        raise OptionError(
            f"{value[:40]!r} is not a language", todo="write a tag: en, ru, zh-Hans …", slug="bad-language"
        )
    return value


def options(given: Given) -> Options:
    """Return the options of a comparison; commands that lack one get its default."""
    from dataclasses import replace

    from compare.options import AlignOptions, ContrastOptions, EncodeOptions, Options, ReadOptions

    cache = not given["no_cache"]
    reading = ReadOptions(
        strict=given["strict"],
        allow_private=given["allow_private"],
        snapshot=given["snapshot"],
        contact=given["contact"],
        cache=cache,
    )
    if given["max_chars"]:
        reading = replace(reading, max_chars=given["max_chars"])
    return Options(
        reading,
        EncodeOptions(given.get("encoder", "default"), cache, threads=given.get("threads", 0)),
        AlignOptions(given.get("alone", 0.0)),
        ContrastOptions(given.get("min_confidence", 0.0)),
    )


def layout(result: Comparison, given: Given) -> ReportOptions:
    """Return how a result is shown here: as wide as the terminal, with colour where it has any.

    Raises OptionError and DataError for translations that do not fit.
    """
    import shutil

    from compare.options import ReportOptions

    shown = given["output"] is None and on_terminal()
    styled = shown and not os.environ.get("NO_COLOR")
    return ReportOptions(
        width=given["width"] or (shutil.get_terminal_size((100, 24)).columns if shown else 100),
        colour=styled,
        links=styled,
        only=tuple(given["only"]),
        language=given["lang"],
        cap=given["cap"],
        bom=given["bom"],
        translations=_translations(result, given),
    )


def _translations(result: Comparison, given: Given) -> tuple[tuple[str, str], ...]:
    tables: tuple[Path, ...] = given["translations"]
    versions: list[tuple[Path, Readout]] = [
        (path, readouts.readout)
        for path, readouts in zip((given["left_translation"], given["right_translation"]), result.sides, strict=True)
        if path is not None
    ]
    if not tables and not versions:
        return ()
    from compare.report.translations import read_translations

    for path in tables:
        if path.suffix not in (".tsv", ".json"):
            todo = "give .tsv or .json, or use --left-translation"
            raise OptionError("is no table of translations", where=str(path), todo=todo, slug="translations")
    pairs = [pair for path in tables for pair in read_translations(path)]
    pairs += [pair for path, readout in versions for pair in read_translations(path, readout)]
    return tuple(pairs)
