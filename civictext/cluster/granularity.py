"""How fine the groups are: a number or a name that moves the threshold. No groups."""

from __future__ import annotations

import math

#: names of the steps that analysts choose from
GRANULARITIES = {"coarse": -1.0, "normal": 0.0, "fine": 1.0}


def granularity_value(granularity: str | float) -> float:
    """Return a granularity as a number from -1 (coarse) to 1 (fine).

    Raises
    ------
    ValueError
        If it is neither a known name nor a number from -1 to 1.
    """
    if isinstance(granularity, str) and granularity in GRANULARITIES:
        return GRANULARITIES[granularity]
    try:
        value = float(granularity)
    except (TypeError, ValueError):
        value = math.nan
    if not -1 <= value <= 1:
        known = ", ".join(GRANULARITIES)
        raise ValueError(f"granularity must be {known} or a number from -1 (coarse) to 1 (fine), not {granularity!r}")
    return value


def moved_threshold(threshold: float, granularity: str | float) -> float:
    """Return the threshold with its log-odds raised by the granularity: finer groups need more similarity.

    Examples
    --------
    >>> [round(moved_threshold(0.4, g), 3) for g in ("coarse", "normal", "fine")]
    [0.197, 0.4, 0.644]
    """
    value = granularity_value(granularity)
    if not value or not 0 < threshold < 1:
        return threshold
    return 1 / (1 + math.exp(-(math.log(threshold / (1 - threshold)) + value)))
