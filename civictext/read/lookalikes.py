"""Letters of other alphabets and digits that look like Russian letters, inside Russian words and the other way round.

A change is made only where the result is proved by the dictionary or by the letters around. All yield `Change`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from civictext.read.edits import Change
from civictext.read.words import is_word, parts_of_speech
from civictext.resources import data_path, read_table

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_FOREIGN = re.compile(r"[A-Za-zËëͰ-Ͽ]")
_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_WITH_DIGITS = re.compile(r"(?<![\w-])[0-9А-Яа-яЁё]*[0-9][0-9А-Яа-яЁё]*(?![\w])")


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


def _native(word: str) -> str | None:
    """Return a word of mixed letters in one alphabet, None where that cannot be."""
    table, sure = _lookalikes()
    foreign = {c for c in word if not _CYRILLIC.match(c)}
    if not foreign:
        return None
    roman = "".join(_latin_of().get(c, c) for c in word)
    if word.isupper() and _ROMAN.fullmatch(roman.replace("Y", "V")):  # a typist's У for V
        return roman.replace("Y", "V")
    if foreign <= table.keys():
        new = "".join(table.get(c, c) for c in word)
        if is_word(new) or (foreign <= sure and (len(word) > 3 or new in _acronyms())):
            return new
    return roman if roman.isascii() and len(foreign) * 2 > len(set(word)) else None


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
