import pytest

from civictext.read.errors import ReadError
from civictext.read.files import read_document
from civictext.read.pdf import read_pdf

WIDTH = 0.5  # every letter is half as wide as it is high


#: what turns the contents so that a page with this /Rotate shows them upright
TURNS = {0: b"", 90: b"0 1 -1 0 595 0 cm\n", 180: b"-1 0 0 -1 595 842 cm\n", 270: b"0 -1 1 0 0 842 cm\n"}


def pdf(pages, *, text_layer=True, rotate=0):
    """A pdf of pages of (x, y, size, font number, text); letters are bytes of cp1251 with a map to Unicode."""
    pairs = [(b, bytes([b]).decode("cp1251", errors="replace")) for b in range(32, 256)]
    rows = "\n".join(f"<{b:02x}> <{ord(c):04x}>" for b, c in pairs if c != "\ufffd" and b not in (96,))
    cmap = f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /C def 1 begincodespacerange <00> <ff> endcodespacerange {len(rows.splitlines())} beginbfchar\n{rows}\nendbfchar endcmap end end"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(cmap), cmap.encode()),
    ]
    widths = " ".join(["500"] * 224)
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 "
        f"/Widths [{widths}] /ToUnicode 3 0 R >>".encode()
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    image = len(objects) + 1
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >> stream\n0\nendstream"
    )
    kids = []
    for page in pages:
        content = TURNS[rotate] if text_layer else b"q 500 0 0 700 40 40 cm /I Do Q\n"
        for x, y, size, font, text in page if text_layer else []:
            escaped = text.encode("cp1251").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            content += b"BT /F%d %d Tf %.1f %.1f Td (%s) Tj ET\n" % (font, size, x, y, escaped)
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content))
        resources = f"<< /Font << /F1 4 0 R /F2 5 0 R >> /XObject << /I {image} 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Rotate {rotate} /MediaBox [0 0 595 842] /Resources {resources} /Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(len(objects))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{k} 0 R' for k in kids)}] /Count {len(kids)} >>".encode()
    out, offsets = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % o for o in offsets
    )
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, xref)


def set_lines(lines, *, x=80.0, top=760.0, size=12, pitch=18, font=1):
    """Lines one under the other; an empty line leaves a gap, a tuple is (indent in letters, text)."""
    out = []
    for n, line in enumerate(lines):
        indent, text = line if isinstance(line, tuple) else (0, line)
        if text:
            out.append(
                (
                    x + indent * size * WIDTH,
                    top - n * pitch,
                    size,
                    2 if text.startswith("*") else font,
                    text.removeprefix("*"),
                )
            )
    return out


@pytest.fixture
def read(tmp_path):
    def save_and_read(*pages, **options):
        path = tmp_path / "Итоговая резолюция.pdf"
        path.write_bytes(pdf(pages, **options))
        return read_document(path)

    return save_and_read


def lines(document):
    return [(b.page, b.label, b.text) for b in document.blocks if b.kind != "page_break"]


FIRST = [
    "*РЕЗОЛЮЦИЯ", "",
    (4, "Участники форума обсудили работу соседских центров и предла-"),
    "гают сделать их открытыми для всех жителей города Заречья.", "",
    "*Администрации города:",
    "1. Открыть соседские центры во всех районах города и назна-",
    "чить ответственных за работу с жителями.",
    "2. Публиковать планы благоустройства дворов на портале и об-",
]  # fmt: skip
SECOND = ["суждать их с жителями до начала работ.", "3. Провести осенью ярмарку вакансий."]
HEADER, FOOTER = (80, 800, 9, 1, "Резолюция форума соседей, Заречье"), (280, 40, 9, 1, "– 2 –")


def test_wrapped_lines_page_break_and_furniture(read):
    number = (260, 40, 9, 1, "Страница 1 из 2")
    found = read([*set_lines(FIRST), number], [HEADER, *set_lines(SECOND), FOOTER])
    assert lines(found) == [
        (1, None, "РЕЗОЛЮЦИЯ"),
        (1, None, "Участники форума обсудили работу соседских центров и предлагают сделать их открытыми для всех жителей города Заречья."),
        (1, None, "Администрации города:"),
        (1, "1.", "Открыть соседские центры во всех районах города и назначить ответственных за работу с жителями."),
        (1, "2.", "Публиковать планы благоустройства дворов на портале и обсуждать их с жителями до начала работ."),
        (2, "3.", "Провести осенью ярмарку вакансий."),
    ]  # fmt: skip
    assert [b.kind for b in found.blocks if b.kind in {"heading", "page_break"}] == ["heading", "heading", "page_break"]
    assert sorted(found.report["skipped"]["page_furniture"]) == sorted(["Страница 1 из 2", HEADER[4], FOOTER[4]])


def test_header_in_the_size_of_the_text_is_known_by_repetition(read):
    header = (80, 800, 12, 1, "Форум соседей Заречья")
    pages = [[header, *set_lines([f"{n}. Создать соседский центр номер {n}."])] for n in (1, 2, 3)]
    assert [text for _, _, text in lines(read(*pages))] == [f"Создать соседский центр номер {n}." for n in (1, 2, 3)]


