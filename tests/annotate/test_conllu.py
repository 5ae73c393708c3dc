import subprocess
import sys

import pytest
import spacy

from civictext.annotate.conllu import to_conllu
from civictext.pipeline import load_linguistic

TEXT = "Рекомендовать администрации Перми:\n1. Создать  совет НКО, в т.ч. при школах.\n\n2) Поддержать «Добрых соседей»!\u00a0Всё"


@pytest.fixture(scope="module")
def nlp():
    return load_linguistic()


def test_words_of_a_sentence(nlp):
    lines = to_conllu(nlp("Поддержать волонтёров Перми."), name="x").splitlines()
    assert lines[:2] == ["# sent_id = x-1", "# text = Поддержать волонтёров Перми."]
    cells = [line.split("\t") for line in lines[2:] if line]
    assert [(c[0], c[1], c[2], c[3], c[6], c[7]) for c in cells] == [
        ("1", "Поддержать", "поддержать", "VERB", "0", "root"),
        ("2", "волонтёров", "волонтёр", "NOUN", "1", "obj"),
        ("3", "Перми", "пермь", "PROPN", "2", "nmod"),
        ("4", ".", ".", "PUNCT", "1", "punct"),
    ]
    assert cells[2][9] == "NE=B-LOC|SpaceAfter=No"


def test_white_space_is_told(nlp):
    found = to_conllu(nlp(TEXT))
    assert r"SpacesAfter=\n" in found
    assert r"SpacesAfter=\s\s" in found
    assert r"SpacesAfter=\u00A0" in found


def test_validator_of_ud_is_content_at_level_two(nlp, tmp_path):
    pytest.importorskip("udtools")
    path = tmp_path / "x.conllu"
    path.write_text(
        to_conllu(nlp(TEXT)) + to_conllu(nlp("Согласовать\nПеречень мероприятий: 1 2 3"), name="y"), encoding="utf-8"
    )
    code = "from udtools.cli import main; main()"
    command = [sys.executable, "-c", code, "--lang", "ru", "--level", "2", str(path)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "PASSED" in found.stdout + found.stderr


def test_empty_document(nlp):
    assert to_conllu(nlp("")) == to_conllu(nlp(" \n")) == ""


def test_unparsed_document_is_refused():
    with pytest.raises(ValueError, match="run a pipeline with 'civictext_slovnet' first"):
        to_conllu(spacy.blank("ru")("Создать совет"))
