"""Makes a tree of the heads that a parser chose for each word by itself.

slovnet takes the best head of every word without looking at the others, so that a sentence can get two roots, none, or a
circle (a third of the lines of municipal documents: they are headings and parts of lists). spaCy and the validator of
Universal Dependencies need a tree with one root.
"""

from __future__ import annotations

import numpy as np

_NEVER = np.float32(-1e30)


def broken_trees(heads: np.ndarray, starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """Return which sentences are no tree with one root, ndarray of bool of shape (n_sentences,).

    Parameters
    ----------
    heads : ndarray of shape (n_rows,)
        The row of the head of every row; the row before a sentence stands for its root and is its own head.
    starts, stops : ndarray of shape (n_sentences,)
        First and last row (exclusive) of every sentence.
    """
    if not len(starts):
        return np.zeros(0, bool)
    owner = _owner(heads, starts, stops)
    is_root = heads == owner
    rooted = is_root.cumsum()
    n_roots = rooted[stops - 1] - rooted[starts - 1]
    if is_root.all():
        return n_roots != 1
    longest = int((stops - starts).max(initial=1))
    reached = heads
    for _ in range(longest.bit_length()):
        reached = reached[reached]  # after k rounds: 2 ** k steps up
    lost = (reached != owner).cumsum()
    return (n_roots != 1) | (lost[stops - 1] > lost[starts - 1])


def _owner(heads: np.ndarray, starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """Return the root row of the sentence of every row; a separator is its own."""
    out = np.arange(len(heads))
    # a sentence is the rows between two separators; nothing else stands before, between or after
    out[: stops[-1]] = (starts - 1).repeat(stops - starts + 1)
    return out


def best_tree(scores: np.ndarray, heads: np.ndarray) -> np.ndarray:
    """Return heads that make a tree with one root, changed where the scores lose least.

    The root is the token that gains most (or loses least) from being it. Every other token that was one takes its next
    best head. Then each circle is opened where the step to a head outside loses least. A tree comes back as it was.

    Parameters
    ----------
    scores : ndarray of shape (n_tokens, n_tokens + 1)
        Score of every head (0 = root, 1 = first token …) for every token.
    heads : ndarray of shape (n_tokens,)
        The best head of every token by itself.

    Examples
    --------
    >>> scores = np.array([[5, 0, 1.0], [6, 0, 0]])
    >>> best_tree(scores, np.array([0, 0]))
    array([2, 0])
    """
    n = len(heads)
    own = np.arange(n)
    inner = np.array(scores[:, 1:], dtype=np.float32)
    inner[own, own] = _NEVER
    best = inner.max(axis=1) if n > 1 else np.full(n, _NEVER)
    gain = scores[:, 0] - best
    rooted = (heads == 0).nonzero()[0]
    root = int(rooted[gain[rooted].argmax()] if len(rooted) else gain.argmax())
    out = np.where((heads == 0) | (heads == own + 1), inner.argmax(axis=1) + 1, heads)
    out[root] = 0
    _open_circles(out, inner, root)
    return out


def _open_circles(heads: np.ndarray, inner: np.ndarray, root: int) -> None:
    """Hang every circle on the tokens that reach the root; `heads` is changed in place."""
    n = len(heads)
    reached = _reaching(heads)
    while not reached.all():
        circle = _circle(heads, int((~reached).argmax()))
        loss = inner[circle, heads[circle] - 1][:, None] - np.where(reached, inner[circle], _NEVER)
        token, head = divmod(int(loss.argmin()), n)
        heads[circle[token]] = head + 1
        reached = _reaching(heads)


def _reaching(heads: np.ndarray) -> np.ndarray:
    """Return which tokens reach the root."""
    up = np.concatenate(([0], heads))
    for _ in range(len(heads).bit_length()):
        up = up[up]
    return up[1:] == 0


def _circle(heads: np.ndarray, token: int) -> np.ndarray:
    """Return the circle that a token without a way to the root runs into."""
    path: dict[int, None] = {}
    while token not in path:
        path[token] = None
        token = int(heads[token]) - 1
    order = list(path)
    return np.array(order[order.index(token) :])
