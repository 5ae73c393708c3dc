"""The clusters that are most wrong, and the commitments most torn apart, with what weighed in their worst pair.

Usage: python benchmarks/worst_clusters.py --corpus GOLD [--without TEST_IDS] [--most 10]

Recommendations carry the tags that the pipeline gives when the segmentation is right; the pair model that ships groups them.
"""

from __future__ import annotations

import argparse
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pair_tables import tagged
from training_texts import gold, read_ids

from civictext.cluster import CommitmentClusterer
from civictext.cluster.pair_model import explain

N_WORDS, N_REASONS = 22, 4


def wrong_pairs(ours: np.ndarray, theirs: np.ndarray) -> dict[int, list[tuple[int, int]]]:
    """Return group → pairs of its members that are apart in the other grouping; -1 stands alone."""
    out: dict[int, list[tuple[int, int]]] = {}
    for group in np.unique(ours[ours >= 0]).tolist():
        members = np.flatnonzero(ours == group).tolist()
        out[group] = [(i, j) for i, j in combinations(members, 2) if theirs[i] < 0 or theirs[i] != theirs[j]]
    return out


def show(rows: list[dict[str, Any]], wrong: dict[int, list[tuple[int, int]]], p: np.ndarray, ours: np.ndarray, most: int, sign: int) -> None:  # fmt: skip
    for group, pairs in sorted(wrong.items(), key=lambda x: (-len(x[1]), x[0]))[:most]:
        if not pairs:
            return
        members = np.flatnonzero(ours == group).tolist()
        print(f"\n{len(pairs)} wrong pairs among {len(members)}")
        for i in members:
            print(f"  [{rows[i]['gold']}] {' '.join(rows[i]['text'].split()[:N_WORDS])}")
        i, j = max(pairs, key=lambda pair: sign * p[pair])
        reasons = [f"{name} {share:+.1f}" for name, _, share in explain(rows[i], rows[j])[:N_REASONS]]
        print(f"  worst: {members.index(i) + 1} and {members.index(j) + 1}, {p[i, j]:.2f}: {', '.join(reasons)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path)
    parser.add_argument("--most", type=int, default=10)
    args = parser.parse_args()
    rows = tagged(gold(args.corpus, without=read_ids(args.without) if args.without else []))
    model = CommitmentClusterer().fit(pd.DataFrame(rows))
    theirs = pd.factorize(pd.Series([r["gold"] for r in rows], dtype=object))[0]
    assert model.similarities_ is not None
    print("# groups that join different commitments")
    show(rows, wrong_pairs(model.labels_, theirs), model.similarities_, model.labels_, args.most, 1)
    print("\n# commitments that are torn apart")
    show(rows, wrong_pairs(theirs, model.labels_), model.similarities_, theirs, args.most, -1)


if __name__ == "__main__":
    main()
