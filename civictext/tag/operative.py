"""Which items and sentences ask for something: the component that writes ``spans["recommendations"]``. No actors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from civictext import extensions
from civictext.records import Block, Item, Passage
from civictext.segment.candidates import Candidate
from civictext.segment.items import find_candidates
from civictext.segment.lines import Line, starts_dative, starts_infinitive
from civictext.segment.words import is_infinitive
from civictext.tag.asks import asks, nominal_item
from civictext.tag.declines import declines

SENTENCE_ENDS = frozenset(".!?;:…")
MAX_QUOTED_NAME = 5  # tokens with the marks; a longer quotation with an infinitive is somebody's speech
MAX_TITLE = 30  # words
GLUED = frozenset({"order_about_document", "control_clause", "entry_into_force", "gratitude", "vote"})


def find_recommendations(doc: Doc, blocks: Sequence[Block]) -> list[Item]:
    """Return the recommendations of an annotated document in order.

    Parameters
    ----------
    doc : Doc
        With ``pos``, ``morph``, ``lemma``, ``dep``, ``head`` and sentences.
    blocks : sequence of Block
        Its blocks in reading order.
    """
    items: list[Item] = []
    in_title = True
    for candidate in find_candidates(doc, blocks):
        in_title = in_title and _is_title(candidate)
        if in_title:
            continue
        if candidate.kind == "text":
            items += _sentences(candidate, doc)
        elif (source := judge(candidate)) is not None:
            items.append(_item(candidate, doc, source))
    return items


def _is_title(candidate: Candidate) -> bool:
    """A short line without a full stop before the first sentence is a title or a date line, whatever it says."""
    line = candidate.line
    unfinished = line.text.rstrip()[-1:] not in SENTENCE_ENDS
    return candidate.kind == "text" and unfinished and len(line.words) <= MAX_TITLE and len(line.sents) <= 1


def judge(candidate: Candidate) -> str | None:
    """Return the name of the rule that makes an item or row a recommendation, None where it is none.

    Under a line that promises requests every item is one unless a rule declines it; under findings, topics and annexes, or
    without such a line, the item's own words must ask.
    """
    tokens = candidate.line.tokens
    if not candidate.line.words or declines(_first_sentence(candidate.line)):
        return None
    if candidate.announced == "ask":
        return f"{candidate.kind}.announced"
    shape = _shape(candidate)
    if shape is None and candidate.announced != "annex":
        shape = next((rule for s in _units(candidate.line) if (rule := asks(s)) and not declines(s)), None)
    return f"{candidate.kind}.{shape}" if shape and tokens else None


def _shape(candidate: Candidate) -> str | None:
    """Return how an item that no line promises looks like a request by itself."""
    line = candidate.line
    if starts_infinitive(line) and asks(_first_sentence(line)):
        return "infinitive"
    if starts_dative(line) and any(is_infinitive(t) for t in line.tokens) and asks(_first_sentence(line)):
        return "addressee"
    if candidate.announced is None and candidate.kind == "item" and nominal_item(line.tokens):
        return "nominal"
    return None


def _first_sentence(line: Line) -> list[Token]:
    return next(iter(_units(line)), list(line.tokens))


def _units(line: Line) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence of a line, inside the line."""
    inside = {t.i for t in line.tokens}
    for sent in line.sents:
        tokens = [t for t in sent if t.i in inside]
        if tokens:
            yield tokens


def _sentences(candidate: Candidate, doc: Doc) -> Iterator[Item]:
    """Yield the sentences of running text that ask for something; they stand under no heading."""
    for tokens in _units(candidate.line):
        rule = asks(unquoted(tokens))
        if rule is None or declines(tokens) or (rule == "infinitive_sentence" and tokens[-1].text not in {".", ";"}):
            continue
        start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        yield Item(
            _collapse(doc.text[start:end]), start, end, ((start, end),), f"text.{rule}", page=candidate.line.block.page
        )


