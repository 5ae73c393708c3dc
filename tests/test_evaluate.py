"""Evaluation against toy labels worked out by hand, and against the project's scorer where it is at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from civictext import evaluate as ev


def rec(text: str, **tags) -> dict:
    return {"text": text, "actors": [], "actions": [], "themes": [], **tags}


def test_fold_ignores_case_yo_and_look_alikes():
    assert ev.fold("Cоздать  «ёлку»!") == "создать елку"


def test_dice_counts_repeated_words():
    assert ev.dice("дом дом", "дом") == pytest.approx(2 / 3)
    assert ev.dice("", "дом") == 0.0


def test_align_pairs_each_text_once_and_required_first():
    found = [rec("создать парк"), rec("создать парк")]
    gold = [rec("создать парк", optional=True), rec("создать парк")]
    assert ev.align(found, gold)[0] == (1, 1)
    assert sorted(j for _, j in ev.align(found, gold)) == [0, 1]


def test_missed_and_spurious_recommendations_carry_their_labels():
    gold = {"id": "a", "source": "a.txt", "recommendations": [rec("создать парк", themes=["ecology"])]}
    documents = [{"doc_id": "1", "source": "a.txt", "text": "провести форум"}]
    found = [rec("провести форум", doc_id="1", start=0, end=14, themes=["youth"], cluster=None)]
    out = ev.evaluate(documents, found, [gold])
    theme = out.figures["theme"]
    assert (theme.hit, theme.spurious, theme.missed) == (0, 1, 1)
    assert (out.figures["segmentation"].spurious, out.figures["segmentation"].missed) == (1, 1)
    assert out.figures["offsets"].hit == 1


def test_optional_items_count_neither_way():
    gold = {"id": "a", "source": "a.txt", "recommendations": [rec("создать парк", optional=True)]}
    found = [rec("создать парк", doc_id="1", start=0, end=12)]
    out = ev.evaluate([{"doc_id": "1", "source": "a.txt"}], found, [gold])
    assert (out.figures["segmentation"].hit, out.figures["segmentation"].spurious) == (0, 0)


def test_bcubed_and_pairs_on_toy_clusters():
    clusters = [(1, "a"), (1, "a"), (1, "b"), (None, None)]
    precision, recall, f1 = ev.bcubed(clusters)
    assert precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert recall == 1.0
    assert f1 == pytest.approx(2 * precision / (precision + 1))
    counts = ev.pair_counts(clusters)
    assert (counts.hit, counts.spurious, counts.missed) == (1, 2, 0)
    assert ev.bcubed([]) == (0.0, 0.0, 0.0)


def test_wrong_metadata_is_spurious_and_missed():
    counts = ev.metadata_counts(
        {"region": "RU-PER", "title": "Город для людей"}, {"region": "RU-CHE", "title": "город для людей!"}
    )
    region = counts["meta.region"]
    assert (region.hit, region.spurious, region.missed) == (0, 1, 1)
    assert counts["meta.title"].hit == 1


def test_load_gold_names_the_broken_file(tmp_path: Path):
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.json: not JSON"):
        ev.load_gold(tmp_path)
    (tmp_path / "x.json").unlink()
    with pytest.raises(FileNotFoundError, match="no gold file"):
        ev.load_gold(tmp_path)


def test_figures_equal_those_of_the_scorer(shared: Path, tmp_path: Path):
    """One labelling with shifted labels against the gold: every figure agrees to four digits."""
    golds = ev.load_gold(shared / "gold")
    documents, recommendations = [], []
    for n, g in enumerate(golds):
        documents.append(
            {**{k: g.get(k) for k in ("title", "region", "date")}, "doc_id": str(n), "source": g["source"], "text": ""}
        )
        for i, r in enumerate(g["recommendations"][1:]):
            themes = r["themes"][: i % 3]
            recommendations.append(
                {**r, "doc_id": str(n), "themes": themes, "start": 0, "end": 0, "cluster": i % 20 or None}
            )
    for name, rows in (("documents", documents), ("recommendations", recommendations)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    scorer = [
        sys.executable,
        str(shared / "score.py"),
        str(tmp_path),
        str(shared / "gold"),
        "--json",
        str(tmp_path / "out.json"),
    ]
    subprocess.run(scorer, check=True, capture_output=True)
    expected = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    got = {r["figure"]: r for r in ev.evaluate(documents, recommendations, golds).rows()}
    assert got.keys() == expected.keys()
    assert {k: round(r["f1"], 4) for k, r in got.items()} == {k: r["value"] for k, r in expected.items()}
