"""What a correction's value means for each field: names and ids of labels, spans, dates. Pure functions over rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from civictext.annotate.opencorpora import readings
from civictext.evaluate import fold
from civictext.resources import labels
from civictext.tag.strength import strength_of

NONE = frozenset({"", "нет", "none", "-", "–", "—"})
ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
PARTS = re.compile(r"\s*[~=|]\s*")
Tag = dict[str, Any]


def corrected(row: Mapping[str, Any], field: str, mode: str, value: str, mark: str) -> Any:
    """Return the new value of a field.

    Parameters
    ----------
    row : mapping
        The recommendation as it stands.
    field : str
        ``themes``, ``actors``, ``actions``, ``programs``, ``places``, ``deadline``, ``deadline_date`` or ``heading``.
    mode : {"", "+", "-"}
        Set the whole value, add to a list, take from a list.
    value : str
        Members of a list are separated by ``;``, parts of an actor or action by ``~`` (``|`` and ``=`` are understood as well).
    mark : str
        Source that new tags carry.

    Raises
    ------
    ValueError
        If the value is not understood; the message is for the analyst.

    Examples
    --------
    >>> row = {"themes": [{"id": "youth", "score": 0.8, "source": "rule:x", "evidence": []}]}
    >>> [t["id"] for t in corrected(row, "themes", "+", "Экология", "correction:c.csv:2")]
    ['youth', 'ecology']
    """
    if field in LISTS:
        return _list(row, field, mode, value, mark)
    if mode:
        raise ValueError(f"поле {field} – не список: знак «{mode}» здесь ни к чему.")
    if value.lower() in NONE:
        return None
    if field == "deadline_date" and not ISO_DATE.fullmatch(value):
        raise ValueError(f"дата «{value}» не понята; пишите 2025-07-01.")
    return value


def _list(row: Mapping[str, Any], field: str, mode: str, value: str, mark: str) -> list[Any]:
    parse, same = LISTS[field]
    old = list(row.get(field) or ())
    parts = [p.strip() for p in value.split(";") if p.strip()] if value.lower() not in NONE else []
    if mode == "-":
        return _without(old, parts, same)
    new = [parse(p, row, mark) for p in parts]
    kept = [o for o in old if not any(same(o, _name(n)) for n in new)] if mode == "+" else []
    return [*kept, *new]


def _without(old: list[Any], parts: Sequence[str], same: Callable[[Any, str], bool]) -> list[Any]:
    for part in parts:
        if not any(same(o, part) for o in old):
            raise ValueError(f"«{part}» убрать нельзя: этого там нет.")
    return [o for o in old if not any(same(o, part) for part in parts)]


def _name(tag: Any) -> str:
    return str(tag if isinstance(tag, str) else tag.get("id") or tag.get("text") or tag.get("predicate"))


def label_id(kind: str, value: str) -> str:
    """Return the id of a label given by id or by its Russian or English name.

    Raises
    ------
    ValueError
        If there is none; the message lists the names.
    """
    wanted = fold(value)
    for key, names in labels(kind).items():
        if wanted in {fold(key), fold(names["ru"]), fold(names["en"])}:
            return key
    raise ValueError(
        f"метка «{value}» не известна; известны: {', '.join(n['ru'] or k for k, n in labels(kind).items())}."
    )


def _theme(value: str, row: Mapping[str, Any], mark: str) -> Tag:
    return {"id": label_id("themes", value), "score": 1.0, "source": mark, "evidence": []}


def _is_theme(old: Tag, value: str) -> bool:
    names = labels("themes").get(old["id"], {})
    return fold(value) in {fold(old["id"]), *(fold(names.get(k)) for k in ("ru", "en"))}


def _actor(value: str, row: Mapping[str, Any], mark: str) -> Tag:
    """Read «текст ~ категория ~ роль»; an actor that the text already has keeps its offsets and its names."""
    parts = PARTS.split(value)
    if len(parts) != 3:
        raise ValueError(f"«{value}» не понято; пишите: слова из текста ~ категория ~ роль.")
    text, category, role = parts
    known = next((a for a in row.get("actors") or () if fold(a["text"]) == fold(text)), None)
    base = known or {
        "text": text,
        "lemma": text.lower(),
        "canonical": _lemmas(text),
        **_place(row, text, "start", "end"),
    }
    return base | {
        "category": label_id("actors", category), "role": label_id("roles", role), "source": mark, "score": 1.0,
    }  # fmt: skip


def _action(value: str, row: Mapping[str, Any], mark: str) -> Tag:
    """Read «инфинитив ~ вид ~ объект»; the object may be left out."""
    parts = [*PARTS.split(value), ""]
    if len(parts) not in {3, 4}:
        raise ValueError(f"«{value}» не понято; пишите: инфинитив ~ вид действия ~ объект.")
    predicate, kind, obj = parts[0], label_id("actions", parts[1]), parts[2]
    known = next((a for a in row.get("actions") or () if fold(a["predicate"]) == fold(predicate)), None)
    verb = predicate.removeprefix("не ").split()[0] if predicate.split() else ""
    if not verb:
        raise ValueError(f"«{value}» не понято: нет глагола.")
    place = {k: known[k] for k in ("start", "end")} if known else _verb_place(row, verb)
    found = _place(row, obj, "object_start", "object_end") if obj else {"object_start": None, "object_end": None}
    return {
        "predicate": predicate, "type": kind, "object": obj or None, "object_lemma": _lemmas(obj) if obj else None,
        "strength": strength_of(verb, kind), **place, **found, "source": mark, "score": 1.0,
    }  # fmt: skip


def _place(row: Mapping[str, Any], text: str, start: str, end: str) -> dict[str, int | None]:
    """Return the offsets of words of the recommendation; None for words of the heading, whose place the row does not tell.

    Raises
    ------
    ValueError
        If the recommendation (and its heading) does not hold these words.
    """
    at = row["text"].lower().find(text.lower()) if text else -1
    if at >= 0 and _is_one_stretch(row):
        return {start: row["start"] + at, end: row["start"] + at + len(text)}
    if at >= 0 or (text and text.lower() in (row.get("heading") or "").lower()):
        return {start: None, end: None}
    raise ValueError(f"слов «{text}» в рекомендации нет.")


def _is_one_stretch(row: Mapping[str, Any]) -> bool:
    """Tell whether the item's text lies in the document as it is, so that its offsets count from the item's start."""
    return bool(row["end"] - row["start"] == len(row["text"]))


def _verb_place(row: Mapping[str, Any], verb: str) -> dict[str, int | None]:
    """Return the offsets of the form of a verb in the text; None where the text has another word for it."""
    for match in re.finditer(r"[\w-]+", row["text"]) if _is_one_stretch(row) else ():
        if any(fold(r.normal) == fold(verb) for r in readings(match[0].lower())):
            return {"start": row["start"] + match.start(), "end": row["start"] + match.end()}
    return {"start": None, "end": None}


def _lemmas(text: str) -> str:
    words = re.findall(r"[\w-]+", text.lower())
    return " ".join(next((fold(r.normal) for r in readings(w)), w) for w in words)


def _by(key: str) -> Callable[[Tag, str], bool]:
    return lambda old, value: fold(old[key]) == fold(value)


def _text(value: str, row: Mapping[str, Any], mark: str) -> str:
    return value


#: field that is a list → how a member is read, and when it is the one that a value names
LISTS: dict[str, tuple[Callable[[str, Mapping[str, Any], str], Any], Callable[[Any, str], bool]]] = {
    "themes": (_theme, _is_theme),
    "actors": (_actor, _by("text")),
    "actions": (_action, _by("predicate")),
    "programs": (_text, lambda old, value: fold(old) == fold(value)),
    "places": (_text, lambda old, value: fold(old) == fold(value)),
}
