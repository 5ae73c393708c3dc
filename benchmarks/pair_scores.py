"""Scores of groups made from pair probabilities."""

from __future__ import annotations

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


def by_threshold(parts: Held) -> dict[float, float]:
    """Return threshold → mean over parts of the pairwise F1 of average linkage."""
    return {t: round(float(np.mean([f1(pair_counts(rows, average_linkage(p, t))) for rows, p in parts])), 4) for t in THRESHOLDS}  # fmt: skip
