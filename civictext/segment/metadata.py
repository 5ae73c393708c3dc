"""The component `civictext_metadata`: title, event, ordinal, date, place, region and level of a resolution. No recommendations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from civictext.annotate.blocks import ensure_blocks
from civictext.segment.event_dates import find_event_date
from civictext.segment.event_levels import find_level
from civictext.segment.events import Mention, choose_mention, find_mentions, fullest
from civictext.segment.issuers import with_issuer
from civictext.segment.places import (
    dateline,
    leading,
    named_region,
    place_of_event,
    place_of_name,
    place_of_report,
    place_of_votes,
    region_of_place,
    region_votes,
)
from civictext.segment.titles import Found, find_title
from civictext.segment.toponyms import Toponym, find_toponyms
from civictext.segment.zones import Zones, make_zones

FIELDS = ("title", "event_kind", "event_name", "ordinal", "date", "place", "region", "level")
#: levels of events whose place alone tells a region: they belong to none
NATIONWIDE = {"federal", "international", "interregional"}


def read_metadata(text: str, blocks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    r"""Return the metadata of a resolution from its text and blocks.

    Parameters
    ----------
    text : str
        The normalised text.
    blocks : sequence of mapping
        Block dicts with ``kind``, ``text``, ``start``, ``end``.

    Returns
    -------
    dict
        ``title, event_kind, event_name, ordinal, date, place, region, level`` (None where the text does not tell; an
        unnamed event is of the kind "other") and ``evidence``: field → ``{"start", "end", "rule"}``.

    Examples
    --------
    >>> from civictext.segment.metadata import read_metadata
    >>> lines = ["РЕЗОЛЮЦИЯ", "III Гражданского форума города Энгельса", "«Город для жизни»", "26–27 апреля 2017 года"]
    >>> text, at = "\n".join(lines), 0
    >>> blocks = [{"kind": "paragraph", "text": x, "start": text.index(x), "end": text.index(x) + len(x)} for x in lines]
    >>> found = read_metadata(text, blocks)
    >>> found["event_name"], found["date"], found["region"], found["level"]
    ('III Гражданский форум города Энгельса', '2017-04-27', 'RU-SAR', 'municipal')
    """
    zones = make_zones(text, blocks)
    mentions = find_mentions(zones)
    best = choose_mention(mentions)
    event = fullest(mentions, best) if best is not None else None
    title = find_title(zones, best, tuple(mentions))
    toponyms = find_toponyms(zones.text)
    level = find_level(zones, event, toponyms, title)
    votes = region_votes(zones, toponyms)
    same = [m for m in mentions if best is not None and m.lemma == best.lemma]
    place = _place(zones, best, same, toponyms, level.value if level else None)
    found = {
        "title": title,
        "event_kind": Found(
            best.kind if best else "other",
            *((best.start, best.end) if best else (0, 0)),
            "event" if best else "no-event",
        ),
        "event_name": _name(zones, event, best),
        "ordinal": _ordinal(best),
        "date": find_event_date(zones, same, title),
        "place": place,
        "region": _region(zones, place, level.value if level else None, votes, toponyms),
        "level": level,
    }
    return _as_values(found)


def _as_values(found: Mapping[str, Found | None]) -> dict[str, Any]:
    values: dict[str, Any] = {field: (f.value if (f := found[field]) is not None else None) for field in FIELDS}
    if values["ordinal"] is not None:
        values["ordinal"] = int(values["ordinal"])
    values["evidence"] = {
        k: {"start": f.start, "end": f.end, "rule": f.rule} for k, f in found.items() if f is not None
    }
    return values


def _name(zones: Zones, event: Mention | None, best: Mention | None) -> Found | None:
    if event is None or best is None:
        return None
    if len(event.name.split()) == 1 and zones.zone(event.start) != "header":
        return None  # «участники Форума»: the text does not tell which
    named = with_issuer(zones, event)
    return Found(named, event.start, event.end, "event")


def _ordinal(best: Mention | None) -> Found | None:
    return Found(str(best.ordinal), best.start, best.end, "event") if best is not None and best.ordinal else None


def _place(
    zones: Zones,
    event: Mention | None,
    same: Sequence[Mention],
    toponyms: Sequence[Toponym],
    level: str | None,
) -> Found | None:
    """Return the first place told by: a dateline, «прошёл в …», the event's name, the heading, the closing, the text."""
    line = dateline(zones)
    if line is not None and line.rule == "dateline":
        return line
    found = place_of_event(zones, same, toponyms) or place_of_report(zones, toponyms)
    if found is None and event is not None:
        found = place_of_name(zones, (event.start, event.end), toponyms, "event-name")
    if found is None and level not in NATIONWIDE:
        found = place_of_name(zones, (0, zones.header_end), toponyms, "heading")
    if found is None and line is not None:
        found = line
    return found or (place_of_votes(zones, toponyms) if level == "municipal" else None)


def _region(
    zones: Zones, place: Found | None, level: str | None, votes: dict[str, float], toponyms: Sequence[Toponym]
) -> Found | None:
    """Return the region: of a regional event the one its heading names, else that of the place, else the one most named."""
    code, rule = (named_region(zones, toponyms), "heading") if level == "regional" else (None, "place")
    if code is None and place is not None:
        code, rule = region_of_place(zones, place, toponyms), "place"
    if code is None and level not in NATIONWIDE:
        code, rule = leading(votes), "names"
    if code is None:
        return None
    witness = next((t for t in toponyms if code in t.regions), None)
    return Found(code, witness.start, witness.end, rule) if witness else Found(code, 0, 0, rule)


@Language.factory("civictext_metadata", assigns=["doc._.metadata", "doc._.blocks"])
def make_metadata_tagger(nlp: Language, name: str) -> MetadataTagger:
    """Return the component that reads the metadata of a resolution."""
    return MetadataTagger(name)


class MetadataTagger:
    """Reads title, event, ordinal, date, place, region and level from the heading and preamble of a resolution.

    *Reads* ``doc._.blocks`` (derives them from the lines where None) and the text. *Writes* ``doc._.metadata``.

    Parameters
    ----------
    name : str
        Name of the component in the pipeline.

    Examples
    --------
    >>> import spacy
    >>> from civictext.extensions import register
    >>> register()
    >>> doc = MetadataTagger()(spacy.blank("ru")("Резолюция форума «Двор и город», Пермь, 5 мая 2018 г."))
    >>> doc._.metadata["title"], doc._.metadata["date"], doc._.metadata["event_kind"]
    ('Двор и город', '2018-05-05', 'forum')
    """

    def __init__(self, name: str = "civictext_metadata") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Write the metadata of a document."""
        doc._.metadata = read_metadata(doc.text, ensure_blocks(doc))
        return doc


__all__ = ["FIELDS", "MetadataTagger", "make_metadata_tagger", "read_metadata"]
