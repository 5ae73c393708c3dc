"""Training on labelled documents of one's own: gold files in, a theme model for the pipeline out."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from civictext.annotate.sentence_vectors import MODEL as ENCODER
from civictext.evaluate import load_gold


def train_themes(gold: str | Path, out: str | Path, *, encoder: str | None = ENCODER) -> dict[str, Any]:
    """Train a theme model on gold files and write it, with its card.

    Parameters
    ----------
    gold : path
        Folder of gold files, one JSON a document, as in the sample (`civictext sample DIR` writes DIR/gold).
    out : path
        Folder of the model; `load(overrides={"components.civictext_themes.model": out})` uses it.
    encoder : str or None
        See `ThemeClassifier`.

    Returns
    -------
    dict
        What ``meta.json`` holds of the training: counts, hash of the data, F1 on documents held out in turn.

    Raises
    ------
    FileNotFoundError
        If there is no gold file.
    ValueError
        If `out` holds something else than a model, a theme is unknown, or there are fewer than five documents.
    ImportError
        If the encoder needs a package that is not installed.
    """
    from civictext.tag.theme_classifier import ThemeClassifier
    from civictext.tag.theme_model import save_theme_model

    out = Path(out)
    if out.exists() and any(out.iterdir()) and not (out / "meta.json").is_file():
        raise ValueError(f"{out} holds something else than a model: give a new folder")
    rows = labelled(load_gold(Path(gold)))
    texts, themes, groups, headings = (list(column) for column in zip(*rows, strict=True))
    model = ThemeClassifier(encoder=encoder).fit(texts, themes, groups=groups, headings=headings)
    meta = {
        "training": {"recommendations": len(rows), "documents": len(set(groups)), "sha256": data_hash(rows)},
        "scores": held_out_scores(model, themes),
        "versions": {name: version(name) for name in ("civictext", "numpy", "scikit-learn")},
    }
    save_theme_model(model.model_.named(out.name), out, meta)
    (out / "README.md").write_text(card(out.name, meta, encoder), encoding="utf-8")
    return meta


def labelled(golds: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[str], str, str | None]]:
    """Return (text, themes, document, heading) of each recommendation of gold documents that is not optional."""
    found = [
        (" ".join(r["text"].split()), list(r.get("themes") or ()), str(document["id"]), r.get("heading"))
        for document in golds
        for r in document["recommendations"]
        if not r.get("optional")
    ]
    if not found:
        raise ValueError("the gold files hold no recommendation")
    return found


def data_hash(rows: Sequence[tuple[Any, ...]]) -> str:
    """Return the SHA-256 of the training texts and their labels, whatever their order."""
    return hashlib.sha256("\n".join(sorted(json.dumps(r, ensure_ascii=False) for r in rows)).encode()).hexdigest()


def held_out_scores(model: Any, themes: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return micro and macro F1 of the model alone on held-out documents, and the number of texts of each theme."""
    from civictext.tag.theme_training import decide, macro_f1, micro_f1

    settings = model.model_.settings["model"]
    p = model.model_.probabilities(model.held_out_, np.zeros_like(model.held_out_), "model")
    given = decide(p, threshold=settings["threshold"], ratio=settings["ratio"])
    labels = np.array([[t in row for t in model.classes_] for row in themes], int)
    counts = Counter(t for row in themes for t in row)
    return {"micro_f1": round(micro_f1(given, labels), 3), "macro_f1": round(macro_f1(given, labels), 3), "texts": dict(sorted(counts.items()))}  # fmt: skip


def card(name: str, meta: Mapping[str, Any], encoder: str | None) -> str:
    """Return the model's card, Markdown."""
    data, scores = meta["training"], meta["scores"]
    return f"""# {name}: themes of recommendations

Trained by `python -m civictext train` on {data["recommendations"]} recommendations of {data["documents"]} documents (SHA-256 of the
labelled texts {data["sha256"]}). Sentence vectors: {encoder or "none"}.

**Measured** on documents held out in turn (five folds), the model without the rules: F1 micro {scores["micro_f1"]}, macro {scores["macro_f1"]}.
Threshold and calibration were chosen on the same held-out documents.

**Use**: `civictext.load(overrides={{"components.civictext_themes.model": "PATH OF THIS FOLDER"}})`.
"""
