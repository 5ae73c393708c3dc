"""Why a line is a recommendation, or none: the rules of segmentation asked again, all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from spacy.tokens import Doc, Token

from civictext.explain.records import Near, Reason
from civictext.records import Block, Item, Record
from civictext.segment.candidates import Candidate
from civictext.segment.items import find_candidates
from civictext.tag import asks as asking
from civictext.tag import declines as declining

ASKS = {rule.__name__: rule for rule in asking.RULES}
DECLINES = {rule.__name__: rule for rule in declining.RULES}


@dataclass(frozen=True, slots=True)
class Rejected(Record):
    """A line that is no recommendation: the rule that declined it (empty: nothing in it asks), and rules that asked for it."""

    text: str
    declined_by: str
    example: str
    asked_by: tuple[str, ...]


def item_reasons(doc: Doc, item: Item) -> Iterator[Reason | Near]:
    """Yield why an item was taken, and the further rules that would have taken or declined one of its sentences."""
    rule = item.source.partition(".")[2]
    yield Reason("recommendation", rule, item.text, item.source, None, "", _example(ASKS.get(rule)))
    for sentence in _sentences(doc, item.spans):
        for name, speaks in ASKS.items():
            if name != rule and speaks(sentence):
                yield Near(
                    "recommendation", name, _text(sentence), f"{item.source.partition('.')[0]}.{name}", "also_asks"
                )
        for name, speaks in DECLINES.items():
            if speaks(sentence):
                yield Near("recommendation", name, _text(sentence), f"declines.{name}", "declines_part")


def rejected(doc: Doc) -> list[Rejected]:
    """Return the lines of a tagged document that are no recommendations though they stand in a list or have words of asking.

    Parameters
    ----------
    doc : Doc
        As the pipeline returns it.
    """
    taken = [(start, end) for item in doc._.recommendations or () for start, end in item["spans"]]
    out = []
    for candidate in find_candidates(doc, [Block.from_dict(b) for b in doc._.blocks or ()]):
        for tokens in _units(candidate):
            start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
            if any(s < end and start < e for s, e in taken):
                continue
            by = declining.declines(tokens) or ""
            asked = tuple(name for name, speaks in ASKS.items() if speaks(tokens))
            if by or asked or candidate.is_item or candidate.kind == "row":
                out.append(Rejected(" ".join(doc.text[start:end].split()), by, _example(DECLINES.get(by)), asked))
    return out


def _units(candidate: Candidate) -> Iterator[list[Token]]:
    inside = {t.i for t in candidate.line.tokens}
    for sentence in candidate.line.sents:
        tokens = [t for t in sentence if t.i in inside and not t.is_space]
        if tokens:
            yield tokens


def _sentences(doc: Doc, spans: Sequence[tuple[int, int]]) -> Iterator[list[Token]]:
    for start, end in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            words = [t for t in span if not t.is_space]
            yield from ([*group] for _, group in groupby(words, key=lambda t: t.sent.start))


def _text(tokens: Sequence[Token]) -> str:
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    return " ".join(tokens[0].doc.text[start:end].split())


def _example(rule: object) -> str:
    """Return what a rule says of itself: the first line of its docstring, which quotes its figure of speech."""
    return str(getattr(rule, "__doc__", "") or "").partition("\n")[0]
