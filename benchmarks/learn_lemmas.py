"""Learn the table of lemma exceptions from Universal Dependencies dev sets.

Usage: python benchmarks/learn_lemmas.py FOLDER [--least 2] [--share 0.7]

For every word form and part of speech (as our own tagger gives it) that the rules get wrong in most of its occurrences,
the lemma of the treebank is kept, if it stands there at least ``--least`` times and in more than ``--share`` of the
occurrences. The same for every lemma that the rules give, if it is wrong in two forms at least, three times, and in more than
0.8 of the occurrences. Only word forms and their lemmas leave the treebanks. The table is written to
civictext/data/lexicons/lemma_exceptions.csv.
"""

from __future__ import annotations

import argparse
import collections
import csv
import io
from pathlib import Path

from spacy.tokens import Doc
from ud import read_conllu

from civictext.annotate import lemmas
from civictext.pipeline import load
from civictext.resources import data_path

HEAD = """# Lemmas of word forms that the rules of civictext.annotate.lemmas get wrong: form (lower case, е for ё, without a full stop at
# the end; =lemma: every form that the rules give this lemma), part of speech and number as the tagger gives them (number may
# be empty), lemma. Learned by benchmarks/learn_lemmas.py from the dev sets of
# UD_Russian-GSD and UD_Russian-Taiga (Universal Dependencies; CC BY-SA 4.0), of which only these word forms are kept. 2026-11.
"""
LEFT_OUT = {"SYM", "PUNCT", "X"}


Key = tuple[str, str, str]


def without_exceptions(word: str, upos: str, feats: dict[str, str]) -> str:
    rules = [rule for rule in lemmas.RULES if rule is not lemmas.exception]
    return next(lemma for rule in rules if (lemma := rule(word, upos, feats)) is not None)


def flat(word: str) -> str:
    return word.lower().replace("ё", "е")


def count(paths: list[Path]) -> dict[Key, collections.Counter[tuple[str, bool, str]]]:
    """Count lemmas of the treebank by form and by the rules' own lemma, with and without the number."""
    nlp = load()
    tagger = nlp.get_pipe("civictext_slovnet")
    out: dict[Key, collections.Counter[tuple[str, bool, str]]] = collections.defaultdict(collections.Counter)
    for path in paths:
        for sentence in read_conllu(path):
            words = [w.form for w in sentence]
            doc = tagger(Doc(nlp.vocab, words=words, sent_starts=[i == 0 for i in range(len(words))]))
            for token, gold in zip(doc, sentence, strict=True):
                feats = token.morph.to_dict()
                found = flat(without_exceptions(token.text, token.pos_, feats))
                form, lemma = flat(token.text).rstrip("."), gold.lemma.lower()
                for key in (form, f"={found}"):
                    for number in {"", feats.get("Number", "")}:
                        out[key, token.pos_, number][lemma, found == flat(lemma), form] += 1
    return out


def decide(counted: collections.Counter[tuple[str, bool, str]], least: int, share: float) -> str | None:
    """Return the lemma that most occurrences have, if the rules give another and the evidence is enough."""
    by_lemma: collections.Counter[tuple[str, bool]] = collections.Counter()
    for (lemma, right, _), n in counted.items():
        by_lemma[lemma, right] += n
    (lemma, right), n = by_lemma.most_common(1)[0]
    return lemma if not right and n >= least and n / counted.total() > share else None


def learn(paths: list[Path], least: int, share: float) -> list[tuple[str, str, str, str]]:
    rows: dict[Key, str] = {}
    # a lemma is put right for all its forms if it was seen wrong in two forms at least
    for key, counted in sorted(count(paths).items(), key=lambda item: (item[0][0][:1] != "=", item[0])):
        form, upos, _ = key
        if upos in LEFT_OUT or not form.lstrip("=").replace("-", "").isalpha():
            continue
        n_forms = len({f for _, right, f in counted if not right})
        lemma = decide(counted, 3, 0.8) if form[:1] == "=" and n_forms > 1 else None
        lemma = decide(counted, least, share) if form[:1] != "=" else lemma
        if lemma and rows.get((form, upos, "")) != lemma:
            rows[key] = lemma
    return sorted((*key, lemma) for key, lemma in rows.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--least", type=int, default=2)
    parser.add_argument("--share", type=float, default=0.7)
    options = parser.parse_args()
    lemmas.exceptions = dict  # type: ignore[assignment]  # the rules alone, without the table of an earlier run
    rows = learn(sorted(options.folder.glob("*-dev.conllu")), options.least, options.share)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("form", "upos", "number", "lemma"))
    writer.writerows(rows)
    data_path("lexicons", "lemma_exceptions.csv").write_text(HEAD + text.getvalue(), encoding="utf-8")
    print(f"{len(rows)} exceptions")


if __name__ == "__main__":
    main()
