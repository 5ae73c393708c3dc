"""What one recommendation asks for as a phrase of its own words. No choice between members."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from civictext.annotate.opencorpora import readings
from civictext.cluster.nominal import (
    beginnings,
    genitive,
    has_case,
    is_verbal,
    label_words,
    lemmas_of,
    nominative,
    verbal_noun,
    verbal_nouns,
)
from civictext.cluster.words import fold
from civictext.segment.zones import event_words

Row = Mapping[str, Any]

MAX_LABEL = 90  # characters; what fits a table cell on a phone
MAX_OBJECT_WORDS = 7
MAX_COMPLEMENT_WORDS = 6
MAX_GAP = 60  # characters between a light verb and its noun: «оказывать организационную и финансовую поддержку»
NUMBERED = re.compile(r"\d+(?:-\w+)?\.?")
CLAUSE_END = re.compile(r"[,;:.()!?\"–—]")


@dataclass(frozen=True, slots=True)
class Measure:
    """The main action in the words of the text: verb (or verbal noun), noun of a light verb, words that join, object, what follows it."""

    verb: str
    is_noun: bool
    light: tuple[str, ...]
    links: tuple[str, ...]
    object: tuple[str, ...]
    complement: tuple[str, ...]


def main_action(row: Row) -> Mapping[str, Any] | None:
    """Return the first action of a recommendation: it decides the cluster."""
    actions = row.get("actions") or []
    return actions[0] if actions else None


def _object(row: Row) -> str:
    return " ".join(str((main_action(row) or {}).get("object") or "").split()).strip(" .,;:")


def measure(row: Row) -> Measure | None:
    """Return the main action where its verb is an infinitive or a verbal noun and stands before its object, else None."""
    action, obj = main_action(row), _object(row)
    if action is None or not obj:
        return None
    text = " ".join(str(row["text"]).split())
    verb, *light = str(action["predicate"]).split()
    for said, is_noun, end in _verbs(text, verb, light):
        at = text.find(obj, end)
        if at >= 0:
            after, between, words = text[at + len(obj) :], text[end:at].split(), tuple(obj.split())
            if between and not is_noun and words[0].isupper() and _is_noun(between[-1]):
                return None  # it may hang on the noun before it: «проводить для актива ТОС занятия»
            links = tuple(between[-1:]) if light and between and _is_preposition(between[-1]) else ()
            links = links if light else _links(between, obj)
            complement = () if light or links or is_noun else _moved(said, between)
            return Measure(said, is_noun, tuple(light), links, words, complement or _complement(after, words[-1]))
    return None


def _moved(verb: str, between: list[str]) -> tuple[str, ...]:
    """Return the complement that the verb needs where it stands before the object: «включить *в планы школ* уроки права»."""
    prepositions = label_words()["needs"].get(fold(verbal_noun(verb) or ""), ())
    at = next((i for i, w in enumerate(between) if fold(w) in prepositions), None)
    words = between[at:] if at is not None else []
    plain = (
        len(words) <= MAX_COMPLEMENT_WORDS and not CLAUSE_END.search(" ".join(words)) and _is_noun((words or [""])[-1])
    )
    return tuple(words) if plain and not any(c.isdigit() for w in words for c in w) else ()


def _verbs(text: str, verb: str, light: list[str]) -> Iterator[tuple[str, bool, int]]:
    """Yield the infinitive, or a verbal noun of it in the nominative, and where it (with its light noun) ends in the text."""
    gap = rf"[^.;]{{0,{MAX_GAP}}}?\s{re.escape(' '.join(light))}(?!\w)" if light else ""
    if found := re.search(rf"(?<!\w){re.escape(verb)}(?!\w){gap}", text, re.IGNORECASE):
        yield verb, False, found.end()
    for noun in verbal_nouns().get(verb, ()) if not light else ():
        if found := re.search(rf"(?<!\w){re.escape(noun[:-1])}\w{{0,2}}(?!\w)", text, re.IGNORECASE):
            yield noun, True, found.end()


def _links(words: list[str], obj: str) -> tuple[str, ...]:
    """Return the words between verb and object that the object needs.

    They are its preposition, «не» before «менее», or the noun that an object in the genitive hangs on.
    """
    best = readings(fold(words[-1])) if words else ()
    if not best:
        return ()
    cases = {r.feats.get("Case") for r in readings(obj.split()[0].lower())}
    hangs = best[0].upos == "NOUN" and "Gen" in cases and not cases & {"Nom", "Acc"}
    return (words[-1],) if fold(words[-1]) == "не" or best[0].upos == "ADP" or hangs else ()


def _complement(after: str, last: str) -> tuple[str, ...]:
    """Return the words right behind the object that say of what or in what, up to the end of the clause.

    They begin with a preposition, or go on where the object breaks off before its noun. A phrase with a figure and what comes
    after it are left out: they are deadlines and amounts.
    """
    if after[:1] not in {"", " "}:
        return ()
    words = CLAUSE_END.split(after)[0].split()[:MAX_COMPLEMENT_WORDS]
    if not words or not (_is_preposition(words[0]) or _goes_on(last, words[0])):
        return ()
    out: list[str] = []
    for word in words:
        if any(r.feats.get("VerbForm") in {"Inf", "Conv", "Fin"} for r in readings(fold(word))[:1]):
            break
        if any(c.isdigit() for c in word):
            prepositions = [i for i, w in enumerate(out) if _is_preposition(w)]
            return tuple(out[: prepositions[-1]] if prepositions else ())
        out.append(word)
    return tuple(out)


def _goes_on(last: str, word: str) -> bool:
    """Return whether a word belongs to the object before it: the noun of its last adjective, or a noun in the genitive plural."""
    best, following = readings(fold(last)), readings(fold(word))
    if not best or not following:
        return False
    cases = {r.feats.get("Case") for r in following}
    if best[0].upos == "ADJ" and not any(r.upos == "NOUN" for r in best):
        return bool(cases & {r.feats.get("Case") for r in best})
    return following[0].upos == "NOUN" and "Gen" in cases and cases <= {"Gen", "Acc"} and len(word) > 2


def phrase(row: Row) -> str | None:
    """Return predicate and object of the main action as one phrase, or None where the text has no well-formed one.

    Words stand as the text has them: infinitive, the preposition that the object needs, object. A verbal noun at the place of the
    infinitive is put in the nominative: its object is in the genitive already. Passive and finite forms give none.

    Examples
    --------
    >>> phrase({"text": "Активнее участвовать вместе с вузами в конкурсах грантов.",
    ...         "actions": [{"predicate": "участвовать", "object": "конкурсах грантов"}]})
    'участвовать в конкурсах грантов'
    """
    said = measure(row)
    if said is None or len(said.object) > MAX_OBJECT_WORDS:
        return None
    return " ".join([said.verb, *said.light, *said.links, *said.object])


def bare_object(row: Row) -> str | None:
    """Return the object where its first word may be a nominative, the noun that stands for the measure."""
    words = _without_ordinals(_object(row).split())
    obj = " ".join(words)
    if words and not words[0].isupper() and str(row["text"]).lstrip().startswith(words[0]):
        obj = obj[:1].lower() + obj[1:]  # the capital is the sentence's
    genitive_too = bool(words) and is_verbal(words[0]) and has_case(words[0], "Gen")  # «привлечения НКО»
    return obj if words and has_case(words[0], "Nom") and not genitive_too and len(obj) <= MAX_LABEL else None


def in_few_words(row: Row) -> str | None:
    """Return predicate and object beside each other, where words stand between them in the text."""
    said = " ".join(f"{(main_action(row) or {}).get('predicate') or ''} {_object(row)}".split())
    return said if _object(row) and len(said) <= MAX_LABEL else None


def nominal_phrases(row: Row) -> Iterator[str]:
    """Yield the main action as noun phrases, the longest first: verbal noun, and beginnings of the object in the genitive.

    An object that the verb governs through a preposition or in another case keeps its form. A quantity before it and the ordinal
    of an event are left out. What right behind the object says of what or in what belongs to the phrase. Of a predicate that only
    weighs or goes on with a measure, the measure remains.

    Examples
    --------
    >>> row = {"text": "Создать ресурсный центр НКО.", "actions": [{"predicate": "создать", "object": "ресурсный центр НКО"}]}
    >>> list(nominal_phrases(row))
    ['создание ресурсного центра НКО', 'создание ресурсного центра']
    """
    said = measure(row)
    if said is None:
        return
    action = main_action(row) or {}
    lemmas = str(action.get("object_lemma") or "")
    words = _without_ordinals([*said.links, *said.object, *said.complement])
    weighed = list(_weighed(said))
    yield from weighed
    noun = said.verb if said.is_noun else verbal_noun(said.verb, *said.light[:1] or (str(action.get("type")),))
    if noun is None or weighed:
        return
    rest = _without_quantity(words)
    first = rest[0] if rest else ""
    governed = said.is_noun or rest != words or _is_preposition(first) or not has_case(first, "Acc", "Nom")
    begin = [noun]
    if said.light:
        direct = not _is_preposition(said.light[0])
        light = genitive(list(said.light)) if direct else list(said.light)
        if light is None:
            return
        told = fold(noun) in lemmas_of(said.light[0])  # «принять участие» is участие
        begin, governed = [noun, *light[told:]], governed or direct
    for part in (*beginnings(rest), *_with_complement(said, rest)):
        inflected = part if governed else genitive(part, lemmas)
        if inflected:
            yield " ".join([*begin, *inflected]).rstrip(" ,;:.")


def _with_complement(said: Measure, words: list[str]) -> Iterator[list[str]]:
    """Yield shorter objects with the complement that the verb needs: «вынесение проектов стратегий *на обсуждение*»."""
    needed = label_words()["needs"].get(fold(verbal_noun(said.verb) or ""), ())
    if said.complement and fold(said.complement[0]) in needed:
        for part in beginnings(words[: len(words) - len(said.complement)]):
            for complement in beginnings(list(said.complement)):
                yield [*part, *complement]


def _weighed(said: Measure) -> Iterator[str]:
    """Yield the measure that a predicate only weighs («рассмотреть возможность строительства»), or names a stage of."""
    weighing = label_words()["weighing"]
    if said.light:
        if not lemmas_of(said.light[-1]) & set(weighing["nouns"]):
            return
    elif said.verb not in weighing["verbs"] or said.links or not is_verbal(said.object[0]):
        return
    for part in beginnings(_without_ordinals([*said.object, *said.complement])):
        inflected = nominative(part)
        if inflected:
            yield " ".join(inflected).rstrip(" ,;:.")


def _without_quantity(words: list[str]) -> list[str]:
    """Return the words after «не менее пяти» or «150»: the thing counted is in the genitive after it."""
    skip = 2 if len(words) > 3 and words[0] == "не" and words[1] in {"менее", "более"} else 0
    if len(words) > skip + 1:
        best = readings(fold(words[skip]))
        counted = words[skip].isdigit() or (best and best[0].upos == "NUM" and "ROMN" not in best[0].tag)
        if counted and has_case(words[skip + 1], "Gen"):
            rest = words[skip + 1 :]
            while len(rest) > 1 and lemmas_of(rest[0]) & set(label_words()["units"]) and has_case(rest[1], "Gen"):
                rest = rest[1:]
            return [] if lemmas_of(rest[0]) & set(label_words()["money"]) else rest
    return words


@cache
def _events() -> frozenset[str]:
    return frozenset(w for kind, heads in event_words()["heads"].items() if kind != "__line__" for w in heads)


def _without_ordinals(words: list[str]) -> list[str]:
    """Return the words without the ordinal of an event, «II форум», «второй городской слёт»: «первая помощь» keeps its own."""
    out = []
    for i, word in enumerate(words):
        head = next((w for w in words[i + 1 :] if any(r.upos == "NOUN" for r in readings(fold(w))[:1])), "")
        ordinal = NUMBERED.fullmatch(word) or any({"Anum", "ROMN"} & r.tag.grammemes for r in readings(fold(word))[:1])
        if not (ordinal and lemmas_of(head) & _events()):
            out.append(word)
    return out


def _is_preposition(word: str) -> bool:
    best = readings(fold(word))
    return bool(best) and best[0].upos == "ADP"


def _is_noun(word: str) -> bool:
    best = readings(fold(word))
    return bool(best) and best[0].upos == "NOUN"
