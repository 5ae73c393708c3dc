import pandas as pd
import pytest

from civictext.compare import by_year, diffusion, recurrence, trends
from civictext.tables import Tables


def made(resolutions):
    """Return tables of [(region, date, [(cluster, strength, details)])]."""
    documents = [
        {"doc_id": f"d{n}", "source": f"{n}.txt", "region": r, "date": d} for n, (r, d, _) in enumerate(resolutions)
    ]
    rows = [
        {
            "doc_id": f"d{n}", "rec_id": f"d{n}#{k}", "n": k, "text": f"Открыть катки {details.get('text', '')}", "cluster": cluster,
            "themes": [{"id": f"t{cluster}"}], "actions": [{"strength": strength}] if strength else [],
        } | {key: value for key, value in details.items() if key != "text"}
        for n, (_, _, items) in enumerate(resolutions)
        for k, (cluster, strength, details) in enumerate(items, 1)
    ]  # fmt: skip
    return Tables.from_rows(documents, rows, [{"cluster": 1, "label": "открыть катки"}])


def statuses(resolutions):
    return {r["cluster"]: (r["status"], r["change"]) for r in recurrence(made(resolutions)).to_dict("records")}


def plain(*clusters):
    return [(c, "direct", {}) for c in clusters]


def test_recurrence_tells_what_is_new_and_what_is_dropped():
    found = statuses([("A", "2018", plain(1, 2)), ("A", "2020", plain(1)), ("A", "2021-03", plain(1, 3))])
    assert {k: v[0] for k, v in found.items()} == {1: "repeated", 2: "dropped", 3: "new"}


def test_recurrence_compares_with_the_occurrence_before_not_with_the_first():
    found = statuses(
        [
            ("A", "2018", [(1, "exploratory", {})]),
            ("A", "2019", [(1, "direct", {})]),
            ("A", "2020", []),
            ("A", "2021", [(1, "continuing", {})]),
        ]
    )
    assert found[1] == ("weakened", "direct → continuing")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"deadline": "до мая"}, ("strengthened", "+deadline")),
        ({"text": "не менее 5"}, {}, ("weakened", "-number")),
        ({"actors": [{"role": "partner"}]}, {"programs": ["Спорт"]}, ("repeated", "+programme -body")),
        ({"actors": [{"role": "addressee"}]}, {}, ("repeated", None)),
    ],
)
def test_recurrence_at_equal_strength_looks_at_details(before, after, expected):
    assert statuses([("A", "2018", [(1, "direct", before)]), ("A", "2020", [(1, "direct", after)])])[1] == expected


def test_recurrence_keeps_the_firmest_of_one_occasion_and_leaves_out_single_occasions():
    tables = made(
        [
            ("A", "2018-01", [(1, "direct", {})]),
            ("A", "2018-09", [(1, "exploratory", {})]),
            ("A", "2020", [(1, None, {})]),
            ("B", "2019", plain(1)),
            (None, "2020", plain(1)),
            ("B", None, plain(1)),
        ]
    )
    table = recurrence(tables)
    assert len(table) == 1
    row = table.iloc[0]
    assert (row["series"], row["n_occasions"], row["n_met"], row["label"]) == ("A", 2, 2, "открыть катки")
    assert [o["rec_id"] for o in row["occurrences"]] == ["d0#1", "d2#1"]
    assert row["status"] == "weakened"


def test_recurrence_of_other_series_and_of_nothing():
    tables = made([("A", "2018", plain(1)), ("B", "2020", plain(1))])
    tables.documents["event_name"] = "Форум"
    assert recurrence(tables).empty
    assert recurrence(tables, "event_name").iloc[0]["regions"] == ["A", "B"]
    with pytest.raises(ValueError, match="no column 'forum' to follow commitments by"):
        recurrence(tables, "forum")


def test_by_year_has_intervals_from_three_resolutions_on():
    table = by_year(made([("A", "2018", plain(1))] * 3 + [("A", "2019", plain(2))] * 2 + [("A", None, plain(2))]))
    assert table[["year", "label", "share"]].values.tolist() == [
        [2018, "t1", 1.0], [2018, "t2", 0.0], [2019, "t1", 0.0], [2019, "t2", 1.0],
    ]  # fmt: skip
    assert table["low"].notna().tolist() == [True, True, False, False]


def test_trends_by_hand():
    # shares 0, ½, 1 in three years: the line rises by ½ a year
    rows = [("A", "2018", plain(2, 2)), ("A", "2019", plain(1, 2)), ("A", "2020", plain(1, 1))]
    table = trends(made(rows * 4)).set_index("label")
    assert table.loc["t1", "slope"] == pytest.approx(0.5)
    assert table.loc["t1", "trend"] == "emerging"
    assert table.loc["t2", "trend"] == "declining"
    assert (table.loc["t1", "first_year"], table.loc["t1", "last_year"]) == (2019, 2020)
    steady = trends(made([("A", str(y), plain(1, 2)) for y in (2018, 2019, 2020)]))
    assert steady["trend"].tolist() == ["steady", "steady"]


def test_trends_without_years_to_compare_name_none():
    table = trends(made([("A", "2018", plain(1)), ("A", "2018", plain(1))]))
    assert table["trend"].isna().all()
    assert trends(Tables.from_rows([], [])).empty


def test_diffusion_follows_a_commitment_from_region_to_region():
    tables = made(
        [
            ("B", "2020-05-01", plain(1, 2)),
            ("A", "2018", plain(1)),
            ("C", "2021", plain(1, 1)),
            ("A", "2022", plain(1)),
            (None, "2015", plain(1)),
        ]
    )
    table = diffusion(tables)
    assert table[["name", "step", "region", "lag", "n_recommendations", "source"]].values.tolist() == [
        ["открыть катки", 1, "A", 0, 2, "1.txt"],
        ["открыть катки", 2, "B", 2, 1, "0.txt"],
        ["открыть катки", 3, "C", 3, 2, "2.txt"],
    ]
    assert diffusion(Tables.from_rows([], [])).empty
    assert pd.api.types.is_object_dtype(table["date"]) or pd.api.types.is_string_dtype(table["date"])
