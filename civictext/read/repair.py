"""Repairs that need the dictionary: look-alikes, letter-spaced words, words broken or glued at former line ends.

A repair is made only where morphology proves it: what came is no word, what comes out is one. All yield `Change`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from civictext.read.edits import Change
from civictext.read.words import is_inflected, is_phrase, is_word, parts_of_speech
from civictext.resources import data_path, read_table

# word lengths are bounded: a file may hold a "word" of a million letters
HYPHENATED = re.compile(r"(?<!\w)(\w*[^\W\d_])[-‐\u00ac\ufffe\x02]\s*\n\s*([^\W\d_]\w*)")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_FOREIGN = re.compile(r"[A-Za-zËëͰ-Ͽ]")
_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LETTER_SPACED = re.compile(r"(?<!\w)[А-ЯЁа-яё](?:[ \u00a0]{1,3}[А-ЯЁа-яё](?!\w)){2,}")
_WITH_DIGITS = re.compile(r"(?<![\w-])[0-9А-Яа-яЁё]*[0-9][0-9А-Яа-яЁё]*(?![\w])")
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


@cache
def _lookalikes() -> tuple[dict[str, str], frozenset[str]]:
    rows = [r for _, r in read_table(data_path("tables", "lookalikes.csv"), ["char", "cyrillic", "sure"])]
    return {r["char"]: r["cyrillic"] for r in rows}, frozenset(r["char"] for r in rows if r["sure"] == "yes")


@cache
def _latin_of() -> dict[str, str]:
    table, sure = _lookalikes()
    return {table[c]: c for c in sorted(sure, reverse=True) if c.isascii()}


def replace_lookalikes(text: str) -> Iterator[Change]:
    """Put Russian letters for Latin and Greek ones inside Russian words, and Latin ones inside Roman numbers."""
    if not _FOREIGN.search(text):
        return
    words = [w for w in _WORD.finditer(text) if not _is_address(text, w)]
    for n, match in enumerate(words):
        if _CYRILLIC.search(match[0]):
            new = _native(match[0])
        elif len(match[0]) == 1:
            new = _function_word(text, match)
        else:
            around = words[max(0, n - 1) : n] + words[n + 1 : n + 2]
            among_russian = bool(around) and all(_CYRILLIC.search(w[0]) for w in around)
            new = _disguised(match[0]) if among_russian and _stands_free(text, match) else None
        if new is not None and new != match[0]:
            yield Change(match.start(), match.end(), new)


def _is_address(text: str, match: re.Match[str]) -> bool:
    """Say whether a word is part of a mail or web address, a file name or a formula."""
    return any(
        c in "@_/\\=" for c in text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    )


def _function_word(text: str, match: re.Match[str]) -> str | None:
    """Return the preposition or conjunction for a single Latin letter before a Russian word («c молодёжью»), None for a symbol."""
    new = _lookalikes()[0].get(match[0], "")
    following = _WORD.match(text, match.end() + 1)
    before = text[: match.start()]
    if not parts_of_speech(new) & {"PREP", "CONJ"} or following is None or text[match.end()] not in " \n":
        return None
    if not _CYRILLIC.match(following[0]) or (before and not before[-1].isspace() and before[-1] not in '«("'):
        return None
    fits = not parts_of_speech(following[0]) & {"VERB", "PRTS"} and following[0][0].islower()
    begins = not before.strip() or before.rstrip()[-1] in ".!?:;«"
    return new if fits and (match[0].islower() or begins) else None


def _stands_free(text: str, match: re.Match[str]) -> bool:
    """Say whether nothing but spaces and sentence signs touch a word: «C++» and «x-ray» are no Russian."""
    before, after = (
        text[match.start() - 1 : match.start()] if match.start() else "",
        text[match.end() : match.end() + 1],
    )
    return all(not c or c.isspace() or c in '«»()".,;:!?' for c in (before, after))


@cache
def _acronyms() -> frozenset[str]:
    return frozenset(r["acronym"] for _, r in read_table(data_path("tables", "acronyms.csv"), ["acronym"]))


def _disguised(word: str) -> str | None:
    """Return the Russian word that a word of look-alikes alone stands for («HKO», «c»), None for a foreign one."""
    table, sure = _lookalikes()
    if not sure.issuperset(word):
        return None
    new = "".join(table[c] for c in word)
    if _ROMAN.fullmatch(word):
        return None
    return new if new in _acronyms() or (is_word(new) and not word.isupper()) else None


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


def replace_digits(text: str) -> Iterator[Change]:
    """Put digits for О and З inside numbers («2О17»), and letters for 0 and 3 at the start of words («0бщество»)."""
    for match in _WITH_DIGITS.finditer(text):
        token = match[0]
        if token.isdigit():
            continue
        number = token.translate(str.maketrans("ОоЗз", "0033"))
        word = token.translate(str.maketrans("03", "ОЗ" if token[1:2].isupper() else "оз"))
        if number.isdigit() and len(number) > 2 and sum(c.isdigit() for c in token) * 2 >= len(token):
            yield Change(match.start(), match.end(), number)
        elif not word[0].isdigit() and word.isalpha() and len(word) > 4 and is_word(word):
            first = word[0].upper() if _starts_sentence(text, match.start()) else word[0]
            yield Change(match.start(), match.end(), first + word[1:])


def _starts_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(' «"(')
    return not before or before[-1] in ".!?:"


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
