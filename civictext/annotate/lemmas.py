"""Dictionary forms of words, chosen among pymorphy3's readings by the tags that the token has. No pipeline.

The rules are asked in turn; each returns a lemma or says that the word is not its own (None). A new rule is one function
and one entry of `RULES`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from itertools import takewhile

from civictext.annotate.lookalikes import CYRILLIC, fold_lookalikes
from civictext.annotate.opencorpora import Reading, alikeness, known_readings, readings
from civictext.resources import data_path, read_table

Feats = Mapping[str, str]

_WEIGHTS = {
    "Case": 1.0,
    "Degree": 1.0,
    "VerbForm": 1.2,
    "Variant": 1.0,
    "Number": 0.8,
    "Tense": 0.7,
    "Gender": 0.6,
    "Aspect": 0.6,
    "Person": 0.6,
    "Voice": 0.5,
    "Animacy": 0.3,
}
_NOMINAL = frozenset({"NOUN", "PROPN"})
_ABBREVIATED = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
_ORDINAL = re.compile(r"(\d+)-(?:[а-яё]{1,3})$")
_ACRONYM = re.compile(r"([А-ЯЁ]{2,}|[А-ЯЁ][а-яё]?[А-ЯЁ]+)(?:-?(?:а|у|ом|е|ы|ов|ам|ами|ах|и|ей|ям|ями|ях))?$")
_PLAIN = re.compile(r"[А-ЯЁа-яё-]*[А-ЯЁа-яё]")
_CYRILLIC = re.compile(rf"[{CYRILLIC}]")
_GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}


def agreement(reading: Reading, upos: str, feats: Feats) -> float:
    """Return how well a reading fits a token's part of speech and features; larger is better."""
    score = 3.0 * alikeness(upos, reading.upos)
    for feature, value in reading.feats.items():
        if feature in feats:
            score += _WEIGHTS.get(feature, 0.2) * (1.0 if feats[feature] == value else -0.5)
    return score + 0.3 * reading.score + 0.2 * (reading.is_name == (upos == "PROPN"))


def best_reading(word: str, upos: str, feats: Feats) -> Reading:
    """Return the reading of a word form that fits the token's tags best; the more frequent of equals."""
    found = readings(word)
    return found[0] if len(found) == 1 else max(found, key=lambda r: agreement(r, upos, feats))


@cache
def exceptions() -> dict[tuple[str, str, str], str]:
    """Return (form or ``=lemma``, part of speech, number) → lemma, learned from treebanks.

    Forms and lemmas are in lower case with е for ё. ``=lemma`` stands for every form that the rules give this lemma. The
    number is that of the token (``Sing``, ``Plur``), or "" where it does not matter.
    """
    rows = read_table(data_path("lexicons", "lemma_exceptions.csv"), ("form", "upos", "number", "lemma"))
    return {(row["form"], row["upos"], row["number"]): row["lemma"] for _, row in rows}


def _exception(form: str, upos: str, feats: Feats) -> str | None:
    form = form.lower().replace("ё", "е")
    return exceptions().get((form, upos, feats.get("Number", ""))) or exceptions().get((form, upos, ""))


@cache
def abbreviation_lemmas() -> dict[str, str]:
    """Return abbreviation → the lemma of the word that it stands for, as far as there is only one."""
    rows = read_table(data_path("lexicons", "abbreviation_lemmas.csv"), ("abbreviation", "lemma"))
    return {row["abbreviation"]: row["lemma"] for _, row in rows}


def sign(word: str, upos: str, feats: Feats) -> str | None:
    """Return punctuation and white space as they are."""
    return word if upos in {"PUNCT", "SYM", "SPACE"} else None


def exception(word: str, upos: str, feats: Feats) -> str | None:
    """Return what the table of exceptions says; a full stop at the end of an abbreviation does not count."""
    found = _exception(word, upos, feats)
    return _exception(word.rstrip("."), upos, feats) if found is None and word[-1:] == "." else found


def abbreviation(word: str, upos: str, feats: Feats) -> str | None:
    """«млн» → «миллион»."""
    return abbreviation_lemmas().get(word.rstrip(".")) if upos in _ABBREVIATED else None


def initial(word: str, upos: str, feats: Feats) -> str | None:
    """«А.» → «а»."""
    return word[0].lower() if upos == "PROPN" and len(word) == 2 and word[0].isupper() and word[1] == "." else None