def test_pages_of_one_line_keep_their_text(read):
    assert [t for *_, t in lines(read(set_lines(["Первая страница."]), set_lines(["Вторая страница."])))] == [
        "Первая страница.",
        "Вторая страница.",
    ]


LEFT = [
    "Участники форума отмечают, что",
    "жители хотят помогать соседям и",
    "делать свои дворы удобными для",
    "всех. Им нужны место и знания.",
]
RIGHT = [
    "1. Мэрии города открыть во всех",
    "районах соседские центры и на-",
    "значить ответственных.",
    "2. Вузам провести ярмарку.",
]


def test_two_columns_are_read_one_after_the_other(read):
    title = set_lines([(18, "РЕЗОЛЮЦИЯ ФОРУМА СОСЕДЕЙ ГОРОДА ЗАРЕЧЬЯ")], x=60)
    columns = set_lines(LEFT, x=60, top=700) + set_lines(RIGHT, x=320, top=700)
    foot = set_lines(["Резолюция принята единогласно всеми участниками форума 5 июня 2019 года."], x=60, top=600)
    interleaved = [*title, *(line for pair in zip(columns[:4], columns[4:], strict=True) for line in pair), *foot]
    assert [(label, text) for _, label, text in lines(read(interleaved))] == [
        (None, "РЕЗОЛЮЦИЯ ФОРУМА СОСЕДЕЙ ГОРОДА ЗАРЕЧЬЯ"),
        (None, "Участники форума отмечают, что жители хотят помогать соседям и делать свои дворы удобными для всех. Им нужны место и знания."),
        ("1.", "Мэрии города открыть во всех районах соседские центры и назначить ответственных."),
        ("2.", "Вузам провести ярмарку."),
        (None, "Резолюция принята единогласно всеми участниками форума 5 июня 2019 года."),
    ]  # fmt: skip


def test_place_and_date_on_one_line_stay_one_line(read):
    page = [
        *set_lines(["Форум рекомендует:"], top=700),
        (80, 740, 12, 1, "г. Заречье"),
        (420, 740, 12, 1, "5 июня 2019 года"),
    ]
    assert lines(read(page))[0] == (1, None, "г. Заречье 5 июня 2019 года")


def test_table_rows_with_wrapped_cells(read):
    rows = [
        ["№", "Мероприятие", "Ответственный", "Срок"],
        ["1", "Открыть соседские", "Администрация", "2025 год"],
        ["", "центры во всех", "города", ""],
        ["", "районах", "", ""],
        ["2", "Провести ярмарку", "Вузы города", "ежегодно"],
        ["", "вакансий", "", ""],
        ["3", "Издать книгу", "Библиотека", "2026 год"],
    ]
    table = [
        (x, 700 - 16 * n, 11, 1, cell)
        for n, row in enumerate(rows)
        for x, cell in zip((60, 90, 280, 430), row, strict=True)
        if cell
    ]
    found = read([*set_lines(["План мероприятий по итогам форума соседей города Заречья"], x=60, top=740), *table])
    assert [[c.text for c in b.cells] for b in found.blocks if b.kind == "row"] == [
        ["№", "Мероприятие", "Ответственный", "Срок"],
        ["1", "Открыть соседские центры во всех районах", "Администрация города", "2025 год"],
        ["2", "Провести ярмарку вакансий", "Вузы города", "ежегодно"],
        ["3", "Издать книгу", "Библиотека", "2026 год"],
    ]  # fmt: skip


def test_text_boxes_painted_in_another_order_are_read_from_top_to_bottom(read):
    page = set_lines(["1. Создать клуб.", "2. Найти место.", "3. Провести ярмарку."])
    assert [label for _, label, _ in lines(read(page[::-1]))] == ["1.", "2.", "3."]


def test_scan_is_told(tmp_path):
    path = tmp_path / "скан.pdf"
    path.write_bytes(pdf([[], []], text_layer=False))
    with pytest.raises(ReadError, match="в pdf нет текста: это скан"):
        read_document(path)


def test_truncated_and_slow_files_are_told(tmp_path):
    data = pdf([set_lines(FIRST)])
    path = tmp_path / "a.pdf"
    path.write_bytes(data[: len(data) // 10])
    with pytest.raises(ReadError, match="повреждён или обрезан"):
        read_document(path)
    path.write_bytes(data)
    with pytest.raises(ReadError, match="не прочитан за 0 секунд"):
        read_pdf(path, timeout=0.001)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_pages_are_read_as_shown(read, rotate):
    page = set_lines(
        ["1. Открыть соседские центры во всех районах города и назна-", "чить ответственных.", "2. Найти место."],
        top=500,
    )
    assert [(label, text) for _, label, text in lines(read(page, rotate=rotate))] == [
        ("1.", "Открыть соседские центры во всех районах города и назначить ответственных."), ("2.", "Найти место."),
    ]  # fmt: skip


def test_text_aslant_is_left_out(tmp_path):
    data = pdf([set_lines(["1. Открыть соседские центры.", "2. Найти место для встреч."])])
    slanted = b"BT /F1 12 Tf 0 1 -1 0 300 300 Tm (KOPIA) Tj ET\n"
    path = tmp_path / "a.pdf"
    path.write_bytes(data.replace(b"BT /F1", slanted + b"BT /F1", 1))  # the engine mends lengths and offsets
    assert "KOPIA" not in read_document(path).raw
