"""Raw characters → clean characters, every change traced: look-alikes, combining marks, soft hyphens, spaces, broken words.

Each repair is a small function from a text to its changes; `REPAIRS` lists them in the order in which they are made.
What needs the dictionary is in `civictext.read.lookalikes` and `civictext.read.repair`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from civictext.read import lookalikes, repair
from civictext.read.edits import Change, Traced

CELL_BREAK = "\v"  # stands between the paragraphs of a table cell, which is one line of the normalised text
Repair = Callable[[str], Iterable[Change]]

_MARKED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
_STRESS = dict.fromkeys((0x300, 0x301, 0x341), "")
#: not printed: soft hyphen, zero-width and direction marks, variation selectors, controls, the hyphen mark of pdf engines
_INVISIBLE = re.compile(
    "\u00ad[ \t]*\r?\n[ \t]*|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f\ufff9-\ufffc"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+"
)
_HYPHENS = re.compile("[\u2010\u2011\ufe63\uff0d]")
_SPACES = re.compile(r"\s+")


def normalize(raw: str, *, counts: Counter[str] | None = None) -> Traced:
    r"""Return `raw` as one clean line: nothing around it, single spaces in it, all changes traced.

    Parameters
    ----------
    raw : str
        A paragraph or a cell as extracted; line breaks inside it become spaces.
    counts : Counter, optional
        Gets the number of changes of each repair, by its name.

    Examples
    --------
    >>> normalize("  Созда\u00adть  соvет").text
    'Создать соvет'
    >>> normalize("поддержка HKO и мoлодёжи").text
    'поддержка НКО и молодёжи'
    """
    return normalize_traced(Traced.of(raw), counts=counts)


def normalize_traced(traced: Traced, *, counts: Counter[str] | None = None) -> Traced:
    """Return `traced` after all repairs; see `normalize`."""
    for name, changes_of in REPAIRS.items():
        changes = [c for c in changes_of(traced.text) if traced.text[c.start : c.end] != c.new]
        if counts is not None and changes:
            counts[name] += len(changes)
        traced = traced.replace(changes)
    return traced


def compose_marks(text: str) -> Iterator[Change]:
    """Put й for и + breve and ё for е + diaeresis; drop the stress mark over a vowel."""
    for match in _MARKED.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        if len(composed) > 1:
            composed = composed.translate(_STRESS)
        yield Change(match.start(), match.end(), composed)


def drop_invisible(text: str) -> Iterator[Change]:
    """Drop what is not printed: soft hyphens (with the line end behind), zero-width and direction marks, controls."""
    return (Change(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text))


def join_hyphenated(text: str) -> Iterator[Change]:
    """Join a word that a line end cut in two; morphology tells whether its hyphen is its own («научно-практической»)."""
    for match in repair.HYPHENATED.finditer(text):
        if repair.keeps_hyphen(match[1], match[2]):
            yield Change(match.end(1) + 1, match.start(2), "")
        else:
            yield Change(match.end(1), match.start(2), "")


def unify_hyphens(text: str) -> Iterator[Change]:
    """Put the plain hyphen for the unbreakable one and its like."""
    return (Change(m.start(), m.end(), "-") for m in _HYPHENS.finditer(text))


def collapse_spaces(text: str) -> Iterator[Change]:
    """Put one plain space for every run of white space, none at the ends; paragraphs of a cell stay apart."""
    for match in _SPACES.finditer(text):
        at_edge = match.start() == 0 or match.end() == len(text)
        yield Change(match.start(), match.end(), "" if at_edge else CELL_BREAK if CELL_BREAK in match[0] else " ")


#: name in the parse report → repair, in order
REPAIRS: dict[str, Repair] = {
    "combining_marks": compose_marks,
    "invisible": drop_invisible,
    "hyphenated_line_ends": join_hyphenated,
    "letter_spaced": repair.join_letter_spaced,
    "hyphens": unify_hyphens,
    "spaces": collapse_spaces,
    "look_alikes": lookalikes.replace_lookalikes,
    "letters_for_digits": lookalikes.replace_digits,
    "broken_words": repair.join_broken_words,
    "glued_words": repair.split_glued_words,
    "glued_sentences": repair.split_glued_sentences,
}
