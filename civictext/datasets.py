"""Data sets that come with civictext, as pandas frames."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from civictext.resources import models_path

if TYPE_CHECKING:
    import pandas as pd

SPLITS = ("train", "development", "test")


def resolutions(split: Literal["train", "development"] | None = None) -> pd.DataFrame:
    """Return the recommendations of composed short resolutions: many measures on one topic, some asked for elsewhere in other words.

    Parameters
    ----------
    split : {"train", "development"}, optional
        Both by default; whole documents apart.

    Returns
    -------
    DataFrame
        One row a recommendation: ``id``, ``split``, ``document``, ``event``, ``heading`` (or None), ``text``, ``themes``,
        ``type`` (of the main action), ``commitment`` (equal for wordings of one commitment; None for one that stands alone).

    Raises
    ------
    ValueError
        If there is no such split.

    Notes
    -----
    Composed, not real; CC0. How it was made, and its biases: ``models/data/resolutions/README.md``.

    Examples
    --------
    >>> frame = resolutions("development")
    >>> set(frame["split"])
    {'development'}
    """
    columns = ("id", "split", "document", "event", "heading", "text", "themes", "type", "commitment")
    return _frame("resolutions", SPLITS[:2], split, columns)


def commitments(split: Literal["train", "development", "test"] | None = None) -> pd.DataFrame:
    """Return composed recommendations with labels: the same commitment in four wordings, and hard negatives.

    Parameters
    ----------
    split : {"train", "development", "test"}, optional
        All three by default. No commitment stands in two splits; a hard negative goes with the commitment it imitates.

    Returns
    -------
    DataFrame
        One row a recommendation: ``id``, ``split``, ``commitment`` (equal for wordings of one commitment; None for a hard
        negative), ``negative_of`` (the commitment that a hard negative imitates), ``heading`` (addressee heading or None),
        ``text``, and the labels of the annotation guide: ``actors``, ``actions``, ``themes``, ``deadline``, ``programs``.

    Raises
    ------
    ValueError
        If there is no such split.

    Notes
    -----
    Composed, not real; CC0. How it was made, its agreement and its biases: ``models/data/commitments/README.md``.

    Examples
    --------
    >>> frame = commitments("test")
    >>> sorted(set(frame["split"]))
    ['test']
    """
    columns = (
        "id",
        "split",
        "commitment",
        "negative_of",
        "heading",
        "text",
        "actors",
        "actions",
        "themes",
        "deadline",
        "programs",
    )
    return _frame("commitments", SPLITS, split, columns)


def measures(split: Literal["train", "development"] | None = None) -> pd.DataFrame:
    """Return composed recommendations area by area: the same measure in three to six wordings, among its near misses.

    Parameters
    ----------
    split : {"train", "development"}, optional
        Both by default; whole areas apart.

    Returns
    -------
    DataFrame
        One row a recommendation: ``id``, ``split``, ``area``, ``heading`` (or None), ``text``, ``commitment`` (equal for wordings of
        one measure; None for one that stands alone). Whether measures of two areas are the same is not said.

    Raises
    ------
    ValueError
        If there is no such split.

    Notes
    -----
    Composed, not real; CC0. How it was made, and its biases: ``models/data/measures/README.md``.

    Examples
    --------
    >>> frame = measures("development")
    >>> set(frame["split"])
    {'development'}
    """
    return _frame("measures", SPLITS[:2], split, ("id", "split", "area", "heading", "text", "commitment"))


def collections() -> pd.DataFrame:
    """Return three composed collections of documents in which, as in life, most measures are asked for once.

    Returns
    -------
    DataFrame
        One row a recommendation: ``id``, ``collection`` (1 to 3), ``document``, ``heading`` (or None), ``text``, ``commitment``
        (equal for wordings of one commitment; None for one that stands alone), ``second`` (group of a second labeller, for the
        first two). Whether measures of two collections are the same is not said.

    Notes
    -----
    Composed, not real; CC0. ``models/data/collections/README.md``.

    Examples
    --------
    >>> sorted(set(collections()["collection"]))
    [1, 2, 3]
    """
    columns = ("id", "collection", "document", "heading", "text", "commitment", "second")
    return _frame("collections", ("collections",), None, columns)


def _frame(name: str, splits: Sequence[str], split: str | None, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of a data set, or of one of its splits."""
    from civictext.tables import frame

    if split is not None and split not in splits:
        raise ValueError(f"no split {split!r} of the {name}; splits: {', '.join(splits)}")
    rows: list[dict[str, Any]] = []
    for part in [split] if split else splits:
        path = models_path("data", name, f"{part}.jsonl")
        rows += [json.loads(line) | {"split": part} for line in path.read_text(encoding="utf-8").splitlines()]
    return frame(rows, columns)
