"""OpenCorpora tags of pymorphy3 as Universal Dependencies: the only place where one becomes the other."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

from civictext.read.words import analyzer
from civictext.resources import data_path, read_table


class Form(NamedTuple):
    """A place in a paradigm: its tag in both systems, what a word has before and after its stem there and in its normal form."""

    tag: Any
    upos: str
    feats: dict[str, str]
    affixes: tuple[str, str] = ("", "")
    normal_affixes: tuple[str, str] = ("", "")

    def normal(self, word: str) -> str:
        """Return the normal form of a word that stands in this place."""
        (prefix, suffix), (before, after) = self.affixes, self.normal_affixes
        return before + word[len(prefix) : len(word) - len(suffix)] + after


class Reading:
    """One parse of a word form.

    Attributes
    ----------
    upos : str
        Part of speech of Universal Dependencies.
    feats : dict of str to str
        Features of Universal Dependencies.
    tag : pymorphy3.tagset.OpencorporaTag
        Grammemes of OpenCorpora.
    normal : str
        Normal form.
    score : float
        Share of the form's uses.
    """

    __slots__ = ("_parse", "_place", "feats", "normal", "score", "tag", "upos")

    def __init__(self, form: Form, normal: str, score: float, *, parse: Any = None) -> None:
        self.tag, self.upos, self.feats = form.tag, form.upos, form.feats
        self.normal = normal
        self.score = score
        self._parse = parse
        self._place = "", 0

    @property
    def parse(self) -> Any:
        """The parse of pymorphy3, for other forms of the word."""
        if self._parse is None:
            word, number = self._place
            self._parse = analyzer().parse(word)[number]
        return self._parse

    @property
    def is_known(self) -> bool:
        """Whether the dictionary has the form (else the reading is guessed from its ending)."""
        return bool(self._place[0]) or bool(self._parse.is_known)

    @property
    def is_name(self) -> bool:
        """Whether the reading is a name of a person, place or organisation."""
        return self.upos == "PROPN"


@cache
def _table() -> dict[str, list[tuple[str, str]]]:
    out: dict[str, list[tuple[str, str]]] = {}
    for _, row in read_table(data_path("language", "opencorpora_ud.csv"), ("grammeme", "feature", "value")):
        out.setdefault(row["grammeme"], []).append((row["feature"], row["value"]))
    return out


@lru_cache(maxsize=4096)
def parse_tag(tag: str) -> tuple[str, dict[str, str]]:
    """Return part of speech and features of an OpenCorpora tag.

    Examples
    --------
    >>> parse_tag("NOUN,inan,masc sing,gent")
    ('NOUN', {'Animacy': 'Inan', 'Gender': 'Masc', 'Number': 'Sing', 'Case': 'Gen'})
    """
    pairs = [pair for grammeme in tag.replace(" ", ",").split(",") for pair in _table().get(grammeme, ())]
    upos = "X"
    for feature, value in pairs:
        if feature == "UPOS":
            upos = value
    return upos, {feature: value for feature, value in pairs if feature != "UPOS"}


@cache
def _alike() -> dict[tuple[str, str], float]:
    rows = read_table(data_path("language", "alike_pos.csv"), ("tagged", "read", "alike"))
    return {(row["tagged"], row["read"]): float(row["alike"]) for _, row in rows}


def alikeness(tagged: str, read: str) -> float:
    """Return how alike a tagger's part of speech and a reading's are, 0 … 1."""
    return 1.0 if tagged == read else _alike().get((tagged, read), 0.0)


@cache
def _form(paradigm: int, place: int) -> Form:
    dictionary = analyzer().dictionary
    tag = dictionary.build_tag_info(paradigm, place)
    numbers = dictionary.paradigms[paradigm]  # suffixes, tags, prefixes of all places
    size = len(numbers) // 3
    prefixes, suffixes = dictionary.paradigm_prefixes, dictionary.suffixes
    own, normal = ((prefixes[numbers[2 * size + i]], suffixes[numbers[i]]) for i in (place, 0))
    return Form(tag, *parse_tag(str(tag)), own, normal)


@lru_cache(maxsize=50_000)
def readings(word: str) -> tuple[Reading, ...]:
    """Return the readings of a word form, most frequent first."""
    if known := known_readings(word.lower()):
        return known
    parses = analyzer().parse(word)
    return tuple(Reading(Form(p.tag, *parse_tag(str(p.tag))), p.normal_form, p.score, parse=p) for p in parses)


@lru_cache(maxsize=50_000)
def known_readings(word: str) -> tuple[Reading, ...]:
    """Return the readings that the dictionary has for a word form in lower case, most frequent first; none for a single letter.

    They are those of `readings`, found without pymorphy3's objects, three times as fast; nothing is guessed.
    """
    morph = analyzer()
    # a letter can be an initial besides: for that, pymorphy3 looks further than into the dictionary
    items = morph.dictionary.words.similar_items(word, morph.char_substitutes) if len(word) > 1 else ()
    forms = [(spelt, _form(*place)) for spelt, places in items for place in places]
    prob = morph.prob_estimator.p_t_given_w.prob
    shares = [prob(word, form.tag) for _, form in forms]
    if not any(shares):
        shares = [1.0 / len(forms) for _ in forms]
    found = [Reading(form, form.normal(spelt), share) for (spelt, form), share in zip(forms, shares, strict=True)]
    found.sort(key=lambda reading: reading.score, reverse=True)
    for number, reading in enumerate(found):
        reading._place = word, number
    return tuple(found)
