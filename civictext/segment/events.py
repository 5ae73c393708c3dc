"""The event of a document: kind, name in the nominative, ordinal. Theme, date and place are read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from civictext.segment.dates import ordinal_stems
from civictext.segment.nominative import ADJECTIVAL, CASES, agreeing, case_of, inflected, parses
from civictext.segment.toponyms import alternatives, find_toponyms, words_about_places
from civictext.segment.zones import Zones, document_word, event_words

REACH = 6_000  # characters from the start in which an event is looked for
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


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names an event: `start`, `end` of the whole phrase, `name` in the nominative, `lemma` of the head."""

    start: int
    end: int
    kind: str
    name: str
    lemma: str
    ordinal: int | None
    n_words: int
    score: float


@cache
def _heads() -> dict[str, str]:
    return {lemma: kind for kind, lemmas in event_words()["heads"].items() if kind != "__line__" for lemma in lemmas}


@cache
def _stems() -> tuple[str, ...]:
    return tuple(sorted({lemma[:4] for lemma in _heads()}))


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![а-яё])(?:{event_words()[name]})(?![а-яё])", re.IGNORECASE)


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


def _lemmas(word: str) -> set[str]:
    return {p.normal_form for p in parses(word.lower())} if word.lower()[:4] in _stems() else set()


def _words(text: str, start: int, end: int) -> list[Word]:
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text, start, end)]


def find_mentions(zones: Zones) -> list[Mention]:
    """Return the phrases that name an event, in order of the text."""
    words = _words(zones.text, 0, min(REACH, len(zones.text)))
    return [m for i in range(len(words)) if (m := _mention(zones, words, i)) is not None]


def _mention(zones: Zones, words: Sequence[Word], i: int) -> Mention | None:
    for lemma in sorted(_lemmas(words[i].text) & set(_heads())):
        for parse in parses(words[i].text.lower()):
            if parse.normal_form != lemma or parse.tag.POS != "NOUN" or case_of(parse) not in CASES:
                continue
            if (parse.tag.number == "plur") != (lemma in event_words()["plural"]):
                continue
            left = _left(zones.text, words, i, parse)
            if _fits(lemma, words, i, left):
                return _build(zones, words, i, left, lemma)
    return None


def _left(text: str, words: Sequence[Word], i: int, parse: Any) -> list[tuple[Word, Any]]:
    """Return the adjectives and ordinals before the head with their agreeing parses, in order."""
    out: list[tuple[Word, Any]] = []
    for word, after in zip(
        reversed(words[max(0, i - MAX_LEFT) : i]), reversed(words[max(0, i - MAX_LEFT) + 1 : i + 1]), strict=True
    ):
        gap = text[word.end : after.start]
        if gap.strip(" \n\xa0,") or ("," in gap and not out) or gap.count("\n") > 1:
            break
        found = agreeing(word.text, str(case_of(parse)), parse.tag.number, parse.tag.gender)
        if (found is None or _is_past_participle(found)) and not _is_numeral(word.text):
            break
        if ("\n" in gap or "," in gap) and found is None:
            break
        out.insert(0, (word, found))
    return out


def _is_past_participle(parse: Any) -> bool:
    return (
        parse.tag.POS == "PRTF"
        and "past" in parse.tag.grammemes
        and parse.normal_form not in {"расширить", "объединить"}
    )


def _is_numeral(word: str) -> bool:
    return bool(_ROMAN.match(word) or (_COUNTED.match(word) and len(word) < 6))


def _fits(lemma: str, words: Sequence[Word], i: int, left: Sequence[tuple[Word, Any]]) -> bool:
    adjectives = {p.normal_form for _, p in left if p is not None}
    following = {p.normal_form for p in parses(words[i + 1].text.lower())} if i + 1 < len(words) else set()
    bodies = set(event_words()["bodies"].get(lemma, ()))
    if bodies & (adjectives | following):
        return False
    needed = event_words()["needs"].get(lemma)
    return needed is None or bool(adjectives & set(needed)) or any(p is None for _, p in left)


