"""Pdf with a text layer → parts: reading order, columns, page furniture dropped, wrapped lines joined. Doesn't interpret."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from civictext.read.errors import ReadError
from civictext.read.extract import Extract, RawText
from civictext.read.layout import Part, looks_like_heading
from civictext.read.lines import Line, group_lines
from civictext.read.pdf_layout import PdfLine, drop_furniture, frame_columns, page_lines

TIMEOUT = 120.0  # seconds for one file; the engine reads 500 ordinary pages in a tenth of it
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


def _parts(pages: list[list[PdfLine]]) -> tuple[str, list[Part]]:
    raw = RawText()
    lines: list[Line] = []
    sources: list[PdfLine] = []
    for page in pages:
        for line, blank in zip(page, _blank_before(page), strict=True):
            start, end = raw.add(line.text.replace("\ufffe", "-"))
            lines.append(_line(line, start, end, blank))
            sources.append(line)
    by_start = {line.start: source for line, source in zip(lines, sources, strict=True)}
    width = max((line.right - line.left) / _char_width(line) for line in sources) if sources else 0
    groups = group_lines(lines, width=int(width)) if lines else []
    parts: list[Part] = []
    for group in groups:
        page_number = by_start[group[0].start].page
        if parts and parts[-1].page != page_number:
            parts.append(Part(group[0].start, group[0].start, "page_break", page=page_number))
        parts.append(_part(group, [by_start[line.start] for line in group]))
    return raw.text(), parts


def _part(group: list[Line], printed: list[PdfLine]) -> Part:
    bold = all(line.bold for line in printed)
    style = {"bold"} if bold else set()
    if all(_is_centered(line) for line in printed):
        style.add("center")
    heading = looks_like_heading(" ".join(line.text for line in group), bold=bold)
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


def _char_width(line: PdfLine) -> float:
    n_chars = sum(len(s.text) for s in line.segments)
    return max(1.0, sum(s.x1 - s.x0 for s in line.segments) / max(1, n_chars)) if n_chars > 10 else line.size * 0.5


def _line(line: PdfLine, start: int, end: int, blank: int) -> Line:
    unit = _char_width(line)
    return Line(
        line.text.replace("\ufffe", "-"),
        start,
        end,
        round((line.x0 - line.left) / unit),
        blank,
        line.page,
        room=(line.right - line.x1) / unit,
    )


def _blank_before(lines: list[PdfLine]) -> list[int]:
    """Return for each line whether the gap before it is clearly wider than between the lines of a paragraph."""
    gaps = [a.y - b.y for a, b in itertools.pairwise(lines)]
    usual = [g for g in gaps if g > 0]
    pitch = sorted(usual)[len(usual) // 4] if usual else 0.0
    pitch = max(pitch, median([line.size for line in lines])) if lines else 0.0
    return [0, *(int(g > 1.45 * pitch or g < 0) if pitch else 0 for g in gaps)][: len(lines)]
