"""Bytes → text: which encoding, and how sure. Byte-order mark, strict UTF-8, the zeros of UTF-16, then statistics."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")
_LIKELY = 0.6  # of `_likeness`; Russian text in its own encoding reaches 0.7 to 0.85, in another 0.3 at best
_PAGES = (0x00, 0x04, 0x20)  # Latin, Cyrillic, punctuation
_FREQUENT = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"  # letters of Russian texts, the most frequent first
_ALIASES = {
    "windows-1251": "cp1251",
    "ibm866": "cp866",
    "maccyrillic": "mac-cyrillic",
    "x-mac-cyrillic": "mac-cyrillic",
}
_ONE_BYTE = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with its encoding, the confidence in it (0 to 1) and what a reader should know (Russian sentences)."""

    text: str
    encoding: str
    confidence: float
    warnings: tuple[str, ...] = field(default=())


def decode(data: bytes) -> Decoded:
    """Return the text of `data`.

    Examples
    --------
    >>> decode("Резолюция общественного форума".encode("cp1251")).encoding
    'cp1251'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(_lenient(data, name, 1.0))
    wide = wide_encoding(data)
    if wide:
        return _lenient(data, wide, 0.95)
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8", 1.0))
    except UnicodeDecodeError:
        if (mixed := _mixed(data)) is not None:
            return mixed
        if _is_damaged_utf8(data):
            return _lenient(data, "utf-8", 0.8)
    return _checked(_statistical(data))


def _lenient(data: bytes, name: str, confidence: float) -> Decoded:
    text = data.decode(name, errors="replace")
    n_lost = text.count("\ufffd")
    warnings = (f"Кодировка {name}: {n_lost} знаков не прочитано и заменено на «\ufffd».",) if n_lost else ()
    return Decoded(text, name, confidence * (0.9 if n_lost else 1.0), warnings)


def wide_encoding(data: bytes) -> str | None:
    """Return the kind of UTF-16 that a Russian text without a mark is in: one byte of two is the page, 0, 4 or 32."""
    sample = data[:20000]
    if len(sample) < 4 or len(data) % 2:
        return None
    halves = (sample[0::2], sample[1::2])
    pages = [
        sum(b in _PAGES for b in half) >= 0.95 * len(half) and sum(b in (0, 4) for b in half) >= 0.5 * len(half)
        for half in halves
    ]
    if pages[0] == pages[1]:
        return None
    return "utf-16-be" if pages[0] else "utf-16-le"


def _mixed(data: bytes) -> Decoded | None:
    """Text put together from files of two encodings: some lines are UTF-8, the others read well in a one-byte encoding."""
    lines = data.split(b"\n")
    good = [_utf8(line) for line in lines]
    others = b"\n".join(line for line, text in zip(lines, good, strict=True) if text is None)
    n_russian = sum(c in _RUSSIAN for text in good if text is not None for c in text.lower())
    name = max(_ONE_BYTE, key=lambda n: _likeness(others, n))
    if n_russian < 10 or _likeness(others, name) < _LIKELY or sum(b >= 0x80 for b in others) < 10:
        return None
    text = "\n".join(t if t is not None else line.decode(name, "replace") for line, t in zip(lines, good, strict=True))
    n_lines = sum(t is None for t in good)
    note = f"В файле смешаны кодировки: часть строк в utf-8, часть ({n_lines}) в {name}."
    return Decoded(text, "utf-8", 0.8, (note,))


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    """UTF-8 with few broken bytes (a cut file, a pasted line): nearly all Cyrillic still decodes as Cyrillic."""
    text = data.decode("utf-8", errors="ignore")
    n_russian = sum(c in _RUSSIAN for c in text.lower())
    return n_russian > 20 and n_russian * 2 > 0.9 * sum(b >= 0x80 for b in data)


def _statistical(data: bytes) -> Decoded:
    import cchardet

    found = cchardet.detect(data)
    guess = str(found["encoding"] or "").lower()
    name = max(_ONE_BYTE, key=lambda n: (_likeness(data, n), -_ONE_BYTE.index(n)))
    # the detector is good at long texts and weak at capitals and short lines, where letter frequency decides
    sure = float(found["confidence"] or 0.0) if _ALIASES.get(guess, guess) == name else 0.6
    decoded = _lenient(data, name, sure)
    if sure > 0.6:
        return decoded
    doubt = f"Кодировка определена неуверенно ({name}, {sure:.2f}); если текст нечитаем, сохраните файл в UTF-8."
    return Decoded(decoded.text, name, decoded.confidence, (*decoded.warnings, doubt))


def _likeness(data: bytes, name: str) -> float:
    """Mean worth of the high bytes as Russian letters: frequent ones count more; odd signs and capitals inside words cost."""
    text = data[:20000].decode(name, errors="replace")
    worth, n_high, before = 0.0, 0, " "
    for c in text:
        if ord(c) >= 0x80:
            n_high += 1
            rank = _FREQUENT.find(c.lower())
            worth += 1 - rank / 40 if rank >= 0 else 0.3 if c in "«»–—„“”№…\u00a0" else -1.0
            worth -= 1.0 if c.isupper() and before.islower() else 0.0
        before = c
    return worth / n_high if n_high else 1.0


def _checked(decoded: Decoded) -> Decoded:
    """Undo a wrong decoding made before the file was saved (UTF-8 read as cp1251), if every character goes back."""
    text = decoded.text
    if text.count("Р") + text.count("С") < 0.2 * sum(c.lower() in _RUSSIAN for c in text) or len(text) < 20:
        return decoded
    try:
        restored = text.encode("cp1251").decode("utf-8")
    except UnicodeError:
        return decoded
    note = "Текст был сохранён в испорченной кодировке (UTF-8, прочитанный как cp1251) и восстановлен."
    return Decoded(restored, decoded.encoding, decoded.confidence * 0.9, (*decoded.warnings, note))
