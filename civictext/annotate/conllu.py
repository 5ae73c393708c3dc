"""A `Doc` as CoNLL-U, the format of Universal Dependencies (validated at level 2 by its own tool)."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token


def to_conllu(doc: Doc, *, name: str = "doc") -> str:
    r"""Return a document in CoNLL-U.

    Parameters
    ----------
    doc : Doc
        With sentences, lemmas, parts of speech, features, heads and relations. White space is no token there: it goes
        into ``SpacesAfter`` of the word before it.
    name : str
        Prefix of the sentence ids: ``doc-1``, ``doc-2`` ….

    Raises
    ------
    ValueError
        If the document has no relations.

    Notes
    -----
    Names are in the last column as ``NE=B-LOC``; line ends inside it are escaped as in UD (``\n``, ``\s``, ``\t``).
    """
    if len(doc) and not doc.has_annotation("DEP"):
        raise ValueError("to_conllu needs token.dep_: run a pipeline with 'civictext_slovnet' first")
    sentences = (sent for sent in doc.sents if any(not t.is_space for t in sent)) if len(doc) else iter(())
    blocks = [_sentence(sent, f"{name}-{n}") for n, sent in enumerate(sentences, 1)]
    return "".join(block + "\n" for block in blocks)


def _sentence(sent: Span, name: str) -> str:
    words = [t for t in sent if not t.is_space]
    number = {t.i: n for n, t in enumerate(words, 1)}
    text = " ".join("".join(t.text_with_ws if not t.is_space else " " for t in sent).split())
    lines = [f"# sent_id = {name}", f"# text = {text}"]
    lines += ["\t".join(_cells(t, number)) for t in words]
    return "\n".join(lines) + "\n"


def _cells(token: Token, number: dict[int, int]) -> Iterator[str]:
    is_root = token.head.i == token.i
    yield str(number[token.i])
    yield token.text
    yield token.lemma_ or "_"
    yield token.pos_ or "X"
    yield "_"
    yield str(token.morph) or "_"
    yield "0" if is_root else str(number[token.head.i])
    yield "root" if is_root else token.dep_
    yield "_"
    yield "|".join(_misc(token)) or "_"


def _misc(token: Token) -> Iterator[str]:
    if token.ent_type_:
        yield f"NE={token.ent_iob_}-{token.ent_type_}"
    after = token.whitespace_
    for following in token.doc[token.i + 1 :]:
        if not following.is_space:
            break
        after += following.text_with_ws
    is_last = token.i + 1 == len(token.doc)
    if not after and not is_last:
        yield "SpaceAfter=No"
    elif after and after != " ":
        yield "SpacesAfter=" + _escaped(after)


def _escaped(space: str) -> str:
    names = {" ": r"\s", "\n": r"\n", "\t": r"\t", "\r": r"\r", "\u00a0": r"\u00A0"}
    return "".join(names.get(c, rf"\u{ord(c):04X}") for c in space)
