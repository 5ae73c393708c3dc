"""The same body in different words has one name within a run."""

from civictext.tag.canonical import canonical_key, canonical_names, with_canonical_names


def test_short_and_full_wordings_share_a_key():
    full = canonical_key("орган местный самоуправление")
    assert canonical_key("омсу") == canonical_key("орган мсу") == full
    assert canonical_key("администрация г пермь") == canonical_key("администрация город пермь")
    assert canonical_key("все школа", {("все",): ()}) == canonical_key("школа")


def test_different_bodies_keep_different_keys():
    assert canonical_key("администрация город пермь") != canonical_key("администрация город омск")
    assert canonical_key("администрация город") != canonical_key("администрация район")


def test_name_is_the_most_frequent_wording_whatever_the_order():
    phrases = [("сми", "СМИ"), ("средство массовый информация", "средства массовой информации")]
    assert canonical_names(phrases) == canonical_names(reversed(phrases))
    assert set(canonical_names(phrases).values()) == {"средства массовой информации"}
    often = [("волонтер", "волонтёры")] + [("доброволец", "добровольцы")] * 2
    assert set(canonical_names(often).values()) == {"добровольцы"}


def test_no_phrases_no_names():
    assert canonical_names([]) == {}


def test_rows_get_names_and_the_input_stays():
    rows = [
        {"actors": [{"canonical": "омсу", "lemma": "ОМСУ"}]},
        {"actors": [{"canonical": "орган мсу", "lemma": "органы МСУ"}]},
    ]
    named = with_canonical_names(rows)
    assert [a["canonical"] for r in named for a in r["actors"]] == ["органы МСУ"] * 2
    assert rows[0]["actors"][0]["canonical"] == "омсу"
