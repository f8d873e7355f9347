"""Everything that can stop a comparison. Library code raises these; only the command line prints them."""

from __future__ import annotations


class CompareError(Exception):
    """One line for people: what is wrong, where, what to do, and a slug that leads to a page of the manual.

    ``str(error)`` is ``"<where>: <what>; <todo> [<slug>]"`` (parts that are empty are left out).
    """

    slug = "error"

    def __init__(self, what: str, *, where: str = "", todo: str = "", slug: str | None = None) -> None:
        self.what, self.where, self.todo = what, where, todo
        if slug is not None:
            self.slug = slug
        head = f"{where}: {what}" if where else what
        super().__init__(f"{head}; {todo} [{self.slug}]" if todo else f"{head} [{self.slug}]")


class ReadError(CompareError):
    """A source could not be read as a readout."""

    slug = "unreadable"


class EncoderError(CompareError):
    """No encoder could turn the texts into vectors."""

    slug = "encoder"


class DataError(CompareError):
    """A data file (shipped or the user's own) does not have the form it must have."""

    slug = "data"


class RecordError(CompareError):
    """A saved result could not be loaded."""

    slug = "record"


class OutputError(CompareError):
    """A report could not be written."""

    slug = "output"


class OptionError(CompareError):
    """An option has a value that means nothing."""

    slug = "option"
