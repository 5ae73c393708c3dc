"""Inputs → files → documents: folders, globs, file types by their first bytes, size limit, one sentence for what cannot be read."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from glob import has_magic
from importlib import import_module
from pathlib import Path, PurePosixPath

from civictext.read.errors import ReadError
from civictext.read.extract import Extract
from civictext.read.layout import lay_out
from civictext.records import SourceDocument

MAX_BYTES = 100_000_000
SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
    ".doc": "docx",  # the old format gets a sentence of its own, and many a .doc is none
    ".docm": "docx",
    ".docx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".odt": "odt",
    ".rtf": "rtf",
}
_TOLD_REPAIRS = {
    "look_alikes": "слова с буквами чужого алфавита",
    "letters_for_digits": "буквы вместо цифр",
    "broken_words": "разорванные слова",
    "glued_words": "слипшиеся слова",
    "glued_sentences": "слипшиеся предложения",
}
_PICTURES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
}
_HTML = re.compile(
    rb"(?:\s*<!--.*?-->|\s*<\?xml[^>]*>)*\s*<(?:!doctype\s+html|[a-z][a-z0-9]*[\s>/])", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read and the relative path that the tables name it by."""

    path: Path
    source: str


def find_inputs(inputs: Iterable[str | Path]) -> list[InputFile]:
    """Return the documents that `inputs` name, sorted by their relative path.

    Parameters
    ----------
    inputs : iterable of str or Path
        Files, folders (searched with all their subfolders for the known suffixes) and globs (``**`` goes into
        subfolders). A hidden file and Word's lock files (``~$…``) are left out.

    Raises
    ------
    ReadError
        If a path does not exist, a glob matches nothing or a folder has no document.
    """
    found: dict[Path, str] = {}
    for item in inputs:
        for path, root in _expand(Path(item)):
            found.setdefault(path.absolute(), path.relative_to(root).as_posix())
    return distinct_sources(InputFile(p, s) for p, s in found.items())


def distinct_sources(files: Iterable[InputFile]) -> list[InputFile]:
    """Return `files` sorted by source; where two folders have a file of one name, the sources get the folders before it.

    Examples
    --------
    >>> [f.source for f in distinct_sources([InputFile(Path("/x/2019/а.txt"), "а.txt"), InputFile(Path("/x/2020/а.txt"), "а.txt")])]
    ['2019/а.txt', '2020/а.txt']
    """
    files = list(files)
    while twice := {s for s, n in Counter(f.source for f in files).items() if n > 1}:
        longer = [_longer_source(f) if f.source in twice else f for f in files]
        if longer == files:
            break
        files = longer
    return sorted(files, key=lambda f: (f.source, str(f.path)))


def _longer_source(file: InputFile) -> InputFile:
    parts = file.path.absolute().parts[1:]
    return InputFile(file.path, "/".join(parts[-len(PurePosixPath(file.source).parts) - 1 :]))


def _expand(item: Path) -> Iterator[tuple[Path, Path]]:
    name = str(item)
    if item.is_dir():
        files = [p for p in _walk(item) if p.suffix.lower() in SUFFIXES and not _is_note(p)]
        if not files:
            known = ", ".join(sorted(SUFFIXES))
            raise ReadError(name, "в папке нет документов.", f"Положите в неё файлы {known} или укажите другую папку.")
        yield from ((p, item) for p in files)
    elif item.exists():
        yield item, item.parent
    elif has_magic(name):
        root = _glob_root(item)
        matches = [p for p in root.glob(str(item.relative_to(root))) if p.is_file() and not _is_hidden(p)]
        if not matches:
            raise ReadError(
                name, "под этот шаблон не подходит ни один файл.", "Проверьте шаблон и заключите его в кавычки."
            )
        yield from ((p, root) for p in matches)
    else:
        raise ReadError(name, "такого файла или папки нет.", "Проверьте путь.")


def _glob_root(pattern: Path) -> Path:
    parts = list(pattern.parts)
    n = next(i for i, p in enumerate(parts) if has_magic(p))
    return Path(*parts[:n]) if n else Path()


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(_is_hidden(Path(p)) for p in path.relative_to(folder).parts):
            yield path


def _is_note(path: Path) -> bool:
    """Tell whether a file speaks of the folder, not of an event."""
    return path.stem.lower() == "readme"


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$"))


