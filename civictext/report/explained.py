"""An explanation in words, for a terminal or a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from civictext.report.display import NOTE, Display, Own, box
from civictext.report.names import Names, words
from civictext.report.terminal import visible
from civictext.resources import using_labels

if TYPE_CHECKING:
    from civictext.explain.items import Rejected
    from civictext.explain.records import Explanation, Near, Reason

KINDS = {"actor": "actors", "role": "roles", "action": "actions", "theme": "themes"}


def explained(explanation: Explanation, *, lang: str = "ru") -> str:
    """Return an explanation as lines of text: the reasons, then what almost fired."""
    names = Names(lang)
    lines = [f"{explanation.n}. {explanation.text}", ""]
    lines += [_reason(r, names) for r in explanation.reasons]
    if explanation.near:
        lines += ["", names.word("explain.near")]
        lines += [_near(n, names) for n in explanation.near]
    return visible("\n".join(lines))


def show_explanation(explanation: Explanation, own: Own = None, *, lang: str = "ru") -> Display:
    """Return what an explanation shows of itself; `own` are the labels of the user's own taxonomy."""
    with using_labels(own):
        return Display(str(explained_html(explanation, lang=lang)), explained(explanation, lang=lang))


def explained_html(explanation: Explanation, *, lang: str = "ru") -> Markup:
    """Return an explanation for a notebook: a table of the reasons, then what almost fired."""
    names = Names(lang)
    rows = Markup("").join(
        _row(
            names.word(f"explain.kind.{r.kind}"),
            _label(r.kind, r.label, names),
            r.words if r.kind != "recommendation" else "",
            _figure(r.score).rjust(4, "\u00a0"),
            ", ".join(part for part in (r.source, r.place) if part),
        )
        for r in explanation.reasons
    )
    near = Markup("").join(
        _row(
            names.word(f"explain.kind.{n.kind}"),
            _label(n.kind, n.label, names),
            n.words if n.kind != "recommendation" else "",
            names.word(f"explain.why.{n.why}").format(value=_figure(n.value), needed=_figure(n.needed)),
            n.source,
        )
        for n in explanation.near
    )
    out = Markup(
        '<div style="font-weight:700"><bdi>{}. {}</bdi></div><table style="overflow-wrap:break-word">{}</table>'
    ).format(explanation.n, explanation.text, rows)
    if near:
        out += Markup('<div style="{}">{}</div><table style="overflow-wrap:break-word">{}</table>').format(
            NOTE, names.word("explain.near"), near
        )
    return box(out)


def _row(kind: str, label: str, words: str, why: str, rule: str) -> Markup:
    cell = Markup('<td style="text-align:left;vertical-align:top;white-space:{}">{}</td>')
    narrow = [cell.format("nowrap", kind), cell.format("normal", label)]
    wide = [cell.format("normal", c) for c in (words, why, rule)]
    return Markup("<tr>{}</tr>").format(Markup("").join([*narrow, *wide]))


def _label(kind: str, key: str, names: Names) -> str:
    if kind in KINDS:
        return names.label(KINDS[kind], key)
    if kind == "specificity":
        return names.word(f"explain.part.{key}")
    return words(names.lang).get(f"explain.rule.{key}", key) if kind == "recommendation" else key


def _reason(reason: Reason, names: Names) -> str:
    head = f"{names.word(f'explain.kind.{reason.kind}')}: {_label(reason.kind, reason.label, names)}".rstrip(": ")
    quoted = f" – «{reason.words}»" if reason.words and reason.kind != "recommendation" else ""
    score = "" if reason.score is None else f", {reason.score:.2f}"
    rule = ", ".join(part for part in (reason.source, reason.place) if part)
    example = f"\n      {reason.example}" if reason.example else ""
    return f"  {head}{quoted}{score}\n      [{rule}]{example}"


def _near(near: Near, names: Names) -> str:
    why = names.word(f"explain.why.{near.why}")
    figures = {"value": _figure(near.value), "needed": _figure(near.needed)}
    label = _label(near.kind, near.label, names)
    kind = names.word(f"explain.kind.{near.kind}")
    head = f"{kind}: {label}" if label else kind
    return f"  {head} – «{near.words}» – {why.format(**figures)} [{near.source}]"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def rejected_lines(found: Iterable[Rejected], *, lang: str = "ru") -> str:
    """Return the lines that are no recommendations, each with its rule."""
    names = Names(lang)
    out = []
    for r in found:
        why = f"{r.declined_by}: {r.example}" if r.declined_by else names.word("explain.nothing_asks")
        asked = f" ({names.word('explain.asked_by')}: {', '.join(r.asked_by)})" if r.asked_by else ""
        out.append(f"– {r.text}\n    {why}{asked}")
    return visible("\n".join(out) or names.word("explain.no_rejected"))
