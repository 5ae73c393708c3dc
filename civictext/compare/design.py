"""Design of a comparison: how many labels each resolution gives to each group, as sparse matrices. No statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from civictext.compare.facets import facet
from civictext.tables import Tables

Unit = Literal["resolution", "region"]


@dataclass(frozen=True)
class Design:
    """Recommendations × labels, × groups, and the unit that each belongs to.

    Attributes
    ----------
    groups, labels : tuple of str
        Sorted.
    inside : csr_array of shape (n_recommendations, n_groups)
        1 where a recommendation belongs to a group.
    has : csr_array of shape (n_recommendations, n_labels)
        1 where it carries a label (with `weights` of the maker: how often).
    units : csr_array of shape (n_units, n_recommendations)
        1 where a recommendation stands in a unit. Units are what is drawn anew: resolutions, or all resolutions of a region.
    """

    groups: tuple[str, ...]
    labels: tuple[str, ...]
    inside: csr_array
    has: csr_array
    units: csr_array

    def of_group(self, group: int) -> csr_array:
        """Return how many recommendations of a group carry each label in each unit, shape (n_units, n_labels)."""
        mask = self.inside[:, [group]]
        return (self.units @ self.has.multiply(mask)).tocsr()

    def sizes(self, group: int | None = None) -> np.ndarray:
        """Return how many recommendations (of a group) stand in each unit, shape (n_units,)."""
        if group is None:
            return np.asarray(self.units.sum(1)).ravel().astype(float)
        return np.asarray((self.units @ self.inside[:, [group]]).todense()).ravel()

    @property
    def is_nested(self) -> bool:
        """Whether every unit lies in one group (regions, years), so that whole units can be exchanged between groups."""
        return bool((np.asarray(((self.units @ self.inside) > 0).sum(1)).ravel() <= 1).all())


def design(tables: Tables, by: str, what: str, *, unit: Unit = "resolution") -> Design:
    """Return the design of a comparison; see `civictext.compare.facet` for `by` and `what`.

    Raises
    ------
    ValueError
        If `unit` is neither ``resolution`` nor ``region``.
    """
    if unit not in ("resolution", "region"):
        raise ValueError(f"unit must be 'resolution' or 'region', not {unit!r}")
    table = tables.counted()
    groups, inside = _indicator(facet(table, by))
    labels, has = _indicator(facet(table, what))
    units = table["doc_id"].astype(str)
    if unit == "region":  # a resolution of an unknown region stays a unit of its own
        units = table["region"].where(table["region"].notna(), units).astype(str)
    _, of_units = _indicator([(u,) for u in units])
    return Design(groups, labels, inside, has, of_units.T.tocsr())


def _indicator(values: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], csr_array]:
    names = tuple(sorted({v for row in values for v in row}))
    index = {name: n for n, name in enumerate(names)}
    rows = np.repeat(np.arange(len(values)), [len(row) for row in values])
    columns = np.array([index[v] for row in values for v in row], int)
    return names, csr_array((np.ones(len(columns)), (rows, columns)), shape=(len(values), len(names)))


def as_frame(design: Design, columns: dict[str, np.ndarray]) -> pd.DataFrame:
    """Return matrices of shape (n_groups, n_labels) as a frame with one row a pair: ``group``, ``label`` and a column each."""
    n_groups, n_labels = len(design.groups), len(design.labels)
    names, labels = np.array(design.groups, object), np.array(design.labels, object)
    out = {"group": np.repeat(names, n_labels), "label": np.tile(labels, n_groups)}
    return pd.DataFrame({**out, **{name: values.ravel() for name, values in columns.items()}})
