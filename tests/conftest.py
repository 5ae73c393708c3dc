"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.tokens import Doc

import civictext.pipeline

# a busy machine is no reason to fail
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the material beside the project; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("CIVICTEXT_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the shared material is not beside the project")
    return folder


@pytest.fixture(scope="session")
def annotated() -> Callable[..., Doc]:
    """Function from lines to a `Doc` with tags, parse and lemmas, in which every line is a recommendation."""
    keep = {"civictext_sentencizer", "civictext_slovnet", "civictext_lemmatizer"}
    nlp = civictext.pipeline.load(exclude=sorted(set(civictext.pipeline.FACTORIES) - keep))

    def annotate(*lines: str) -> Doc:
        doc, at = nlp("\n".join(lines)), 0
        doc._.recommendations = []
        for line in lines:
            span = [at, at + len(line)]
            item = {"text": line, "start": span[0], "end": span[1], "spans": [span], "source": "test", "heading": None}
            doc._.recommendations.append(item)
            at += len(line) + 1
        return doc

    return annotate
