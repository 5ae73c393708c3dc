"""Tokens of a text as a spaCy `Doc`: razdel's boundaries, every character kept. Nothing civic, no sentences.

razdel decides between two neighbouring atoms by a list of rules. The same rules are written here as one regular
expression, which is some ten times as fast; two things differ on purpose:

- a line end always ends a token (razdel joins «слово» and «-слово» over a line end): the tokens of a text are the tokens
  of its lines;
- a word in which Latin look-alikes stand among Cyrillic letters («пpоект») stays one token; razdel cuts it at each
  change of alphabet. Its ``norm_`` is the word with the look-alikes folded.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from civictext.annotate.lookalikes import CYRILLIC, LATIN, LOOKALIKE, MIXED, fold_lookalikes

_DASHES = r"‑–—−\-"
_PUNCT = rf"\\/!#$%&*+,.:;<=>?@\^_`|~№…{_DASHES}«“‘»”’\"„'(\[}})\]"
_RU = CYRILLIC
_LAT = LATIN
_OTHER = rf"[^\s{_RU}{_LAT}\d{_PUNCT}]"
_NOT_PUNCT = rf"[^\s{_PUNCT}]"
_GAP = r"[^\S\n]"  # white space inside a line


def _token_pattern() -> str:
    letters = rf"(?:[{_RU}]+|yahoo(?![{_LAT}])![.?!…]*|[{_LAT}]+)"
    word = rf"(?:{letters}|{_OTHER}+{letters}?)(?:{_OTHER}+{letters}?)*"
    part = rf"(?:{word}|\d+)"
    inside = rf"(?:[{_DASHES}_](?={_NOT_PUNCT})|(?<=\d)[.,/\\](?=\d))"
    # razdel looks at the next atom even over white space: «кое- как» → «кое-», «как»; «1. 2» → «1.», «2»
    hanging = rf"(?:[{_DASHES}_](?={_GAP}+{_NOT_PUNCT})|(?<=\d)[.,/\\](?={_GAP}+\d))?"
    return rf"{part}(?:{inside}{part})*{hanging}|[=:;][()]{{1,3}}|[.?!…]+|-+|\*+|[{_PUNCT}]"


# a token with the space after it, or other white space
_PIECE = re.compile(rf"(?:{_token_pattern()}) ?|\s+")
# a connector after a gap belongs to the word behind it if a word stands before the gap: «кто -то» → «кто», «-то»
_LED = re.compile(rf"{_GAP}(?:[{_DASHES}_](?={_NOT_PUNCT})|[.,/\\](?=\d))")
_NO_PUNCT = re.compile(_NOT_PUNCT)
_IS_RU = re.compile(rf"[{_RU}]")
_WHOLE_RUN = re.compile(rf"(?<=[{_RU}])[{LOOKALIKE}]+(?![{_LAT}])|(?<![{_LAT}])[{LOOKALIKE}]+(?=[{_RU}])")


def _joints(text: str) -> list[int]:
    """Return the offsets at which a boundary of the expression above is none, in order."""
    joints = {match.end() for match in _LED.finditer(text) if _follows_word(text, match)}
    if MIXED.search(text):
        for match in _WHOLE_RUN.finditer(text):
            start, end = match.span()
            joints |= {start} if start and _IS_RU.match(text, start - 1) else set()
            joints |= {end} if _IS_RU.match(text, end) else set()
    return sorted(joints)


def _follows_word(text: str, connector: re.Match[str]) -> bool:
    """Return whether a word (for «.,/» a number) stands before the gap before a connector."""
    at = connector.start() - 1
    while at >= 0 and text[at].isspace() and text[at] != "\n":
        at -= 1
    if at < 0 or not _NO_PUNCT.match(text, at):
        return False
    return connector.group()[-1] not in ".,/\\" or text[at].isdecimal()


def _join(pieces: list[str], joints: list[int]) -> list[str]:
    """Return the pieces with those that meet at a joint put together."""
    ends = np.cumsum([len(piece) for piece in pieces])
    out: list[str] = []
    done = 0
    for i in np.searchsorted(ends, joints).tolist():
        if i >= done:
            out += pieces[done : i + 1]
            done = i + 1
        if done < len(pieces) and not out[-1][-1].isspace():
            out[-1] += pieces[done]
            done += 1
    return out + pieces[done:]


def words_and_spaces(text: str) -> tuple[list[str], list[bool]]:
    """Return the tokens of `text`, and whether a space follows each; other white space becomes tokens of its own.

    Examples
    --------
    >>> words_and_spaces("Создать центр (до 01.06.2025).")
    (['Создать', 'центр', '(', 'до', '01.06.2025', ')', '.'], [True, True, False, True, False, False, False])
    """
    pieces = _PIECE.findall(text)
    if joints := _joints(text):
        pieces = _join(pieces, joints)
    words = [piece if piece[-1] != " " or piece.isspace() else piece[:-1] for piece in pieces]
    return words, [word is not piece for word, piece in zip(words, pieces, strict=True)]


class RazdelTokenizer(DummyTokenizer):
    """Makes a `Doc` of a text: razdel's token boundaries, ``doc.text == text``, look-alikes folded in ``norm_``.

    Parameters
    ----------
    vocab : Vocab
        The vocabulary of the pipeline.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text."""
        words, spaces = words_and_spaces(text)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        if MIXED.search(text):
            for token in doc:
                if MIXED.search(token.text):
                    token.norm_ = fold_lookalikes(token.text).lower()
        return doc


@registry.tokenizers("civictext.razdel.v1")
def create_razdel_tokenizer() -> Callable[[Language], RazdelTokenizer]:
    """Return the maker of a `RazdelTokenizer`, for ``[nlp.tokenizer]`` of a config."""

    def make(nlp: Language) -> RazdelTokenizer:
        return RazdelTokenizer(nlp.vocab)

    return make