def _case_of_phrase(head: str, lemma: str, left: Sequence[tuple[Word, Any]]) -> tuple[Any, list[Any]]:
    """Return the parse of the head whose case all adjectives share, and theirs; the genitive where several fit."""
    options = [p for p in parses(head.lower()) if p.normal_form == lemma and p.tag.POS == "NOUN"]
    options.sort(key=lambda p: (case_of(p) != "gent", case_of(p) != "nomn"))
    for p in options:
        found = [
            None if _is_numeral(w.text) else agreeing(w.text, str(case_of(p)), p.tag.number, p.tag.gender)
            for w, _ in left
        ]
        if all(f is not None or _is_numeral(w.text) for f, (w, _) in zip(found, left, strict=True)):
            return p, found
    return options[0], [f for _, f in left]


def _build(zones: Zones, words: Sequence[Word], i: int, left: list[tuple[Word, Any]], lemma: str) -> Mention:
    head, adjectives = _case_of_phrase(words[i].text, lemma, left)
    number, gender = head.tag.number, head.tag.gender
    before = [
        w.text if p is None else inflected(w.text, p, "nomn", number, gender)
        for (w, _), p in zip(left, adjectives, strict=True)
    ]
    n_right = _right(zones, words, i)
    end = words[i + n_right].end
    closing = re.match(r"[»\"”]+", zones.text[end:]) if re.search(r"[«\"“]", zones.text[words[i].end : end]) else None
    end += closing.end() if closing else 0
    rest = " ".join(zones.text[words[i].end : end].split())
    name = " ".join([*before, inflected(words[i].text, head, "nomn", number, gender), rest]).strip()
    start = left[0][0].start if left else words[i].start
    ordinals = [
        n for w, p in left if (n := parse_ordinal(w.text)) is not None and (p is None or "Anum" in p.tag.grammemes)
    ]
    draft = Mention(
        start,
        end,
        _heads()[lemma],
        capital(_trim(name)),
        lemma,
        ordinals[0] if ordinals else None,
        len(left) + n_right,
        0.0,
    )
    return Mention(*(getattr(draft, f) for f in Mention.__slots__[:-1]), score=_score(zones, draft))  # type: ignore[attr-defined]


def _right(zones: Zones, words: Sequence[Word], i: int) -> int:
    """Return how many words after the head belong to the name."""
    n, kept = 0, 0
    preposition = False
    while n < MAX_RIGHT and i + n + 1 < len(words):
        before, word = words[i + n], words[i + n + 1]
        verdict = _continues(zones, words, before, word, preposition, first=n == 0)
        if verdict is None:
            break
        n += 1
        preposition = preposition or verdict == "preposition"
        if verdict == "word":
            kept = n
    return kept


def _continues(
    zones: Zones, words: Sequence[Word], before: Word, word: Word, preposition: bool, *, first: bool
) -> str | None:
    """Return "word", "preposition" or "link" where the word goes on with the name, else None."""
    gap = zones.text[before.end : word.start]
    if not _gap_allows(zones, gap, before, word, first=first):
        return None
    low = word.text.lower()
    if word.text.isupper() and re.match(r"\s+[А-ЯЁ]{2,6}(?![А-Яа-яё])", zones.text[word.end : word.end + 9]):
        return "word"  # «СО НКО» is no preposition
    if low in {"и", "или"}:
        return "link"
    if low in event_words()["keep_prepositions"]:
        return (
            None
            if _cue("theme").match(zones.text, word.start)
            or re.match(r"по\s+(?:итог|результат|инициатив|адрес|состоян)", zones.text[word.start :], re.IGNORECASE)
            else "preposition"
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
            re.match(r"област|осети|округ|республик|райо", before.text, re.IGNORECASE)
        )
    if gap.strip() in {"«", '"', "“"}:
        return not first and "\n" not in gap and _names(before.text) and _closes_soon(zones.text, word.start)
    if gap.strip() == ".":
        return before.text.lower() in {"г", "им", "пос", "с"}
    return False


def _names(noun: str) -> bool:
    return bool({p.normal_form for p in parses(noun.lower())} & set(event_words()["named_nouns"])) or noun.isupper()


