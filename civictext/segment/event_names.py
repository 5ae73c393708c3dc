"""Names of events as they are written in a table: short of what is no part of the name, in usual capitals."""

from __future__ import annotations

import re

from civictext.segment.nominative import parses
from civictext.segment.toponyms import find_toponyms


def trim_region(name: str) -> str:
    """Return the name without the region after a municipality, which only says where that lies."""
    toponyms = find_toponyms(name)
    last = toponyms[-1] if toponyms else None
    if (
        last
        and last.kind == "region"
        and last.end >= len(name) - 1
        and any(t.kind in {"town", "district"} for t in toponyms[:-1])
    ):
        return name[: last.start].rstrip(" ,–—-(")
    return name


def capital(name: str) -> str:
    """Return a name with a capital at its start, one printed in capitals in small letters."""
    name = _lower_caps(name)
    return name[:1].upper() + name[1:]


def _lower_caps(name: str) -> str:
    """Return a name printed in capitals in small letters, places and short forms (up to four letters) excepted."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 8 or sum(c.isupper() for c in letters) < 0.8 * len(letters):
        return name
    out = re.sub(
        r"[А-ЯЁа-яё]{3,}", lambda m: m.group().lower() if parses(m.group().lower())[0].is_known else m.group(), name
    )
    for place in find_toponyms(name):
        out = out[: place.start] + proper(place.text) + out[place.end :]
    return out


def proper(name: str) -> str:
    """Return a place name printed in capitals with capitals at the start of its own words only."""
    return " ".join(_proper(w) for w in name.split(" "))


def _proper(word: str) -> str:
    common = re.match(
        r"(?:област|кра[йяюе]|округ|район|муницип|городск|сельск|автоном|посел|улус)", word, re.IGNORECASE
    )
    return word.lower() if common else "-".join(p.capitalize() if len(p) > 2 else p.lower() for p in word.split("-"))
