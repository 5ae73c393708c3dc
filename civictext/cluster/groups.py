"""The hierarchy above clusters: about a dozen groups, each under a theme and named by what its clusters ask for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Any

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from civictext.annotate.opencorpora import readings
from civictext.cluster.labels import MAX_LABEL, nominal_phrases
from civictext.cluster.lexicon import load_learnt
from civictext.cluster.nominal import verbal_nouns
from civictext.cluster.pair_features import PairFeatures, unit
from civictext.cluster.words import fold
from civictext.resources import data_path, read_yaml

Row = Mapping[str, Any]
Member = Sequence[int]

N_GROUPS = 12
#: phrases of a group's name; what a head that names no thing counts
N_PHRASES, ABSTRACT = 2, 0.25
QUOTED_OR_FIGURE = frozenset('«»"„“”0123456789')
#: length of the themes' part of a cluster's place beside that of its measures, see docs/clusters.md
THEME = 1.0
#: part of a further theme beside the main one
FURTHER = 0.5


def cluster_groups(
    members: Mapping[int, Member], records: Sequence[Row], *, n_groups: int = N_GROUPS, theme: float = THEME
) -> dict[int, int]:
    """Return the group of each cluster, about a dozen in all.

    Parameters
    ----------
    members : mapping of cluster to positions
    records : sequence of rows
        The recommendation table.
    n_groups : int, default=12
    theme : float, default=1
        Length of the themes' part beside that of the measures.

    Returns
    -------
    dict of int to int
        A group is numbered by the smallest number of its clusters.

    Notes
    -----
    Ward's linkage, which keeps groups even, over the mean place of the members among measures beside their themes.
    """
    order = sorted(members)
    if len(order) <= n_groups:
        return {g: g for g in order}
    labels = AgglomerativeClustering(n_groups).fit_predict(places([members[g] for g in order], records, theme))
    first: dict[int, int] = {}
    for g, label in zip(order, labels.tolist(), strict=True):
        first.setdefault(label, g)
    return {g: first[label] for g, label in zip(order, labels.tolist(), strict=True)}


def places(groups: Sequence[Member], records: Sequence[Row], theme: float = THEME) -> np.ndarray:
    """Return where clusters stand among measures and themes, ndarray of shape (n_clusters, n_directions + n_themes)."""
    involved = sorted({i for its in groups for i in its})
    at = {i: k for k, i in enumerate(involved)}
    vectors = PairFeatures([records[i] for i in involved], load_learnt()).measure_vectors()
    ids = sorted({t["id"] for i in involved for t in records[i].get("themes") or []})
    themes = np.zeros((len(involved), len(ids)))
    for i in involved:
        for k, its_theme in enumerate(records[i].get("themes") or []):
            themes[at[i], ids.index(its_theme["id"])] = FURTHER if k else 1.0
    means = [np.stack([part[[at[i] for i in its]].mean(0) for its in groups]) for part in (vectors, themes)]
    return np.hstack([unit(means[0]), theme * unit(means[1])]).round(6)


@dataclass(frozen=True)
class Phrase:
    """What some of a cluster's members ask for in two words or three: verbal noun, preposition where it needs one, the object's head.

    `short` is without the head's adjectives, `full` with them; `plural` tells the number of the head.
    """

    noun: str
    link: str
    head: str
    short: str
    full: str
    plural: bool


@cache
def abstract_nouns() -> frozenset[str]:
    """Return the lemmas that name no thing: «вопрос», and what is done rather than made, «участие»."""
    listed = read_yaml(data_path("lexicons", "specificity.yaml"))["abstract"]
    return frozenset(map(fold, [*listed, *(noun for nouns in verbal_nouns().values() for noun in nouns)]))


def group_label(groups: Sequence[Sequence[Row]], taken: frozenset[str] = frozenset()) -> str:
    """Return what the clusters of a group ask for most: the commonest heads of objects with their commonest verbal nouns.

    Parameters
    ----------
    groups : sequence of sequences of rows
        Members of each cluster, the largest cluster first. A cluster counts by the square root of its size, so that no large one
        speaks for all; heads that name no thing («вопрос», «участие») count little.
    taken : frozenset of str
        Names of other groups.

    Returns
    -------
    str
        «создание советов и центров», «проведение форума, участие в конкурсах»; empty where no member has a well-formed phrase.

    Examples
    --------
    >>> row = lambda verb, obj: {"text": f"{verb.capitalize()} {obj}.", "actions": [{"predicate": verb, "object": obj}]}
    >>> group_label([[row("создать", "молодёжный совет")] * 2, [row("создать", "центры досуга")] * 2])
    'создание молодёжного совета и центров'
    """
    found = [[p for row in its if (p := _phrase(row))] for its in groups]
    every, weight, spread = [p for its in found for p in its], defaultdict[str, float](float), Counter[str]()
    for its, phrases in zip(groups, found, strict=True):
        for head, n in Counter(p.head for p in phrases).items():
            weight[head] += n / sqrt(len(its)) * (ABSTRACT if head in abstract_nouns() else 1)
            spread[head] += n > 1
    ranked = sorted(weight, key=lambda h: (-weight[h], h))
    nouns = Counter(p.noun for p in every)
    said = [_said([p for p in every if p.head == head], nouns, spread[head] > 1) for head in ranked]
    for n in range(min(N_PHRASES, len(said)), len(said) + 1):
        if (label := _joined(said[:n])) not in taken:
            return label if len(label) <= MAX_LABEL else said[0]
    return ""


def _phrase(row: Row) -> Phrase | None:
    """Return the shortest noun phrase of a recommendation's main action, taken apart; None where a part of it is quoted."""
    whole = min(nominal_phrases(row), key=lambda p: len(p.split()), default="")
    noun, *rest = [w if w.isupper() else w.lower() for w in whole.split()] or [""]
    link = [rest.pop(0)] if len(rest) > 1 and _upos(rest[0]) == "ADP" else []
    if not rest or not QUOTED_OR_FIGURE.isdisjoint(whole) or _upos(noun) != "NOUN" or noun.endswith(("ть", "ти", "чь")):
        return None
    nouns = [r for r in readings(fold(rest[-1])) if r.upos == "NOUN"]
    lemmas = fold(str((row.get("actions") or [{}])[0].get("object_lemma") or "")).split()
    head = next((r for r in nouns if fold(r.normal) in lemmas), nouns[0] if nouns else None)
    if head is None:
        return None
    short, full = " ".join([noun, *link, rest[-1]]), " ".join([noun, *link, *rest])
    return Phrase(noun, " ".join(link), fold(head.normal), short, full, head.feats.get("Number") == "Plur")


