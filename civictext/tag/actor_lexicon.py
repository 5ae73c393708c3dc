"""The lexicon of actors: which category a noun phrase has, by the lemmas of its head and of the words in it.

Rows live in ``data/lexicons/actors.csv`` and ``actor_sets.csv``; nothing here knows a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from civictext import resources
from civictext.gazetteer import regions

COLUMNS = ("rule", "category", "head", "with", "without", "needs", "example")
DEPENDENT, NONE = "dependent", "none"
FLAGS = frozenset(
    {"plural", "singular", "capital", "noncapital", "caps", "bare", "acting", "anim", "plain", "unknown", "relative"}
)
GRADED = frozenset({"level", "doc"})
LEVELS = ("federal", "regional", "municipal")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the lexicon; `groups` are the sets of lemmas of which the phrase must hold one each."""

    rule: str
    category: str
    heads: tuple[str, ...]
    groups: tuple[frozenset[str], ...]
    without: frozenset[str]
    needs: frozenset[str]
    example: str
    line: int

    @property
    def weight(self) -> int:
        """How many conditions the row states; the largest wins."""
        return 2 * len(self.groups) + len(self.needs - {"acting"})

    @property
    def score(self) -> float:
        """How sure a hit is, 0 to 1: a bare head is less sure than a phrase, a guess from the document's level least."""
        if any(n.startswith("doc:") for n in self.needs) or self.category == DEPENDENT:
            return 0.7
        return 0.95 if self.groups else 0.85

    def holds(self, words: Collection[str], features: Collection[str]) -> bool:
        """Tell whether the row's conditions hold for the words and features of a phrase."""
        return (
            self.needs <= set(features) | {"acting"}
            and self.without.isdisjoint(words)
            and not any(g.isdisjoint(words) for g in self.groups)
        )


class ActorLexicon:
    """Rows of the lexicon, found by the head of a phrase.

    Parameters
    ----------
    entries : iterable of Entry
    sets : mapping of set name to lemmas
    """

    def __init__(self, entries: Iterable[Entry], sets: dict[str, frozenset[str]]) -> None:
        self.sets = sets
        self.entries = tuple(entries)
        self.generic = frozenset(e.rule for e in self.entries if e.category == "other" and not e.groups)
        self.transparent = frozenset(h for e in self.entries if e.category == DEPENDENT for h in e.heads)
        self._by_head: dict[str, list[Entry]] = defaultdict(list)
        self._by_ending: list[tuple[str, Entry]] = []
        self._by_beginning: list[tuple[str, Entry]] = []
        for entry in self.entries:
            for head in entry.heads:
                if head.startswith("*"):
                    self._by_ending.append((head[1:], entry))
                elif head.endswith("*"):
                    self._by_beginning.append((head[:-1], entry))
                else:
                    self._by_head[head].append(entry)

    def has_head(self, keys: Iterable[str]) -> bool:
        """Tell whether a word with one of these lemmas can head an actor."""
        return any(self._rows(k) for k in keys)

    def _rows(self, name: str) -> list[Entry]:
        """Return the rows of a head: those that spell it out or its ending, else those that know how such names begin.

        An ending by itself tells only of words that no row spells out («крестьяне» are no inhabitants of a town).
        """
        exact = self._by_head.get(name, [])
        rows = exact + [e for ending, e in self._by_ending if name.endswith(ending) and (e.groups or not exact)]
        return rows or [e for beginning, e in self._by_beginning if name.startswith(beginning)]

    def collocate(self, keys: Iterable[str], word: str) -> bool:
        """Tell whether some row of a head asks for a word («орган … власть», «общество … инвалид»)."""
        return any(word in group for k in keys for e in self._by_head.get(k, ()) for group in e.groups)

    def match(self, keys: Sequence[str], words: Collection[str], features: Collection[str]) -> list[Entry]:
        """Return the rows that hold, the most specific first.

        Parameters
        ----------
        keys : sequence of str
            Lemma and form of the head; the first that the lexicon knows counts.
        words : collection of str
            Lemmas of the other words of the phrase.
        features : collection of str
            What else is known of it: ``plural``, ``level:regional``, ``doc:municipal`` …
        """
        rows: list[Entry] = []
        for name in keys:
            rows = self._rows(name)
            if rows:
                break
        found = [e for e in rows if e.holds(words, features)]
        return sorted(found, key=lambda e: (-e.weight, e.category != DEPENDENT, e.line))

    def makes(self, rule: str, words: Iterable[str]) -> bool:
        """Tell whether a rule stands on one of these modifiers and can therefore share it with a neighbour."""
        common = self.sets["shared_modifier"]
        return any(
            e.rule == rule and any(w in g and w in common for g in e.groups for w in words) for e in self.entries
        )

    def level(self, words: Sequence[str]) -> str:
        """Return the level that the nearest telling word of a phrase names, or ``none``."""
        city = not self.sets["federal_city"].isdisjoint(words)
        for word in words:
            for name in LEVELS:
                if word in self.sets[f"level_{name}"]:
                    return "regional" if name == "municipal" and city and word in {"город", "г"} else name
        return "regional" if city else "none"


