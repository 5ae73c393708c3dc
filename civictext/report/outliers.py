"""Why a recommendation stands alone, as sentences for an analyst."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from civictext.cluster.outliers import outliers
from civictext.report.names import Names
from civictext.report.terminal import visible
from civictext.report.wording import clip
from civictext.tables import Tables, rows

#: kinds of differences that are labels of a taxonomy
LABELS = {"type": "actions", "theme": "themes", "beneficiaries": "actors"}
#: probability below which the nearest commitment is not near
FAR = 0.05
LONG = 160

Row = Mapping[str, Any]


def why_alone(row: Row, names: Names, threshold: float | None = None) -> str:
    """Return what the nearest commitment is, what the two share and in what they differ.

    Parameters
    ----------
    row : mapping
        A row of `civictext.cluster.outliers.outliers`.
    names : Names
    threshold : float, optional
        Mean probability that would have joined them, as ``run.json`` tells it.
    """
    key = "outlier.far" if row["score"] < FAR else "outlier.near"
    parts = [names.say(key, name=clip(row["label"], LONG), share=float(row["score"]))]
    if threshold is not None:
        parts[0] += names.say("outlier.needed", share=float(threshold))
    if row["shared"]:
        parts.append(names.say("outlier.shared", words=", ".join(row["shared"])))
    differs = "; ".join(_difference(d, names) for d in row["against"])
    parts.append(names.say("outlier.differs", what=differs) if differs else names.word("outlier.wording"))
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def _difference(found: Mapping[str, Any], names: Names) -> str:
    kind = found["kind"]
    sides = {}
    for side in ("here", "there"):
        values = [names.label(LABELS[kind], v) if kind in LABELS else str(v) for v in found[side]]
        sides[side] = clip(", ".join(values), LONG) or names.word("outlier.nothing")
    if kind == "words" and not (found["here"] and found["there"]):
        kind = "words_here" if found["here"] else "words_there"
    return names.say(f"outlier.kind.{kind}", **sides)


def outliers_told(tables: Tables, n: int | None = None, *, lang: str = "ru") -> pd.DataFrame:
    """Return the outliers of a run, the nearest first, with a column ``reason`` in words."""
    names = Names(lang)
    table = outliers(rows(tables.recommendations), rows(tables.clusters), n=n)
    threshold = (tables.run.get("clustering") or {}).get("threshold")
    reasons = [why_alone(row, names, threshold) for row in rows(table)]
    return table.assign(reason=pd.Series(reasons, table.index, dtype=object))


def outlier_lines(table: list[dict[str, Any]]) -> str:
    """Return the rows of ``Analysis.outliers`` as text for a terminal."""
    return visible("\n\n".join(f"{row['rec_id']}: {row['text']}\n{row['reason']}" for row in table))
