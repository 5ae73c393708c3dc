"""Child process that takes the characters out of a pdf: ``python -m civictext.read.pdf_worker FILE`` → JSON on stdout.

A pdf engine runs native code on files from anywhere; if it hangs or dies, only this process does.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

MAX_PAGES = 500
_ASLANT = 0.15  # radians
_WIDE = 1.2  # of the font size: a wider gap begins a new segment


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

    A segment is ``[text, x0, base, x1, size, bold]`` in points from the lower left corner; `base` is its base line.
    """
    segments: list[list[Any]] = []
    last: _Char | None = None
    for char in _upright(page, _chars(page.get_textpage())):
        if char.text in "\r\n":
            last = None
        elif char.size == 0.0:  # a space that the engine made up
            if last is not None:
                segments[-1][0] += char.text
        else:
            if last is None or _breaks(last, char):
                segments.append(["", char.x0, char.base, char.x1, char.size, True])
            _extend(segments[-1], char)
            last = char
    n_images = sum(1 for o in page.get_objects(max_depth=2) if o.type == 3)
    width, height = page.get_size()
    rows = [[s[0], *(round(v, 1) for v in s[1:5]), s[5]] for s in segments if s[0].strip()]
    return {"width": width, "height": height, "segments": rows, "n_images": n_images}


class _Char(NamedTuple):
    """A character as read: its box and base point, turned by `angle` (radians); `size` 0 for one that the engine made up."""

    text: str
    x0: float = 0.0
    base: float = 0.0
    x1: float = 0.0
    size: float = 0.0
    bold: bool = False
    y0: float = 0.0
    y1: float = 0.0
    origin: float = 0.0
    angle: float = 0.0


def _upright(page: Any, chars: Iterable[_Char]) -> Iterator[_Char]:
    """Turn the characters of a rotated page upright; drop those that stand aslant in it (watermarks, stamps)."""
    quarter = page.get_rotation() // 90 % 4
    width, height = page.get_size()
    for c in chars:
        if c.size and abs(math.remainder(c.angle + quarter * math.pi / 2, 2 * math.pi)) > _ASLANT:
            continue
        if quarter == 1:
            c = c._replace(x0=c.y0, x1=c.y1, base=height - c.origin)
        elif quarter == 2:
            c = c._replace(x0=width - c.x1, x1=width - c.x0, base=height - c.base)
        elif quarter == 3:
            c = c._replace(x0=width - c.y1, x1=width - c.y0, base=c.origin)
        yield c


def _extend(segment: list[Any], char: _Char) -> None:
    segment[0] += char.text
    if char.text.strip():
        segment[1], segment[3] = min(segment[1], char.x0), max(segment[3], char.x1)
        segment[4] = max(segment[4], char.size)
        segment[5] = segment[5] and char.bold


def _breaks(last: _Char, char: _Char) -> bool:
    """Say whether a character begins a new segment: another line, or a gap as wide as between columns."""
    size = max(last.size, char.size)
    return abs(char.base - last.base) > 0.2 * size or not -0.5 * size < char.x0 - last.x1 < _WIDE * size


def _chars(textpage: Any) -> Iterator[_Char]:
    import pypdfium2.raw as raw

    left, right, bottom, top, x, base = (ctypes.c_double() for _ in range(6))
    high = 0
    for n in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, n)
        if 0xD800 <= code < 0xDC00:  # the engine counts UTF-16 units
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        text = "\ufffe" if raw.FPDFText_IsHyphen(textpage, n) == 1 else chr(code) if code else " "
        if raw.FPDFText_IsGenerated(textpage, n) == 1:
            yield _Char(text)
            continue
        raw.FPDFText_GetCharBox(textpage, n, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(textpage, n, x, base)
        size, bold = _font_size(raw, textpage, n), _is_bold(raw, textpage, n)
        angle = max(0.0, raw.FPDFText_GetCharAngle(textpage, n))  # -1 where the engine knows none
        yield _Char(text, left.value, base.value, right.value, size, bold, bottom.value, top.value, x.value, angle)


def _font_size(raw: Any, textpage: Any, n: int) -> float:
    """Size in points as printed: many programs write size 1 and scale by the matrix."""
    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(textpage, n) or 1.0
    scale = math.hypot(matrix.b, matrix.d) if raw.FPDFText_GetMatrix(textpage, n, matrix) else 1.0
    return max(1.0, float(size * (scale or 1.0)))


def _is_bold(raw: Any, textpage: Any, n: int) -> bool:
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, n, name, 200, flags)
    return b"bold" in name.value.lower() or raw.FPDFText_GetFontWeight(textpage, n) >= 600


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
