"""Sentences with marks, `[органам МСУ](local_government:addressee) …`, and the pipeline that tags them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import civictext.pipeline
from civictext import resources
from civictext.tag.actors import ActorTagger
from civictext.tag.details import DetailTagger

MARK = re.compile(r"\[([^\[\]]+)\]\((\w+):(\w+)\)")
Actor = tuple[str, str, str]


def parse_marks(marked: str) -> tuple[str, list[Actor]]:
    """Return a sentence without its marks, and the marked (text, category, role).

    A malformed mark, an unknown label and a sentence without marks are refused; «()» at the end says that there is no actor.
    """
    plain, actors, at = "", [], 0
    for match in MARK.finditer(marked):
        plain += marked[at : match.start()] + match[1]
        if match[2] not in resources.labels("actors") or match[3] not in resources.labels("roles"):
            raise ValueError(f"unknown label in mark {match[0]!r}")
        actors.append((match[1], match[2], match[3]))
        at = match.end()
    plain += marked[at:]
    if not actors and plain.endswith(" ()"):
        return plain.removesuffix(" ()"), []
    if not actors or re.search(r"[\[\]]|\(\w*:|:\w*\)", plain):
        raise ValueError(f"malformed or missing mark in {marked!r}")
    return plain, actors


def as_item(text: str, start: int = 0, **places: object) -> dict:
    """Return an Item dict of one stretch."""
    item = {
        "text": text,
        "start": start,
        "end": start + len(text),
        "spans": [[start, start + len(text)]],
        "source": "test",
    }
    return item | {"heading": None, "parent": None, "section": None, "term": None} | places


@pytest.fixture(scope="session")
def linguistic() -> Language:
    """Pipeline up to lemmas, without the stages that find and tag recommendations."""
    keep = {"civictext_sentencizer", "civictext_slovnet", "civictext_lemmatizer"}
    return civictext.pipeline.load(exclude=sorted(set(civictext.pipeline.FACTORIES) - keep))


@pytest.fixture(scope="session")
def tag(linguistic: Language) -> Callable[..., Doc]:
    """Return a function that tags lines as one document: each line is a recommendation, «# …» a heading for those after it."""
    return tagging(linguistic, ActorTagger())


@pytest.fixture(scope="session")
def ruled(linguistic: Language) -> Callable[..., Doc]:
    """Return the like of `tag` with the rules alone, no model over the table of roles."""
    return tagging(linguistic, ActorTagger(model=None))


def tagging(linguistic: Language, actors: ActorTagger) -> Callable[..., Doc]:
    details = DetailTagger()

    def run(lines: Sequence[str], **metadata: str) -> Doc:
        text, items, heading = "", [], None
        for line in lines:
            start, line = len(text), line.removeprefix("# ") if (is_heading := line.startswith("# ")) else line
            text += line + "\n"
            if is_heading:
                heading = {"text": line, "start": start, "end": start + len(line)}
            else:
                items.append(as_item(line, start, heading=heading))
        doc = linguistic(text)
        doc._.recommendations, doc._.metadata = items, metadata
        return details(actors(doc))

    return run


@pytest.fixture(scope="session")
def check(tag: Callable[..., Doc]) -> Callable[..., None]:
    """Return a function that compares the actors of marked sentences with the tagged ones, whole lists, in order."""

    def run(*marked: str, **metadata: str) -> None:
        cases = [parse_marks(m) for m in marked]
        doc = tag([plain for plain, _ in cases], **metadata)
        got = [[(a["text"], a["category"], a["role"]) for a in actors] for actors in doc._.actors]
        assert got == [actors for _, actors in cases]

    return run


@pytest.fixture(scope="session")
def marks() -> Callable[[str], tuple[str, list[Actor]]]:
    """Return `parse_marks`."""
    return parse_marks


@pytest.fixture(scope="session")
def finder() -> Language:
    """Return the pipeline up to the recommendations."""
    keep = {"civictext_sentencizer", "civictext_slovnet", "civictext_lemmatizer", "civictext_recommendations"}
    return civictext.pipeline.load(exclude=sorted(set(civictext.pipeline.FACTORIES) - keep))
