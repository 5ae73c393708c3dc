"""A resolution as highlighted HTML for a notebook, in the manner of displaCy. Every text is escaped; no script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from civictext.report.marks import PRIORITY, Mark, marks, runs
from civictext.report.names import Names

#: look of each kind of mark; readable without colour by its line
STYLES = {
    "actor": "background:#dcecf5;border-bottom:2px solid #1f6f9c",
    "action": "font-weight:700;color:#14532d",
    "object": "text-decoration:underline dotted #8a95a1",
    "theme": "text-decoration:underline dashed #7a3e8e",
    "deadline": "background:#fdecc8;border-bottom:2px double #8a4b00",
    "program": "font-style:italic",
}
_KINDS = {"actor": "actors", "action": "actions", "object": "actions", "theme": "themes"}


def highlighted_html(text: str, found: list[Mark], *, lang: str = "ru") -> Markup:
    """Return a text whose marks are coloured spans; the title of a span names its tags.

    Examples
    --------
    >>> print(highlighted_html("поддержать <НКО>", [Mark(0, 10, "action", "support")]))
    <span style="font-weight:700;color:#14532d" title="действие · Поддерживать">поддержать</span> &lt;НКО&gt;
    """
    names = Names(lang)
    out = Markup()
    for stretch, covering in runs(text, found):
        if not covering:
            out += escape(stretch)
            continue
        telling = sorted(covering, key=lambda m: PRIORITY.index(m.kind))
        title = "\n".join(dict.fromkeys(_title(m, names) for m in telling))
        out += Markup('<span style="{}" title="{}">{}</span>').format(STYLES[telling[0].kind], title, stretch)
    return out


def _title(mark: Mark, names: Names) -> str:
    label = names.label(_KINDS[mark.kind], mark.key) if mark.kind in _KINDS else ""
    parts = (names.word(f"mark.{mark.kind}"), label, names.label("roles", mark.detail))
    return " · ".join(p for p in parts if p)


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
    facts = [
        document.get("title"),
        event,
        document.get("date"),
        document.get("place"),
        names.region(document.get("region")),
    ]
    out = Markup("<div><p><b>{}</b></p>").format(" · ".join(str(f) for f in facts if f))
    heading = None
    for row in rows["recommendations"]:
        if row["heading"] and row["heading"] != heading:
            out += Markup("<p><b>{}</b></p>").format(row["heading"])
        heading = row["heading"]
        out += _recommendation(row, document["text"], names)
    if not rows["recommendations"]:
        out += Markup("<p>{}</p>").format(names.word("terminal.nothing"))
    return out + Markup("</div>")


def _recommendation(row: Mapping[str, Any], document_text: str, names: Names) -> Markup:
    text = highlighted_html(row["text"], marks(row, document_text), lang=names.lang)
    addressees = [names.label("actors", a["category"]) for a in row["actors"] or () if a["role"] == "addressee"]
    tags = [
        " + ".join(dict.fromkeys(addressees)) or names.word("terminal.no_addressee"),
        *(names.label("themes", t["id"]) for t in row["themes"] or ()),
    ]
    return Markup("<p>{} {}<br><small>{}</small></p>").format(row["label"] or f"{row['n']}.", text, " · ".join(tags))
