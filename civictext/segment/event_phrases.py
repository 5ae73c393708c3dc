"""How far the phrase around an event noun reaches: adjectives and ordinals before it, complements behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from civictext.segment.dates import ordinal_stems
from civictext.segment.nominative import ADJECTIVAL, agreeing, case_of, lemma_of, parses
from civictext.segment.toponym_index import alternatives, words_about_places
from civictext.segment.toponyms import find_toponyms
from civictext.segment.zones import Zones, document_word, event_words

MAX_LEFT, MAX_RIGHT = 7, 16  # words before and after the head noun
_WORD = re.compile(r"№|[A-Za-zА-Яа-яЁё\d]+(?:[-–/][A-Za-zА-Яа-яЁё\d]+)*")
_ROMAN = re.compile(r"[IVXLІХСVУПШ]+$")
_LOOKS = str.maketrans("ІХСУ", "IXCV")
_NUMERALS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_COUNTED = re.compile(r"(\d{1,3})(?:-?(?:й|го|ый|ого|ая|ой|я|е|ое|му|м|ые|ых|х))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text with its offsets."""

    text: str
    start: int
    end: int


@cache
def cue(name: str) -> re.Pattern[str]:
    """Return the pattern of a group of cue words of the lexicon."""
    return re.compile(rf"(?<![а-яё])(?:{event_words()[name]})(?![а-яё])", re.IGNORECASE)


def find_words(text: str, start: int, end: int) -> list[Word]:
    """Return the words of a stretch of text."""
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text, start, end)]


def parse_ordinal(word: str) -> int | None:
    """Return the number of an ordinal written as Roman or Arabic numeral or as a word.

    Examples
    --------
    >>> [parse_ordinal(w) for w in ("IV", "ХII", "3-го", "Второго", "форума")]
    [4, 12, 3, 2, None]
    """
    if _ROMAN.match(word):
        return _roman({"П": "II", "Ш": "III"}.get(word, word.translate(_LOOKS)))
    if counted := _COUNTED.match(word):
        return int(counted.group(1)) or None
    low = word.lower()
    if not any("Anum" in p.tag.grammemes for p in parses(low)):
        return None
    return next((n for stem, n in ordinal_stems().items() if " " not in stem and low.startswith(stem)), None)


def _roman(numeral: str) -> int | None:
    values = [_NUMERALS.get(c, 0) for c in numeral]
    if not all(values):
        return None
    total = sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
    return total if total <= 60 else None


def words_before(text: str, words: Sequence[Word], i: int, parse: Any) -> list[tuple[Word, Any]]:
    """Return the adjectives and ordinals before the head with their agreeing parses, in order."""
    out: list[tuple[Word, Any]] = []
    for word, after in zip(
        reversed(words[max(0, i - MAX_LEFT) : i]), reversed(words[max(0, i - MAX_LEFT) + 1 : i + 1]), strict=True
    ):
        gap = text[word.end : after.start]
        if gap.strip(" \n\xa0,") or ("," in gap and not out) or gap.count("\n") > 1:
            break
        found = agreeing(word.text, str(case_of(parse)), parse.tag.number, parse.tag.gender)
        if (found is None or _is_past_participle(found)) and not is_numeral(word.text):
            break
        if ("\n" in gap or "," in gap) and found is None:
            break
        out.insert(0, (word, found))
    return out


def _is_past_participle(parse: Any) -> bool:
    return (
        parse.tag.POS == "PRTF"
        and "past" in parse.tag.grammemes
        and parse.normal_form not in event_words()["participles"]
    )


def is_numeral(word: str) -> bool:
    """Tell a Roman or Arabic numeral."""
    return bool(_ROMAN.match(word) or (_COUNTED.match(word) and len(word) < 6))


def count_after(zones: Zones, words: Sequence[Word], i: int) -> int:
    """Return how many words after the head belong to the name."""
    n, kept = 0, 0
    preposition = False
    quote: int | None = None  # where a quotation within the name begins
    while n < MAX_RIGHT and i + n + 1 < len(words):
        before, word = words[i + n], words[i + n + 1]
        verdict = _continues(zones, words, before, word, preposition, first=n == 0, quote=quote)
        if verdict is None:
            break
        n += 1
        if verdict == "quoted":
            quote, verdict = word.start, "word"
        preposition = preposition or verdict == "preposition"
        if verdict == "word":
            kept = n
    return kept


