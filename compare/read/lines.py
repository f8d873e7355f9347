"""Lines as running text: what a line break inside a paragraph stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DENSE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_DENSE_END = re.compile(rf"[{_DENSE}][,.;:!?)\"']?$")
_DENSE_START = re.compile(f"^[{_DENSE}]")
_HYPHENS = "-\u2010\u00ad\u0002\ufffe"


def joined(lines: Sequence[str], whole: str = "") -> str:
    """Return lines as one: words divided at the end of a line are put together (unless ``whole``, the text around,
    writes them with a hyphen), Han and kana take no space, all else takes one."""
    parts = [lines[0]] if lines else []
    for line in lines[1:]:
        last = parts[-1]
        if last[-1:] in _HYPHENS and last[-2:-1].isalpha() and line[:1].islower():
            parts[-1] = _undivided(last, line, whole)
        else:
            dense = _DENSE_END.search(last[-3:]) and _DENSE_START.search(line)
            parts += [line] if dense else [" ", line]
    return "".join(parts)


def _undivided(text: str, line: str, whole: str) -> str:
    head = re.split(r"\s", text)[-1].rstrip(_HYPHENS)
    tail = re.match(r"\w+", line)
    compound = f"{head}-{tail.group() if tail else ''}"
    # "long-" and "term" at a line's end are a compound if the text has "long-term" elsewhere.
    return text.rstrip(_HYPHENS) + ("-" if compound in whole else "") + line
