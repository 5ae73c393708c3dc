"""From lines to candidates: every item, row and paragraph with the headings, sections and introducing lines that it stands under.

Doesn't judge content: which candidates ask for something is decided by `civictext.tag.operative`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from spacy.tokens import Doc

from civictext.records import Block, Passage, Stretch
from civictext.segment import tables
from civictext.segment.headings import addressee_passage, is_addressee_heading
from civictext.segment.leadins import Announced, announces, cue_kind
from civictext.segment.lexicon import lemmas
from civictext.segment.lines import (
    MAX_HEADING_WORDS,
    Line,
    ends_open,
    ends_unfinished,
    is_furniture,
    is_responsible,
    is_term,
    make_lines,
    starts_action_noun,
    starts_dative,
    starts_infinitive,
    starts_lower,
)
from civictext.segment.outline import Entry, OpenLists
from civictext.segment.pipes import rows_from_pipes
from civictext.segment.words import is_finite, is_infinitive, matches

MAX_BARE_SENTENCES = 2


@dataclass(frozen=True)
class Candidate:
    """An item, a table row or a running paragraph, and what it stands under.

    `announced` is what the line that introduces it promises: ``ask``, ``finding``, ``agenda``, ``annex``, ``other`` (a clause
    without any cue) or None (no such line).
    """

    line: Line
    kind: Literal["item", "bare", "row", "text"]
    announced: Announced | None = None
    heading: Passage | None = None
    section: Passage | None = None
    parent: Passage | None = None
    term: Passage | None = None
    label: str | None = None
    spans: tuple[Stretch, ...] = ()
    introduces: bool = False


@dataclass
class _Scope:
    """What holds at the place that the reader has come to."""

    announced: Announced | None = None
    paused: Announced | None = None
    heading: Passage | None = None
    section: Passage | None = None
    section_first: bool = False
    heading_used: bool = False
    bare: bool = False
    lists: OpenLists = field(default_factory=OpenLists)


def find_candidates(doc: Doc, blocks: Sequence[Block]) -> list[Candidate]:
    """Return the candidates of a document in order.

    Parameters
    ----------
    doc : Doc
        Annotated with parts of speech, features, lemmas, heads and sentences.
    blocks : sequence of Block
        Its blocks in reading order.
    """
    scope = _Scope()
    out: list[Candidate] = []
    runs = [
        (table, [b for _, b in run]) for table, run in groupby(_by_table(rows_from_pipes(blocks)), key=lambda b: b[0])
    ]
    for i, (table, group) in enumerate(runs):
        if table is None:
            before_rows = make_lines(doc, runs[i + 1][1][:1])[:1] if i + 1 < len(runs) else []
            _walk(make_lines(doc, group), before_rows, scope, out)
        else:
            out += _rows(doc, group, scope)
    return out


def _by_table(blocks: Sequence[Block]) -> Iterator[tuple[int | None, Block]]:
    for block in blocks:
        if block.kind != "page_break":
            yield (block.table or 0) if block.kind == "row" and block.cells else None, block


def _walk(lines: Sequence[Line], behind: Sequence[Line], scope: _Scope, out: list[Candidate]) -> None:
    """Read a run of lines; `behind` is the first row of the table that follows it, if one does."""
    skip_to = -1
    for i, line in enumerate(lines):
        if i < skip_to:
            continue
        after = next(iter([*lines[i + 1 : i + 2], *behind]), None)
        quoted = _quoted_wording(lines, i)
        if quoted:
            skip_to = quoted
            after = None
        _read_line(line, after, scope, out)


def _read_line(line: Line, after: Line | None, scope: _Scope, out: list[Candidate]) -> None:
    if is_furniture(line):
        return
    if is_responsible(line) or is_term(line):
        _attach(line, out)
    elif introduces(line, after, in_scope=scope.announced == "ask" or scope.heading is not None):
        _introduce(line, after, scope, out)
    elif line.label is not None:
        _item(line, scope, out, "item")
    elif _continues(line, out):
        out[-1] = _extended(out[-1], line)
    elif _is_bare_item(line, scope, out):
        _item(line, scope, out, "bare")
    else:
        out.append(Candidate(line, "text", scope.announced, spans=((line.block.start, line.block.end),)))
        scope.bare = False
        scope.paused = scope.announced or scope.paused
        scope.announced = None


# --- introducing lines ------------------------------------------------------------------------


def introduces(line: Line, after: Line | None, *, in_scope: bool = False) -> bool:
    """Tell whether a line introduces those after it: by its colon, or by its look and what follows."""
    if after is None:
        return False
    if ends_open(line):
        return True
    if line.label is not None:
        return _is_labelled_heading(line, after)
    if announces(line) == "ask" and _promises(line) and len(line.sents) <= 1:
        return True
    if not _is_listlike(after) and not (in_scope and _is_plain_heading(line) and ends_open(after)):
        return False
    return _is_plain_heading(line)


def _is_labelled_heading(line: Line, after: Line) -> bool:
    """«1. Профсоюзным комитетам» before «1.1» or «–», without a colon."""
    if after.label is None or not _is_plain_heading(line) or line.label is None:
        return False
    deeper = after.label.signature != line.label.signature or after.block.depth > line.block.depth
    same_kind = after.label.kind == line.label.kind
    back = (same_kind and len(after.label.parts) < len(line.label.parts)) or after.block.depth < line.block.depth
    return (
        deeper
        and not back
        and (is_addressee_heading(line) or line.block.kind == "heading" or after.label.value in (1, None))
    )


def _is_plain_heading(line: Line) -> bool:
    """A short line without closing sign and without a clause of its own."""
    if not ends_unfinished(line) or len(line.words) > MAX_HEADING_WORDS or starts_lower(line):
        return False
    return not any(
        is_infinitive(t) or is_finite(t) for t in line.tokens if t.dep_ not in {"acl:relcl", "acl"}
    ) or _only_asks(line)


def _only_asks(line: Line) -> bool:
    """«Участники рекомендуют», «РЕШИЛИ РЕКОМЕНДОВАТЬ вузам» without colon: no verb but those of asking."""
    return announces(line) == "ask" and not _has_measure(line)


def _is_listlike(line: Line) -> bool:
    return (
        line.label is not None
        or line.block.kind == "row"
        or starts_infinitive(line)
        or (starts_lower(line) and line.text.rstrip().endswith(";"))
    )


def _promises(line: Line) -> bool:
    """«… следующие рекомендации.» ends with a full stop, yet introduces."""
    return any(matches(t, lemmas("structure_cues", "follow")) for t in line.words)


def _has_measure(line: Line) -> bool:
    """Tell whether an introducing line has an infinitive of its own besides verbs of asking."""
    return any(is_infinitive(t) and cue_kind(t) not in {"ask", "need"} for t in line.tokens)


def _introduce(line: Line, after: Line | None, scope: _Scope, out: list[Candidate]) -> None:
    inside = line.label is not None or (starts_lower(line) and bool(scope.lists.entries))
    if inside:
        _introduce_inside(line, scope, out)
    else:
        _introduce_outside(line, scope)
    scope.bare = True


def _introduce_inside(line: Line, scope: _Scope, out: list[Candidate]) -> None:
    heading = is_addressee_heading(line)
    entry = Entry(
        line.label, line.block.depth, True, announces(line), addressee_passage(line), heading, line.passage,
    )  # fmt: skip
    _place(entry, scope)


def _introduce_outside(line: Line, scope: _Scope) -> None:
    kind, addressee = announces(line), addressee_passage(line)
    scope.lists.clear()
    if is_addressee_heading(line):
        _set_heading(scope, line.passage)
        scope.announced = scope.announced if kind is None else kind
    elif kind is not None:
        keep = scope.heading is not None and not scope.heading_used and addressee is None
        scope.announced, scope.paused = kind, None
        if not keep:
            _set_heading(scope, addressee)
            scope.section = None
        if _has_measure(line):
            scope.lists.entries.append(Entry(None, -1, True, kind, addressee, False, line.passage))
    elif addressee is not None or _has_measure(line):
        _set_heading(scope, addressee or scope.heading)
        scope.lists.entries.append(Entry(None, -1, True, None, addressee, False, line.passage))
    elif any(is_finite(t) for t in line.tokens):  # a clause that promises nothing of our sort
        scope.announced, scope.paused = "other", None
    else:
        _set_section(scope, line.passage)


def _set_heading(scope: _Scope, heading: Passage | None) -> None:
    if scope.section is not None and not scope.section_first:
        scope.section = None
    scope.heading, scope.heading_used = heading, False


def _set_section(scope: _Scope, section: Passage) -> None:
    """A section inside an addressee's part keeps the addressee; one that came before the first addressee ends it."""
    if scope.heading is None or scope.section_first:
        scope.heading, scope.section_first = None, True
    scope.section = section


