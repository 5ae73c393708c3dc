"""The gazetteer of regions: complete, consistent, errors with a place."""

from __future__ import annotations

import pytest

from civictext import gazetteer
from civictext.gazetteer import federal_district, federal_districts, load_regions, region, region_name, regions


def test_regions_are_the_89_subjects():
    assert len({r.code for r in regions()}) == 89
    assert len({r.ru for r in regions()}) == len({r.en for r in regions()}) == len({r.short for r in regions()}) == 89
    assert {r.code for r in regions() if not r.iso} == {r.code for r in regions() if r.code.startswith("RU-X-")}
    assert sum(r.iso for r in regions()) == 83


def test_regions_tiles_fit_a_small_grid():
    tiles = {(r.row, r.column) for r in regions()}
    assert len(tiles) == 89
    assert max(r for r, _ in tiles) <= 12 and max(c for _, c in tiles) <= 20


@pytest.mark.parametrize(
    ("west", "east"), [("RU-KGD", "RU-MOW"), ("RU-MOW", "RU-SVE"), ("RU-SVE", "RU-IRK"), ("RU-IRK", "RU-KHA")]
)
def test_regions_tiles_run_from_west_to_east(west, east):
    assert region(west).column < region(east).column


def test_regions_districts_are_known():
    assert {r.district for r in regions()} - {None} == set(federal_districts())
    assert len(federal_districts()) == 8


def test_region_name_and_district_in_both_languages():
    assert region_name("RU-VLG") == "Вологодская область"
    assert region_name("RU-VGG", "en") == "Volgograd Oblast"
    assert federal_district("RU-STA") == "Северо-Кавказский федеральный округ"
    assert federal_district("RU-X-ZAP") is None


def test_region_unknown_lists_the_known():
    with pytest.raises(ValueError, match=r"'RU-XX'; known: RU-AD"):
        region_name("RU-XX")
    with pytest.raises(ValueError, match="lang must be one of ru, en, is 'de'"):
        region_name("RU-PER", "de")


def test_load_regions_names_the_line_of_a_repeated_tile(tmp_path):
    rows = ["RU-A,yes,А,A,krai,А,,,Б,volga,1,1", "RU-B,yes,Б,B,krai,Б,,,Б,volga,1,1"]
    path = tmp_path / "regions.csv"
    path.write_text("\n".join([",".join(gazetteer.REGION_COLUMNS), *rows]), encoding="utf-8")
    with pytest.raises(ValueError, match=r"regions.csv, line 3: \(1, 1\) repeats line 2"):
        load_regions(path)
