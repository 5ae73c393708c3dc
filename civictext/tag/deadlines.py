"""The words that set a term, and the latest date that they allow. Patterns live in ``data/lexicons/deadlines.yaml``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from civictext import resources

UNDATED = frozenset({"starting", "season_limit", "school_year", "until_event", "until_season", "before_season"})


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term in a text: its offsets, the pattern that found it, and the latest ISO date that it allows (or None).

    `bare_year`: a year may belong to the name of a plan; `of_verb`: only a term right behind a verb («предусмотреть *на 2020 год*»).
    """

    start: int
    end: int
    pattern: str
    date: str | None
    bare_year: bool = False
    of_verb: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; `after` is ``label`` where the term must follow a cue word («Срок – …»), ``verb`` where it must follow a verb."""

    id: str
    find: re.Pattern[str]
    bare_year: bool
    after: str


@cache
def table() -> Mapping[str, Any]:
    """Return the content of the data file."""
    content: Mapping[str, Any] = resources.read_yaml(resources.data_path("lexicons", "deadlines.yaml"))
    return content


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns of the data file, compiled."""
    parts = {k: v for k, v in table()["parts"].items() if k != "__line__"}
    out = []
    for row in table()["patterns"]:
        text = _fill(row["find"], parts).replace(" ?", r"\s*").replace(" ", r"\s+")
        find = re.compile(rf"(?<!\w){text}(?!\w)", re.IGNORECASE)
        out.append(Pattern(row["id"], find, bool(row.get("bare_year")), str(row.get("after", ""))))
    return tuple(out)


def _fill(text: str, parts: Mapping[str, str]) -> str:
    """Write the parts into a pattern; a group's name may stand once, so repeated parts lose theirs."""
    text = re.sub(r"\{([a-z]+)\}", lambda m: parts[m[1]], text)
    seen: set[str] = set()

    def once(match: re.Match[str]) -> str:
        first = match[1] not in seen
        seen.add(match[1])
        return match[0] if first else "(?:"

    return re.sub(r"\(\?P<(\w+)>", once, text)


def find_deadlines(text: str, *, today: dt.date | None = None) -> list[Deadline]:
    """Return the terms named in a text, by position; of those that overlap the one that begins first, then the longest.

    Parameters
    ----------
    today : date, optional
        Date of the document, from which terms without a year are counted.

    Examples
    --------
    >>> [(d.pattern, d.date) for d in find_deadlines("До конца 2020 года открыть клуб.")]
    [('end_of_year', '2020-12-31')]
    """
    hits = sorted(_hits(text, today), key=lambda d: (d.start, -d.end))
    out: list[Deadline] = []
    for hit in hits:
        if not out or hit.start >= out[-1].end:
            out.append(hit)
    return out


def _hits(text: str, today: dt.date | None) -> Iterator[Deadline]:
    for pattern in patterns():
        for match in pattern.find.finditer(text):
            if pattern.after == "label" and not _labelled(text[: match.start()]):
                continue
            date = latest(pattern.id, match, today)
            yield Deadline(match.start(), match.end(), pattern.id, date, pattern.bare_year, pattern.after == "verb")


def _labelled(before: str) -> bool:
    words = re.findall(r"\w+", before.lower().replace("ё", "е"))
    return bool(words) and words[-1] in table()["label_cues"]


def latest(pattern: str, match: re.Match[str], today: dt.date | None) -> str | None:
    """Return the last day that a matched term allows, as ISO date; None where it names no day.

    A term without a year means the first such day after `today`; «в течение трёх месяцев» is counted from `today`.
    """
    values = {k: v for k, v in match.groupdict().items() if v}
    relative = next(
        (r for word, r in table()["relative_years"].items() if word != "__line__" and word in match[0].lower()), None
    )
    if today and "year" not in values and relative is not None:
        values["year"] = str(today.year + relative)
    if pattern in UNDATED or pattern.startswith(("often", "every")):
        return None
    if "day" in values or "month" in values or "month_number" in values:
        return _of_month(values, today)
    if pattern in {"quarter", "half"}:
        return _of_part(values, 3 if pattern == "quarter" else 6, today)
    if "year" in values:
        season = (
            _stem(match[0].lower().replace("ё", "е").split()[0], table()["season_ends"])
            if pattern == "season"
            else None
        )
        return f"{values['year']}-{season or '12-31'}"
    if pattern == "end_of_this" and today:
        return f"{today.year}-12-31"
    return _of_length(pattern, values, today)


def _of_month(values: Mapping[str, str], today: dt.date | None) -> str | None:
    month = int(values["month_number"]) if "month_number" in values else _month(values["month"])
    if not 1 <= month <= 12:
        return None
    year = int(values["year"]) if "year" in values else None
    if year is None:
        if today is None:
            return None
        past = (month, int(values.get("day", 31))) < (today.month, today.day)
        year = today.year + past
    last = calendar.monthrange(year, month)[1]
    day = int(values.get("day", last))
    return dt.date(year, month, day).isoformat() if 1 <= day <= last else None


def _month(word: str) -> int:
    word = word.lower()
    stems: list[str] = table()["months"]
    return max((len(s), i) for i, s in enumerate(stems, 1) if word.startswith(s))[1]


def _stem(word: str, stems: Mapping[str, Any]) -> Any:
    found = [(len(s), v) for s, v in stems.items() if s != "__line__" and word.startswith(s)]
    return max(found)[1] if found else None


def _of_part(values: Mapping[str, str], months: int, today: dt.date | None) -> str | None:
    word = values["part"].lower()
    roman = table()["roman"]
    number = roman[word] if word in roman else _stem(word.replace("ё", "е"), roman)
    year = int(values["year"]) if "year" in values else (today.year if today else None)
    if not number or year is None or number * months > 12:
        return None
    month = number * months
    if "year" not in values and today and month < today.month:
        year += 1
    return dt.date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def _of_length(pattern: str, values: Mapping[str, str], today: dt.date | None) -> str | None:
    if today is None:
        return None
    if pattern == "in_term":
        stem = values["stem"].lower()
        months, days = _stem(stem, table()["month_stems"]), _stem(stem, table()["day_stems"])
        return _later(today, months or 0, days or 0) if months or days else None
    if pattern not in {"within", "within_hyphen"} or "number" not in values:
        return None
    word = values["number"].lower()
    number = int(word) if word.isdigit() else _stem(word, table()["numbers"])
    if not number:
        return None
    unit = values["unit"].lower()
    months = _stem(unit, table()["unit_months"])
    if months:
        return _later(today, months * number, 0)
    return _later(today, 0, round(number * (_stem(unit, table()["unit_days"]) or 1)))


def _later(day: dt.date, months: int, days: int) -> str:
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    moved = dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return (moved + dt.timedelta(days=days)).isoformat()
