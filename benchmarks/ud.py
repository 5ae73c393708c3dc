"""Lemmas, parts of speech, features, heads and relations on Universal Dependencies test files, gold tokens.

Usage: python benchmarks/ud.py FOLDER [--systems civictext,natasha,rumorph] [--errors N] [--files test]

FOLDER holds the CoNLL-U files (not part of the project). A system that is not installed is named and left out. Lemmas are
compared without regard to case and ё; relations without their subtypes; features as whole sets.
"""

from __future__ import annotations

import argparse
import collections
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

Feats = dict[str, str]


class Word(NamedTuple):
    """A token of a treebank."""

    form: str
    lemma: str
    upos: str
    feats: Feats
    head: int
    deprel: str
    space: bool


System = Callable[[list[list[Word]]], Iterable[list[Word]]]


def parse_feats(text: str) -> Feats:
    return {} if text in {"_", ""} else dict(pair.split("=", 1) for pair in text.split("|"))


def read_conllu(path: Path) -> list[list[Word]]:
    sentences: list[list[Word]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not line:
            sentences.append([])
        elif cells[0].isdigit():
            feats, head = parse_feats(cells[5]), int(cells[6])
            space = "SpaceAfter=No" not in cells[9]
            sentences[-1].append(Word(cells[1], cells[2], cells[3], feats, head, cells[7], space))
    return [s for s in sentences if s]


def civictext(sentences: list[list[Word]], config: dict | None = None) -> Iterator[list[Word]]:
    from spacy.tokens import Doc

    from civictext.pipeline import load

    nlp = load(overrides=config)
    tagger, lemmatizer = nlp.get_pipe("civictext_slovnet"), nlp.get_pipe("civictext_lemmatizer")

    def docs() -> Iterator[Doc]:
        for sentence in sentences:
            words = [w.form for w in sentence]
            doc = Doc(
                nlp.vocab,
                words=words,
                spaces=[w.space for w in sentence],
                sent_starts=[w is sentence[0] for w in sentence],
            )
            doc._.blocks = [{"start": 0, "end": len(doc.text)}]
            yield doc

    for doc in map(lemmatizer, tagger.pipe(docs())):
        yield [
            Word(
                t.text,
                t.lemma_,
                t.pos_,
                t.morph.to_dict(),
                0 if t.head is t or t.head.i == t.i else t.head.i + 1,
                t.dep_.replace("ROOT", "root"),
                True,
            )
            for t in doc
        ]


def natasha(sentences: list[list[Word]]) -> Iterator[list[Word]]:
    from natasha import MorphVocab, NewsEmbedding, NewsMorphTagger, NewsSyntaxParser

    embedding, vocab = NewsEmbedding(), MorphVocab()
    words = [[w.form for w in s] for s in sentences]
    tagged, parsed = NewsMorphTagger(embedding).map(words), NewsSyntaxParser(embedding).map(words)
    for m, s in zip(tagged, parsed, strict=True):
        yield [
            Word(t.text, vocab.lemmatize(t.text, t.pos, t.feats), t.pos, t.feats, int(a.head_id), a.rel, True)
            for t, a in zip(m.tokens, s.tokens, strict=True)
        ]


def with_rumorph(sentences: list[list[Word]]) -> Iterator[list[Word]]:
    import rumorph  # noqa: F401  (named as missing if it is not there)

    yield from civictext(sentences, {"components.civictext_lemmatizer.backend": "rumorph"})


def rumorph(sentences: list[list[Word]]) -> Iterator[list[Word]]:
    from rumorph import Analyzer

    analyzer = Analyzer()
    for sentence in sentences:
        found = analyzer.analyze_sentence([w.form for w in sentence])
        yield [
            Word(w.form, r[0].lemma, r[0].pos, dict(r[0].feats), -1, "", True) if r else w._replace(lemma=w.form)
            for w, r in zip(sentence, found, strict=True)
        ]


SYSTEMS: dict[str, System] = {
    "civictext": civictext,
    "civictext[rumorph]": with_rumorph,
    "natasha": natasha,
    "rumorph": rumorph,
}
MEASURES = ("lemma", "lemma_nopunct", "upos", "feats", "uas", "las")


def normal(lemma: str) -> str:
    return lemma.lower().replace("ё", "е")


def score(gold: list[list[Word]], found: list[list[Word]]) -> dict[str, float]:
    """Shares of right answers over all tokens; lemma_nopunct over those that are no punctuation."""
    hits: collections.Counter[str] = collections.Counter()
    pairs = [p for g, f in zip(gold, found, strict=True) for p in zip(g, f, strict=True)]
    for g, f in pairs:
        right = normal(g.lemma) == normal(f.lemma)
        head = g.head == f.head
        hits["lemma"] += right
        hits["lemma_nopunct"] += right and g.upos != "PUNCT"
        hits["upos"] += g.upos == f.upos
        hits["feats"] += g.feats == f.feats
        hits["uas"] += head
        hits["las"] += head and g.deprel.split(":")[0] == f.deprel.split(":")[0]
    n_words = sum(g.upos != "PUNCT" for g, _ in pairs)
    return {m: hits[m] / (n_words if m == "lemma_nopunct" else len(pairs)) for m in MEASURES}


def lemma_errors(gold: list[list[Word]], found: list[list[Word]]) -> collections.Counter:
    return collections.Counter(
        (g.form.lower(), g.upos, f.upos, g.lemma, f.lemma)
        for gs, fs in zip(gold, found, strict=True)
        for g, f in zip(gs, fs, strict=True)
        if normal(g.lemma) != normal(f.lemma)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--systems", default=",".join(SYSTEMS))
    parser.add_argument("--files", default="test", help="part of the file names")
    parser.add_argument("--errors", type=int, default=0, help="how many kinds of lemma errors to show")
    options = parser.parse_args()
    paths = sorted(options.folder.glob(f"*{options.files}*.conllu"))
    if not paths:
        print(f"not measured: no CoNLL-U files in {options.folder}")
    for path in paths:
        gold = read_conllu(path)
        print(f"{path.name}: {len(gold)} sentences, {sum(map(len, gold))} tokens")
        for name in options.systems.split(","):
            start = time.perf_counter()
            try:
                found = list(SYSTEMS[name](gold))
            except ImportError as error:
                print(f"  {name:20s} not measured: {error}")
                continue
            values = score(gold, found)
            seconds = time.perf_counter() - start
            print(f"  {name:20s} " + "  ".join(f"{m} {values[m]:.4f}" for m in MEASURES) + f"  ({seconds:.1f} s)")
            for error, n in lemma_errors(gold, found).most_common(options.errors):
                print("     ", n, *error)


if __name__ == "__main__":
    main()
