"""Scores of groups made from pair probabilities, and samples that look like documents nobody has seen."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from civictext.cluster.linkage import average_linkage

THRESHOLDS = tuple(round(0.1 + 0.025 * i, 3) for i in range(29))
Held = list[tuple[list[dict[str, Any]], np.ndarray]]


def pair_counts(rows: list[dict[str, Any]], labels: np.ndarray) -> np.ndarray:
    """Return (pairs in one group and one commitment, pairs in one group, pairs in one commitment)."""
    upper = np.triu_indices(len(rows), 1)
    gold = np.array([r["gold"] or f"~{i}" for i, r in enumerate(rows)])
    same, together = (gold[:, None] == gold[None])[upper], (labels[:, None] == labels[None])[upper]
    return np.array([(same & together).sum(), together.sum(), same.sum()], float)


def f1(counts: np.ndarray) -> float:
    return round(float(2 * counts[0] / max(counts[1] + counts[2], 1)), 4)


def grouped_scores(rows: list[dict[str, Any]], p: np.ndarray, threshold: float) -> dict[str, float]:
    """Return pairwise precision, recall and F1 of average linkage."""
    c = pair_counts(rows, average_linkage(p, threshold))
    return {"precision": round(c[0] / max(c[1], 1), 4), "recall": round(c[0] / max(c[2], 1), 4), "pair_f1": f1(c)}


def hidden_like(held_out: Held, repeats: int = 6) -> dict[float, float]:
    """Return threshold → mean pairwise F1 over two kinds of samples of held-out commitments.

    In real documents most measures are asked for once: of a composed commitment mostly one wording is drawn, beside the hard
    negatives; a second kind takes the corpus nearly whole among composed measures that stand alone.
    """
    rng = np.random.default_rng(0)
    kinds = [((0.6, 0.25, 0.1, 0.05), (0.6, 0.25, 0.1, 0.05)), ((0.85, 0.15, 0, 0), (0.35, 0.3, 0.2, 0.15))]
    totals = np.zeros((len(kinds), len(THRESHOLDS), 3))
    for k, (composed, corpus) in enumerate(kinds):
        for rows, p in held_out * repeats:
            keep = _draw(rows, composed, corpus, rng)
            part, inside = [rows[i] for i in keep], p[np.ix_(keep, keep)]
            for t, threshold in enumerate(THRESHOLDS):
                totals[k, t] += pair_counts(part, average_linkage(inside, threshold))
    return {
        t: round(float(np.mean([f1(totals[k, i]) for k in range(len(kinds))])), 4) for i, t in enumerate(THRESHOLDS)
    }


def _draw(
    rows: list[dict[str, Any]], composed: tuple[float, ...], corpus: tuple[float, ...], rng: np.random.Generator
) -> list[int]:
    by: dict[str, list[int]] = defaultdict(list)
    for i, r in enumerate(rows):
        by[f"{r['split'] == 'corpus'}/{r['gold'] or f'~{i}'}"].append(i)
    out: list[int] = []
    for key, members in sorted(by.items()):
        n = int(rng.choice(4, p=corpus if key.startswith("True") else composed)) + 1
        if "/~" not in key or rng.random() < 0.7:
            out += rng.permutation(members)[:n].tolist()
    return out
