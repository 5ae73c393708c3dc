"""One evaluation in depth: figures of all documents and of groups of them, intervals, confusions, the worst items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from civictext.evaluate import Counts, Evaluation, paired_documents, partners, score_document
from civictext.evaluation.bootstrap import DRAWS, LEVEL, SEED, intervals
from civictext.evaluation.tags import confusions, detail_counts, mistakes

LABELS = ("theme", "category", "role", "type")
WORST = 20


@dataclass(frozen=True)
class Study:
    """What an evaluation found.

    Attributes
    ----------
    evaluation : Evaluation
        The counts of all documents, as `civictext.evaluate.evaluate` gives them, with those of this package.
    figures : list of dict
        One row a figure: figure, precision, recall, f1, n, low, high (interval of F1, None where there is none).
    labels : dict
        theme, category, role, type → rows of each label.
    groups : dict
        region, format → rows {group, documents, figure, precision, recall, f1, n}.
    confusion : dict
        theme, category, role, type → rows {gold, found, n}, errors first, the most frequent first.
    worst : list of dict
        Items with the most mistakes: {source, text, mistakes}.
    settings : dict
        draws, seed, level of the intervals; n_documents, n_found.
    """

    evaluation: Evaluation
    figures: list[dict[str, Any]]
    labels: dict[str, list[dict[str, Any]]]
    groups: dict[str, list[dict[str, Any]]]
    confusion: dict[str, list[dict[str, Any]]]
    worst: list[dict[str, Any]]
    settings: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON values; figures are rounded to four places."""
        parts = ("settings", "figures", "labels", "groups", "confusion", "worst")
        return {name: _rounded(getattr(self, name)) for name in parts}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(v) for v in value]
    return round(value, 4) if isinstance(value, float) else value


def study(
    documents: Sequence[Mapping[str, Any]],
    recommendations: Sequence[Mapping[str, Any]],
    golds: Sequence[Mapping[str, Any]],
    *,
    worst: int = WORST,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Study:
    """Return the evaluation in depth of a run's rows against gold documents.

    Parameters
    ----------
    documents, recommendations, golds : sequences
        As for `civictext.evaluate.evaluate`.
    worst : int
        How many items to list.
    draws, seed : int
        Of the bootstrap; 0 draws leave the intervals out.
    """
    total, single = Evaluation(n_documents=len(golds)), []
    tables: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    items: list[tuple[int, str, str, list[str]]] = []
    for document, found, gold in paired_documents(documents, recommendations, golds):
        one = Evaluation(n_documents=1, n_found=int(bool(document)))
        score_document(document, found, gold, one)
        for a, b in partners(found, gold["recommendations"]):
            for name, counts in detail_counts(a, b).items():
                one.figures[name].add(counts)
            for kind, table in confusions(a, b).items():
                tables[kind].update(table)
            items.append((len(told := mistakes(a, b)), gold["source"], (b or a)["text"], told))
        _add(total, one)
        single.append((one, gold))
    bounds = intervals([e.figures for e, _ in single], draws=draws, seed=seed) if draws else {}
    items.sort(key=lambda i: (-i[0], i[1], i[2]))
    return Study(
        total,
        [_with(row, bounds) for row in total.rows() if ":" not in row["figure"]],
        {kind: _label_rows(total, kind, bounds) for kind in LABELS},
        {name: _group_rows(single, key) for name, key in GROUPS.items()},
        {kind: _table_rows(tables[kind]) for kind in LABELS},
        [{"source": s, "text": t, "mistakes": m} for n, s, t, m in items[:worst] if n],
        {"draws": draws, "seed": seed, "level": LEVEL, "n_documents": total.n_documents, "n_found": total.n_found},
    )


def _add(into: Evaluation, other: Evaluation) -> None:
    into.n_found += other.n_found
    into.clusters += other.clusters
    for name, counts in other.figures.items():
        into.figures[name].add(counts)


def _with(row: dict[str, Any], bounds: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    low, high = bounds.get(row["figure"], (None, None))
    return row | {"low": low, "high": high}


def _label_rows(total: Evaluation, kind: str, bounds: Mapping[str, tuple[float, float]]) -> list[dict[str, Any]]:
    names = sorted(n for n in total.figures if n.startswith(f"{kind}:"))
    rows = [_with(_row(n, total.figures[n]), bounds) | {"label": n.partition(":")[2]} for n in names]
    return sorted(rows, key=lambda r: (-r["n"], r["label"]))


def _row(name: str, c: Counts) -> dict[str, Any]:
    return {"figure": name, "precision": c.precision, "recall": c.recall, "f1": c.f1, "n": int(c.hit + c.missed)}


#: groups of documents: name → which group a gold document belongs to
GROUPS = {
    "region": lambda gold: gold.get("region") or "–",
    "format": lambda gold: PurePosixPath(gold["source"]).suffix.lstrip(".").lower() or "–",
}


def _group_rows(single: Sequence[tuple[Evaluation, Mapping[str, Any]]], key: Any) -> list[dict[str, Any]]:
    groups: dict[str, Evaluation] = defaultdict(Evaluation)
    for one, gold in single:
        _add(groups[key(gold)], one)
        groups[key(gold)].n_documents += 1
    return [
        {"group": name, "documents": group.n_documents, **_row(figure, counts)}
        for name, group in sorted(groups.items())
        for figure, counts in sorted(group.figures.items())
        if ":" not in figure
    ]


def _table_rows(table: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    ordered = sorted(table.items(), key=lambda e: (e[0][0] == e[0][1], -e[1], e[0]))
    return [{"gold": gold, "found": found, "n": n} for (gold, found), n in ordered]
