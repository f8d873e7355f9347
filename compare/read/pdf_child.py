"""Lines of a PDF, found in a process of its own. The one home of pypdfium2; never imported by the package.

Reads a PDF from standard input, writes JSON: ``{"error": "password" | "damaged"}`` or ``{"title", "pages": [{"width",
"height", "images", "lines": [[left, bottom, right, top, size, text], …]}]}`` in points, origin at the bottom left, in
the order of the file. A malformed file can make the library crash, hang or eat memory: that ends this process and not
the program.
"""

from __future__ import annotations

import json
import sys
from typing import Any

MEMORY = 1_000_000_000
"""Bytes of address space. The largest page of the fixtures takes 90 MB."""

PAGES = 400
"""A readout has three pages, the longest communiqués forty."""

CHARACTERS = 2_000_000
"""Characters after which reading stops: ten times what is compared by default."""


def limit_memory() -> None:
    """Let the system refuse memory beyond `MEMORY`, where it can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        # Windows has no such limits, macOS refuses some; the time limit of the parent holds everywhere.
        return


def lines_of(text_page: Any) -> list[list[Any]]:
    """Return the lines of a page: boxes, letter size and text."""
    import ctypes

    import pypdfium2.raw as raw

    lines: list[list[Any]] = []
    letters: list[str] = []
    box: list[float] = []
    sizes: list[float] = []

    def end() -> None:
        text = "".join(letters).strip()
        if text and box:
            size = sorted(sizes)[len(sizes) // 2] if sizes else 0.0
            lines.append([*(round(v, 1) for v in box), round(size, 1), text])
        letters.clear()
        box.clear()
        sizes.clear()

    values = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = values
    for index in range(min(text_page.count_chars(), CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if letter in "\r\n":
            end()
            continue
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        here = [left.value, bottom.value, right.value, top.value]
        drawn = here[2] > here[0] and not letter.isspace()
        if drawn and box:
            height = max(box[3] - box[1], here[3] - here[1], 1.0)
            apart = here[1] > box[3] or here[3] < box[1]
            # A gap of three letter heights within a line is the space between two columns.
            if apart or here[0] - box[2] > 3 * height or here[0] < box[0] - height:
                end()
        letters.append(letter)
        if drawn:
            box[:] = here if not box else [
                min(box[0], here[0]), min(box[1], here[1]), max(box[2], here[2]), max(box[3], here[3])
            ]  # fmt: skip
            sizes.append(raw.FPDFText_GetFontSize(text_page, index) or here[3] - here[1])
    end()
    return lines


def document(data: bytes) -> dict[str, Any]:
    """Return what the module's docstring says."""
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "password" in str(error).lower() else "damaged"}
    pages = []
    left = CHARACTERS
    for number in range(min(len(pdf), PAGES)):
        try:
            page = pdf[number]
            lines = lines_of(page.get_textpage())
            images = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
        except pypdfium2.PdfiumError:
            # One broken page does not spoil the others.
            continue
        pages.append({"width": page.get_width(), "height": page.get_height(), "images": images, "lines": lines})
        left -= sum(len(line[-1]) for line in lines)
        if left < 0:
            break
    return {"title": pdf.get_metadata_value("Title") or "", "count": len(pdf), "pages": pages}


if __name__ == "__main__":
    limit_memory()
    json.dump(document(sys.stdin.buffer.read()), sys.stdout)
