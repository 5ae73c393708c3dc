"""Readable names of clusters, made of the words of their members. No grouping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from civictext.annotate.opencorpora import readings
from civictext.cluster.nominal import beginnings, genitive, verbal_noun, verbal_nouns
from civictext.cluster.words import WORD, content_words, fold

Row = Mapping[str, Any]

MAX_LABEL = 90  # characters; what fits a table cell on a phone
MAX_OBJECT_WORDS = 7
QUOTED = re.compile("«([^»]*)»")


def main_action(row: Row) -> Mapping[str, Any] | None:
    """Return the first action of a recommendation: it decides the cluster."""
    actions = row.get("actions") or []
    return actions[0] if actions else None


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
    action = main_action(row)
    if action is None or not action.get("object"):
        return None
    text, obj = " ".join(str(row["text"]).split()), " ".join(str(action["object"]).split()).strip(" .,;:")
    for verb, found in _verbs(text, str(action["predicate"])):
        at = text.find(obj, found.end())
        if at >= 0 and len(obj.split()) <= MAX_OBJECT_WORDS:
            return " ".join([verb, *_links(text[found.end() : at], obj), obj])
    return None


def _verbs(text: str, predicate: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the infinitive, or a verbal noun of it in the nominative, and its place in the text."""
    found = re.search(rf"(?<!\w){re.escape(predicate)}(?!\w)", text, re.IGNORECASE)
    if found:
        yield predicate, found
    for noun in verbal_nouns().get(predicate, ()):
        found = re.search(rf"(?<!\w){re.escape(noun[:-1])}\w{{0,2}}(?!\w)", text, re.IGNORECASE)
        if found:
            yield noun, found


def _links(between: str, obj: str) -> list[str]:
    """Return the words between verb and object that the object needs.

    They are its preposition, «не» before «менее», or the noun that an object in the genitive hangs on.
    """
    words = between.split()
    best = readings(fold(words[-1])) if words else ()
    if not best:
        return []
    cases = {r.feats.get("Case") for r in readings(obj.split()[0].lower())}
    hangs = best[0].upos == "NOUN" and "Gen" in cases and not cases & {"Nom", "Acc"}
    return [words[-1]] if fold(words[-1]) == "не" or best[0].upos == "ADP" or hangs else []


def bare_object(row: Row) -> str | None:
    """Return the object where its first word may be a nominative, the noun that stands for the measure."""
    obj = " ".join(str((main_action(row) or {}).get("object") or "").split()).strip(" .,;:")
    first = obj.split()[0] if obj else ""
    nominative = any(r.feats.get("Case") == "Nom" for r in readings(first.lower())) if first else False
    return obj if nominative and len(obj) <= MAX_LABEL else None


def in_few_words(row: Row) -> str | None:
    """Return predicate and object beside each other, where words stand between them in the text."""
    action = main_action(row) or {}
    said = " ".join(f"{action.get('predicate') or ''} {action.get('object') or ''}".split()).strip(" .,;:")
    return said if action.get("object") and len(said) <= MAX_LABEL else None


def nominal_phrases(row: Row) -> Iterator[str]:
    """Yield the main action as noun phrases, the longest first: verbal noun, and beginnings of the object in the genitive.

    An object that the verb governs through a preposition or in another case keeps its form. A quantity before it is left out.

    Examples
    --------
    >>> row = {"text": "Создать ресурсный центр НКО.", "actions": [{"predicate": "создать", "object": "ресурсный центр НКО"}]}
    >>> list(nominal_phrases(row))
    ['создание ресурсного центра НКО', 'создание ресурсного центра']
    """
    action = main_action(row) or {}
    predicate, lemmas, whole = str(action.get("predicate") or ""), str(action.get("object_lemma") or ""), phrase(row)
    words = (whole or "").split()
    if not whole:
        return
    noun = verbal_noun(predicate) if words[0] == predicate else words[0]
    if noun is None:
        return
    rest = _without_quantity(words[1:])
    first = rest[0] if rest else ""
    governed = words[0] != predicate or rest != words[1:] or _is_preposition(first)
    governed = governed or not any(r.feats.get("Case") in {"Acc", "Nom"} for r in readings(fold(first)))
    for part in beginnings(rest):
        said = part if governed else genitive(part, lemmas)
        if said:
            yield " ".join([noun, *said]).rstrip(" ,;:.")


