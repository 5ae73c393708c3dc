from civictext.tag.nearest import THRESHOLD, nearest_verb


def test_nearest_verb_is_a_listed_one_with_its_cosine():
    verb, score = nearest_verb("напоить")
    assert verb == "накормить"
    assert THRESHOLD <= score < 1


def test_a_listed_verb_is_nearest_to_itself():
    assert nearest_verb("создать") == ("создать", 1.0)


def test_no_verb_is_near_a_word_without_a_vector():
    assert nearest_verb("отшварцевать") is None
