"""Themes by rules: phrases of the taxonomy found in the tokens of a recommendation, weighed, with evidence. Trains nothing.

A theme's score is ``1 - Π(1 - w·f)`` over its evidence, each stretch of text counted once with its strongest phrase: one strong phrase (0.8) or
one of medium weight (0.5) is enough for the threshold, of the weak ones (0.3) two are. The factor f says where the words stand: 1 in what is
to be done, less in a circumstance, a clause or the name of a partner, 0 in the addressee's name (see `civictext.tag.focus`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Token

from civictext.annotate.opencorpora import readings
from civictext.tag.features import is_form, is_short
from civictext.tag.lexicon import fold
from civictext.tag.theme_taxonomy import Phrase, Taxonomy


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that speak for a theme: positions in the token list (half-open), the phrase, and how much it says there, 0 to 1."""

    start: int
    end: int
    phrase: Phrase
    weight: float


@lru_cache(maxsize=20_000)
def participle_form(word: str) -> str | None:
    """Return the dictionary form of a participle as an adjective («управляющей» → «управляющий»).

    Examples
    --------
    >>> participle_form("управляющей")
    'управляющий'
    """
    parse = next((r.parse for r in readings(word) if "PRTF" in r.tag), None)
    form = parse.inflect({"masc", "sing", "nomn"}) if parse else None
    return form.word if form else None


def keys_of(token: Token) -> tuple[str, ...]:
    """Return the folded forms under which a token is looked up: lemma, the word itself, a participle as an adjective."""
    keys = [fold(token.lemma_), fold(token.lower_)]
    if is_form(token, "Part") and not is_short(token):
        keys.append(fold(participle_form(token.lower_) or token.lower_))
    return tuple(dict.fromkeys(keys))


def fits(alternatives: Sequence[str], keys: Sequence[str]) -> bool:
    """Return whether one of the alternatives of a place is a key of a token or begins one.

    Examples
    --------
    >>> fits(("эколог*",), ("экологический",)), fits(("лес",), ("лесной",))
    (True, False)
    """
    return any(key.startswith(a[:-1]) if a.endswith("*") else key == a for a in alternatives for key in keys)


def match_at(phrase: Phrase, at: int, keys: Sequence[Sequence[str]], tokens: Sequence[Token]) -> int | None:
    """Return the end of a phrase that begins at position `at`, or None; its first word is known to fit."""
    last = at
    for place, gap in zip(phrase.words[1:], phrase.gaps[1:], strict=True):
        reach = range(last + 1, min(last + 2 + gap, len(keys)))
        found = next((k for k in reach if fits(place, keys[k]) and not breaks(tokens[last + 1 : k])), None)
        if found is None or (phrase.dependent and not depends(tokens[found], tokens[last])):
            return None
        last = found
    return last + 1


def breaks(between: Sequence[Token]) -> bool:
    """Return whether a sentence end stands among the words of a gap."""
    return any(t.text in ".;:" for t in between)


def depends(token: Token, head: Token, steps: int = 3) -> bool:
    """Return whether a token hangs on a head, directly or through up to two words."""
    current = token
    for _ in range(steps):
        if current.head.i == head.i:
            return True
        current = current.head
    return False


def find_phrases(tokens: Sequence[Token], taxonomy: Taxonomy) -> list[Evidence]:
    """Return every phrase of the taxonomy in the tokens, negative ones with weight 0."""
    words = [t for t in tokens if not t.is_punct or t.text in ".;:"]
    position = {t.i: k for k, t in enumerate(tokens)}
    keys = [keys_of(t) for t in words]
    found: list[Evidence] = []
    for at, own in enumerate(keys):
        candidates = dict.fromkeys(phrase for key in own for phrase in taxonomy.starting_with(key))
        for phrase in candidates:
            end = match_at(phrase, at, keys, words)
            if end is not None:
                found.append(Evidence(position[words[at].i], position[words[end - 1].i] + 1, phrase, phrase.weight))
    return found


def score_themes(
    tokens: Sequence[Token],
    taxonomy: Taxonomy,
    *,
    focus: Sequence[float] | None = None,
    found: Sequence[Evidence] | None = None,
) -> dict[str, tuple[float, list[Evidence]]]:
    """Return the themes that a recommendation gives evidence for: id → (score in (0, 1], evidence in text order).

    Parameters
    ----------
    tokens : sequence of Token
        The tokens of the recommendation, with lemmas and, for phrases with ``>``, parse.
    taxonomy : Taxonomy
        Compiled phrases.
    focus : sequence of float, optional
        For each token how much its words count, 0 to 1; None counts all fully. A phrase counts as its best token.
    found : sequence of Evidence, optional
        What `find_phrases` returned, to save the search.
    """
    found = find_phrases(tokens, taxonomy) if found is None else found
    factors = focus or [1.0] * len(tokens)
    masks: dict[str, list[Evidence]] = {}
    own: dict[str, list[Evidence]] = {}
    for e in found:
        if not e.phrase.weight:
            masks.setdefault(e.phrase.theme, []).append(e)
        elif min(factors[e.start : e.end]) > 0:
            weighed = replace(e, weight=e.weight * max(factors[e.start : e.end]))
            own.setdefault(e.phrase.theme, []).append(weighed)
    scored = {}
    for theme in taxonomy.themes:
        kept = strongest([e for e in own.get(theme, ()) if not any(overlaps(e, m) for m in masks.get(theme, ()))])
        if kept:
            scored[theme] = (combine([e.weight for e in kept]), kept)
    return scored


def overlaps(one: Evidence, other: Evidence) -> bool:
    """Return whether two pieces of evidence share a word."""
    return one.start < other.end and other.start < one.end


def strongest(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return pieces of evidence that share no word, the stronger and longer first chosen, in text order; a repeated phrase counts once."""
    kept: list[Evidence] = []
    for e in sorted(evidence, key=lambda e: (-e.weight, e.start - e.end, e.start, e.phrase.text)):
        if not any(overlaps(e, k) or e.phrase == k.phrase for k in kept):
            kept.append(e)
    return sorted(kept, key=lambda e: e.start)


def combine(weights: Sequence[float]) -> float:
    """Return ``1 - Π(1 - w)``, rounded to three places.

    Examples
    --------
    >>> combine([0.5]), combine([0.3, 0.3])
    (0.5, 0.51)
    """
    rest = 1.0
    for weight in weights:
        rest *= 1.0 - weight
    return round(1.0 - rest, 3)


def choose(scores: Mapping[str, float], *, threshold: float, ratio: float, limit: int) -> list[str]:
    """Return the themes at or above the threshold and at or above `ratio` of the best score, best first, at most `limit`.

    Of equal ones those that come first in `scores` win.

    Examples
    --------
    >>> choose({"rural": 0.8, "ecology": 0.9, "youth": 0.5}, threshold=0.45, ratio=0.65, limit=3)
    ['ecology', 'rural']
    """
    needed = max(threshold, ratio * max(scores.values(), default=0.0))
    ranked = sorted((t for t, score in scores.items() if score >= needed), key=lambda t: -scores[t])
    return ranked[:limit]
