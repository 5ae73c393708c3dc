"""The best path through a linear-chain CRF, many sequences side by side.

A path is found step by step, and each step is a few numpy calls whatever the number of sequences. Therefore long
sequences are cut into blocks that run side by side. The first block of a sequence is one chain; a later block is a chain for
every tag that can stand before it. Afterwards the blocks of a sequence are joined. The result is that of the plain
recursion, up to the rounding of sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BLOCK = 64


@dataclass(frozen=True)
class _Chains:
    """Chains, longest first: first token and number of tokens of each, its block and the tag before it (-1: none)."""

    starts: np.ndarray
    sizes: np.ndarray
    blocks: np.ndarray
    before: np.ndarray


def best_paths(
    emissions: np.ndarray, lengths: np.ndarray, transitions: np.ndarray, *, block: int = BLOCK
) -> np.ndarray:
    """Return the tag of every token on the best path of its sequence, ndarray of shape (n_tokens,).

    Parameters
    ----------
    emissions : ndarray of shape (n_tokens, n_tags)
        Score of every tag for every token; the sequences stand one after another.
    lengths : ndarray of shape (n_sequences,)
        Number of tokens of each sequence, none zero; they add up to n_tokens.
    transitions : ndarray of shape (n_tags, n_tags)
        Score of a tag (column) after a tag (row).
    block : int
        Steps done one after another before a sequence is cut.
    """
    if not len(emissions):
        return np.zeros(0, dtype=np.intp)
    if lengths.max() <= block:
        chains = _whole(lengths)
        scores, ends = _forward(emissions, chains, transitions)
        return _trace(scores, transitions, chains, chains.blocks, ends.argmax(axis=1), len(emissions))
    starts, sizes, is_first = _cut(lengths, block)
    chains = _chains(starts, sizes, is_first, len(transitions))
    scores, ends = _forward(emissions, chains, transitions)
    chosen, last = _join(ends, chains, is_first)
    return _trace(scores, transitions, chains, np.flatnonzero(chosen), last, len(emissions))


def _whole(lengths: np.ndarray) -> _Chains:
    """Return a chain for every sequence; its place in this order stands for its block."""
    order = np.argsort(-lengths, kind="stable")
    starts = lengths.cumsum() - lengths
    return _Chains(starts[order], lengths[order], np.arange(len(order)), np.full(len(order), -1))


def _cut(lengths: np.ndarray, block: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return start, size and "first of its sequence" of every block."""
    n_blocks = -(-lengths // block)
    place = np.arange(n_blocks.sum()) - np.repeat(np.cumsum(n_blocks) - n_blocks, n_blocks)
    starts = np.repeat(np.cumsum(lengths) - lengths, n_blocks) + place * block
    sizes = np.minimum(block, np.repeat(lengths, n_blocks) - place * block)
    return starts, sizes, place == 0


def _chains(starts: np.ndarray, sizes: np.ndarray, is_first: np.ndarray, n_tags: int) -> _Chains:
    number = np.arange(len(starts))
    later = np.flatnonzero(~is_first)
    blocks = np.concatenate((number[is_first], np.repeat(later, n_tags)))
    before = np.concatenate((np.full(len(number) - len(later), -1), np.tile(np.arange(n_tags), len(later))))
    order = np.argsort(-sizes[blocks], kind="stable")
    blocks = blocks[order]
    return _Chains(starts[blocks], sizes[blocks], blocks, before[order])


def _running(sizes: np.ndarray) -> list[int]:
    """Return for every step how many chains, longest first, have a token there."""
    return np.searchsorted(-sizes, -np.arange(int(sizes[0])), side="left").tolist()


def _forward(emissions: np.ndarray, chains: _Chains, transitions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the best score of every chain for every tag, at every step (step, chain, tag) and at its last (chain, tag)."""
    running = _running(chains.sizes)
    tokens = np.minimum(np.arange(len(running))[:, None] + chains.starts, len(emissions) - 1)
    scores = emissions[tokens]
    later = chains.before >= 0
    if later.any():
        scores[0, later] += transitions[chains.before[later]]
    backward = np.ascontiguousarray(transitions.T)
    for step, n in enumerate(running[1:], 1):
        paths = scores[step - 1, :n, None, :] + backward  # chain, to, from
        scores[step, :n] += np.maximum.reduce(paths, axis=2)  # what .max does, without a call in between
    return scores, scores[chains.sizes - 1, np.arange(len(chains.sizes))]


def _join(scores: np.ndarray, chains: _Chains, is_first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which chains lie on the best paths, and the last tag of every chain that does."""
    n_blocks, n_tags = len(is_first), scores.shape[1]
    row = np.empty((n_blocks, n_tags), np.intp)  # block, tag before it → chain
    row[chains.blocks, chains.before] = np.arange(len(scores))
    row[chains.blocks[chains.before < 0]] = np.flatnonzero(chains.before < 0)[:, None]
    chosen, last = np.zeros(len(scores), bool), np.zeros(len(scores), np.intp)
    firsts = np.flatnonzero(is_first).tolist()
    for first, end in zip(firsts, [*firsts[1:], n_blocks], strict=True):
        best, choices = scores[row[first, 0]], []
        for b in range(first + 1, end):
            paths = best[:, None] + scores[row[b]]
            choices.append(paths.argmax(0))
            best = paths.max(0)
        tag = int(best.argmax())
        for b in range(end - 1, first - 1, -1):
            before = int(choices[b - first - 1][tag]) if b > first else 0
            chain = row[b, before]
            chosen[chain], last[chain] = True, tag
            tag = before
    return chosen, last


def _trace(
    scores: np.ndarray, transitions: np.ndarray, chains: _Chains, rows: np.ndarray, last: np.ndarray, n_tokens: int
) -> np.ndarray:
    """Return the tags of all tokens, walking the chains `rows` from their ends to their starts."""
    if len(rows) == 1:
        return _trace_one(scores[:, rows[0]], transitions, int(last[0]))
    tags = np.empty(n_tokens, np.intp)
    starts, current = chains.starts[rows], last[rows]
    backward = np.ascontiguousarray(transitions.T)
    running = _running(chains.sizes[rows])
    for step in range(len(running) - 1, -1, -1):
        n = running[step]
        tags[starts[:n] + step] = current[:n]
        if step:
            paths = scores[step - 1, rows[:n]] + backward[current[:n]]
            paths.argmax(axis=1, out=current[:n])
    return tags


def _trace_one(scores: np.ndarray, transitions: np.ndarray, last: int) -> np.ndarray:
    """Return the tags of a single chain, as short texts that come one by one are: all steps back in one call."""
    tags = [last]
    for came_from in (scores[:-1, None, :] + transitions.T).argmax(axis=2).tolist()[::-1]:
        tags.append(came_from[tags[-1]])
    return np.array(tags[::-1], np.intp)
