import os
import subprocess
import sys
import zipfile

import pytest

from civictext.read.errors import ReadError
from civictext.read.files import MAX_BYTES, detect_format, find_inputs, read_document

TEXT = "РЕЗОЛЮЦИЯ\nФорум рекомендует:\n1. Создать совет.\n"


@pytest.fixture
def folder(tmp_path):
    for name in (
        "Итоги форума.txt",
        "2019/б.TXT",
        "2019/а.md",
        "2019/фото.png",
        ".скрытый.txt",
        "2019/~$черновик.docx",
        ".git/x.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    return tmp_path


def sources(inputs):
    return [f.source for f in find_inputs(inputs)]


def test_folder_is_searched_recursively_in_stable_order(folder):
    assert sources([folder]) == ["2019/а.md", "2019/б.TXT", "Итоги форума.txt"]


def test_files_globs_and_repeats(folder):
    assert sources([folder / "Итоги форума.txt", str(folder / "*.txt")]) == ["Итоги форума.txt"]
    assert sources([str(folder / "**" / "*.TXT")]) == ["2019/б.TXT"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("нет такого.txt", "такого файла или папки нет"),
        ("*.pdf", "не подходит ни один файл"),
        ("пусто", "в папке нет документов"),
    ],
)
def test_inputs_without_documents_are_told(folder, name, message):
    (folder / "пусто").mkdir()
    with pytest.raises(ReadError, match=message):
        find_inputs([folder / name])


def error_of(path):
    with pytest.raises(ReadError) as caught:
        read_document(path, source="папка/файл")
    assert caught.value.source == "папка/файл"
    row = caught.value.to_dict()
    assert row["stage"] == "read"
    assert row["hint"].endswith(".") and row["error"].endswith(".")
    return row["error"]


def write(path, data):
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "файл пуст."),
        ("a.txt", b"\xef\xbb\xbf \r\n\0\0", "файл пуст."),
        ("a.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "это картинка (PNG), а не документ."),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 50, "это документ старого Word (.doc)."),
        ("a.docx", b"PK\x03\x04" + b"\0" * 50, "файл повреждён: архив внутри него не раскрывается."),
        ("a.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Cat", "pdf повреждён или обрезан: его страницы не читаются."),
        ("a.txt", bytes(range(1, 9)) * 100, "файл повреждён или это не документ."),
        (
            "a.html",
            b"<!doctype html><html><head><title>x</title></head><body></body></html>",
            "на веб-странице нет текста.",
        ),
        ("a.txt", "\u00ad\u200b".encode(), "в документе нет текста."),
    ],
)
def test_unusable_files_get_one_sentence(tmp_path, name, data, message):
    assert error_of(write(tmp_path / name, data)) == message


def test_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "большой.txt"
    with path.open("wb") as file:
        file.truncate(2 * MAX_BYTES)
    assert error_of(path) == "файл слишком велик: 200 МБ, читаются до 100 МБ."


def test_missing_and_forbidden_files(tmp_path):
    assert error_of(tmp_path / "нет.txt").startswith("файл не открывается (")
    assert error_of(tmp_path) == "это папка, а не файл."


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path):
    path = write(tmp_path / "a.txt", b"x")
    path.chmod(0)
    assert error_of(path).startswith("файл не открывается (")


def test_other_archive_is_no_word_document(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("x.txt", "текст")
    assert error_of(tmp_path / "a.docx") == "это архив, а не документ Word."


def test_first_bytes_decide_not_the_name(tmp_path):
    html = "<p>Форум рекомендует:</p><ol><li>Создать совет.</li></ol>".encode("cp1251")
    document = read_document(write(tmp_path / "страница.txt", html))
    assert (document.format, document.blocks[1].label) == ("html", "1.")
    assert detect_format("Обычный текст".encode("utf-16-le")) == "txt"


def test_document_carries_its_source_and_hash(tmp_path):
    path = write(tmp_path / "Итоги форума 2019.txt", TEXT.encode())
    document = read_document(path)
    assert document.source == "Итоги форума 2019.txt"
    assert document.text == TEXT.strip()
    assert document.report["n_blocks"] == len(document.blocks) == 3
    assert read_document(path) == document


def test_importing_the_package_loads_no_parser():
    code = "import sys, civictext.read; print([m for m in ('docx', 'pypdfium2', 'resiliparse', 'lxml', 'pymorphy3', 'pandas') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_damage_that_no_reader_foresaw_is_one_sentence_too(tmp_path, monkeypatch):
    from civictext.read import txt

    def fail(data):
        raise RuntimeError("нежданно")

    monkeypatch.setattr(txt, "read_txt", fail)
    assert error_of(write(tmp_path / "a.txt", b"x")) == "файл не удалось разобрать (RuntimeError: нежданно)."


def test_files_of_one_name_in_two_folders_keep_apart(tmp_path):
    for year in ("2019", "2020"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "итоги.txt").write_text(TEXT, encoding="utf-8")
    assert sources([tmp_path / "2019", tmp_path / "2020"]) == ["2019/итоги.txt", "2020/итоги.txt"]


def test_old_word_files_are_found_and_told(tmp_path):
    write(tmp_path / "старый.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 50)
    (found,) = find_inputs([tmp_path])
    assert error_of(found.path) == "это документ старого Word (.doc)."