def number(word: str, upos: str, feats: Feats) -> str | None:
    """«2025» → «2025», «28-го» → «28-й»."""
    if word.isalpha():
        return None
    match = _ORDINAL.match(word.lower())
    if match and upos == "ADJ":
        return f"{match.group(1)}-й"
    return word.lower() if not any(c.isalpha() for c in word) else None


def foreign(word: str, upos: str, feats: Feats) -> str | None:
    """Return a word without Cyrillic letters, or with letters that Unicode has no name for, in lower case."""
    if _PLAIN.fullmatch(word):
        return None
    # pymorphy3 asks the name of every letter and fails where there is none
    nameless = any(c.isalpha() and not unicodedata.name(c, "") for c in word)
    return word.lower() if nameless or not _CYRILLIC.search(word) else None


def acronym(word: str, upos: str, feats: Feats) -> str | None:
    """«НКО» → «нко», «ТОСов» → «тос»: capitals that are no word of the dictionary (as this part of speech)."""
    match = _ACRONYM.match(word)
    if not match or upos not in _NOMINAL | {"X"}:
        return None
    known = any(r.upos in _NOMINAL and not r.tag.grammemes & {"Abbr"} for r in known_readings(word.lower()))
    if word.isupper():
        return None if known and len(word) > 3 else word.lower()
    return match.group(1).lower()


def unknown_nominative(word: str, upos: str, feats: Feats) -> str | None:
    """Return an unknown noun in the nominative singular as it is: guessing could only spoil it."""
    if upos not in _NOMINAL or feats.get("Case") != "Nom" or feats.get("Number") == "Plur":
        return None
    return None if known_readings(word.lower()) else word.lower()


def from_reading(word: str, upos: str, feats: Feats) -> str:
    """Return the normal form of the best reading, as Universal Dependencies want it for the part of speech."""
    reading = best_reading(word.lower(), upos, feats)
    tag, gender = reading.tag, _GENDERS.get(feats.get("Gender", ""), "masc")
    wanted: set[str] = set()
    if upos == "ADJ" and tag.POS in {"PRTF", "PRTS"}:
        wanted = {"PRTF", "nomn", "sing", "masc"}
    elif upos == "NOUN" and tag.POS in {"PRTF", "ADJF"} and feats.get("Number") != "Plur":
        wanted = {"nomn", "sing", gender}
    elif upos == "ADV" and tag.POS == "COMP":
        wanted = {"ADJS", "neut", "sing"}
    elif upos == "PROPN" and ("Surn" in tag or "Patr" in tag) and feats.get("Number") != "Plur":
        wanted = {"nomn", "sing", gender}
    inflected = reading.parse.inflect(wanted) if wanted else None
    lemma = inflected.word if inflected else reading.normal
    if upos == "ADJ" and "Supr" in tag:
        lemma = closest_form(word.lower(), reading, {"Supr", "nomn", "sing", "masc"})
    return _exception(f"={lemma}", upos, feats) or lemma


def closest_form(word: str, reading: Reading, grammemes: set[str]) -> str:
    """Return the form with `grammemes` most like the word: «высший» for «высшим», not «высочайший», its twin."""
    forms = [form.word for form in reading.parse.lexeme if grammemes <= form.tag.grammemes]
    return max(forms, key=lambda form: _n_shared(form, word), default=reading.normal)


def _n_shared(a: str, b: str) -> int:
    """Return how many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


Rule = Callable[[str, str, Feats], str | None]
#: asked in this order; the first lemma stands
RULES: tuple[Rule, ...] = (
    sign,
    exception,
    abbreviation,
    initial,
    number,
    foreign,
    acronym,
    unknown_nominative,
    from_reading,
)


def lemmatize(word: str, upos: str, feats: Feats) -> str:
    """Return the dictionary form of a word, in lower case.

    Parameters
    ----------
    word : str
        As it stands in the text; Latin look-alikes are read as the Cyrillic letters that they look like.
    upos : str
        Part of speech of Universal Dependencies.
    feats : mapping
        Features of Universal Dependencies.

    Examples
    --------
    >>> lemmatize("стали", "VERB", {"VerbForm": "Fin", "Tense": "Past", "Number": "Plur"})
    'стать'
    >>> lemmatize("стали", "NOUN", {"Case": "Gen", "Number": "Sing"})
    'сталь'
    """
    word = fold_lookalikes(word)
    return next(lemma for rule in RULES if (lemma := rule(word, upos, feats)) is not None)
