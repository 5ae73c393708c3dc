"""Names that readers see: labels of the taxonomies, regions, the report's own words, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from civictext.compare import UNASSIGNED, UNKNOWN
from civictext.gazetteer import federal_districts, region_name
from civictext.report.wording import sentence, sentence_html
from civictext.resources import data_path, labels, read_table, read_yaml

LANGUAGES = ("ru", "en")
#: facet of `civictext.compare` → taxonomy of its values
TAXONOMY = {
    **dict.fromkeys(("addressee", "beneficiary", "partner", "actor"), "actors"),
    "theme": "themes",
    "action": "actions",
    "strength": "strengths",
    "level": "levels",
    "event_kind": "event_kinds",
}
KINDS = frozenset({*TAXONOMY.values(), "roles"})


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
        known = labels(kind).get(key, {}) if kind in KINDS else {}
        return known.get(self.lang) or key

    def definition(self, kind: str, key: str) -> str:
        """Return the definition of a label, or an empty text."""
        label = labels(kind).get(key, {})
        return label.get(f"definition_{self.lang}") or label.get("definition", "")

    def region(self, code: str | None) -> str:
        """Return the name of a region's code; a code that the list lacks is its own name."""
        if not code:
            return ""
        try:
            return region_name(code, self.lang)
        except (KeyError, ValueError):
            return code

    def tile(self, code: str) -> str:
        """Return what stands on a region's tile on the map: a customary abbreviation, or the last letters of its code."""
        return (tiles().get(code) if self.lang == "ru" else None) or code.rpartition("-")[2]

    def word(self, key: str) -> str:
        """Return one of the report's own words.

        Raises
        ------
        KeyError
            If the language file lacks the key.
        """
        return words(self.lang)[key]

    def say(self, key: str, **values: Any) -> str:
        """Return one of the report's sentences with its values filled in; see `civictext.report.wording`."""
        return sentence(self.word(key), values, self.lang)

    def say_html(self, key: str, **values: Any) -> Markup:
        """Return one of the report's sentences for a page, its values escaped."""
        return sentence_html(self.word(key), values, self.lang)

    def facet(self, kind: str, key: str) -> str:
        """Return the name of a value of a facet of `civictext.compare`: a theme, an addressee category, a region, a year."""
        if key in (UNASSIGNED, UNKNOWN):
            return self.word(f"facet.{kind}.none")
        if kind in ("deadline", "number", "missing"):
            return self.word(f"facet.{kind}.{key}")
        if kind == "federal_district":
            return districts().get(key, {}).get(self.lang) or key
        return self.region(key) if kind == "region" else self.label(TAXONOMY.get(kind, ""), key)


@cache
def districts() -> dict[str, dict[str, str]]:
    """Return the names of the federal districts by their Russian name, which is what tables hold."""
    return {names["ru"]: names for names in federal_districts().values()}


@cache
def tiles() -> dict[str, str]:
    """Return Russian abbreviations of the regions by code."""
    rows = read_table(data_path("gazetteers", "tiles.csv"), ("code", "ru"))
    return {row["code"]: row["ru"] for _, row in rows}


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
