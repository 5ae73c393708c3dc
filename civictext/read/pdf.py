"""Pdf with a text layer → parts: reading order, columns, page furniture dropped, wrapped lines joined. Doesn't interpret."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from civictext.read.errors import ReadError
from civictext.read.extract import Extract, RawText
from civictext.read.layout import Part, looks_like_heading
from civictext.read.lines import Line, group_lines
from civictext.read.pdf_furniture import drop_furniture
from civictext.read.pdf_layout import PdfLine, frame_columns, line_pitch, page_lines
from civictext.read.pdf_tables import PdfTable, find_tables

TIMEOUT = 120.0  # seconds for one file; the engine reads 500 ordinary pages in a tenth of it
_PARAGRAPH_GAP = 1.45  # of the usual distance of lines: a wider gap ends a paragraph
_SCAN_LETTERS = 15  # a page with fewer letters and a picture is a scan


def read_pdf(path: Path, source: str = "", *, timeout: float = TIMEOUT) -> Extract:
    """Return the parts of a pdf.

    Raises
    ------
    ReadError
        If it is damaged, protected, has no text layer, or takes longer than `timeout` seconds.
    """
    found = _extract(path, source, timeout)
    pages = found["pages"]
    warnings = _page_warnings(found)
    if not any(page["segments"] for page in pages):
        raise ReadError(
            source, "в pdf нет текста: это скан или рисунок.", "Распознайте его (OCR) и сохраните с текстовым слоем."
        )
    lines, dropped = drop_furniture([page_lines(page, n) for n, page in enumerate(pages, 1)])
    lines = frame_columns(lines)
    raw, parts = _parts(lines)
    report: dict[str, Any] = {"n_pages": found["n_pages"]}
    if dropped:
        report["skipped"] = {"page_furniture": dropped[:50]}
    return Extract(raw, parts, warnings, report)


def _extract(path: Path, source: str, timeout: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "civictext.read.pdf_worker", str(path.absolute())]
    # the package is found from its parent folder, also when it runs from a checkout that is not installed
    here = str(Path(__file__).parents[2])
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout, check=False, cwd=here)
    except subprocess.TimeoutExpired as error:
        raise ReadError(
            source, f"pdf не прочитан за {timeout:.0f} секунд.", "Сохраните его заново через печать в pdf."
        ) from error
    damaged = ReadError(source, "pdf повреждён или обрезан: его страницы не читаются.", "Скачайте файл заново.")
    if done.returncode != 0:
        raise damaged
    found: dict[str, Any] = json.loads(done.stdout)
    if found.get("error") == "password":
        raise ReadError(source, "pdf защищён паролем.", "Снимите пароль и сохраните файл ещё раз.")
    if "error" in found or not found["pages"]:
        raise damaged
    return found


def _page_warnings(found: dict[str, Any]) -> list[str]:
    warnings = []
    pages = found["pages"]
    if found["n_pages"] > len(pages):
        warnings.append(f"В файле {found['n_pages']} страниц, прочитаны первые {len(pages)}.")
    damaged = [n for n, p in enumerate(pages, 1) if p.get("damaged")]
    if damaged:
        warnings.append(f"Не прочитаны повреждённые страницы: {_numbers(damaged)}.")
    scans = [n for n, p in enumerate(pages, 1) if p.get("n_images") and _n_letters(p) < _SCAN_LETTERS]
    if scans:
        warnings.append(f"Страницы без текстового слоя (сканы) пропущены: {_numbers(scans)}.")
    text = "".join(s[0] for p in pages for s in p["segments"])
    n_bad = sum(c in "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text)
    if n_bad > 0.2 * max(1, len(text)):
        warnings.append("Шрифты pdf не дают прочесть буквы: текст, вероятно, испорчен; распознайте файл (OCR).")
    return warnings


def _numbers(pages: list[int]) -> str:
    return ", ".join(map(str, pages[:20])) + (" …" if len(pages) > 20 else "")


def _n_letters(page: dict[str, Any]) -> int:
    return sum(c.isalpha() for s in page["segments"] for c in s[0])


class _Flow:
    """Collects parts: lines until a table or the end, then paragraphs out of them."""

    def __init__(self, width: int, pitch: float) -> None:
        self.raw = RawText()
        self.parts: list[Part] = []
        self._width = width
        self._pitch = pitch
        self._lines: list[Line] = []
        self._printed: dict[int, PdfLine] = {}
        self._last: PdfLine | None = None

    def add_line(self, line: PdfLine) -> None:
        """Take one line; its paragraph may go on."""
        start, end = self.raw.add(line.text)
        gap = self._last.y - line.y if self._last and self._last.page == line.page else 0.0
        blank = int(gap > _PARAGRAPH_GAP * self._pitch or gap < 0)
        indent = round((line.x0 - line.left) / line.char_width)
        room = line.right if line.is_split else (line.right - line.x1) / line.char_width
        self._lines.append(Line(line.text, start, end, indent, blank, line.page, room))
        self._printed[start] = self._last = line

    def add_table(self, table: PdfTable, number: int) -> None:
        """Take a table: each row is a part."""
        self.end_paragraphs()
        self._turn_page(table.page)
        for row in table.rows:
            cells = [self.raw.add(cell, "\t" if n else "\n") for n, cell in enumerate(row)]
            self.parts.append(Part(cells[0][0], cells[-1][1], "row", page=table.page, table=number, cells=cells))

    def end_paragraphs(self) -> None:
        """Make paragraphs of the lines so far."""
        for group in group_lines(self._lines, width=self._width):
            printed = [self._printed[line.start] for line in group]
            self._turn_page(printed[0].page)
            self.parts.append(_part(group, printed))
        self._lines = []
        self._last = None

    def _turn_page(self, page: int) -> None:
        if self.parts and self.parts[-1].page != page:
            at = self.parts[-1].end
            self.parts.append(Part(at, at, "page_break", page=page))


def _parts(pages: list[list[PdfLine]]) -> tuple[str, list[Part]]:
    lines = [line for page in pages for line in page]
    pitch = line_pitch(pages)
    flow = _Flow(int(max((line.right - line.left) / line.char_width for line in lines)) if lines else 0, pitch)
    n_tables = 0
    for page in pages:
        for element in find_tables(page, pitch):
            if isinstance(element, PdfTable):
                n_tables += 1
                flow.add_table(element, n_tables)
            else:
                flow.add_line(element)
    flow.end_paragraphs()
    return flow.raw.text(), flow.parts


def _part(group: list[Line], printed: list[PdfLine]) -> Part:
    style = {"bold"} if all(line.bold for line in printed) else set()
    if all(_is_centered(line) for line in printed):
        style.add("center")
    heading = looks_like_heading(" ".join(line.text for line in group), bold="bold" in style)
    return Part(
        group[0].start,
        group[-1].end,
        "heading" if heading else "paragraph",
        page=printed[0].page,
        style=tuple(sorted(style)),
        indent=group[0].indent,
    )


def _is_centered(line: PdfLine) -> bool:
    before, after = line.x0 - line.left, line.right - line.x1
    return before > 2 * line.size and abs(before - after) < 0.15 * (line.right - line.left)
