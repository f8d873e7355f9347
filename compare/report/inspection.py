"""One text with what reading, segmentation and annotation made of it."""

from __future__ import annotations

from collections.abc import Iterator

from compare.errors import OptionError
from compare.model import AnnotatedReadout, Annotation, Mention, Point
from compare.options import ReportOptions
from compare.record import dumps_readout
from compare.report.display import one_line
from compare.report.messages import Messages, messages


def render(readout: AnnotatedReadout, form: str, options: ReportOptions) -> str:
    """The text as lines for people (``text``) or as a side of the JSON contract without statuses (``json``)."""
    if form == "json":
        return dumps_readout(readout).decode("utf-8")
    if form != "text":
        raise OptionError(f"no format {form[:20]!r}", todo="choose text or json", slug="format")
    return "\n".join(_lines(readout, messages(options.language))) + "\n"


def _lines(annotated: AnnotatedReadout, words: Messages) -> Iterator[str]:
    readout, source = annotated.readout, annotated.readout.provenance
    yield one_line(readout.label)
    for name, value in (
        ("title", readout.title),
        ("published", words.date(readout.published)),
        ("language", f"{words.tongue(readout.language)} ({readout.language})"),
        ("location", source.location),
        ("charset", f"{source.charset} ({source.charset_by})"),
        ("sha256", source.sha256),
    ):
        if value:
            yield f"  {words(f'side.{name}')}: {one_line(value)}"
    for note in source.notes:
        yield f"  ! {words.note(note.slug, note.values)}"
    for index, block in enumerate(readout.blocks):
        yield ""
        yield f"¶{index + 1} {block.kind}"
        mine = [(i, point) for i, point in enumerate(annotated.points) if point.block == index]
        if not mine:
            yield f"    {one_line(block.span.of(readout.text))[:200]}"
        for i, point in mine:
            yield from _point(i, point, annotated.annotations[i], annotated, words)


def _point(index: int, point: Point, note: Annotation, annotated: AnnotatedReadout, words: Messages) -> Iterator[str]:
    yield f"  {index + 1}. {one_line(point.text)}"
    speaker = ", ".join(one_line(part) for part in (note.speaker.party, note.speaker.name, note.speaker.via) if part)
    facts = [f"{words('evidence.speaker')}: {speaker}"]
    if note.stance:
        marks = [words(f"evidence.{name}") for name in ("negated", "hedged") if getattr(note.stance, name)]
        facts.append(f"{words('evidence.stance')}: {' '.join([note.stance.act, str(note.stance.strength), *marks])}")
    facts.append(f"{words('evidence.topics')}: {', '.join(note.topics) or '–'}")
    yield f"       {' · '.join(facts)}"
    if note.mentions:
        yield f"       {words('evidence.mentions')}: {', '.join(_mention(m, annotated) for m in note.mentions)}"


def _mention(mention: Mention, annotated: AnnotatedReadout) -> str:
    return f"{one_line(mention.span.of(annotated.readout.text))} = {mention.key}"
