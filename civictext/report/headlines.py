"""Headline findings: sentences made of the numbers, each with the recommendations behind it. Words are in the language files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from civictext.compare import UNASSIGNED, cross
from civictext.report.figures import FEW, Figures, Line
from civictext.report.names import Names
from civictext.report.payload import SET
from civictext.report.wording import Linked, clip, points, query


@dataclass(frozen=True)
class Headline:
    """One finding: the key of its sentence and the values to fill in."""

    key: str
    values: dict[str, Any]

    def text(self, names: Names) -> str:
        """Return the sentence as plain text."""
        return names.say(f"headline.{self.key}", **self.values)

    def html(self, names: Names) -> Markup:
        """Return the sentence for the page; its numbers open what is behind them."""
        return names.say_html(f"headline.{self.key}", **self.values)


def headlines(figures: Figures) -> list[Headline]:
    """Return up to five findings, in the order in which they are told; one that the data cannot support is left out."""
    found = [theme(figures), addressee(figures), recurring(figures), gaps(figures), apart(figures)]
    return [h for h in found if h is not None]


def theme(figures: Figures) -> Headline | None:
    """Return the theme of most recommendations, and the second."""
    lines = figures.lines("theme")
    if len(lines) < 2:
        return None
    first, second = lines[:2]
    return Headline(
        "theme",
        {
            "name": first.name,
            "n": Linked(first.n, query(theme=first.key)),
            "all": figures.n_recommendations,
            "share": first.share,
            "interval": _interval(figures, first),
            "r": first.n_regions,
            "regions": len(figures.regions),
            "second": second.name,
            "m": Linked(second.n, query(theme=second.key)),
        },
    )


def addressee(figures: Figures) -> Headline | None:
    """Return who is asked most, and about what."""
    lines = figures.lines("addressee")
    if not lines:
        return None
    first = lines[0]
    pairs = cross(figures.tables, "addressee", "theme")
    pairs = pairs[(pairs["addressee"] == first.key) & (pairs["theme"] != UNASSIGNED)]
    if pairs.empty:
        return None
    best = pairs.iloc[0]
    return Headline(
        "addressee",
        {
            "name": first.name,
            "n": Linked(first.n, query(addressee=first.key)),
            "share": first.share,
            "interval": _interval(figures, first),
            "r": first.n_regions,
            "theme": figures.names.facet("theme", best["theme"]),
            "m": Linked(int(best["n_recommendations"]), query(addressee=first.key, theme=best["theme"])),
        },
    )


def recurring(figures: Figures) -> Headline | None:
    """Return the commitment that stands in most regions."""
    if not figures.clusters or (figures.clusters[0]["n_regions"] or 0) < 2:
        return None
    first = figures.clusters[0]
    several = sum((c["n_regions"] or 0) >= FEW for c in figures.clusters)
    return Headline(
        "recurring",
        {
            "name": clip(str(first["label"]), 160),
            "n": Linked(int(first["size"]), query(cluster=first["cluster"])),
            "r": int(first["n_regions"]),
            "d": int(first["n_documents"]),
            "several": figures.names.say("headline.several", n=several) if several > 1 else "",
        },
    )


def gaps(figures: Figures) -> Headline | None:
    """Return how many recommendations name nobody to act, and how many set a deadline."""
    total = figures.n_recommendations
    if not total:
        return None
    nobody = total - figures.n_with("addressee")
    return Headline(
        "gaps",
        {
            "n": Linked(nobody, query(addressee=UNASSIGNED)),
            "share": nobody / total,
            "interval": "".join(_interval(figures, x) for x in figures.lines("missing") if x.key == "addressee"),
            "m": Linked(figures.n_with_deadline, query(deadline=SET)),
            "deadline": figures.n_with_deadline / total,
        },
    )


def apart(figures: Figures) -> Headline | None:
    """Return the theme that sets one region furthest apart, among regions of three resolutions and more."""
    regions = [(key, name, line) for key, name, n, lines in figures.apart if n >= FEW for line in lines[:1]]
    if not regions:
        return None
    key, name, line = max(regions, key=lambda r: (r[2]["difference"], r[0]))
    return Headline(
        "apart",
        {
            "region": name,
            "theme": line["name"],
            "n": Linked(line["n_recommendations"], query(region=key, theme=line["label"])),
            "all": line["denominator"],
            "share": line["share"],
            "rest": line["rest_share"],
            "difference": _difference(figures.names, line),
        },
    )


def _interval(figures: Figures, line: Line) -> str:
    """Return the interval of a share in words; nothing with fewer than three resolutions."""
    return "" if line.low is None else figures.names.say("headline.interval", low=line.low, high=line.high)


def _difference(names: Names, line: dict[str, Any]) -> str:
    """Return a difference of shares with its interval in words."""
    bounds = {"points": line["difference"], "low": line["difference_low"], "high": line["difference_high"]}
    if any(v is None for v in bounds.values()):
        return ""
    return names.say("headline.difference", **{k: points(v, names.lang) for k, v in bounds.items()})
