from __future__ import annotations

import json
from pathlib import Path

import pytest

from civictext.report import html
from civictext.report.names import Names
from civictext.report.quality import Quality, read_quality
from civictext.tables import Tables


def write(path: Path, rows: list) -> Path:
    path.write_text(json.dumps({"provenance": {"ru": "44 резолюции"}, "rows": rows}), encoding="utf-8")
    return path


def test_figures_come_with_their_provenance(tmp_path: Path) -> None:
    row = {"figure": "segmentation", "precision": 0.9, "recall": None, "f1": 1, "n": 3}
    assert read_quality(write(tmp_path / "q.json", [row])) == Quality((row,), {"ru": "44 резолюции", "en": ""})


def test_absence_is_no_error(tmp_path: Path) -> None:
    assert read_quality(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    ("row", "message"),
    [({"f1": 0.5}, "row 1: no 'figure'"), ({"figure": "x", "f1": 51}, "row 1: f1 must be between 0 and 1, is 51")],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_quality(write(tmp_path / "q.json", [row]))


def test_the_page_shows_them(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ({"figure": "segmentation", "precision": 0.9, "recall": None, "f1": 0.95, "n": 3},)
    monkeypatch.setattr(html, "read_quality", lambda: Quality(rows, {"ru": "44 резолюции", "en": ""}))
    text = html.page(tables, Names("ru"))
    assert '<td>segmentation</td><td class="num">0,90</td><td class="num">—</td><td class="num">0,95</td>' in text
    assert "44 резолюции" in text
