import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civictext.compare import compare, gaps, incomplete, log_odds, shares, silent
from civictext.compare.gaps import asked_most
from civictext.tables import Tables


def made(resolutions, **more):
    """Return tables of [(region, [themes of each recommendation])]."""
    documents = [{"doc_id": f"d{n}", "region": region} for n, (region, _) in enumerate(resolutions)]
    rows = [
        {"doc_id": f"d{n}", "rec_id": f"d{n}#{k}", "themes": [{"id": t} for t in themes.split()]} | more
        for n, (_, items) in enumerate(resolutions)
        for k, themes in enumerate(items, 1)
    ]
    return Tables.from_rows(documents, rows)


#: three resolutions in each of two regions: one speaks of youth alone, the other never
APART = made([("RU-TOM", ["youth", "youth ecology"])] * 3 + [("RU-PER", ["ecology", "ecology"])] * 3)


def cell(table, group, label):
    found = table[(table["group"] == group) & (table["label"] == label)]
    assert len(found) == 1
    return found.iloc[0]


def test_compare_gives_the_exact_probability_of_an_exchange():
    # 20 ways to choose 3 of 6 resolutions, one of them as extreme in this direction: p is near 2/20
    youth = cell(compare(APART), "RU-TOM", "youth")
    assert youth.difference == 1
    assert youth.p_value == pytest.approx(0.1, abs=0.015)
    assert youth.cohens_h == pytest.approx(3.1416, abs=1e-3)
    assert not youth.few


def test_compare_of_groups_under_three_resolutions_has_counts_and_no_interval():
    tables = made([("RU-TOM", ["youth"] * 9)] * 2 + [("RU-PER", ["ecology"])] * 5)
    table = compare(tables)
    assert table.loc[table["group"] == "RU-TOM", "few"].all()
    missing = table.loc[table["group"] == "RU-TOM", ["low", "high", "difference_low", "p_value", "q_value"]]
    assert missing.isna().all(axis=None)
    assert cell(table, "RU-TOM", "youth").n_recommendations == 18
    assert cell(table, "RU-PER", "ecology").low > 0


def test_compare_draws_resolutions_not_recommendations():
    # the same 60 recommendations: alike inside resolutions they say much less about the share
    alike = [("RU-TOM", ["youth"] * 10)] * 3 + [("RU-TOM", ["ecology"] * 10)] * 3
    mixed = [("RU-TOM", ["youth", "ecology"] * 5)] * 6
    rest = [("RU-PER", ["sport"])] * 4
    wide, narrow = (cell(compare(made(x + rest)), "RU-TOM", "youth") for x in (alike, mixed))
    assert wide.share == narrow.share == 0.5
    assert (narrow.low, narrow.high) == pytest.approx((0.5, 0.5))
    assert wide.high - wide.low > 0.7


def test_compare_may_draw_regions():
    tables = made([(f"RU-{n}", ["youth"]) for n in "ABCDEF" for _ in range(2)])
    tables.documents["okrug"] = ["x"] * 6 + ["y"] * 6
    table = compare(tables, "okrug", unit="region")
    assert table["p_value"].dropna().eq(1).all()
    with pytest.raises(ValueError, match="unit must be 'resolution' or 'region', not 'city'"):
        compare(tables, unit="city")


def test_compare_by_addressee_compares_inside_resolutions():
    tables = made([("RU-TOM", ["youth", "youth", "ecology", "ecology"])] * 5)
    to = lambda n: [{"category": "education" if n % 4 < 2 else "business", "role": "addressee", "text": "x"}]  # noqa: E731
    tables.recommendations["actors"] = [to(n) for n in range(20)]
    found = cell(compare(tables, "addressee"), "education", "youth")
    # each resolution: a = 2, expected 1, variance 2·2·2·2 / (16·3) = 1/3; χ² = 25 / (5/3) = 15
    assert found.p_value == pytest.approx(0.000108, abs=1e-5)
    assert (found.share, found.rest_share) == (1, 0)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["RU-TOM", "RU-PER", None]), st.lists(st.sampled_from(["", "youth", "youth ecology"]), max_size=4)), max_size=8))  # fmt: skip
def test_compare_keeps_every_count_and_bounds_hold(resolutions):
    table = compare(made(resolutions), draws=50, permutations=49)
    known = table.dropna(subset=["low"])
    assert (known["low"] <= known["share"] + 1e-9).all()
    assert (known["high"] >= known["share"] - 1e-9).all()
    assert table["p_value"].dropna().between(0, 1).all()
    assert (table["n_recommendations"] <= table["denominator"]).all()


