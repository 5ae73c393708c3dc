"""Train models/roles-1: which role a mentioned actor has, over the answer of the table of government.

Usage: python benchmarks/train_roles.py --corpus CORPUS/gold [--without FILE] [--out models/roles-1] [--dry]

Learns from the mentions that the rules find in the composed commitments (training split) and in the working part of the development
corpus, with the role of the gold actor at the same place, or none. Cross-validated with whole commitments and documents apart; the
development split is scored with the model of all. --dry prints the figures and writes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from civictext.datasets import commitments
from civictext.evaluate import Counts, dice, tag_counts
from civictext.pipeline import load_linguistic
from civictext.records import Item, Passage
from civictext.resources import models_path
from civictext.tag.actors import ActorTagger, decide_sentence, document_scope, sentences, token_range
from civictext.tag.role_model import CLASSES, RoleJudge, RoleModel, save_role_model
from civictext.tag.role_table import NO_ACTOR

N_FOLDS, C, LEAST = 5, 0.1, 2  # folds; inverse strength of the penalty; mentions in which a feature must be met
MARGIN, SURE = 0.1, 0.5
SAME = 0.5  # overlap of words from which two spans are one mention
FIGURES = ("addressee", "actor.category", "actor.category+role", "actor.span", "actor.span+role")


@dataclass
class Sample:
    """A mention with its features, the table's answer and the gold role."""

    text: str
    category: str
    features: list[str]
    answer: str
    gold: str


@dataclass
class Record:
    """A recommendation: gold labels, what must stay on one side of a split, actors that no model touches, and the mentions."""

    row: dict[str, Any]
    held: str
    fixed: list[dict[str, Any]]
    samples: list[Sample]


class Recorder(RoleModel):
    """Stands in for a model: keeps what it is asked and lets the table's answer stand."""

    def __init__(self) -> None:
        super().__init__("recorder", {}, np.zeros((0, len(CLASSES))), np.zeros(len(CLASSES)), margin=1, sure=1)
        self.asked: list[tuple[list[str], str]] = []

    def choose(self, names: Sequence[str], answer: str) -> None:
        """Keep the question."""
        self.asked.append((list(names), answer))


def composed(split: str) -> list[dict[str, Any]]:
    rows = commitments(split).to_dict("records")  # type: ignore[arg-type]
    return [{**r, "held": r["commitment"] or r["negative_of"] or r["id"], "level": None} for r in rows]


def corpus(folder: Path, without: set[str]) -> list[dict[str, Any]]:
    golds = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json"))]
    return [
        {"id": f"{g['id']}#{r['n']}", "held": g["id"], "level": g["level"], **r}
        for g in golds
        for r in g["recommendations"]
        if g["id"] not in without and not r.get("optional")
    ]


def annotated(row: dict[str, Any]) -> Doc:
    """Return the document of one recommendation under its heading, linguistic layer done."""
    heading = row["heading"]
    start = len(heading) + 2 if heading else 0
    doc = load_linguistic()(f"{heading}:\n{row['text']}" if heading else row["text"])
    place = Passage(heading, 0, len(heading)) if heading else None
    doc._.metadata = {"level": row["level"]}
    doc._.recommendations = [Item(row["text"], start, len(doc.text), ((start, len(doc.text)),), "gold", heading=place).to_dict()]  # fmt: skip
    return doc


def record(row: dict[str, Any], tagger: ActorTagger) -> Record:
    """Return the mentions of a recommendation as the table alone decides them, beside the gold ones."""
    doc, recorder = annotated(row), Recorder()
    actors = tagger(doc)._.actors[0]
    item, scope = doc._.recommendations[0], document_scope(doc, tagger.lexicon)
    left = list(row["actors"])
    above = [a for a in actors if a["end"] <= item["start"]]
    for actor in above:
        _take(actor["text"], left)
    samples, places = [], set()
    for start, end in sentences(doc, *token_range(doc, item["start"], item["end"])):
        asked = any(a["role"] == "addressee" and a["start"] < doc[start].idx for a in actors)
        recorder.asked.clear()
        found = decide_sentence(doc, start, end, scope, RoleJudge(tagger.judge.table, recorder), asked=asked)
        for (mention, _), (features, answer) in zip(found, recorder.asked, strict=True):
            span = doc[mention.start : mention.end]
            places.add(span.start_char)
            gold = _take(span.text, left)
            samples.append(Sample(span.text, mention.category, features, answer, gold["role"] if gold else NO_ACTOR))
    unnamed = [a for a in actors if a["start"] >= item["start"] and a["start"] not in places]
    return Record(row, row["held"], above + unnamed, samples)


