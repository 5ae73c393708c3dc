"""Recommendations whose texts are the same, or nearly: boilerplate, series that repeat themselves. Reads texts, no tags.

MinHash signatures of letter groups propose pairs [1]_, the edit similarity verifies them.

.. [1] Broder (1997), On the resemblance and containment of documents.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

_WORDS = re.compile(r"\w+(?:-\w+)*")
#: per cent of rapidfuzz's ratio that two texts need
NEAR = 90.0
#: per cent of rapidfuzz's ratio that words need where one stands in the other's place: another form, a slip; not another thing
SAME_WORD = 60.0
N_PERMUTATIONS = 64
#: Jaccard similarity of letter groups around which pairs are proposed: below what texts at `NEAR` have
PROPOSED = 0.6
LETTERS = 5
SEED = 1


class Run(NamedTuple):
    """A run of words in a comparison of two texts: `kind` is equal, replace, delete or insert."""

    kind: str
    first: str
    second: str


def word_diff(first: str, second: str) -> list[Run]:
    """Return two texts as runs of words, marked where they differ.

    Examples
    --------
    >>> [tuple(r) for r in word_diff("Создать совет при мэре", "Создать общественный совет при мэре")]
    [('equal', 'Создать', 'Создать'), ('insert', '', 'общественный'), ('equal', 'совет при мэре', 'совет при мэре')]
    """
    a, b = first.split(), second.split()
    return [
        Run(kind, " ".join(a[i:j]), " ".join(b[k:m]))
        for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    ]


def copy_groups(texts: Sequence[str]) -> list[int | None]:
    """Return the group of copies of each text, None for one without copies.

    Returns
    -------
    list of int or None
        The number of a group is a digest of its alphabetically first text. Groups are the connected sets of pairs that `alike`
        takes for copies; they do not depend on the order of the texts.
    """
    from civictext.cluster.run import cluster_numbers

    plain = [_plain(t) for t in texts]
    distinct = sorted(set(plain) - {""})
    at = {t: k for k, t in enumerate(distinct)}
    pairs = np.array([p for p in _proposed(distinct) if alike(distinct[p[0]], distinct[p[1]])], int).reshape(-1, 2)
    n = len(distinct)
    links = csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    component = connected_components(links, directed=False)[1] if n else np.zeros(0, int)
    of = [int(component[at[t]]) if t else -1 for t in plain]
    sizes = Counter(of)
    first: dict[int, str] = {}
    for text, k in at.items():
        first.setdefault(int(component[k]), text)
    numbers = cluster_numbers({k: t for k, t in first.items() if sizes[k] > 1})
    return [numbers.get(k) for k in of]


def alike(first: str, second: str) -> bool:
    """Return whether two texts are copies: nearly the same letters, and no word in the place of quite another.

    A number in the place of another (a year, an amount) does not matter.
    """
    from rapidfuzz.fuzz import ratio

    if ratio(first, second, score_cutoff=NEAR) == 0:
        return False
    for run in word_diff(first, second):
        a, b = (" ".join(w for w in words.split() if not w.isdigit()) for words in (run.first, run.second))
        if run.kind == "replace" and a != b and ratio(a, b) < SAME_WORD:
            return False
    return True


def together(labels: Sequence[int], copies: Sequence[int | None]) -> np.ndarray:
    """Return group numbers where copies share one: the commonest among them (of two, the smaller), or a new one.

    Parameters
    ----------
    labels : sequence of int
        -1 stands alone.
    copies : sequence of int or None
        See `copy_groups`.
    """
    out = np.array(labels, int)
    new = int(out.max(initial=-1)) + 1
    for members in _members(copies):
        counts = Counter(c for c in out[members].tolist() if c >= 0)
        if counts:
            out[members] = min(counts, key=lambda c: (-counts[c], c))
        else:
            out[members], new = new, new + 1
    values, sizes = np.unique(out, return_counts=True)
    out[np.isin(out, values[sizes == 1])] = -1
    return out


def n_distinct(copies: Sequence[int | None]) -> int:
    """Return how many recommendations there are when copies count once."""
    return len({c for c in copies if c is not None}) + sum(c is None for c in copies)


def _members(copies: Sequence[int | None]) -> list[list[int]]:
    """Return the positions of each group's members, the groups by number."""
    members: dict[int, list[int]] = defaultdict(list)
    for i, group in enumerate(copies):
        if group is not None:
            members[group].append(i)
    return [members[g] for g in sorted(members)]


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower().replace("ё", "е")))


def _proposed(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of positions that MinHash takes for near, sorted."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=PROPOSED, num_perm=N_PERMUTATIONS)
    shingles = [sorted({t[i : i + LETTERS].encode() for i in range(max(len(t) - LETTERS + 1, 1))}) for t in texts]
    pairs = set[tuple[int, int]]()
    for k, signature in enumerate(MinHash.bulk(shingles, num_perm=N_PERMUTATIONS, seed=SEED)):
        pairs.update((int(other), k) for other in index.query(signature))
        index.insert(k, signature)
    return sorted(pairs)
