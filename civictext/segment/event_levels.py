"""The level of a document: told by the event's name, the issuing body, the bodies it asks, the places it names, in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from civictext.gazetteer import regions
from civictext.segment.events import Mention
from civictext.segment.levels import count_bodies, level_of_event, level_of_issuer, level_of_places
from civictext.segment.nominative import case_of, parses
from civictext.segment.titles import Found
from civictext.segment.toponyms import Toponym, find_toponyms
from civictext.segment.zones import Zones

WIDE = ("international", "federal", "interregional")


def find_level(zones: Zones, event: Mention | None, toponyms: Sequence[Toponym], title: Found | None) -> Found | None:
    """Return the level with its evidence; None where nothing tells."""
    header = zones.text[: zones.header_end]
    if title is not None and title.end <= len(header):  # the theme names other bodies
        header = header[: title.start] + " " * (title.end - title.start) + header[title.end :]
    issuer = level_of_issuer(header)
    level = _of_name(event.name) if event is not None else None
    if (
        event is not None
        and level == "municipal"
        and event.kind == "meeting"
        and issuer is not None
        and issuer.level != level
    ):
        level = issuer.level  # a governor's meeting with the people of a district
    if event is not None and level is not None:
        return Found(level, event.start, event.end, "event-name")
    if issuer is not None:
        return Found(issuer.level, issuer.start, issuer.end, "issuer")
    for t in toponyms:
        if t.kind == "district" and zones.zone(t.start) == "header":
            return Found("municipal", t.start, t.end, "district")
    if (most := count_bodies(zones.text)) is not None:
        return Found(most, 0, 0, "bodies")
    near = [t for t in toponyms if zones.zone(t.start) != "body"] or list(toponyms)
    if (place := level_of_places(near)) is not None:
        return Found(place.level, place.start, place.end, "places")
    country = re.search(r"Российской Федерации|Росси[ия]|(?<![А-Я])РФ(?![А-Я])|федеральн", zones.text)
    return Found("federal", country.start(), country.end(), "country") if country else None


def _of_name(name: str) -> str | None:
    """Return the level that an event's name tells: its wide words, its own adjectives, the places in it, then the rest."""
    plain = re.split(r"\sпо\s|[«\"]", name)[0]
    told = level_of_event(plain)
    if told is not None and told.level in WIDE:
        return told.level
    own = level_of_event(_own_part(plain))
    if own is not None:
        return own.level
    federal_cities = {r.ru for r in regions() if r.kind == "federal_city"}
    places = [t for t in find_toponyms(name) if t.name not in federal_cities]
    if places and (of_places := level_of_places(places)) is not None:
        return of_places.level
    if re.search(r"Росси[ия]|Российской Федерации|(?<![А-Я])РФ(?![А-Я])|при Президенте", name):
        return "federal"
    if len(places) < len(find_toponyms(name)):
        return "regional"
    return told.level if told is not None else None


def _own_part(name: str) -> str:
    """Return the adjectives before the head noun: everything up to the first noun in the nominative."""
    out = []
    for word in name.split():
        out.append(word)
        if any(p.tag.POS == "NOUN" and case_of(p) == "nomn" for p in parses(word.lower().strip(".,"))):
            break
    return " ".join(out)
