"""The composed commitments are what their card says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from civictext.datasets import SPLITS, collections, commitments, measures, resolutions
from civictext.evaluate import fold, load_gold
from civictext.resources import labels, models_path, read_table


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return commitments().to_dict("records")


def runs_of_eight(text: str) -> set[tuple[str, ...]]:
    words = fold(text).split()
    return {tuple(words[i : i + 8]) for i in range(len(words) - 7)}


def test_unknown_split_lists_the_known():
    with pytest.raises(ValueError, match="no split 'dev' of the commitments; splits: train, development, test"):
        commitments("dev")  # type: ignore[arg-type]


def test_there_are_enough_of_every_kind(rows):
    wordings = Counter(r["commitment"] for r in rows if r["commitment"])
    assert len(wordings) >= 320
    assert min(wordings.values()) >= 4
    assert sum(r["commitment"] is None for r in rows) >= 300
    themes = Counter(t for r in rows for t in r["themes"])
    assert set(themes) == set(labels("themes"))
    assert min(themes.values()) >= 60
    types = Counter(a["type"] for r in rows for a in r["actions"])
    assert types["regulate"] >= 0.2 * types.total()


def test_no_commitment_stands_in_two_splits(rows):
    splits = defaultdict(set)
    for r in rows:
        splits[r["commitment"] or r["negative_of"]].add(r["split"])
    assert all(len(s) == 1 for s in splits.values())
    shares = Counter(r["split"] for r in rows)
    assert [round(shares[s] / len(rows), 1) for s in SPLITS] == [0.6, 0.2, 0.2]


def test_labels_are_those_of_the_guide_and_spans_are_copied(rows):
    known = {kind: set(labels(kind)) for kind in ("actors", "actions", "themes", "roles")}
    assert len({r["id"] for r in rows}) == len(rows)
    for r in rows:
        source = f"{r['heading'] or ''}\n{r['text']}"
        assert r["text"] == " ".join(r["text"].split())
        assert 1 <= len(r["themes"]) <= 3 and set(r["themes"]) <= known["themes"], r["id"]
        for actor in r["actors"]:
            assert actor["category"] in known["actors"] and actor["role"] in known["roles"], r["id"]
            assert actor["text"] in source, r["id"]
        for action in r["actions"]:
            assert action["type"] in known["actions"] and action["predicate"], r["id"]
            assert action["object"] in source, r["id"]
        assert all(p in source for p in [*r["programs"], r["deadline"] or ""]), r["id"]


def test_negatives_name_a_commitment_and_every_commitment_has_a_gloss(rows):
    ids = {r["commitment"] for r in rows if r["commitment"]}
    assert {r["negative_of"] for r in rows if r["commitment"] is None} <= ids
    glosses = {
        g["commitment"]
        for _, g in read_table(models_path("data", "commitments", "glosses.csv"), ["commitment", "gloss"])
    }
    assert glosses == ids


def test_no_two_texts_share_eight_words_in_a_row(rows):
    owners: dict[tuple[str, ...], str] = {}
    for r in rows:
        for run in runs_of_eight(r["text"]):
            assert owners.setdefault(run, r["id"]) == r["id"], (r["id"], owners[run], run)


def test_nothing_is_copied_from_other_documents(rows, shared: Path):
    foreign = set()
    for folder in (shared / "gold", shared / "corpus" / "gold"):
        for document in load_gold(folder):
            foreign |= {run for r in document["recommendations"] for run in runs_of_eight(r["text"])}
    for path in (shared / "seeds").glob("*.txt"):
        foreign |= runs_of_eight(path.read_text(encoding="utf-8"))
    assert not [r["id"] for r in rows if runs_of_eight(r["text"]) & foreign]


def test_words_are_words_of_the_dictionary(rows):
    """Spelling: lower-case Russian words that the dictionary does not know are rare (neologisms, compounds)."""
    from pymorphy3 import MorphAnalyzer

    morph = MorphAnalyzer(lang="ru")
    words = Counter(w for r in rows for w in re.findall(r"(?<![\w-])[а-яё]{3,}(?![\w-])", r["text"]))
    unknown = {w: n for w, n in words.items() if not morph.word_is_known(w)}
    assert sum(unknown.values()) / words.total() < 0.005, sorted(unknown)


def test_resolutions_are_what_their_card_says():
    rows = resolutions().to_dict("records")
    assert len(rows) == 1298 and len({r["id"] for r in rows}) == len(rows)
    documents = defaultdict(set)
    for r in rows:
        documents[r["split"]].add(r["document"])
        assert r["text"] == " ".join(r["text"].split())
        assert 1 <= len(r["themes"]) <= 3 and set(r["themes"]) <= set(labels("themes")), r["id"]
        assert r["type"] in labels("actions"), r["id"]
    assert len(documents["train"]) == 104 and len(documents["development"]) == 28
    assert not documents["train"] & documents["development"]
    wordings = defaultdict(list)
    for r in rows:
        if r["commitment"]:
            wordings[r["commitment"]].append(r["document"])
    assert all(len(set(docs)) == len(docs) > 1 for docs in wordings.values())


def test_resolutions_share_no_long_run_of_words():
    seen: dict[tuple[str, ...], str] = {}
    for r in [*resolutions().to_dict("records"), *commitments().to_dict("records")]:
        for run in runs_of_eight(r["text"]):
            assert seen.setdefault(run, r["id"]) == r["id"], (run, r["id"])


def test_an_unknown_split_of_the_resolutions():
    with pytest.raises(ValueError, match="no split 'test' of the resolutions; splits: train, development"):
        resolutions("test")  # type: ignore[arg-type]


def test_areas_of_measures_have_siblings_and_singles():
    rows = measures().to_dict("records")
    assert len({r["id"] for r in rows}) == len(rows) == len({r["text"] for r in rows})
    areas = defaultdict(list)
    for r in rows:
        assert r["text"] == " ".join(r["text"].split())
        assert r["commitment"] is None or r["commitment"].startswith(f"{r['area']}:")
        areas[r["area"], r["split"]].append(r["commitment"])
    assert len(areas) == len({area for area, _ in areas}) == 50
    for found in areas.values():
        wordings = Counter(c for c in found if c)
        assert len(wordings) >= 14 and min(wordings.values()) >= 2
        assert sum(c is None for c in found) >= 10


def test_no_measure_shares_eight_words_in_a_row_with_another():
    owners: dict[tuple[str, ...], str] = {}
    for r in [
        *collections().to_dict("records"),
        *measures().to_dict("records"),
        *resolutions().to_dict("records"),
        *commitments().to_dict("records"),
    ]:
        for run in runs_of_eight(r["text"]):
            assert owners.setdefault(run, r["id"]) == r["id"], (r["id"], owners[run])


def test_collections_are_what_their_card_says():
    frame = collections()
    assert frame["id"].is_unique and len(frame) == 796
    for _, part in frame.groupby("collection"):
        assert min(Counter(c for c in part["commitment"] if c).values()) >= 2
        assert 0.5 < part["commitment"].isna().mean() < 0.65
        assert part["document"].nunique() >= 40
    assert frame.loc[frame["collection"] < 3, "second"].notna().mean() > 0.4
