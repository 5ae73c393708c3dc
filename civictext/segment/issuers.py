"""The body that issues a document, from its heading: it completes the name of an event that has none of its own."""

from __future__ import annotations

import re

from civictext.segment.events import Mention
from civictext.segment.nominative import noun_phrase_in
from civictext.segment.zones import Line, Zones, document_word, event_words

MAX_WORDS = 12  # of a line that is the name of a body


def issuer_line(zones: Zones) -> Line | None:
    """Return the heading line that holds the name of a body in the nominative and nothing else."""
    for line in zones.header:
        words = line.text.split()
        if (
            words
            and len(words) <= MAX_WORDS
            and not re.search(r"\d|[,:;]", line.text)
            and not document_word().match(line.text.strip())
            and _is_body(words)
        ):
            return line
    return None


def _is_body(words: list[str]) -> bool:
    genitive = noun_phrase_in(words, "gent", of="nomn", heads=frozenset(event_words()["issuers"]))
    return genitive is not None


def with_issuer(zones: Zones, mention: Mention) -> str:
    """Return the name of an event, completed by the issuing body where the name is no more than its kind.

    «Круглый стол» under the heading «Общественная палата Пермского края» is the round table of that chamber.
    """
    if mention.n_words > 1 or mention.kind not in {"round_table", "meeting", "hearing"}:
        return mention.name
    line = issuer_line(zones)
    if line is None:
        return mention.name
    words = re.sub(r"\s+", " ", line.text.strip(" .,")).split()
    genitive = noun_phrase_in(words, "gent", of="nomn", heads=frozenset(event_words()["issuers"]))
    return mention.name if genitive is None else f"{mention.name} {_plain(genitive)}"


def _plain(name: str) -> str:
    from civictext.segment.events import capital

    return capital(name)
