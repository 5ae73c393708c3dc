"""Repairs that need the dictionary: divided and letter-spaced words, words broken or glued at former line ends.

A repair is made only where morphology proves it: what came is no word, what comes out is one. All yield `Change`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from civictext.read.edits import Change
from civictext.read.words import is_inflected, is_phrase, is_word

# word lengths are bounded: a file may hold a "word" of a million letters
HYPHENATED = re.compile(r"(?<!\w)(\w*[^\W\d_])[-‐\u00ac\ufffe\x02]\s*\n\s*([^\W\d_]\w*)")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LETTER_SPACED = re.compile(r"(?<!\w)[А-ЯЁа-яё](?:[ \u00a0]{1,3}[А-ЯЁа-яё](?!\w)){2,}")
_PAIR = re.compile(r"(?<![\w-])([А-Яа-яЁё]{2,40}) (?=([а-яё]{2,40})(?![\w-]))")
_LONG = re.compile(r"(?<![\w-])[а-яё]{8,40}(?![\w-])")  # lower case: names are in no dictionary either
_CAMEL = re.compile(r"(?<![\w-])[а-яё]{3,40}(?=[А-ЯЁ][а-яё]{2,})")  # not «КонсультантПлюс»
_ENDING = re.compile(r"(?:[аяуюыиьй]|[аяыи]х|[аыоеиям]м|[ое]в|ом|ем)$")
_SENTENCE_END = re.compile(r"(?<![\w.-])([а-яё]{4,40}|[А-ЯЁ][а-яё]{3,40})([.;!?:,]|[»”)][.;,])(?=([А-ЯЁ][а-яё]+))")


def keeps_hyphen(left: str, right: str) -> bool:
    """Say whether a hyphen at a line end belongs to the word.

    Examples
    --------
    >>> keeps_hyphen("ра", "ботают"), keeps_hyphen("научно", "практической"), keeps_hyphen("кто", "то")
    (False, True, True)
    """
    if is_word(left + right):
        return False
    if right[:1].isupper() or not _CYRILLIC.search(right):
        return True
    return is_word(f"{left}-{right}") or (len(left) > 2 and is_word(left) and is_word(right))


def join_letter_spaced(text: str) -> Iterator[Change]:
    """Join «Р Е Ш И Л И»: single letters with a space between each; a wider gap ends a word."""
    for match in _LETTER_SPACED.finditer(text):
        words = re.split(r"[ \u00a0]{2,}", match[0])
        if all(len(w) == 1 for w in words):  # evenly wide gaps
            words = [" ".join(words)]
        joined = ["".join(w.split()) for w in words]
        if all(_plausible(w) for w in joined) and max(map(len, joined)) >= 4:
            yield Change(match.start(), match.end(), " ".join(joined))


def _plausible(word: str) -> bool:
    return is_word(word) or (len(word) >= 5 and word.isupper())


def join_broken_words(text: str) -> Iterator[Change]:
    """Join «орга низаций»: neither half is a word, or one is not, and the whole is."""
    end = 0
    for match in _PAIR.finditer(text):
        left, right = match[1], match[2]
        abbreviated = len(right) < 4 and text[match.end() + len(right) :].startswith(".")  # «в ред.»
        known = is_word(left) and is_word(right)
        if match.start() < end or abbreviated or known or len(left) + len(right) < 6:
            continue
        if is_word(left + right):
            end = match.end() + len(right)
            yield Change(match.end(1), match.end(), "")


def split_glued_words(text: str) -> Iterator[Change]:
    """Split «развитиюгорода»: no word as a whole, and one way alone to cut it into an inflected form and a word."""
    for match in _CAMEL.finditer(text):
        following = _WORD.match(text, match.end())
        if following and is_word(match[0]) and is_word(following[0]):
            yield Change(match.end(), match.end(), " ")
    for match in _LONG.finditer(text):
        if is_word(match[0]):
            continue
        cuts = [i for i in range(5, len(match[0]) - 3) if _is_cut(match[0][:i], match[0][i:])]
        if len(cuts) == 1 and not _is_misspelt(match[0]):
            at = match.start() + cuts[0]
            yield Change(at, at, " ")


def _is_misspelt(word: str) -> bool:
    """Say whether one letter more, less or other makes a word: then it is a slip of the author, which stays."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    shorter = (a + b[1:] for a, b in cuts if b)
    other = (a + c + b[1:] for a, b in cuts if b for c in letters)
    longer = (a + c + b for a, b in cuts for c in letters)
    return any(is_word(w) for w in chain(shorter, other, longer))


def _is_cut(left: str, right: str) -> bool:
    """Say whether two words stand here that Russian puts side by side: they agree, or the second depends on the first.

    A first part without an ending, in -о or -е, or one that does not bend, may belong to a compound («медиацентр»,
    «водоканал», «сельхозпроизводители»).
    """
    return bool(_ENDING.search(left)) and is_inflected(left) and is_word(right) and is_phrase(left, right)


def split_glued_sentences(text: str) -> Iterator[Change]:
    """Put the space that is missing between two sentences («города.Рекомендовать»)."""
    for match in _SENTENCE_END.finditer(text):
        if is_word(match[1]) and is_word(match[3]):
            yield Change(match.end(), match.end(), " ")
