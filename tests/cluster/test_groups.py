import civictext
from civictext.cluster.groups import N_GROUPS, cluster_groups, group_label, with_groups
from civictext.resources import data_path
from civictext.tables import rows


def row(verb, obj, theme=None, lemmas=""):
    actions = [{"predicate": verb, "object": obj, "object_lemma": lemmas}]
    themes = [{"id": theme}] if theme else []
    return {"text": f"{verb.capitalize()} {obj}.", "lemmas": f"{verb} {lemmas}", "actions": actions, "themes": themes}


def cluster(number, label, size, theme="youth", group=1):
    return {"cluster": number, "label": label, "size": size, "theme": theme, "group": group}


def test_a_group_is_named_by_the_heads_that_several_clusters_have():
    forum = [row("провести", "форум общественных инициатив")] * 9
    councils = [row("создать", "молодёжные советы")] * 2, [row("создать", "общественные советы при главах")] * 2
    assert group_label([forum, *councils]) == "проведение форума, создание советов"


def test_a_noun_that_two_heads_share_is_said_once_and_a_preposition_stays():
    groups = [row("создать", "совет")] * 2, [row("создать", "центр")] * 2
    assert group_label(groups) == "создание совета и центра"
    contests = {
        **row("участвовать", "конкурсах грантов", lemmas="конкурс грант"),
        "text": "Участвовать в конкурсах грантов.",
    }
    assert group_label([[contests] * 2]) == "участие в конкурсах"


def test_words_that_name_no_thing_give_way():
    issue = [row("изучить", "вопрос о парковках")] * 6
    assert group_label([issue, [row("открыть", "музей")] * 2]).startswith("открытие музея")


def test_a_taken_name_is_told_apart_by_a_further_phrase():
    groups = [[row("создать", obj)] * 2 for obj in ("совет", "центр", "музей")]
    first = group_label(groups)
    second = group_label(groups, frozenset({first}))
    assert first == "создание музея и совета"
    assert second == "создание музея, совета и центра" != first


def test_without_a_phrase_the_largest_cluster_names_the_group():
    members = {7: [0, 1], 8: [2, 3]}
    bare = [{"text": "парк", "lemmas": "парк", "actions": [], "themes": []}] * 4
    named = with_groups([cluster(7, "парк", 2), cluster(8, "сад", 2)], members, bare)
    assert {c["group_label"] for c in named} == {"парк"}


def test_a_group_has_a_theme_only_where_half_of_its_recommendations_do():
    members = {7: [0, 1], 8: [2, 3], 9: [4, 5]}
    records = [row("создать", "совет")] * 6
    clusters = [cluster(7, "а", 2, "youth"), cluster(8, "б", 2, "youth"), cluster(9, "в", 2, "grants")]
    assert {c["group_theme"] for c in with_groups(clusters, members, records)} == {"youth"}
    clusters[1]["theme"] = "ecology"
    assert {c["group_theme"] for c in with_groups(clusters, members, records)} == {None}


def test_clusters_of_one_theme_come_together():
    records = [row("создать", f"предмет {n}", "youth" if n % 2 else "ecology") for n in range(12)]
    members = {n: [n] for n in range(12)}
    groups = cluster_groups(members, records, n_groups=2)
    assert len({groups[n] for n in range(1, 12, 2)}) == 1 and groups[0] != groups[1]
    assert cluster_groups(members, records, n_groups=12) == {n: n for n in range(12)}


def test_groups_of_the_sample_are_a_dozen_with_names_of_their_own():
    clusters = rows(civictext.analyze(data_path("sample", "docs")).clusters)
    labels = {c["group"]: c["group_label"] for c in clusters}
    assert len(labels) == min(N_GROUPS, len(clusters)) and len(set(labels.values())) == len(labels)