def _without_quantity(words: list[str]) -> list[str]:
    """Return the words after «не менее пяти»: the thing counted is in the genitive after it."""
    if len(words) > 3 and words[0] == "не" and words[1] in {"менее", "более"}:
        best = readings(fold(words[2]))
        if words[2].isdigit() or (best and best[0].upos == "NUM"):
            return words[3:]
    return words


def _is_preposition(word: str) -> bool:
    best = readings(fold(word))
    return bool(best) and best[0].upos == "ADP"


def cluster_label(members: Sequence[Row], taken: frozenset[str] = frozenset()) -> str:
    """Return the phrase of a member that says most of what the members share.

    Parameters
    ----------
    members : sequence of rows
        Recommendations of one cluster, the medoid first.
    taken : frozenset of str
        Labels of other clusters; a taken one is used only where there is no other.

    Returns
    -------
    str
        At most `MAX_LABEL` characters; the medoid's text, shortened, where no member has a well-formed phrase.
    """
    shared = _shared_lemmas(members)
    nominal = {
        p: row for row in members for p in nominal_phrases(row) if len(p) <= MAX_LABEL and _is_common(p, members)
    }
    if nominal:
        return min(nominal, key=lambda p: (p in taken, -_fit_of(p, nominal[p], shared), len(p), p))
    phrases = [(p, row) for row in members if (p := phrase(row)) and len(p) <= MAX_LABEL]
    phrases = phrases or [(p, row) for row in members if (p := bare_object(row) or in_few_words(row))]
    ranked = sorted(
        phrases,
        key=lambda x: (not _is_common(x[0], members), x[0] in taken, -_fit(x[1], x[0], shared), len(x[0]), x[0]),
    )
    return ranked[0][0] if ranked else shorten(str(members[0]["text"]))


def label_share(label: str, members: Sequence[Row]) -> float:
    """Return the share of members (0 to 1) that have at least half of the content words of the label's object."""
    said = _label_words(label)[1:] or _label_words(label)
    has = [sum(w in set(content_words(str(r.get("lemmas") or ""))) for w in said) * 2 >= len(said) for r in members]
    return sum(has) / len(members)


def _label_words(text: str) -> list[str]:
    return content_words(" ".join(found[0].normal if (found := readings(fold(w))) else w for w in WORD.findall(text)))


def _is_common(text: str, members: Sequence[Row]) -> bool:
    """Return whether names, quotations, ordinals and figures of a phrase stand in most members' texts."""
    special = [
        w for w in WORD.findall(text)[1:] if (w[:1].isupper() and not w.isupper()) or any(c.isdigit() for c in w)
    ]
    special += [w for quoted in QUOTED.findall(text) for w in WORD.findall(quoted)]
    stems = {fold(w)[: max(len(w) - 2, 3)] for w in special}
    said = [fold(str(r["text"])) for r in members]
    return all(sum(s in t for t in said) * 2 > len(members) for s in stems)


def _fit_of(text: str, row: Row, shared: Mapping[str, float]) -> float:
    """Return how much of what the members share a phrase says, less what it says alone."""
    verb = fold(str((main_action(row) or {}).get("predicate") or ""))
    words = dict.fromkeys(_label_words(text)[1:])
    known = sum(shared.get(w, 0.0) for w in words)
    return known + 0.5 * shared.get(verb, 0.0) - 0.25 * sum(w not in shared for w in words)


def _shared_lemmas(members: Sequence[Row]) -> dict[str, float]:
    counts = Counter(w for row in members for w in set(content_words(str(row.get("lemmas") or ""))))
    return {w: n / len(members) for w, n in counts.items() if n > 1}


def _fit(row: Row, text: str, shared: Mapping[str, float]) -> float:
    """Return how much of what the members share the phrase says, less what it says alone."""
    action = main_action(row) or {}
    said = f"{action.get('predicate')} {action.get('object_lemma') or action.get('object') or ''}"
    words = set(content_words(said))
    alone = [w for w in words if w not in shared]
    names = sum(w[:1].isupper() and not w.isupper() for w in text.split()[1:])
    return sum(shared.get(w, 0.0) for w in words) - 0.2 * len(alone) - 0.5 * names


def shorten(text: str, limit: int = MAX_LABEL) -> str:
    """Return the text up to `limit` characters, cut between words and marked with an ellipsis."""
    text = " ".join(text.split()).rstrip(" .;,")
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0].rstrip(" .;,") + "…"
