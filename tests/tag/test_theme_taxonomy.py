import pytest

from civictext.resources import data_path, labels, read_yaml
from civictext.tag.theme_taxonomy import check_labels, load_taxonomy, parse_phrase

HEAD = "labels:\n  - id: bees\n    ru: Пчёлы\n    en: Bees\n    definition: bees\n"


def written(tmp_path, text):
    path = tmp_path / "my.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_taxonomy_has_phrases_and_examples_for_every_theme():
    content = check_labels(read_yaml(data_path("taxonomies", "themes.yaml")), data_path("taxonomies", "themes.yaml"))
    assert [label["id"] for label in content] == list(labels("themes"))
    assert all(label["positive"]["strong"] and label["examples"] for label in content)


def test_parse_phrase_reads_places_gaps_and_heads():
    phrase = parse_phrase("bees", "охрана .. Улей|пчела", 0.5)
    assert (phrase.words, phrase.gaps, phrase.dependent) == ((("охрана",), ("улей", "пчела")), (0, 3), False)
    assert parse_phrase("bees", "охрана > пчела", 0.5).dependent


@pytest.mark.parametrize("text", ["", ".. пчела", "пчела ..", "пчела >"])
def test_parse_phrase_refuses_open_ends(text):
    with pytest.raises(ValueError, match="begins or ends"):
        parse_phrase("bees", text, 0.5)


@pytest.mark.parametrize(
    ("tail", "message"),
    [
        ("    positives: {}\n", "my.yaml, line 2: no key 'positives'"),
        ("    positive: {sure: [пчела]}\n", "my.yaml, line 2: no key 'sure'; keys: medium, strong, weak"),
        (
            "    positive:\n      strong: [пчела,\n        пчёлы]\n",
            "my.yaml, line 8: 'пчелы' in 'пчёлы' is no lemma; write 'пчела'",
        ),
        ("    positive: {strong: [112]}\n", "my.yaml, line 6: phrase 112 is no text; put it in quotes"),
        ("    positive: {strong: [пчела ..]}\n", "my.yaml, line 6: phrase 'пчела ..' begins or ends"),
        ("  - id: bees\n", "my.yaml, line 6: id 'bees' is missing or repeats line 2"),
    ],
)
def test_load_taxonomy_names_file_and_line_of_a_mistake(tmp_path, tail, message):
    with pytest.raises(ValueError, match="^" + message.replace("(", "\\(")):
        load_taxonomy(written(tmp_path, HEAD + tail))


def test_load_taxonomy_indexes_words_and_beginnings(tmp_path):
    path = written(tmp_path, HEAD + "    positive: {strong: [пчел*, улей|мёд]}\n    negative: [пчелиный воск]\n")
    taxonomy = load_taxonomy(path)
    assert [p.text for p in taxonomy.starting_with("пчеловод")] == ["пчел*"]
    assert [p.text for p in taxonomy.starting_with("мед")] == ["улей|мёд"]
    assert [p.text for p in taxonomy.negatives] == ["пчелиный воск"]
