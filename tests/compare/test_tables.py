import pandas as pd
import pytest

from civictext.compare import UNASSIGNED, compare, counts, cross
from civictext.tables import Tables


def rec(doc, n, themes=(), addressee=None, action=None, cluster=None):
    return {
        "rec_id": f"{doc}#{n}",
        "doc_id": doc,
        "n": n,
        "themes": [{"id": t} for t in themes],
        "actors": [{"text": addressee, "category": addressee, "role": "addressee"}] if addressee else [],
        "actions": [{"type": action, "predicate": action}] if action else [],
        "cluster": cluster,
    }


@pytest.fixture
def tables():
    """Three resolutions of two regions, one without a region, one a copy: 6 recommendations that count."""
    return Tables.from_rows(
        [
            {"doc_id": "a", "region": "RU-TOM", "date": "2018-05-01"},
            {"doc_id": "b", "region": "RU-TOM", "date": "2020"},
            {"doc_id": "c", "region": "RU-PER", "date": None},
            {"doc_id": "d", "region": None, "date": "2018"},
            {"doc_id": "copy", "region": "RU-PER", "date": "2018", "duplicate_of": "c"},
        ],
        [
            rec("a", 1, ["youth", "education"], "education", "hold", 1),
            rec("a", 2, ["youth"], "education", "create", 1),
            rec("b", 1, [], None, "hold"),
            rec("b", 2, ["ecology"], "local_government", None, 2),
            rec("c", 1, ["youth"], "local_government", "hold", 1),
            rec("d", 1, ["ecology"], "local_government", "hold", 2),
            rec("copy", 1, ["youth"], "local_government", "hold", 1),
        ],
    )


def row(table, group, label):
    found = table[(table["group"] == group) & (table["label"] == label)]
    assert len(found) == 1
    return found.iloc[0]


def test_counts_of_themes_by_region_have_their_denominators(tables):
    table = counts(tables, by="region", what="theme")
    youth = row(table, "RU-TOM", "youth")
    assert (youth.n_recommendations, youth.n_resolutions, youth.denominator, youth.group_resolutions) == (2, 1, 4, 2)
    assert (youth.share, youth.per_100) == (0.5, 50)
    assert table[["group", "label"]].values.tolist() == [
        ["RU-PER", "youth"],
        ["RU-PER", UNASSIGNED],
        ["RU-TOM", "youth"],
        ["RU-TOM", "ecology"],
        ["RU-TOM", "education"],
        ["RU-TOM", UNASSIGNED],
        ["unknown", "ecology"],
        ["unknown", UNASSIGNED],
    ]
    assert table.loc[table["label"] == UNASSIGNED, "n_recommendations"].tolist() == [0, 1, 0]


def test_counts_leave_out_copies_of_documents(tables):
    assert row(counts(tables), "RU-PER", "youth").denominator == 1


def test_counts_by_addressee_pair_tags(tables):
    table = counts(tables, by="addressee", what="theme")
    ecology = row(table, "local_government", "ecology")
    assert (ecology.n_recommendations, ecology.n_resolutions, ecology.n_regions) == (2, 2, 1)
    assert row(table, UNASSIGNED, UNASSIGNED).n_recommendations == 1


def test_counts_complete_names_what_is_silent(tables):
    table = counts(tables, by="year", what="cluster", complete=True)
    assert row(table, "2018", "2").n_recommendations == 1
    assert row(table, "unknown", "2").n_recommendations == 0
    assert sorted(set(table["label"])) == ["1", "2", UNASSIGNED]


def test_counts_name_an_unknown_column(tables):
    with pytest.raises(ValueError, match=r"no facet or column 'oblast'.*region"):
        counts(tables, by="oblast")


def test_counts_of_an_empty_run_have_columns_and_no_rows():
    table = counts(Tables.from_rows([], []))
    assert len(table) == 0
    assert "share" in table


def test_cross_counts_combinations_of_three_facets(tables):
    table = cross(tables, "addressee", "theme", "action")
    assert table.iloc[0].tolist() == ["education", "education", "hold", 1, 1, 1]
    assert len(table) == 7
    assert table["n_recommendations"].sum() == 7


def test_compare_sets_a_group_against_the_rest(tables):
    youth = row(compare(tables), "RU-TOM", "youth")
    assert youth.rest_share == pytest.approx(1 / 2)
    assert youth.difference == pytest.approx(0)
    assert row(compare(tables), "RU-PER", "youth").difference == pytest.approx(1 - 2 / 5)


def test_compare_without_a_rest_has_no_difference(tables):
    one = Tables(tables.documents.iloc[:1], tables.recommendations)
    assert pd.isna(row(compare(one), "RU-TOM", "youth").difference)
