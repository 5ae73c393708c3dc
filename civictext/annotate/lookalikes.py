"""Latin look-alikes inside Cyrillic words: finding and folding them. Only ``norm_`` is ever folded, never the text."""

from __future__ import annotations

import re
from functools import cache

from civictext.resources import data_path, read_table

#: insides of character classes: what ``re.IGNORECASE`` makes of ``[а-яё]`` and ``[a-z]``
CYRILLIC = "а-яА-ЯёЁ\u1c80-\u1c88\ua64a\ua64b"
LATIN = "a-zA-Z\u0130\u0131\u017f\u212a"


@cache
def lookalikes() -> dict[str, str]:
    """Return Latin letter → the Cyrillic letter that it looks like."""
    path = data_path("lexicons", "lookalikes.csv")
    return {row["latin"]: row["cyrillic"] for _, row in read_table(path, ("latin", "cyrillic"))}


#: inside of a character class: the Latin look-alikes
LOOKALIKE = "".join(sorted(lookalikes()))
#: a Cyrillic letter beside a Latin look-alike
MIXED = re.compile(rf"[{CYRILLIC}][{LOOKALIKE}]|[{LOOKALIKE}][{CYRILLIC}]")
_RUN = re.compile(rf"(?<=[{CYRILLIC}])[{LOOKALIKE}]+|[{LOOKALIKE}]+(?=[{CYRILLIC}])")
_TABLE = str.maketrans(lookalikes())


def fold_lookalikes(word: str) -> str:
    """Return `word` with Latin look-alikes that touch Cyrillic letters replaced by Cyrillic ones.

    Examples
    --------
    >>> fold_lookalikes("пpoeкт") == "проект"  # the second, third and fourth letter were Latin
    True
    """
    return _RUN.sub(lambda match: match.group().translate(_TABLE), word)
