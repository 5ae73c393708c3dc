"""A scikit-learn transformer: Russian texts → lemmas, for researchers' own pipelines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sklearn.base import BaseEstimator, TransformerMixin

_SIGNS = frozenset({"PUNCT", "SYM", "SPACE"})


class RussianLemmatizer(TransformerMixin, BaseEstimator):
    """Turn texts into strings (or lists) of lemmas.

    Parameters
    ----------
    output : {"string", "tokens"}, default="string"
        One string with spaces between the lemmas, fit for a vectorizer; or a list of lemmas for each text.
    keep : collection of str or None, default=None
        Parts of speech (UD) whose words are kept, for example ``("NOUN", "PROPN", "ADJ", "VERB")``; None keeps all words.
    keep_punctuation : bool, default=False
        Keep punctuation and signs too.
    batch_size : int, default=64
        Texts worked on together.

    Examples
    --------
    >>> RussianLemmatizer(keep=("NOUN", "VERB")).fit_transform(["Поддержать волонтёров города!"])
    ['поддержать волонтёр город']
    """

    def __init__(
        self,
        output: str = "string",
        keep: Iterable[str] | None = None,
        keep_punctuation: bool = False,
        batch_size: int = 64,
    ) -> None:
        self.output = output
        self.keep = keep
        self.keep_punctuation = keep_punctuation
        self.batch_size = batch_size

    def fit(self, X: Iterable[str], y: Any = None) -> RussianLemmatizer:  # noqa: N803
        """Check the parameters; there is nothing to learn.

        Raises
        ------
        ValueError
            If `output` is neither "string" nor "tokens".
        """
        if self.output not in {"string", "tokens"}:
            raise ValueError(f"RussianLemmatizer: output is 'string' or 'tokens', not {self.output!r}")
        return self

    def transform(self, X: Iterable[str]) -> list[str] | list[list[str]]:  # noqa: N803
        """Return the lemmas of every text.

        Parameters
        ----------
        X : iterable of str
            Texts. One string is refused: it would be taken for its letters.

        Raises
        ------
        TypeError
            If `X` is a string, or something in it is none.
        """
        if isinstance(X, str):
            raise TypeError("RussianLemmatizer: X is a list of texts, a string came; put it into a list")
        texts = list(X)
        wrong = next((t for t in texts if not isinstance(t, str)), None)
        if wrong is not None:
            raise TypeError(f"RussianLemmatizer: a text is a str, {type(wrong).__name__} came")
        found = [self._lemmas(doc) for doc in _pipeline().pipe(texts, batch_size=self.batch_size)]
        return found if self.output == "tokens" else [" ".join(lemmas) for lemmas in found]

    def _lemmas(self, doc: Any) -> list[str]:
        keep = None if self.keep is None else set(self.keep)
        return [
            token.lemma_
            for token in doc
            if not token.is_space
            and (self.keep_punctuation or token.pos_ not in _SIGNS)
            and (keep is None or token.pos_ in keep)
        ]

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Return the one name of the output, for ``set_output`` and column transformers."""
        import numpy as np

        return np.array(["lemmas"], dtype=object)


def _pipeline() -> Any:
    from civictext.pipeline import load_linguistic

    return load_linguistic()
