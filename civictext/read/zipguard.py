"""Opens zip packages (docx, odt, xlsx) with a limit on what they inflate to. Sizes in the directory can lie, so bytes are counted."""

from __future__ import annotations

import io
import zipfile

from civictext.read.errors import ReadError

MAX_INFLATED = 150_000_000  # bytes of all parts together; an honest resolution with pictures stays below 50 MB
MAX_XML = 60_000_000  # bytes of one XML part: ten million characters of text
MAX_PARTS = 5000
_CHUNK = 1 << 16


def open_package(data: bytes, source: str) -> dict[str, int]:
    """Return the parts of a zip package with their true sizes, in bytes.

    Raises
    ------
    ReadError
        If it is damaged, encrypted, or inflates beyond the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _sizes(package, source)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(
            source,
            "файл повреждён: архив внутри него не раскрывается.",
            "Скачайте файл заново или пересохраните его в Word.",
        ) from error
    except RuntimeError as error:  # zipfile's word for "needs a password"
        raise ReadError(source, "файл защищён паролем.", "Снимите пароль и сохраните файл ещё раз.") from error
    except Exception as error:  # zlib.error and its like, which zipfile lets through
        raise ReadError(
            source,
            "файл повреждён: архив внутри него не раскрывается.",
            "Скачайте файл заново или пересохраните его в Word.",
        ) from error


def _sizes(package: zipfile.ZipFile, source: str) -> dict[str, int]:
    infos = package.infolist()
    if len(infos) > MAX_PARTS:
        raise _too_large(source, f"в архиве {len(infos)} частей")
    sizes: dict[str, int] = {}
    total = 0
    for info in infos:
        limit = MAX_XML if info.filename.endswith((".xml", ".rels")) else MAX_INFLATED
        size = 0
        with package.open(info) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                total += len(chunk)
                if size > limit or total > MAX_INFLATED:
                    raise _too_large(
                        source, f"часть «{info.filename}» раскрывается больше чем в {limit // 1_000_000} МБ"
                    )
        sizes[info.filename] = size
    return sizes


def _too_large(source: str, what: str) -> ReadError:
    return ReadError(
        source, f"файл слишком велик после распаковки: {what}.", "Сохраните текст резолюции отдельным документом."
    )
