"""A measure as a noun phrase: verbal noun and object in the genitive, «создание ресурсного центра НКО». No choice between members."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from civictext.annotate.opencorpora import Reading, readings
from civictext.cluster.lexicon import load_learnt
from civictext.cluster.words import fold
from civictext.resources import data_path, read_table


@cache
def verbal_nouns() -> dict[str, tuple[str, ...]]:
    """Return the verbal nouns of an infinitive."""
    out: dict[str, tuple[str, ...]] = {}
    for _, row in read_table(data_path("lexicons", "verbal_nouns.csv"), ("noun", "infinitive")):
        out[row["infinitive"]] = (*out.get(row["infinitive"], ()), row["noun"])
    return out


@cache
def _usual_nouns() -> dict[str, str]:
    table = read_table(data_path("lexicons", "label_nouns.csv"), ("infinitive", "noun"))
    return {row["infinitive"]: row["noun"] for _, row in table}


def verbal_noun(infinitive: str) -> str | None:
    """Return the noun that names what an infinitive does, or None.

    ``label_nouns.csv`` goes first. Of several that recommendations use (not «рассказывание»), one on -ние or -тие («проведение», not
    «провод»), then the shortest.
    """
    if usual := _usual_nouns().get(infinitive):
        return usual
    used = load_learnt().idf
    found = [
        n for n in verbal_nouns().get(infinitive, ()) if fold(n) in used and any(r.upos == "NOUN" for r in readings(n))
    ]
    return min(found, key=lambda n: (not n.endswith(("ние", "тие")), len(n), n), default=None)


def genitive(words: list[str], lemmas: str = "") -> list[str] | None:
    """Return a phrase in the accusative in the genitive, or None where it is not one.

    The head is the first noun; adjectives before it follow it, what hangs on it stays. `lemmas` of the phrase decide between
    nouns of the same form («тропы»: тропа, not троп). A phrase with «и» after the head gives None.

    Examples
    --------
    >>> genitive("ресурсный центр НКО".split())
    ['ресурсного', 'центра', 'НКО']
    """
    at = next((i for i, w in enumerate(words) if _reading(w, "NOUN")), None)
    cases = [{r.feats.get("Case") for r in readings(fold(w))} for w in words[: (at or 0) + 1]]
    if words and all("Gen" in c and "Nom" not in c for c in cases):
        return words  # living beings: the accusative is the genitive
    if at is None:
        return None
    said = set(fold(lemmas).split())
    nouns = [r for r in readings(fold(words[at])) if r.upos == "NOUN" and r.feats.get("Case") == "Acc"]
    head = next((r for r in nouns if fold(r.normal) in said), nouns[0] if nouns else None)
    if head is None:
        return None
    plural = head.feats.get("Number") == "Plur"
    out = [_inflected(w, plural, head) for w in words[:at]]
    noun = _in_genitive(words[at], head, plural)
    if noun is None or None in out:
        return None
    rest = words[at + 1 :]
    for k, word in enumerate(rest):
        if word in {"и", "или"} or (k == 0 and words[at].endswith(",")):
            return None  # what is joined may hang on either noun
    return [*(w for w in out if w), noun, *rest]


def _reading(word: str, upos: str) -> Reading | None:
    found = readings(fold(word.strip('«»",.;:()')))
    return found[0] if found and found[0].upos == upos else None


def _inflected(word: str, plural: bool, head: Reading) -> str | None:
    for reading in readings(fold(word)):
        if reading.upos in {"ADJ", "VERB", "DET"} and reading.feats.get("Case") in {"Acc", "Nom"}:
            wanted = (
                {"gent", "plur"} if plural else {"gent", "sing", *({str(head.tag.gender)} if head.tag.gender else ())}
            )
            form = reading.parse.inflect(wanted)
            return _cased(word, form.word) if form else None
    return None


def _in_genitive(word: str, head: Reading, plural: bool) -> str | None:
    if word.isupper():
        return word
    form = head.parse.inflect({"gent", "plur" if plural else "sing"})
    return _cased(word, form.word) if form else None


def _cased(original: str, word: str) -> str:
    return word[:1].upper() + word[1:] if original[:1].isupper() else word


def beginnings(words: list[str]) -> Iterator[list[str]]:
    """Yield the beginnings of a phrase that end in a noun, the longest first: each is well-formed."""
    for end in range(len(words), 0, -1):
        quoted = " ".join(words[:end])
        if quoted.count("«") == quoted.count("»") and (end == len(words) or _reading(words[end - 1], "NOUN")):
            yield words[:end]
