"""The open lists of a document while it is read: which list a label continues, and what stands above it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from civictext.records import Passage
from civictext.segment.labels import Label
from civictext.segment.leadins import Announced


@dataclass(frozen=True, slots=True)
class Entry:
    """The latest line of an open list.

    `introduces` tells that lines under it belong to it, `addressee` and `passage` are what it names for them, `announced` what it
    promises; `n_children` counts the lines found under it.
    """

    label: Label | None
    depth: int
    introduces: bool = False
    announced: Announced | None = None
    addressee: Passage | None = None
    is_heading: bool = False
    passage: Passage | None = None
    n_children: int = 0


@dataclass
class OpenLists:
    """Stack of open lists, outermost first."""

    entries: list[Entry] = field(default_factory=list)

    def place(self, entry: Entry) -> Entry | None:
        """Put a line where its label belongs; return the childless heading that it replaced, None mostly.

        «2.» after «1.» continues that list and closes what is open inside; a label of another kind, or one that starts anew
        under an introducing line, opens a list inside the latest line.
        """
        at = self._list_of(entry)
        replaced = None
        if at is not None:
            old = self.entries[at]
            replaced = old if old.is_heading and not old.n_children and not entry.introduces else None
            del self.entries[at:]
        self._count_child()
        self.entries.append(entry)
        return replaced

    def goes_on(self, label: Label | None) -> bool:
        """Tell whether a label counts on in one of the open lists."""
        new = Entry(label, 0)
        return label is not None and any(
            e.label and e.label.signature == label.signature and label.value and self._counts_on(e, new)
            for e in self.entries
        )

    def _list_of(self, new: Entry) -> int | None:
        if new.label is None:
            return next(
                (i for i, e in reversed(list(enumerate(self.entries))) if e.label is None and e.depth == new.depth),
                None,
            )
        same = [
            i
            for i, e in enumerate(self.entries)
            if e.label and e.label.signature == new.label.signature and self._level(e, new)
        ]
        if not same:
            return self._shallower(new)
        value = new.label.value
        if value is None:
            return same[-1]
        if value == 1 and self._opens_inside(same[-1]):
            return None
        exact = [i for i in same if self._counts_on(self.entries[i], new)]
        alike = [i for i in exact if self.entries[i].introduces == new.introduces]
        return (alike or exact or same)[-1]

    def _level(self, old: Entry, new: Entry) -> bool:
        """Bullets of one sign are told apart by depth; printed numbers tell their level themselves."""
        return old.depth == new.depth if new.label and new.label.value is None else True

    def _opens_inside(self, at: int) -> bool:
        return at == len(self.entries) - 1 and self.entries[at].introduces

    def _counts_on(self, old: Entry, new: Entry) -> bool:
        assert old.label and new.label
        return old.label.parts[:-1] == new.label.parts[:-1] and (new.label.value or 0) == (old.label.value or 0) + 1

    def _shallower(self, new: Entry) -> int | None:
        """«2.» after «1.1.» whose «1.» was cut off, and any label less deep than the open ones, closes the deeper lists."""
        assert new.label
        for i, e in enumerate(self.entries):
            if e.label and e.label.kind == new.label.kind == "number" and len(e.label.parts) > len(new.label.parts):
                return i
            if new.label.kind == "bullet" and e.depth > new.depth:
                return i
        return None

    def _count_child(self) -> None:
        if self.entries:
            self.entries[-1] = replace(self.entries[-1], n_children=self.entries[-1].n_children + 1)

    def clear(self) -> None:
        """Close all lists."""
        self.entries.clear()

    def above(self) -> list[Entry]:
        """Return the entries above the latest line, nearest first."""
        return self.entries[-2::-1]
