"""Makes a tree of the heads that a parser chose for each word by itself.

slovnet takes the best head of every word without looking at the others, so that a sentence can get two roots, none, or a
circle. spaCy (and the validator of Universal Dependencies) need a tree with one root: this is the least repair.
"""

from __future__ import annotations


def is_tree(heads: list[int]) -> bool:
    """Return whether `heads` (0 = root, 1 = first token …) make a tree with one root."""
    if heads.count(0) != 1:
        return False
    reached = [False] * (len(heads) + 1)
    reached[0] = True
    for token in range(1, len(heads) + 1):
        path = []
        while not reached[token]:
            reached[token] = True
            path.append(token)
            token = heads[token - 1]
            if token in path:
                return False
    return True


def repair(heads: list[int]) -> list[int]:
    """Return heads that make a tree with one root; a tree comes back as it was.

    The first root stays the root, other roots hang on it. Every circle is opened at its first token, which is hung on the
    root; without any root it becomes the root.

    Examples
    --------
    >>> repair([2, 0, 2, 0])
    [2, 0, 2, 2]
    >>> repair([2, 1, 1])
    [0, 1, 1]
    """
    out = list(heads)
    root = out.index(0) + 1 if 0 in out else 0
    done = {0}
    for token in range(1, len(out) + 1):
        path: list[int] = []
        at = token
        while at not in done and at not in path:
            path.append(at)
            at = out[at - 1]
        if at in path:
            opened = min(path[path.index(at) :])
            out[opened - 1] = root
            root = root or opened
        done.update(path)
    return [root if head == 0 and token != root else head for token, head in enumerate(out, 1)]
