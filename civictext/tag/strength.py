"""How strongly an action is asked for, by the type of its governing predicate."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from civictext.resources import data_path, labels, read_yaml
from civictext.tag.lexicon import fold


@cache
def _table() -> tuple[Mapping[str, str], Mapping[str, str], str]:
    content = read_yaml(data_path("lexicons", "strengths.yaml"))
    for strength in [*content["types"], *content["verbs"], content["default"]]:
        if strength != "__line__" and strength not in labels("strengths"):
            raise ValueError(f"strengths.yaml: no strength {strength!r}; strengths: {', '.join(labels('strengths'))}")
    by_type = {t: s for s, types in content["types"].items() if s != "__line__" for t in types}
    by_verb = {fold(v): s for s, verbs in content["verbs"].items() if s != "__line__" for v in verbs}
    return by_type, by_verb, content["default"]


def strength_of(verb: str, kind: str) -> str:
    """Return the strength of an action: exploratory, supportive, continuing or direct.

    Parameters
    ----------
    verb : str
        Infinitive of the governing predicate.
    kind : str
        Type of the action.

    Examples
    --------
    >>> strength_of("изучить", "study"), strength_of("сохранить", "protect"), strength_of("построить", "create")
    ('exploratory', 'continuing', 'direct')
    """
    by_type, by_verb, default = _table()
    return by_verb.get(fold(verb)) or by_type.get(kind, default)
