"""The linter of taxonomy files: everything that would make a label fire wrongly, rarely or never, with file and line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civictext.annotate.opencorpora import readings
from civictext.resources import default_labels
from civictext.tag.lexicon import fold
from civictext.tag.theme_taxonomy import WEIGHTS, is_lemma, parse_phrase
from civictext.tag.themes import THRESHOLD
from civictext.taxonomy.files import GRADES, Finding, Section, TaxonomyFile, parse_taxonomy, phrases_of
from civictext.taxonomy.own import clear_caches, theme_labels

if TYPE_CHECKING:
    from spacy.language import Language

BRACKETS = re.compile(r"\[([^\]]+)\]")
NEAR = ("strong", "medium")


def check_taxonomy(path: str | Path) -> list[Finding]:
    """Return what is wrong or doubtful in a taxonomy file, by line; an empty list means that all is well.

    Errors: unknown keys, missing or repeated ids, phrases that are malformed or no lemmas, examples that do not fire their
    label. Warnings: a phrase that two themes share, a label that can never fire or has no example, missing names.

    Raises
    ------
    FileNotFoundError, ValueError
        If there is no such file, or it is neither YAML nor a table.
    """
    file = parse_taxonomy(Path(path))
    clear_caches()
    for section in file.sections.values():
        for label in section.labels:
            _check_names(file, section, label)
            _check_phrases(file, section, label)
        _check_silent(file, section)
    _check_overlaps(file)
    if not any(f.grade == "error" for f in file.findings):
        _check_examples(file)
    return sorted(set(file.findings))


def _check_names(file: TaxonomyFile, section: Section, label: Mapping[str, Any]) -> None:
    ids = {la["id"] for la in section.labels}
    known = default_labels(section.kind)
    if label["parent"] and label["parent"] not in ids | set(known):
        file.say(label["__line__"], f"parent {label['parent']!r} is no label of this file or of civictext")
    if label["id"] not in known and not (label["ru"] or label["en"]):
        file.say(label["__line__"], f"{label['id']!r} has no name (ru, en): reports will show the id", "warning")


def _check_phrases(file: TaxonomyFile, section: Section, label: Mapping[str, Any]) -> None:
    seen: dict[str, str] = {}
    for text in [*phrases_of(label), *label["negative"]]:
        line = file.line_of(label, text)
        try:
            places = parse_phrase(label["id"], text, 0.0).words
        except ValueError as error:
            file.say(line, str(error))
            continue
        for word in (w for place in places for w in place if not is_lemma(w)):
            file.say(line, f"{word!r} in {text!r} is no lemma; write {_lemma(word)!r}")
        if section.kind == "actors" and any(w.endswith("*") for place in places for w in place):
            file.say(line, f"{text!r}: beginnings of words (*) are for themes and actions; write the lemmas out, a|b")
        if section.kind == "actions" and not _is_verb(places[0]):
            file.say(line, f"{text!r} must begin with an infinitive: a phrase of an action is a verb and its object")
        if fold(text) in seen:
            file.say(line, f"phrase {text!r} repeats {seen[fold(text)]!r}", "warning")
        seen[fold(text)] = text


def _lemma(word: str) -> str:
    return " or ".join(sorted({r.normal for r in readings(word)}))


def _is_verb(place: Sequence[str]) -> bool:
    return all(w.endswith("*") or any("INFN" in r.parse.tag for r in readings(w)) for w in place)


def _check_silent(file: TaxonomyFile, section: Section) -> None:
    """Labels that can never fire: no phrase, or too little weight in all of them together."""
    for label in section.labels:
        texts, line = phrases_of(label), label["__line__"]
        known = label["id"] in default_labels(section.kind)
        if not texts and not known:
            file.say(line, f"{label['id']!r} never fires: it has no phrases", "warning")
        elif section.kind == "themes" and texts and not known:
            rest = 1.0
            for grade in GRADES:
                rest *= (1 - WEIGHTS[grade]) ** len(set(label["positive"][grade]))
            if 1 - rest < THRESHOLD:
                file.say(
                    line,
                    f"{label['id']!r} never fires: its phrases sum to {1 - rest:.2f}, {THRESHOLD} is needed",
                    "warning",
                )
        masked = {fold(t) for t in label["negative"]} & {fold(t) for t in texts}
        for text in sorted(masked):
            file.say(file.line_of(label, text), f"phrase {text!r} is positive and negative: it never counts", "warning")
        if texts and not label["examples"]:
            file.say(line, f"{label['id']!r} has no examples: nothing shows that it fires", "warning")


def _check_overlaps(file: TaxonomyFile) -> None:
    """Phrases of a file's label that another label has as well: both will be found wherever it stands."""
    for kind, section in file.sections.items():
        owners = _phrases_of_all(kind, section)
        for label in section.labels:
            for text in [p for grade in NEAR for p in label["positive"][grade]]:
                others = sorted(owners[_key(text)] - {label["id"]}) if _key(text) in owners else []
                if others:
                    line = file.line_of(label, text)
                    file.say(line, f"phrase {text!r} of {label['id']!r} is also one of {', '.join(others)}", "warning")


