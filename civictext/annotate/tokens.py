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


_TOKEN = re.compile(rf"({_token_pattern()})(\s*)")
_LEADING = re.compile(r"\s+")
# a connector after a gap belongs to the word behind it if a word stands before the gap: «кто -то» → «кто», «-то»
_LED = re.compile(rf"(?<={_NOT_PUNCT}){_GAP}+[{_DASHES}_](?={_NOT_PUNCT})|(?<=\d){_GAP}+[.,/\\](?=\d)")
_IS_RU = re.compile(rf"[{_RU}]")
_WHOLE_RUN = re.compile(rf"(?<=[{_RU}])[{LOOKALIKE}]+(?![{_LAT}])|(?<![{_LAT}])[{LOOKALIKE}]+(?=[{_RU}])")


def _joints(text: str) -> set[int]:
    """Return the offsets at which a boundary of the expression above is none."""
    joints = {match.end() for match in _LED.finditer(text)}
    if MIXED.search(text):
        runs = [match.span() for match in _WHOLE_RUN.finditer(text)]
        joints |= {a for a, _ in runs if a and _IS_RU.match(text, a - 1)}
        joints |= {b for _, b in runs if _IS_RU.match(text, b)}
    return joints


def _join(pairs: list[tuple[str, str]], joints: set[int], offset: int) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for word, gap in pairs:
        if out and offset in joints and not out[-1][1]:
            out[-1] = (out[-1][0] + word, gap)
        else:
            out.append((word, gap))
        offset += len(word) + len(gap)
    return out


def split_tokens(text: str) -> list[tuple[str, str]]:
    """Return the tokens of `text`, each with the white space after it.

    Joined, the pairs give `text` back; white space before the first token stands in a pair with an empty word.

    Examples
    --------
    >>> split_tokens("Создать ресурсный центр (до 01.06.2025).")
    [('Создать', ' '), ('ресурсный', ' '), ('центр', ' '), ('(', ''), ('до', ' '), ('01.06.2025', ''), (')', ''), ('.', '')]
    """
    leading = _LEADING.match(text)
    start = leading.end() if leading else 0
    pairs = _TOKEN.findall(text, start)
    if joints := _joints(text):
        pairs = _join(pairs, joints, start)
    return [("", text[:start]), *pairs] if start else pairs


def words_and_spaces(text: str) -> tuple[list[str], list[bool]]:
    """Return words and "followed by a space" flags as spaCy wants them; other white space becomes words of its own."""
    words: list[str] = []
    spaces: list[bool] = []
    for word, gap in split_tokens(text):
        if word:
            words.append(word)
            spaces.append(gap[:1] == " ")
            gap = gap[1:] if gap[:1] == " " else gap
        if gap:
            words.append(gap)
            spaces.append(False)
    return words, spaces


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
