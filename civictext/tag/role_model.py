"""The learnt half of the role decision: a multinomial logistic regression over the features of a mention; numpy only.

The table of government answers first; the model sees its answer among the features and overrules it where it is sure enough. Model
folders are built by ``benchmarks/train_roles.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from civictext.resources import model_folder
from civictext.tag.role_features import role_features
from civictext.tag.role_table import NO_ACTOR, Decision, RoleRow, RoleTable, load_roles
from civictext.tag.roles import Case, decide

FORMAT = 1
COMMAND = "python benchmarks/train_roles.py"
CLASSES = ("addressee", "beneficiary", "mentioned", NO_ACTOR, "partner")
DECISIVE = frozenset({"addressee", "partner"})  # roles in which a word like «район» is somebody


class RoleModel:
    """Weights of features for each role.

    Parameters
    ----------
    features : mapping of str to int
        Name of a feature → its row of `weights`.
    weights : ndarray of shape (n_features, 5)
        Columns in the order of `CLASSES`.
    bias : ndarray of shape (5,)
    margin : float
        By how much the best role must be likelier than the table's to overrule it.
    sure : float
        Least probability at which a mention is struck out as no actor.
    """

    def __init__(
        self,
        name: str,
        features: Mapping[str, int],
        weights: np.ndarray,
        bias: np.ndarray,
        *,
        margin: float,
        sure: float,
    ) -> None:
        self.name, self.features, self.weights, self.bias = name, features, weights, bias
        self.margin, self.sure = margin, sure

    def probabilities(self, names: Iterable[str]) -> np.ndarray:
        """Return the probability of each of `CLASSES` for a mention with these features."""
        known = [self.features[n] for n in names if n in self.features]
        logits = self.weights[known].sum(0) + self.bias
        odds = np.exp(logits - logits.max())
        found: np.ndarray = odds / odds.sum()
        return found

    def choose(self, names: Sequence[str], answer: str) -> tuple[str, float] | None:
        """Return the role that overrules the table's answer and its probability, None where the answer stands."""
        p = self.probabilities(names)
        allowed = p.copy()
        if p[CLASSES.index(NO_ACTOR)] < self.sure:
            allowed[CLASSES.index(NO_ACTOR)] = 0
        best = int(allowed.argmax())
        if CLASSES[best] == answer or p[best] - p[CLASSES.index(answer)] < self.margin:
            return None
        return CLASSES[best], round(float(p[best]), 3)


def table_answer(case: Case) -> tuple[RoleRow, str]:
    """Return the table's row and the role that it comes to: a place that neither acts nor takes part is no actor."""
    row = decide(case)
    return row, NO_ACTOR if case.mention.acting and row.role not in DECISIVE else row.role


@dataclass(frozen=True, slots=True)
class RoleJudge:
    """What decides the role of a mention: the table of government and, where there is one, the model over it."""

    table: RoleTable
    model: RoleModel | None = None

    def decide(self, case: Case, *, asked: bool = False) -> Decision:
        """Return the role of a mention; `asked` says whether the item names an addressee already."""
        row, answer = table_answer(case)
        if self.model is not None:
            found = self.model.choose(role_features(case, row.rule, answer, asked=asked), answer)
            if found is not None:
                return Decision(found[0], f"model:{self.model.name}", found[1], row)
        return Decision(answer, f"rule:roles.{row.rule}", None, row)


def save_role_model(model: RoleModel, folder: Path, meta: Mapping[str, Any]) -> None:
    """Write a model folder: ``arrays.npz`` (no pickle), ``features.txt``, ``meta.json`` with `meta` added. The same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "arrays.npz", weights=model.weights.astype(np.float16), bias=model.bias.astype(np.float32))
    names = sorted(model.features, key=lambda n: model.features[n])
    (folder / "features.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    values = {"format": FORMAT, "name": model.name, "classes": list(CLASSES), "margin": model.margin, "sure": model.sure}  # fmt: skip
    text = json.dumps(values | dict(meta), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "meta.json").write_text(text + "\n", encoding="utf-8")


@cache
def load_role_model(model: str = "roles-1") -> RoleModel:
    """Return a model: the one that comes with civictext by name, or the folder of one of your own.

    Raises
    ------
    FileNotFoundError
        If there is no such model.
    ValueError
        If its format or its roles are others.
    """
    way_out = f"give roles-1 or a folder; models are built with {COMMAND}"
    folder, meta = model_folder(model, "role model", FORMAT, way_out)
    if tuple(meta.get("classes", ())) != CLASSES:
        raise ValueError(f"role model {model!r} has other roles than this version: {way_out}")
    with np.load(folder / "arrays.npz", allow_pickle=False) as file:
        weights, bias = file["weights"].astype(np.float32), file["bias"]
    names = (folder / "features.txt").read_text(encoding="utf-8").splitlines()
    return RoleModel(
        meta["name"], {n: i for i, n in enumerate(names)}, weights, bias, margin=meta["margin"], sure=meta["sure"]
    )


def load_judge(model: str | None = "roles-1", roles: RoleTable | None = None) -> RoleJudge:
    """Return what decides roles: a table (the package's own without one) and the model of a name or folder, none for None."""
    return RoleJudge(roles or load_roles(), load_role_model(model) if model else None)