def read_document(path: str | Path, *, source: str | None = None) -> SourceDocument:
    """Return the document in a file: normalised text, blocks, how sure.

    Parameters
    ----------
    path : str or Path
        A txt, docx, pdf, html, odt or rtf file; its first bytes decide which, not its name.
    source : str, optional
        How tables and messages name it; the file name by default.

    Raises
    ------
    ReadError
        If it cannot be used: one Russian sentence why, one what to do.
    """
    path = Path(path)
    source = path.name if source is None else source
    data = _load(path, source)
    kind = detect_format(data, source)
    extract = _extract(kind, data, path, source)
    layout = lay_out(extract.raw, extract.parts)
    if not layout.text.strip():
        raise ReadError(source, "в документе нет текста.", "Проверьте, тот ли это файл; скан нужно распознать (OCR).")
    report = {"format": kind, "n_blocks": len(layout.blocks), **extract.report}
    if layout.repaired:
        report["repaired"] = layout.repaired
    return SourceDocument(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        format=kind,
        text=layout.text,
        blocks=layout.blocks,
        raw=extract.raw,
        offsets=layout.offsets,
        warnings=(*extract.warnings, *_repair_warnings(layout.repaired)),
        report=report,
    )


def _repair_warnings(repaired: Mapping[str, int]) -> list[str]:
    """Name the repairs that changed words, so that a reader can compare them with the file."""
    told = [f"{what} – {repaired[name]}" for name, what in _TOLD_REPAIRS.items() if repaired.get(name)]
    return [f"При чтении исправлено: {', '.join(told)}."] if told else []


def _load(path: Path, source: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            hint = "Сохраните текст резолюции отдельным документом."
            raise ReadError(
                source, f"файл слишком велик: {size // 1_000_000} МБ, читаются до {MAX_BYTES // 1_000_000} МБ.", hint
            )
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise ReadError(source, "это папка, а не файл.", "Передайте её программе целиком или назовите файл.") from error
    except OSError as error:
        hint = "Проверьте путь и права на чтение."
        raise ReadError(source, f"файл не открывается ({error.strerror or type(error).__name__}).", hint) from error
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ReadError(source, "файл пуст.", "Проверьте, сохранился ли документ, или удалите файл.")
    return data


def detect_format(data: bytes, source: str = "") -> str:
    """Return what a file is by its first bytes: ``txt``, ``docx``, ``pdf``, ``html``, ``odt`` or ``rtf``.

    Raises
    ------
    ReadError
        If it is something else: a picture, an old Word file, a program.
    """
    for magic, name in _PICTURES.items():
        if data.startswith(magic):
            raise ReadError(
                source, f"это картинка ({name}), а не документ.", "Распознайте её (OCR) и сохраните как текст или docx."
            )
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zip_format(data, source)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError(source, "это документ старого Word (.doc).", "Откройте его в Word и сохраните как .docx.")
    if _HTML.match(data[:5000].lstrip(b"\xef\xbb\xbf")):
        return "html"
    if _is_binary(data):
        raise ReadError(
            source,
            "файл повреждён или это не документ.",
            "Откройте его в своей программе и сохраните заново; читаются txt, docx, pdf, html, odt и rtf.",
        )
    return "txt"


def _zip_format(data: bytes, source: str) -> str:
    from civictext.read.zipguard import open_package

    names = open_package(data, source)
    if "word/document.xml" in names:
        return "docx"
    if "content.xml" in names and b"opendocument.text" in data[:200]:
        return "odt"
    raise ReadError(source, "это архив, а не документ Word.", "Распакуйте его и передайте документы из него.")


def _is_binary(data: bytes) -> bool:
    """Many control characters, and they are not the pages of UTF-16."""
    sample = data[:8192]
    n_control = sum(b < 9 or 13 < b < 27 or 27 < b < 32 for b in sample)
    if n_control <= 0.05 * len(sample) or sample[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return False
    from civictext.read.encoding import wide_encoding

    return wide_encoding(data) is None


def _extract(kind: str, data: bytes, path: Path, source: str) -> Extract:
    module = import_module(f"civictext.read.{kind}")
    try:
        extract: Extract
        if kind == "pdf":
            extract = module.read_pdf(path, source)
        elif kind == "txt":
            extract = module.read_txt(data)
        else:
            extract = getattr(module, f"read_{kind}")(data, source)
        return extract
    except ReadError:
        raise
    except Exception as error:  # a damage that no reader foresaw must not end the run over the other files
        hint = "Откройте его и сохраните заново; если не поможет, сообщите разработчикам."
        raise ReadError(source, f"файл не удалось разобрать ({type(error).__name__}: {error}).", hint) from error
