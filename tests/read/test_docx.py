import io
import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from civictext.read import docx as reader
from civictext.read import zipguard
from civictext.read.errors import ReadError
from civictext.read.files import read_document

NS = (
    nsdecls("w")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
)
NS += 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def element(xml):
    """Parse a piece of WordprocessingML; the first tag gets the name spaces."""
    head, _, rest = xml.partition(">")
    slash = "/" if head.endswith("/") else ""
    return parse_xml(f"{head.rstrip('/')} {NS}{slash}>{rest}")


def body_of(document, *xml):
    """Put pieces of WordprocessingML at the end of the body."""
    for piece in xml:
        document.element.body.insert(len(document.element.body) - 1, element(piece))
    return document


def level(n, fmt, text, start=1, more=""):
    return f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbered(abstracts, nums, styles=()):
    """A document whose numbering part holds exactly these lists: {abstract id: levels}, {num id: (abstract id, overrides)}."""
    document = Document()
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for key, levels in abstracts.items():
        root.append(element(f'<w:abstractNum w:abstractNumId="{key}">{levels}</w:abstractNum>'))
    for key, (abstract, overrides) in nums.items():
        root.append(element(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'))
    for style in styles:
        document.styles.element.append(element(style))
    return document


def item(text, num, lvl=0):
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{lvl}"/><w:numId w:val="{num}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def plain(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def add_notes(document, text):
    """Hang a footnotes part with one note on the document."""
    xml = (
        f'<w:footnotes {NS}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{plain(text)}</w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


@pytest.fixture
def read(tmp_path):
    def save_and_read(document):
        path = tmp_path / "Итоги.docx"
        document.save(path)
        return read_document(path)

    return save_and_read


def lines(document):
    return [(b.label, b.depth, b.text) for b in document.blocks if b.kind != "page_break"]


MULTI = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.") + level(2, "russianLower", "%3)")


def test_multilevel_numbers_and_russian_letters(read):
    document = numbered({1: MULTI}, {1: (1, "")})
    body_of(
        document,
        plain("Рекомендовать:"), item("Мэрии:", 1), item("создать клуб:", 1, 1), item("детский;", 1, 2), item("взрослый.", 1, 2),
        item("найти место.", 1, 1), item("Вузам:", 1), item("открыть курсы.", 1, 1),
    )  # fmt: skip
    assert lines(read(document)) == [
        (None, 0, "Рекомендовать:"), ("1.", 0, "Мэрии:"), ("1.1.", 1, "создать клуб:"), ("а)", 2, "детский;"), ("б)", 2, "взрослый."),
        ("1.2.", 1, "найти место."), ("2.", 0, "Вузам:"), ("2.1.", 1, "открыть курсы."),
    ]  # fmt: skip


def labels(document):
    return [b.label for b in document.blocks]


def test_interrupted_list_goes_on_and_restarted_list_restarts(read):
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    document = numbered({1: level(0, "decimal", "%1)")}, {1: (1, ""), 2: (1, override)})
    body_of(
        document,
        item("создать", 1), item("найти", 1), plain("Вузам:"), item("открыть", 1), plain("Школам:"), item("провести", 2), item("издать", 2),
    )  # fmt: skip
    assert labels(read(document)) == ["1)", "2)", None, "3)", None, "1)", "2)"]


def test_level_that_never_restarts_and_a_list_that_starts_at_four(read):
    levels = level(0, "upperRoman", "%1.", start=4) + level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>')
    document = numbered({1: levels}, {1: (1, "")})
    body_of(document, item("Мэрии", 1), item("создать", 1, 1), item("Вузам", 1), item("открыть", 1, 1))
    assert labels(read(document)) == ["IV.", "1.", "V.", "2."]


def test_legal_numbers_and_zero_padding(read):
    levels = (
        level(0, "upperRoman", "%1.")
        + level(1, "decimalZero", "%1.%2.", more="<w:isLgl/>")
        + level(2, "lowerLetter", "(%3)")
    )
    document = numbered({1: levels}, {1: (1, "")})
    body_of(document, item("Мэрии", 1), item("создать", 1, 1), item("клуб", 1, 2))
    assert labels(read(document)) == ["I.", "1.1.", "(a)"]


def test_numbers_from_styles_along_the_chain(read):
    styles = (
        '<w:style w:type="paragraph" w:styleId="Point"><w:name w:val="Пункт"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="Small"><w:name w:val="Пункт мелкий"/><w:basedOn w:val="Point"/></w:style>',
    )
    document = numbered({1: level(0, "decimal", "п. %1")}, {1: (1, "")}, styles)
    styled = '<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr><w:r><w:t>создать клуб</w:t></w:r></w:p>'
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body_of(
        document,
        styled.format("Point", ""),
        styled.format("Small", ""),
        styled.format("Point", off),
        styled.format("Point", ""),
    )
    assert labels(read(document)) == ["п. 1", "п. 2", None, "п. 3"]


def test_bullets_are_what_the_reader_sees(read):
    levels = level(0, "bullet", "\uf0b7") + level(1, "bullet", "–")
    document = numbered({1: levels}, {1: (1, "")})
    body_of(document, item("создать клуб", 1), item("найти место", 1, 1))
    assert lines(read(document)) == [("•", 0, "создать клуб"), ("–", 1, "найти место")]


def test_list_styles_of_the_default_template(read):
    document = Document()
    for text, style in (("создать", "List Number"), ("найти", "List Number"), ("открыть", "List Bullet")):
        document.add_paragraph(text, style=style)
    assert labels(read(document)) == ["1.", "2.", "•"]


def test_empty_numbered_paragraph_takes_no_number(read):
    document = numbered({1: level(0, "decimal", "%1.")}, {1: (1, "")})
    body_of(document, item("создать", 1), item("", 1), item("найти", 1))
    assert labels(read(document)) == ["1.", "2."]


def test_tracked_changes_are_accepted_and_comments_ignored(read):
    document = Document()
    paragraph = document.add_paragraph("Создать ")
    paragraph._p.append(element('<w:ins w:id="1" w:author="a"><w:r><w:t>молодёжный </w:t></w:r></w:ins>'))
    paragraph._p.append(element('<w:del w:id="2" w:author="a"><w:r><w:delText>детский </w:delText></w:r></w:del>'))
    paragraph._p.append(element('<w:moveFrom w:id="3" w:author="a"><w:r><w:t>прочь </w:t></w:r></w:moveFrom>'))
    run = paragraph.add_run("клуб.")
    document.add_comment(run, text="Кто заплатит?", author="a")
    body_of(
        document,
        '<w:p><w:pPr><w:rPr><w:del w:id="4" w:author="a"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Найти </w:t></w:r></w:p>',
        plain("место."),
        '<w:ins w:id="5" w:author="a"><w:p><w:r><w:t>Открыть курсы.</w:t></w:r></w:p></w:ins>',
    )
    found = read(document)
    assert [b.text for b in found.blocks] == ["Создать молодёжный клуб.", "Найти место.", "Открыть курсы."]
    assert found.report["tracked_deletions"] == 2 and found.report["comments"] == 1


def test_text_boxes_controls_links_and_odd_runs(read):
    document = Document()
    box = "<w:txbxContent><w:p><w:r><w:t>Текст в рамке</w:t></w:r></w:p></w:txbxContent>"
    body_of(
        document,
        "<w:p><w:r><w:t>Рядом с рамкой</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Поле формы</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:r><w:t>научно</w:t><w:noBreakHyphen/><w:t>практи</w:t><w:softHyphen/><w:t>ческий</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> тайна</w:t></w:r><w:hyperlink><w:r><w:t> клуб</w:t></w:r></w:hyperlink></w:p>",
        '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:tab/><w:t>создать клуб</w:t></w:r></w:p>',
    )
    found = read(document)
    assert [b.text for b in found.blocks] == [
        "Рядом с рамкой",
        "Текст в рамке",
        "Поле формы",
        "научно-практический клуб",
        "создать клуб",
    ]
    assert found.report["text_boxes"] == 1
    assert found.blocks[-1].kind == "item"


def test_line_breaks_inside_a_paragraph(read):
    document = Document()
    document.add_paragraph("Создать клуб\nдля старших;\n2) найти место;\n3) открыть курсы.")
    assert lines(read(document)) == [
        (None, 0, "Создать клуб для старших;"),
        ("2)", 0, "найти место;"),
        ("3)", 0, "открыть курсы."),
    ]


def test_headings_by_style_and_by_look(read):
    document = Document()
    document.add_heading("Итоги", level=2)
    document.add_paragraph().add_run("Администрации города:").bold = True
    document.add_paragraph().add_run("Это важное предложение, оно кончается точкой.").bold = True
    centred = document.add_paragraph("РЕЗОЛЮЦИЯ")
    centred.alignment = WD_ALIGN_PARAGRAPH.CENTER
    found = [(b.kind, b.level, b.style) for b in read(document).blocks]
    assert found == [
        ("heading", 2, ("bold",)),
        ("heading", None, ("bold",)),
        ("paragraph", None, ("bold",)),
        ("heading", None, ("caps", "center")),
    ]


def test_footnotes_stand_apart(read):
    document = Document()
    document.add_paragraph("Создать клуб.")
    add_notes(document, "См. приложение.")
    found = read(document)
    assert found.text == "Создать клуб."
    assert found.report["footnotes"] == ["См. приложение."]


def test_table_rows_with_cells(read):
    document = numbered({1: level(0, "decimal", "%1.")}, {1: (1, "")})
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(
        table.rows,
        (("№", "Мера", "Кто"), ("", "Создать клуб\nи найти место", "Мэрия"), ("", "Открыть курсы", "")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0]._p.get_or_add_pPr().append(
            element('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        )
    table.rows[1].cells[1].add_paragraph("Провести ярмарку")
    found = read(document)
    assert [(b.kind, b.label, [c.text for c in b.cells]) for b in found.blocks] == [
        ("row", None, ["№", "Мера", "Кто"]),
        ("row", "1.", ["", "Создать клуб и найти место\vПровести ярмарку", "Мэрия"]),
        ("row", "2.", ["", "Открыть курсы", ""]),
    ]
    assert all(found.text[c.start : c.end] == c.text for b in found.blocks for c in b.cells)


def test_one_column_table_is_a_frame_around_paragraphs(read):
    document = Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Мэрии:"
    cell.add_paragraph("1. Создать клуб.")
    assert lines(read(document)) == [(None, 0, "Мэрии:"), ("1.", 0, "Создать клуб.")]


def test_merged_and_deleted_rows(read):
    document = Document()
    table = document.add_table(rows=3, cols=2)
    for n, cell in enumerate(c for r in table.rows for c in r.cells):
        cell.text = f"ячейка {n}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.rows[2]._tr.get_or_add_trPr().append(element('<w:del w:id="1" w:author="a"/>'))
    assert [[c.text for c in b.cells] for b in read(document).blocks] == [
        ["ячейка 0\vячейка 1"],
        ["ячейка 2", "ячейка 3"],
    ]


def test_pages_by_breaks(read):
    document = Document()
    document.add_paragraph("Первая").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Вторая")
    assert [(b.kind, b.page) for b in read(document).blocks] == [("paragraph", 1), ("page_break", 2), ("paragraph", 2)]


def test_pages_as_last_printed(read):
    document = Document()
    body_of(document, plain("Первая"), "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Вторая</w:t></w:r></w:p>")
    assert [b.page for b in read(document).blocks if b.text] == [1, 2]


def package(document_xml):
    buffer = io.BytesIO()
    Document().save(buffer)
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, document_xml if name == "word/document.xml" else old.read(name))
    return out.getvalue()


def test_package_that_inflates_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(zipguard, "MAX_XML", 1_000_000)
    with pytest.raises(ReadError, match="слишком велик после распаковки"):
        reader.read_docx(package(b"<x>" + b" " * 2_000_000 + b"</x>"))


def test_too_many_paragraphs_are_refused(monkeypatch):
    monkeypatch.setattr(reader, "MAX_PARAGRAPHS", 3)
    document = Document()
    for _ in range(5):
        document.add_paragraph()
    buffer = io.BytesIO()
    document.save(buffer)
    with pytest.raises(ReadError, match="больше 3 абзацев"):
        reader.read_docx(buffer.getvalue())


@pytest.mark.parametrize("xml", [b"", b"<w:document>", b"<a/>", "не xml".encode()])
def test_broken_document_part_is_one_sentence(xml):
    with pytest.raises(ReadError, match="он повреждён"):
        reader.read_docx(package(xml))


def test_entities_of_local_files_are_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("тайна", encoding="utf-8")
    xml = (
        package(b"").decode("latin-1")
        and (
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document xmlns:w="http://schemas.openxmlformats.org/'
            'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>текст &x;</w:t></w:r></w:p></w:body></w:document>'
        ).encode()
    )
    assert "тайна" not in reader.read_docx(package(xml)).raw


def test_damaged_numbering_gives_no_numbers_but_the_text(read):
    levels = '<w:lvl><w:start w:val="x"/><w:numFmt w:val="?"/><w:lvlText w:val="%1."/><w:lvlRestart w:val=""/></w:lvl>'
    document = numbered(
        {1: levels}, {1: (1, '<w:lvlOverride><w:startOverride w:val="-"/></w:lvlOverride>'), 2: (9, "")}
    )
    body_of(document, item("создать", 1), item("найти", 1, 5), item("открыть", 2), item("издать", 77))
    assert [b.text for b in read(document).blocks] == ["создать", "найти", "открыть", "издать"]
