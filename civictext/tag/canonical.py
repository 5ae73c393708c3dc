"""One name for the same addressee in different words, within a run. Pure functions over lemma phrases.

«органам МСУ», «ОМСУ» and «органы местного самоуправления» get one name, and so do phrases that differ only in words which
do not tell bodies apart («администрация города Перми» and «администрация г. Перми»).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from civictext import resources

WORD = re.compile(r"[\w-]+")
COLUMNS = ("short", "full")


@cache
def load_expansions(path: Path | None = None) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return short names and their full wording, both as words: («омсу»,) → («орган», «местный», «самоуправление»)."""
    path = path or resources.data_path("lexicons", "actor_names.csv")
    return {tuple(row["short"].split()): tuple(row["full"].split()) for _, row in resources.read_table(path, COLUMNS)}


def canonical_key(lemma: str, expansions: Mapping[tuple[str, ...], tuple[str, ...]] | None = None) -> frozenset[str]:
    """Return what two wordings of one body have in common: its words without order, shortenings written out.

    Parameters
    ----------
    lemma : str
        Space-separated lemmas of the words of the phrase, head included.
    """
    expansions = load_expansions() if expansions is None else expansions
    words = tuple(w.replace("ё", "е") for w in WORD.findall(lemma.lower()))
    return frozenset(_expand(words, expansions))


def _expand(words: tuple[str, ...], expansions: Mapping[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    longest = max(map(len, expansions), default=0)
    out: list[str] = []
    i = 0
    while i < len(words):
        for n in range(min(longest, len(words) - i), 0, -1):
            full = expansions.get(words[i : i + n])
            if full is not None:
                out += full
                i += n
                break
        else:
            out.append(words[i])
            i += 1
    return out


def canonical_names(phrases: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the canonical name of each phrase: the most frequent wording among those with the same key.

    Parameters
    ----------
    phrases : iterable of (lemma phrase, nominative)
        One entry for each mention in the run, repeated as often as it is met.

    Returns
    -------
    dict
        (lemma phrase, nominative) → nominative of the most frequent wording; the longer, then the alphabetically first of
        equals, so that the result does not depend on the order of documents.

    Examples
    --------
    >>> names = canonical_names([("орган местный самоуправление", "органы местного самоуправления"), ("омсу", "ОМСУ")])
    >>> names["омсу", "ОМСУ"]
    'органы местного самоуправления'
    """
    groups: dict[frozenset[str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for phrase in phrases:
        groups[canonical_key(phrase[0])][phrase] += 1
    return {p: _name(counter) for counter in groups.values() for p in counter}


def _name(counter: Counter[tuple[str, str]]) -> str:
    by_name: Counter[str] = Counter()
    for (_, nominative), n in counter.items():
        by_name[nominative] += n
    return min(by_name, key=lambda name: (name.isupper(), -by_name[name], -len(name), name))


def with_canonical_names(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the recommendations of a run with the canonical name of each actor; input is left as it was.

    Parameters
    ----------
    rows : iterable of dict
        Recommendations whose `actors` carry ``canonical`` (the lemma phrase that the tagger wrote) and ``lemma`` (the nominative).
    """
    copies = [dict(row) for row in rows]
    names = canonical_names((a["canonical"], a["lemma"]) for row in copies for a in row["actors"])
    for row in copies:
        row["actors"] = [dict(a, canonical=names[a["canonical"], a["lemma"]]) for a in row["actors"]]
    return copies
