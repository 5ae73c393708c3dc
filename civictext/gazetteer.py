"""The subjects of the Russian Federation and its towns, as data. No text is read here, see `civictext.segment.regions`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from civictext.resources import data_path, read_table


@dataclass(frozen=True, slots=True)
class Region:
    """One of the 89 subjects of the federation.

    `code` is the ISO 3166-2:RU code where `iso` is True; the six subjects that ISO 3166-2:RU does not list have a code of
    our own that begins with ``RU-X-``. `forms` are further names in the nominative, `adjectives` relational adjectives,
    `district` the id of the federal district (None where none is assigned), `row` and `column` the tile on the map.
    """

    code: str
    iso: bool
    ru: str
    en: str
    kind: str
    short: str
    forms: tuple[str, ...]
    adjectives: tuple[str, ...]
    capital: str
    district: str | None
    row: int
    column: int


REGION_COLUMNS = tuple(Region.__annotations__)  # of regions.csv, in any order


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(p for p in cell.split("|") if p)


def load_regions(path: Path) -> tuple[Region, ...]:
    """Return the regions of a table in the columns of ``regions.csv``, in file order.

    Raises
    ------
    ValueError
        If a code or a tile stands twice, a tile is no number or a column is missing; the message names file and line.
    """
    out: list[Region] = []
    lines: dict[object, int] = {}
    for line, row in read_table(path, REGION_COLUMNS):
        try:
            tile = int(row["row"]), int(row["column"])
        except ValueError:
            raise ValueError(f"{path.name}, line {line}: row and column must be whole numbers") from None
        for key in (row["code"], tile):
            if key in lines:
                raise ValueError(f"{path.name}, line {line}: {key!r} repeats line {lines[key]}")
            lines[key] = line
        texts = {k: row[k] for k in ("code", "ru", "en", "kind", "short", "capital")}
        forms, adjectives = _parts(row["forms"]), _parts(row["adjectives"])
        out.append(
            Region(
                **texts, iso=row["iso"] == "yes", forms=forms, adjectives=adjectives, district=row["district"] or None,
                row=tile[0], column=tile[1],
            )
        )  # fmt: skip
    return tuple(out)


@cache
def regions() -> tuple[Region, ...]:
    """Return the 89 subjects, those with an ISO code first, by code.

    Examples
    --------
    >>> len(regions()), sum(r.iso for r in regions())
    (89, 83)
    """
    return load_regions(data_path("gazetteers", "regions.csv"))


@cache
def _by_code() -> dict[str, Region]:
    return {r.code: r for r in regions()}


def region(code: str) -> Region:
    """Return the region with this code.

    Raises
    ------
    ValueError
        If no region has the code.
    """
    if code not in _by_code():
        raise ValueError(f"no region has the code {code!r}; known: {', '.join(_by_code())}")
    return _by_code()[code]


def region_name(code: str, lang: str = "ru") -> str:
    """Return the full name of a region in Russian ("ru") or English ("en").

    Examples
    --------
    >>> region_name("RU-CHE"), region_name("RU-CHE", "en")
    ('Челябинская область', 'Chelyabinsk Oblast')
    """
    return _in(lang, {"ru": region(code).ru, "en": region(code).en})


@cache
def federal_districts() -> dict[str, dict[str, str]]:
    """Return the federal districts: id → {"ru": …, "en": …}."""
    rows = read_table(data_path("gazetteers", "federal_districts.csv"), ("id", "ru", "en"))
    return {row["id"]: {"ru": row["ru"], "en": row["en"]} for _, row in rows}


def federal_district(code: str, lang: str = "ru") -> str | None:
    """Return the name of the federal district of a region; None where none is assigned.

    Examples
    --------
    >>> federal_district("RU-CHE"), federal_district("RU-CHE", "en")
    ('Уральский федеральный округ', 'Ural Federal District')
    """
    district = region(code).district
    return None if district is None else _in(lang, federal_districts()[district])


def _in(lang: str, names: dict[str, str]) -> str:
    if lang not in names:
        raise ValueError(f"lang must be one of {', '.join(names)}, is {lang!r}")
    return names[lang]


@dataclass(frozen=True, slots=True)
class Town:
    """A settlement: nominative name, code of its region, inhabitants (0 where unknown)."""

    name: str
    region: str
    population: int


def load_towns(path: Path) -> dict[tuple[str, str], Town]:
    """Return (name, region) → town of a table in the columns of ``towns.csv``.

    Raises
    ------
    ValueError
        If a region is unknown or a population is no number; the message names file and line.
    """
    out = {}
    for line, row in read_table(path, ("name", "region", "population")):
        if row["region"] not in _by_code():
            raise ValueError(f"{path.name}, line {line}: no region has the code {row['region']!r}")
        if not row["population"].isdigit():
            raise ValueError(f"{path.name}, line {line}: population must be a whole number, is {row['population']!r}")
        out[row["name"], row["region"]] = Town(row["name"], row["region"], int(row["population"]))
    return out


@cache
def towns() -> dict[str, tuple[Town, ...]]:
    """Return the towns by name, the largest of one name first; a name with several towns is ambiguous.

    Examples
    --------
    >>> [t.region for t in towns()["Киров"]][:2]
    ['RU-KIR', 'RU-KLU']
    """
    extra = load_towns(data_path("gazetteers", "towns_extra.csv"))
    table = load_towns(data_path("gazetteers", "towns.csv")) | extra
    out: dict[str, list[Town]] = {}
    for town in sorted(table.values(), key=lambda t: (-t.population, t.region)):
        if town.population or (town.name, town.region) not in extra:
            out.setdefault(town.name, []).append(town)
    return {name: tuple(found) for name, found in out.items()}


@cache
def districts() -> dict[str, tuple[str, ...]]:
    """Return adjective of a municipal district → regions that have one of this name; only those no town's adjective gives.

    Examples
    --------
    >>> districts()["Прионежский"]
    ('RU-KR',)
    """
    path = data_path("gazetteers", "districts.csv")
    out: dict[str, list[str]] = {}
    for line, row in read_table(path, ("adjective", "region")):
        if row["region"] not in _by_code():
            raise ValueError(f"{path.name}, line {line}: no region has the code {row['region']!r}")
        out.setdefault(row["adjective"], []).append(row["region"])
    return {adjective: tuple(codes) for adjective, codes in out.items()}
