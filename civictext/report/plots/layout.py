"""Where things stand on a plane: points of recommendations, names that do not cover each other, the lines of a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import dendrogram, linkage
from scipy.spatial.distance import squareform
from sklearn.manifold import TSNE

Box = tuple[float, float, float, float]
#: pixels that a letter, a line of names and the gap beside a point take
LETTER, HIGH, GAP = 6.6, 14.0, 7.0
#: points below which there are no neighbourhoods to keep
FEWEST = 5
#: probability below which two recommendations are as far from each other as any
SMALL = 1e-4


def coordinates(distances: np.ndarray, seed: int = 0) -> np.ndarray:
    """Return a place on the plane for each row of distances, ndarray of shape (n, 2) from 0 to 1: t-SNE, so that neighbours stay neighbours.

    References
    ----------
    van der Maaten & Hinton (2008), Visualizing data using t-SNE, JMLR 9.
    """
    n = len(distances)
    if n < FEWEST:
        return np.column_stack([np.linspace(0.1, 0.9, n), np.full(n, 0.5)])
    model = TSNE(perplexity=min(20.0, (n - 1) / 3), metric="precomputed", init="random", random_state=seed)
    places = model.fit_transform(distances)
    low, high = places.min(0), places.max(0)
    return (places - low) / np.where(high > low, high - low, 1)


def distances_of(probabilities: np.ndarray) -> np.ndarray:
    """Return distances from 0 to 1 of the probabilities that two recommendations ask for the same.

    Notes
    -----
    d = log p / log ε with p ≥ ε: most pairs are near 0, and what is near on the map is told by how near.
    """
    out = np.log(np.clip(probabilities, SMALL, 1)) / np.log(SMALL)
    out = (out + out.T) / 2
    np.fill_diagonal(out, 0)
    return out


def placed(
    names: Sequence[str], boxes: Sequence[Box], size: tuple[float, float], points: np.ndarray
) -> list[dict[str, Any] | None]:
    """Return where names can stand beside their boxes without covering each other: pixels and alignment, None where there is no room.

    Parameters
    ----------
    names : sequence of str
        The first ones are placed first.
    boxes : sequence of (left, top, right, bottom)
        What each name belongs to, in pixels from the top left.
    size : tuple of float
        Width and height of the plane.
    points : ndarray of shape (n, 2)
        What a name should rather not cover: of the places around its box it takes the one over fewest of them.
    """
    taken: list[Box] = []
    out: list[dict[str, Any] | None] = []
    for name, box in zip(names, boxes, strict=True):
        tried = [
            (_covered(place, points), n, align, place)
            for n, (align, place) in enumerate(_around(box, LETTER * len(name)))
            if _inside(place, size) and not any(_overlap(place, other) for other in taken)
        ]
        if not tried:
            out.append(None)
            continue
        _, _, align, place = min(tried)
        taken.append(place)
        x = {"left": place[0], "right": place[2], "center": (place[0] + place[2]) / 2}[align]
        out.append({"x": round(x, 1), "y": round((place[1] + place[3]) / 2, 1), "align": align})
    return out


def _around(box: Box, wide: float) -> Iterator[tuple[str, Box]]:
    """Yield the places for a line of text around a box, best first."""
    left, top, right, bottom = box
    middle, half = (left + right) / 2, HIGH / 2
    for y in (top - GAP - half, bottom + GAP + half):
        yield "center", (middle - wide / 2, y - half, middle + wide / 2, y + half)
        yield "left", (left, y - half, left + wide, y + half)
        yield "right", (right - wide, y - half, right, y + half)
    for y in ((top + bottom) / 2, top, bottom):
        yield "left", (right + GAP, y - half, right + GAP + wide, y + half)
        yield "right", (left - GAP - wide, y - half, left - GAP, y + half)


def _inside(box: Box, size: tuple[float, float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _covered(box: Box, points: np.ndarray) -> int:
    x, y = points[:, 0], points[:, 1]
    return int(((x > box[0] - 3) & (x < box[2] + 3) & (y > box[1] - 3) & (y < box[3] + 3)).sum())


def branches(similarities: np.ndarray) -> tuple[list[int], list[Mapping[str, float]]]:
    """Return the leaves of an average-linkage tree from top to bottom, and its lines.

    Returns
    -------
    list of int
        Positions of the rows.
    list of mapping
        Segments with ``x``, ``x2`` (distances, 0 to 1) and ``y``, ``y2`` (rows from the top, leaf i at i).
    """
    n = len(similarities)
    if n < 2:
        return list(range(n)), []
    distances = np.clip(1 - similarities, 0, 1)
    np.fill_diagonal(distances, 0)
    joined = linkage(squareform(distances, checks=False), "average", optimal_ordering=True)
    tree = dendrogram(joined, no_plot=True)
    lines: list[Mapping[str, float]] = []
    for ys, xs in zip(tree["icoord"], tree["dcoord"], strict=True):
        y = [(v - 5) / 10 for v in ys]
        lines += [
            {"x": xs[0], "x2": xs[1], "y": y[0], "y2": y[0]},
            {"x": xs[1], "x2": xs[1], "y": y[1], "y2": y[2]},
            {"x": xs[3], "x2": xs[2], "y": y[3], "y2": y[3]},
        ]
    return [int(i) for i in tree["leaves"]], lines
