"""Where the tags lie in a recommendation's own text: offsets of the document turned into offsets of the shown text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """A tagged stretch ``text[start:end]`` of a recommendation's text.

    `kind` is ``actor``, ``action``, ``object``, ``theme``, ``deadline`` or ``program``; `key` the id in the taxonomy (the
    category, the type, the theme), `detail` the role of an actor.
    """

    start: int
    end: int
    kind: str
    key: str = ""
    detail: str = ""


def marks(row: Mapping[str, Any], document_text: str) -> list[Mark]:
    """Return the marks of a recommendation, sorted by place; tags that lie outside its text (a heading's) are left out.

    Parameters
    ----------
    row : mapping
        A row of the recommendation table.
    document_text : str
        The text that the row's offsets refer to.
    """
    stretches = [tuple(s) for s in row.get("spans") or [(row["start"], row["end"])]]
    place = _positions(document_text, stretches)
    found = [
        Mark(a, b, kind, key, detail)
        for start, end, kind, key, detail in _tagged(row)
        for a, b in [_located(place, start, end)]
        if a < b <= len(row["text"])
    ]
    quoted = [("deadline", row.get("deadline")), *(("program", p) for p in row.get("programs") or ())]
    for kind, words in quoted:
        at = row["text"].find(words) if words else -1
        if words and at >= 0:
            found.append(Mark(at, at + len(words), kind))
    return sorted(set(found), key=lambda m: (m.start, -m.end, m.kind, m.key))


def _tagged(row: Mapping[str, Any]) -> Iterable[tuple[int | None, int | None, str, str, str]]:
    for a in row.get("actors") or ():
        yield a.get("start"), a.get("end"), "actor", a["category"], a["role"]
    for a in row.get("actions") or ():
        yield a.get("start"), a.get("end"), "action", a["type"], ""
        yield a.get("object_start"), a.get("object_end"), "object", a["type"], ""
    for t in row.get("themes") or ():
        for e in t.get("evidence") or ():
            yield e.get("start"), e.get("end"), "theme", t["id"], ""


def _positions(text: str, stretches: Sequence[tuple[int, ...]]) -> dict[int, int]:
    """Return offset in the document → offset in the text with white space collapsed, for every character kept."""
    out: dict[int, int] = {}
    at, gap = 0, False
    for start, end in stretches:
        gap = at > 0
        for i in range(start, min(end, len(text))):
            if text[i].isspace():
                gap = at > 0
                continue
            at += gap
            gap = False
            out[i] = at
            at += 1
    return out


def _located(place: Mapping[int, int], start: int | None, end: int | None) -> tuple[int, int]:
    """Return the stretch in the shown text, empty where the tag lies (partly) elsewhere."""
    if start is None or end is None:
        return 0, 0
    inside = [place[i] for i in (start, end - 1) if i in place]
    return (inside[0], inside[1] + 1) if len(inside) == 2 else (0, 0)


#: which kind is shown where two overlap, first wins
PRIORITY = ("deadline", "program", "actor", "action", "theme", "object")


def runs(text: str, found: Sequence[Mark]) -> list[tuple[str, tuple[Mark, ...]]]:
    """Return the text cut where marks begin or end: (stretch, marks that cover it, outermost first).

    Examples
    --------
    >>> runs("поддержать НКО", [Mark(0, 10, "action", "support")])
    [('поддержать', (Mark(start=0, end=10, kind='action', key='support', detail=''),)), (' НКО', ())]
    """
    cuts = sorted({0, len(text), *(m.start for m in found), *(m.end for m in found)})
    return [(text[a:b], tuple(m for m in found if m.start <= a and b <= m.end)) for a, b in pairwise(cuts)]
