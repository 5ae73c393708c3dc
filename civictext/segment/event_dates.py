"""The day of the event among the dates of a document. Where dates compete, the event's wins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from civictext.resources import data_path, read_yaml
from civictext.segment.dates import FoundDate, find_dates
from civictext.segment.event_phrases import cue
from civictext.segment.events import Mention
from civictext.segment.places import is_dateline
from civictext.segment.titles import Found
from civictext.segment.zones import Line, Zones, is_sentence

LIKELY = 3.0  # score from which a date is taken
CLOSING = 60  # characters that the line of a signature may have beside its date
NEAR = 60  # characters before a date that tell what it is


@cache
def _context(name: str) -> re.Pattern[str]:
    words = read_yaml(data_path("lexicons", "date_context.yaml"))
    return re.compile(words[name], re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date with what the rules look at: its zone, its line, what stands before and behind it, the sentence."""

    zones: Zones
    date: FoundDate
    zone: str
    line: Line | None
    before: str
    after: str
    sentence: str
    mentions: Sequence[Mention]
    title: Found | None

    @property
    def in_item(self) -> bool:
        """Tell whether the date stands in a list item."""
        return self.line is not None and self.line.item

    @property
    def of_event(self) -> bool:
        """Tell whether the sentence names the document's event."""
        return any(self.zones.text[m.start : m.end] in self.sentence for m in self.mentions)


def _is_closing(c: Candidate) -> bool:
    last = c.zones.lines[-min(4, len(c.zones.lines)) :]
    if c.zone != "body" or c.line not in last or c.line is None or c.line.item or is_sentence(c.line.text.strip()):
        return False
    return len(c.line.text) - len(c.date.text) < CLOSING


def _is_approval(c: Candidate) -> bool:
    above = c.zones.text[max(0, c.date.start - 2 * NEAR) : c.date.start]
    return bool(c.mentions) and c.zone == "header" and bool(_context("approved").search(above))


def _is_told(c: Candidate) -> bool:
    return c.zone != "header" and (c.of_event or bool(cue("held").search(c.sentence)))


#: (weight, name, question): the score of a date is its precision and the weights of all that hold
RULES: tuple[tuple[float, str, Callable[[Candidate], bool]], ...] = (
    (6.0, "stands in the heading", lambda c: c.zone == "header"),
    (1.0, "stands in a line with a place", lambda c: c.zone == "header" and c.line is not None and is_dateline(c.line)),
    (1.0, "stands in a sentence about an event", _is_told),
    (2.0, "stands in a sentence about the event", lambda c: c.of_event),
    (3.0, "tells when the event was held", lambda c: c.of_event and bool(cue("held").search(c.sentence))),
    (-2.0, "stands in the body", lambda c: c.zone == "body"),
    (2.5, "stands at the signature", _is_closing),
    (-5.0, "stands in an item", lambda c: c.in_item),
    (-6.0, "is a term", lambda c: bool(_context("term").search(c.before)) and (c.zone != "header" or c.date.precision == 1)),
    (-8.0, "is the date of a cited act", lambda c: c.zone != "header" and bool(_context("cited").search(c.before))),
    (-8.0, "is the date of another version", lambda c: bool(_context("cited").search(c.before) and _context("amended").search(c.before))),
    (-3.0, "is the day of approval", _is_approval),
    (-7.0, "is the date of the page", lambda c: bool(_context("page_before").search(c.before) or _context("page_after").search(c.after))),
    (-6.0, "is a jubilee or a birthday", lambda c: bool(_context("other").search(c.before))),
    (-6.0, "stands in the theme", lambda c: c.title is not None and c.title.start <= c.date.start < c.title.end),
    (-3.0, "is a year", lambda c: c.date.precision == 1),
    (-4.0, "is a span of years", lambda c: c.date.precision == 1 and bool(re.search(r"\d\s?[-–—]\s?\d", c.date.text))),
)  # fmt: skip


def _only_year(zones: Zones) -> str | None:
    """Return the one year that heading and preamble tell, for days printed without a year."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", zones.text[: zones.preamble_end]))
    return years.pop() if len(years) == 1 else None


def _candidate(zones: Zones, date: FoundDate, mentions: Sequence[Mention], title: Found | None) -> Candidate:
    text = zones.text
    before = text[max(0, date.start - 2 * NEAR) : date.start].rpartition("\n")[2]
    after = text[date.end : date.end + NEAR]
    sentence = zones.sentence(date.start, date.end)
    return Candidate(
        zones, date, zones.zone(date.start), zones.line_at(date.start), before, after, sentence, mentions, title
    )


def rules_of(candidate: Candidate) -> list[str]:
    """Return the names of the rules that hold for a date, for explaining a choice."""
    return [name for _, name, question in RULES if question(candidate)]


def score(candidate: Candidate) -> float:
    """Return how likely a date is the day of the event; larger is likelier."""
    return candidate.date.precision + sum(weight for weight, _, question in RULES if question(candidate))


def find_event_date(zones: Zones, mentions: Sequence[Mention], title: Found | None) -> Found | None:
    """Return the day of the event (of the act where there is no event); None where no date is likely to be it.

    Parameters
    ----------
    zones : Zones
    mentions : sequence of Mention
        The mentions of the document's event; none for an act.
    title : Found or None
    """
    dates = find_dates(zones.text, year_nearby=_only_year(zones))
    scored = [(score(_candidate(zones, d, mentions, title)), -d.start, d) for d in dates]
    if not scored:
        return None
    likely, _, best = max(scored, key=lambda s: s[:2])
    return Found(best.value, best.start, best.end, f"date-{zones.zone(best.start)}") if likely >= LIKELY else None
