"""Joins a user's taxonomy file with civictext's own labels: names for reports, phrases for the taggers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civictext.annotate.opencorpora import readings
from civictext.resources import data_path, default_labels, read_yaml
from civictext.tag.actor_lexicon import DEPENDENT, NONE, ActorLexicon, Entry, load_lexicon
from civictext.tag.lexicon import fold
from civictext.tag.theme_taxonomy import Phrase, Taxonomy, check_labels, compile_taxonomy, parse_phrase
from civictext.taxonomy.files import KINDS, Section, load_taxonomy_file, phrases_of

if TYPE_CHECKING:
    from spacy.language import Language

COMPONENTS = {"themes": "civictext_themes", "actors": "civictext_actors", "actions": "civictext_actions"}
OTHER = "other"


class OwnEntry(Entry):
    """A row that an analyst wrote: of two rows that say equally much it wins."""

    @property
    def weight(self) -> int:
        """How many conditions the row states, and one more."""
        return Entry.weight.fget(self) + 1  # type: ignore[attr-defined]


@dataclass(frozen=True)
class ActionRules:
    """Phrases of action types: the verb first, then lemmas that must stand in its object; and the types that there are."""

    phrases: tuple[Phrase, ...]
    negatives: tuple[Phrase, ...]
    kept: frozenset[str]


def section_of(path: Path, kind: str) -> Section | None:
    """Return what a file says about a kind of label, None where it says nothing."""
    return load_taxonomy_file(path).sections.get(kind)


def own_names(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Return the labels of each kind that a file changes: kind → id → {"ru", "en", "definition"}, in the order of reports."""
    found = {}
    for kind, section in load_taxonomy_file(path).sections.items():
        known = default_labels(kind)
        names = dict(known) if section.mode == "extend" else {}
        for label in section.labels:
            old = known.get(label["id"], {"ru": "", "en": "", "definition": ""})
            new = {k: label[k] or old[k] for k in old}
            names[label["id"]] = new | {"ru": new["ru"] or new["en"], "en": new["en"] or new["ru"]}
        found[kind] = names
    return found


@cache
def own_themes(path: Path) -> Taxonomy:
    """Return the compiled themes of a file joined with civictext's own, or alone where its mode is ``replace``.

    A label of an extended theme adds its phrases to it. In ``replace`` a label without phrases that has the id of one of
    civictext's themes keeps that theme's phrases.
    """
    return compile_taxonomy(theme_labels(section_of(path, "themes")))


def theme_labels(section: Section | None) -> list[Mapping[str, Any]]:
    """Return the labels of themes that a section gives together with civictext's own."""
    source = data_path("taxonomies", "themes.yaml")
    known = {label["id"]: label for label in check_labels(read_yaml(source), source, lemmas=False)}
    if section is None:
        return list(known.values())
    merged = dict(known) if section.mode == "extend" else {}
    for label in section.labels:
        old = known.get(label["id"])
        kept = old if old is not None and (section.mode == "extend" or not phrases_of(label)) else None
        merged[label["id"]] = _joined(kept, label) if kept is not None else label
    return list(merged.values())