def test_log_odds_by_hand():
    # prior: 9 youth and 9 ecology in 18 labels; RU-PER has 6, RU-TOM 9 of which 6 + 3
    table = log_odds(APART, "region", "theme", prior=2)
    youth = cell(table, "RU-TOM", "youth")
    # pseudo-counts: 2·6/15 = 0.8 and 2·9/15 = 1.2; ours (6.8, 4.2), theirs (0.8, 7.2)
    assert youth.log_odds == pytest.approx(0.4818 + 2.1972, abs=1e-3)
    assert youth.z == pytest.approx(2.679 / (1 / 6.8 + 1 / 0.8) ** 0.5, abs=1e-3)
    assert youth.p_value == pytest.approx(0.1, abs=0.015)
    assert table.groupby("group")["label"].first().to_dict() == {"RU-PER": "ecology", "RU-TOM": "youth"}


def test_log_odds_leave_out_rare_labels_and_mark_small_groups():
    tables = made([("RU-TOM", ["youth", "ecology"]), ("RU-PER", ["youth", "youth"])])
    table = log_odds(tables, "region", "theme")
    assert set(table["label"]) == {"youth"}
    assert table["few"].all()
    assert table["p_value"].isna().all()
    assert log_odds(Tables.from_rows([], [])).empty


def test_gaps_by_hand():
    table = gaps(made([("RU-TOM", ["youth", "youth"]), ("RU-PER", ["ecology"]), ("RU-PER", ["ecology"])]))
    found = cell(table, "RU-PER", "youth")
    assert (found.observed, found.expected, found.ratio) == (0, 1, 0)
    # √(2 · ½ · ½ · (1 − 2/4)) = ½
    assert found.residual == pytest.approx(-2)
    # one of three resolutions has it: two drawn miss it with probability 1/3
    assert found.silence == pytest.approx(1 / 3)
    assert pd.isna(cell(table, "RU-TOM", "youth").silence)


def test_silent_themes_are_named_the_expected_first():
    tables = made([("RU-TOM", ["youth", "youth", "sport"]), ("RU-PER", ["ecology"]), (None, ["tourism"])])
    table = silent(tables)
    assert table.loc[table["group"] == "RU-PER", "label"].tolist() == ["youth", "sport", "tourism"]
    assert set(table["group"]) == {"RU-PER", "RU-TOM"}


def test_asked_most_ranks_pairs_of_theme_and_action():
    tables = made([("RU-TOM", ["youth", "youth", "ecology"])], actors=[{"category": "business", "role": "addressee"}], actions=[{"type": "hold"}])  # fmt: skip
    table = asked_most(tables, n=1)
    assert table.values.tolist() == [["business", 1, "youth", "hold", 2, 1, 1, 3]]


def test_incomplete_names_what_is_left_open():
    rows = [
        {
            "text": "До мая открыть три катка.",
            "deadline": "До мая",
            "actors": [{"role": "addressee", "category": "other"}],
        },
        {"text": "Открыть каток до 1 мая.", "deadline": "до 1 мая", "actors": []},
        {"text": "Открыть катки.", "actors": []},
    ]
    tables = Tables.from_rows([{"doc_id": "a"}], [{"doc_id": "a", "rec_id": f"a#{n}", **r} for n, r in enumerate(rows)])
    table = incomplete(tables)
    assert table["rec_id"].tolist() == ["a#2", "a#1"]
    assert table["n_missing"].tolist() == [3, 2]
    assert table.iloc[1][["has_addressee", "has_deadline", "has_number"]].tolist() == [False, True, False]


def test_shares_of_everything_have_intervals_over_resolutions():
    table = shares(made([("RU-TOM", ["youth", "ecology"])] * 2 + [("RU-PER", ["youth", "youth"])] * 2)).set_index(
        "label"
    )
    assert (table.loc["youth", "share"], table.loc["youth", "denominator"]) == (0.75, 8)
    assert table.loc["youth", "low"] < 0.6
    assert table.loc["youth", "high"] > 0.9
    assert shares(made([("RU-TOM", ["youth"])] * 2))["low"].isna().all()
    assert shares(Tables.from_rows([], [])).empty
