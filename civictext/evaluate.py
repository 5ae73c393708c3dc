"""Gold labels against what the product found: precision, recall and F1 of each kind of label. No thresholds of its own.

How recommendations are paired, and when two values agree, is defined here and nowhere else:

- Texts are compared folded: case, ё, Latin and Greek look-alikes, invisible characters and punctuation do not count.
- A found recommendation hits a gold one when the ratio of matching characters (`difflib.SequenceMatcher`, Ratcliff and
  Obershelp 1988) reaches `SAME`; pairs are one to one, best first.
- Labels (categories, roles, types, themes) are sets within a pair; phrases (spans, objects, deadlines) agree when the
  Dice coefficient of their words (Dice 1945) reaches one half. Labels of a missed recommendation are missed, labels of a
  spurious one spurious.
- A gold item marked ``optional`` counts neither way.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

LOOK_ALIKES = str.maketrans("aceopxykmhtbёαεικορτυχ", "асеорхукмнтвеаеикортух")
SAME, CLOSE, OVERLAP = 0.9, 0.85, 0.5
EXACT_METADATA = ("event_kind", "date", "region", "level", "ordinal")
CLOSE_METADATA = ("title", "place", "event_name")
_NOTHING: dict[str, Any] = {}


@dataclass
class Counts:
    """Hits, spurious and missed labels of one kind."""

    hit: float = 0
    spurious: float = 0
    missed: float = 0

    def add(self, other: Counts) -> None:
        """Add the counts of another document or pair."""
        self.hit += other.hit
        self.spurious += other.spurious
        self.missed += other.missed

    @property
    def precision(self) -> float:
        """Share of found labels that are right; 0 where nothing was found."""
        return self.hit / (self.hit + self.spurious) if self.hit else 0.0

    @property
    def recall(self) -> float:
        """Share of gold labels that were found; 0 where there are none."""
        return self.hit / (self.hit + self.missed) if self.hit else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall: 2·hit / (2·hit + spurious + missed)."""
        return 2 * self.hit / (2 * self.hit + self.spurious + self.missed) if self.hit else 0.0


@dataclass
class Evaluation:
    """Counts for each figure, and the clusters of gold and found recommendations."""

    figures: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    clusters: list[tuple[Any, Any]] = field(default_factory=list)
    n_documents: int = 0
    n_found: int = 0

    def rows(self) -> list[dict[str, Any]]:
        """Return one row a figure: name, precision, recall, f1, n (gold labels), sorted by name."""
        table = {k: (c.precision, c.recall, c.f1, int(c.hit + c.missed)) for k, c in self.figures.items()}
        n = sum(gold is not None for _, gold in self.clusters)
        table["cluster.b3_f1"] = (*bcubed(self.clusters), n)
        pairs = pair_counts(self.clusters)
        table["cluster.pair_f1"] = (pairs.precision, pairs.recall, pairs.f1, n)
        themes = [c for k, c in self.figures.items() if k.startswith("theme:") and c.hit + c.missed]
        table["theme.macro"] = (None, None, sum(c.f1 for c in themes) / len(themes) if themes else 0.0, len(themes))  # type: ignore[assignment]
        return [
            {"figure": k, "precision": p, "recall": r, "f1": f, "n": n}
            for k, (p, r, f, n) in sorted(table.items())
            if not k.startswith("theme:")
        ]


def fold(text: str | None) -> str:
    """Return the words of a text without case, ё, look-alikes, invisible characters, punctuation.

    Examples
    --------
    >>> fold("«Всё – cам»")
    'все сам'
    """
    text = unicodedata.normalize("NFKC", text or "")
    text = "".join(c for c in text if unicodedata.category(c) != "Cf").lower().translate(LOOK_ALIKES)
    return " ".join(re.findall(r"\w+", text))


def ratio(a: str, b: str, floor: float) -> float:
    """Return the share of matching characters of two folded texts, 0 where it cannot reach `floor`."""
    if a == b:
        return 1.0
    if not a or not b or 2 * min(len(a), len(b)) / (len(a) + len(b)) < floor:
        return 0.0
    first, second = sorted((a, b))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= floor else 0.0


def dice(a: str, b: str) -> float:
    """Return the Dice coefficient of the words of two phrases, 0 to 1."""
    x, y = Counter(fold(a).split()), Counter(fold(b).split())
    both = sum((x & y).values())
    return 2 * both / (sum(x.values()) + sum(y.values())) if both else 0.0