def _joined(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    graded = {g: [*((old.get("positive") or {}).get(g) or ()), *new["positive"][g]] for g in new["positive"]}
    return {**old, "positive": graded, "negative": [*(old.get("negative") or ()), *new["negative"]]}


@cache
def own_lexicon(path: Path) -> ActorLexicon:
    """Return the lexicon of actors with the phrases of a file; in ``replace`` without the rows of categories that it leaves out."""
    lexicon = load_lexicon()
    section = section_of(path, "actors")
    if section is None:
        return lexicon
    rows = [row for label in section.labels for row in actor_rows(label)]
    filled = {row.category for row in rows}
    ids = {label["id"] for label in section.labels}
    kept = [
        e
        for e in lexicon.entries
        if section.mode == "extend" or e.category in {DEPENDENT, NONE} or e.category in ids - filled
    ]
    return ActorLexicon([*rows, *kept], lexicon.sets)


def actor_rows(label: Mapping[str, Any]) -> list[Entry]:
    """Return the lexicon rows of an actor category: the head is the phrase's first noun, the other words must stand beside it.

    Examples
    --------
    >>> row, = actor_rows({"id": "fathers", "positive": {"strong": ["совет отец|папа"], "medium": [], "weak": []}, "negative": [],
    ...     "examples": [], "__line__": 3})
    >>> row.heads, [sorted(group) for group in row.groups]
    (('совет',), [['отец', 'папа']])
    """
    without = frozenset(w for text in label["negative"] for places in parse_phrase("", text, 0).words for w in places)
    rows: list[Entry] = []
    for n, text in enumerate(phrases_of(label), 1):
        places = parse_phrase(label["id"], text, 0).words
        head = next((i for i, place in enumerate(places) if _is_noun(place[0])), len(places) - 1)
        groups = tuple(frozenset(place) for i, place in enumerate(places) if i != head)
        row = OwnEntry(
            rule=f"taxonomy.{label['id']}.{text}", category=label["id"], heads=places[head], groups=groups, without=without,
            needs=frozenset(), example="", line=n - 10_000,
        )  # fmt: skip
        rows.append(row)
    return rows


def _is_noun(word: str) -> bool:
    found = readings(word)
    return not found or not found[0].parse.is_known or any(r.upos == "NOUN" and fold(r.normal) == word for r in found)


@cache
def own_actions(path: Path) -> ActionRules | None:
    """Return the phrases of action types of a file, None where it has none."""
    section = section_of(path, "actions")
    if section is None:
        return None
    phrases = [parse_phrase(label["id"], text, 1.0) for label in section.labels for text in phrases_of(label)]
    negatives = [parse_phrase(label["id"], text, 0.0) for label in section.labels for text in label["negative"]]
    known = frozenset(default_labels("actions")) if section.mode == "extend" else frozenset[str]()
    kept = known | {label["id"] for label in section.labels} | {OTHER}
    return ActionRules(tuple(sorted(phrases, key=lambda p: -len(p.words))), tuple(negatives), kept)


def retype(action: Mapping[str, Any], rules: ActionRules) -> dict[str, Any]:
    """Return an action with the type that the rules give it: that of the longest phrase that fits, else its own if that is kept.

    Examples
    --------
    >>> rules = ActionRules((parse_phrase("plant", "высадить|посадить дерево", 1),), (), frozenset({"create", "other"}))
    >>> action = {"predicate": "посадить", "type": "hold", "object_lemma": "молодой дерево", "source": "rule:x"}
    >>> retype(action, rules)["type"]
    'plant'
    """
    words = [w for w in fold(action["predicate"]).split() if w != "не"]
    lemmas = {fold(w) for w in (action.get("object_lemma") or "").split()}
    lemmas |= {fold(r.normal) for w in words[1:] for r in readings(w)}
    masked = {p.theme for p in rules.negatives if _fits(p, words, lemmas)}
    for phrase in rules.phrases:
        if phrase.theme not in masked and _fits(phrase, words, lemmas):
            return {**action, "type": phrase.theme, "source": f"rule:taxonomy.{phrase.theme}.{phrase.text}"}
    return dict(action) if action["type"] in rules.kept else {**action, "type": OTHER}


def _fits(phrase: Phrase, words: Sequence[str], lemmas: set[str]) -> bool:
    if not words or not _one_of(phrase.words[0], [words[0]]):
        return False
    return all(_one_of(place, lemmas) for place in phrase.words[1:])


def _one_of(place: Sequence[str], words: Sequence[str] | set[str]) -> bool:
    return any(w.startswith(p[:-1]) if p.endswith("*") else w == p for p in place for w in words)


def settings_for(path: Path, names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the settings of the components that a file concerns: component → {"taxonomy": path}.

    Raises
    ------
    ValueError, FileNotFoundError
        If the file is not in order.
    """
    kinds = load_taxonomy_file(path).sections
    return {COMPONENTS[kind]: {"taxonomy": str(path)} for kind in KINDS if kind in kinds and COMPONENTS[kind] in names}


def taxonomy_of(nlp: Language) -> dict[str, Any]:
    """Return what a run should remember of the user's taxonomy: file name, hash, labels; empty where there is none."""
    paths = {nlp.config["components"].get(name, {}).get("taxonomy") for name in COMPONENTS.values()} - {None}
    if not paths:
        return {}
    path = Path(sorted(paths)[0])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"taxonomy": {"file": path.name, "sha256": digest}, "labels": own_names(path)}


def clear_caches() -> None:
    """Forget compiled files: for programs that edit a file and read it again."""
    own_themes.cache_clear()
    own_lexicon.cache_clear()
    own_actions.cache_clear()


__all__ = [
    "ActionRules",
    "own_actions",
    "own_lexicon",
    "own_names",
    "own_themes",
    "retype",
    "settings_for",
    "taxonomy_of",
]
