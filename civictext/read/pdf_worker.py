"""Child process that takes the characters out of a pdf: ``python -m civictext.read.pdf_worker FILE`` → JSON on stdout.

A pdf engine runs native code on files from anywhere; if it hangs or dies, only this process does.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

MAX_PAGES = 500
_GAP = 0.3  # share of the letter height: a wider gap than this is a space where the engine gives none


def main(path: str) -> int:
    """Write ``{"pages": [...]}`` or ``{"error": code}``."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        code = "password" if "password" in str(error).lower() else "damaged"
        sys.stdout.write(json.dumps({"error": code}))
        return 0
    n_pages = len(document)
    pages = []
    for number in range(min(n_pages, MAX_PAGES)):
        try:
            pages.append(page_segments(document[number]))
        except pdfium.PdfiumError:
            pages.append({"width": 0, "height": 0, "segments": [], "damaged": True})
    sys.stdout.write(json.dumps({"n_pages": n_pages, "pages": pages}))
    return 0


def page_segments(page: Any) -> dict[str, Any]:
    """Return size and text segments of a page: characters that follow each other on one base line without a wide gap.

    A segment is ``[text, x0, y0, x1, y1, size, bold]`` in points from the lower left corner.
    """
    textpage = page.get_textpage()
    segments: list[list[Any]] = []
    current: list[Any] | None = None
    last: tuple[float, ...] | None = None
    for char, box, size, bold in _chars(textpage):
        if char in "\r\n":
            current = None
            continue
        if box is None:  # a space that the engine made up
            if current is not None:
                current[0] += char
            continue
        if current is None or last is None or _breaks(last, box, size):
            current = ["", *box, size, bold]
            segments.append(current)
        current[0] += char
        current[1], current[2] = min(current[1], box[0]), min(current[2], box[1])
        current[3], current[4] = max(current[3], box[2]), max(current[4], box[3])
        current[6] = current[6] and (bold or not char.strip())
        last = box
    n_images = sum(1 for o in page.get_objects(max_depth=2) if o.type == 3)
    width, height = page.get_size()
    rows = [[s[0], *(round(v, 1) for v in s[1:6]), s[6]] for s in segments if s[0].strip()]
    return {"width": width, "height": height, "segments": rows, "n_images": n_images}


def _breaks(last: tuple[float, ...], box: tuple[float, ...], size: float) -> bool:
    """Say whether a character begins a new segment: another line, or a gap as wide as between columns."""
    middle = (box[1] + box[3]) / 2
    same_line = last[1] - size * 0.4 <= middle <= last[3] + size * 0.4
    return not same_line or box[0] - last[2] > size * 1.2 or box[0] < last[0] - size * 0.5


def _chars(textpage: Any) -> Any:
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(200)
    units: list[int] = []
    for n in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, n)
        if 0xD800 <= code < 0xDC00:
            units = [code]
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((units[0] - 0xD800) << 10) + code - 0xDC00 if units else 0xFFFD
            units = []
        char = "\ufffe" if raw.FPDFText_IsHyphen(textpage, n) == 1 else chr(code) if code else " "
        if raw.FPDFText_IsGenerated(textpage, n) == 1:
            yield char, None, 0.0, False
            continue
        raw.FPDFText_GetCharBox(textpage, n, left, right, bottom, top)
        size = raw.FPDFText_GetFontSize(textpage, n) or 10.0
        height = top.value - bottom.value
        raw.FPDFText_GetFontInfo(textpage, n, name, 200, flags)
        bold = b"bold" in name.value.lower() or raw.FPDFText_GetFontWeight(textpage, n) >= 600
        scale = max(size, height)
        # glyph boxes of commas and dashes are low: take the line's box, from the base line up
        yield char, (left.value, bottom.value, right.value, max(top.value, bottom.value + 0.1)), scale, bold


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
