import pytest

from civictext.read.errors import ReadError
from civictext.read.files import read_document
from civictext.read.html import read_html


@pytest.fixture
def read(tmp_path):
    def save_and_read(html, encoding="utf-8"):
        path = tmp_path / "страница.html"
        path.write_bytes(html.encode(encoding))
        return read_document(path)

    return save_and_read


def lines(document):
    return [(b.label, b.depth, b.text) for b in document.blocks]


PAGE = """<!DOCTYPE html><html lang="ru"><head><meta charset="{}"><title>Новости</title><style>p {{}}</style></head><body>
<header><div class="logo">Портал города Заречье</div><ul class="top-menu"><li><a href="/">Главная</a></li></ul></header>
<nav><ul><li><a href="/news">Новости</a></li></ul></nav>
<div class="breadcrumbs">Главная / Новости</div>
<div class="wrapper"><div class="sidebar"><h3>Популярное</h3><ul><li>Дума приняла бюджет</li></ul></div>
<div class="news-detail"><h1>Резолюция форума соседей</h1>
<div class="news-date">5 июня 2019 года</div>
<p>Участники форума&nbsp;рекомендуют:</p>
<p><b>Администрации города:</b></p>
<ol><li>открыть соседские центры;</li><li><p>найти место для ярмарки.</p></li></ol>
<div class="ya-share2 social-likes">Поделиться</div>
<div class="comments"><p>Иван: Надо отменить всё!</p></div></div></div>
<div class="related"><a href="/1">Читайте также: Форум прошёл</a></div>
<footer>© Заречье, 2019. Все права защищены. <script>count()</script><noscript>Счётчик 1234</noscript></footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r"])
def test_page_around_the_text_is_left_out(read, encoding):
    charset = {"cp1251": "windows-1251"}.get(encoding, encoding)
    page = PAGE.format(charset) if encoding != "koi8-r" else PAGE.format(charset).replace("©", "")
    assert lines(read(page, encoding)) == [
        (None, 0, "Резолюция форума соседей"),
        (None, 0, "5 июня 2019 года"),
        (None, 0, "Участники форума рекомендуют:"),
        (None, 0, "Администрации города:"),
        ("1.", 0, "открыть соседские центры;"),
        ("2.", 0, "найти место для ярмарки."),
    ]


def test_encoding_that_lies_is_found_out(read):
    assert lines(read(PAGE.format("utf-8"), "cp1251"))[0][2] == "Резолюция форума соседей"


@pytest.mark.parametrize(
    ("html", "labels"),
    [
        ('<ol start="4"><li>а</li><li>б</li></ol>', ["4.", "5."]),
        ('<ol type="a"><li>а</li><li>б</li></ol>', ["a.", "b."]),
        ('<ol type="I" start="3"><li>а</li><li>б</li></ol>', ["III.", "IV."]),
        ("<ol reversed><li>а</li><li>б</li></ol>", ["2.", "1."]),
        ('<ol><li value="7">а</li><li>б</li></ol>', ["7.", "8."]),
        ('<ol style="list-style-type: upper-alpha"><li>а</li></ol>', ["A."]),
        ('<ul><li>а<ul><li>б</li></ul></li></ul>', ["•", "◦"]),
        ('<ul style="list-style: none"><li>1) а</li><li>2) б</li></ul>', ["1)", "2)"]),
        ('<ul><li>1. а</li><li>– б</li></ul>', ["1.", "–"]),
    ],
)  # fmt: skip
def test_labels_are_what_a_browser_prints(read, html, labels):
    assert [b.label for b in read(f"<html><body>{html}</body></html>").blocks] == labels


def test_nested_lists_have_depth(read):
    html = "<ol><li>Мэрии:<ol><li>создать клуб;</li><li>найти место.</li></ol></li><li>Вузам.<p>Сейчас.</p></li></ol>"
    assert lines(read(f"<div>{html}</div>")) == [
        ("1.", 0, "Мэрии:"), ("1.", 1, "создать клуб;"), ("2.", 1, "найти место."), ("2.", 0, "Вузам."), (None, 0, "Сейчас."),
    ]  # fmt: skip


def test_line_breaks_and_typed_labels(read):
    html = (
        "<p>Рекомендовать:<br>1. Создать клуб<br/>для старших.<br>2.Найти место.</p><div>Вузам:<br><br>а) открыть</div>"
    )
    assert lines(read(html)) == [
        (None, 0, "Рекомендовать:"), ("1.", 0, "Создать клуб для старших."), ("2.", 0, "Найти место."),
        (None, 0, "Вузам:"), ("а)", 0, "открыть"),
    ]  # fmt: skip


def test_table_rows_with_cells(read):
    html = (
        "<table><thead><tr><th>№</th><th>Мера</th></tr></thead><tbody><tr><td>1</td><td><p>Создать&nbsp;клуб</p><p>Найти место</p></td></tr>"
        "<tr><td colspan=2>Вузам</td></tr></tbody></table>"
    )
    found = read(f"<body>{html}</body>")
    assert [(b.kind, [c.text for c in b.cells]) for b in found.blocks] == [
        ("row", ["№", "Мера"]), ("row", ["1", "Создать клуб\vНайти место"]), ("paragraph", []),
    ]  # fmt: skip
    assert all(found.text[c.start : c.end] == c.text for b in found.blocks for c in b.cells)


def test_layout_table_with_the_whole_text_in_a_cell(read):
    html = "<table><tr><td><a href=/>Меню</a></td><td><p>Мэрии:</p><ol><li>создать клуб;</li><li>найти место.</li></ol><table><tr><td>1</td><td>б</td></tr></table></td></tr></table>"
    found = read(f"<body>{html}</body>")
    assert ("1.", 0, "создать клуб;") in lines(found)
    assert ("2.", 0, "найти место.") in lines(found)


def test_headings_by_tag_and_by_look(read):
    found = read("<h3>Итоги</h3><p><strong>Вузам города:</strong></p><p><b>Создать клуб.</b></p><p>РЕШЕНИЕ</p>")
    assert [(b.kind, b.level) for b in found.blocks] == [
        ("heading", 3),
        ("heading", None),
        ("paragraph", None),
        ("heading", None),
    ]


def test_hidden_text_and_markup_in_text_stay_out(read):
    html = '<p>Создать <span style="display:none">тайный</span>клуб &lt;b&gt;<!-- нет --><sup>1</sup></p><p hidden>Не видно</p>'
    assert [b.text for b in read(html).blocks] == ["Создать клуб <b>1"]


def test_inline_markup_does_not_cut_words(read):
    assert read("<p>Соз<b>да</b>ть <i>кл</i>уб</p>").text == "Создать клуб"


def test_preformatted_text_is_read_by_lines(read):
    assert lines(read("<pre>Рекомендовать:\n1. Создать клуб.\n2. Найти место.</pre>")) == [
        (None, 0, "Рекомендовать:"), ("1.", 0, "Создать клуб."), ("2.", 0, "Найти место."),
    ]  # fmt: skip


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td"])
def test_deep_nesting_is_no_danger(tag):
    html = f"<{tag}>" * 20_000 + "Создать клуб"
    assert "Создать клуб" in read_html(html.encode()).raw


def test_page_without_text_is_told():
    with pytest.raises(ReadError, match="на веб-странице нет текста"):
        read_html(b"<html><body><nav>x</nav><script>1</script></body></html>")


def test_page_of_which_little_is_kept_gets_a_warning(read):
    menu = "".join(f"<li><a href=/{n}>Раздел номер {n}</a></li>" for n in range(50))
    found = read(f"<body><nav><ul>{menu}</ul></nav><p>Создать клуб.</p><footer><p>Адрес редакции</p></footer></body>")
    assert found.text == "Создать клуб."
    assert found.report["characters_on_page"] > 700
    assert "как текст документа взято 13" in found.warnings[0]
    assert read("<p>Создать клуб.</p>").warnings == ()
