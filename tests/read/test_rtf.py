from civictext.read.files import read_document

RTF = r"""{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0 Times;}}{\info{\title x}}
\pard\qc\b \'d0\'c5\'d8\'c5\'cd\'c8\'c5\b0\par
\pard {\listtext\pard\plain 1.\tab}\ls1\'d1\'ee\'e7\'e4\'e0\'f2\'fc \'ea\'eb\'f3\'e1.\par
{\listtext\pard\plain \u8226?\tab}\u1053?\u1072?\u1081?\u1090?\u1080? \'ec\'e5\'f1\'f2\'ee{\footnote \pard x}.\par
}"""


def test_text_with_printed_labels(tmp_path):
    path = tmp_path / "решение.rtf"
    path.write_text(RTF, encoding="ascii")
    found = read_document(path)
    assert found.format == "rtf"
    assert [(b.kind, b.label, b.text) for b in found.blocks] == [
        ("heading", None, "РЕШЕНИЕ"),
        ("item", "1.", "Создать клуб."),
        ("item", "•", "Найти место."),
    ]
