"""One to three themes for each recommendation: by the phrases of the taxonomy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from civictext.extensions import register
from civictext.tag.focus import focus_of
from civictext.tag.items import check_layers, item_tokens
from civictext.tag.theme_rules import Evidence, choose, score_themes
from civictext.tag.theme_taxonomy import Taxonomy, load_taxonomy

register()

THRESHOLD = 0.45
RATIO = 0.6
LIMIT = 3


def tag_themes(
    tokens: Sequence[Token],
    taxonomy: Taxonomy,
    *,
    focus: Sequence[float] | None = None,
    threshold: float = THRESHOLD,
    ratio: float = RATIO,
    limit: int = LIMIT,
) -> list[dict[str, Any]]:
    """Return the themes of one recommendation as plain dicts (output-schema, ``themes``), best first; none where nothing is sure."""
    scored = score_themes(tokens, taxonomy, focus=focus)
    by_place = sorted(scored, key=lambda theme: scored[theme][1][0].start)  # of equal scores the theme named first wins
    scores = {theme: scored[theme][0] for theme in by_place}
    chosen = choose(scores, threshold=threshold, ratio=ratio, limit=limit)
    return [describe(theme, *scored[theme], tokens) for theme in chosen]


def describe(theme: str, score: float, evidence: Sequence[Evidence], tokens: Sequence[Token]) -> dict[str, Any]:
    """Return a theme as the output schema has it; the source names the strongest phrase."""
    best = max(evidence, key=lambda e: (e.weight, e.end - e.start))
    return {
        "id": theme,
        "score": score,
        "source": f"rule:themes.{theme}.{best.phrase.text}",
        "evidence": [as_span(e, tokens) for e in evidence],
    }


def as_span(evidence: Evidence, tokens: Sequence[Token]) -> dict[str, Any]:
    """Return the words of a piece of evidence with their offsets."""
    first, last = tokens[evidence.start], tokens[evidence.end - 1]
    start, end = first.idx, last.idx + len(last)
    return {"text": first.doc.text[start:end], "start": start, "end": end}


class ThemeTagger:
    """Tag what each recommendation is about.

    *Reads* ``doc._.recommendations``, lemmas, parse and, if they are there, ``doc._.actors`` (an addressee's name is no evidence) and
    ``doc._.actions`` (what is to be done counts more than its circumstances).
    *Writes* ``doc._.themes``: for each recommendation a list of dicts, best first.

    Parameters
    ----------
    taxonomy : str, optional
        Path of a taxonomy file that extends or replaces civictext's themes; see `civictext.taxonomy`.
    threshold : float
        Score that a theme needs, 0 to 1.
    ratio : float
        Share of the best theme's score that the others need.
    limit : int
        The most themes for a recommendation.
    """

    def __init__(
        self,
        *,
        taxonomy: str | None = None,
        threshold: float = THRESHOLD,
        ratio: float = RATIO,
        limit: int = LIMIT,
    ) -> None:
        self.taxonomy = _taxonomy(taxonomy)
        self.threshold = threshold
        self.ratio = ratio
        self.limit = limit

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its themes."""
        items = check_layers(doc, "ThemeTagger")
        actors = doc._.actors or [[] for _ in items]
        actions = doc._.actions or [[] for _ in items]
        doc._.themes = [
            self._tag(item_tokens(doc, item), *tags) for item, *tags in zip(items, actions, actors, strict=True)
        ]
        return doc

    def _tag(
        self, tokens: Sequence[Token], actions: Sequence[Mapping[str, Any]], actors: Sequence[Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        settings = {"threshold": self.threshold, "ratio": self.ratio}
        return tag_themes(tokens, self.taxonomy, focus=focus_of(tokens, actions, actors), limit=self.limit, **settings)


def _taxonomy(path: str | None) -> Taxonomy:
    if path is None:
        return load_taxonomy()
    from civictext.taxonomy.own import own_themes

    return own_themes(Path(path))


@Language.factory(
    "civictext_themes", assigns=["doc._.themes"], requires=["doc._.recommendations", "token.lemma", "token.dep"]
)
def make_theme_tagger(
    nlp: Language,
    name: str,
    taxonomy: str | None = None,
    threshold: float = THRESHOLD,
    ratio: float = RATIO,
    limit: int = LIMIT,
) -> ThemeTagger:
    """Return the component ``civictext_themes``."""
    return ThemeTagger(taxonomy=taxonomy, threshold=threshold, ratio=ratio, limit=limit)