def unquoted(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens without what is quoted at length: what a speaker said is not what the document asks."""
    out: list[Token] = []
    opened: int | None = None
    for token in tokens:
        if token.text == "«" and opened is None:
            opened = len(out)
        out.append(token)
        if token.text == "»" and opened is not None:
            if len(out) - opened > MAX_QUOTED_NAME and any(is_infinitive(t) for t in out[opened:]):
                del out[opened:]
            opened = None
    return out or list(tokens)


def _item(candidate: Candidate, doc: Doc, source: str) -> Item:
    spans = tuple(_trimmed(doc.text, *s) for s in _without_orders(candidate))
    text = _collapse(" ".join(doc.text[s:e] for s, e in spans))
    return Item(
        text, spans[0][0], spans[-1][1], spans, source, candidate.label, candidate.heading, candidate.section, candidate.parent,
        candidate.term, candidate.line.block.page,
    )  # fmt: skip


def _without_orders(candidate: Candidate) -> tuple[tuple[int, int], ...]:
    """Return the stretches of an item without an order about the document itself that was glued to its end."""
    units = list(_units(candidate.line))
    end = candidate.spans[-1][1]
    while len(units) > 1 and declines(units[-1]) in GLUED:
        end = units.pop()[0].idx
    return (*candidate.spans[:-1], (candidate.spans[-1][0], end))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _collapse(text: str) -> str:
    return " ".join(text.split())


class RecommendationFinder:
    """Finds the recommendations of a resolution.

    *Reads* ``doc._.blocks``, ``token.pos``, ``token.morph``, ``token.lemma``, ``token.dep``, ``doc.sents``.
    *Writes* ``doc._.recommendations`` (list of `Item` dicts), ``doc.spans["recommendations"]``, ``doc.spans["headings"]``.

    *Measured on* composed documents of the genre (development corpus without its test part, 420 items): segmentation F1 1.0,
    headings 1.0; two real resolutions (44 items): 1.0, 1.0; four batches of short composed documents, each measured before
    anything was mended on it (34, 23, 13 and 10 documents): .94, .92, .93, .99, headings .85, .93, 1.0, 1.0. A single sentence of
    an ask, without any list or lead-in, came out whole in 359 of 377 composed ones that no rule was written on. *Weak spots*: wishes («должно стать»), sentences of running
    text that are verbal nouns only, lists of aims and indicators in programmes, obligations quoted from laws.

    Parameters
    ----------
    spans_key, headings_key : str
        Keys of the span groups that are written.
    """

    def __init__(self, spans_key: str = extensions.RECOMMENDATIONS, headings_key: str = extensions.HEADINGS) -> None:
        self.spans_key = spans_key
        self.headings_key = headings_key
        extensions.register()

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its recommendations."""
        if doc._.blocks is None:
            raise ValueError("RecommendationFinder needs doc._.blocks: put 'civictext_sentencizer' before it")
        items = find_recommendations(doc, [Block.from_dict(b) for b in doc._.blocks])
        doc._.recommendations = [item.to_dict() for item in items]
        doc.spans[self.spans_key] = [_span(doc, i.start, i.end, i.source) for i in items]
        headings = {(i.heading.start, i.heading.end): i.heading for i in items if i.heading is not None}
        doc.spans[self.headings_key] = [_heading_span(doc, h) for _, h in sorted(headings.items())]
        return doc


def _span(doc: Doc, start: int, end: int, label: str) -> Span:
    span = doc.char_span(start, end, label=label, alignment_mode="expand")
    if span is None:
        raise ValueError(f"no words at {start}:{end} of the text")
    return span


def _heading_span(doc: Doc, heading: Passage) -> Span:
    return _span(doc, heading.start, heading.end, "heading")


@Language.factory(
    "civictext_recommendations",
    requires=["token.pos", "token.morph", "token.lemma", "token.dep", "doc.sents", "doc._.blocks"],
    assigns=["doc._.recommendations", "doc.spans"],
)
def make_recommendation_finder(
    nlp: Language, name: str, spans_key: str = extensions.RECOMMENDATIONS, headings_key: str = extensions.HEADINGS
) -> RecommendationFinder:
    """Return the component `RecommendationFinder`."""
    return RecommendationFinder(spans_key, headings_key)
