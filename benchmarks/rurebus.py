"""Entities of RuREBus-2020 (Russian regional strategic plans) by a CRF over civictext's linguistic layer.

Usage: python benchmarks/rurebus.py FOLDER [--ways words,syntax,clusters] [--folds N] [--iterations N]

FOLDER holds train_part_*.zip and test_full.zip of github.com/dialogue-evaluation/RuREBus (not part of the project). Needs
python-crfsuite (pip install python-crfsuite; used only here). Prints micro-F1 of exact spans and types on the official
test part for each way, where a way adds its family of features to the ones before it, per type for the last way, and for
it the cross-validated figure on the training part (--folds 0 leaves that out). "words+syntax+clusters" adds several at once.

Measured with 50 iterations, F1 on the test part: words .505, with syntax .521, with clusters too .511; two to seven minutes
each on a busy machine. All three in 3 folds of the training part: .457 (.433 to .480 by fold), so .01 between families is no
evidence for one. Published: .561 (fine-tuned transformer), .464.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pycrfsuite
from rurebus_data import TYPES, Entity, Score, Text, assign_folds, from_tags, read_texts, score, to_tags
from rurebus_features import FAMILIES, Clusters, cluster_lemmas, sentence_features
from spacy.tokens import Doc

from civictext.pipeline import load_linguistic

#: of L-BFGS; not tuned
PARAMETERS = {"c1": 0.1, "c2": 0.05, "feature.minfreq": 2}


class Sample(NamedTuple):
    """An annotated text."""

    source: Text
    doc: Doc


def train(
    samples: Sequence[Sample], clusters: Clusters, families: Sequence[str], iterations: int, target: Path
) -> None:
    """Write a CRF learnt from the samples to a file."""
    trainer = pycrfsuite.Trainer("lbfgs", PARAMETERS | {"max_iterations": iterations}, verbose=False)
    for source, doc in samples:
        tags = to_tags(doc, source.entities)
        for s in doc.sents:
            trainer.append(
                pycrfsuite.ItemSequence(list(sentence_features(list(s), clusters, families))), tags[s.start : s.end]
            )
    trainer.train(str(target))


def predict(samples: Sequence[Sample], clusters: Clusters, families: Sequence[str], model: Path) -> list[set[Entity]]:
    """Return the entities that a CRF finds in each sample."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    out = []
    for _, doc in samples:
        tags = [t for s in doc.sents for t in tagger.tag(list(sentence_features(list(s), clusters, families)))]
        out.append(from_tags(doc, tags))
    return out


def learn_and_predict(
    training: Sequence[Sample], other: Sequence[Sample], clusters: Clusters, families: Sequence[str], iterations: int
) -> list[set[Entity]]:
    """Return the entities that a CRF learnt from `training` finds in each text of `other`."""
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.crf"
        train(training, clusters, families, iterations, model)
        return predict(other, clusters, families, model)


def cross_validate(
    samples: Sequence[Sample], clusters: Clusters, families: Sequence[str], iterations: int, n_folds: int
) -> Score:
    """Return the scores of all held-out texts together."""
    folds = assign_folds([s.source for s in samples], n_folds)
    gold: list[frozenset[Entity]] = []
    found: list[set[Entity]] = []
    for k in range(n_folds):
        held = [s for s, fold in zip(samples, folds, strict=True) if fold == k]
        rest = [s for s, fold in zip(samples, folds, strict=True) if fold != k]
        found += learn_and_predict(rest, held, clusters, families, iterations)
        gold += [s.source.entities for s in held]
    return score(gold, found)


def show(name: str, s: Score, started: float | None = None) -> None:
    took = f"{time.perf_counter() - started:8.0f}" if started is not None else ""
    print(f"{name:<32}{s.f1:8.3f}{s.precision:8.3f}{s.recall:8.3f}{s.n_gold:8d}{took}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ways", default=",".join(FAMILIES))
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--iterations", type=int, default=50)
    given = parser.parse_args()
    test_archive = given.folder / "test_full.zip"
    archives = sorted(given.folder.glob("train_part_*.zip"))
    if not archives or not test_archive.is_file():
        print(f"not measured: no train_part_*.zip and test_full.zip in {given.folder}")
        return
    started = time.perf_counter()
    nlp = load_linguistic()
    training, test = ([Sample(t, nlp(t.text)) for t in read_texts(paths)] for paths in (archives, [test_archive]))
    print(f"{len(training)} training and {len(test)} test texts, annotated in {time.perf_counter() - started:.0f} s")
    clusters = cluster_lemmas(s.doc for s in [*training, *test])
    gold = [s.source.entities for s in test]
    print(f"{'':<32}{'F1':>8}{'P':>8}{'R':>8}{'gold':>8}{'seconds':>8}")
    families: list[str] = []
    found: list[set[Entity]] = []
    for way in given.ways.split(","):  # "words,syntax+clusters": two families may come at once
        families += way.split("+")
        started = time.perf_counter()
        found = learn_and_predict(training, test, clusters, families, given.iterations)
        show(f"test, {' + '.join(families)}", score(gold, found), started)
    for label in TYPES:
        show(f"  {label}", score(gold, found, label))
    if given.folds:
        started = time.perf_counter()
        crossed = cross_validate(training, clusters, families, given.iterations, given.folds)
        show(f"training, {given.folds} folds", crossed, started)


if __name__ == "__main__":
    main()