def _key(text: str) -> str:
    return " ".join(fold(text).split())


def _phrases_of_all(kind: str, section: Section) -> dict[str, set[str]]:
    """Return phrase → labels of the taxonomy that results."""
    found: dict[str, set[str]] = defaultdict(set)
    labels = theme_labels(section) if kind == "themes" else section.labels
    for label in labels:
        graded = label.get("positive") or {}
        for text in (p for grade in NEAR for p in graded.get(grade) or ()):
            found[_key(text)].add(label["id"])
    return found


def _check_examples(file: TaxonomyFile) -> None:
    """Run each example through the taggers; one that does not give its label is an error."""
    cases = [
        (kind, label, example)
        for kind, section in file.sections.items()
        for label in section.labels
        for example in label["examples"]
    ]
    if not cases:
        return
    texts = [BRACKETS.sub(r"\1", " ".join(example.split())) for *_, example in cases]
    for (kind, label, example), got in zip(cases, tag_sentences(texts, file.path), strict=True):
        marked = [" ".join(m.split()) for m in BRACKETS.findall(example)]
        hits = [tag for tag in got[kind] if tag[0] == label["id"]]
        if not hits or (kind == "actors" and marked and not any(fold(tag[1]) in map(fold, marked) for tag in hits)):
            fired = ", ".join(dict.fromkeys(f"{i} ({w})" if w else i for i, w in got[kind])) or "nothing"
            file.say(
                file.line_of(label, example), f"example {example!r} does not fire {label['id']!r}; it fires {fired}"
            )


def tag_sentences(texts: Sequence[str], path: Path) -> Iterator[dict[str, list[tuple[str, str]]]]:
    """Yield for each text, taken as a recommendation, the labels that a taxonomy gives it: kind → [(id, words)]."""
    doc = _linguistic()("\n".join(texts))
    at = 0
    doc._.recommendations = []
    for text in texts:
        span = [at, at + len(text)]
        doc._.recommendations.append({"text": text, "start": span[0], "end": span[1], "spans": [span], "heading": None})
        at += len(text) + 1
    for tagger in _taggers(path):
        doc = tagger(doc)
    for actors, actions, themes in zip(doc._.actors, doc._.actions, doc._.themes, strict=True):
        yield {
            "actors": [(a["category"], a["text"]) for a in actors],
            "actions": [(a["type"], a["predicate"]) for a in actions],
            "themes": [(t["id"], ", ".join(e["text"] for e in t["evidence"])) for t in themes],
        }


@cache
def _linguistic() -> Language:
    from civictext.pipeline import load_linguistic

    return load_linguistic()


def _taggers(path: Path) -> list[Any]:
    from civictext.tag.actions import ActionTagger
    from civictext.tag.actors import ActorTagger
    from civictext.tag.themes import ThemeTagger
    from civictext.taxonomy.own import own_lexicon

    return [ActorTagger(own_lexicon(path)), ActionTagger(taxonomy=str(path)), ThemeTagger(taxonomy=str(path))]
