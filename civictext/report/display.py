"""Resolutions, recommendations and commitments as highlighted HTML for a notebook, in the manner of displaCy.

Styles stand in the elements, so that a saved notebook keeps its look wherever it is shown. Every text is escaped; no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from civictext.report.flat import year_of
from civictext.report.marks import PRIORITY, Mark, marks, runs
from civictext.report.names import Names
from civictext.report.terminal import plain, recommendation, visible
from civictext.report.wording import clip, decimal
from civictext.resources import using_labels

#: look of each kind of mark; told apart without colour by its line, its weight and the word behind it
STYLES = {
    "actor": "background:#dcecf5;color:#1d2733;border-bottom:2px solid #1f6f9c",
    "action": "font-weight:700;color:#14532d",
    "object": "text-decoration:underline dotted #6b7682",
    "theme": "text-decoration:underline dashed #7a3e8e 2px",
    "deadline": "background:#fdecc8;color:#1d2733;border-bottom:3px double #8a4b00",
    "program": "font-style:italic",
}
#: line under an actor by role
ROLES = {"addressee": "solid", "beneficiary": "dashed", "partner": "double", "mentioned": "dotted"}
#: kinds whose word stands behind the marked text; an object is plain from its action, a theme from the line below
NAMED = ("actor", "action", "deadline", "program")
#: a page of its own, also inside a dark theme
BOX = (
    "background:#fff;color:#1d2733;padding:.6em .9em;border:1px solid #c9d3dc;border-radius:4px;max-width:64em;"
    "line-height:1.7;overflow-wrap:anywhere"
)
NOTE = "color:#4d5965;font-size:90%"
TAG = (
    "display:inline-block;font-size:72%;font-weight:400;font-style:normal;line-height:1.35;color:#3c4854;background:#fff;"
    "margin-left:.3em;padding:0 .3em;border:1px solid #9aa7b3;border-radius:3px;white-space:nowrap"
)
_KINDS = {"actor": "actors", "action": "actions", "object": "actions", "theme": "themes"}
#: labels come from a user's taxonomy: one of any length must not spoil the page
LONG = 80

Row = Mapping[str, Any]
Own = Mapping[str, Mapping[str, dict[str, str]]] | None


@dataclass(frozen=True, repr=False)
class Display:
    """What an object shows of itself: highlighted HTML in a notebook, plain text in a terminal."""

    html: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def highlighted_html(text: str, found: Sequence[Mark], *, lang: str = "ru") -> Markup:
    """Return a text whose marks are styled, each named behind its end; the title of a mark names all its tags.

    Examples
    --------
    >>> print(highlighted_html("Дать <НКО>", [Mark(6, 9, "theme", "nonprofit_sector")]))
    Дать &lt;<mark style="background:none;color:inherit;text-decoration:underline dashed #7a3e8e 2px"
    title="признак темы · Некоммерческий сектор">НКО</mark>&gt;
    """
    names = Names(lang)
    out, at = Markup(), 0
    for stretch, covering in runs(text, found):
        at += len(stretch)
        if not covering:
            out += escape(stretch)
            continue
        ordered = sorted(covering, key=lambda m: PRIORITY.index(m.kind))
        title = "\n".join(dict.fromkeys(_title(m, names) for m in ordered))
        out += Markup('<mark style="{}" title="{}">{}{}</mark>').format(
            _style(ordered), title, stretch, _tags((m for m in ordered if m.end == at), text, names)
        )
    return out


def _style(ordered: Sequence[Mark]) -> str:
    """Return the looks of all marks of a stretch together; the most telling one has the last word."""
    own = ["background:none;color:inherit", *(STYLES[m.kind] for m in reversed(ordered))]
    own += [f"border-bottom-style:{ROLES[m.detail]}" for m in reversed(ordered) if m.detail in ROLES]
    return ";".join(dict.fromkeys(own))


def _tags(ending: Iterable[Mark], text: str, names: Names) -> Markup:
    """Return the words behind marks that end here: the role of an actor, the type of an action unless the text is that very word."""
    found = dict.fromkeys(
        word
        for m in ending
        if m.kind in NAMED and (word := _tag(m, names)).casefold() != text[m.start : m.end].casefold()
    )
    return Markup("").join(Markup('<small style="{}">{}</small>').format(TAG, word) for word in found)


def _tag(mark: Mark, names: Names) -> str:
    word = {"actor": names.label("roles", mark.detail), "action": names.label("actions", mark.key)}.get(mark.kind)
    return clip(word or names.word(f"mark.{mark.kind}"), LONG)


def _title(mark: Mark, names: Names) -> str:
    label = names.label(_KINDS[mark.kind], mark.key) if mark.kind in _KINDS else ""
    parts = (names.word(f"mark.{mark.kind}"), label, names.label("roles", mark.detail))
    return " · ".join(clip(p, LONG) for p in parts if p)


def legend(kinds: Iterable[str], names: Names) -> Markup:
    """Return what the looks mean, for the kinds of marks that occur."""
    there = set(kinds)
    samples = [
        Markup('<mark style="background:none;color:inherit;{}">{}</mark>').format(
            STYLES[kind], names.word(f"mark.{kind}")
        )
        for kind in STYLES
        if kind in there
    ]
    if not samples:
        return Markup("")
    return Markup('<div style="{}">{}: {}</div>').format(NOTE, names.word("table.legend"), Markup(" · ").join(samples))


def resolution_html(rows: Mapping[str, Any], *, lang: str = "ru") -> Markup:
    """Return a resolution's metadata and its recommendations, tags highlighted in the text.

    Parameters
    ----------
    rows : mapping
        ``{"document": row, "recommendations": rows}`` as `civictext.documents.document_rows` returns them; of the document
        only ``text`` is needed.
    lang : {"ru", "en"}
    """
    names, document = Names(lang), rows["document"]
    event = document.get("event_name") or names.label("event_kinds", document.get("event_kind"))
    where = [document.get("date"), document.get("place"), names.region(document.get("region"))]
    facts = (str(f) for f in [document.get("title"), event, *where] if f)
    body, kinds, heading = Markup(), set[str](), None
    for row in rows["recommendations"]:
        if row["heading"] and row["heading"] != heading:
            body += Markup('<div style="font-weight:700;margin-top:.7em">{}</div>').format(row["heading"])
        heading, found = row["heading"], marks(row, document["text"])
        kinds |= {m.kind for m in found}
        body += _item(row, found, names)
    if not rows["recommendations"]:
        body += Markup("<p>{}</p>").format(names.word("terminal.nothing"))
    head = Markup('<div style="font-weight:700;font-size:110%">{}</div>').format(" · ".join(facts))
    return box(head + legend(kinds, names) + body)


def recommendation_html(row: Row, document_text: str, *, lang: str = "ru") -> Markup:
    """Return one recommendation with its tags highlighted.

    Parameters
    ----------
    row : mapping
        A row of the recommendation table.
    document_text : str
        The text that the row's offsets refer to.
    lang : {"ru", "en"}
    """
    names, found = Names(lang), marks(row, document_text)
    heading = Markup('<div style="font-weight:700">{}</div>').format(row["heading"]) if row["heading"] else Markup()
    return box(heading + _item(row, found, names) + legend((m.kind for m in found), names))


def cluster_html(cluster: Row, members: Sequence[tuple[Row, Row]], *, lang: str = "ru") -> Markup:
    """Return a commitment that recurs: its name, how far it is spread, and its members with their tags highlighted.

    Parameters
    ----------
    cluster : mapping
        A row of the cluster table.
    members : sequence of (mapping, mapping)
        The rows of each member and of its document.
    lang : {"ru", "en"}
    """
    names, kinds, body = Names(lang), set[str](), Markup()
    for row, document in members:
        found = marks(row, document["text"])
        kinds |= {m.kind for m in found}
        body += Markup('<div style="margin-top:.6em"><span style="{}">{}</span> <bdi>{}</bdi></div>').format(
            NOTE, member_place(document, names), highlighted_html(row["text"], found, lang=lang)
        )
    head = Markup('<div style="font-weight:700;font-size:110%">{}</div><div style="{}">{}</div>').format(
        cluster["label"], NOTE, cluster_facts(cluster, names)
    )
    return box(head + legend(kinds, names) + body)


def member_place(document: Row, names: Names) -> str:
    """Return where and when a recommendation was adopted, in short."""
    year = year_of(document.get("date"))
    return ", ".join(p for p in (names.region(document.get("region")), str(year or "")) if p) + ":"


def cluster_facts(cluster: Row, names: Names) -> str:
    """Return the counts of a commitment in one line, with its theme, its cohesion and a warning where it is weak."""
    years = ", ".join(str(y) for y in cluster["years"] or ())
    facts = [
        names.say("clusters.counts", n=cluster["size"], r=cluster["n_regions"]),
        years,
        names.label("themes", cluster["theme"]),
        names.say("notebook.cohesion", value=decimal(cluster["cohesion"], 2, names.lang))
        if cluster["cohesion"] is not None
        else "",
        names.word("notebook.weak") if cluster["flag"] else "",
    ]
    return " · ".join(clip(f, LONG) for f in facts if f)


def _item(row: Row, found: Sequence[Mark], names: Names) -> Markup:
    text = highlighted_html(row["text"], found, lang=names.lang)
    addressees = dict.fromkeys(
        names.label("actors", a["category"]) for a in row["actors"] or () if a["role"] == "addressee"
    )
    tags = {
        names.label("roles", "addressee"): addressees,
        names.word("terminal.themes"): [names.label("themes", t["id"]) for t in row["themes"] or ()],
    }
    lines = [f"{kind}: {', '.join(clip(t, LONG) for t in found)}" for kind, found in tags.items() if found]
    if not addressees:
        lines.insert(0, names.word("terminal.no_addressee"))
    return Markup('<div style="margin-top:.5em">{} <bdi>{}</bdi><div style="{}">{}</div></div>').format(
        row["label"] or f"{row['n']}.", text, NOTE, " · ".join(lines)
    )


def show_resolution(rows: Mapping[str, Any], own: Own = None, *, lang: str = "ru") -> Display:
    """Return what a resolution shows of itself; `own` are the labels of the user's own taxonomy."""
    with using_labels(own):
        document = rows["document"]
        head = [document.get("event_name") or document.get("title"), document.get("date"), document.get("region")]
        lines = [f"Resolution({', '.join(str(h) for h in head if h)})"]
        lines += [f"  {r['n']}. {r['text']}" for r in rows["recommendations"]]
        return Display(str(resolution_html(rows, lang=lang)), visible("\n".join(lines)))


def show_recommendation(row: Row, document_text: str | None, own: Own = None, *, lang: str = "ru") -> Display:
    """Return what a recommendation shows of itself; without its document's text only the tags are told, not their places."""
    with using_labels(own):
        text = document_text or ""
        return Display(str(recommendation_html(row, text, lang=lang)), plain(recommendation(row, text, Names(lang))))


def show_cluster(cluster: Row, members: Sequence[tuple[Row, Row]], own: Own = None, *, lang: str = "ru") -> Display:
    """Return what a commitment that recurs shows of itself."""
    with using_labels(own):
        names = Names(lang)
        lines = [f"{cluster['label']} ({cluster['cluster']})", cluster_facts(cluster, names)]
        lines += [f"  {member_place(document, names)} {row['text']}" for row, document in members]
        return Display(str(cluster_html(cluster, members, lang=lang)), visible("\n".join(lines)))


def box(content: Markup) -> Markup:
    """Return a frame around what an object shows."""
    return Markup('<div style="{}">{}</div>').format(BOX, content)
