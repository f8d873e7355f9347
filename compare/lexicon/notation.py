"""The notation of forms in the data files.

words           separated by spaces; every inflected form of a word counts, in any case of letters
IAEA            a word in capitals stands exactly so
[the] word      what is in square brackets may be missing
(uphold|keep to) one of several; an empty one is allowed: (all|) parties
sanktion*       any ending: compounds and derivations
A…B             a few words (characters in Chinese and Japanese) of the same sentence may stand between
human_rights    nothing may stand between, not even the one word that is otherwise allowed between two full words
!hot line       at the beginning: not this. A stop form swallows what it holds of its own key
"""

from __future__ import annotations

from typing import NamedTuple

from compare.errors import DataError

GAP, EXACT = "…", "="
# A form that expands to more variants than this is a slip in the data (a forgotten bracket), not a phrase.
MAX_VARIANTS = 500


class Variant(NamedTuple):
    """One spelled-out form: its text without brackets, and whether it is a stop form."""

    text: str
    stop: bool


def variants(form: str, where: str = "") -> list[Variant]:
    """Return every variant of a form with its brackets spelled out, in order and without repeats.

    Raises DataError for unbalanced brackets, for an empty form and for more than ``MAX_VARIANTS`` variants.
    """
    stop = form.startswith("!")
    body = form[1:] if stop else form
    found, rest = _sequence(body.replace("...", GAP), 0, form, where, closers="")
    if rest != len(body.replace("...", GAP)):
        raise DataError(f"unbalanced bracket in {form!r}", where=where, todo="close what is opened", slug="form")
    texts = dict.fromkeys(" ".join(text.split()).strip(f"{GAP} ") for text in found)
    if not texts or "" in texts:
        raise DataError(
            f"a form with nothing in it: {form!r}", where=where, todo="write a word or drop it", slug="form"
        )
    return [Variant(text, stop) for text in texts]


def _sequence(form: str, at: int, whole: str, where: str, closers: str) -> tuple[list[str], int]:
    """Variants of a sequence up to one of the closers, and where it ends."""
    texts = [""]
    while at < len(form) and form[at] not in closers:
        sign = form[at]
        if sign in ")]":
            break
        if sign in "([":
            closer = ")" if sign == "(" else "]"
            choices, at = _choices(form, at + 1, whole, where, closer)
            if sign == "[":
                choices = [*choices, ""]
            texts = [text + choice for text in texts for choice in choices]
            if len(texts) > MAX_VARIANTS:
                raise DataError(
                    f"{whole!r} has more than {MAX_VARIANTS} variants", where=where, todo="split it", slug="form"
                )
        else:
            texts = [text + sign for text in texts]
            at += 1
    return texts, at


def _choices(form: str, at: int, whole: str, where: str, closer: str) -> tuple[list[str], int]:
    """Variants of what stands in a bracket, and the place after it."""
    choices: list[str] = []
    while True:
        texts, at = _sequence(form, at, whole, where, closers="|" + closer)
        choices += texts
        if at >= len(form) or form[at] not in "|" + closer:
            raise DataError(f"unbalanced bracket in {whole!r}", where=where, todo="close what is opened", slug="form")
        at += 1
        if form[at - 1] == closer:
            return choices, at
