"""Counts that `civictext.evaluate` does not have: exact spans, each label, each role; which label was taken for which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from civictext.evaluate import OVERLAP, Counts, dice, fold

Rec = Mapping[str, Any]
NOTHING = "–"


def detail_counts(found: Rec, gold: Rec) -> dict[str, Counts]:
    """Return counts of one pair: spans equal to the letter (folded), and each category, role and type by itself."""
    fa, ga = found.get("actors") or (), gold.get("actors") or ()
    fv, gv = found.get("actions") or (), gold.get("actions") or ()
    words = lambda tags, key: [fold(t.get(key)) for t in tags if t.get(key)]  # noqa: E731
    one = lambda rec, key: [fold(rec[key])] if rec.get(key) else []  # noqa: E731
    out = {
        "actor.span.exact": exact(words(fa, "text"), words(ga, "text")),
        "action.object.exact": exact(words(fv, "object"), words(gv, "object")),
        "deadline.exact": exact(one(found, "deadline"), one(gold, "deadline")),
        "programs.exact": exact(map(fold, found.get("programs") or ()), map(fold, gold.get("programs") or ())),
    }
    out |= _each("role", {(a["category"], a["role"]) for a in fa}, {(a["category"], a["role"]) for a in ga}, key=1)
    out |= _each("category", {(a["category"],) for a in fa}, {(a["category"],) for a in ga})
    return out | _each("type", {(a["type"],) for a in fv}, {(a["type"],) for a in gv})


def exact(found: Iterable[str], gold: Iterable[str]) -> Counts:
    """Return the counts of equal phrases.

    Examples
    --------
    >>> exact(["дом", "дом"], ["дом", "сад"])
    Counts(hit=1, spurious=1, missed=1)
    """
    a, b = Counter(found), Counter(gold)
    hit = (a & b).total()
    return Counts(hit, a.total() - hit, b.total() - hit)


def _each(name: str, found: set[tuple[str, ...]], gold: set[tuple[str, ...]], key: int = 0) -> dict[str, Counts]:
    out: dict[str, Counts] = {}
    for tag in found | gold:
        counts = Counts(tag in found and tag in gold, tag in found - gold, tag in gold - found)
        out.setdefault(f"{name}:{tag[key]}", Counts()).add(counts)
    return out


def confusions(found: Rec, gold: Rec) -> dict[str, Counter[tuple[str, str]]]:
    """Return which label stands where gold has which, of one pair: kind → (gold, found) → n; «–» where one has nothing.

    Actors are paired by their words, actions by predicate, one to one; themes, which have no place, are confused
    where an item misses one and has another too many.
    """
    if not found or not gold:
        return {}
    actors = paired(found.get("actors") or (), gold.get("actors") or (), "text", OVERLAP)
    actions = paired(found.get("actions") or (), gold.get("actions") or (), "predicate", 1.0)
    themes = ({t if isinstance(t, str) else t["id"] for t in rec.get("themes") or ()} for rec in (found, gold))
    got, want = themes
    pairs = [(w, g) for w in want - got for g in got - want]
    pairs += [(w, NOTHING) for w in want - got if not got - want] + [(NOTHING, g) for g in got - want if not want - got]
    return {
        "category": _labels(actors, "category"),
        "role": _labels([p for p in actors if p[0] and p[1]], "role"),
        "type": _labels(actions, "type"),
        "theme": Counter([*pairs, *((t, t) for t in got & want)]),
    }


def paired(found: Sequence[Rec], gold: Sequence[Rec], key: str, floor: float) -> list[tuple[Rec, Rec]]:
    """Return (found, gold) tags whose words agree, best first, one to one; an empty mapping stands for a missing partner."""
    scored = sorted(
        (-s, i, j) for i, f in enumerate(found) for j, g in enumerate(gold) if (s := dice(f[key], g[key])) >= floor
    )
    left, right = dict(enumerate(found)), dict(enumerate(gold))
    pairs = [(left.pop(i), right.pop(j)) for _, i, j in scored if i in left and j in right]
    return [*pairs, *((f, {}) for f in left.values()), *(({}, g) for g in right.values())]


def _labels(pairs: Iterable[tuple[Rec, Rec]], key: str) -> Counter[tuple[str, str]]:
    return Counter((str(g.get(key, NOTHING)), str(f.get(key, NOTHING))) for f, g in pairs)


#: kinds of tags that a reader of errors wants to see: figure → how an entry of a recommendation is written
SHOWN = {
    "actor": lambda rec: {f"{a['category']} {a['role']} «{a['text']}»" for a in rec.get("actors") or ()},
    "action": lambda rec: {f"{fold(a['predicate'])} {a['type']}" for a in rec.get("actions") or ()},
    "theme": lambda rec: {t if isinstance(t, str) else t["id"] for t in rec.get("themes") or ()},
    "deadline": lambda rec: {fold(rec["deadline"])} if rec.get("deadline") else set(),
}


def mistakes(found: Rec, gold: Rec) -> list[str]:
    """Return what an item has too much («+ …») and what it lacks («− …»)."""
    if not gold:
        return ["+ recommendation"]
    if not found:
        return ["− recommendation"]
    out = []
    for name, entries in SHOWN.items():
        got, want = entries(found), entries(gold)
        out += [f"− {name}: {e}" for e in sorted(want - got)] + [f"+ {name}: {e}" for e in sorted(got - want)]
    return out
