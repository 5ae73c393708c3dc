"""Loads the word lists by which structure is read: cues of introducing lines, bodies, table headers, verbal nouns."""

from __future__ import annotations

from functools import cache

from civictext.resources import data_path, read_table


@cache
def lemmas(name: str, kind: str | None = None) -> frozenset[str]:
    """Return the lemmas of a lexicon, all of them or those of one kind.

    Parameters
    ----------
    name : str
        File name under ``data/lexicons`` without its ending.
    kind : str, optional
        Value of the column ``kind``.

    Raises
    ------
    ValueError
        If the lexicon knows no such kind.

    Examples
    --------
    >>> "рекомендовать" in lemmas("structure_cues", "ask")
    True
    """
    columns = ["lemma"] if kind is None else ["kind", "lemma"]
    rows = [row for _, row in read_table(data_path("lexicons", f"{name}.csv"), columns)]
    if kind is not None and all(r["kind"] != kind for r in rows):
        raise ValueError(f"{name}.csv has no kind {kind!r}; kinds: {', '.join(sorted({r['kind'] for r in rows}))}")
    return frozenset(r["lemma"].lower() for r in rows if kind is None or r["kind"] == kind)


@cache
def table_headers() -> tuple[tuple[str, str], ...]:
    """Return (role, stem) of table columns in the order in which they are tried."""
    rows = read_table(data_path("lexicons", "table_headers.csv"), ["role", "stem"])
    return tuple((row["role"], row["stem"].lower()) for _, row in rows)
