"""Sentences with numbers: digits, shares and plural forms as a language wants them; safe in a page. Knows no table."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

#: narrow space between thousands, no-break space before a percent sign
_THIN, _HARD = "\u202f", "\u00a0"


@dataclass(frozen=True, slots=True)
class Linked:
    """A value that opens the recommendations behind it: `query` is the state of the page's table, ``theme=youth``."""

    value: Any
    query: str


def clip(text: str, limit: int) -> str:
    """Return a text cut at `limit` characters, with an ellipsis where it was longer.

    Examples
    --------
    >>> clip("Создать парк", 8)
    'Создать…'
    """
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def query(**state: object) -> str:
    """Return the state of the page's table as a query: facet → value.

    Examples
    --------
    >>> query(region="RU-PER", theme="youth")
    'region=RU-PER&theme=youth'
    """
    return urlencode({k: str(v) for k, v in state.items()})


def plural(n: int, forms: str) -> str:
    """Return the form that goes with a number; three forms follow Russian, two English.

    References
    ----------
    Unicode CLDR, plural rules of ru and en (whole numbers).

    Examples
    --------
    >>> [plural(n, "регион|региона|регионов") for n in (1, 2, 5, 11, 21, 112)]
    ['регион', 'региона', 'регионов', 'регионов', 'регион', 'регионов']
    >>> plural(2, "region|regions")
    'regions'
    """
    parts = forms.split("|")
    if len(parts) == 2:
        return parts[n != 1]
    if n % 10 == 1 and n % 100 != 11:
        return parts[0]
    return parts[1] if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else parts[2]


def number(value: int, lang: str = "ru") -> str:
    """Return a whole number with its thousands apart.

    Examples
    --------
    >>> number(1234567, "en"), number(999)
    ('1,234,567', '999')
    """
    return f"{value:,}".replace(",", _THIN if lang == "ru" else ",")


def decimal(value: float, digits: int = 2, lang: str = "ru") -> str:
    """Return a number with a fixed count of decimals.

    Examples
    --------
    >>> decimal(0.256)
    '0,26'
    """
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if lang == "ru" else text


def percent(share: float, lang: str = "ru") -> str:
    r"""Return a share (0 to 1) in percent: whole, with one decimal below ten.

    Examples
    --------
    >>> percent(0.256), percent(0.034, "en"), percent(0.0)
    ('26\xa0%', '3.4%', '0\xa0%')
    """
    value = 100 * share
    text = decimal(value, 1 if 0 < value < 9.95 else 0, lang)
    return f"{text}{_HARD if lang == 'ru' else ''}%"


def points(difference: float, lang: str = "ru") -> str:
    """Return a difference of shares (−1 to 1) in percentage points, with its sign.

    Examples
    --------
    >>> points(0.0137), points(-0.2, "en"), points(0.0)
    ('+1,4', '−20.0', '0,0')
    """
    text = decimal(abs(100 * difference), 1, lang)
    sign = "" if not text.strip("0,.") else "−" if difference < 0 else "+"
    return f"{sign}{text}"


class _Formatter(string.Formatter):
    """Formats whole numbers, shares and, where the format has bars, plural forms; passes text through `wrap`."""

    def __init__(self, lang: str, wrap: Callable[[Any], str]) -> None:
        self.lang, self.wrap = lang, wrap

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Linked) and "|" not in format_spec:
            text = self.format_field(value.value, format_spec)
            return Markup('<a href="#t?{}">{}</a>').format(value.query, text) if self.wrap is escape else text
        value = value.value if isinstance(value, Linked) else value
        if "|" in format_spec:
            return plural(int(value), format_spec)
        if isinstance(value, int):
            return number(value, self.lang)
        return percent(value, self.lang) if isinstance(value, float) else self.wrap(value)


def sentence(template: str, values: Mapping[str, Any], lang: str) -> str:
    r"""Return a template filled in, as plain text.

    Examples
    --------
    >>> sentence("{n} {n:тема|темы|тем}, {share}", {"n": 3, "share": 0.5}, "ru")
    '3 темы, 50\xa0%'
    """
    return _Formatter(lang, str).vformat(template, (), values)


def sentence_html(template: str, values: Mapping[str, Any], lang: str) -> Markup:
    """Return a template filled in for a page: every value is escaped, a `Linked` one becomes a link.

    Examples
    --------
    >>> sentence_html("{x}: {n}", {"x": "<b>", "n": Linked(2, "theme=youth")}, "ru")
    Markup('&lt;b&gt;: <a href="#t?theme=youth">2</a>')
    """
    return Markup(_Formatter(lang, escape).vformat(template, (), values))
