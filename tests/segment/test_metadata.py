"""Metadata of composed documents, corpus and seeds. The cases are data: metadata_cases.yaml, one entry a form."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
import yaml

from civictext.annotate.blocks import ensure_blocks
from civictext.extensions import register
from civictext.segment.metadata import FIELDS, read_metadata

CASES = yaml.safe_load((Path(__file__).parent / "metadata_cases.yaml").read_text(encoding="utf-8"))
register()
NLP = spacy.blank("ru")


def metadata(text):
    doc = NLP(text)
    return read_metadata(text, ensure_blocks(doc))


@pytest.mark.parametrize("case", CASES, ids=[c["form"] for c in CASES])
def test_read_metadata_of_a_form(case):
    expected = {k: v for k, v in case.items() if k not in {"form", "text"}}
    assert expected and set(expected) <= set(FIELDS)
    found = metadata(case["text"])
    assert {k: found[k] for k in expected} == expected
