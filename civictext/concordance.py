"""Concordance: every use of a word with its context, its collocates, and how often each group uses it.

As in AntConc and Sketch Engine; words are those of recommendations, not of whole documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from civictext.cluster.words import CONTENT, fold, part_of_speech
from civictext.compare.facets import facet
from civictext.passages import Word, as_rows, words_of
from civictext.search import Where, select
from civictext.tables import Tables, rows

By = Literal["lemma", "form"]
SORTS = ("document", "left", "right", "hit")
COLUMNS = ("left", "hit", "right", "region", "year", "source", "rec_id", "start", "end")


@dataclass(frozen=True)
class Hit:
    """A use: the recommendation, its words, and which of them are the hit (half-open)."""

    row: Mapping[str, Any]
    words: Sequence[Word]
    first: int
    last: int


def kwic(
    tables: Tables,
    query: str,
    by: By = "lemma",
    *,
    context: int = 8,
    sort: str = "document",
    where: Where | None = None,
) -> pd.DataFrame:
    """Return the concordance of a word or phrase.

    Parameters
    ----------
    tables : Tables
    query : str
        One word or several in a row; ``*`` stands for any letters («волонт*»), a lone ``*`` for any word.
    by : {"lemma", "form"}, default="lemma"
        What is compared; the query of lemmas may have any form («волонтёров»). Case and ё do not matter.
    context : int, default=8
        Words to each side.
    sort : {"document", "left", "right", "hit"}, default="document"
        ``left``: by the words before the hit, nearest first; ``right``: by those after it; ``hit``: by its form.
    where : mapping, optional
        Filters, see `civictext.search.select`.

    Returns
    -------
    DataFrame
        ``left``, ``hit``, ``right`` (as in the text), ``region``, ``year``, ``source``, ``rec_id``, ``start``, ``end`` (of the hit, in the
        recommendation's text).

    Raises
    ------
    ValueError
        If the query is empty, or `by`, `sort` or a filter is not known.

    Examples
    --------
    >>> tables = Tables.from_rows([{"doc_id": "a"}], [
    ...     {"doc_id": "a", "rec_id": "a#1", "text": "Обучать волонтёров", "lemmas": "обучать волонтёр"}])
    >>> kwic(tables, "волонтер")[["left", "hit", "right"]].values.tolist()
    [['Обучать', 'волонтёров', '']]
    """
    if sort not in SORTS:
        raise ValueError(f"no order {sort!r} of a concordance; orders: {', '.join(SORTS)}")
    hits = list(_hits(tables, query, by, where))
    if sort != "document":
        hits.sort(key=lambda h: (_sort_key(h, sort), str(h.row["rec_id"]), h.first))
    return pd.DataFrame([_line(h, context) for h in hits], columns=list(COLUMNS))


def collocations(
    tables: Tables, query: str, by: By = "lemma", *, window: int = 5, min_count: int = 3, where: Where | None = None
) -> pd.DataFrame:
    """Return the lemmas that stand near a word more often than elsewhere.

    Parameters
    ----------
    tables, query, by, where
        As in `kwic`.
    window : int, default=5
        Words to each side that count as near.
    min_count : int, default=3
        Lemmas that stand near less often are left out.

    Returns
    -------
    DataFrame
        ``lemma``, ``n_near``, ``n_left``, ``n_right``, ``n`` (in all selected recommendations), ``log_dice`` (14 at most; larger: more
        typical), ``log_likelihood`` (beyond 3.84 unlikely by chance at 5 %), most typical first. Words that only join are left out.

    Notes
    -----
    log_dice = 14 + log₂(2 n_near / (n_query + n)). log_likelihood = 2 Σ O ln(O / E) over near × far, the lemma × others; 0 or less
    often than expected gives a negative sign.

    References
    ----------
    Rychlý (2008), A lexicographer-friendly association score. Dunning (1993), Accurate methods for the statistics of surprise and
    coincidence, Computational Linguistics 19(1).
    """
    everything = Counter(fold(w.lemma) for r in rows(select(tables.counted(), where)) for w in words_of(r))
    left, right, n_hits, slots = Counter[str](), Counter[str](), 0, 0
    seen: set[tuple[str, int]] = set()  # a word between two hits stands near both and counts once
    for hit in _hits(tables, query, by, where):
        n_hits += 1
        for side, span in ((left, range(max(hit.first - window, 0), hit.first)), (right, range(hit.last, min(hit.last + window, len(hit.words))))):  # fmt: skip
            for k in span:
                if (str(hit.row["rec_id"]), k) not in seen:
                    seen.add((str(hit.row["rec_id"]), k))
                    side[fold(hit.words[k].lemma)] += 1
                    slots += 1
    near = left + right
    words = [w for w in near if near[w] >= min_count and part_of_speech(w) in CONTENT]
    out = [
        {
            "lemma": w, "n_near": near[w], "n_left": left[w], "n_right": right[w], "n": everything[w],
            "log_dice": 14 + float(np.log2(2 * near[w] / (n_hits + everything[w]))),
            "log_likelihood": log_likelihood(near[w], slots, everything[w] - near[w], everything.total() - slots),
        }
        for w in words
    ]  # fmt: skip
    columns = ["lemma", "n_near", "n_left", "n_right", "n", "log_dice", "log_likelihood"]
    return pd.DataFrame(out, columns=columns).sort_values(
        ["log_dice", "lemma"], ascending=[False, True], ignore_index=True
    )


def log_likelihood(near: int, n_near: int, far: int, n_far: int) -> float:
    """Return Dunning's G² of a word among `n_near` and `n_far` words; negative where it is rarer near than far.

    Examples
    --------
    >>> round(log_likelihood(10, 100, 10, 900), 2)
    21.18
    """
    table = np.array([[near, n_near - near], [far, n_far - far]], float)
    expected = table.sum(1, keepdims=True) * table.sum(0) / table.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(table > 0, table * np.log(table / expected), 0.0)
    sign = 1 if near >= expected[0, 0] else -1
    return float(sign * 2 * parts.sum())


def frequency(
    tables: Tables, query: str, by: By = "lemma", *, group: str = "region", where: Where | None = None
) -> pd.DataFrame:
    """Return how often each group uses a word.

    Parameters
    ----------
    tables, query, by, where
        As in `kwic`.
    group : str, default="region"
        See `civictext.compare.facet`.

    Returns
    -------
    DataFrame
        ``group``, ``n`` (uses), ``n_words`` (all words of the group), ``per_10000``, ``n_recommendations`` and ``n_resolutions`` that use it,
        ``denominator`` (recommendations of the group); groups by name, those that never use it included.
    """
    table = select(tables.counted(), where)
    uses = Counter(str(h.row["rec_id"]) for h in _hits(tables, query, by, where))
    sizes = {str(r["rec_id"]): len(words_of(r)) for r in rows(table)}
    found: dict[str, dict[str, Any]] = {}
    for row, names in zip(table[["rec_id", "doc_id"]].to_dict("records"), facet(table, group), strict=True):
        for name in names:
            cell = found.setdefault(
                name, {"n": 0, "n_words": 0, "n_recommendations": 0, "docs": set(), "denominator": 0}
            )
            n = uses[str(row["rec_id"])]
            cell["n"] += n
            cell["n_words"] += sizes[str(row["rec_id"])]
            cell["n_recommendations"] += n > 0
            cell["denominator"] += 1
            cell["docs"] |= {row["doc_id"]} if n else set()
    out = [
        {"group": name, **c, "per_10000": 10_000 * c["n"] / max(c["n_words"], 1), "n_resolutions": len(c["docs"])}
        for name, c in sorted(found.items())
    ]
    columns = ["group", "n", "n_words", "per_10000", "n_recommendations", "n_resolutions", "denominator"]
    return pd.DataFrame(out, columns=columns)


def _hits(tables: Tables, query: str, by: By, where: Where | None) -> Iterator[Hit]:
    if by not in ("lemma", "form"):
        raise ValueError(f"no concordance by {by!r}; by 'lemma' or by 'form'")
    patterns = [_pattern(word, by) for word in query.split()]
    if not patterns:
        raise ValueError("the query is empty; give a word, for instance «волонтёр»")
    for row in rows(select(tables.counted(), where)):
        words = words_of(row)
        keys = [fold(w.lemma if by == "lemma" else w.text) for w in words]
        for first in range(len(words) - len(patterns) + 1):
            if all(p.fullmatch(k) for p, k in zip(patterns, keys[first:], strict=False)):
                yield Hit(row, words, first, first + len(patterns))


@lru_cache(maxsize=1000)
def _pattern(word: str, by: By) -> re.Pattern[str]:
    """Return the pattern of a word of the query; by lemma, a form stands for its lemma too."""
    forms = [fold(word)]
    if by == "lemma" and "*" not in word:
        forms += [fold(lemma) for lemma in str(as_rows([word])[0]["lemmas"]).split()]
    return re.compile("|".join(re.escape(f).replace(r"\*", ".*") for f in dict.fromkeys(forms)))


def _sort_key(hit: Hit, sort: str) -> list[str]:
    if sort == "left":
        return [fold(w.text) for w in reversed(hit.words[: hit.first])]
    span = hit.words[hit.last :] if sort == "right" else hit.words[hit.first :]
    return [fold(w.text) for w in span]


def _line(hit: Hit, context: int) -> dict[str, Any]:
    text, words = str(hit.row["text"]), hit.words
    start, end = words[hit.first].start, words[hit.last - 1].end
    begin = words[max(hit.first - context, 0)].start
    until = words[min(hit.last - 1 + context, len(words) - 1)].end
    return {
        "left": text[begin:start].strip(), "hit": text[start:end], "right": text[end:until].strip(), "region": hit.row["region"],
        "year": hit.row["year"], "source": hit.row.get("doc_source"), "rec_id": hit.row["rec_id"], "start": start, "end": end,
    }  # fmt: skip
