"""The sentence encoder as a torch module for training, from e5's weights, and its way into a model folder that numpy reads.

torch is needed here, not for tagging. Which sentences, which losses: `train_sentences.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from e5_weights import PackedModel, packed_model
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from civictext.annotate.sentence_vectors import BEGIN, END, FORMAT, UNKNOWN, pieces_of

#: pieces of Russian texts: Cyrillic, numbers, signs, short Latin
KEPT = re.compile(r"^▁?(?:[а-яёА-ЯЁ]+|[0-9]{1,4}|[^\w\s]{1,2}|[a-zA-Z]{1,2})$|^▁$")
N_POSITIONS, DROPOUT, PAD = 128, 0.1, 1
PREFIX = "query: "
LINEAR = {"qkv": ("q", "k", "v"), "out": ("ao",), "wide": ("fi",), "narrow": ("fo",)}
NORMS = {"after_attention": "aln", "after_words": "oln"}


class TrainedLayer(nn.Module):
    """A layer of the encoder: attention, then two matrices, each followed by a normalisation."""

    def __init__(self, packed: PackedModel, k: int) -> None:
        super().__init__()
        self.n_heads = packed.n_heads
        for ours, parts in LINEAR.items():
            bias = torch.tensor(np.concatenate([packed.tensor(f"l{k}.{p}.b") for p in parts]))
            weight = torch.tensor(np.concatenate([packed.tensor(f"l{k}.{p}.w") for p in parts])).view(len(bias), -1)
            linear = nn.Linear(weight.shape[1], weight.shape[0])
            linear.weight, linear.bias = nn.Parameter(weight), nn.Parameter(bias)
            setattr(self, ours, linear)
        for ours, part in NORMS.items():
            setattr(self, ours, norm_of(packed, f"l{k}.{part}"))

    def forward(self, rows: Tensor, seen: Tensor) -> Tensor:
        """Return the rows of the layer, shape (n_sentences, n_pieces, n_dimensions); `seen` marks what is no padding."""
        n, length, d = rows.shape
        q, k, v = self.qkv(rows).view(n, length, 3, self.n_heads, -1).permute(2, 0, 3, 1, 4)
        dropout = DROPOUT if self.training else 0.0
        found = F.scaled_dot_product_attention(q, k, v, attn_mask=seen, dropout_p=dropout)
        found = self.out(found.transpose(1, 2).reshape(n, length, d))
        rows = self.after_attention(rows + F.dropout(found, DROPOUT, self.training))
        found = self.narrow(F.gelu(self.wide(rows), approximate="tanh"))
        return self.after_words(rows + F.dropout(found, DROPOUT, self.training))


class TrainedEncoder(nn.Module):
    """Pieces of sentences → mean vectors.

    Parameters
    ----------
    packed : PackedModel
    layers : sequence of int
        Which of e5's layers to begin with.
    """

    def __init__(self, packed: PackedModel, layers: Sequence[int]) -> None:
        super().__init__()
        self.rows = [0, 1, 2, UNKNOWN] + [i for i, p in enumerate(packed.pieces) if i > UNKNOWN and KEPT.match(p)]
        self.table = [(packed.pieces[i], float(packed.scores[i])) for i in self.rows]
        self.pieces = pieces_of(self.table)
        self.n_heads = packed.n_heads
        d = packed.n_dimensions
        words = torch.tensor(packed.tensor("emb.word").reshape(-1, d)[self.rows])
        # few texts: words that they lack must stay beside those that they have
        self.words = nn.Embedding.from_pretrained(words, freeze=True)
        positions = packed.tensor("emb.pos").reshape(-1, d)[:N_POSITIONS] + packed.tensor("emb.type").reshape(-1, d)[0]
        self.positions = nn.Parameter(torch.tensor(positions))
        self.first = norm_of(packed, "emb.ln")
        self.layers = nn.ModuleList(TrainedLayer(packed, k) for k in layers)

    def split(self, text: str) -> list[int]:
        """Return the pieces of a text with its prefix, cut at the last position."""
        return [BEGIN, *self.pieces.split(PREFIX + " ".join(text.split()))[: N_POSITIONS - 2], END]

    def forward(self, sentences: Sequence[Sequence[int]]) -> Tensor:
        """Return the mean vectors of sentences given as pieces, shape (n_sentences, n_dimensions)."""
        length = max(map(len, sentences))
        ids = torch.tensor([[*s, *[PAD] * (length - len(s))] for s in sentences])
        seen = torch.tensor([[True] * len(s) + [False] * (length - len(s)) for s in sentences])
        rows = F.dropout(self.first(self.words(ids) + self.positions[:length]), DROPOUT, self.training)
        for layer in self.layers:
            rows = layer(rows, seen[:, None, None, :])
        share = seen[..., None].float()
        return (rows * share).sum(1) / share.sum(1)


def norm_of(packed: PackedModel, name: str) -> nn.LayerNorm:
    weight, bias = (torch.tensor(packed.tensor(f"{name}.{x}")) for x in "wb")
    norm = nn.LayerNorm(len(weight), 1e-12)
    norm.weight, norm.bias = nn.Parameter(weight), nn.Parameter(bias)
    return norm


def new_encoder(layers: Sequence[int]) -> TrainedEncoder:
    """Return an encoder with e5's weights."""
    return TrainedEncoder(packed_model(), layers)


