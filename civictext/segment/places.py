"""Where an event took place, in the nominative, and in which region. Names are found by `civictext.segment.toponyms`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from civictext.segment.dates import find_dates
from civictext.segment.event_names import proper
from civictext.segment.event_phrases import cue
from civictext.segment.events import Mention
from civictext.segment.nominative import noun_phrase_nominative
from civictext.segment.titles import Found
from civictext.segment.toponym_index import alternatives, words_about_places
from civictext.segment.toponyms import Toponym, find_toponyms
from civictext.segment.zones import Line, Zones, document_word

WEIGHTS = {"region": 3.0, "district": 2.0, "town": 2.0, "adjective": 0.7}
ZONE_WEIGHTS = {"header": 6.0, "preamble": 2.0, "body": 1.0}
MAX_REST = 7  # words a dateline may have behind its town: «г. Москва, Дом учёных»
LEADS = 1.4  # times more evidence than the next region has
_LOCATIVE = re.compile(
    r"(?<![А-ЯЁа-яё])во?\s+(?:[а-яё]+\s+){0,2}(?:(?:г\.|городе|селе|пос[её]лке|деревне|с\.|пос\.|пгт\.?)\s*)?[«\"]?$",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"[А-ЯЁ][А-ЯЁа-яё]+(?:[- ][А-ЯЁ][а-яё]+|-на-[А-ЯЁ][а-яё]+)*")


def _settlement_marks() -> str:
    return alternatives(words_about_places()["settlement"])


def dateline(zones: Zones) -> Found | None:
    """Return the place of a heading line that holds a place, perhaps a region and a date, and nothing else."""
    for line in [*zones.header, *zones.lines[-4:]]:
        place = _place_of_line(line)
        if place is not None:
            rule = "dateline" if line in zones.header else "closing"
            return Found(place[0], line.start + place[1], line.start + place[2], rule)
    return None


def is_dateline(line: Line) -> bool:
    """Tell whether a line holds a place, perhaps a date, and nothing else."""
    return _place_of_line(line) is not None


def _place_of_line(line: Line) -> tuple[str, int, int] | None:
    text = line.text
    if len(text.split()) > 16 or document_word().match(text.strip()):
        return None
    rest = list(text)
    for date in find_dates(text):
        rest[date.start : date.end] = " " * (date.end - date.start)
    bare = re.sub(r"№\s?\S+", lambda m: " " * len(m.group()), "".join(rest))
    places = [p for p in find_toponyms(bare) if p.kind in {"town", "region", "district"}]
    unknown = _unlisted(bare)
    first = next((p for p in places if p.kind == "town"), None)
    if first is None and unknown is None:
        return None
    left = bare
    for p in places:
        left = left[: p.start] + " " * (p.end - p.start) + left[p.end :]
    if unknown is not None and (first is None or unknown[1] < first.start):
        left = left[: unknown[1]] + " " * (unknown[2] - unknown[1]) + left[unknown[2] :]
        return unknown if _is_empty(left) else None
    if first is None:
        return None
    leads = first.marked and len(bare[: first.start].split()) <= 1 and len(left.split()) <= MAX_REST
    return (first.name, first.start, first.end) if leads or _is_empty(left) else None


def _is_empty(rest: str) -> bool:
    """Tell whether nothing is left of a line but words like «г.», «район», a date's «от», and perhaps one more place name."""
    marks = _settlement_marks()
    rest = re.sub(
        rf"{marks}|(?<![а-яё])(?:от|район\w*|р-н\w*|обл\.?|области|республик\w+|края?|принят\w*|утвержд\w+|видеоконференци\w+|онлайн|россия|рф|года?|г)(?![а-яё])",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    words = re.findall(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*", rest)
    return len(words) <= 1 and all(w[0].isupper() for w in words)


def _unlisted(text: str) -> tuple[str, int, int] | None:
    """Return a capitalised name behind «г.», «с.», «пос.» that the gazetteer may lack."""
    match = re.search(rf"(?:^|[\s,(])(?:{_settlement_marks()})\s*[«\"]?({_CAPITALISED.pattern})", text)
    return (match.group(1), match.start(1), match.end(1)) if match else None


def place_of_event(zones: Zones, mentions: Sequence[Mention], toponyms: Sequence[Toponym]) -> Found | None:
    """Return the town named where the event is told to have taken place: «прошёл в городе …».

    Parameters
    ----------
    zones : Zones
    mentions : sequence of Mention
        All mentions of the document's event.
    toponyms : sequence of Toponym
    """
    for t in toponyms:
        if (
            t.kind != "town"
            or zones.zone(t.start) == "body"
            or not _LOCATIVE.search(zones.text[max(0, t.start - 45) : t.start])
        ):
            continue
        sentence = zones.sentence(t.start, t.end)
        if cue("held").search(sentence) and any(zones.text[m.start : m.end] in sentence for m in mentions):
            return Found(t.name, t.start, t.end, "took-place")
    return None


def place_of_report(zones: Zones, toponyms: Sequence[Toponym]) -> Found | None:
    """Return the town at the start of a report: «Тамбов. 30 мая …», «Курган, 12 мая»."""
    for t in toponyms:
        opens = not zones.text[zones.text.rfind("\n", 0, t.start) + 1 : t.start].strip()
        if t.kind == "town" and opens and zones.zone(t.start) != "body":
            after = zones.text[t.end : t.end + 12]
            if re.match(r"\.\s+(?=[А-ЯЁ\d])|,\s+\d", after):
                return Found(t.name, t.start, t.end, "report")
    return None


def place_of_name(zones: Zones, stretch: tuple[int, int], toponyms: Sequence[Toponym], rule: str) -> Found | None:
    """Return the town, else the municipality in the nominative, that a stretch (a name, a heading) names."""
    inside = [t for t in toponyms if stretch[0] <= t.start and t.end <= stretch[1]]
    for t in inside:
        if t.kind == "town":
            return Found(t.name, t.start, t.end, rule)
    for t in inside:
        if t.kind == "district":
            name = noun_phrase_nominative(t.text.split()) or t.text
            return Found(proper(name) if name.isupper() else name, t.start, t.end, rule)
    return municipality(zones.text, stretch, rule)


def municipality(text: str, stretch: tuple[int, int], rule: str) -> Found | None:
    """Return a municipality that the gazetteer lacks («… муниципального района») in the nominative."""
    words = words_about_places()
    attributes, nouns = "|".join(words["municipal_attributes"]), "|".join(words["municipal_nouns"])
    pattern = rf"[А-ЯЁ][А-ЯЁа-яё-]+[сц]к(?:ий|ого|ому|им|ом|ая|ой|ое)(?:\s+(?:{attributes}))*\s+(?:{nouns})(?![а-яё])"
    match = re.compile(pattern, re.IGNORECASE).search(text, *stretch)
    if match is None:
        return None
    name = noun_phrase_nominative(match.group().split()) or match.group()
    return Found(proper(name) if name.isupper() else name, match.start(), match.end(), rule)


def region_votes(zones: Zones, toponyms: Sequence[Toponym]) -> dict[str, float]:
    """Return region → weight of the evidence for it, by the kind of name and where it stands.

    A name that fits several regions counts for those of them that other names speak for, else for the largest if that dominates.
    """
    votes: dict[str, float] = defaultdict(float)
    clear = [t for t in toponyms if t.kind != "town" or (t.certain and len(t.regions) == 1)]
    unclear = [t for t in toponyms if t not in clear]
    for t in clear:
        if t.certain:
            votes[t.regions[0]] += _weight(zones, t)
    spoken_for = dict(votes)
    for t in [*unclear, *(t for t in clear if not t.certain)]:
        backed = [r for r in t.regions if spoken_for.get(r, 0.0) > 0]
        if backed:
            votes[max(backed, key=lambda r: (spoken_for[r], r))] += _weight(zones, t)
        elif t.certain:
            votes[t.regions[0]] += _weight(zones, t)
    return dict(votes)


def _weight(zones: Zones, t: Toponym) -> float:
    return WEIGHTS[t.kind] * ZONE_WEIGHTS[zones.zone(t.start)]


def leading(votes: dict[str, float]) -> str | None:
    """Return the region with clearly the most evidence, or None."""
    order = sorted(votes, key=lambda r: (-votes[r], r))
    if not order:
        return None
    return order[0] if len(order) == 1 or votes[order[0]] >= LEADS * votes[order[1]] else None


def named_region(zones: Zones, toponyms: Sequence[Toponym]) -> str | None:
    """Return the one region that the heading names in words («Ленинградской области»), or None."""
    named = {t.regions[0] for t in toponyms if t.kind == "region" and zones.zone(t.start) == "header"}
    return named.pop() if len(named) == 1 else None


def region_of_place(zones: Zones, place: Found, toponyms: Sequence[Toponym]) -> str | None:
    """Return the region of a place: of its namesakes the one that other names speak for, else the only or dominant one.

    A small place of a common name gives way to the region that the heading names in words.
    """
    here = next((t for t in toponyms if t.start <= place.start < t.end and t.kind in {"town", "district"}), None)
    if here is None:
        return None
    votes = region_votes(zones, [t for t in toponyms if t.name != here.name])
    backed = [c for c in here.regions if votes.get(c, 0.0) > 0]
    if backed:
        return max(backed, key=lambda c: (votes[c], -here.regions.index(c)))
    named = named_region(zones, toponyms)
    if named is not None and not here.large:
        return named
    return here.regions[0] if here.certain else None


def place_of_votes(zones: Zones, toponyms: Sequence[Toponym]) -> Found | None:
    """Return the town or municipality that the text names most often, the first of equals."""
    counts: dict[tuple[str, str], float] = defaultdict(float)
    for t in toponyms:
        if t.kind in {"town", "district"}:
            counts[t.name, t.kind] += ZONE_WEIGHTS[zones.zone(t.start)]
    if not counts:
        return None
    best = max(counts, key=lambda k: (counts[k], k[1] == "town"))
    witness = next(t for t in toponyms if (t.name, t.kind) == best)
    return place_of_name(zones, (witness.start, witness.end), [witness], "most-named")
