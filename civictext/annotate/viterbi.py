"""The best path through a linear-chain CRF, many sequences side by side.

A path is found step by step, and each step is a few numpy calls whatever the number of sequences. Therefore long
sequences are cut into blocks that run side by side, each for every possible tag before it; afterwards the blocks of a
sequence are joined. The result is that of the plain recursion, up to the rounding of sums.
"""

from __future__ import annotations

import numpy as np

BLOCK = 32


def best_paths(
    emissions: np.ndarray, lengths: np.ndarray, transitions: np.ndarray, *, block: int = BLOCK
) -> np.ndarray:
    """Return the tag of every token on the best path of its sequence, ndarray of shape (n_tokens,).

    Parameters
    ----------
    emissions : ndarray of shape (n_tokens, n_tags)
        Score of every tag for every token; the sequences stand one after another.
    lengths : ndarray of shape (n_sequences,)
        Number of tokens of each sequence; they add up to n_tokens.
    transitions : ndarray of shape (n_tags, n_tags)
        Score of a tag (column) after a tag (row).
    block : int
        Steps done one after another before sequences are cut.
    """
    if not len(emissions):
        return np.zeros(0, dtype=np.intp)
    starts, sizes, is_first = _cut(lengths, block)
    order = np.argsort(-sizes, kind="stable")
    starts, sizes, is_first = starts[order], sizes[order], is_first[order]
    scores, history = _forward(emissions, starts, sizes, is_first, transitions)
    back = np.argsort(order, kind="stable")
    entry, exit_ = _join(scores[back], is_first[back])
    return _trace(history, starts, sizes, entry[order], exit_[order], len(emissions))


def _cut(lengths: np.ndarray, block: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return start, size and "first of its sequence" of every block."""
    ends = np.cumsum(lengths)
    pieces = [
        (start, min(block, end - start), start == end - length)
        for end, length in zip(ends.tolist(), lengths.tolist(), strict=True)
        for start in range(end - length, end, block)
    ]
    starts, sizes, first = zip(*pieces, strict=True)
    return np.array(starts), np.array(sizes), np.array(first)


def _running(sizes: np.ndarray, step: int) -> int:
    """Return how many blocks, longest first, have a token at `step`."""
    return int(np.searchsorted(-sizes, -step, side="left"))


def _forward(
    emissions: np.ndarray, starts: np.ndarray, sizes: np.ndarray, is_first: np.ndarray, transitions: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the best score of (block, tag before it, last tag) and the steps that led there."""
    n_tags = emissions.shape[1]
    enter = np.where(is_first[:, None, None], np.float32(0), transitions[None])
    scores = enter + emissions[starts][:, None, :]
    history = np.zeros((int(sizes[0]), len(starts), n_tags, n_tags), np.int8)
    for step in range(1, int(sizes[0])):
        n = _running(sizes, step)
        paths = scores[:n, :, None, :] + transitions.T  # block, before, to, from
        history[step, :n] = paths.argmax(3)
        scores[:n] = paths.max(3) + emissions[starts[:n] + step][:, None, :]
    return scores, history


def _join(scores: np.ndarray, is_first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the tag before each block and its last tag on the best path; blocks in the order of the text."""
    n_blocks = len(scores)
    entry, exit_ = np.zeros(n_blocks, np.intp), np.zeros(n_blocks, np.intp)
    firsts = np.flatnonzero(is_first).tolist()
    for first, end in zip(firsts, [*firsts[1:], n_blocks], strict=True):
        best, choices = scores[first, 0], []
        for b in range(first + 1, end):
            paths = best[:, None] + scores[b]
            choices.append(paths.argmax(0))
            best = paths.max(0)
        tag = int(best.argmax())
        for b in range(end - 1, first - 1, -1):
            exit_[b] = tag
            if b > first:
                tag = entry[b] = int(choices[b - first - 1][tag])
    return entry, exit_


def _trace(
    history: np.ndarray, starts: np.ndarray, sizes: np.ndarray, entry: np.ndarray, exit_: np.ndarray, n_tokens: int
) -> np.ndarray:
    """Return the tags of all tokens, walking every block from its end to its start."""
    tags = np.empty(n_tokens, np.intp)
    current = exit_.copy()
    number = np.arange(len(starts))
    for step in range(int(sizes[0]) - 1, -1, -1):
        n = _running(sizes, step)
        tags[starts[:n] + step] = current[:n]
        if step:
            current[:n] = history[step, number[:n], entry[:n], current[:n]]
    return tags