# --- items ------------------------------------------------------------------------------------


def _place(entry: Entry, scope: _Scope) -> None:
    replaced = scope.lists.place(entry)
    if replaced is not None:
        _set_heading(scope, replaced.addressee)


def _item(line: Line, scope: _Scope, out: list[Candidate], kind: Literal["item", "bare"]) -> None:
    if scope.announced is None and scope.lists.goes_on(line.label):  # a remark stood between two items of one list
        scope.announced = scope.paused
    entry = Entry(line.label, line.block.depth if line.label else 0, passage=line.passage)
    _place(entry, scope)
    heading, parent, announced = _context(scope)
    scope.heading_used = True
    scope.bare = kind == "bare"
    out.append(
        Candidate(
            line, kind, announced, heading, scope.section, parent, label=line.block.label,
            spans=((line.block.start, line.block.end),),
        )
    )  # fmt: skip


def _context(scope: _Scope) -> tuple[Passage | None, Passage | None, Announced | None]:
    """Return heading, parent and promise for the latest line: the nearest line above that has one decides."""
    above = scope.lists.above()
    heading = next((e.addressee for e in above if e.addressee), scope.heading)
    parent = next((e.passage for e in above if not e.is_heading), None)
    announced = next((e.announced for e in above if e.announced), scope.announced)
    return heading, parent, announced


