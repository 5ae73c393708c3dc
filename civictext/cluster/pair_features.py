"""Features of pairs of recommendations: what their words, objects and tags have in common. No weights of features.

Each feature is a pure function of two recommendations and the learnt tables, so a pair scores the same in any run. A feature
answers for some rows against all (blocks of rows, so that memory holds a few blocks and not a matrix for each feature) and for a
list of pairs; see `civictext.cluster.pair_blocks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

from civictext.cluster.lexicon import NAVEC, Learnt
from civictext.cluster.pair_blocks import BLOCK, FULL, Block, Coverage, cosines, each, products
from civictext.cluster.words import concepts, content_words, fold, part_of_speech

Row = Mapping[str, Any]
Feature = tuple[str, np.ndarray]
Blocks = tuple[str, Block]

#: words of two recommendations below this cosine are not held to be alike
ALIKE = 0.3
#: sharpness of the profile over known commitments
PROFILE = 0.1
NUMBER = re.compile(r"\d+")


def _action(row: Row) -> Mapping[str, Any]:
    actions = row.get("actions")
    return actions[0] if isinstance(actions, list | tuple) and actions else {}


def _tags(row: Row, name: str) -> Sequence[Any]:
    value = row.get(name)
    return value if isinstance(value, list | tuple) else ()


def _of(*parts: str) -> Callable[[Row], list[str]]:
    return lambda row: [w for w in content_words(str(row.get("lemmas") or "")) if part_of_speech(w) in parts]


def _object(row: Row) -> list[str]:
    return content_words(str(_action(row).get("object_lemma") or ""))


def _head(row: Row) -> list[str]:
    return next(([w] for w in _object(row) if part_of_speech(w) == "NOUN"), [])


#: which words of a recommendation a field holds
FIELDS: dict[str, Callable[[Row], list[str]]] = {
    "all": lambda row: content_words(str(row.get("lemmas") or "")),
    "noun": _of("NOUN", "PROPN", "X"),
    "verb": _of("VERB"),
    "adj": _of("ADJ"),
    "object": _object,
    "head": _head,
    "predicate": lambda row: content_words(str(_action(row).get("predicate") or "")),
}


class PairFeatures:
    """All-pairs features of a table.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of the recommendation table; tags may be missing.
    learnt : Learnt
        Tables of the model.
    """

    def __init__(self, rows: Sequence[Row], learnt: Learnt) -> None:
        self.rows, self.learnt, self.n = list(rows), learnt, len(rows)
        taken = [[take(row) for take in FIELDS.values()] for row in self.rows]  # row by row: fields read the same words
        self.fields = {name: [words[k] for words in taken] for k, name in enumerate(FIELDS)}
        self.words = sorted({w for field in self.fields.values() for row in field for w in row})
        self.ids = {w: i for i, w in enumerate(self.words)}
        self.idf = learnt.idf_of(self.words)
        self.matrix = learnt.word_matrix(self.words)

    def __iter__(self) -> Iterator[Feature]:
        """Yield (name, ndarray of shape (n, n)); NaN where a pair does not have what the feature reads."""
        for name, block in self.blocks():
            yield name, block(slice(0, self.n))

    def blocks(self) -> Iterator[Blocks]:
        """Yield (name, function that gives some rows of the feature, or a list of pairs)."""
        for name in FIELDS:
            yield from self._field(name)
        yield from self._concepts()
        yield from self._measures()
        yield "letters", self._letters()
        yield from self._tagged()

    @cached_property
    def alike(self) -> np.ndarray:
        """Likeness of all words that occur."""
        return likeness(self.matrix)

    def bag(self, name: str) -> csr_matrix:
        """Return the weights of a field's words, csr of shape (n, n_words): each word once, by its idf."""
        pairs = [(i, self.ids[w]) for i, row in enumerate(self.fields[name]) for w in sorted(set(row))]
        if not pairs:
            return csr_matrix((self.n, len(self.words)), dtype=np.float32)
        i, j = np.array(pairs).T
        return csr_matrix((self.idf[j], (i, j)), shape=(self.n, len(self.words)))

    def sentence_vectors(self, name: str) -> np.ndarray:
        """Return navec's and e5's sums of a field, each of unit length, side by side."""
        sums = np.asarray(self.bag(name) @ self.matrix)
        return np.hstack([unit(sums[:, :NAVEC]), 0.7 * unit(sums[:, NAVEC:])])

    def measure_vectors(self, name: str = "all") -> np.ndarray:
        """Return where each recommendation stands among measures, unit rows."""
        return unit((self.sentence_vectors(name) - self.learnt.mean) @ self.learnt.directions)

    def _field(self, name: str) -> Iterator[Blocks]:
        bag = self.bag(name)
        has = np.asarray(bag.sum(1)).ravel() > 0
        yield f"same.{name}", _where(has, cosines(unit_sparse(bag)))
        navec = unit(unit(np.asarray(bag @ self.matrix[:, :NAVEC])) - self.learnt.center)
        yield f"navec.{name}", _where(has, products(navec))
        covered = Coverage(bag, self.alike)
        yield f"soft_min.{name}", _where(has, lambda at: np.minimum(*covered(at)))
        yield f"soft_max.{name}", _where(has, lambda at: np.maximum(*covered(at)))

    def _concepts(self) -> Iterator[Blocks]:
        """Yield what two recommendations speak of in common, in whatever words."""
        spoken = [concepts(words) for words in self.fields["all"]]
        weight = self.learnt.concept_weight
        bag = _bag(spoken, lambda concept: weight.get(concept, 1.0))
        has = np.asarray(bag.sum(1)).ravel() > 0
        yield "concepts", _where(has, cosines(unit_sparse(bag)))
        present = csr_matrix((np.ones_like(bag.data), bag.indices, bag.indptr), shape=bag.shape)
        yield "concepts.shared", cosines(bag, present)

    def _measures(self) -> Iterator[Blocks]:
        for name in ("all", "object"):
            vectors = self.measure_vectors(name).astype(np.float32)
            has = vectors.any(1) & np.array([bool(w) for w in self.fields[name]], bool)
            yield f"measure.{name}", _where(has, products(vectors))
        profile = np.exp(self.measure_vectors() @ self.learnt.known.T / PROFILE).astype(np.float32)
        profile = profile / profile.sum(1, keepdims=True)
        yield "known", products(np.sqrt(profile))
        # flat profiles are alike without telling anything: their product is small
        both = products(profile)
        yield "known.both", lambda at: np.log(both(at) + np.float32(1e-4))

    def _letters(self) -> Block:
        """Return the cosine of letter groups: «наставник» and «наставничество» have most of theirs in common."""
        hashing = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=2**18, alternate_sign=False, norm=None, dtype=np.float32)  # fmt: skip
        cells = [(i, self.ids[w]) for i, row in enumerate(self.fields["noun"]) for w in row]
        i, j = np.array(cells, int).reshape(-1, 2).T
        said = csr_matrix((np.ones(len(i), np.float32), (i, j)), shape=(self.n, len(self.words)))
        # groups do not cross words: those of a sentence are the sum of its words'
        return cosines(unit_sparse(said @ hashing.transform(self.words or [""])[: len(self.words)]))

    def _tagged(self) -> Iterator[Blocks]:
        types = [str(_action(r).get("type") or "") for r in self.rows]
        yield "type.same", _table(types, lambda a, b: float(a == b))
        kin = self.learnt.kinship
        yield "type.kin", _table(types, lambda a, b: kin.get(a, {}).get(b, 0.0))
        themes = [[str(t["id"]) for t in _tags(r, "themes")] for r in self.rows]
        weight = self.learnt.theme_weight
        yield "themes", _sets(themes, lambda t: weight.get(t, 1.0))
        yield "theme.main", _table([t[0] if t else "" for t in themes], lambda a, b: float(a == b))
        helped = [[str(a["category"]) for a in _tags(r, "actors") if a["role"] == "beneficiary"] for r in self.rows]
        yield "beneficiaries", _sets(helped)
        yield "programs", _sets([[fold(str(p)) for p in _tags(r, "programs")] for r in self.rows])
        yield "numbers", _sets([NUMBER.findall(str(r.get("text") or "")) for r in self.rows])
        negated = [str(_action(r).get("predicate") or "").startswith("не ") for r in self.rows]
        yield "negation", _table([("не" if x else "да") for x in negated], lambda a, b: float(a != b))
        documents = [str(r.get("doc_id") or "") for r in self.rows]
        ids = np.unique(documents, return_inverse=True)[1] if documents else np.zeros(0, int)
        yield "document", each(self.n, lambda i, j: (ids[i] == ids[j]).astype(np.float32))
        lengths = np.log1p([len(w) for w in self.fields["all"]]).astype(np.float32)
        yield "length.min", each(self.n, lambda i, j: np.minimum(lengths[i], lengths[j]))
        yield "length.max", each(self.n, lambda i, j: np.maximum(lengths[i], lengths[j]))
        yield "length.gap", each(self.n, lambda i, j: np.abs(lengths[i] - lengths[j]))