def _closes_soon(text: str, start: int) -> bool:
    return bool(re.match(r"[^»\"”\n]{1,40}[»\"”]", text[start:]))


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
    if word.text.isupper() and 2 <= len(word.text) <= 6:
        return True
    if re.match(r"(?:г|город|им|имени)$", word.text, re.IGNORECASE):
        return "\n" not in zones.text[before.end : word.start]
    settlement = re.search(
        alternatives(words_about_places()["settlement"]) + "$",
        before.text + zones.text[before.end : before.end + 1],
        re.IGNORECASE,
    )
    if (
        settlement
        or re.match(r"округ|образован|республик|поселен|город|пос[её]л", before.text, re.IGNORECASE)
        or (before.text[0].isupper()
        and word.text[0].isupper())
    ):
        if find_toponyms(word.text) or (word.text[0].isupper() and settlement):
            return True
    oblique = {"gent"} | ({"datv", "loct", "ablt", "accs"} if preposition else set())
    found = [p for p in parses(word.text.lower()) if p.tag.POS in {"NOUN", "ADJF", "PRTF", "NUMR", "NPRO"}]
    if not found:
        return False
    return any(case_of(p) in oblique or "Fixd" in p.tag.grammemes for p in found) and not all(
        _is_past_participle(p) for p in found
    )


def _trim(name: str) -> str:
    """Return the name without the region after a municipality, which only says where that lies."""
    toponyms = find_toponyms(name)
    last = toponyms[-1] if toponyms else None
    if (
        last
        and last.kind == "region"
        and last.end >= len(name) - 1
        and any(t.kind in {"town", "district"} for t in toponyms[:-1])
    ):
        return name[: last.start].rstrip(" ,–—-(")
    return name


def capital(name: str) -> str:
    """Return a name with a capital at its start, one printed in capitals in small letters."""
    name = _lower_caps(name)
    return name[:1].upper() + name[1:]


def _lower_caps(name: str) -> str:
    """Return a name printed in capitals in small letters, places and short forms (up to four letters) excepted."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 8 or sum(c.isupper() for c in letters) < 0.8 * len(letters):
        return name
    out = re.sub(
        r"[А-ЯЁа-яё]{3,}", lambda m: m.group().lower() if parses(m.group().lower())[0].is_known else m.group(), name
    )
    for place in find_toponyms(name):
        out = out[: place.start] + " ".join(_proper(w) for w in place.text.split(" ")) + out[place.end :]
    return out


def _proper(word: str) -> str:
    common = re.match(
        r"(?:област|кра[йяюе]|округ|район|муницип|городск|сельск|автоном|посел|улус)", word, re.IGNORECASE
    )
    return word.lower() if common else "-".join(p.capitalize() if len(p) > 2 else p.lower() for p in word.split("-"))


def _score(zones: Zones, mention: Mention) -> float:
    """Return how likely a mention names the event that the document comes from."""
    text, zone = zones.text, zones.zone(mention.start)
    line = zones.line_at(mention.start)
    sentence = zones.sentence(mention.start, mention.end)
    close = text[max(0, mention.start - 45) : mention.start].rpartition("\n\n")[2]
    score = {"header": 6.0, "preamble": 3.0, "body": 0.0}[zone]
    score += {"meeting": -0.5, "other": -2.0}.get(mention.kind, 1.0)
    score += 4.0 * bool(_cue("speaks").search(close))
    score += 2.0 * bool(_cue("held").search(sentence))
    score -= 5.0 * bool(_cue("planned").search(close))
    score += (mention.ordinal is not None) + 0.4 * min(mention.n_words, 3)
    score -= 4.0 * bool(line is not None and line.item and zone != "header")
    return score - mention.start / 2_000


def choose_mention(mentions: Sequence[Mention]) -> Mention | None:
    """Return the mention of the document's own event, or None where none is likely to be."""
    best = max(mentions, key=lambda m: (m.score, -m.start), default=None)
    return best if best is not None and best.score > 0 else None


def fullest(mentions: Sequence[Mention], best: Mention) -> Mention:
    """Return the mention with the fullest name of the same event: it has all the words of the best one."""
    wanted = _content(best.name)
    same = [
        m
        for m in mentions
        if m.lemma == best.lemma and m.score > 0 and wanted <= _content(m.name) and m.ordinal in {best.ordinal, None}
    ]
    return max(same, key=lambda m: (m.n_words, -m.start), default=best)


def _content(name: str) -> set[str]:
    return {parses(w.lower())[0].normal_form for w in re.findall(r"[А-Яа-яЁё-]+", name)}


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text."""
    yield from (m.group() for m in _WORD.finditer(text))
