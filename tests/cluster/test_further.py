import pandas as pd
import pytest

from civictext.cluster import cluster_commitments
from civictext.cluster.further import measure_alone


def action(predicate, kind, words, lemmas):
    return {"predicate": predicate, "type": kind, "object": words, "object_lemma": lemmas}


def row(doc, text, lemmas, *actions):
    return {"rec_id": f"{doc}#1", "doc_id": doc, "text": text, "lemmas": lemmas, "actions": list(actions), "actors": [], "themes": []}  # fmt: skip


CENTRE = action("создать", "create", "ресурсный центр для НКО", "ресурсный центр для нко")
FAIR = action("провести", "hold", "ярмарку вакансий", "ярмарка вакансия")


@pytest.fixture(scope="module")
def records():
    return [
        row("a", "Создать ресурсный центр для НКО", "создать ресурсный центр для нко", CENTRE),
        row("b", "Создать в городе ресурсный центр для НКО", "создать в город ресурсный центр для нко", CENTRE),
        row("c", "Провести ярмарку вакансий", "провести ярмарка вакансия", FAIR),
        row("d", "Ежегодно провести ярмарку вакансий", "ежегодно провести ярмарка вакансия", FAIR),
        row("e", "Отремонтировать мост через реку и провести ярмарку вакансий", "отремонтировать мост через река и провести ярмарка вакансия",
            action("отремонтировать", "develop", "мост через реку", "мост через река"), FAIR),
    ]  # fmt: skip


def test_a_second_measure_belongs_with_those_who_ask_for_it_first(records):
    labels, actions, clusters = cluster_commitments(pd.DataFrame(records), pd.DataFrame({"doc_id": list("abcde")}))
    assert labels[0] == labels[1] is not None and labels[2] == labels[3] is not None and labels[0] != labels[2]
    assert [len(a) for a in actions] == [1, 1, 1, 1, 2]
    assert actions[4] == [labels[4], labels[2]]
    assert sorted(c["size"] for c in clusters) == [2, 2]


def test_a_measure_alone_has_its_own_words_and_what_the_recommendation_says_of_whom_it_helps(records):
    helped = {"role": "beneficiary", "category": "youth"}
    alone = measure_alone(records[4] | {"actors": [helped, {"role": "addressee", "category": "business"}]}, 1)
    assert (alone["text"], alone["lemmas"]) == ("провести ярмарку вакансий", "провести ярмарка вакансия")
    assert alone["actions"] == [FAIR] and alone["actors"] == [helped]


def test_a_measure_alone_is_its_clause_where_the_object_stands_in_it():
    text = "Создать сайт, где собраны вакансии города, и провести ярмарку вакансий для выпускников; обновлять и вести сайт."
    actions = [
        action("создать", "create", "сайт", "сайт") | {"start": 100 + text.index("Создать")},
        FAIR | {"start": 100 + text.index("провести")},
        action("обновлять", "develop", "сайт", "сайт") | {"start": 100 + text.index("обновлять")},
        action("вести", "continue", "сайт", "сайт") | {"start": 101 + text.index(" вести")},
    ]
    one = row("a", text, text.lower(), *actions) | {"start": 100}
    assert [measure_alone(one, k)["text"] for k in range(4)] == [
        "Создать сайт, где собраны вакансии города, и",
        "провести ярмарку вакансий для выпускников",
        "обновлять сайт",
        "вести сайт.",
    ]