def _upos(word: str) -> str:
    found = readings(fold(word))
    return found[0].upos if found else "X"


def _said(phrases: Sequence[Phrase], nouns: Mapping[str, int], of_several: bool) -> str:
    """Return a head with its commonest verbal noun (of equals that of most phrases of the group).

    Where several clusters have the head, it stands without adjectives, and in the plural if anybody says so.
    """
    counts = Counter((p.noun, p.link) for p in phrases)
    best = min(counts, key=lambda k: (-counts[k], -nouns[k[0]], k))
    phrases = [p for p in phrases if (p.noun, p.link) == best]
    if of_several:
        phrases = [p for p in phrases if p.plural] or phrases
    texts = Counter(p.short if of_several else p.full for p in phrases)
    return min(texts, key=lambda t: (-texts[t], len(t), t))


def _joined(phrases: Sequence[str]) -> str:
    """Return phrases in a row, the noun said once: «создание советов и центров»."""
    tails: dict[str, list[str]] = {}
    for noun, _, tail in (p.partition(" ") for p in phrases):
        tails.setdefault(noun, []).append(tail)
    return ", ".join(
        f"{noun} {' и '.join(filter(None, (', '.join(its[:-1]), its[-1])))}" for noun, its in tails.items()
    )


def with_groups(
    clusters: Sequence[Mapping[str, Any]], members: Mapping[int, Member], records: Sequence[Row]
) -> list[dict[str, Any]]:
    """Return the rows of clusters, largest first, with their group's name (``group_label``) and its theme (``group_theme``).

    A group of one cluster, or without a phrase of its own, is named by its largest cluster.
    """
    inside: dict[int, list[Mapping[str, Any]]] = {}
    for row in clusters:
        inside.setdefault(row["group"], []).append(row)
    labels: dict[int, str] = {}
    for group, its in inside.items():
        rows = [[records[i] for i in members[c["cluster"]]] for c in its]
        label = str(its[0]["label"]) if len(its) == 1 else group_label(rows, frozenset(labels.values()))
        labels[group] = label or str(its[0]["label"])
    themes = {g: _main_theme(its) for g, its in inside.items()}
    return [{**row, "group_label": labels[row["group"]], "group_theme": themes[row["group"]]} for row in clusters]


def _main_theme(clusters: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the theme that at least half of the recommendations are in clusters of; None for a group of many themes."""
    counts: Counter[str] = Counter()
    for row in clusters:
        counts[row["theme"] or ""] += row["size"]
    best = min(counts, key=lambda t: (-counts[t], t))
    return best if best and counts[best] * 2 >= counts.total() else None