def _split(cell: str, sets: dict[str, frozenset[str]], where: str) -> frozenset[str]:
    words: set[str] = set()
    for word in filter(None, cell.split("|")):
        if word.startswith("@"):
            if word[1:] not in sets:
                raise ValueError(f"{where}: no set {word!r}; known: {', '.join(sorted(sets))}")
            words |= sets[word[1:]]
        else:
            words.add(word)
    return frozenset(words)


def read_sets(path: Path) -> dict[str, frozenset[str]]:
    """Return the named sets of lemmas of a file.

    Raises
    ------
    ValueError
        If a set is empty or named twice.
    """
    sets: dict[str, frozenset[str]] = {}
    for line, row in resources.read_table(path, ("set", "lemmas")):
        words = frozenset(filter(None, row["lemmas"].split("|")))
        if not words or row["set"] in sets:
            raise ValueError(f"{path.name}, line {line}: set {row['set']!r} is {'repeated' if words else 'empty'}")
        sets[row["set"]] = words
    return sets


def read_entries(path: Path, sets: dict[str, frozenset[str]], categories: Collection[str]) -> list[Entry]:
    """Return the rows of a lexicon of actors.

    Raises
    ------
    ValueError
        If a category, set or flag is unknown, a rule is repeated or a row has no head or no example.
    """
    entries: list[Entry] = []
    rules: dict[str, int] = {}
    for line, row in resources.read_table(path, COLUMNS):
        where = f"{path.name}, line {line}"
        if row["category"] not in {*categories, DEPENDENT, NONE}:
            raise ValueError(f"{where}: no category {row['category']!r}; known: {', '.join(sorted(categories))}")
        if row["rule"] in rules:
            raise ValueError(f"{where}: rule {row['rule']!r} repeats line {rules[row['rule']]}")
        rules[row["rule"]] = line
        _check_needs(row["needs"].split(), where)
        if not row["head"] or "[" not in row["example"]:
            raise ValueError(f"{where}: a row needs a head and an example with the actor in [brackets]")
        entries.append(
            Entry(
                rule=row["rule"],
                category=row["category"],
                heads=tuple(sorted(_split(row["head"], sets, where))),
                groups=tuple(_split(g, sets, where) for g in row["with"].split()),
                without=_split(row["without"], sets, where),
                needs=frozenset(row["needs"].split()),
                example=row["example"],
                line=line,
            )
        )
    return entries


def _check_needs(needs: Sequence[str], where: str) -> None:
    for need in needs:
        name, _, value = need.partition(":")
        if need not in FLAGS and not (name in GRADED and value in {*LEVELS, "none"}):
            raise ValueError(f"{where}: no condition {need!r}; known: {', '.join(sorted(FLAGS))}, level:…, doc:…")


def _region_names() -> frozenset[str]:
    """Return the one-word names of the regions that are no towns («Карелия», «Приангарье»)."""
    names = {n for r in regions() if r.kind != "federal_city" for n in (r.short, *r.forms)}
    return frozenset(n.lower().replace("ё", "е") for n in names if " " not in n)


@cache
def load_lexicon(path: Path | None = None) -> ActorLexicon:
    """Return the lexicon of a file, the package's own without one."""
    sets = read_sets(resources.data_path("lexicons", "actor_sets.csv"))
    sets["level_regional"] |= _region_names()
    source = path or resources.data_path("lexicons", "actors.csv")
    return ActorLexicon(read_entries(source, sets, resources.labels("actors")), sets)
