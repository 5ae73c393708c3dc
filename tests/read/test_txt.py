import pytest

from civictext.read.edits import to_raw, to_text, undo
from civictext.read.files import read_document

WRAPPED = """                     РЕЗОЛЮЦИЯ
          форума местных сообществ Заречья

    Участники форума обсудили, как сделать дворы и скверы города удоб-
ными для людей всех возрастов, и отметили вклад соседских клубов.

    Форум рекомендует:

    1. Администрации города до конца года подготовить вместе с жителями
план благоустройства дворов и опубликовать его на портале.

                                   2

    2. Управляющим компаниям рассказывать о своей работе в подъездах,
отвечать на письма жильцов и проводить ежегодные собрания в каждом
доме.
"""


def texts(document):
    return [(b.label, b.text) for b in document.blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings_and_hard_wraps(tmp_path, encoding):
    path = tmp_path / "Резолюция форума.txt"
    path.write_bytes(WRAPPED.encode(encoding))
    document = read_document(path)
    assert texts(document) == [
        (None, "РЕЗОЛЮЦИЯ"),
        (None, "форума местных сообществ Заречья"),
        (None, "Участники форума обсудили, как сделать дворы и скверы города удобными для людей всех возрастов, "
               "и отметили вклад соседских клубов."),
        (None, "Форум рекомендует:"),
        ("1.", "Администрации города до конца года подготовить вместе с жителями план благоустройства дворов "
               "и опубликовать его на портале."),
        ("2.", "Управляющим компаниям рассказывать о своей работе в подъездах, отвечать на письма жильцов "
               "и проводить ежегодные собрания в каждом доме."),
    ]  # fmt: skip
    assert document.report["encoding"].removesuffix("-sig").replace("-le", "").replace("-be", "") in encoding
    assert document.report["confidence"] > 0.5


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "текст.txt"
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return read_document(path)


def test_label_alone_on_a_line_belongs_to_the_next(tmp_path):
    document = read(tmp_path, "Форум рекомендует:\n1.\nСоздать клуб.\n2.\n\nНайти место.\n•\nПровести ярмарку.")
    assert texts(document)[1:] == [("1.", "Создать клуб."), ("2.", "Найти место."), ("•", "Провести ярмарку.")]


def test_line_breaks_inside_items_of_unwrapped_text(tmp_path):
    document = read(
        tmp_path,
        "Вузам:\n1) развивать самоуправление, передать советам обучающихся\n   часть вопросов\n2) открыть клуб для\nстаршеклассников",
    )
    assert texts(document)[1:] == [
        ("1)", "развивать самоуправление, передать советам обучающихся часть вопросов"),
        ("2)", "открыть клуб для старшеклассников"),
    ]


def test_bare_lines_are_not_glued_together(tmp_path):
    bare = [
        "Рекомендовать мэрии:",
        "создать клуб",
        "найти место для ярмарки",
        "поддержать волонтёров",
        "г. Тверь",
        "5 июня 2019 г.",
    ]
    assert [t for _, t in texts(read(tmp_path, "\n".join(bare)))] == bare


def test_dash_of_a_sentence_is_no_bullet(tmp_path):
    text = (
        "    Форум считает, что добрососедство в каждом дворе нашего города\n"
        "– это основа доверия между жителями, а доверие между жителями всех\n"
        "районов – основа развития города, его экономики и культуры в целом,\n"
        "поэтому участники форума решили продолжить эту работу.\n"
    )
    assert len(read(tmp_path, text).blocks) == 1


def test_page_number_inside_an_item_is_dropped(tmp_path):
    document = read(
        tmp_path,
        WRAPPED.replace("план благоустройства дворов", "план\n\n                  - 3 -\n\nблагоустройства дворов"),
    )
    assert [t for _, t in texts(document) if "план" in t and "благоустройства" in t]
    assert document.report["skipped"]["page_furniture"] == ["- 3 -", "2"]
    assert undo(document.text, document.raw, document.offsets) == document.raw


def test_every_block_traces_to_its_place_in_the_raw_text(tmp_path):
    document = read(tmp_path, WRAPPED)
    item = document.blocks[-2]
    start, end = to_raw(document.offsets, item.start, item.end)
    assert document.raw[start:end].split() == item.text.split()
    assert to_text(document.offsets, start, end) == (item.start, item.end)


def test_mojibake_is_restored_and_said(tmp_path):
    broken = "Участники форума рекомендуют создать совет.".encode().decode("cp1251", errors="ignore")
    document = read(tmp_path, "Участники форума решили создать совет при мэре".encode().decode("cp1251"))
    assert document.text == "Участники форума решили создать совет при мэре"
    assert "восстановлен" in document.warnings[0]
    assert read(tmp_path, broken).text  # half of it is lost: nothing to restore, but no error


def test_few_broken_bytes_do_not_change_the_encoding(tmp_path):
    document = read(tmp_path, WRAPPED.encode()[:-4] + b"\xd0")
    assert document.report["encoding"] == "utf-8"
    assert "не прочитано" in document.warnings[0]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"])
@pytest.mark.parametrize(
    "text",
    ["РЕКОМЕНДОВАТЬ МЭРИИ СОЗДАТЬ СОВЕТ", "Создать совет при главе города", "О поддержке молодёжи: 5 мер - 2019 год"],
)
def test_one_byte_encodings_of_short_texts(tmp_path, text, encoding):
    assert read(tmp_path, text, encoding).text == text


def test_private_use_bullets_and_padding(tmp_path):
    document = read(tmp_path, "Мэрии:\n\uf0b7 создать    клуб;\n\uf0a7\tнайти   место.\n")
    assert texts(document)[1:] == [("\uf0b7", "создать клуб;"), ("\uf0a7", "найти место.")]


def test_mixed_encodings_are_read_line_by_line_and_said(tmp_path):
    first, second = "Участники форума рекомендуют:\n", "1. Создать соседский клуб.\n2. Найти место для встреч."
    document = read(tmp_path, first.encode() + second.encode("cp1251"))
    assert document.text == first + second
    assert document.warnings == ("В файле смешаны кодировки: часть строк в utf-8, часть (2) в cp1251.",)


def test_form_feeds_count_pages(tmp_path):
    document = read(tmp_path, "РЕЗОЛЮЦИЯ\nФорум решил создать\n\fсоседский клуб.\n\fПринято.")
    assert [(b.page, b.text) for b in document.blocks] == [
        (1, "РЕЗОЛЮЦИЯ"), (1, "Форум решил создать соседский клуб."), (3, "Принято."),
    ]  # fmt: skip


def test_repairs_of_words_are_said(tmp_path):
    document = read(tmp_path, "Поддержать моlодёжные орга низации.")
    assert document.warnings == ("При чтении исправлено: разорванные слова – 1.",)
    document = read(tmp_path, "Поддержать мoлодёжь и HKO.")
    assert document.warnings == ("При чтении исправлено: слова с буквами чужого алфавита – 2.",)


def test_letters_with_spaces_between_are_not_taken_for_utf_16(tmp_path):
    assert read(tmp_path, "c o n c e p t " * 5).text == " ".join("concept" * 5)


@pytest.mark.parametrize("piece", ["щ", "щ-\n", "|\n", "---\n", "а\t", "а   ", "1.", "Р ", "щщЩ", "и\u0306", "а   б\n"])
def test_monotonous_texts_take_no_time_beyond_their_length(tmp_path, piece):
    # a search that begins anew at every character would not come back from these
    assert read(tmp_path, piece * 20_000).raw
