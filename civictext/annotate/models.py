"""The published navec and slovnet models, read from the installed natasha wheel (natasha itself is never imported).

natasha 1.6 imports pymorphy2, which needs `pkg_resources` and fails on new Pythons; its data files need neither. The word
vectors are mapped into memory, so that all processes of a machine share them; navec's own loader would also compute
norms and products that nothing here uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

EMBEDDING = "emb/navec_news_v1_1B_250K_300d_100q.tar"
MORPH = "model/slovnet_morph_news_v1.tar"
SYNTAX = "model/slovnet_syntax_news_v1.tar"
NER = "model/slovnet_ner_news_v1.tar"


def natasha_data(name: str) -> Path:
    """Return the path of a data file of the installed natasha package.

    Raises
    ------
    ImportError
        If natasha is not installed or its wheel lacks the file.
    """
    spec = find_spec("natasha")
    path = Path(spec.origin).parent / "data" / name if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ImportError(f"natasha's model {name} is not installed: pip install 'natasha>=1.6'")
    return path


@dataclass(frozen=True)
class Vectors:
    """Word vectors of navec, quantised: word `w` is the row of pieces ``codes[q, indexes[ids[w], q]]``.

    `indexes` is an ndarray of shape (n_words, n_pieces), `codes` of shape (n_pieces, n_centroids, piece); `unknown` is
    the row of a word that is not in `ids`.
    """

    ids: dict[str, int]
    indexes: np.ndarray
    codes: np.ndarray
    unknown: int

    def rows(self, ids: np.ndarray) -> np.ndarray:
        """Return the vectors of word ids, ndarray of shape (len(ids), 300)."""
        n_pieces, n_centroids, size = self.codes.shape
        pieces = self.indexes[ids] + np.arange(n_pieces) * n_centroids
        return self.codes.reshape(-1, size).take(pieces, axis=0).reshape(len(ids), -1)


@cache
def load_vectors() -> Vectors:
    """Return the word vectors that all three slovnet models use; read once in a process."""
    from navec.meta import Meta
    from navec.navec import META, PQ_, VOCAB
    from navec.tar import Tar
    from navec.vocab import Vocab

    path = natasha_data(EMBEDDING)
    with Tar(path) as archive:
        Meta.check_protocol(Meta.from_file(archive.load(META)).protocol)
        vocab = Vocab.from_file(archive.load(VOCAB))
        offset = archive.tar.getmember(PQ_).offset_data
    n_words, dim, n_pieces, n_centroids = (int(n) for n in np.fromfile(path, np.uint32, 4, offset=offset))
    offset += 16
    indexes = np.memmap(path, np.uint8, "r", offset, (n_words, n_pieces))
    offset += n_words * n_pieces
    codes = np.fromfile(path, np.float32, n_centroids * dim, offset=offset).reshape(n_pieces, n_centroids, -1)
    return Vectors(vocab.word_ids, indexes, codes, vocab.unk_id)


@dataclass(frozen=True)
class SlovnetModel:
    """A slovnet model with its arrays, the shapes of words that it knows, and the labels that it gives."""

    module: Any
    shapes: tuple[str, ...]
    labels: tuple[str, ...]


def _load(name: str, module: str, labels: str) -> SlovnetModel:
    from slovnet.const import SHAPE
    from slovnet.exec import model as modules
    from slovnet.exec.pack import Pack

    with Pack(natasha_data(name)) as pack:
        pack.load_meta().check_protocol()
        scheme = pack.load_model(getattr(modules, module))
        arrays = dict(pack.load_arrays(scheme.weights))
        return SlovnetModel(
            scheme.inject_arrays(arrays), tuple(pack.load_vocab(SHAPE).items), tuple(pack.load_vocab(labels).items)
        )


@cache
def load_morph() -> SlovnetModel:
    """Return slovnet's morphology model; labels are tags like ``NOUN|Case=Gen|…``."""
    return _load(MORPH, "Morph", "tag")


@cache
def load_syntax() -> SlovnetModel:
    """Return slovnet's syntax model; labels are UD relations."""
    return _load(SYNTAX, "Syntax", "rel")


@cache
def load_ner() -> SlovnetModel:
    """Return slovnet's names model; labels are ``O``, ``B-PER``, ``I-PER`` …."""
    return _load(NER, "NER", "tag")
