"""What a run found at a glance, for a notebook or a terminal: counts, coverage, what leads, what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from civictext.compare import UNASSIGNED, UNKNOWN, facet
from civictext.report.display import NOTE, Display, box
from civictext.report.figures import Figures
from civictext.report.names import Names
from civictext.report.terminal import visible
from civictext.report.wording import clip
from civictext.tables import Tables, rows

#: rows of a list
MOST = 5
#: unread inputs that are named
UNREAD = 5
LONG = 70
#: facets of which the most frequent labels are told → column, words of the title
MOST_OF = {"theme": ("themes", "notebook.most_themes"), "addressee": ("actors", "notebook.most_addressees")}
#: tags whose coverage is told → words of their name
COVERED = {"addressee": "overview.addressee", "theme": "overview.theme", "deadline": "overview.deadline"}
BAR = "display:inline-block;height:.7em;background:#2b5c8a;vertical-align:baseline"


@dataclass(frozen=True)
class List:
    """What leads: a title and (name, what stands behind the bar, length of the bar 0 to 1)."""

    title: str
    lines: tuple[tuple[str, str, float], ...]


def overview(tables: Tables, *, lang: str = "ru") -> Display:
    """Return the overview of a run.

    Parameters
    ----------
    tables : Tables
    lang : {"ru", "en"}
    """
    names = Names(lang)
    figures = Figures(tables, names)
    lists = [x for x in (_most(figures, "theme"), _most(figures, "addressee"), _recurring(figures)) if x.lines]
    coverage, remarks = _coverage(figures), _remarks(tables, names)
    return Display(str(_html(figures, coverage, lists, remarks)), _text(figures, coverage, lists, remarks))


def _coverage(figures: Figures) -> list[str]:
    counted, total, names = figures.counted, figures.n_recommendations, figures.names
    if not total:
        return []
    there = {
        "addressee": sum(any(a["role"] == "addressee" for a in actors or ()) for actors in counted["actors"]),
        "theme": sum(bool(themes) for themes in counted["themes"]),
        "deadline": figures.n_with_deadline,
    }
    lines = [
        names.say("notebook.with", name=names.word(COVERED[key]), n=n, all=total, share=n / total)
        for key, n in there.items()
    ]
    alone = int(counted["cluster"].isna().sum())
    return [
        *lines,
        names.say("notebook.with", name=names.word("notebook.alone"), n=alone, all=total, share=alone / total),
    ]


def _most(figures: Figures, what: str) -> List:
    names, total = figures.names, max(figures.n_recommendations, 1)
    column, title = MOST_OF[what]
    labels = facet(figures.counted[[column]], what)  # one column: making rows of all takes seconds in a large run
    sizes = Counter(label for row in labels for label in row if label not in (UNASSIGNED, UNKNOWN))
    found = sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))
    lines = [
        (clip(names.facet(what, key), LONG), names.say("notebook.row", n=n, share=n / total), n / total)
        for key, n in found[:MOST]
    ]
    return List(names.word(title), _with_rest(lines, found, names))


def _recurring(figures: Figures) -> List:
    names, found = figures.names, [c for c in figures.clusters if (c["n_regions"] or 0) > 1]
    most = max(len(figures.regions), 1)
    lines = [
        (
            clip(str(c["label"]), LONG),
            names.say("notebook.in_regions", n=c["size"], r=c["n_regions"]),
            c["n_regions"] / most,
        )
        for c in found[:MOST]
    ]
    return List(names.word("notebook.most_regions"), _with_rest(lines, found, names))


def _with_rest(
    lines: list[tuple[str, str, float]], found: Sequence[object], names: Names
) -> tuple[tuple[str, str, float], ...]:
    rest = len(found) - len(lines)
    return tuple([*lines, (names.say("notebook.more", n=rest), "", 0.0)] if rest else lines)


def _remarks(tables: Tables, names: Names) -> list[str]:
    errors = rows(tables.errors)
    copies = int(tables.documents["duplicate_of"].notna().sum())
    warnings = sum(len(w or ()) for w in tables.documents["warnings"]) + len(tables.run.get("warnings") or ())
    out = [
        names.say("read.summary", n=len(tables.documents), m=len(errors))
        if errors
        else names.say("read.all", n=len(tables.documents))
    ]
    out += [f"– {clip(str(e['source']), LONG)}: {clip(str(e['error']), 2 * LONG)}" for e in errors[:UNREAD]]
    if len(errors) > UNREAD:
        out.append(names.say("notebook.more", n=len(errors) - UNREAD))
    if copies:
        out.append(names.say("notebook.copies", n=copies))
    if warnings:
        out.append(names.say("notebook.warnings", n=warnings))
    return out


def _html(figures: Figures, coverage: Sequence[str], lists: Sequence[List], remarks: Sequence[str]) -> Markup:
    out = Markup('<div style="font-weight:700;font-size:110%">{}</div><div>{}</div>').format(
        figures.lead, " · ".join(coverage)
    )
    for found in lists:
        lines = Markup("").join(
            Markup(
                '<tr><td style="text-align:left;white-space:normal">{}</td>'
                '<td style="text-align:left;white-space:nowrap"><span style="{};width:{}em"></span> {}</td></tr>'
            ).format(name, BAR if length else "", f"{10 * length:.2f}", value)
            for name, value, length in found.lines
        )
        out += Markup('<div style="font-weight:700;margin-top:.6em">{}</div><table style="margin:0">{}</table>').format(
            found.title, lines
        )
    return box(out + Markup('<div style="{};margin-top:.6em">{}</div>').format(NOTE, Markup("<br>").join(remarks)))


def _text(figures: Figures, coverage: Sequence[str], lists: Sequence[List], remarks: Sequence[str]) -> str:
    lines = [figures.lead, *(f"  {c}" for c in coverage)]
    for found in lists:
        wide = max(len(name) for name, *_ in found.lines)
        lines += ["", f"{found.title}:", *(f"  {name:<{wide}}  {value}".rstrip() for name, value, _ in found.lines)]
    return visible("\n".join([*lines, "", *remarks]))
