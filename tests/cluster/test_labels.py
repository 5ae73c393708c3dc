from civictext.cluster.labels import cluster_label, label_share, shorten


def row(text, predicate, obj, lemmas=""):
    return {"text": text, "lemmas": lemmas, "actions": [{"predicate": predicate, "object": obj, "object_lemma": obj}]}


def test_a_passive_has_its_object_for_a_label():
    passive = row("Должна быть построена новая пристань", "построить", "новая пристань")
    assert cluster_label([passive, passive]) == "новая пристань"


def test_a_label_says_what_members_share_and_avoids_a_taken_one():
    members = [
        row("построить мост", "построить", "мост", "построить мост через река"),
        row("возвести мост через Каму", "возвести", "мост через Каму", "возвести мост через река кама"),
    ]
    assert cluster_label(members) in {"строительство моста", "возведение моста"}
    assert cluster_label(members, frozenset({cluster_label(members)})) != cluster_label(members)


def test_a_long_text_is_cut_between_words():
    assert shorten("слово " * 40, 20) == "слово слово слово…"


def test_names_that_most_members_lack_are_not_in_a_label():
    members = [
        row("построить мост через Каму", "построить", "мост через Каму", "построить мост через кама"),
        row("построить мост через Вятку", "построить", "мост через Вятку", "построить мост через вятка"),
    ]
    assert cluster_label(members) == "строительство моста"
    assert label_share("строительство моста", members) == 1.0


def test_a_word_that_few_members_share_is_not_said():
    members = [
        row("построить ледовый каток у школы", "построить", "ледовый каток у школы", "построить ледовый каток у школа"),
        row("построить ледовый каток зимой", "построить", "ледовый каток", "построить ледовый каток зима"),
        row("построить крытый ледовый каток", "построить", "крытый ледовый каток", "построить крытый ледовый каток"),
        row("построить ледовый каток к зиме", "построить", "ледовый каток", "построить ледовый каток к зима"),
        row("построить ледовый каток", "построить", "ледовый каток", "построить ледовый каток"),
    ]
    assert cluster_label(members) == "строительство ледового катка"


def test_an_object_that_the_others_do_not_share_gives_way():
    members = [
        row("Осваивать новое вместе с пчеловодами", "осваивать", "новое", "осваивать новое вместе с пчеловод"),
        row("Поддержать пчеловодов", "поддержать", "пчеловодов", "поддержать пчеловод"),
        row("Помогать пчеловодам", "помогать", "пчеловодам", "помогать пчеловод"),
    ]
    assert cluster_label(members) in {"поддержка пчеловодов", "помощь пчеловодам"}


def test_a_generic_noun_is_named_with_its_complement():
    members = [
        row("Создать советы отцов", "создать", "советы отцов", "создать совет отец"),
        row("Создать в сёлах советы отцов", "создать", "советы отцов", "создать в село совет отец"),
        row("Создать советы, куда войдут отцы", "создать", "советы", "создать совет куда войти отец"),
    ]
    assert cluster_label(members) == "создание советов отцов"


def test_a_light_predicate_is_named_with_what_it_is_about():
    members = [
        row("Вовлекать работников в озеленение", "вовлекать", "работников", "вовлекать работник в озеленение"),
        row("Вовлекать работников в озеленение", "вовлекать", "работников", "вовлекать работник в озеленение"),
        row("Звать работников сажать деревья", "звать", "работников", "звать работник сажать дерево"),
    ]
    assert cluster_label(members) == "вовлечение работников в озеленение"


def test_siblings_do_not_share_a_label_in_another_number():
    members = [
        row("открыть музеи", "открыть", "музеи", "открыть музей"),
        row("учредить музеи", "учредить", "музеи", "учредить музей"),
    ]
    assert cluster_label(members, frozenset({"открытие музея"})) == "учреждение музеев"


def test_without_another_phrase_siblings_are_told_apart_by_text():
    members = [
        row("открыть музей", "открыть", "музей", "открыть музей"),
        row("Музей откроем!", "открыть", None, "музей открыть"),
    ]
    assert cluster_label(members, frozenset({"открытие музеев", "открыть музей", "музей"})) == "Музей откроем!"