def likeness(matrix: np.ndarray) -> np.ndarray:
    """Return how alike words are, uint8 ndarray of shape (n_words, n_words): 0 below the cosine `ALIKE`, `FULL` for itself."""
    vectors = unit(matrix)
    out = np.empty((len(vectors), len(vectors)), np.uint8)
    for start in range(0, len(vectors), BLOCK):
        cosines = (vectors[start : start + BLOCK] @ vectors.T - ALIKE) / (1 - ALIKE)
        out[start : start + BLOCK] = np.round(np.clip(cosines, 0, 1) * FULL).astype(np.uint8)
    np.fill_diagonal(out, FULL)  # a word without a vector is still itself
    return out


def _table(values: Sequence[str], score: Callable[[str, str], float]) -> Block:
    """Return a score for each pair of single labels; NaN where one is empty."""
    names = sorted(set(values))
    cells = [[score(a, b) if a and b else np.nan for b in names] for a in names]
    small = np.array(cells, np.float32).reshape(len(names), len(names))
    number = {v: k for k, v in enumerate(names)}
    ids = np.array([number[v] for v in values], int)
    return each(len(values), lambda i, j: small[ids[i], ids[j]])


def _sets(values: Sequence[Sequence[str]], weight: Callable[[str], float] = lambda label: 1.0) -> Block:
    """Return the weighted cosine of sets of labels; NaN where one is empty."""
    has = np.array([bool(row) for row in values], bool)
    return _where(has, cosines(unit_sparse(_bag(values, weight))))


def _bag(values: Sequence[Sequence[str]], weight: Callable[[str], float]) -> csr_matrix:
    """Return the weights of labels, csr of shape (n, n_labels)."""
    ids = {v: k for k, v in enumerate(sorted({v for row in values for v in row}))}
    cells = [(i, ids[v], weight(v)) for i, row in enumerate(values) for v in sorted(set(row))]
    i, j, w = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_matrix((np.array(w, np.float32), (np.array(i, int), np.array(j, int))), shape=(len(values), len(ids)))


def _where(has: np.ndarray, block: Block) -> Block:
    """Return the block with NaN where one of the two does not have what is compared."""
    gaps = np.where(has, np.float32(0), np.float32(np.nan))
    gap = each(len(has), lambda i, j: gaps[i] + gaps[j])
    return lambda at: block(at) + gap(at)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Return rows of unit length; zero rows stay zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(norms > 1e-9, norms, 1)


def unit_sparse(rows: csr_matrix) -> csr_matrix:
    """Return sparse rows of unit length; zero rows stay zero."""
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    return csr_matrix(rows.multiply((1 / np.where(norms > 1e-9, norms, 1))[:, None]))