def _is_bare_item(line: Line, scope: _Scope, out: list[Candidate]) -> bool:
    """A line without label is an item right under an introducing line or another bare item, if it looks like one."""
    if len(line.sents) > MAX_BARE_SENTENCES or (
        ends_unfinished(line) and scope.announced != "ask" and scope.heading is None
    ):
        return False
    if starts_lower(line) and (scope.bare or _ends_with(out, ";")):
        return True
    return scope.bare and (
        starts_infinitive(line) or starts_action_noun(line) or (starts_dative(line) and _has_measure(line))
    )


def _ends_with(out: Sequence[Candidate], sign: str) -> bool:
    return bool(out) and out[-1].kind in ("item", "bare") and out[-1].line.text.rstrip().endswith(sign)


def _continues(line: Line, out: Sequence[Candidate]) -> bool:
    """A line in small letters after an item that has not ended goes on with it."""
    if not out or out[-1].kind not in ("item", "bare") or not starts_lower(line):
        return False
    last = out[-1].line.text.rstrip()
    return bool(last) and (last[-1].isalnum() or last[-1] in ",-–—(")


def _extended(candidate: Candidate, line: Line) -> Candidate:
    *first, (start, _) = candidate.spans
    tokens = candidate.line.tokens + line.tokens
    doc = line.tokens[0].doc
    text = doc.text[candidate.line.block.start : line.block.end]
    block = replace(candidate.line.block, text=text, end=line.block.end)
    sents = candidate.line.sents + line.sents
    return replace(
        candidate,
        line=replace(candidate.line, block=block, tokens=tokens, sents=sents),
        spans=(*first, (start, line.block.end)),
    )


def _attach(line: Line, out: list[Candidate]) -> None:
    """The line of the term belongs to the item before it; who answers for it is no addressee under a heading."""
    if out and out[-1].kind in ("item", "bare") and is_term(line) and out[-1].term is None:
        out[-1] = replace(out[-1], term=line.passage)


def _quoted_wording(lines: Sequence[Line], i: int) -> int | None:
    """Return the place behind a quoted new wording that follows line i («изложить в следующей редакции:» + «…»), else None."""
    if not ends_open(lines[i]) or i + 1 >= len(lines) or not lines[i + 1].text.startswith(("«", '"')):
        return None
    depth = 0
    for j in range(i + 1, len(lines)):
        text = lines[j].text
        depth += text.count("«") - text.count("»")
        if depth <= 0 and j > i:
            return j + 1
    return None


# --- rows -------------------------------------------------------------------------------------


def _rows(doc: Doc, rows: Sequence[Block], scope: _Scope) -> list[Candidate]:
    out = []
    has_header = any(tables.header_columns(r.cells) for r in rows)
    for row, found in tables.read_table_rows(rows):
        if isinstance(found, Passage):
            _row_heading(doc, row, found, scope)
            continue
        measure = tables.cell(row, found, "measure")
        assert measure is not None
        block = replace(
            row, kind="paragraph", text=measure.text, start=measure.start, end=measure.end, cells=(), label=None
        )
        for line in make_lines(doc, [replace(block, label=tables.row_label(row, found))])[:1]:
            announced = scope.announced or ("ask" if has_header else None)
            responsible = tables.cell(row, found, "responsible") or scope.heading
            spans = ((measure.start, measure.end),)
            term = tables.cell(row, found, "term")
            out.append(
                Candidate(
                    line, "row", announced, responsible, scope.section, None, term, tables.row_label(row, found), spans
                )
            )
    return out


def _row_heading(doc: Doc, row: Block, cell: Passage, scope: _Scope) -> None:
    block = replace(row, kind="heading", text=cell.text, start=cell.start, end=cell.end, cells=())
    for line in make_lines(doc, [block]):
        if is_addressee_heading(line):
            _set_heading(scope, line.passage)
        else:
            _set_section(scope, line.passage)
