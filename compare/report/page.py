"""The report as one self-contained HTML file. The templates lay out; everything they show is computed before."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from compare.model import Comparison, Holder, Pair, Side, Status
from compare.options import ReportOptions
from compare.report import pictures
from compare.report.display import direction
from compare.report.messages import Messages
from compare.report.rows import Paragraph, Piece
from compare.report.summary import Name, Quote
from compare.report.view import SIGNS, View, view
from compare.resources import data_path

if TYPE_CHECKING:
    from jinja2 import Environment

_URL = re.compile(r"https?://[^\s\"'<>]+\Z")
_LETTERS = {Status.SHARED: "s", Status.WEAKENED: "w", Status.CONFLICTING: "c", Status.OMITTED: "o"}


def render(comparison: Comparison, options: ReportOptions) -> str:
    """The report as an HTML document that needs no network: styles, script and pictures stand in it, and its policy
    lets nothing else in."""
    shown = view(comparison, options)
    style = _asset("report.css") + _spoken(shown.words)
    script = _asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    text = (
        _environment()
        .get_template("report.html.jinja")
        .render(
            view=shown,
            words=shown.words,
            page_direction=direction(shown.words.language),
            policy=policy,
            style=_trusted(style),
            script=_trusted(script),
            data=_data(shown),
            strips=Pair(*(pictures.strip(comparison, side) for side in Side)),
            bars=pictures.bars(shown.topics),
            order=pictures.order(shown.topics),
            sizes=pictures,
            sides=tuple(Side),
            statuses=tuple(Status),
            signs=SIGNS,
            letters=_LETTERS,
            runs=lambda paragraph: _runs(shown, paragraph),
            is_quote=lambda part: isinstance(part, Quote),
            is_name=lambda part: isinstance(part, Name),
            is_url=lambda value: bool(_URL.match(value)),
            only=options.only,
        )
    )
    return str(text)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(str(data_path("templates"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _asset(name: str) -> str:
    return data_path("templates", name).read_text(encoding="utf-8")


def _trusted(text: str) -> Any:
    """The project's own style or script, which must not be escaped."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - text comes from the package's own files


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _spoken(words: Messages) -> str:
    """Style rules that give each sign its words for those who listen."""
    rules = []
    for status in Status:
        said = re.sub(r'["\\\n<]', "", words(f"status.{status}"))
        rules.append(f'.{_LETTERS[status]}::before{{content:"{SIGNS[status]}" / "{said}: "}}')
    return "\n".join(rules) + "\n"


def _data(shown: View) -> dict[str, Any]:
    """What the script needs: for each point its status, topics, speaker, confidence and counterparts, and words."""
    speakers = sorted({point.speaker for side in shown.sides for point in side.points})
    place = {name: i for i, name in enumerate(speakers)}
    points = {
        point.ident: [
            _LETTERS[point.status],
            point.topics[0] if point.topics else "none",
            place[point.speaker],
            None if point.confidence is None else round(point.confidence, 2),
            [str(other.ref) for other in point.counterparts],
        ]
        for side in shown.sides
        for point in side.points
    }
    names = ("copy", "copied", "shown", "nothing", "close")
    return {
        "points": points,
        "speakers": speakers,
        "sides": {
            "L" if side.side is Side.LEFT else "R": {
                "name": side.name,
                "source": ", ".join([side.name, side.published, *(v for _, v in side.facts if _URL.match(v))]),
            }
            for side in shown.sides
        },
        "words": {
            **{name: shown.words(f"html.{name}") for name in names},
            "open": shown.words("language.open"),
            "close_quote": shown.words("language.close"),
        },
    }


def _runs(shown: View, paragraph: Paragraph) -> list[dict[str, Any]]:
    """The pieces of a paragraph gathered by point: one link a point and stretch, speaker labels where the speaker
    changes. Words that belong to several points go with the one that begins last."""
    points = shown.sides[paragraph.side].points
    runs: list[dict[str, Any]] = []
    speaker = None
    seen = set()

    def owner(piece: Piece) -> int | None:
        return piece.points[-1] if piece.points else None

    for index, pieces in groupby(paragraph.pieces, key=owner):
        parts = [(piece.text, piece.changed) for piece in pieces]
        if index is None:
            runs.append({"point": None, "parts": parts})
            continue
        point = points[index]
        label = None
        if point.party is not Holder.NARRATOR and point.speaker != speaker:
            label = speaker = point.speaker
        runs.append({"point": point, "parts": parts, "label": label, "first": index not in seen})
        seen.add(index)
    return runs
