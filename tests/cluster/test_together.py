import pytest

from civictext.cluster import weakest_link, why_together


def row(rec_id, text, lemmas, predicate, obj, theme="employment"):
    actions = [{"predicate": predicate, "object": obj, "object_lemma": obj, "type": "hold"}]
    return {
        "rec_id": rec_id,
        "doc_id": rec_id,
        "text": text,
        "lemmas": lemmas,
        "actions": actions,
        "themes": [{"id": theme}],
    }


FAIR = row("a#1", "проводить ярмарки вакансий", "проводить ярмарка вакансия", "проводить", "ярмарка вакансия")
FAIRS = row(
    "b#1", "проводить весной ярмарки вакансий", "проводить весна ярмарка вакансия", "проводить", "ярмарка вакансия"
)
PARK = row("c#1", "высадить деревья в парке", "высадить дерево в парк", "высадить", "дерево", "ecology")


def test_words_and_tags_tie_two_members():
    link = why_together(FAIR, FAIRS)
    assert {"ярмарка", "вакансия"} <= set(link.words)
    assert (link.themes, link.action) == (("employment",), "hold")
    assert link.score > why_together(FAIR, PARK).score
    other = why_together(FAIR, PARK)
    assert dict(link.reasons)["themes"] > dict(other.reasons)["themes"]


def test_the_weakest_link_joins_the_least_alike():
    assert "c#1" in {weakest_link([FAIR, FAIRS, PARK]).first, weakest_link([FAIR, FAIRS, PARK]).second}
    with pytest.raises(ValueError, match="two"):
        weakest_link([FAIR])