def _continues(
    zones: Zones, words: Sequence[Word], before: Word, word: Word, preposition: bool, *, first: bool, quote: int | None
) -> str | None:
    """Return "word", "quoted", "preposition" or "link" where the word goes on with the name, else None."""
    gap = zones.text[before.end : word.start]
    if quote is not None and "\n" not in gap and not re.search('[»"”]', zones.text[quote : word.start]):
        return "word"
    if not _gap_allows(zones, gap, before, word, first=first):
        return None
    if gap.strip() in {"«", '"', "“"}:
        return "quoted"
    low = word.text.lower()
    if word.text.isupper() and re.match(r"\s+[А-ЯЁ]{2,6}(?![А-Яа-яё])", zones.text[word.end : word.end + 9]):
        return "word"  # «СО НКО» is no preposition
    if low in {"и", "или"}:
        return "link"
    if low in event_words()["keep_prepositions"]:
        return (
            None
            if cue("theme").match(zones.text, word.start)
            or re.match(r"по\s+(?:итог|результат|инициатив|адрес|состоян)", zones.text[word.start :], re.IGNORECASE)
            else "preposition"
        )
    if first and low in event_words()["head_prepositions"]:
        return (
            "preposition"
            if {lemma_of(p) for p in parses(before.text.lower())} & set(event_words()["heads_with"])
            else None
        )
    if low in event_words()["stop_prepositions"] or word.text[0].isdigit():
        return None
    return "word" if _is_complement(zones, before, word, preposition) else None


def _gap_allows(zones: Zones, gap: str, before: Word, word: Word, *, first: bool) -> bool:
    if not gap.strip():
        return "\n" not in gap or _goes_on(zones, word)
    if (
        gap.strip() in {"-", "–", "—"} and "\n" not in gap
    ):  # «Кемеровской области – Кузбасса», «городского округа – город …»
        return word.text[0].isupper() and bool(
            re.match(r"област|осети|округ|республик|райо|собрани", before.text, re.IGNORECASE)
        )
    if gap.strip() in {"«", '"', "“"}:
        return not first and "\n" not in gap and _is_name_quoted(zones.text, before.text, word.start)
    if gap.strip() == ".":
        return before.text.lower() in {"г", "им", "пос", "с"}
    return False


def _is_name_quoted(text: str, noun: str, start: int) -> bool:
    """Tell whether the quotation behind a noun is the name of a body or a municipality; a theme is not."""
    inside = re.match(r"([^»\"”\n]{1,90})[»\"”]", text[start:])
    lemmas = {lemma_of(p) for p in parses(noun.lower()) if p.tag.number == "sing"}
    if inside is None or not lemmas:
        return False
    if lemmas & set(event_words()["place_nouns"]):
        words = inside.group(1).split()
        return len(words) <= 4 and (
            bool(find_toponyms(inside.group(1))) or bool(re.match("город|пос[её]л|сел", words[0], re.IGNORECASE))
        )
    return bool(lemmas & set(event_words()["named_nouns"]))


def _goes_on(zones: Zones, word: Word) -> bool:
    """Tell whether a line goes on with the phrase of the line before: it begins in the genitive and is no line of its own."""
    line = zones.line_at(word.start)
    if line is None or line.item or document_word().match(line.text.strip()):
        return False
    found = parses(word.text.lower())
    return bool(found) and found[0].tag.POS in {"NOUN", *ADJECTIVAL} and any(case_of(p) == "gent" for p in found) and not any(
        case_of(p) == "nomn" and p.tag.POS == "NOUN" for p in found
    )  # fmt: skip


def _is_complement(zones: Zones, before: Word, word: Word, preposition: bool) -> bool:
    """Tell whether a word can go on with the name: a short form, a place, a noun or adjective in an oblique case."""
    if word.text.isupper() and 2 <= len(word.text) <= 6:
        return True
    if re.match(r"(?:г|город|им|имени)$", word.text, re.IGNORECASE):
        return "\n" not in zones.text[before.end : word.start]
    if _is_place_name(zones, before, word):
        return True
    oblique = {"gent"} | ({"datv", "loct", "ablt", "accs"} if preposition else set())
    found = [p for p in parses(word.text.lower()) if p.tag.POS in {"NOUN", "ADJF", "PRTF", "NUMR", "NPRO"}]
    fits = any(case_of(p) in oblique or "Fixd" in p.tag.grammemes for p in found)
    return fits and not all(_is_past_participle(p) for p in found)


def _is_place_name(zones: Zones, before: Word, word: Word) -> bool:
    """Tell whether a word is a place name behind «города», «округа» or a capitalised word, in whatever case."""
    marks = alternatives(words_about_places()["settlement"])
    marked = re.search(marks + "$", before.text + zones.text[before.end : before.end + 1], re.IGNORECASE)
    unit = re.match(r"округ|образован|республик|поселен|город|пос[её]л", before.text, re.IGNORECASE)
    if not (marked or unit or (before.text[0].isupper() and word.text[0].isupper())):
        return False
    return bool(find_toponyms(word.text)) or bool(word.text[0].isupper() and marked)
