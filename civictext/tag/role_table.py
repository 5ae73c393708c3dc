"""The table of government: which words before, above or beside a noun phrase give it its role.

Rows live in ``data/lexicons/roles.csv``; nothing here knows a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from civictext import resources

COLUMNS = ("rule", "kind", "words", "via", "role", "categories", "example")
KINDS = frozenset(
    [
        "group",
        "before",
        "verb",
        "noun",
        "converb",
        "modal",
        "label",
        "giving",
        "lacking",
        "receiving",
        "may",
        "mild",
        "contrast",
        "wishing",
        "agent",
        "wish",
        "lead",
        "asking",
        "chain",
        "quantity",
        "preposition",
        "category",
    ]
)
WORD_LISTS = frozenset(
    {"mild", "contrast", "wishing", "quantity", "lead", "asking", "chain"}
)  # kinds that give no role
ANY = "*"
NO_ACTOR = "none"


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One row: the role that `words` give to a phrase which stands in `via` (a case, or ``preposition+``)."""

    rule: str
    kind: str
    words: frozenset[str]
    via: str
    role: str
    categories: frozenset[str]  # empty: all
    example: str

    def suits(self, category: str) -> bool:
        """Tell whether the row speaks of actors of a category."""
        return not self.categories or category in self.categories


@dataclass(frozen=True, slots=True)
class Decision:
    """The role of a mention and who gave it.

    `source` is ``rule:roles.NAME``, ``rule:heading``, ``rule:unnamed_addressee`` or ``model:NAME``; `score` is the model's probability,
    `row` what the table of government says.
    """

    role: str
    source: str
    score: float | None = None
    row: RoleRow | None = None

    @property
    def carried(self) -> str:
        """The role that a phrase coordinated with this one has: what the table says of a mention that is no actor itself."""
        return self.row.role if self.row is not None and self.role == NO_ACTOR else self.role


class RoleTable:
    """The rows of the table by kind, in file order."""

    def __init__(self, rows: Iterable[RoleRow]) -> None:
        self.rows = tuple(rows)
        self._by_kind: dict[str, list[RoleRow]] = defaultdict(list)
        for row in self.rows:
            self._by_kind[row.kind].append(row)
        self.phrases = sorted(
            ((tuple(p.split()), row) for row in self._by_kind["before"] for p in row.words),
            key=lambda p: (-len(p[0]), p[0]),
        )

    def of(self, kind: str) -> list[RoleRow]:
        """Return the rows of a kind, in file order."""
        return self._by_kind[kind]

    def words(self, kind: str) -> frozenset[str]:
        """Return all words of a kind."""
        return frozenset().union(*(r.words for r in self.of(kind)))


def _categories(cell: str, groups: dict[str, frozenset[str]], where: str) -> frozenset[str]:
    found: set[str] = set()
    for name in filter(None, cell.split("|")):
        if name not in groups and name not in resources.labels("actors"):
            raise ValueError(f"{where}: no category or group {name!r}; groups: {', '.join(sorted(groups))}")
        found |= groups.get(name, frozenset({name}))
    return frozenset(found)


@cache
def load_roles(path: Path | None = None) -> RoleTable:
    """Return the table of a file, the package's own without one.

    Raises
    ------
    ValueError
        If a kind, role or category is unknown, or a rule is repeated; the message names file and line.
    """
    path = path or resources.data_path("lexicons", "roles.csv")
    groups: dict[str, frozenset[str]] = {}
    rows: dict[str, RoleRow] = {}
    for line, row in resources.read_table(path, COLUMNS):
        where = f"{path.name}, line {line}"
        if row["kind"] not in KINDS:
            raise ValueError(f"{where}: no kind {row['kind']!r}; known: {', '.join(sorted(KINDS))}")
        if row["rule"] in rows or row["rule"] in groups:
            raise ValueError(f"{where}: rule {row['rule']!r} stands twice")
        if row["kind"] == "group":
            groups[row["rule"]] = _categories(row["words"], groups, where)
            continue
        if row["role"] not in {*resources.labels("roles"), NO_ACTOR} and row["kind"] not in WORD_LISTS:
            raise ValueError(f"{where}: no role {row['role']!r}; known: {', '.join(resources.labels('roles'))}, none")
        rows[row["rule"]] = RoleRow(
            rule=row["rule"],
            kind=row["kind"],
            words=frozenset(filter(None, row["words"].split("|"))),
            via=row["via"],
            role=row["role"],
            categories=_categories(row["categories"], groups, where),
            example=row["example"],
        )
    return RoleTable(rows.values())
