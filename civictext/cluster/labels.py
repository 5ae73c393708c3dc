"""Readable names of clusters, made of the words of their members. No grouping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

MAX_LABEL = 90  # characters; what fits a table cell on a phone
MAX_OBJECT_WORDS = 7


def main_action(row: Row) -> Mapping[str, Any] | None:
    """Return the first action of a recommendation: it decides the cluster."""
    actions = row.get("actions") or []
    return actions[0] if actions else None


def phrase(row: Row) -> str | None:
    """Return predicate and object of the main action as one phrase, or None where the text has no well-formed one.

    Only an object that stands beside the infinitive itself has the case that the infinitive governs.
    """
    action = main_action(row)
    if action is None or not action.get("object"):
        return None
    predicate, words = str(action["predicate"]), str(action["object"]).split()
    if predicate.lower() not in str(row["text"]).lower() or len(words) > MAX_OBJECT_WORDS:
        return None
    return f"{predicate} {' '.join(words)}".rstrip(" .,;:")


def cluster_label(members: Sequence[Row], taken: frozenset[str] = frozenset()) -> str:
    """Return the phrase of a member that says most of what the members share.

    Parameters
    ----------
    members : sequence of rows
        Recommendations of one cluster, the medoid first.
    taken : frozenset of str
        Labels of other clusters; a taken one is used only where there is no other.

    Returns
    -------
    str
        At most `MAX_LABEL` characters; the medoid's text, shortened, where no member has a well-formed phrase.
    """
    shared = _shared_lemmas(members)
    phrases = [(p, row) for row in members if (p := phrase(row)) and len(p) <= MAX_LABEL]
    ranked = sorted(phrases, key=lambda x: (x[0] in taken, -_fit(x[1], x[0], shared), len(x[0]), x[0]))
    return ranked[0][0] if ranked else shorten(str(members[0]["text"]))


def _shared_lemmas(members: Sequence[Row]) -> dict[str, float]:
    counts = Counter(w for row in members for w in set(str(row.get("lemmas") or "").split()) if len(w) > 2)
    return {w: n / len(members) for w, n in counts.items() if n > 1}


def _fit(row: Row, text: str, shared: Mapping[str, float]) -> float:
    """Return how much of what the members share the phrase says, less what it says alone."""
    action = main_action(row) or {}
    words = set(str(action.get("object_lemma") or action.get("object") or "").lower().split()) | {
        str(action.get("predicate"))
    }
    alone = [w for w in words if len(w) > 2 and w not in shared]
    names = sum(w[:1].isupper() and not w.isupper() for w in text.split()[1:])
    return sum(shared.get(w, 0.0) for w in words) - 0.2 * len(alone) - 0.5 * names


def shorten(text: str, limit: int = MAX_LABEL) -> str:
    """Return the text up to `limit` characters, cut between words and marked with an ellipsis."""
    text = " ".join(text.split()).rstrip(" .;,")
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0].rstrip(" .;,") + "…"
