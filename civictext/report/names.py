"""Names that readers see: labels of the taxonomies, regions, the report's own words, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from civictext.gazetteer import region_name
from civictext.resources import data_path, labels, read_yaml

LANGUAGES = ("ru", "en")


@dataclass(frozen=True)
class Names:
    """Names in one language.

    Parameters
    ----------
    lang : {"ru", "en"}
    """

    lang: str = "ru"

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ValueError(f"no language {self.lang!r}; languages: {', '.join(LANGUAGES)}")

    def label(self, kind: str, key: str | None) -> str:
        """Return the name of a label of a taxonomy; a label that the taxonomy lacks is its own name."""
        if not key:
            return ""
        return labels(kind).get(key, {}).get(self.lang) or key

    def definition(self, kind: str, key: str) -> str:
        """Return the definition of a label, or an empty text."""
        return labels(kind).get(key, {}).get("definition", "")

    def region(self, code: str | None) -> str:
        """Return the name of a region's code; a code that the list lacks is its own name."""
        if not code:
            return ""
        try:
            return region_name(code, self.lang)
        except (KeyError, ValueError):
            return code

    def word(self, key: str) -> str:
        """Return one of the report's own words.

        Raises
        ------
        KeyError
            If the language file lacks the key.
        """
        return words(self.lang)[key]


@cache
def words(lang: str) -> Mapping[str, str]:
    """Return the report's words in a language: dotted key → text.

    Raises
    ------
    ValueError
        If the language files do not have the same keys.
    """
    tables = {name: _flat(read_yaml(data_path("lang", f"{name}.yaml"))) for name in LANGUAGES}
    for name, table in tables.items():
        missing = sorted(set().union(*tables.values()) - set(table))
        if missing:
            raise ValueError(f"{name}.yaml: no {missing[0]!r}; the other language files have it")
    return tables[lang]


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    out: dict[str, str] = {}
    for key, value in tree.items():
        if key == "__line__":
            continue
        if isinstance(value, dict):
            out |= _flat(value, f"{prefix}{key}.")
        else:
            out[f"{prefix}{key}"] = str(value)
    return out
