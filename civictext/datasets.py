"""Data sets that come with civictext, as pandas frames."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from civictext.resources import models_path

if TYPE_CHECKING:
    import pandas as pd

SPLITS = ("train", "development", "test")


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
    from civictext.tables import frame

    if split is not None and split not in SPLITS:
        raise ValueError(f"no split {split!r} of the commitments; splits: {', '.join(SPLITS)}")
    rows: list[dict[str, Any]] = []
    for name in [split] if split else SPLITS:
        path = models_path("data", "commitments", f"{name}.jsonl")
        rows += [json.loads(line) | {"split": name} for line in path.read_text(encoding="utf-8").splitlines()]
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
    return frame(rows, columns)
