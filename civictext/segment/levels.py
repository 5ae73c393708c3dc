"""The level of an event or of the body that issues a document: municipal to international."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from civictext.resources import data_path, labels, read_yaml
from civictext.segment.toponyms import Toponym

CITED = 2  # times more often than all others federal bodies must be named to be those that a text is about


@dataclass(frozen=True, slots=True)
class Level:
    """A level with the stretch (of the text it was read from) and the rule that told it."""

    level: str
    start: int
    end: int
    rule: str


@cache
def _patterns(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = read_yaml(data_path("lexicons", "levels.yaml"))[table]
    unknown = sorted(set(words) - set(labels("levels")) - {"__line__"})
    if unknown:
        raise ValueError(f"levels.yaml: {table} has the level {unknown[0]!r}; known: {', '.join(labels('levels'))}")
    return tuple(
        (level, re.compile(rf"(?<![А-ЯЁа-яё-])(?:{'|'.join(pieces)})(?![а-яё-])", re.IGNORECASE | re.MULTILINE))
        for level, pieces in words.items()
        if level != "__line__"
    )


def level_of_event(name: str) -> Level | None:
    """Return the level that the words of an event's name tell.

    Examples
    --------
    >>> level_of_event("VI Всероссийская конференция ресурсных центров").level
    'federal'
    """
    for level, pattern in _patterns("event"):
        if match := pattern.search(name):
            return Level(level, match.start(), match.end(), "event-word")
    return None


def level_of_issuer(text: str) -> Level | None:
    """Return the level of the first body named in a heading; the lower level of one that fits several.

    Examples
    --------
    >>> level_of_issuer("ПРАВИТЕЛЬСТВО ПЕРМСКОГО КРАЯ").level, level_of_issuer("Администрация города Перми").level
    ('regional', 'municipal')
    """
    order = [level for level, _ in _patterns("issuer")]
    found = [
        (m.start(), -order.index(level), level, m)
        for level, pattern in _patterns("issuer")
        if (m := pattern.search(text))
    ]
    if not found:
        return None
    _, _, level, match = min(found, key=lambda f: f[:2])
    return Level(level, match.start(), match.end(), "issuer")


def level_of_places(toponyms: Sequence[Toponym]) -> Level | None:
    """Return municipal where a town or district is named, regional where only a region is."""
    for kinds, level in ((("town", "district"), "municipal"), (("region", "adjective"), "regional")):
        for t in toponyms:
            if t.kind in kinds:
                return Level(level, t.start, t.end, "place")
    return None


def count_bodies(text: str) -> str | None:
    """Return the level of the bodies that a text names most often, the lower one of equals; None where it names none."""
    taken: set[int] = set()
    counts: dict[str, int] = {}
    for level, pattern in reversed(_patterns("issuer")):  # «комитет района … Республики …» is a municipal body only
        spans = [m.span() for m in pattern.finditer(text) if taken.isdisjoint(range(*m.span()))]
        taken.update(i for span in spans for i in range(*span))
        counts[level] = len(spans)
    if counts["federal"] < CITED * (sum(counts.values()) - counts["federal"]):
        counts["federal"] = 0  # everybody cites federal acts
    best = max(counts.values(), default=0)
    return next(level for level, n in counts.items() if n == best) if best else None
