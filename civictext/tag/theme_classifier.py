"""A scikit-learn estimator of themes: texts and their themes in, a model for `ThemeTagger` out. Trains; tagging does not need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted
from spacy.language import Language

from civictext.annotate.sentence_vectors import MODEL as ENCODER
from civictext.records import Item, Passage
from civictext.tag.focus import focus_of
from civictext.tag.items import item_tokens
from civictext.tag.theme_model import ThemeModel, theme_words
from civictext.tag.theme_rules import score_themes
from civictext.tag.theme_taxonomy import Taxonomy, load_taxonomy
from civictext.tag.theme_training import (
    RULE_WEIGHT,
    Example,
    choose_settings,
    cross_validate,
    decide,
    fit,
    label_matrix,
    log_odds,
    row_weights,
    rule_matrix,
    taxonomy_phrases,
)
from civictext.tag.themes import check_encoder, vectors_by


class ThemeClassifier(ClassifierMixin, BaseEstimator):
    """Tells the themes of recommendations: logistic regressions over words and sentence vectors, with the rules beside them.

    Parameters
    ----------
    encoder : str or None, default="sentences-1"
        Encoder of the sentence vectors: the one that comes with civictext, ``"e5"`` (needs ``civictext[e5]``), or None.
    rules : bool, default=True
        Let the phrases of the taxonomy speak too.
    shares : mapping of str to float, optional
        Share of recommendations with each theme where the classifier will be used; threshold and calibration are chosen for
        it. Default: as in the training texts.

    Attributes
    ----------
    classes_ : ndarray of shape (n_themes,)
        Ids of the themes, in the taxonomy's order.
    model_ : ThemeModel
        What `ThemeTagger` reads; `save_theme_model` writes it.
    held_out_ : ndarray of shape (n_texts, n_themes)
        Log-odds of the training texts under models that had not seen their groups; the settings were chosen on them.

    Notes
    -----
    The settings come from cross-validation over `groups` (five folds). Themes without a training text keep their rules.

    Examples
    --------
    >>> texts = ["Провести форум молодёжи", "Высадить деревья в парке", "Поддержать молодые семьи", "Убрать свалки у реки"] * 3
    >>> themes = [["youth"], ["ecology"], ["youth", "family_children"], ["ecology"]] * 3
    >>> model = ThemeClassifier(encoder=None).fit(texts, themes, groups=list(range(12)))
    >>> model.classes_[model.predict(["Очистить берег реки"])[0] == 1].tolist()
    ['ecology']
    """

    def __init__(self, *, encoder: str | None = ENCODER, rules: bool = True, shares: Mapping[str, float] | None = None) -> None:  # fmt: skip
        self.encoder = encoder
        self.rules = rules
        self.shares = shares

    def fit(
        self,
        X: Sequence[str],  # noqa: N803
        y: Sequence[Sequence[str]],
        groups: Sequence[Any] | None = None,
        headings: Sequence[str | None] | None = None,
    ) -> Self:
        """Learn from recommendations and their themes.

        Parameters
        ----------
        X : sequence of str of length n_texts
        y : sequence of sequences of str
            Ids of the themes of each text, see ``data/taxonomies/themes.yaml``.
        groups : sequence, optional
            What is held out as a whole: the document or commitment of each text. Default: each text for itself.
        headings : sequence of str or None, optional
            The addressee heading that each text stands under.

        Raises
        ------
        TypeError
            If `X` is a string, or holds something that is none.
        ValueError
            If lengths differ, a theme is unknown, or there are fewer groups than folds.
        ImportError
            If the encoder needs a package that is not installed.
        """
        texts, headings = _texts(X), list(headings) if headings is not None else [None] * len(X)
        groups = list(groups) if groups is not None else list(range(len(texts)))
        taxonomy = load_taxonomy(None)
        _check(texts, y, groups, headings, taxonomy)
        if self.encoder is not None:
            check_encoder(self.encoder)
        nlp, rows = tagging_pipeline(), zip(texts, headings, y, groups, strict=True)
        return self.fit_examples([tagged_example(nlp, taxonomy, *row) for row in rows], taxonomy)

    def fit_examples(self, examples: Sequence[Example], taxonomy: Taxonomy) -> Self:
        """Learn from tagged examples."""
        themes = taxonomy.themes
        phrases = taxonomy_phrases(taxonomy, themes)
        vectors, of_phrases = self._sentences([e.text for e in examples]), self._sentences(phrases.texts)

        def part(seen: np.ndarray) -> ThemeModel:
            both = None if vectors is None or of_phrases is None else (vectors[seen], of_phrases)
            return fit([examples[i] for i in seen], themes, phrases, sentences=both, encoder=self.encoder)

        self.held_out_ = cross_validate(examples, part, vectors)
        labels, rules = label_matrix(examples, themes), rule_matrix(examples, themes)
        weights = row_weights(labels, themes, self.shares) if self.shares else np.ones(len(labels))
        modes = {"model": 0.0, "both": RULE_WEIGHT}
        settings = {m: choose_settings(self.held_out_, rules, labels, weights, w) for m, w in modes.items()}
        self.model_ = part(np.arange(len(examples))).with_settings(settings)
        self.classes_ = np.array(themes, object)
        return self

    def predict_proba(self, X: Sequence[str]) -> np.ndarray:  # noqa: N803
        """Return calibrated probabilities, ndarray of shape (n_texts, n_themes)."""
        check_is_fitted(self)
        texts, taxonomy, nlp = _texts(X), load_taxonomy(None), tagging_pipeline()
        examples = [tagged_example(nlp, taxonomy, t, None, (), i) for i, t in enumerate(texts)]
        if not examples:
            return np.zeros((0, len(self.classes_)))
        odds = log_odds(self.model_, examples, self._sentences(texts))
        return self.model_.probabilities(odds, rule_matrix(examples, self.model_.themes), self._mode())

    def predict(self, X: Sequence[str]) -> np.ndarray:  # noqa: N803
        """Return which themes are given, 0 and 1, ndarray of shape (n_texts, n_themes); at most three a text."""
        settings = self.model_.settings[self._mode()] if hasattr(self, "model_") else {}
        p = self.predict_proba(X)
        return decide(p, threshold=settings["threshold"], ratio=settings["ratio"])

    def _mode(self) -> str:
        return "both" if self.rules else "model"

    def _sentences(self, texts: Sequence[str]) -> np.ndarray | None:
        return None if self.encoder is None else vectors_by(self.encoder, texts)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.target_tags.required, tags.classifier_tags.multi_label = True, True
        return tags


@cache
def tagging_pipeline() -> Language:
    """Return the pipeline that tags given recommendations up to their actions; built once in a process."""
    from civictext.pipeline import load

    return load(exclude=["civictext_recommendations", "civictext_metadata", "civictext_themes", "civictext_details"])


def tagged_example(nlp: Language, taxonomy: Taxonomy, text: str, heading: str | None, themes: Sequence[str], group: Any) -> Example:  # fmt: skip
    """Return a labelled recommendation with what the pipeline makes of it."""
    text = " ".join(text.split())
    start = len(heading) + 2 if heading else 0
    doc = nlp.make_doc(f"{heading}:\n{text}" if heading else text)
    place = Passage(heading, 0, len(heading)) if heading else None
    doc._.recommendations = [Item(text, start, start + len(text), ((start, start + len(text)),), "given", heading=place).to_dict()]  # fmt: skip
    doc = nlp(doc)
    tokens = item_tokens(doc, doc._.recommendations[0])
    focus = focus_of(tokens, doc._.actions[0], doc._.actors[0])
    rules = {t: score for t, (score, _) in score_themes(tokens, taxonomy, focus=focus).items()}
    return Example(text, tuple(theme_words(tokens, focus)), rules, frozenset(themes), str(group))


def _texts(given: Sequence[str]) -> list[str]:
    if isinstance(given, str):
        raise TypeError("ThemeClassifier: X is a list of texts, a string came; put it into a list")
    texts = list(given)
    wrong = next((t for t in texts if not isinstance(t, str)), None)
    if wrong is not None:
        raise TypeError(f"ThemeClassifier: a text is a str, {type(wrong).__name__} came")
    return texts


def _check(texts: Sequence[str], y: Sequence[Sequence[str]], groups: Sequence[Any], headings: Sequence[str | None], taxonomy: Taxonomy) -> None:  # fmt: skip
    from civictext.tag.theme_training import N_FOLDS

    for name, values in (("y", y), ("groups", groups), ("headings", headings)):
        if len(values) != len(texts):
            raise ValueError(f"ThemeClassifier: {name} has {len(values)} entries, X has {len(texts)}")
    unknown = sorted({t for row in y for t in row} - set(taxonomy.themes))
    if unknown:
        raise ValueError(f"ThemeClassifier: no theme {unknown[0]!r}; themes: {', '.join(taxonomy.themes)}")
    if len(set(groups)) < N_FOLDS:
        raise ValueError(
            f"ThemeClassifier: {len(set(groups))} groups, at least {N_FOLDS} are needed to choose the settings"
        )
