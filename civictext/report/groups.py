"""The hierarchy of commitments for readers: themes, their groups, the clusters of each. Computes no statistic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from civictext.report.names import Names

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Clusters that ask for neighbouring measures: `name` without its theme, `title` with it, counts of recommendations and of regions."""

    group: int
    theme: str | None
    theme_name: str
    name: str
    title: str
    n: int
    n_regions: int
    clusters: tuple[Row, ...]


def groups_of(clusters: Sequence[Row], names: Names) -> list[Group]:
    """Return the groups of clusters (in their order), those of one theme together; themes and groups of most recommendations first.

    A cluster of a run without groups is a group of its own; a group without a name has that of its largest cluster.
    """
    inside: dict[int, list[Row]] = {}
    for row in clusters:
        inside.setdefault(group_number(row), []).append(row)
    found = [_group(number, its, names) for number, its in inside.items()]
    of_theme: dict[str | None, int] = {}
    for g in found:
        of_theme[g.theme] = of_theme.get(g.theme, 0) + g.n
    return sorted(found, key=lambda g: (g.theme is None, -of_theme[g.theme], g.theme_name, -g.n, g.group))


def group_number(cluster: Row) -> int:
    """Return the group of a cluster, its own number where the run has none."""
    return int(cluster["cluster"] if cluster.get("group") is None else cluster["group"])


def _group(number: int, clusters: Sequence[Row], names: Names) -> Group:
    largest = min(clusters, key=lambda c: (-(c["size"] or 0), c["cluster"]))
    theme = largest["group_theme"] if largest.get("group_label") else largest["theme"]
    name = str(largest.get("group_label") or largest["label"])
    theme_name = names.label("themes", theme) if theme else names.word("clusters.many_themes")
    regions = {r for c in clusters for r in c["regions"] or ()}
    return Group(number, theme, theme_name, name, names.say("clusters.group", theme=theme_name, name=name), sum(c["size"] or 0 for c in clusters), len(regions), tuple(clusters))  # fmt: skip
