"""A measure as a noun phrase: verbal noun and object in the genitive, «создание ресурсного центра НКО». No choice between members."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import inf
from typing import Any

from civictext.annotate.opencorpora import Reading, readings
from civictext.cluster.lexicon import load_learnt
from civictext.cluster.words import fold
from civictext.resources import data_path, read_table, read_yaml

MARKS = '«»",.;:()'


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


def verbal_noun(infinitive: str, beside: str = "") -> str | None:
    """Return the noun that names what an infinitive does, or None.

    `beside` is what tells two senses apart: the first word of a light verb's noun («поставить на», постановка) or the type of the
    action («установить» that regulates is установление).

    ``label_nouns.csv`` goes first. Of several that recommendations use (not «рассказывание»), one on -ние or -тие («проведение», not
    «провод»), then the shortest.
    """
    if usual := _usual_nouns().get(f"{infinitive} {beside}") or _usual_nouns().get(infinitive):
        return usual
    used = load_learnt().idf
    found = [
        n for n in verbal_nouns().get(infinitive, ()) if fold(n) in used and any(r.upos == "NOUN" for r in readings(n))
    ]
    return min(found, key=lambda n: (not n.endswith(("ние", "тие")), len(n), n), default=None)


def genitive(words: list[str], lemmas: str = "") -> list[str] | None:
    """Return a phrase in the accusative in the genitive, or None where it is not one.

    The head is the first noun; adjectives before it follow it, what hangs on it stays. Of nouns with the same form («кружки»: кружок,
    кружка) the one that recommendations use more is meant, then the one in `lemmas`. A second head behind «и» follows
    too; where it may as well hang on the first head, there is no phrase.

    Examples
    --------
    >>> genitive("ресурсный центр НКО".split()), genitive("кружки чтения".split()), genitive("клубы и центры".split())
    (['ресурсного', 'центра', 'НКО'], ['кружков', 'чтения'], ['клубов', 'и', 'центров'])
    """
    at = _head(words)
    if words and all(has_case(w, "Gen") and not has_case(w, "Nom") for w in words[: (at or 0) + 1]):
        return words  # living beings: the accusative is the genitive
    if at is not None and (joined := _second_head(words, at)):
        both = genitive(words[:joined], lemmas), genitive(words[joined + 1 :], lemmas)
        return [*both[0], words[joined], *both[1]] if both[0] and both[1] else None
    return _in_case(words, "gent", ("Acc",), lemmas)


def nominative(words: list[str]) -> list[str] | None:
    """Return a phrase in the genitive, the locative or the accusative in the nominative, or None where it is not one.

    Examples
    --------
    >>> nominative("строительства муниципального приюта".split())
    ['строительство', 'муниципального', 'приюта']
    """
    return _in_case(words, "nomn", ("Gen", "Loc", "Acc"))


def _head(words: list[str]) -> int | None:
    """Return the place of the first noun; an adjective used as one («рабочих») stands at the end or before a preposition."""
    for i, word in enumerate(words):
        alone = i + 1 == len(words) or _is_preposition(words[i + 1])
        if _reading(word, "NOUN") or (alone and any(r.upos == "NOUN" for r in readings(fold(word.strip(MARKS))))):
            return i
    return None


def _in_case(words: list[str], case: str, cases: tuple[str, ...], lemmas: str = "") -> list[str] | None:
    at = _head(words)
    if at is None or words[at].endswith(","):
        return None
    for wanted in cases:
        for head in _nouns(words[at], wanted, lemmas):
            before = [_inflected(w, head, case, wanted) for w in words[:at]]
            noun = _noun_in(words[at], head, case)
            if noun and None not in before:
                return (
                    None if _has_second_head(words[at + 1 :]) else [*(w for w in before if w), noun, *words[at + 1 :]]
                )
    return None


def _nouns(word: str, case: str, lemmas: str) -> list[Reading]:
    """Return the readings of a noun in a case, the one that is meant first."""
    found = [r for r in readings(fold(word)) if r.upos in {"NOUN", "PROPN"} and r.feats.get("Case") == case]
    learnt, said = load_learnt().idf, set(fold(lemmas).split())
    return sorted(found, key=lambda r: (learnt.get(fold(r.normal), inf), fold(r.normal) not in said))


def _second_head(words: list[str], at: int) -> int | None:
    """Return the place of the «и» behind the head at `at` that joins a second head: right behind it, or before a form that cannot hang on it."""
    joined = next((i for i, w in enumerate(words) if i > at and w in {"и", "или"} and i + 1 < len(words)), None)
    if joined is None:
        return None
    second = words[joined + 1]
    alone = has_case(second, "Acc") and not has_case(second, "Gen") and not any(map(_is_preposition, words[at:joined]))
    return joined if joined == at + 1 or alone else None


def _is_preposition(word: str) -> bool:
    return _reading(word, "ADP") is not None


def _has_second_head(rest: list[str]) -> bool:
    """Return whether «и» joins what may be a second head rather than what hangs on the first."""
    for k, word in enumerate(rest):
        if word not in {"и", "или"}:
            continue
        after = rest[k + 1] if k + 1 < len(rest) else ""
        beside = k > 0 and has_case(rest[k - 1], "Gen") and has_case(after, "Gen")  # «День семьи, любви и верности»
        places = {(r.feats.get("Case"), r.feats.get("Number")) for r in readings(fold(after))} if after else set()
        if not after or (not beside and (has_case(after, "Nom") or ("Acc", "Sing") in places)):
            return True
    return False


def has_case(word: str, *cases: str) -> bool:
    """Return whether a word form may stand in one of the cases."""
    bare = fold(word.strip(MARKS))  # a single letter is a noun of all cases to the dictionary
    return len(bare) > 1 and any(r.feats.get("Case") in cases for r in readings(bare))


def lemmas_of(word: str) -> set[str]:
    """Return the folded normal forms of a word form, of all its readings."""
    return {fold(r.normal) for r in readings(fold(word.strip(MARKS)))}


@cache
def _every_verbal_noun() -> frozenset[str]:
    return frozenset(fold(n) for nouns in verbal_nouns().values() for n in nouns) | set(_usual_nouns().values())


def is_verbal(word: str) -> bool:
    """Return whether a word form is one of a verbal noun."""
    return not lemmas_of(word).isdisjoint(_every_verbal_noun())


@cache
def label_words() -> dict[str, Any]:
    """Return the lexicon of names, ``label_words.yaml``."""
    return dict(read_yaml(data_path("lexicons", "label_words.yaml")))


def _reading(word: str, upos: str) -> Reading | None:
    found = readings(fold(word.strip(MARKS)))
    return found[0] if found and found[0].upos == upos else None


def _inflected(word: str, head: Reading, case: str, wanted: str) -> str | None:
    for reading in readings(fold(word)):
        agrees = _number(reading) == _number(head) and (
            _number(head) == "Plur" or reading.feats.get("Gender") in {None, head.feats.get("Gender")}
        )
        if reading.upos in {"ADJ", "VERB", "DET"} and reading.feats.get("Case") == wanted and agrees:
            gender = {str(head.tag.gender)} if head.tag.gender and _number(head) != "Plur" else set()
            found = _form(reading, word, {case, "plur" if _number(head) == "Plur" else "sing", *gender})
            return _cased(word, found) if found else None
    return None


def _form(reading: Reading, word: str, wanted: set[str]) -> str | None:
    """Return the form of a word with some grammemes; of «лучший» it is «лучших», not «наихороших»."""
    form = reading.parse.inflect(wanted)
    if form is None or fold(form.word)[:2] == fold(word)[:2]:
        return form.word if form else None
    alike = (p.word for p in reading.parse.lexeme if wanted <= p.tag.grammemes and fold(p.word)[:2] == fold(word)[:2])
    return next(alike, None)


def _number(reading: Reading) -> str | None:
    return reading.feats.get("Number")


def _noun_in(word: str, head: Reading, case: str) -> str | None:
    if word.isupper():
        return word
    form = head.parse.inflect({case, "plur" if _number(head) == "Plur" else "sing"})
    return _cased(word, form.word) if form else None


def _cased(original: str, word: str) -> str:
    return word[:1].upper() + word[1:] if original[:1].isupper() else word


def beginnings(words: list[str]) -> Iterator[list[str]]:
    """Yield the beginnings of a phrase that end in a noun, the longest first: each is well-formed and says what it begins to say.

    None ends in a noun that only names a side of what comes next («мониторинг качества | воды»), or a verbal noun before its object.
    """
    for end in range(len(words), 0, -1):
        quoted = " ".join(words[:end])
        if quoted.count("«") != quoted.count("»") or not _may_end(words[end - 1], end == len(words)):
            continue
        if end == len(words) or words[end - 1].endswith(",") or not _breaks_off(words[end - 1], words[end]):
            yield words[:end]


def _may_end(word: str, is_last: bool) -> bool:
    """Return whether a phrase may end in a word: a noun, or the last word unless it waits for one («о льготном»)."""
    found = readings(fold(word.strip(MARKS)))
    if not found or found[0].upos == "NOUN":
        return bool(found) or is_last
    waits = found[0].upos in {"ADP", "CCONJ"} or (found[0].upos == "ADJ" and found[0].feats.get("Number") == "Sing")
    return is_last and not waits


def _breaks_off(word: str, following: str) -> bool:
    if word.isupper() and following.isupper():
        return True  # «СО | НКО»
    hangs = has_case(following, "Gen") or following in {"и", "или"}
    return hangs and (not lemmas_of(word).isdisjoint(label_words()["hollow"]) or is_verbal(word))
