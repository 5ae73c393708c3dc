"""How specific a recommendation is: could somebody check whether it was done? A score from 0 to 1 with its reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from civictext.resources import data_path, read_table, read_yaml
from civictext.tag.lexicon import fold

PARTS = ("addressee", "object", "deadline", "number", "program")


@dataclass(frozen=True, slots=True)
class Specificity:
    """The score of a recommendation and how much of each part it has: part → (0 to 1, words for analysts)."""

    score: float
    parts: Mapping[str, tuple[float, str]]

    @property
    def added(self) -> dict[str, float]:
        """What each part adds to the score: its share by its degree."""
        return {part: round(degree * _table()["parts"][part]["share"], 3) for part, (degree, _) in self.parts.items()}

    @property
    def reasons(self) -> list[str]:
        """The parts that the recommendation has, in Russian; a part that it has by half says so."""
        return [words if degree == 1 else f"отчасти {words}" for degree, words in self.parts.values() if degree]


@cache
def _table() -> dict[str, Any]:
    content = read_yaml(data_path("lexicons", "specificity.yaml"))
    shares = [content["parts"][part]["share"] for part in PARTS]
    if abs(sum(shares) - 1) > 1e-9:
        raise ValueError(f"specificity.yaml: the shares of the parts sum to {sum(shares)}, not to 1")
    return {
        "parts": content["parts"],
        **{key: frozenset(map(fold, content[key])) for key in ("abstract", "vague_categories", "numerals")},
    }


def specificity(
    text: str,
    *,
    actors: Sequence[Mapping[str, Any]] = (),
    actions: Sequence[Mapping[str, Any]] = (),
    deadline: str | None = None,
    programs: Sequence[str] = (),
) -> Specificity:
    """Return how specific a recommendation is.

    Parameters
    ----------
    text : str
        The recommendation.
    actors, actions : sequence of mapping
        Its tags, as in the output schema.
    deadline : str or None
        The words of its term.
    programs : sequence of str
        The names in quotes.

    Returns
    -------
    Specificity
        The score is the sum of the shares of five parts: an addressee (0.25; half of it for one that everybody belongs to: citizens, authorities), a
        concrete object (0.25; half for an object of abstract words or of a single word), a deadline (0.2), a number (0.15) and a named
        programme (0.15). Larger means easier to check.

    Notes
    -----
    The shares are a convention, see specificity.yaml; years, dates and numbers of laws are no numbers here.

    Examples
    --------
    >>> found = specificity("До мая открыть 3 катка.", actions=[{"object_lemma": "три каток"}], deadline="До мая")
    >>> found.score, found.reasons
    (0.6, ['назван конкретный предмет', 'указан срок', 'указано количество'])
    """
    degrees = {
        "addressee": addressee_degree(actors),
        "object": max((object_degree(a.get("object_lemma")) for a in actions), default=0.0),
        "deadline": float(bool(deadline)),
        "number": float(has_number(text, without=[deadline or "", *programs])),
        "program": float(bool(programs)),
    }
    table = _table()["parts"]
    score = sum(degrees[part] * table[part]["share"] for part in PARTS)
    return Specificity(round(score, 3), {part: (degrees[part], table[part]["ru"]) for part in PARTS})


def addressee_degree(actors: Sequence[Mapping[str, Any]]) -> float:
    """Return 1 for a definite addressee, 0.5 if all of them are of the vague kinds, 0 without one."""
    categories = {a["category"] for a in actors if a["role"] == "addressee"}
    if not categories:
        return 0.0
    return 0.5 if categories <= _table()["vague_categories"] else 1.0


def object_degree(lemmas: str | None) -> float:
    """Return 1 for an object with at least two words that are not abstract, 0.5 for a poorer one, 0 for none.

    Examples
    --------
    >>> object_degree("детский площадка"), object_degree("эффективность работа"), object_degree(None)
    (1.0, 0.5, 0.0)
    """
    words = [w for w in fold(lemmas or "").split() if len(w) > 2 and w.isalpha()]
    if not words:
        return 0.0
    concrete = [w for w in words if w not in _table()["abstract"]]
    return 1.0 if len(concrete) >= 2 else 0.5


@cache
def _count() -> re.Pattern[str]:
    """Return the pattern of digits that count something: no dates, years, numbers of laws («№ 55», «12.03.2010», «2024 год», «44-ФЗ»)."""
    rows = read_table(data_path("lexicons", "months.csv"), ["stem", "endings"])
    months = "|".join(f"{row['stem']}(?:{row['endings']})\\b" for _, row in rows)
    before = r"(?<![№\d.\-–/])(?<!№ )(?<!от )"
    after = rf"(?!\s*[-–]?\s*ФЗ)(?!\.\d)(?![\d–-]*\s*(?:год|г\b|{months}))"
    return re.compile(rf"{before}\b\d[\d \u00a0]*(?:,\d+)?\b{after}")


def has_number(text: str, *, without: Sequence[str] = ()) -> bool:
    """Return whether the text counts something, outside the given stretches.

    Examples
    --------
    >>> has_number("открыть не менее двух катков"), has_number("до 2030 года"), has_number("закон № 44")
    (True, False, False)
    """
    for stretch in filter(None, without):
        text = text.replace(stretch, " ")
    words = re.findall(r"\w+", fold(text))
    return bool(_count().search(text)) or any(word in _table()["numerals"] for word in words)
