"""Real and composed documents beside the project: read whole, traced back, nothing lost. Skipped where they are absent."""

import json
import unicodedata
import zipfile

import pytest

from civictext.read.edits import undo
from civictext.read.files import read_document


def check(document):
    assert undo(document.text, document.raw, document.offsets) == document.raw
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert all(document.text[c.start : c.end] == c.text for c in block.cells)
    lines = [line for line in document.text.split("\n") if line]
    assert len(lines) == sum(b.kind != "page_break" for b in document.blocks)


def collapsed(text):
    return " ".join(unicodedata.normalize("NFKC", text).split())


def test_seeds_have_their_items(shared):
    counts = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        document = read_document(path)
        check(document)
        counts.append(sum(b.kind == "item" for b in document.blocks))
    assert counts == [10, 32]


def test_every_item_of_the_corpus_is_whole_in_one_block(shared):
    corpus = shared / "corpus"
    left_out = {line.strip() for line in (corpus / "test-part.txt").read_text(encoding="utf-8").splitlines()}
    lost = []
    for path in sorted((corpus / "docs").iterdir()):
        if path.stem in left_out:
            continue
        document = read_document(path)
        check(document)
        texts = [collapsed(t) for b in document.blocks for t in (b.text, *(c.text for c in b.cells))]
        gold = json.loads((corpus / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
        lost += [
            (path.name, r["n"]) for r in gold["recommendations"] if not any(collapsed(r["text"]) in t for t in texts)
        ]
    assert lost == []


@pytest.mark.slow
def test_every_municipal_act_is_read(shared, tmp_path):
    n_read = 0
    for archive in sorted((shared / "rurebus").glob("*.zip")):
        with zipfile.ZipFile(archive) as package:
            for name in sorted(package.namelist()):
                if name.endswith(".txt"):
                    path = tmp_path / "акт.txt"
                    path.write_bytes(package.read(name))
                    check(read_document(path))
                    n_read += 1
    assert n_read == 218
