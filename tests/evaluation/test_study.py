"""Evaluation in depth on toy labels worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from civictext.cli import app
from civictext.evaluate import Counts, evaluate
from civictext.evaluation import study, write_page
from civictext.evaluation.bootstrap import intervals
from civictext.evaluation.tags import confusions, detail_counts, mistakes, paired
from civictext.sample import sample_folder, sample_gold


def actor(text: str, category: str, role: str = "addressee") -> dict[str, Any]:
    return {"text": text, "category": category, "role": role}


def action(predicate: str, kind: str, obj: str | None = None) -> dict[str, Any]:
    return {"predicate": predicate, "type": kind, "object": obj}


def rec(text: str, actors=(), actions=(), themes=(), **more: Any) -> dict[str, Any]:
    return {"text": text, "actors": list(actors), "actions": list(actions), "themes": list(themes), **more}


GOLD = rec(
    "Мэрии создать парк для молодёжи.",
    [actor("Мэрии", "local_government"), actor("молодёжи", "youth", "beneficiary")],
    [action("создать", "create", "парк для молодёжи")],
    ["ecology"],
)
FOUND = rec(
    "Мэрии создать парк для молодёжи.",
    [actor("Мэрии", "regional_government"), actor("молодёжи", "youth", "mentioned"), actor("парк", "culture")],
    [action("создать", "create", "парк")],
    ["urban_environment"],
)


def run(pairs):
    """Return (documents, recommendations, golds) of one document a pair."""
    documents, rows, golds = [], [], []
    for n, (found, gold) in enumerate(pairs):
        source = f"{n}.{'docx' if n else 'txt'}"
        documents.append({"doc_id": str(n), "source": source})
        rows += [r | {"doc_id": str(n), "start": 0, "end": len(r["text"])} for r in found]
        golds.append({"id": str(n), "source": source, "region": "RU-PER" if n else None, "recommendations": gold})
    return documents, rows, golds


def test_spans_count_exactly_and_labels_one_by_one():
    counts = detail_counts(FOUND, GOLD)
    assert counts["actor.span.exact"] == Counts(2, 1, 0)
    assert counts["action.object.exact"] == Counts(0, 1, 1)
    assert counts["category:youth"] == Counts(1, 0, 0)
    assert counts["category:culture"] == Counts(0, 1, 0)
    assert counts["role:beneficiary"] == Counts(0, 0, 1)
    assert counts["role:addressee"] == Counts(0, 2, 1)  # a wrong category is no hit of the role, «парк» one too many
    assert counts["type:create"] == Counts(1, 0, 0)


def test_confusions_pair_tags_by_their_words():
    tables = confusions(FOUND, GOLD)
    assert tables["category"] == {
        ("local_government", "regional_government"): 1,
        ("youth", "youth"): 1,
        ("–", "culture"): 1,
    }
    assert tables["role"] == {("addressee", "addressee"): 1, ("beneficiary", "mentioned"): 1}
    assert tables["theme"] == {("ecology", "urban_environment"): 1}
    assert confusions({}, GOLD) == {}


def test_a_tag_is_paired_once():
    twice = [actor("НКО", "nonprofits"), actor("НКО", "business")]
    assert len(paired(twice, twice[:1], "text", 0.5)) == 2


def test_mistakes_say_what_lacks_and_what_is_too_much():
    assert "− theme: ecology" in mistakes(FOUND, GOLD)
    assert "+ actor: culture addressee «парк»" in mistakes(FOUND, GOLD)
    assert mistakes(GOLD, GOLD) == []
    assert (mistakes({}, GOLD), mistakes(FOUND, {})) == (["− recommendation"], ["+ recommendation"])


def test_intervals_hold_the_figure_and_repeat():
    good, bad = {"x": Counts(4, 0, 0)}, {"x": Counts(0, 1, 1)}
    found = intervals([good, bad] * 5)
    assert found == intervals([good, bad] * 5)
    low, high = found["x"]
    assert 0 < low < 40 / 50 < high < 1
    assert intervals([good] * 4)["x"] == (1.0, 1.0)
    assert intervals([good]) == {}


def test_study_agrees_with_evaluate_and_splits_it():
    material = run([([FOUND], [GOLD]), ([GOLD], [GOLD])])
    found = study(*material, draws=50)
    plain = {r["figure"]: r["f1"] for r in evaluate(*material).rows()}
    assert {r["figure"]: r["f1"] for r in found.figures if not r["figure"].endswith(".exact")} == plain
    by_format = {(r["group"], r["figure"]): r["f1"] for r in found.groups["format"]}
    assert (by_format["txt", "theme"], by_format["docx", "theme"]) == (0.0, 1.0)
    assert {r["group"] for r in found.groups["region"]} == {"–", "RU-PER"}
    assert [(r["label"], r["n"], r["recall"]) for r in found.labels["theme"]] == [
        ("ecology", 2, 0.5),
        ("urban_environment", 0, 0.0),
    ]
    assert found.confusion["theme"][0] == {"gold": "ecology", "found": "urban_environment", "n": 1}
    (worst,) = found.worst
    assert worst["source"] == "0.txt"
    theme = next(r for r in found.figures if r["figure"] == "theme")
    assert theme["low"] <= theme["f1"] <= theme["high"]


def test_a_document_that_was_not_found_misses_everything():
    _, _, golds = run([([FOUND], [GOLD])])
    found = study([], [], golds)
    assert found.settings["n_found"] == 0
    assert found.worst[0]["mistakes"] == ["− recommendation"]


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_page_escapes_texts_and_repeats(tmp_path: Path, lang: str):
    evil = GOLD | {"text": "<script>создать</script>"}
    material = run([([], [evil]), ([FOUND], [GOLD])])
    one = write_page(study(*material, draws=20), tmp_path / "a.html", lang=lang).read_bytes()
    two = write_page(study(*material, draws=20), tmp_path / "b.html", lang=lang).read_bytes()
    assert one == two
    assert b"<script" not in one
    assert "&lt;script&gt;создать" in one.decode()


def test_command_writes_page_and_json(tmp_path: Path):
    source = str(sorted(sample_folder().iterdir())[0])
    call = lambda *args: CliRunner().invoke(app, [str(a) for a in args])  # noqa: E731
    assert call("analyze", source, "-o", tmp_path / "out", "-q").exit_code == 0
    result = call(
        "evaluate", tmp_path / "out", sample_gold(), "--html", tmp_path / "e.html", "--json", tmp_path / "e.json"
    )
    assert result.exit_code == 0, result.output
    written = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert set(written) == {"settings", "figures", "labels", "groups", "confusion", "worst"}
    assert "segmentation" in (tmp_path / "e.html").read_text(encoding="utf-8")
