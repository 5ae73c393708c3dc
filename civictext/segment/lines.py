"""Lines of a document: blocks joined with their annotated words, and the questions that structure asks of one line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span, Token

from civictext.records import Block, BlockKind, Passage
from civictext.segment.labels import Label, parse_label, split_inline
from civictext.segment.lexicon import lemmas
from civictext.segment.words import content, is_action_noun, is_finite, is_infinitive, matches, opens_in

MAX_HEADING_WORDS = 45
MAX_TERM_WORDS, MAX_ANSWERABLE_WORDS = 14, 30
_PAGE_NUMBER = re.compile(r"[-–— ]*\d{1,4}[-–— ]*$")
_SEPARATOR = re.compile(r"[-–—:]")


@dataclass(frozen=True)
class Line:
    """A block (or a labelled part of one) with its words.

    `tokens` leave out white space; `label` is the parsed printed label.
    """

    block: Block
    tokens: tuple[Token, ...]
    label: Label | None = None
    sents: tuple[Span, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """Return the text of the block."""
        return self.block.text

    @property
    def words(self) -> list[Token]:
        """Return the tokens that are no punctuation."""
        return content(self.tokens)

    @property
    def passage(self) -> Passage:
        """Return the line without closing colon as a heading or parent."""
        text = self.text.rstrip().rstrip(":;–—- ").rstrip()
        return Passage(" ".join(text.split()), self.block.start, self.block.start + len(text))


def make_lines(doc: Doc, blocks: list[Block]) -> list[Line]:
    """Return the lines of a document in order; labels inside a paragraph open lines of their own."""
    parts = [part for block in blocks for part in split_inline(block)]
    lines = [_line(doc, part) for part in parts if part.kind != "page_break" and part.text.strip()]
    return [part for line in lines for part in split_semicolons(doc, line)]


def split_semicolons(doc: Doc, line: Line) -> list[Line]:
    """Return the line, or its introducing part and the measures behind its colon: «Предлагаем: открыть …; закрыть …»."""
    head, colon, tail = line.text.partition(":")
    if not colon or ";" not in tail.rstrip("; "):
        return [line]
    offset = line.block.start + len(head) + 1
    spans = [(m.start() + offset, m.end() + offset) for m in re.finditer(r"[^;]+(?:;|$)", tail)]
    parts = [_line(doc, piece) for s, e in spans if (piece := _piece(line.block, s, e, "item")).text.strip(" ;")]
    if len(parts) < 2 or not all(starts_infinitive(part) for part in parts):
        return [line]
    first = _piece(line.block, line.block.start, offset, line.block.kind)
    return [_line(doc, replace(first, label=line.block.label)), *parts]


def _piece(block: Block, start: int, end: int, kind: BlockKind) -> Block:
    text = block.text[start - block.start : end - block.start]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return replace(block, kind=kind, text=text, start=start, end=start + len(text), label=None, origin=None)


def _line(doc: Doc, block: Block) -> Line:
    span = doc.char_span(block.start, block.end, alignment_mode="expand")
    tokens = tuple(t for t in span if not t.is_space) if span is not None else ()
    # a label glued to the first word may be one token with it: keep only what lies inside the block
    tokens = tuple(t for t in tokens if t.idx + len(t) > block.start and t.idx < block.end)
    sents = tuple(dict.fromkeys(t.sent for t in tokens)) if doc.has_annotation("SENT_START") else ()
    return Line(block, tokens, parse_label(block.label), sents)


def last_sentence(line: Line) -> tuple[Line | None, Line]:
    """Return what stands before the last sentence of a line without label (None for nothing), and that sentence."""
    if len(line.sents) < 2 or line.label is not None:
        return None, line
    cut = max(line.sents[-1].start_char, line.block.start)
    before = tuple(t for t in line.tokens if t.idx < cut)
    after = tuple(t for t in line.tokens if t.idx >= cut)
    if not before or not after:
        return None, line
    first, last = (
        _piece(line.block, s, e, line.block.kind) for s, e in ((line.block.start, cut), (cut, line.block.end))
    )
    return Line(first, before, None, line.sents[:-1]), Line(last, after, None, line.sents[-1:])


def ends_open(line: Line) -> bool:
    """Tell whether a line ends with a colon."""
    return line.text.rstrip().endswith(":")


def ends_unfinished(line: Line) -> bool:
    """Tell whether a line ends without any closing sign."""
    return not re.search(r"[.!?;:…»\"]\s*$", line.text) or bool(re.search(r"[»\"]\s*$", line.text))


def starts_lower(line: Line) -> bool:
    """Tell whether a line starts with a small letter."""
    return line.text.lstrip('«"( ')[:1].islower()


def starts_infinitive(line: Line) -> bool:
    """Tell whether the first clause of a line is an infinitive one: no finite verb comes before its infinitive."""
    for token in line.tokens[:25]:
        if is_infinitive(token):
            return True
        if is_finite(token) or _is_short_predicate(token) or matches(token, lemmas("operative_cues", "interrogative")):
            return False
        if token.is_sent_end and token.text in ".!?":
            return False
    return False


def _is_short_predicate(token: Token) -> bool:
    """«Отцы готовы брать …»."""
    short = "Short" in token.morph.get("Variant", [])
    return short and (token.dep_ == "ROOT" or matches(token, lemmas("operative_cues", "purpose")))


def starts_dative(line: Line) -> bool:
    """Tell whether a line opens with a noun phrase that can stand in the dative."""
    return opens_in(line.tokens, "datv")


def starts_action_noun(line: Line) -> bool:
    """Tell whether a line opens with a verbal noun in the nominative, adjectives before it allowed, and is no clause."""
    for token in line.words[:4]:
        if is_action_noun(token):
            return not any(t.dep_ == "ROOT" and is_finite(t) for t in line.tokens)
        if token.pos_ not in {"ADJ", "ADV", "DET"}:
            return False
    return False


def is_furniture(line: Line) -> bool:
    """Tell whether a line belongs to the page around the text: «Поделиться: …», «Фото: …», «Комментарии (4)»."""
    words = line.words
    if _PAGE_NUMBER.match(line.text) and line.label is None:
        return True
    if not words or not matches(words[0], lemmas("structure_cues", "furniture")):
        return False
    return len(words) <= 3 or line.tokens[1].text in {":", "|", "("}


def is_term(line: Line) -> bool:
    """Tell whether a line only states the term of the item before it («Срок – 1 июля 2020 г.»)."""
    return _states(line, "term_head", MAX_TERM_WORDS)


def is_responsible(line: Line) -> bool:
    """Tell whether a line only names who is responsible for the item before it («Ответственный: И. И. Иванов»)."""
    return _states(line, "answerable_head", MAX_ANSWERABLE_WORDS)


def _states(line: Line, kind: str, max_words: int) -> bool:
    words = line.words
    if not words or not matches(words[0], lemmas("structure_cues", kind)) or len(words) > max_words:
        return False
    return bool(_SEPARATOR.search(line.text)) and not any(is_infinitive(t) or is_finite(t) for t in line.tokens)
