import io
import zipfile

import pytest

from civictext.read.errors import ReadError
from civictext.read.files import read_document
from civictext.read.odt import read_odt

NS = " ".join(
    f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for p, u in
    [("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")]
)  # fmt: skip
STYLES = (
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>'
    '<text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="а, б, .., аа, аб, ..."/></text:list-style>'
    '<text:list-style style:name="M"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1" text:start-value="4"/>'
    '<text:list-level-style-number text:level="2" style:num-suffix="." style:num-format="1" text:display-levels="2"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="\uf0b7"/></text:list-style>'
)


def odt(body):
    xml = f"<office:document-content {NS}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", xml)
    return buffer.getvalue()


def p(text):
    return f"<text:p>{text}</text:p>"


def items(style, *texts, more=""):
    return (
        f'<text:list text:style-name="{style}" {more}>'
        + "".join(f"<text:list-item>{t}</text:list-item>" for t in texts)
        + "</text:list>"
    )


@pytest.fixture
def read(tmp_path):
    def save_and_read(body):
        path = tmp_path / "Итоги.odt"
        path.write_bytes(odt(body))
        return read_document(path)

    return save_and_read


def lines(document):
    return [(b.label, b.depth, b.text) for b in document.blocks]


def test_numbers_come_from_the_list_styles(read):
    inner = "<text:list><text:list-item><text:p>детский</text:p></text:list-item><text:list-item><text:p>взрослый</text:p></text:list-item></text:list>"
    body = (
        p("Мэрии:")
        + items("N", p("клуб:") + inner, p("место"))
        + items("M", p("Вузам:") + inner)
        + items("B", p("курсы"))
    )
    assert lines(read(body)) == [
        (None, 0, "Мэрии:"), ("1.", 0, "клуб:"), ("а)", 1, "детский"), ("б)", 1, "взрослый"), ("2.", 0, "место"),
        ("4.", 0, "Вузам:"), ("4.1.", 1, "детский"), ("4.2.", 1, "взрослый"), ("•", 0, "курсы"),
    ]  # fmt: skip


def test_lists_restart_or_go_on(read):
    body = items("N", p("а")) + items("N", p("б")) + items("N", p("в"), more='text:continue-numbering="true"')
    assert [b.label for b in read(body).blocks] == ["1.", "1.", "2."]


def test_tables_breaks_notes_and_tracked_deletions(read):
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{p(c)}</table:table-cell>" for c in row)
        + "</table:table-row>"
        for row in (("№", "Мера"), ("1", "Создать клуб"))
    )
    body = (
        "<text:tracked-changes><text:p>стёрто</text:p></text:tracked-changes>"
        '<text:h text:outline-level="2">Итоги</text:h>'
        + p(
            'Найти<text:s text:c="2"/>место<text:note><text:note-body><text:p>сноска</text:p></text:note-body></text:note>.<text:line-break/>2) Создать'
        )
        + f"<table:table>{rows}</table:table>"
    )
    found = read(body)
    assert [(b.kind, b.label, b.text) for b in found.blocks] == [
        ("heading", None, "Итоги"), ("paragraph", None, "Найти место."), ("item", "2)", "Создать"),
        ("row", None, "№\tМера"), ("row", None, "1\tСоздать клуб"),
    ]  # fmt: skip


def test_damaged_content_is_told():
    with pytest.raises(ReadError, match="он повреждён"):
        read_odt(odt("<text:p>"))
