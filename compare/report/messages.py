"""The words of reports, in the reader's language. Numbers, dates, plurals and country names come from CLDR by Babel."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any, TypeVar

from compare.errors import OptionError
from compare.report.display import clean, one_line
from compare.resources import data_path, load_toml

if TYPE_CHECKING:
    from babel import Locale

T = TypeVar("T")


@cache
def languages() -> tuple[str, ...]:
    """The languages in which reports can be written, English first."""
    found = sorted(path.stem for path in data_path("messages").glob("*.toml"))
    return ("en", *(tag for tag in found if tag != "en"))


def messages(language: str) -> Messages:
    """The words of a language; raises OptionError when reports do not speak it. ``zh-Hans``, ``ru-BY`` and the like are
    found by their first part."""
    tag = language.replace("_", "-")
    for name in (tag, tag.split("-")[0].lower()):
        if name in languages():
            return Messages(name)
    raise OptionError(
        f"reports do not speak {language[:20]!r}",
        todo=f"choose one of {', '.join(languages())}",
        slug="report-language",
    )


@dataclass(frozen=True)
class Messages:
    """The words of one language. A key is ``<table>.<name>``."""

    language: str
    _locale: list[Locale] = field(default_factory=list, repr=False, compare=False)

    def __call__(self, key: str, **values: str) -> str:
        """The words of a key with values put in. Raises KeyError when the language file lacks the key."""
        return self._template(key).format_map(values) if values else self._template(key)

    def known(self, table: str, name: str) -> str:
        """The words for a slug that data or other stages may have coined: the slug itself, dashes opened, when no words
        are known."""
        entry = self._tables().get(table, {}).get(name)
        return entry if isinstance(entry, str) else clean(name.replace("-", " "))

    def has(self, table: str, name: str) -> bool:
        """Whether there are words for a slug."""
        return name in self._tables().get(table, {})

    def reason(self, slug: str) -> str:
        """Why a finding holds: a reason, the kind of difference that it rests on (a set phrase by its id is a matter of
        wording), or a slug of the data."""
        if slug.startswith("concept:"):
            slug = "wording"
        table = "reason" if slug in self._tables()["reason"] else "difference"
        return self.known(table, slug)

    def parts(self, key: str, **values: T) -> tuple[str | T, ...]:
        """The words of a key cut at its places, with the values between them."""
        found: list[str | T] = []
        for words, name, _, _ in Formatter().parse(self._template(key)):
            if words:
                found.append(words)
            if name:
                found.append(values[name])
        return tuple(found)

    def count(self, key: str, number: int, **values: str) -> str:
        """The words for a number of things, in the plural form that the language asks for."""
        table, name = key.split(".")
        forms = self._tables()[table][name]
        form = forms.get(self.locale.plural_form(number), forms["other"])
        return str(form.format_map({"n": self.number(number), **values}))

    def note(self, slug: str, values: tuple[str, ...]) -> str:
        """A note in words; one that no words are known for is its slug and values."""
        shown = [_Value(one_line(value), self) for value in values]
        entry = self._tables().get("note", {}).get(slug)
        if isinstance(entry, str):
            with suppress(IndexError):
                return entry.format(*shown)
        name = one_line(slug.replace("-", " "))
        return f"{name} ({', '.join(value.text for value in shown)})" if shown else name

    def topic(self, slug: str) -> str:
        """A topic's name."""
        return self.known("topic", slug)

    def number(self, value: int) -> str:
        """A whole number."""
        from babel.numbers import format_decimal

        return str(format_decimal(value, locale=self.locale))

    def percent(self, value: float) -> str:
        """A share in [0, 1] as a whole per cent."""
        from babel.numbers import format_percent

        return str(format_percent(value, locale=self.locale))

    def decimal(self, value: float) -> str:
        """A figure with two decimals."""
        from babel.numbers import format_decimal

        return str(format_decimal(value, format="0.00", locale=self.locale))

    def date(self, iso: str | None) -> str:
        """An ISO date (of a time, its day) in words; anything else as it is, nothing as "not given"."""
        from babel.dates import format_date

        if not iso:
            return self("side.unknown")
        try:
            day = date.fromisoformat(iso.partition("T")[0])
            return str(format_date(day, format="long", locale=self.locale))
        except ValueError:
            return clean(iso)

    def country(self, code: str | None) -> str | None:
        """A country's name, None when there is no code; a code without name is itself."""
        if not code:
            return None
        return str(self.locale.territories.get(code.upper(), clean(code)))

    def tongue(self, tag: str) -> str:
        """A language's name; a tag without name is itself."""
        from babel import Locale, UnknownLocaleError

        try:
            name = Locale.parse(tag.replace("-", "_")).get_display_name(self.locale)
        except (UnknownLocaleError, ValueError, TypeError):
            name = None
        return str(name or clean(tag))

    def series(self, things: list[str]) -> str:
        """Things joined with commas and the language's "and"."""
        from babel.lists import format_list

        return str(format_list(things, locale=self.locale))

    @property
    def locale(self) -> Locale:
        """Babel's locale."""
        if not self._locale:
            from babel import Locale

            self._locale.append(Locale.parse(self.language.replace("-", "_")))
        return self._locale[0]

    def _tables(self) -> dict[str, Any]:
        return load_toml("messages", f"{self.language}.toml")

    def _template(self, key: str) -> str:
        table, name = key.split(".")
        return str(self._tables()[table][name])


class _Value:
    """A value of a note; a template may ask for it as ``{0:language}`` or ``{0:date}``."""

    def __init__(self, text: str, words: Messages) -> None:
        self.text, self._words = text, words

    def __format__(self, spec: str) -> str:
        if spec == "language":
            return self._words.tongue(self.text)
        return self._words.date(self.text) if spec == "date" else self.text
