"""Dates in a text in any Russian form, as ISO dates of their last day. No choice between them is made here."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from civictext.resources import data_path, read_table

FIRST_YEAR, LAST_YEAR = 1900, 2100  # a year outside is a number
_DASH = r"\s?[-–—−]\s?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEAR_WORD = r"(?:\s*(?:г\.\s?г\.|гг\.|год(?:ами|ах|ам|ов|ы|а|у|ом|е)?|г\.|г(?![а-яё])))"
_QUOTE = r"(?:[ \xa0]?[«»\"“”„'_]+[ \xa0]?)?"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: `value` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, of a span its last day."""

    start: int
    end: int
    text: str
    value: str

    @property
    def precision(self) -> int:
        """Return 1 for a year, 2 for a month, 3 for a day."""
        return self.value.count("-") + 1


@cache
def _months() -> dict[str, int]:
    out = {}
    for _, row in read_table(data_path("lexicons", "months.csv"), ("month", "stem", "endings")):
        out.update({row["stem"] + ending: int(row["month"]) for ending in row["endings"].split("|")})
    return out


@cache
def ordinal_stems() -> dict[str, int]:
    """Return stem → value of the ordinal numerals, longer stems first."""
    rows = read_table(data_path("lexicons", "ordinals.csv"), ("value", "stem"))
    return dict(sorted(((r["stem"], int(r["value"])) for _, r in rows), key=lambda p: -len(p[0])))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = "|".join(sorted(_months(), key=len, reverse=True))
    named = rf"(?P<month>{month})(?![а-яё])"
    other = rf"(?:{month})(?![а-яё])"
    day = rf"{_QUOTE}(?P<day>[0-3]?\d)(?:-?(?:го|е|ое))?{_QUOTE}"
    word_day = "|".join(s.replace(" ", r"\s") + "(?:ого|ое|его|ье|ьего)" for s, n in ordinal_stems().items() if n <= 31)
    before = (
        rf"(?:(?:с\s)?[0-3]?\d(?:-?го)?(?:\s{other})?(?:\s?(?:19|20)\d\d{_YEAR_WORD}?)?(?:{_DASH}|\s(?:и|по)\s|,\s?))*"
    )
    year = rf"(?:,?\s*{_YEAR}(?:{_YEAR_WORD})?)"
    numbers = rf"(?<![\d.,/№-])(?:[0-3]?\d(?:\.[01]?\d)?{_DASH})?(?P<day>[0-3]?\d)[./](?P<month>[01]?\d)[./](?P<year>(?:19|20)\d\d|\d\d)(?!\d|[./]\d|-\d)(?:{_YEAR_WORD})?"
    return tuple(
        re.compile(p, re.IGNORECASE)
        for p in (
            rf"(?<![\d.,]){before}{day}\s?{named}{year}",
            rf"\b(?P<dayword>{word_day})\s{named}{year}",
            numbers,
            r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)",
            rf"(?<![\d.,]){before}{day}\s?{named}(?!\s?\d)",
            rf"(?:(?<![а-яё\d])(?:{other}){_DASH})?(?<![а-яё]){named}{year}",
            rf"(?<![\d.,/№-])(?:(?:19|20)\d\d\s?[-–—]\s?)?{_YEAR}{_YEAR_WORD}",
            rf"(?<=[а-яё],[ \xa0]){_YEAR}(?=[ \xa0]*(?:\)|\n|$))",  # «(Анапа, 2019)»
        )
    )


def _value(match: re.Match[str], year_nearby: str | None) -> str | None:
    parts = match.groupdict()
    year = parts.get("year") or year_nearby
    if year is None:
        return None
    number = int(year) if len(year) == 4 else 2000 + int(year)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    if not parts.get("month"):
        return f"{number}"
    month = int(parts["month"]) if parts["month"].isdigit() else _months()[parts["month"].lower()]
    if not 1 <= month <= 12:
        return None
    day = _day(parts)
    if day is None:
        return f"{number}-{month:02d}"
    return f"{number}-{month:02d}-{day:02d}" if 1 <= day <= monthrange(number, month)[1] else None


def _day(parts: dict[str, str | None]) -> int | None:
    if parts.get("dayword"):
        word = " ".join(str(parts["dayword"]).lower().split())
        return next(n for stem, n in ordinal_stems().items() if word.startswith(stem))
    return int(str(parts["day"])) if parts.get("day") else None


def find_dates(text: str, *, year_nearby: str | None = None) -> list[FoundDate]:
    """Return the dates of a text in order; where two patterns overlap, the fuller one.

    Parameters
    ----------
    text : str
    year_nearby : str, optional
        The year of a day and month without one; None leaves such dates out.

    Examples
    --------
    >>> [d.value for d in find_dates("26–27 апреля 2017 г., затем 03.05.2018, в мае 2019 года и 30 июня – 1 июля 2020")]
    ['2017-04-27', '2018-05-03', '2019-05', '2020-07-01']
    """
    found: list[FoundDate] = []
    for match in _matches(text):
        value = _value(match, year_nearby)
        if value and all(match.end() <= d.start or match.start() >= d.end for d in found):
            found.append(FoundDate(match.start(), match.end(), match.group(), value))
    return sorted(found, key=lambda d: d.start)


def _matches(text: str) -> Iterator[re.Match[str]]:
    spaced = unspace(text)
    for pattern in _patterns():
        yield from pattern.finditer(spaced)


def unspace(text: str) -> str:
    """Return the text with letter-spaced stretches («2 6  а п р е л я») closed up; the rest and the length stay.

    The closed letters stand at the start of their stretch, blanks after them.
    """

    def close(match: re.Match[str]) -> str:
        words = [w.replace(" ", "") for w in re.split(r" {2,}", match.group().rstrip())]
        return " ".join(words).ljust(len(match.group()))

    return re.sub(r"(?<!\S)(?:[А-ЯЁа-яё\d] {1,3}){4,}[А-ЯЁа-яё\d](?![^\s.,:])", close, text.replace("\xa0", " "))
