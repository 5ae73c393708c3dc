"""The event of a document: kind, name in the nominative, ordinal. Theme, date and place are read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from civictext.segment.event_names import capital, trim_region
from civictext.segment.event_phrases import Word, count_after, cue, find_words, is_numeral, parse_ordinal, words_before
from civictext.segment.nominative import CASES, agreeing, case_of, inflected, lemma_of, parses
from civictext.segment.zones import Zones, event_words

LIKELY = 2.0  # score from which a mention is the document's own event
REACH = 6_000  # characters from the start in which an event is looked for


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


def _lemmas(word: str) -> set[str]:
    return {lemma_of(p) for p in parses(word.lower())} if word.lower().replace("ё", "е")[:4] in _stems() else set()


def find_mentions(zones: Zones) -> list[Mention]:
    """Return the phrases that name an event, in order of the text."""
    words = find_words(zones.text, 0, min(REACH, len(zones.text)))
    return [m for i in range(len(words)) if (m := _mention(zones, words, i)) is not None]


def _mention(zones: Zones, words: Sequence[Word], i: int) -> Mention | None:
    for lemma in sorted(_lemmas(words[i].text) & set(_heads())):
        for parse in parses(words[i].text.lower()):
            if lemma_of(parse) != lemma or parse.tag.POS != "NOUN" or case_of(parse) not in CASES:
                continue
            if (parse.tag.number == "plur") != (lemma in event_words()["plural"]):
                continue
            left = words_before(zones.text, words, i, parse)
            if _fits(lemma, words, i, left):
                return _build(zones, words, i, left, lemma)
    return None


def _fits(lemma: str, words: Sequence[Word], i: int, left: Sequence[tuple[Word, Any]]) -> bool:
    adjectives = {lemma_of(p) for _, p in left if p is not None}
    following = {lemma_of(p) for p in parses(words[i + 1].text.lower())} if i + 1 < len(words) else set()
    bodies = set(event_words()["bodies"].get(lemma, ()))
    if bodies & (adjectives | following):
        return False
    needed = event_words()["needs"].get(lemma)
    told = adjectives & set(needed or ()) or following & set(event_words()["complements"].get(lemma, ()))
    return needed is None or bool(told) or any(p is None for _, p in left)


def _case_of_phrase(head: str, lemma: str, left: Sequence[tuple[Word, Any]]) -> tuple[Any, list[Any]]:
    """Return the parse of the head whose case all adjectives share, and theirs; the genitive where several fit."""
    options = [p for p in parses(head.lower()) if lemma_of(p) == lemma and p.tag.POS == "NOUN"]
    options.sort(key=lambda p: (case_of(p) != "gent", case_of(p) != "nomn"))
    for p in options:
        found = [
            None if is_numeral(w.text) else agreeing(w.text, str(case_of(p)), p.tag.number, p.tag.gender)
            for w, _ in left
        ]
        if all(f is not None or is_numeral(w.text) for f, (w, _) in zip(found, left, strict=True)):
            return p, found
    return options[0], [f for _, f in left]


def _numeral(word: str, gender: str | None) -> str:
    """Return a numeral with the ending of the nominative («7-го» → «7-й»); one without an ending stays."""
    endings = {"masc": "й", "femn": "я", "neut": "е", None: "е"}
    return re.sub(
        r"(?<=\d-)(?:го|ого|му|ому|й|ой|м|ом|х|ых|е|я|ая|ю|ую)$", endings.get(gender, "й"), word, flags=re.IGNORECASE
    )


def _build(zones: Zones, words: Sequence[Word], i: int, left: list[tuple[Word, Any]], lemma: str) -> Mention:
    head, adjectives = _case_of_phrase(words[i].text, lemma, left)
    number, gender = head.tag.number, head.tag.gender
    before = [
        _numeral(w.text, gender if number == "sing" else None)
        if p is None
        else inflected(w.text, p, "nomn", number, gender)
        for (w, _), p in zip(left, adjectives, strict=True)
    ]
    n_right = count_after(zones, words, i)
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
        capital(trim_region(name)),
        lemma,
        ordinals[0] if ordinals else None,
        len(left) + n_right,
        0.0,
    )
    return replace(draft, score=_score(zones, draft))


def _score(zones: Zones, mention: Mention) -> float:
    """Return how likely a mention names the event that the document comes from."""
    text, zone = zones.text, zones.zone(mention.start)
    line = zones.line_at(mention.start)
    sentence = zones.sentence(mention.start, mention.end)
    close = text[max(0, mention.start - 45) : mention.start].rpartition("\n\n")[2]
    score = {"header": 6.0, "preamble": 3.0, "body": 0.0}[zone]
    score += {"meeting": -0.5, "other": -2.0}.get(mention.kind, 1.0)
    speaks = cue("speaks").search(close) or (zone == "header" and cue("heads_document").search(close))
    score += 4.0 * bool(speaks)
    score -= 4.0 * bool(zone != "header" and not speaks and _is_act(zones))
    score += 2.0 * bool(cue("held").search(sentence))
    score -= 5.0 * bool(cue("planned").search(close))
    score += (mention.ordinal is not None) + 0.4 * min(mention.n_words, 3)
    score -= 4.0 * bool(line is not None and line.item and zone != "header")
    return score - mention.start / 2_000


def _is_act(zones: Zones) -> bool:
    """Tell whether the heading is that of an official act."""
    acts = "|".join(event_words()["acts"])
    return any(re.match(rf"(?:{acts})(?![а-яё])", line.text.strip(), re.IGNORECASE) for line in zones.header)


def choose_mention(mentions: Sequence[Mention]) -> Mention | None:
    """Return the mention of the document's own event, or None where none is likely to be."""
    best = max(mentions, key=lambda m: (m.score, -m.start), default=None)
    return best if best is not None and best.score >= LIKELY else None


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
    return {lemma_of(parses(w.lower())[0]) for w in re.findall(r"[А-Яа-яЁё-]+", name)}
