"""From lines to candidates: every item, row and paragraph with the headings, sections and introducing lines that it stands under.

Doesn't judge content: which candidates ask for something is decided by `civictext.tag.operative`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from spacy.tokens import Doc

from civictext.records import Block
from civictext.segment.candidates import Candidate, Kind
from civictext.segment.introductions import has_measure, introduce, introduces
from civictext.segment.leadins import announces
from civictext.segment.lexicon import lemmas
from civictext.segment.lines import (
    Line,
    ends_open,
    ends_unfinished,
    is_furniture,
    is_responsible,
    is_term,
    last_sentence,
    make_lines,
    starts_action_noun,
    starts_dative,
    starts_infinitive,
    starts_lower,
)
from civictext.segment.outline import Entry
from civictext.segment.pipes import rows_from_pipes
from civictext.segment.rows import read_rows
from civictext.segment.scope import Scope
from civictext.segment.words import is_finite, matches

MAX_BARE_SENTENCES = 2


def find_candidates(doc: Doc, blocks: Sequence[Block]) -> list[Candidate]:
    """Return the candidates of a document in order.

    Parameters
    ----------
    doc : Doc
        Annotated with parts of speech, features, lemmas, heads and sentences.
    blocks : sequence of Block
        Its blocks in reading order.
    """
    scope = Scope()
    out: list[Candidate] = []
    tables = groupby(_with_table(rows_from_pipes(blocks)), key=lambda pair: pair[0])
    runs = [(table, [block for _, block in run]) for table, run in tables]
    for i, (table, run) in enumerate(runs):
        if table is None:
            row_behind = make_lines(doc, runs[i + 1][1][:1])[:1] if i + 1 < len(runs) else []
            _read_lines(make_lines(doc, run), row_behind, scope, out)
        else:
            out += read_rows(doc, run, scope)
    return out


def _with_table(blocks: Sequence[Block]) -> Iterator[tuple[int | None, Block]]:
    for block in blocks:
        if block.kind != "page_break":
            yield (block.table or 0) if block.kind == "row" and block.cells else None, block


def _read_lines(lines: Sequence[Line], row_behind: Sequence[Line], scope: Scope, out: list[Candidate]) -> None:
    """Read a run of lines; `row_behind` is the first row of the table that follows it, if one does."""
    lines = [line for line in lines if not is_furniture(line)]
    skip_to = 0
    for i, line in enumerate(lines):
        if i < skip_to:
            continue
        skip_to = _quotation_end(lines, i)
        behind = [] if skip_to else [*lines[i + 1 : i + 2], *row_behind]
        _read_line(line, next(iter(behind), None), scope, out)


def _read_line(line: Line, after: Line | None, scope: Scope, out: list[Candidate]) -> None:
    if is_responsible(line) or is_term(line):
        _attach_term(line, out)
        return
    before, last = last_sentence(line) if ends_open(line) else (None, line)
    if introduces(last, after, scope):
        if before is not None:
            out.append(_text(before, scope))
        introduce(last, scope)
    elif line.label is not None:
        out.append(_item(line, scope, "item"))
    elif _continues(line, out):
        out[-1] = out[-1].joined(line)
    elif _is_bare_item(line, scope, out):
        out.append(_item(line, scope, "bare"))
    else:
        scope.titled = scope.titled or (not out and _is_asking_title(line))
        out.append(_text(line, scope))
        scope.pause()


def _is_asking_title(line: Line) -> bool:
    """«Предложения экспертной группы …»: a title whose head promises requests."""
    return ends_unfinished(line) and announces(line) == "ask" and not any(is_finite(t) for t in line.tokens)


def _text(line: Line, scope: Scope) -> Candidate:
    return Candidate(line, "text", scope.announced, spans=((line.block.start, line.block.end),))


def _item(line: Line, scope: Scope, kind: Kind) -> Candidate:
    scope.resume(line.label)
    scope.place(Entry(line.label, line.block.depth if line.label else 0, passage=line.passage))
    heading, parent, announced = scope.context()
    scope.heading_used = True
    scope.bare = kind == "bare"
    spans = ((line.block.start, line.block.end),)
    return Candidate(line, kind, announced, heading, scope.section, parent, label=line.block.label, spans=spans)


def _is_bare_item(line: Line, scope: Scope, out: Sequence[Candidate]) -> bool:
    """A line without label is an item right under an introducing line or another bare item, if it looks like one."""
    unsure = scope.announced != "ask" and scope.heading is None
    if len(line.sents) > MAX_BARE_SENTENCES or (unsure and ends_unfinished(line)):
        return False
    if starts_lower(line) and (scope.bare or _ends_with(out, ";")):
        return True
    looks = starts_infinitive(line) or starts_action_noun(line) or (starts_dative(line) and has_measure(line))
    return scope.bare and looks


def _ends_with(out: Sequence[Candidate], sign: str) -> bool:
    return bool(out) and out[-1].is_item and out[-1].line.text.rstrip().endswith(sign)


def _continues(line: Line, out: Sequence[Candidate]) -> bool:
    """A line in small letters after an item that has not ended goes on with it."""
    if not out or not out[-1].is_item or not starts_lower(line):
        return False
    last = out[-1].line.text.rstrip()
    return bool(last) and (last[-1].isalnum() or last[-1] in ",-–—(")


def _attach_term(line: Line, out: list[Candidate]) -> None:
    """The line of the term belongs to the item before it; a line that only says who answers for it is left out."""
    if out and out[-1].is_item and is_term(line) and out[-1].term is None:
        out[-1] = replace(out[-1], term=line.passage)


def _quotation_end(lines: Sequence[Line], i: int) -> int:
    """Return the place behind the new wording that line i introduces («изложить в следующей редакции:» + «…»), else 0."""
    if not ends_open(lines[i]) or i + 1 >= len(lines) or not lines[i + 1].text.startswith(("«", '"')):
        return 0
    if not any(matches(t, lemmas("structure_cues", "wording")) for t in lines[i].words):
        return 0
    depth = 0
    for j in range(i + 1, len(lines)):
        depth += lines[j].text.count("«") - lines[j].text.count("»")
        if depth <= 0:
            return j + 1
    return 0
