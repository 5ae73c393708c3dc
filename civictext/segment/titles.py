"""The theme of an event or the heading of an act, as printed, without its quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from civictext.segment.dates import find_dates
from civictext.segment.events import Mention
from civictext.segment.toponyms import find_toponyms
from civictext.segment.zones import Line, Zones, document_word, event_words

MAX_TITLE = 400  # characters
MIN_TITLE = 4
_OPEN, _CLOSE = "«“„", "»”"
_ABOUT = re.compile(r"(?:О|Об|Обо)\s+[а-яё«\"]|(?:О|ОБ)\s+[А-ЯЁ]{3}|По\s+вопрос[уа]м?\s")
_AFTER_NUMBER = re.compile(r"(?:№|(?<![A-Za-z])N)\s?[\w/.-]+\s+(?=[«\"“]?(?:О|Об|ОБ)\s)")


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its stretch in the text and the rule that found it."""

    value: str
    start: int
    end: int
    rule: str


def quotation(text: str, start: int) -> tuple[int, int] | None:
    """Return the stretch between the quotation mark at `start` and its partner, inner quotations included.

    A theme may run over lines; one whose end is not marked ends with its line.

    Examples
    --------
    >>> t = "«Проект «Двор»: итоги» принят"
    >>> t[slice(*quotation(t, 0))]
    'Проект «Двор»: итоги'
    """
    limit = min(len(text), start + MAX_TITLE)
    if text[start] in "\"'":
        return _straight(text, start, limit)
    depth = 0
    last: int | None = None
    for i in range(start, limit):
        depth += (text[i] in _OPEN) - (text[i] in _CLOSE)
        if text[i] in _CLOSE:
            last = i
            # two marks opened and one closed: the author closed both with it, if the line ends here
            if depth <= 0 or re.match(r"[\s.,;]*(?:\n|$)", text[i + 1 : i + 6]):
                return start + 1, i
        if text.startswith("\n\n", i) and last is not None:
            break
    line_end = text.find("\n", start)
    return start + 1, last if last is not None else (line_end if line_end >= 0 else limit)


def _straight(text: str, start: int, limit: int) -> tuple[int, int] | None:
    ends = [m.start() for m in re.finditer(r"(?<=\S)\"(?=[\s.,;:)\"]|$)", text[start + 1 : limit])]
    if not ends:
        return None
    at_line_end = [e for e in ends if re.match(r"\"[.,;]?[ \t]*(?:\n|$)", text[start + 1 + e :])]
    line = text.find("\n", start)
    same_line = [e for e in at_line_end if line < 0 or start + 1 + e <= line]
    begins_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    chosen = same_line[0] if begins_line and same_line else ends[0]
    return start + 1, start + 1 + chosen


def _found(text: str, span: tuple[int, int] | None, rule: str) -> Found | None:
    if span is None:
        return None
    start, end = span
    value = " ".join(text[start:end].split()).strip(" .,;:")
    return Found(value, start, end, rule) if len(value) >= MIN_TITLE else None


@cache
def _theme() -> re.Pattern[str]:
    return re.compile(rf"(?<![а-яё]){event_words()['theme']}\s*[:–—-]?\s*", re.IGNORECASE)


def title_after(zones: Zones, mention: Mention, rule: str) -> Found | None:
    """Return the theme that stands right behind a mention of the event, be there a place, a date or «на тему» between."""
    text = zones.text
    between = re.compile(rf"\s*(?:[,–—:-]\s*)?(?:\(?(?:{_theme().pattern})\)?)?\s*[:–—-]?\s*")
    match = re.compile(between.pattern, re.IGNORECASE).match(text, mention.end)
    at = match.end() if match else mention.end
    if at < len(text) and text[at] in _OPEN + '"':
        return _found(text, quotation(text, at), rule)
    return None


def _announced(zones: Zones, limit: int) -> Found | None:
    """Return the theme behind «на тему:», «по вопросу», quoted or to the end of its line."""
    text = zones.text
    for match in _theme().finditer(text, 0, limit):
        if match.end() >= len(text):
            return None
        if text[match.end()] in _OPEN + '"':
            return _found(text, quotation(text, match.end()), "announced")
        if ":" in match.group() or text[match.end()].isupper():
            return _found(text, (match.end(), _line_end(text, match.end())), "announced-plain")
    return None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return min(end if end >= 0 else len(text), at + MAX_TITLE)


