"""One resolution, its blocks, or the figures of an evaluation, shown in a terminal by rich. Text is never markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from civictext.report.marks import PRIORITY, Mark, marks, runs
from civictext.report.names import Names

if TYPE_CHECKING:
    from civictext.evaluate import Evaluation
    from civictext.records import Block, SourceDocument

#: look of each kind of tag; the underline and the label below tell it without colour
STYLES = {
    "actor": "cyan",
    "action": "bold green",
    "object": "underline",
    "theme": "magenta",
    "deadline": "yellow",
    "program": "blue",
    "correction": "bold yellow",
}
METADATA = ("title", "event", "date", "place", "region", "level")


def show_resolution(rows: Mapping[str, Any], console: Console, *, lang: str = "ru") -> None:
    """Print a resolution's metadata and every recommendation with its tags, highlighted in the text.

    Parameters
    ----------
    rows : mapping
        ``{"document": row, "recommendations": rows}`` as `civictext.documents.document_rows` returns them.
    console : Console
    lang : {"ru", "en"}
    """
    names = Names(lang)
    document, recommendations = rows["document"], rows["recommendations"]
    console.print(_metadata(document, len(recommendations), names))
    for warning in document.get("warnings") or ():
        console.print(Text(f"{names.word('terminal.warning')}: {visible(warning)}", style="yellow"))
    if not recommendations:
        console.print(Text(names.word("terminal.nothing"), style="yellow"))
    heading = None
    for row in recommendations:
        if row["heading"] and row["heading"] != heading:
            console.print(Padding(Text(visible(row["heading"]), style="bold"), (1, 0, 0, 0)))
        heading = row["heading"]
        console.print(recommendation(row, document["text"], names))
    if recommendations:
        console.print(Padding(Text(names.word("terminal.how_to_correct"), style="dim"), (1, 0, 0, 0)))


def _metadata(document: Mapping[str, Any], n: int, names: Names) -> Table:
    values = {
        "document": document.get("source"),
        "title": document.get("title"),
        "event": document.get("event_name") or names.label("event_kinds", document.get("event_kind")),
        "date": document.get("date"),
        "place": document.get("place"),
        "region": names.region(document.get("region")),
        "level": names.label("levels", document.get("level")),
        "recommendations": n,
    }
    table = Table.grid(padding=(0, 2))
    for key, value in values.items():
        table.add_row(
            Text(names.word(f"terminal.{key}"), style="dim"), Text(visible("—" if value in (None, "") else str(value)))
        )
    return table


def recommendation(row: Mapping[str, Any], document_text: str, names: Names) -> Padding:
    """Return a recommendation with its marks in colour, its tags in lines below."""
    number = f"{row['n']:>3}  "
    body = Text().append(number, style="dim")
    body.append_text(highlighted(row["text"], marks(row, document_text)))
    return Padding(Group(body, Padding(_tags(row, names), (0, 0, 0, len(number)))), (1, 0, 0, 0))


def highlighted(text: str, found: list[Mark]) -> Text:
    """Return a text with its marks in colour; where marks overlap the more telling kind shows."""
    out = Text()
    for stretch, covering in runs(text, found):
        kinds = sorted({m.kind for m in covering}, key=PRIORITY.index)
        out.append(visible(stretch), style=STYLES[kinds[0]] if kinds else "")
    return out


def plain(shown: Any, width: int = 100) -> str:
    """Return what rich would print, as plain text."""
    out = StringIO()
    Console(file=out, width=width, color_system=None, force_terminal=False, force_jupyter=False).print(shown)
    return "\n".join(line.rstrip() for line in out.getvalue().strip("\n").split("\n"))


def _tags(row: Mapping[str, Any], names: Names) -> Text:
    lines = [
        *(
            _line(STYLES["actor"], names.label("roles", a["role"]), a["text"], names.label("actors", a["category"]))
            for a in row["actors"] or ()
        ),
        *(
            _line(STYLES["action"], names.label("actions", a["type"]), a["predicate"], a.get("object"))
            for a in row["actions"] or ()
        ),
    ]
    if not any(a["role"] == "addressee" for a in row["actors"] or ()):
        lines.insert(0, Text(names.word("terminal.no_addressee"), style="dim"))
    more = {
        "theme": ("themes", [names.label("themes", t["id"]) for t in row["themes"] or ()]),
        "deadline": ("deadline", [row["deadline"]] if row["deadline"] else []),
        "program": ("programs", list(row["programs"] or ())),
        "correction": (
            "corrected",
            [f"{c['field']} ({c['source'].removeprefix('correction:')})" for c in row.get("corrections") or ()],
        ),
    }
    lines += [
        _line(STYLES[kind], names.word(f"terminal.{word}"), ", ".join(values))
        for kind, (word, values) in more.items()
        if values
    ]
    return Text("\n").join(lines)


def _line(style: str, name: str, value: str, note: str | None = None) -> Text:
    line = Text(f"{name}: ", style="dim")
    line.append(visible(value), style=style)
    return line.append(f" · {visible(note)}", style="dim") if note else line


def show_blocks(source: SourceDocument, console: Console) -> None:
    """Print how a file was read, block by block: kind, label, depth, page, looks, text."""
    console.print(Text(f"{visible(source.source)}  {source.format}  {len(source.text)}", style="bold"))
    for key, value in sorted(source.report.items()):
        console.print(Text(f"{key}: {visible(str(value))}", style="dim"))
    for warning in source.warnings:
        console.print(Text(visible(warning), style="yellow"))
    table = Table.grid(padding=(0, 1))
    for block in source.blocks:
        table.add_row(
            Text(block.kind, style="cyan"),
            Text(visible(block.label or "")),
            Text(_look(block), style="dim"),
            Text(visible(block.text)),
        )
    console.print(table)


def _look(block: Block) -> str:
    parts = [
        f"{block.start}–{block.end}",
        f"↳{block.depth}" if block.depth else "",
        f"h{block.level}" if block.level else "",
        f"p{block.page}" if block.page else "",
        " ".join(block.style),
    ]
    return " ".join(p for p in parts if p)


def show_figures(
    evaluation: Evaluation, console: Console, *, lang: str = "ru", rows: Sequence[Mapping[str, Any]] | None = None
) -> None:
    """Print precision, recall and F1 of every kind of label as a table; `rows` may bring intervals of F1 (low, high)."""
    names = Names(lang)
    table = Table(box=None, header_style="dim")
    for key in ("figure", "precision", "recall", "f1", "n"):
        table.add_column(names.word(f"terminal.{key}"), justify="left" if key == "figure" else "right", no_wrap=True)
    if rows is not None:
        table.add_column(names.word("evaluation.interval"), justify="right", no_wrap=True)
    for row in evaluation.rows() if rows is None else rows:
        figures = ["—" if row[k] is None else f"{row[k]:.3f}" for k in ("precision", "recall", "f1")]
        bounds = "" if row.get("low") is None else f"{row['low']:.3f}–{row['high']:.3f}"
        table.add_row(Text(row["figure"]), *figures, str(row["n"]), *([] if rows is None else [bounds]))
    console.print(table)
    found = names.word("terminal.documents_found")
    console.print(Text(found.format(found=evaluation.n_found, all=evaluation.n_documents), style="dim"))


def visible(text: str) -> str:
    r"""Return a text without what would steer a terminal: control characters and direction overrides show as «�».

    Examples
    --------
    >>> visible("a\x1b[31mb")
    'a�[31mb'
    """
    return "".join("�" if _steers(c) else c for c in text)


def _steers(char: str) -> bool:
    code = ord(char)
    return (
        (code < 32 and char not in "\n\t")
        or 0x7F <= code <= 0x9F
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code <= 0xDFFF
    )
