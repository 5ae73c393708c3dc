"""The embedded sample is whole, and writes itself out without harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from civictext.evaluate import load_gold
from civictext.sample import sample_folder, sample_gold, write_sample


def test_every_document_has_gold_and_formats_vary():
    sources = {p.name for p in sample_folder().iterdir()}
    golds = load_gold(sample_gold())
    assert sources == {g["source"] for g in golds}
    assert {Path(s).suffix for s in sources} == {".txt", ".docx", ".pdf", ".html"}
    assert len(sources) >= 12
    regions = [g["region"] for g in golds]
    assert len(set(regions)) >= 8
    assert max(len({g["date"][:4] for g in golds if g["region"] == r}) for r in regions) >= 4


def test_write_sample_overwrites_nothing(tmp_path: Path):
    written = write_sample(tmp_path / "new")
    assert all(p.is_file() for p in written)
    with pytest.raises(FileExistsError, match="choose an empty folder"):
        write_sample(tmp_path / "new")