def _quoted_line(zones: Zones) -> Found | None:
    """Return the theme in a heading line that is quoted as a whole or begins a quotation that goes on in the next lines."""
    for line in zones.header:
        stripped = line.text.lstrip()
        if stripped[:1] and stripped[0] in _OPEN + '"':
            start = line.start + len(line.text) - len(stripped)
            span = quotation(zones.text, start)
            if span and (_names_place(zones.text, span) or zones.text[span[1] : span[1] + 1] not in [*_CLOSE, '"']):
                continue
            if span and not zones.text[span[1] + 1 : _line_end(zones.text, span[1])].strip(' .,;\xa0»"'):
                return _found(zones.text, span, "quoted-line")
    return None


def _names_place(text: str, span: tuple[int, int]) -> bool:
    """Tell whether a quotation is the name of a municipality: «город Бугуруслан», « Корткеросский »."""
    inside = text[slice(*span)].split()
    municipal = re.search(
        r"(?:район\w*|округ\w*|образовани\w+|поселени\w+|город\w*)\W*$", text[max(0, span[0] - 40) : span[0]]
    )
    return bool(municipal) and len(inside) <= 3


def _about(zones: Zones) -> Found | None:
    """Return the heading «О …», «Об …» of an act or decision with the lines that go on with it."""
    for i, line in enumerate(zones.header):
        inline = _AFTER_NUMBER.search(line.text)
        offset = inline.end() if inline else len(line.text) - len(line.text.lstrip())
        if inline and line.text[offset] in _OPEN + '"':
            return _found(zones.text, quotation(zones.text, line.start + offset), "about")
        if not _ABOUT.match(line.text, offset):
            continue
        end = line.end
        for nxt in zones.header[i + 1 :]:
            if not _goes_on(zones.text[line.start : end], nxt):
                break
            end = nxt.end
        return _found(zones.text, (line.start + offset, end), "about")
    return None


def _goes_on(before: str, line: Line) -> bool:
    text = line.text.strip()
    if before.rstrip().endswith((".", ":", "!")) or document_word().match(text) or _ABOUT.match(text):
        return False
    if (
        re.match(r"(?:от\s|№|\d)", text)
        or re.match(r"(?:г|с|пос)\.\s", text)
        or any(d.start < 12 for d in find_dates(text))
    ):
        return False
    if text[:1].islower() or (before.isupper() and text.isupper()):
        return True
    if text[:1] in '«“"' and re.search(
        r"программ\w*|проект\w*|конкурс\w*|акци\w*|план\w*|порядк\w*|соглашени\w*$", before.rstrip(), re.IGNORECASE
    ):
        return True
    if re.search(r"(?:\s(?:и|в|на|о|по|с|для|из|от|к|за|при|до)|,)$", before.rstrip()):
        return True
    places = find_toponyms(text)
    alone = bool(places) and places[0].start == 0 and len(text) - places[-1].end < 3 and len(text) < 40
    return (
        not alone
        and bool(re.search(r"[»\"]|[а-яё]$", before.rstrip()))
        and not re.match(r"[А-ЯЁ]\.", text)
        and bool(places and places[0].start == 0)
    )


def find_title(zones: Zones, mention: Mention | None, mentions: tuple[Mention, ...] = ()) -> Found | None:
    """Return the theme of the event, else the heading of the act; None where neither is told.

    Parameters
    ----------
    zones : Zones
    mention : Mention or None
        The document's event.
    mentions : tuple of Mention
        All mentions of events: the theme may stand behind a later one of the same event.
    """
    same = [m for m in mentions if mention is not None and m.lemma == mention.lemma and m.score > 0]
    about = _about(zones)
    quoted = _quoted_line(zones)
    if about is not None and quoted is not None and about.start < quoted.start < about.end:
        quoted = None  # «О проведении месячника «…»» is quoted in part
    return (
        (title_after(zones, mention, "after-event") if mention else None)
        or quoted
        or _announced(zones, zones.header_end)
        or about
        or next((t for m in same if (t := title_after(zones, m, "after-mention"))), None)
        or (_announced(zones, zones.preamble_end) if mention else None)
    )