def _take(text: str, left: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Take the gold actor that a span is most like out of the list, None where none is."""
    best = max(left, key=lambda g: dice(text, g["text"]), default=None)
    if best is None or dice(text, best["text"]) < SAME:
        return None
    left.remove(best)
    return best


def fit(records: Iterable[Record]) -> RoleModel:
    samples = [s for r in records for s in r.samples]
    met = Counter(f for s in samples for f in s.features)
    names = sorted(f for f, n in met.items() if n >= LEAST)
    index = {f: i for i, f in enumerate(names)}
    cells = [(row, index[f]) for row, s in enumerate(samples) for f in s.features if f in index]
    rows, columns = zip(*cells, strict=True)
    matrix = csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(samples), len(names)))
    regression = LogisticRegression(C=C, max_iter=3000).fit(matrix, [s.gold for s in samples])
    order = [list(regression.classes_).index(c) for c in CLASSES]
    weights = regression.coef_[order].T.astype(np.float16).astype(np.float32)
    return RoleModel("roles-1", index, weights, regression.intercept_[order].astype(np.float32), margin=MARGIN, sure=SURE)  # fmt: skip


def score(records: Iterable[Record], how: str, model: RoleModel | None = None) -> dict[str, Counts]:
    """Return the counts of the figures: `how` is ``rules``, ``model`` (its likeliest role) or ``both``."""
    total: dict[str, Counts] = defaultdict(Counts)
    for r in records:
        found = [dict(a) for a in r.fixed]
        for s in r.samples:
            role = s.answer if model is None or how == "rules" else _role(s, how, model)
            found += [{"text": s.text, "category": s.category, "role": role}] if role != NO_ACTOR else []
        counts = tag_counts({"actors": found}, r.row)
        for name in FIGURES:
            total[name].add(counts[name])
    return total


def _role(sample: Sample, how: str, model: RoleModel) -> str:
    if how == "model":
        return CLASSES[int(model.probabilities(sample.features).argmax())]
    chosen = model.choose(sample.features, sample.answer)
    return chosen[0] if chosen else sample.answer


def fold_of(held: str) -> int:
    return int(hashlib.md5(held.encode(), usedforsecurity=False).hexdigest(), 16) % N_FOLDS


def cross_validate(parts: dict[str, list[Record]]) -> dict[str, dict[str, dict[str, Counts]]]:
    """Return part → way → figure → counts, each record scored by a model that has not seen its commitment or document."""
    everything = [r for part in parts.values() for r in part]
    models = [fit(r for r in everything if fold_of(r.held) != f) for f in range(N_FOLDS)]
    out: dict[str, dict[str, dict[str, Counts]]] = {}
    for name, records in parts.items():
        out[name] = {how: defaultdict(Counts) for how in ("rules", "model", "both")}
        for f in range(N_FOLDS):
            for how, total in out[name].items():
                for figure, counts in score([r for r in records if fold_of(r.held) == f], how, models[f]).items():
                    total[figure].add(counts)
    return out


def rounded(scores: dict[str, dict[str, Counts]]) -> dict[str, dict[str, float]]:
    return {how: {figure: round(c.f1, 3) for figure, c in totals.items()} for how, totals in scores.items()}


def data_hash(records: Iterable[Record]) -> str:
    """Return the SHA-256 of what the model has learnt from: features and gold roles."""
    text = json.dumps([[s.features, s.gold] for r in records for s in r.samples], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path, help="file with the ids of documents to leave out")
    parser.add_argument("--out", type=Path, default=models_path("roles-1"))
    parser.add_argument("--dry", action="store_true")
    args = parser.parse_args()
    lines = args.without.read_text(encoding="utf-8").splitlines() if args.without else []
    without = {line for line in lines if line and not line.startswith("#")}
    tagger = ActorTagger(model=None)
    sources = {"composed, training split": composed("train"), "corpus, working part": corpus(args.corpus, without)}
    parts = {name: [record(row, tagger) for row in rows] for name, rows in sources.items()}
    learnt = [r for part in parts.values() for r in part]
    model = fit(learnt)
    development = [record(row, tagger) for row in composed("development")]
    scores = {f"cross-validated: {k}": rounded(v) for k, v in cross_validate(parts).items()}
    scores["composed, development split"] = rounded({how: score(development, how, model) for how in ("rules", "model", "both")})  # fmt: skip
    for part, ways in scores.items():
        print(part)
        for how, figures in ways.items():
            print(f"  {how:6s}", "  ".join(f"{k} {v:.3f}" for k, v in figures.items()))
    if not args.dry:
        counts = Counter(s.gold for r in learnt for s in r.samples)
        meta = {
            "command": "python benchmarks/train_roles.py --corpus GOLD --without TEST_IDS",
            "data_sha256": data_hash(learnt), "mentions": dict(sorted(counts.items())), "recommendations": len(learnt),
            "settings": {"C": C, "folds": N_FOLDS, "least": LEAST}, "scores_f1": scores,
            "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
        }  # fmt: skip
        save_role_model(model, args.out, meta)


if __name__ == "__main__":
    main()
