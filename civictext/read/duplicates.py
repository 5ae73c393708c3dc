"""Documents that say nearly the same: a draft and its final, one text on two sites. Works on the texts of items, not on files."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

_WORDS = re.compile(r"\w+")
_SAME_ITEM = (
    90.0  # per cent of rapidfuzz's ratio; a changed date or a corrected slip stays above, another measure below
)
_MIN_SHARED = 0.4  # share of word pairs that a pair of documents needs to be looked at closely


def near_duplicates(items_by_document: Mapping[str, Sequence[str]], *, threshold: float = 0.9) -> list[tuple[str, ...]]:
    """Return the groups of documents that say nearly the same, each sorted, the groups by their first document.

    Parameters
    ----------
    items_by_document : mapping of str to sequence of str
        The texts of the recommendations of each document; a document without any is alike to none.
    threshold : float
        Share of the items, from 0 to 1, that must have a counterpart in the other document.

    Notes
    -----
    Two documents are alike if ``n_pairs / max(n_items)`` reaches `threshold`, where ``n_pairs`` counts the one-to-one pairs
    of items whose normalised edit similarity is at least 0.9. Groups are the connected sets of alike documents.

    Examples
    --------
    >>> near_duplicates({"a": ["Создать совет при мэре."], "b": ["Провести ярмарку."], "c": ["Создать Совет при мэре"]})
    [('a', 'c')]
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"near_duplicates: threshold must be above 0 and at most 1, not {threshold}")
    texts = {name: [t for t in map(_plain, items) if t] for name, items in sorted(items_by_document.items())}
    leader = {name: name for name in texts}
    for a, b in _candidates(texts):
        if _leader(leader, a) != _leader(leader, b) and share_of_items(texts[a], texts[b]) >= threshold:
            first, second = sorted((_leader(leader, a), _leader(leader, b)))
            leader[second] = first
    groups: dict[str, list[str]] = defaultdict(list)
    for name in texts:
        groups[_leader(leader, name)].append(name)
    return [tuple(names) for _, names in sorted(groups.items()) if len(names) > 1]


def share_of_items(a: Sequence[str], b: Sequence[str]) -> float:
    """Return the share (0 to 1) of items with a counterpart in the other list, of the longer list."""
    from rapidfuzz import process
    from rapidfuzz.fuzz import ratio
    from scipy.optimize import linear_sum_assignment

    if not a or not b:
        return 0.0
    alike = process.cdist(a, b, scorer=ratio, score_cutoff=_SAME_ITEM) > 0
    rows, columns = linear_sum_assignment(alike, maximize=True)
    return float(alike[rows, columns].sum()) / max(len(a), len(b))


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower().replace("ё", "е")))


def _leader(leader: Mapping[str, str], name: str) -> str:
    while leader[name] != name:
        name = leader[name]
    return name


def _candidates(texts: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of documents that share many pairs of neighbouring words: all others need no close look."""
    pairs = {name: {p for text in items for p in _word_pairs(text)} for name, items in texts.items()}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, own in pairs.items():
        shared: Counter[str] = Counter()
        for pair in own:
            shared.update(holders[pair])
            holders[pair].append(name)
        for other, count in sorted(shared.items()):
            if count >= _MIN_SHARED * min(len(own), len(pairs[other])):
                yield other, name


def _word_pairs(text: str) -> list[tuple[str, ...]]:
    words = text.split()
    return list(itertools.pairwise(words)) or [tuple(words)]
