"""Builds the spaCy `Language` of civictext from a config: which components, in which order. No component code."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from civictext.extensions import register
from civictext.resources import OWN_TABLE

DEFAULT_CONFIG = Path(__file__).parent / "configs" / "default.cfg"

#: factory → module that registers it when imported; an entry per component
FACTORIES = {
    "civictext_sentencizer": "civictext.annotate.sentencizer",
    "civictext_slovnet": "civictext.annotate.slovnet",
    "civictext_lemmatizer": "civictext.annotate.lemmatizer",
    "civictext_metadata": "civictext.segment.metadata",
    "civictext_recommendations": "civictext.tag.operative",
    "civictext_actors": "civictext.tag.actors",
    "civictext_actions": "civictext.tag.actions",
    "civictext_themes": "civictext.tag.themes",
    "civictext_details": "civictext.tag.details",
}


LINGUISTIC = ("civictext_sentencizer", "civictext_slovnet", "civictext_lemmatizer")


@cache
def load_linguistic() -> Language:
    """Return a pipeline with sentences, morphology, syntax, names and lemmas only; built once in a process."""
    return load(exclude=set(FACTORIES) - set(LINGUISTIC))


def _register(factories: Collection[str]) -> None:
    for module in ["civictext.annotate.tokens", "civictext.workers"]:
        import_module(module)
    for factory in factories:
        if factory in FACTORIES:
            import_module(FACTORIES[factory])


def load(
    config: str | Path | None = None,
    *,
    exclude: Collection[str] = (),
    overrides: Mapping[str, Any] | None = None,
    taxonomy: str | Path | None = None,
) -> Language:
    """Return the pipeline that reads a resolution: tokens, sentences, tags, lemmas, recommendations and their labels.

    Parameters
    ----------
    config : path, optional
        A spaCy config; None stands for civictext's default.
    exclude : collection of str
        Components to leave out.
    overrides : mapping, optional
        Settings in dotted form, ``{"components.civictext_slovnet.batch_tokens": 8192}``.
    taxonomy : path, optional
        A file that extends or replaces themes, actor categories and action types; see `civictext.taxonomy`.

    Returns
    -------
    Language
        Nothing large is loaded until the first text.

    Raises
    ------
    ValueError
        If `exclude` names a component that the config does not have, or the taxonomy is not in order.
    FileNotFoundError
        If there is no file `config`.

    Examples
    --------
    >>> nlp = load(exclude=["civictext_slovnet", "civictext_lemmatizer"])
    >>> [token.text for token in nlp.make_doc("Поддержать НКО.")]
    ['Поддержать', 'НКО', '.']
    """
    path = Path(config) if config is not None else DEFAULT_CONFIG
    if not path.is_file():
        raise FileNotFoundError(f"no pipeline config {path}; leave it out to get the default")
    register()
    settings = load_config(path, overrides=dict(overrides or {}), interpolate=False)
    names = settings["nlp"]["pipeline"]
    unknown = sorted(set(exclude) - set(names))
    if unknown:
        raise ValueError(f"no component {unknown[0]!r} to exclude; components: {', '.join(names)}")
    kept = [n for n in names if n not in exclude]
    _register([settings["components"][n]["factory"] for n in kept])
    settings["nlp"]["pipeline"] = kept
    settings["components"] = {n: settings["components"][n] for n in kept}
    if taxonomy is None:
        return load_model_from_config(settings, auto_fill=True)
    from civictext.taxonomy.own import own_names, settings_for

    for name, values in settings_for(Path(taxonomy), kept).items():
        settings["components"][name] |= values
    nlp = load_model_from_config(settings, auto_fill=True)
    nlp.vocab.lookups.add_table(OWN_TABLE, {"labels": own_names(Path(taxonomy))})
    return nlp
