"""The day of the event among the dates of a document. Where dates compete, the event's wins."""

from __future__ import annotations

import re
from functools import cache

from civictext.resources import data_path, read_yaml
from civictext.segment.dates import FoundDate, find_dates
from civictext.segment.events import Mention
from civictext.segment.places import is_dateline
from civictext.segment.titles import Found
from civictext.segment.zones import Zones, event_words

LIKELY = 3.0  # score from which a date is taken
NEAR = 60  # characters before a date that tell what it is


@cache
def _context(name: str) -> re.Pattern[str]:
    words = read_yaml(data_path("lexicons", "date_context.yaml"))
    return re.compile(words[name], re.IGNORECASE)


@cache
def _held() -> re.Pattern[str]:
    return re.compile(rf"(?<![а-яё])(?:{event_words()['held']})(?![а-яё])", re.IGNORECASE)


def _only_year(zones: Zones) -> str | None:
    """Return the one year that heading and preamble tell, for days printed without a year."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", zones.text[: zones.preamble_end]))
    return years.pop() if len(years) == 1 else None


def _score(zones: Zones, date: FoundDate, mention: Mention | None, title: Found | None) -> float:
    text, zone = zones.text, zones.zone(date.start)
    before, after = (
        text[max(0, date.start - 2 * NEAR) : date.start].rpartition("\n")[2],
        text[date.end : date.end + NEAR],
    )
    line = zones.line_at(date.start)
    score = float(date.precision) + {"header": 6.0, "preamble": 1.0, "body": -2.0}[zone]
    sentence = zones.sentence(date.start, date.end)
    if mention is not None and mention.start >= date.start - len(sentence) and mention.end <= date.end + len(sentence):
        same = text[mention.start : mention.end] in sentence
        score += (5.0 if _held().search(sentence) else 2.0) * same
    score -= 6.0 * bool(_context("term").search(before) and (zone != "header" or date.precision == 1))
    score -= 8.0 * bool(_context("cited").search(before) and (zone != "header" or _context("amended").search(before)))
    score -= 3.0 * bool(
        mention is not None
        and zone == "header"
        and _context("approved").search(text[max(0, date.start - 120) : date.start])
    )
    score += 1.0 * bool(zone == "header" and line is not None and is_dateline(line))
    score -= 7.0 * bool(_context("page_before").search(before) or _context("page_after").search(after))
    score -= 6.0 * bool(_context("other").search(before))
    score -= 6.0 * bool(title is not None and title.start <= date.start < title.end)
    score -= 5.0 * bool(line is not None and line.item)
    score -= 3.0 * (date.precision == 1) + 4.0 * bool(date.precision == 1 and re.search(r"\d\s?[-–—]\s?\d", date.text))
    closing = zones.lines and zone == "body" and date.start >= zones.lines[-min(4, len(zones.lines))].start
    return score + 2.5 * bool(closing and line is not None and len(line.text) < 90 and not line.item)


def find_event_date(zones: Zones, mention: Mention | None, title: Found | None) -> Found | None:
    """Return the day of the event (of the act where there is no event); None where no date is likely to be it."""
    dates = find_dates(zones.text, year_nearby=_only_year(zones))
    scored = [(_score(zones, d, mention, title), -d.start, d) for d in dates]
    if not scored:
        return None
    score, _, best = max(scored, key=lambda s: s[:2])
    return Found(best.value, best.start, best.end, f"date-{zones.zone(best.start)}") if score >= LIKELY else None