def whole_numbers(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a matrix as int8 rows and their scales, shape (n_rows, 1)."""
    scale = np.abs(matrix).max(1, keepdims=True) / 127 + 1e-12
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)


def save_encoder(encoder: TrainedEncoder, folder: Path, name: str, meta: Mapping[str, Any]) -> None:
    """Write a model folder: ``arrays.npz`` (int8 rows, no pickle), ``pieces.tsv``, ``meta.json`` with `meta` added."""
    arrays: dict[str, Any] = {}

    def matrix(at: str, weight: Tensor) -> None:
        arrays[at], arrays[at + ".scale"] = whole_numbers(weight.detach().numpy())

    def norm(at: str, module: nn.LayerNorm) -> None:
        arrays[at + ".weight"], arrays[at + ".bias"] = (x.detach().numpy() for x in (module.weight, module.bias))

    matrix("words", encoder.words.weight)
    arrays["positions"] = encoder.positions.detach().numpy().astype(np.float16)
    norm("first", encoder.first)
    for k, layer in enumerate(encoder.layers):
        for part in LINEAR:
            linear: nn.Linear = getattr(layer, part)
            matrix(f"layer{k}.{part}", linear.weight)
            arrays[f"layer{k}.{part}.bias"] = linear.bias.detach().numpy()
        for part in NORMS:
            norm(f"layer{k}.{part}", getattr(layer, part))
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "arrays.npz", **arrays)
    (folder / "pieces.tsv").write_text("".join(f"{p}\t{s:.5g}\n" for p, s in encoder.table), encoding="utf-8")
    own = {"format": FORMAT, "name": name, "layers": len(encoder.layers), "heads": encoder.n_heads, "prefix": PREFIX}
    text = json.dumps(own | dict(meta), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "meta.json").write_text(text + "\n", encoding="utf-8")


def save_mean(folders: Sequence[Path], folder: Path, name: str, meta: Mapping[str, Any]) -> None:
    """Write the encoder whose weights are the mean of others' weights (Wortsman et al. 2022, Model soups, arXiv:2203.05482)."""
    files = [np.load(f / "arrays.npz", allow_pickle=False) for f in folders]
    arrays: dict[str, Any] = {}
    for at in files[0].files:
        if f"{at}.scale" in files[0].files:
            mean = np.mean([file[at] * file[f"{at}.scale"] for file in files], 0, np.float32)
            arrays[at], arrays[f"{at}.scale"] = whole_numbers(mean)
        elif not at.endswith(".scale"):
            arrays[at] = np.mean([file[at].astype(np.float32) for file in files], 0).astype(files[0][at].dtype)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "arrays.npz", **arrays)
    (folder / "pieces.tsv").write_bytes((folders[0] / "pieces.tsv").read_bytes())
    own = json.loads((folders[0] / "meta.json").read_text(encoding="utf-8"))
    text = json.dumps(own | {"name": name} | dict(meta), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "meta.json").write_text(text + "\n", encoding="utf-8")
