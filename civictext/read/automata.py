"""The word automata of pymorphy3's dictionary, read directly: the same answers as through its DAWG-Python, in a fifth of the time.

An automaton is a file of dawgdic: units of 32 bits, each a state with the way to its successors, and a guide that names the
first successor and the next sibling of every state. Files are mapped into memory, so that all processes share them. Where
the compiled package DAWG2 (``pymorphy3[fast]``) is installed, pymorphy3 is left as it is.
"""

from __future__ import annotations

import mmap
import struct
from binascii import a2b_base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_LABEL = 0x800000FF  # a unit's label with the mark of a leaf
_HAS_VALUE = 0x100
_VALUE = 0x7FFFFFFF
_NOWHERE = -1
_SEPARATOR = b"\x01"  # between a key and its records

#: letter as bytes → the letters (as bytes, as text) that may stand for it, as pymorphy3 compiles them
Substitutes = Mapping[bytes, list[tuple[bytes, str]]]


class Automaton:
    """Follows keys through a file of dawgdic; state 0 is the root."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        n_states = int.from_bytes(data[:4], "little")
        self.units = data[4 : 4 + 4 * n_states].cast("I")
        self.guide = data[8 + 4 * n_states :]

    def follow(self, key: bytes, state: int = 0) -> int:
        """Return the state after `key`, -1 if there is none."""
        units = self.units
        for byte in key:
            unit = units[state]
            state ^= (unit >> 10) << ((unit & 0x200) >> 6) ^ byte
            if units[state] & _LABEL != byte:
                return _NOWHERE
        return state

    def value(self, state: int) -> int | None:
        """Return the number of the key that ends in a state, None if none does."""
        unit = self.units[state]
        if not unit & _HAS_VALUE:
            return None
        return self.units[state ^ (unit >> 10) << ((unit & 0x200) >> 6)] & _VALUE

    def endings(self, state: int, key: bytes = b"") -> Iterator[bytes]:
        """Yield the keys that go on from a state, in the order of the file; `key` is put before them."""
        units, guide = self.units, self.guide
        ahead = [(state, key)]
        while ahead:
            state, key = ahead.pop()
            unit = units[state]
            if unit & _HAS_VALUE:
                yield key
            base = state ^ (unit >> 10) << ((unit & 0x200) >> 6)
            label, children = guide[2 * state], []
            while label:
                child = base ^ label
                children.append((child, key + bytes((label,))))
                label = guide[2 * child + 1]
            ahead += reversed(children)


class Records:
    """Keys with records of numbers, as pymorphy3 asks for them: ``words`` and ``prediction_suffixes_dawgs``.

    Parameters
    ----------
    path : Path
        File of the automaton.
    fmt : str
        The format of a record in the notation of `struct`.
    """

    def __init__(self, path: Path, fmt: str) -> None:
        self.automaton = Automaton(path)
        self._struct = struct.Struct(fmt)
        # words that bend alike end in the same state: far fewer states than words
        self._records: dict[int, list[tuple[int, ...]]] = {}

    def __contains__(self, key: str) -> bool:
        state = self.automaton.follow(key.encode())
        return state != _NOWHERE and self.automaton.follow(_SEPARATOR, state) != _NOWHERE

    def similar_items(self, key: str, substitutes: Substitutes) -> list[tuple[str, list[tuple[int, ...]]]]:
        """Return (word, records) of the keys that `key` may stand for, itself first."""
        return [(word, self._at(state)) for word, state in self._similar(key, substitutes)]

    def similar_item_values(self, key: str, substitutes: Substitutes) -> list[list[tuple[int, ...]]]:
        """Return the records of the keys that `key` may stand for."""
        return [self._at(state) for _, state in self._similar(key, substitutes)]

    def similar_keys(self, key: str, substitutes: Substitutes) -> list[str]:
        """Return the keys that `key` may stand for, itself first."""
        return [word for word, _ in self._similar(key, substitutes)]

    def iteritems(self, prefix: str = "") -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield (key, record) of all keys that begin with `prefix`."""
        state = self.automaton.follow(prefix.encode())
        if state != _NOWHERE:
            for ending in self.automaton.endings(state, prefix.encode()):
                key, _, record = ending.partition(_SEPARATOR)
                yield key.decode(), self._struct.unpack(a2b_base64(record))

    def _similar(self, key: str, substitutes: Substitutes) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        self._walk("", key, 0, {letter.decode(): others for letter, others in substitutes.items()}, found)
        return found

    def _walk(
        self,
        done: str,
        rest: str,
        state: int,
        substitutes: Mapping[str, list[tuple[bytes, str]]],
        found: list[tuple[str, int]],
    ) -> None:
        """Add (key, state) of what `done` (which led to `state`) and then `rest` may stand for."""
        follow = self.automaton.follow
        branches: list[tuple[str, str, int]] = []
        at = 0
        for i, letter in enumerate(rest):
            if letter in substitutes:
                state = follow(rest[at:i].encode(), state)
                if state == _NOWHERE:
                    break
                at = i
                ways = ((other, follow(step, state)) for step, other in substitutes[letter])
                branches += [(done + rest[:i] + other, rest[i + 1 :], way) for other, way in ways if way != _NOWHERE]
        if state != _NOWHERE:
            state = follow(rest[at:].encode() + _SEPARATOR, state)
            if state != _NOWHERE:
                found.append((done + rest, state))
        for branch in branches:
            self._walk(*branch, substitutes, found)

    def _at(self, state: int) -> list[tuple[int, ...]]:
        records = self._records.get(state)
        if records is None:
            unpack = self._struct.unpack
            records = self._records[state] = [unpack(a2b_base64(e)) for e in self.automaton.endings(state)]
        return records


class Shares:
    """How often a word form has a tag: ``p_t_given_w`` of pymorphy3's probability estimator."""

    def __init__(self, path: Path, multiplier: int) -> None:
        self.automaton = Automaton(path)
        self.multiplier = multiplier
        self._last = "", _NOWHERE  # pymorphy3 asks for all tags of a word in turn

    def prob(self, word: str, tag: Any) -> float:
        """Return the share of the uses of `word` that have `tag`, 0 if nothing is known."""
        last, state = self._last
        if word != last:
            state = self.automaton.follow(f"{word}:".encode())
            self._last = word, state
        if state == _NOWHERE:
            return 0.0
        state = self.automaton.follow(str(tag).encode(), state)
        value = self.automaton.value(state) if state != _NOWHERE else None
        return (value or 0) / self.multiplier


def quicken(analyzer: Any) -> Any:
    """Return a pymorphy3 analyzer that reads its automata through this module, unless the compiled package does it."""
    from pymorphy3 import dawg

    if dawg.EXTENSION_AVAILABLE:
        return analyzer
    dictionary, folder = analyzer.dictionary, Path(analyzer.dictionary.path)
    dictionary.words = Records(folder / "words.dawg", dawg.WordsDawg.DATA_FORMAT)
    dictionary.prediction_suffixes_dawgs = [
        Records(folder / f"prediction-suffixes-{n}.dawg", dawg.PredictionSuffixesDAWG.DATA_FORMAT)
        for n in range(len(dictionary.prediction_suffixes_dawgs))
    ]
    if analyzer.prob_estimator is not None:
        multiplier = dawg.ConditionalProbDistDAWG.MULTIPLIER
        analyzer.prob_estimator.p_t_given_w = Shares(folder / "p_t_given_w.intdawg", multiplier)
    return analyzer
