"""Puts the reasons of one recommendation together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc

from civictext.explain.items import item_reasons
from civictext.explain.records import Explanation, Near, Reason
from civictext.explain.tags import explain_actions, explain_actors, explain_themes
from civictext.records import Item
from civictext.resolution import specificity_of
from civictext.resources import own_labels
from civictext.tag.actor_lexicon import load_lexicon
from civictext.tag.deadlines import find_deadlines
from civictext.tag.details import document_date
from civictext.tag.role_model import load_judge
from civictext.tag.themes import ThemeTagger

if TYPE_CHECKING:
    from spacy.language import Language


def explain_item(doc: Doc, n: int, nlp: Language | None = None) -> Explanation:
    r"""Return why a recommendation of a tagged document has its tags.

    Parameters
    ----------
    doc : Doc
        As civictext's pipeline returns it.
    n : int
        Number of the recommendation, from 1.
    nlp : Language, optional
        The pipeline that tagged it; matters where it has a taxonomy or thresholds of its own.

    Raises
    ------
    ValueError
        If the document has no such recommendation.

    Examples
    --------
    >>> import civictext
    >>> doc = civictext.load()("РЕЗОЛЮЦИЯ\nАдминистрации города рекомендуем:\\n1. Создать парк.")
    >>> [(r.label, r.words) for r in explain_item(doc, 1).of("theme")[:1]]
    [('urban_environment', 'парк')]
    """
    items = doc._.recommendations or []
    if not 1 <= n <= len(items):
        raise ValueError(f"no recommendation {n}; the document has {len(items)}")
    at = n - 1
    item = Item.from_dict(items[at])
    pipes = dict(nlp.pipeline) if nlp is not None else {}
    actors = pipes.get("civictext_actors")
    lexicon, judge = (actors.lexicon, actors.judge) if actors is not None else (load_lexicon(), load_judge())  # type: ignore[attr-defined]
    themes: Any = pipes.get("civictext_themes") or ThemeTagger()
    found: list[Reason | Near] = list(item_reasons(doc, item))
    found += explain_actors(doc, at, lexicon, judge) if doc._.actors else ()
    found += explain_actions(doc, at) if doc._.actions else ()
    found += explain_themes(doc, at, themes) if doc._.themes else ()
    found += _details(doc, at) if doc._.details else ()
    found += _specificity(doc, at, item) if doc._.details else ()
    return _explanation(n, item.text, found, own_labels(doc.vocab))


def _explanation(n: int, text: str, found: Iterable[Reason | Near], names: Any = None) -> Explanation:
    unique = list(dict.fromkeys(found))
    reasons = tuple(f for f in unique if isinstance(f, Reason))
    return Explanation(n, text, reasons, tuple(f for f in unique if isinstance(f, Near)), names)


def _details(doc: Doc, n: int) -> Iterator[Reason | Near]:
    details, item = doc._.details[n], doc._.recommendations[n]
    today = document_date((doc._.metadata or {}).get("date"))
    for start, end in item["spans"]:
        for term in find_deadlines(doc.text[start:end], today=today):
            words = doc.text[start + term.start : start + term.end]
            source = f"rule:deadlines.{term.pattern}"
            if words == details["deadline"]:
                yield Reason("deadline", term.date or "", words, source, None, "deadlines.yaml")
            else:
                yield Near(
                    "deadline", term.date or "", words, source, "no_term" if not details["deadline"] else "later_term"
                )
    if item.get("term"):
        yield Reason("deadline", details["deadline_date"] or "", details["deadline"] or "", "rule:table.term")
    for name in details["programs"]:
        yield Reason("program", name, name, "rule:quoted_names", None, "quoted_names.yaml")


def _specificity(doc: Doc, n: int, item: Item) -> Iterator[Reason]:
    """Yield the parts of the specificity that a recommendation has, with what each adds; together they are the score."""
    for part, added in specificity_of(doc, n, item).added.items():
        if added:
            yield Reason("specificity", part, "", "rule:specificity", added, "specificity.yaml")


def explain_row(row: Mapping[str, Any], names: Any = None) -> Explanation:
    """Return what a row of the table of recommendations says by itself: rules, words and scores, nothing that almost fired.

    `names` are the labels of the user's own taxonomy, if the run had one.
    """
    found = [Reason("recommendation", str(row["source"]).partition(".")[2], row["text"], row["source"])]
    for a in row["actors"] or ():
        found.append(Reason("actor", a["category"], a["text"], a["source"], a["score"]))
        found.append(Reason("role", a["role"], a["text"], a.get("role_source", a["source"]), a.get("role_score")))
    found += [Reason("action", a["type"], a["predicate"], a["source"], a["score"]) for a in row["actions"] or ()]
    found += [
        Reason("theme", t["id"], ", ".join(e["text"] for e in t["evidence"] or ()), t["source"], t["score"])
        for t in row["themes"] or ()
    ]
    return _explanation(row["n"], row["text"], found, names)