def align(found: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Return one-to-one pairs (found, gold) of recommendations with the same text, required gold items first."""
    left, right = [fold(r["text"]) for r in found], [fold(r["text"]) for r in gold]
    scored = [
        (bool(gold[j].get("optional")), -s, abs(i - j), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if (s := ratio(a, b, SAME)) >= SAME
    ]
    pairs: dict[int, int] = {}
    for *_, i, j in sorted(scored):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return list(pairs.items())


def _sets(found: set, gold: set) -> Counts:
    both = len(found & gold)
    return Counts(both, len(found) - both, len(gold) - both)


def _phrases(found: Iterable[tuple[str, Any]], gold: Iterable[tuple[str, Any]]) -> Counts:
    left, hits, n = list(gold), 0, 0
    for text, key in found:
        n += 1
        best = max((g for g in left if g[1] == key), key=lambda g: dice(text, g[0]), default=None)
        if best is not None and dice(text, best[0]) >= OVERLAP:
            left.remove(best)
            hits += 1
    return Counts(hits, n - hits, len(left))


def _theme_ids(rec: Mapping[str, Any]) -> set[str]:
    return {t if isinstance(t, str) else t["id"] for t in rec.get("themes") or ()}


def tag_counts(found: Mapping[str, Any], gold: Mapping[str, Any]) -> dict[str, Counts]:
    """Return the counts of every kind of tag of one pair; an empty mapping stands for a missing partner."""
    fa, ga = found.get("actors") or (), gold.get("actors") or ()
    fv, gv = found.get("actions") or (), gold.get("actions") or ()
    one = lambda rec, key: [(rec[key], None)] if rec.get(key) else []  # noqa: E731
    objects = lambda actions: [(a["object"], None) for a in actions if a.get("object")]  # noqa: E731
    addressees = lambda actors: {a["category"] for a in actors if a["role"] == "addressee"}  # noqa: E731
    return {
        "addressee": _sets(addressees(fa), addressees(ga)),
        "actor.category": _sets({a["category"] for a in fa}, {a["category"] for a in ga}),
        "actor.category+role": _sets(
            {(a["category"], a["role"]) for a in fa}, {(a["category"], a["role"]) for a in ga}
        ),
        "actor.span": _phrases([(a["text"], None) for a in fa], [(a["text"], None) for a in ga]),
        "actor.span+role": _phrases([(a["text"], a["role"]) for a in fa], [(a["text"], a["role"]) for a in ga]),
        "action.predicate": _sets({fold(a["predicate"]) for a in fv}, {fold(a["predicate"]) for a in gv}),
        "action.type": _sets({a["type"] for a in fv}, {a["type"] for a in gv}),
        "action.object": _phrases(objects(fv), objects(gv)),
        "theme": _sets(_theme_ids(found), _theme_ids(gold)),
        "deadline": _phrases(one(found, "deadline"), one(gold, "deadline")),
        "programs": _phrases(
            [(p, None) for p in found.get("programs") or ()], [(p, None) for p in gold.get("programs") or ()]
        ),
        "heading": _phrases(one(found, "heading"), one(gold, "heading")),
        **{
            f"theme:{t}": _sets({t} & _theme_ids(found), {t} & _theme_ids(gold))
            for t in _theme_ids(found) | _theme_ids(gold)
        },
    }


def metadata_counts(found: Mapping[str, Any], gold: Mapping[str, Any]) -> dict[str, Counts]:
    """Return the counts of each metadata field; a wrong value is both spurious and missed."""
    out = {}
    for name in (*EXACT_METADATA, *CLOSE_METADATA):
        got, want = found.get(name), gold.get(name)
        got, want = (None if v in (None, "") else v for v in (got, want))
        if got is None and want is None:
            continue
        if name in CLOSE_METADATA:
            right = want is not None and ratio(fold(got), fold(want), CLOSE) >= CLOSE
        else:
            right = want is not None and str(got) == str(want)
        out[f"meta.{name}"] = Counts(right, not right and got is not None, not right and want is not None)
    return out


def bcubed(clusters: Sequence[tuple[Any, Any]]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 of (found, gold) cluster ids; None stands alone.

    References
    ----------
    Bagga, A. & Baldwin, B. (1998). Entity-based cross-document coreferencing using the vector space model.
    """
    if not clusters:
        return 0.0, 0.0, 0.0
    found, gold = _apart(clusters)
    both, sizes, gold_sizes = Counter(zip(found, gold, strict=True)), Counter(found), Counter(gold)
    precision = sum(n * n / sizes[f] for (f, _), n in both.items()) / len(clusters)
    recall = sum(n * n / gold_sizes[g] for (_, g), n in both.items()) / len(clusters)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pair_counts(clusters: Sequence[tuple[Any, Any]]) -> Counts:
    """Return hits, spurious and missed pairs of recommendations that share a cluster."""
    found, gold = _apart(clusters)
    pairs = lambda ids: sum(n * (n - 1) // 2 for n in Counter(ids).values())  # noqa: E731
    hit = pairs(zip(found, gold, strict=True))
    return Counts(hit, pairs(found) - hit, pairs(gold) - hit)


def _apart(clusters: Sequence[tuple[Any, Any]]) -> tuple[list[Any], list[Any]]:
    alone = [("alone", n) for n in range(len(clusters))]
    found = [a if f in (None, -1, "") else f for (f, _), a in zip(clusters, alone, strict=True)]
    return found, [a if g is None else g for (_, g), a in zip(clusters, alone, strict=True)]


def matched(
    found: Sequence[Mapping[str, Any]], items: Sequence[Mapping[str, Any]]
) -> tuple[dict[int, int], list[int], list[int]]:
    """Return gold number → found number, the numbers of the gold items that count, and of the found ones that nothing matches."""
    pairs = align(found, items)
    optional = {i for i, j in pairs if items[j].get("optional")}
    match = {j: i for i, j in pairs if not items[j].get("optional")}
    required = [j for j, r in enumerate(items) if not r.get("optional")]
    extra = [i for i in range(len(found)) if i not in optional and i not in match.values()]
    return match, required, extra


def partners(
    found: Sequence[Mapping[str, Any]], items: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Return (found, gold) recommendations; an empty mapping stands for a missing partner."""
    match, required, extra = matched(found, items)
    pairs = [(found[match[j]] if j in match else _NOTHING, items[j]) for j in required]
    return pairs + [(found[i], _NOTHING) for i in extra]


def paired_documents(
    documents: Sequence[Mapping[str, Any]],
    recommendations: Sequence[Mapping[str, Any]],
    golds: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]], Mapping[str, Any]]]:
    """Yield (document, its recommendations, gold), paired by source path or file name; an empty document was not found."""
    by_source = {d["source"]: d for d in documents}
    names = Counter(Path(s).name for s in by_source)
    by_name = {Path(s).name: d for s, d in by_source.items() if names[Path(s).name] == 1}
    by_doc: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for r in recommendations:
        by_doc[r["doc_id"]].append(r)
    for gold in golds:
        document = by_source.get(gold["source"]) or by_name.get(Path(gold["source"]).name) or {}
        yield document, by_doc[document["doc_id"]] if document else [], gold


def score_document(
    document: Mapping[str, Any], found: Sequence[Mapping[str, Any]], gold: Mapping[str, Any], into: Evaluation
) -> None:
    """Add one document's counts to an evaluation; an empty `document` means that it was not found."""
    items = gold["recommendations"]
    match, required, extra = matched(found, items)
    into.figures["segmentation"].add(Counts(len(match), len(extra), len(required) - len(match)))
    for name, counts in metadata_counts(document, gold).items():
        into.figures[name].add(counts)
    for a, b in partners(found, items):
        for name, counts in tag_counts(a, b).items():
            into.figures[name].add(counts)
    if isinstance(document.get("text"), str):
        valid = sum(fold(document["text"][r["start"] : r["end"]]) == fold(r["text"]) for r in found)
        into.figures["offsets"].add(Counts(valid, len(found) - valid, len(found) - valid))
    into.clusters += [
        (found[match[j]].get("cluster") if j in match else None, items[j].get("cluster")) for j in required
    ]


def evaluate(
    documents: Sequence[Mapping[str, Any]],
    recommendations: Sequence[Mapping[str, Any]],
    golds: Sequence[Mapping[str, Any]],
) -> Evaluation:
    """Return the evaluation of a run's rows against gold documents, paired by source path or file name.

    Parameters
    ----------
    documents, recommendations : sequences of rows
        As in ``documents.jsonl`` and ``recommendations.jsonl``.
    golds : sequence of gold documents
        As `load_gold` returns them.
    """
    out = Evaluation(n_documents=len(golds))
    for document, found, gold in paired_documents(documents, recommendations, golds):
        out.n_found += bool(document)
        score_document(document, found, gold, out)
    return out


def load_gold(folder: Path) -> list[dict[str, Any]]:
    """Return the gold documents of a folder, sorted by file name.

    Raises
    ------
    FileNotFoundError
        If the folder holds no gold file.
    ValueError
        If a file is no JSON; the message names it.
    """
    golds = []
    for path in sorted(folder.glob("*.json")):
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{path.name}: not JSON ({error})") from None
        if isinstance(value, dict) and "recommendations" in value:
            golds.append(value)
    if not golds:
        raise FileNotFoundError(f"no gold file (*.json with 'recommendations') in {folder}")
    return golds
