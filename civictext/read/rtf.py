"""Rich Text Format → parts, by way of its plain text: striprtf keeps the printed list numbers. Doesn't interpret."""

from __future__ import annotations

from civictext.read.errors import ReadError
from civictext.read.extract import Extract
from civictext.read.txt import parts_of_text


def read_rtf(data: bytes, source: str = "") -> Extract:
    r"""Return the parts of an rtf file.

    Raises
    ------
    ReadError
        If it is damaged.

    Examples
    --------
    >>> read_rtf(rb"{\rtf1\ansi\ansicpg1251 \'d4\'ee\'f0\'f3\'ec\par}").raw
    'Форум\n'
    """
    from striprtf.striprtf import rtf_to_text

    try:
        text = rtf_to_text(data.decode("latin-1"), encoding="cp1251", errors="replace")
    except Exception as error:  # striprtf raises what its tables and decoders raise
        raise ReadError(source, "файл rtf повреждён.", "Откройте его в Word и сохраните как .docx.") from error
    return parts_of_text(text, {})
