"""What holds at the place that the reader of lines has come to: promise, addressee heading, section, open lists."""

from __future__ import annotations

from dataclasses import dataclass, field

from civictext.records import Passage
from civictext.segment.labels import Label
from civictext.segment.leadins import Announced
from civictext.segment.outline import Entry, OpenLists


@dataclass
class Scope:
    """State of the walk over the lines of one document.

    `announced` is what the latest lead-in promises, `paused` what it promised before running text came between; `bare` tells that a
    line without label may be an item here, `titled` that the title promises requests and no lead-in has come yet.
    """

    announced: Announced | None = None
    paused: Announced | None = None
    heading: Passage | None = None
    section: Passage | None = None
    section_first: bool = False
    heading_used: bool = False
    bare: bool = False
    titled: bool = False
    lists: OpenLists = field(default_factory=OpenLists)

    def announce(self, kind: Announced | None) -> None:
        """Begin the part that a lead-in promises."""
        self.announced, self.paused, self.titled = kind, None, False

    def pause(self) -> None:
        """Running text came: what was promised holds again only for items that count on in an open list."""
        self.bare = False
        self.paused = self.announced or self.paused
        self.announced = None

    def resume(self, label: Label | None) -> None:
        """Take the promise up again for an item that counts on over a remark."""
        if self.announced is None and self.lists.goes_on(label):
            self.announced = self.paused

    def set_heading(self, heading: Passage | None) -> None:
        """Begin an addressee's part; a section inside the part before ends."""
        if self.section is not None and not self.section_first:
            self.section = None
        self.heading, self.heading_used = heading, False

    def set_section(self, section: Passage) -> None:
        """Begin a section: inside an addressee's part it keeps the addressee, of two ranks the one met first is the outer."""
        if self.heading is None or self.section_first:
            self.heading, self.section_first = None, True
        self.section = section

    def place(self, entry: Entry) -> None:
        """Put a line into the open lists; a numbered heading whose items go on with its numbers becomes the heading."""
        replaced = self.lists.place(entry)
        if replaced is not None:
            self.set_heading(replaced.addressee)

    def context(self) -> tuple[Passage | None, Passage | None, Announced | None]:
        """Return heading, parent and promise for the latest line: the nearest line above that has one decides."""
        above = self.lists.above()
        heading = next((e.addressee for e in above if e.addressee), self.heading)
        parent = next((e.passage for e in above if not e.is_heading), None)
        announced = next(
            (e.announced for e in above if e.announced), self.announced or ("ask" if self.titled else None)
        )
        return heading, parent, announced
