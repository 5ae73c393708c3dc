"""Why two recommendations count as one measure, and which members of a cluster hang together least."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from civictext.cluster.pair_model import explain, same_measure, shared_words
from civictext.records import Record

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Together(Record):
    """What ties two recommendations.

    Attributes
    ----------
    first, second : str
        Their ``rec_id``.
    score : float
        How probably they ask for the same, 0 to 1.
    words : tuple of str
        Lemmas that both have, rarest first.
    themes : tuple of str
        Ids of themes that both have.
    action : str or None
        Type of their main actions, where it is the same.
    reasons : tuple of (kind, share)
        Shares of kinds of features in the log-odds of the pair model, largest first; below 0: against. A kind is the beginning of
        a feature's name, such as ``same`` (the same words). Kinds that speak of words depend on each
        other: only their sum can be read, and only that is shown.
    """

    first: str
    second: str
    score: float
    words: tuple[str, ...]
    themes: tuple[str, ...]
    action: str | None
    reasons: tuple[tuple[str, float], ...]


def why_together(first: Row, second: Row) -> Together:
    """Return what ties two rows of the recommendation table."""
    shares: dict[str, float] = defaultdict(float)
    for name, _, share in explain(first, second):
        shares[name.split(".")[0]] += share
    reasons = sorted(((kind, round(share, 4)) for kind, share in shares.items()), key=lambda x: (-abs(x[1]), x[0]))
    themes = [{t["id"] for t in row.get("themes") or []} for row in (first, second)]
    types = [(row.get("actions") or [{}])[0].get("type") for row in (first, second)]
    return Together(
        str(first.get("rec_id")),
        str(second.get("rec_id")),
        round(float(same_measure([first, second])[0, 1]), 4),
        tuple(shared_words(first, second)),
        tuple(sorted(themes[0] & themes[1])),
        types[0] if types[0] == types[1] else None,
        tuple(reasons),
    )


def weakest_link(members: Sequence[Row]) -> Together:
    """Return what ties the two members of a cluster that are least alike.

    Raises
    ------
    ValueError
        If there are fewer than two.
    """
    if len(members) < 2:
        raise ValueError("a link needs two recommendations; this cluster has fewer")
    scores = same_measure(members)
    pairs = combinations(range(len(members)), 2)
    i, j = min(pairs, key=lambda p: (round(float(scores[p]), 6), *sorted(str(members[k].get("rec_id")) for k in p)))
    return why_together(members[i], members[j])
