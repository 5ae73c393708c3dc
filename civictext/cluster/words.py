"""What is known of a lemma: its weight, part of speech and vector. Learnt tables and navec; no sentences.

The vector of a lemma is navec's beside one that multilingual-e5-small gave for the bare word: the first knows usage in news,
the second knows meanings across languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from civictext.annotate.models import load_vectors
from civictext.annotate.opencorpora import readings
from civictext.resources import data_path, read_table

WORD = re.compile(r"\w+(?:-\w+)*")
#: parts of speech that carry a measure; the rest only joins
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "X"})


def fold(word: str) -> str:
    """Return a word in the form of the tables: lower case, е for ё."""
    return word.lower().replace("ё", "е")


@lru_cache(maxsize=100_000)
def part_of_speech(lemma: str) -> str:
    """Return the UD part of speech of a lemma by its commonest reading; ``X`` where the dictionary has none."""
    found = readings(lemma)
    return found[0].upos if found else "X"


def content_words(lemmas: str) -> list[str]:
    """Return the folded lemmas of nouns, verbs, adjectives and adverbs, in their order.

    Examples
    --------
    >>> content_words("создать в район ресурсный центр для нко .")
    ['создать', 'район', 'ресурсный', 'центр', 'нко']
    """
    return list(_content_words(lemmas))


@lru_cache(maxsize=1024)
def _content_words(lemmas: str) -> tuple[str, ...]:
    words = (fold(w) for w in WORD.findall(lemmas))
    return tuple(w for w in words if not w.isdigit() and part_of_speech(w) in CONTENT)


def concepts(lemmas: Sequence[str]) -> list[str]:
    """Return what lemmas speak of, sorted ids of ``concepts.csv``.

    Examples
    --------
    >>> concepts(["доктор", "деревня"]), concepts(["врач", "село"])
    (['doctor', 'village'], ['doctor', 'village'])
    """
    return sorted({concept for word in lemmas for concept in _concepts_of(fold(word))})


@lru_cache(maxsize=100_000)
def _concepts_of(lemma: str) -> tuple[str, ...]:
    whole, beginnings = _concept_table()
    found = {c for n in range(2, len(lemma) + 1) for c in beginnings.get(lemma[:n], ())}
    return tuple(sorted(found | set(whole.get(lemma, ()))))


@cache
def _concept_table() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the concepts of whole lemmas (``=lemma``) and of beginnings."""
    whole: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    for _, row in read_table(data_path("lexicons", "concepts.csv"), ("concept", "beginnings")):
        for word in row["beginnings"].split():
            table = whole if word.startswith("=") else beginnings
            table.setdefault(word.removeprefix("="), []).append(row["concept"])
    return whole, beginnings


@lru_cache(maxsize=1)
def _folded_ids() -> dict[str, int]:
    """Return navec's words by their folded form; a word with е of its own goes before one with ё."""
    ids = load_vectors().ids
    return {fold(w): i for w, i in ids.items() if "ё" in w} | {w: i for w, i in ids.items() if "ё" not in w}


def word_vectors(words: Sequence[str]) -> np.ndarray:
    """Return navec's vectors of unit length, ndarray of shape (n_words, 300); zero for a word that navec does not know."""
    ids, vectors = _folded_ids(), load_vectors()
    found = [(i, ids[fold(w)]) for i, w in enumerate(words) if fold(w) in ids]
    out = np.zeros((len(words), vectors.codes.shape[0] * vectors.codes.shape[2]), np.float32)
    if found:
        rows = vectors.rows(np.array([k for _, k in found]))
        out[[i for i, _ in found]] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return out
