"""Sentence boundaries that respect the blocks of a document. Nothing civic.

A boundary can stand after a sentence-ending character, a semicolon, a closing quote or a closing bracket that white
space follows. Whether it does is decided by a list of rules in the manner of razdel: each answers "joined", "split" or
"not mine" (None), and the first that knows decides; if none does, the text is split. A new rule is one function and one
entry of `RULES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from civictext.resources import data_path, read_table

ENDINGS = ".?!…"
DASHES = "‑–—−-"
CLOSE_QUOTES = "»”’"
GENERIC_QUOTES = "\"„'"
CLOSE_BRACKETS = ")]}"
DELIMITERS = ENDINGS + ";" + GENERIC_QUOTES + CLOSE_QUOTES + CLOSE_BRACKETS

_WINDOW = 10  # characters on either side that the rules may look at, as in razdel
_BULLET_LENGTH = 20
_BULLET_LETTERS = frozenset("§абвгдеabcdef")
_TOKEN = re.compile(r"[^\W\d]+|\d+|[^\w\s]")
_LAST_TOKEN = re.compile(r"([^\W\d]+|\d+|[^\w\s])\s*$")
_LAST_WORD_WITH_DASH = re.compile(r"([^\W\d]+-[^\W\d]+)$")
_LAST_PAIR = re.compile(r"(\w+)\s*\.\s*(\w+)\s*$")
_AFTER_NUMBER = re.compile(r"(?:\d|\b[IVXLCM]+)\s*-?\s*\w+\s*$")
_ROMAN = re.compile(r"[IVXML]+$")
_CANDIDATE = re.compile(rf"[{re.escape(DELIMITERS)}](?=\s+(?![a-zа-яё])[^\s_])")


@cache
def abbreviations() -> dict[str, str]:
    """Return abbreviation (lower case, without stops; parts of a pair with a space between) → head, tail or both."""
    rows = read_table(data_path("lexicons", "abbreviations.csv"), ("abbreviation", "side"))
    out: dict[str, str] = {}
    for line, row in rows:
        if row["side"] not in {"head", "tail", "both"} or row["abbreviation"] in out:
            raise ValueError(
                f"abbreviations.csv, line {line}: {row}: side is head, tail or both, each abbreviation once"
            )
        out[row["abbreviation"]] = row["side"]
    return out


@dataclass(frozen=True)
class Split:
    """A place where a sentence could end: after ``text[stop - 1]``; the sentence so far begins at `begin`."""

    text: str
    begin: int
    stop: int

    @property
    def delimiter(self) -> str:
        """The character after which the sentence could end."""
        return self.text[self.stop - 1]

    @cached_property
    def left(self) -> str:
        """The text just before the delimiter, within the sentence."""
        return self.text[max(self.begin, self.stop - 1 - _WINDOW) : self.stop - 1]

    @cached_property
    def left_token(self) -> str:
        """The last word, number or sign before the delimiter."""
        match = _LAST_TOKEN.search(self.left)
        return match.group(1) if match else ""

    @cached_property
    def right(self) -> str:
        """The first word, number or sign after the delimiter."""
        match = _TOKEN.search(self.text, self.stop)
        return match.group() if match else ""


Rule = Callable[[Split], bool | None]


def nothing_before(split: Split) -> bool | None:
    """Join if no word stands before the delimiter."""
    return True if not split.left_token else None


def goes_on_in_lower_case(split: Split) -> bool | None:
    """Join before a word in lower case."""
    return True if split.right.isalpha() and split.right.islower() else None


def more_delimiters(split: Split) -> bool | None:
    """Join before another delimiter; a straight quote may open the next sentence."""
    return True if split.right in DELIMITERS and split.right not in GENERIC_QUOTES else None


def _goes_on(token: str) -> bool:
    return not token.isalpha() or token.islower()


def after_abbreviation(split: Split) -> bool | None:
    """«им. Пушкина» is joined; «в 2024 г. Рекомендовать» is split, «в 2024 г. 5 человек» is not."""
    if split.delimiter != ".":
        return None
    pair = _LAST_PAIR.search(split.left)
    dashed = _LAST_WORD_WITH_DASH.search(split.left)
    keys = [" ".join(pair.groups())] if pair else []
    keys += [dashed.group(1)] if dashed else []
    sides = (abbreviations().get(k.lower()) for k in [*keys, split.left_token])
    side = next(filter(None, sides), None)
    if side == "both":
        side = "tail" if _AFTER_NUMBER.search(split.left) else "head"
    if side == "head":
        return True
    return _goes_on(split.right) if side == "tail" else None


def inside_abbreviation(split: Split) -> bool | None:
    """«т. е.» is joined in its middle."""
    pair = f"{split.left_token} {split.right}".lower()
    return True if split.delimiter == "." and pair in abbreviations() else None


def after_initial(split: Split) -> bool | None:
    """«А. С. Пушкин» is joined."""
    token = split.left_token
    return True if split.delimiter == "." and len(token) == 1 and token.isupper() else None


def after_bullet(split: Split) -> bool | None:
    """«2.1. Провести», «а) Провести» are joined."""
    if split.delimiter not in ".)" or split.stop - 1 - split.begin > _BULLET_LENGTH:
        return None
    tokens = _TOKEN.findall(split.text, split.begin, split.stop - 1)
    return True if all(_is_bullet(t) for t in tokens) else None


def _is_bullet(token: str) -> bool:
    return token.isdigit() or token in ".)" or token.lower() in _BULLET_LETTERS or bool(_ROMAN.match(token))


def after_closing(split: Split) -> bool | None:
    """A closing quote or bracket ends a sentence only after a sentence-ending character."""
    if split.delimiter not in CLOSE_QUOTES + CLOSE_BRACKETS + GENERIC_QUOTES:
        return None
    if split.delimiter in GENERIC_QUOTES and split.left[-1:].isspace():
        return True  # it opens
    return None if split.left_token in ENDINGS else True


def before_dash(split: Split) -> bool | None:
    """«Пойдём! – сказал он» is joined."""
    if split.right not in DASHES:
        return None
    word = re.compile(r"[^\W\d]+|\d+").search(split.text, split.stop, split.stop + _WINDOW)
    return True if word and word.group().isalpha() and word.group().islower() else None


#: asked in this order; the first that does not answer None decides
RULES: tuple[Rule, ...] = (
    nothing_before,
    goes_on_in_lower_case,
    more_delimiters,
    after_abbreviation,
    inside_abbreviation,
    after_initial,
    after_bullet,
    after_closing,
    before_dash,
)


def is_joined(split: Split) -> bool:
    """Return whether the text goes on after the delimiter."""
    return next((answer for rule in RULES if (answer := rule(split)) is not None), False)


def sentence_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the offset of the first character of every sentence of ``text[start:end]``.

    Examples
    --------
    >>> text = "Провести форум в г. Перми в 2025 г. Создать совет."
    >>> list(sentence_starts(text, 0, len(text))) == [0, text.index("Создать")]
    True
    """
    begin = start + _leading(text, start, end)
    if begin >= end:
        return
    yield begin
    for match in _CANDIDATE.finditer(text, begin, end):
        if not is_joined(Split(text, begin, match.end())):
            begin = match.end() + _leading(text, match.end(), end)
            yield begin


_SPACE = re.compile(r"\s*")


def _leading(text: str, start: int, end: int) -> int:
    match = _SPACE.match(text, start, end)
    return match.end() - start if match else 0
