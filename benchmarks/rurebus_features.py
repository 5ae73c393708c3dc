"""Features of tokens for benchmarks/rurebus.py, from what civictext's linguistic components leave on a Doc."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from sklearn.cluster import MiniBatchKMeans
from spacy.tokens import Doc, Token
from threadpoolctl import threadpool_limits

from civictext.cluster.words import fold, word_vectors

#: numbers of navec clusters, coarse and fine
N_CLUSTERS = (64, 400)
#: families of features, each way of the comparison adds one
FAMILIES = ("words", "syntax", "clusters")
Row = dict[str, str]
Clusters = Mapping[str, tuple[str, ...]]


def cluster_lemmas(docs: Iterable[Doc], random_state: int = 0) -> Clusters:
    """Return lemma → numbers of its navec clusters, coarse to fine; ``-`` where navec does not know the lemma.

    Labels are not looked at, so the words of all texts may go in.
    """
    lemmas = sorted({fold(t.lemma_) for doc in docs for t in doc})
    vectors = word_vectors(lemmas)
    known = np.flatnonzero(np.linalg.norm(vectors, axis=1) > 0)
    columns = []
    with threadpool_limits(1):  # on a busy machine the threads of BLAS wait for one another
        for k in N_CLUSTERS:
            means = MiniBatchKMeans(k, random_state=random_state, n_init=1, max_iter=20, batch_size=4096)
            column = np.full(len(lemmas), "-", dtype=object)
            column[known] = [str(label) for label in means.fit(vectors[known]).labels_]
            columns.append(column)
    return dict(zip(lemmas, zip(*columns, strict=True), strict=True))


def shape_of(word: str) -> str:
    """Return the kinds of characters of a word, runs shortened: «2018-й» → ``0-x``."""
    kinds = "".join("0" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in word)
    return re.sub(r"(.)\1+", r"\1", kinds)


def row_of(token: Token, clusters: Clusters) -> Row:
    """Return what is known of a token by itself."""
    lemma, word = fold(token.lemma_), fold(token.text)
    coarse, fine = clusters[lemma]
    form = "".join(token.morph.get("Case") + token.morph.get("VerbForm"))
    return {"w": word, "l": lemma, "s": word[-3:], "a": shape_of(token.text), "p": token.pos_, "m": form, "d": token.dep_, "c": coarse, "k": fine}  # fmt: skip


#: window and joined neighbours of each family: key of the row, offsets
WINDOWS = {
    "words": (("w", (0,)), ("l", (-2, -1, 0, 1, 2)), ("s", (-1, 0, 1)), ("a", (-1, 0, 1))),
    "syntax": (("p", (-2, -1, 0, 1, 2)), ("m", (-1, 0, 1)), ("d", (-1, 0, 1))),
    "clusters": (("c", (-2, -1, 0, 1, 2)), ("k", (-1, 0, 1))),
}
JOINED = {
    "words": (("l", (-1, 0)), ("l", (0, 1))),
    "syntax": (("p", (-1, 0, 1)), ("m", (-1, 0)), ("m", (0, 1))),
    "clusters": (("c", (-1, 0)), ("c", (0, 1))),
}


def head_features(token: Token, rows: Sequence[Row], offset: int) -> list[str]:
    """Return features of the head of a token and of who hangs on whom among neighbours; `rows` begin at token `offset`."""
    i, head = token.i - offset, token.head.i - offset
    row, above = rows[i], rows[head]
    joined = [f"{x}{int(0 <= j < len(rows) and token.doc[j + offset].head.i == token.i)}{int(head == j)}" for x, j in (("<", i - 1), (">", i + 1))]  # fmt: skip
    way = max(-3, min(3, head - i))
    return [*joined, f"hl={above['l']}", f"hp={above['p']}|{row['d']}", f"hd={way}|{row['p']}"]


def sentence_features(sentence: Sequence[Token], clusters: Clusters, families: Sequence[str]) -> Iterator[list[str]]:
    """Yield the features of each token of a sentence."""
    rows = [row_of(t, clusters) for t in sentence]
    edge = dict.fromkeys(rows[0], "")
    padded = [edge, edge, *rows, edge, edge]
    windows = [(f"{key}{j}=", key, j + 2) for f in families for key, offsets in WINDOWS[f] for j in offsets]
    joined = [(f"{key}{js}=", key, [j + 2 for j in js]) for f in families for key, js in JOINED[f]]
    for i, token in enumerate(sentence):
        out = [name + padded[i + j][key] for name, key, j in windows]
        out += [name + "|".join(padded[i + j][key] for j in js) for name, key, js in joined]
        if "syntax" in families:
            out += head_features(token, rows, sentence[0].i)
        if "clusters" in families:
            out.append(f"hk={rows[token.head.i - sentence[0].i]['k']}|{rows[i]['d']}")
        yield out
