"""How well groups of clusters hold to a theme, and how alike their clusters are, with more or less weight of themes.

Usage: python benchmarks/groups.py OUT [--weights 0,0.5,1,2]

OUT is an output folder of `analyze`. For each weight: groups, share of clustered recommendations that are in clusters of their group's main
theme, mean cosine of two clusters of a group among measures.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np

from civictext.analysis import Analysis
from civictext.cluster.groups import cluster_groups, places
from civictext.tables import rows


def main() -> None:
    """Print a line for each weight."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", default="0,0.5,1,2")
    args = parser.parse_args()
    analysis = Analysis.load(args.out)
    records, clusters = rows(analysis.recommendations), rows(analysis.clusters)
    members = {c["cluster"]: [i for i, r in enumerate(records) if r["cluster"] == c["cluster"]] for c in clusters}
    theme = {c["cluster"]: c["theme"] for c in clusters}
    order = sorted(members)
    where = places([members[g] for g in order], records, 0.0)
    for weight in map(float, args.weights.split(",")):
        found = cluster_groups(members, records, theme=weight)
        inside: dict[int, list[int]] = {}
        for k, g in enumerate(order):
            inside.setdefault(found[g], []).append(k)
        held, alike = 0, []
        for its in inside.values():
            sizes = Counter[str]()
            for k in its:
                sizes[theme[order[k]] or ""] += len(members[order[k]])
            held += max(sizes.values())
            alike += [where[a] @ where[b] for a in its for b in its if a < b]
        total = sum(map(len, members.values()))
        print(
            f"weight {weight:g}: {len(inside)} groups, of their theme {held / total:.2f}, mean cosine {np.mean(alike):.2f}"
        )


if __name__ == "__main__":
    main()
