"""What reading said about a file, in the language of the report: the tables hold it in Russian.

As gettext has it, the Russian sentence is the key: tables of an earlier version, or made elsewhere, can be shown too, and a sentence
that nobody translated stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from civictext.resources import data_path, read_yaml

_PLACE = re.compile(r"\{(\d)\}")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return the messages: code → language → template, values as ``{0}``, ``{1}`` ….

    Raises
    ------
    ValueError
        If a message lacks a language or its templates have different values; the message names it.
    """
    entries = {k: v for k, v in read_yaml(data_path("lang", "messages.yaml")).items() if k != "__line__"}
    for code, texts in entries.items():
        if set(_PLACE.findall(texts["ru"])) != set(_PLACE.findall(texts["en"])):
            raise ValueError(f"messages.yaml: the languages of {code!r} have different values")
    return entries


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return patterns of the Russian sentences with the code of each, those of most fixed letters first."""
    order = sorted(catalogue(), key=lambda code: (-len(_PLACE.sub("", catalogue()[code]["ru"])), code))
    return tuple((_pattern(catalogue()[code]["ru"]), code) for code in order)


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)
    names = [re.escape(p) if n % 2 == 0 else f"(?P<v{p}>.*?)" for n, p in enumerate(parts)]
    return re.compile("".join(names), re.DOTALL)


def translated(text: str, lang: str) -> str:
    """Return a message of the tables in a language; one that the catalogue lacks as it is.

    Examples
    --------
    >>> translated("При чтении исправлено: разорванные слова – 2, буквы вместо цифр – 1.", "en")
    'Repaired in reading: broken words – 2, letters in place of digits – 1.'
    >>> translated("файл пуст.", "ru"), translated("что-то новое", "en")
    ('файл пуст.', 'что-то новое')
    """
    if lang == "ru" or not text:
        return text
    for pattern, code in _patterns():
        if found := pattern.fullmatch(text):
            values = {name[1:]: _value(value, lang) for name, value in found.groupdict().items()}
            return _PLACE.sub(lambda m, values=values: values[m[1]], catalogue()[code][lang])  # type: ignore[misc]
    return text


def _value(text: str, lang: str) -> str:
    """Return a value that may be a message, or several joined by commas."""
    whole = translated(text, lang)
    if whole != text or ", " not in text:
        return whole
    return ", ".join(translated(part, lang) for part in text.split(", "))
