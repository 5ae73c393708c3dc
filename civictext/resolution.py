"""A tagged `Doc` as one row of the document table and the rows of its recommendations. Computes no tag."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc

from civictext.records import Item, Record, Shown
from civictext.resources import own_labels
from civictext.tag.specificity import Specificity, specificity

if TYPE_CHECKING:
    from spacy.language import Language

    from civictext.explain import Explanation
    from civictext.report.display import Display

METADATA = ("title", "event_kind", "event_name", "ordinal", "date", "place", "region", "level")


@dataclass(frozen=True, slots=True, repr=False)
class Recommendation(Shown, Record):
    """One recommendation with its tags; the fields are those of ``recommendations.jsonl``."""

    n: int
    label: str | None
    text: str
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    heading: str | None
    section: str | None
    parent: str | None
    page: int | None
    specificity: float
    lemmas: str
    actors: tuple[dict[str, Any], ...]
    actions: tuple[dict[str, Any], ...]
    themes: tuple[dict[str, Any], ...]
    deadline: str | None
    deadline_date: str | None
    programs: tuple[str, ...]
    places: tuple[str, ...]
    source: str
    doc: Any = field(default=None, repr=False, compare=False)  # the tagged Doc it was found in; never in tables
    document_text: str | None = field(default=None, repr=False, compare=False)  # what offsets refer to; never in tables
    names: Any = field(default=None, repr=False, compare=False)  # labels of the user's own taxonomy; never in tables

    @property
    def addressees(self) -> tuple[str, ...]:
        """Names of those who are asked to act, in the nominative."""
        return tuple(dict.fromkeys(a["lemma"] for a in self.actors if a["role"] == "addressee"))

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON values, as in ``recommendations.jsonl``."""
        # super() fails in a class with slots
        return {k: v for k, v in Record.to_dict(self).items() if k not in ("doc", "document_text", "names")}

    def show(self, lang: str = "ru") -> Display:
        """Return what a notebook and a terminal show of it, in Russian or English."""
        from civictext.report.display import show_recommendation

        return show_recommendation(self.to_dict(), self.document_text, self.names, lang=lang)

    def explain(self, nlp: Language | None = None) -> Explanation:
        """Return why it has its tags: rules, words, scores, and what almost fired; see `civictext.explain`.

        Parameters
        ----------
        nlp : Language, optional
            The pipeline that tagged it, where it has a taxonomy or thresholds of its own.
        """
        from civictext.explain import explain_item, explain_row

        return explain_item(self.doc, self.n, nlp) if self.doc is not None else explain_row(self.to_dict(), self.names)


@dataclass(frozen=True, slots=True, repr=False)
class Resolution(Shown, Record):
    """One resolution: what is known of the event, and its recommendations in document order."""

    text: str
    title: str | None
    event_kind: str | None
    event_name: str | None
    ordinal: int | None
    date: str | None
    place: str | None
    region: str | None
    level: str | None
    recommendations: tuple[Recommendation, ...]
    names: Any = field(default=None, repr=False, compare=False)  # labels of the user's own taxonomy; never in tables

    @property
    def year(self) -> int | None:
        """Year of the event."""
        return int(self.date[:4]) if self.date else None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return {k: v for k, v in Record.to_dict(self).items() if k != "names"}

    def show(self, lang: str = "ru") -> Display:
        """Return what a notebook and a terminal show of it, in Russian or English."""
        from civictext.report.display import show_resolution

        rows = self.to_dict()
        return show_resolution({"document": rows, "recommendations": rows["recommendations"]}, self.names, lang=lang)


def resolution_of(doc: Doc) -> Resolution:
    """Return the resolution that the components wrote on a `Doc`.

    Raises
    ------
    ValueError
        If ``doc._.recommendations`` is not set: the pipeline has no ``civictext_recommendations``.
    """
    if doc._.recommendations is None:
        raise ValueError("doc._.recommendations is empty: put 'civictext_recommendations' into the pipeline")
    items = [Item.from_dict(i) for i in doc._.recommendations]
    metadata, names = doc._.metadata or {}, own_labels(doc.vocab)
    return Resolution(
        text=doc.text,
        **{name: metadata.get(name) for name in METADATA},
        recommendations=tuple(_recommendation(doc, n, item, names) for n, item in enumerate(items)),
        names=names,
    )


def resolution_from(
    document: Mapping[str, Any], recommendations: Iterable[Mapping[str, Any]], names: Any = None
) -> Resolution:
    """Return a resolution from rows of the tables; `names` are the labels of the user's own taxonomy, if the run had one."""
    kept = [f.name for f in dataclasses.fields(Recommendation) if f.name not in ("doc", "document_text", "names")]
    found: list[dict[str, Any]] = [
        {k: tuple(row[k]) if isinstance(row[k], list) else row[k] for k in kept} for row in recommendations
    ]
    return Resolution(
        text=document["text"],
        **{name: document[name] for name in METADATA},
        recommendations=tuple(Recommendation(**row, document_text=document["text"], names=names) for row in found),
        names=names,
    )


def _recommendation(doc: Doc, n: int, item: Item, names: Any) -> Recommendation:
    details = _entry(doc._.details, n, {})
    text = {name: p.text if p else None for name in ("heading", "section", "parent") for p in [getattr(item, name)]}
    return Recommendation(
        n=n + 1,
        label=item.label,
        text=item.text,
        start=item.start,
        end=item.end,
        spans=item.spans,
        page=item.page,
        specificity=specificity_of(doc, n, item).score,
        lemmas=_lemmas(doc, item),
        actors=tuple(_entry(doc._.actors, n, ())),
        actions=tuple(_entry(doc._.actions, n, ())),
        themes=tuple(_entry(doc._.themes, n, ())),
        deadline=details.get("deadline"),
        deadline_date=details.get("deadline_date"),
        programs=tuple(details.get("programs", ())),
        places=tuple(details.get("places", ())),
        source=item.source,
        doc=doc,
        document_text=doc.text,
        names=names,
        **text,
    )


def specificity_of(doc: Doc, n: int, item: Item) -> Specificity:
    """Return how specific the recommendation at position `n` (from 0) of a tagged document is, with its parts."""
    details = _entry(doc._.details, n, {})
    return specificity(
        item.text,
        actors=_entry(doc._.actors, n, ()),
        actions=_entry(doc._.actions, n, ()),
        deadline=details.get("deadline"),
        programs=details.get("programs", ()),
    )


def _entry(values: list[Any] | None, n: int, default: Any) -> Any:
    return values[n] if values else default


def _lemmas(doc: Doc, item: Item) -> str:
    tokens = (t for a, b in item.spans for t in doc.char_span(a, b, alignment_mode="expand") or ())
    return " ".join(t.lemma_.lower() for t in tokens if not (t.is_punct or t.is_space))
