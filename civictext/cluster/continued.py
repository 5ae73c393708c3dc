"""A run that goes on from an earlier one: what was grouped stays, what is new joins or founds. No similarities of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def continued(
    groups: Sequence[int], records: Sequence[Row], earlier: Sequence[Row], copies: Sequence[int | None] = ()
) -> tuple[list[int | None], list[list[int]]]:
    """Return the earlier cluster of each recommendation, and which recommendations found a new one.

    Parameters
    ----------
    groups : sequence of int
        Group of each recommendation in a fresh run, -1 alone.
    records, earlier : sequence of mapping
        Rows of the recommendation table now and in the earlier run. A recommendation is known where both have its `rec_id` with
        the same text.
    copies : sequence of int or None
        Group of copies of each recommendation. A new copy goes where the known ones are, whatever its fresh group.

    Returns
    -------
    labels : list of int or None
        Number of the earlier cluster that the recommendation keeps or joins. One whose other members are gone is given up.
    founded : list of list of int
        Positions of the members of each new cluster, one of them at least new.

    Notes
    -----
    A new recommendation joins the earlier cluster that has most members in its fresh group (of two, the smaller number). So the
    result does not depend on the order of the new ones. One that stood alone stays so, unless a new one founds a cluster with it.
    """
    before = {r["rec_id"]: r for r in earlier}
    known = [(was := before.get(r["rec_id"])) is not None and was["text"] == r["text"] for r in records]
    kept = [before[r["rec_id"]]["cluster"] if k else None for r, k in zip(records, known, strict=True)]
    labels, founded = list(kept), list[list[int]]()
    settled = set[int]()
    for members in _sharing(copies):
        if all(known[i] for i in members) or not any(known[i] for i in members):
            continue
        counts = Counter(c for i in members if (c := kept[i]) is not None)
        new = [i for i in members if not known[i]]
        settled.update(new)
        if counts:
            best = min(counts, key=lambda c: (-counts[c], c))
            for i in new:
                labels[i] = best
        else:
            founded.append(members)
            settled.update(members)
    for group in _sharing([g if g >= 0 else None for g in groups]):
        members = [i for i in group if i not in settled]
        counts = Counter(c for i in members if (c := kept[i]) is not None)
        if counts:
            best = min(counts, key=lambda c: (-counts[c], c))
            for i in members:
                labels[i] = labels[i] if known[i] else best
        elif len(members) > 1 and not all(known[i] for i in members):
            founded.append(members)
    sizes = Counter(labels)
    return [c if c is not None and sizes[c] > 1 else None for c in labels], founded


def _sharing(groups: Sequence[int | None]) -> list[list[int]]:
    """Return the positions of each group's members, by first appearance."""
    out: dict[int, list[int]] = defaultdict(list)
    for i, group in enumerate(groups):
        if group is not None:
            out[group].append(i)
    return list(out.values())


def changes(labels: Sequence[int | None], records: Sequence[Row], earlier: Sequence[Row]) -> list[dict[str, Any]]:
    """Return what differs from the earlier run, rows of ``changes.jsonl`` sorted by `rec_id`.

    `reason` is one of ``joined`` (new, in an earlier cluster), ``founded`` (in a new cluster), ``alone`` (new, stands alone),
    ``left_alone`` (the other members of its cluster are gone), ``gone`` (not in the documents of this run).
    """
    before = {r["rec_id"]: r for r in earlier}
    numbers = _numbers(earlier)
    out = []
    for record, new in zip(records, labels, strict=True):
        was = before.pop(record["rec_id"], None)
        known = was is not None and was["text"] == record["text"]
        old = was["cluster"] if was else None
        if known and old == new:
            continue
        alone, grouped = "left_alone" if known else "alone", "joined" if new in numbers else "founded"
        reason = alone if new is None else grouped
        out.append({"rec_id": record["rec_id"], "old": old, "new": new, "reason": reason})
    out += [{"rec_id": i, "old": was["cluster"], "new": None, "reason": "gone"} for i, was in before.items()]
    return sorted(out, key=lambda c: str(c["rec_id"]))


def _numbers(earlier: Iterable[Row]) -> set[int]:
    return {r["cluster"] for r in earlier if r["cluster"] is not None}
