"""Text of a readout on its way to a reader: nothing in it may steer a terminal, a page or the direction of writing."""

from __future__ import annotations

import re

# Explicit embeddings, overrides and isolates: in a quotation they can make the words after it read backwards. The
# direction of a quotation is set by its language instead. Joiners and the two marks U+200E/F stay: Arabic, Persian and
# emoji need them and they reach no further than their neighbours.
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069\u061c]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_TOO_HIGH = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_TAG = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RIGHT_TO_LEFT = ("ar", "he", "fa", "ur", "ps", "yi", "dv", "ckb", "ug", "sd")


def clean(text: str) -> str:
    """The text without direction controls; control characters are shown as their pictures (U+2400 …), and bytes that
    are no Unicode as backslash escapes."""
    text = _STEERING.sub("", text)
    if _TOO_HIGH.search(text):
        text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return _CONTROLS.sub(_picture, text)


def one_line(text: str) -> str:
    """The cleaned text with every run of white space as one space."""
    return _SPACES.sub(" ", clean(text)).strip()


def tag(language: str) -> str:
    """The language as a tag for ``lang`` attributes; ``und`` (undetermined) for what is no BCP 47 tag."""
    return language if _TAG.fullmatch(language) else "und"


def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"
