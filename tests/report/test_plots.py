from __future__ import annotations

import pytest

from civictext.report import Plots
from civictext.tables import Tables


def values(chart) -> list[dict]:
    (rows,) = chart.to_dict()["datasets"].values()
    return rows


def test_bars_carry_numbers_and_shares(tables: Tables) -> None:
    found = [(v["name"], v["n"], v["text"].replace("\u00a0", " ")) for v in values(Plots(tables).themes())]
    assert found == [("Некоммерческий сектор", 2, "2  (67 %)"), ("Молодёжь", 1, "1  (33 %)")]


def test_a_group_makes_a_heat_map(tables: Tables) -> None:
    found = {(v["group"], v["label"]): (v["n"], v["share"]) for v in values(Plots(tables).themes(by="region"))}
    assert found[("Пермский край", "Молодёжь")] == (1, 0.5)
    assert ("Томская область", "Молодёжь") not in found


def test_years_stand_in_order(tables: Tables) -> None:
    assert [v["name"] for v in values(Plots(tables, lang="en").years())] == ["2018", "2019"]


@pytest.mark.parametrize("name", ["addressees", "actions"])
def test_each_plot_is_a_valid_chart(tables: Tables, name: str) -> None:
    assert getattr(Plots(tables), name)().to_dict()["layer"]


def test_an_unknown_facet_lists_the_known(tables: Tables) -> None:
    with pytest.raises(ValueError, match="no facet or column 'mood'"):
        Plots(tables).labels("mood")
