"""The memo as a Word document, to be edited and sent. Text of documents is only ever text."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from civictext.report.figures import Figures
from civictext.report.files import write_bytes
from civictext.report.memo import Grid, Heading, Paragraph, Part, Points, memo
from civictext.report.names import Names
from civictext.tables import Tables

#: what XML cannot carry, and lone surrogates
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: width of the line and of a column of numbers, cm
LINE, NUMBER = 16.5, 2.9
#: a fixed date: the same tables give the same bytes
_DATE = datetime(2000, 1, 1)


def write_docx(tables: Tables, path: Path, *, lang: str = "ru") -> Path:
    """Write the memo as a Word document and return `path`; the same tables give the same bytes."""
    names = Names(lang)
    document = docx.Document()
    _look(document, names)
    for part in memo(Figures(tables, names)):
        _add(document, part)
    out = io.BytesIO()
    document.save(out)
    return write_bytes(path, _undated(out.getvalue()))


def _look(document: Document, names: Names) -> None:
    """Set page, type and language: A4 with the margins of Russian official letters, Times New Roman."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    for name in ("Normal", "Title", "Heading 1"):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), "Times New Roman")
    document.styles["Normal"].font.size = Pt(12)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), {"ru": "ru-RU", "en": "en-GB"}[names.lang])
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = names.word("page.title"), "civictext", ""
    properties.created = properties.modified = _DATE


def _add(document: Document, part: Part) -> None:
    if isinstance(part, Heading):
        document.add_heading(clean(part.text), part.level)
    elif isinstance(part, Paragraph):
        document.add_paragraph(clean(part.text))
    elif isinstance(part, Points):
        for text in part.texts:
            document.add_paragraph(clean(text), style="List Number" if part.numbered else "List Bullet")
    else:
        _table(document, part)


def _table(document: Document, grid: Grid) -> None:
    table = document.add_table(rows=1, cols=len(grid.header), style="Table Grid")
    table.autofit = False
    widths = _widths(grid)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # LibreOffice reads the grid, Word the cells
    for n, line in enumerate([grid.header, *grid.rows]):
        cells = table.rows[0].cells if n == 0 else table.add_row().cells
        for at, (cell, text) in enumerate(zip(cells, line, strict=True)):
            cell.width = widths[at]
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(clean(text))
            run.bold, run.font.size = n == 0, Pt(10)
            if at >= grid.n_words:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    repeat = OxmlElement("w:tblHeader")  # the header stands on every page
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    document.add_paragraph()


def _widths(grid: Grid) -> list[Cm]:
    """Return the widths of columns: numbers have a fixed one, words share what is left of the line."""
    numbers = len(grid.header) - grid.n_words
    words = Cm((LINE - NUMBER * numbers) / grid.n_words)
    return [words] * grid.n_words + [Cm(NUMBER)] * numbers


def clean(text: str) -> str:
    """Return a text without what XML cannot carry."""
    return _ILLEGAL.sub("\ufffd", text)


def _undated(content: bytes) -> bytes:
    """Return the package with every part dated alike: python-docx dates them by the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
