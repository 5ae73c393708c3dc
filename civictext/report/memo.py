"""The short report as a list of parts, for a memo: what Markdown and Word files are made of. Knows no format."""

from __future__ import annotations

from dataclasses import dataclass

from civictext.report.figures import FEW, Figures, Line
from civictext.report.headlines import headlines
from civictext.report.wording import clip, number, percent

#: commitments and labels shown in a memo; the page has them all
MANY, LONG = 15, 300


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 0 is the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list; numbered where the order matters."""

    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; columns after the first `n_words` are numbers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_words: int = 1


Part = Heading | Paragraph | Points | Grid


def memo(figures: Figures) -> list[Part]:
    """Return the parts of the memo, in reading order."""
    names = figures.names
    parts: list[Part] = [Heading(names.word("page.title"), 0), Paragraph(figures.lead)]
    parts += _read(figures)
    parts.append(Heading(names.word("section.headlines")))
    found = [h.text(names) for h in headlines(figures)]
    parts.append(Points(tuple(found), numbered=True) if found else Paragraph(names.word("headline.none")))
    for what, section in (("theme", "themes"), ("addressee", "addressees")):
        parts += [Heading(names.word(f"section.{section}")), _lines(figures, figures.lines(what))]
    parts += [*_clusters(figures), *_apart(figures)]
    cautions = ("unit", "shares", "duplicates", "caution")
    return [
        *parts,
        Heading(names.word("section.method")),
        *(Paragraph(names.word(f"method.{key}")) for key in cautions),
    ]


def _read(figures: Figures) -> list[Part]:
    names, errors = figures.names, figures.errors
    n = len(figures.documents)
    parts: list[Part] = [Heading(names.word("section.read"))]
    if not errors:
        return [*parts, Paragraph(names.say("read.all", n=n))]
    header = tuple(names.word(f"read.{key}") for key in ("source", "problem", "hint"))
    lines = tuple(tuple(clip(str(e[k] or ""), LONG) for k in ("source", "error", "hint")) for e in errors)
    return [*parts, Paragraph(names.say("read.summary", n=n, m=len(errors))), Grid(header, lines, n_words=3)]


def _lines(figures: Figures, lines: list[Line]) -> Grid:
    names = figures.names
    header = tuple(names.word(f"column.{key}") for key in ("name", "n", "share", "d", "r"))
    cells = [
        (
            clip(x.name, LONG),
            _number(figures, x.n),
            percent(x.share, names.lang),
            _number(figures, x.n_resolutions),
            _number(figures, x.n_regions),
        )
        for x in lines
    ]
    return Grid(header, tuple(cells))


def _number(figures: Figures, n: int) -> str:
    return number(n, figures.names.lang)


def _clusters(figures: Figures) -> list[Part]:
    names = figures.names
    parts: list[Part] = [Heading(names.word("section.clusters"))]
    if not figures.clusters:
        return [*parts, Paragraph(names.word("clusters.none"))]
    header = tuple(names.word(f"column.{key}") for key in ("name", "n", "d", "r"))
    cells = [
        (clip(str(c["label"]), LONG), *(_number(figures, int(c[k] or 0)) for k in ("size", "n_documents", "n_regions")))
        for c in figures.clusters[:MANY]
    ]
    return [*parts, Paragraph(names.word("clusters.note")), Grid(header, tuple(cells))]


def _apart(figures: Figures) -> list[Part]:
    """Return what sets the regions of three resolutions and more apart."""
    names = figures.names
    found = [(name, lines) for _, name, n, lines in figures.apart if n >= FEW]
    if not found:
        return []
    texts = []
    for name, lines in found:
        said = (
            names.say(
                "apart.line",
                name=x["name"],
                n=x["n_recommendations"],
                all=x["denominator"],
                share=x["share"],
                rest=x["rest_share"],
            )
            for x in lines
        )
        texts.append(f"{name}: {'; '.join(said)}")
    return [Heading(names.word("section.apart")), Points(tuple(texts))]
