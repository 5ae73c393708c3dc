import numpy as np
import pytest

from civictext.annotate.engine import Engine, bio_spans
from civictext.read import read_document
from civictext.sample import write_sample
from tests.annotate.reference import compare, sentences_of

LABELS = ("<pad>", "O", "B-PER", "I-PER", "B-LOC", "I-LOC")


@pytest.fixture(scope="module")
def engine():
    return Engine()


@pytest.fixture(scope="module")
def sample_sentences(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    texts = [read_document(path).text for path in sorted(folder.rglob("*.txt"))]
    return [sentence for text in texts for sentence in sentences_of(text)]


def test_answers_are_those_of_slovnet_on_the_sample(sample_sentences):
    found = compare(sample_sentences[:400])
    assert found["sentences"] >= 100
    assert found["tags"] == found["names"] == found["heads"] == found["relations"] == 0
    assert found["heads_tied"] < 0.01 * found["tokens"]


def test_answers_are_those_of_slovnet_on_municipal_documents(shared):
    import zipfile

    with zipfile.ZipFile(shared / "rurebus" / "test_full.zip") as archive:
        names = sorted(n for n in archive.namelist() if n.endswith(".txt"))[:12]
        texts = [archive.read(name).decode("utf-8").replace("\r\n", "\n") for name in names]
    found = compare([s for text in texts for s in sentences_of(text)][:2000])
    assert found["sentences"] > 300
    assert found["tags"] == found["names"] == found["heads"] == found["relations"] == 0


def annotate(engine, sentences):
    types = engine.types.numbers([w for s in sentences for w in s], str)
    lengths = np.array([len(s) for s in sentences])
    return list(zip(*engine(types, lengths, lengths), strict=True))


def test_answers_do_not_depend_on_what_stands_beside(engine, sample_sentences):
    sentences = sample_sentences[:120]
    together = annotate(engine, sentences)
    alone = [row for s in sentences for row in annotate(engine, [s])]
    assert together == alone


def test_types_may_be_forgotten_between_texts(sample_sentences):
    sentences = sample_sentences[:60]
    small, large = Engine(), Engine()
    small.types.max_types = 40
    expected = [annotate(large, [s]) for s in sentences]
    assert [annotate(small, [s]) for s in sentences] == expected
    assert small.types.generation > 1


def test_every_sentence_is_a_tree_with_one_root(engine, sample_sentences):
    root = engine.syntax.labels.index("root")
    for sentence in sample_sentences[:150]:
        rows = annotate(engine, [sentence])
        assert [head == 0 for _, head, _, _ in rows] == [rel == root for _, _, rel, _ in rows]
        assert sum(head == 0 for _, head, _, _ in rows) == 1


def test_sentence_of_a_thousand_words(engine):
    words = ["Провести", "форум", "и", "создать", "совет", "при", "администрации", "города"] * 130
    rows = annotate(engine, [words])
    assert len(rows) == len(words)
    assert sum(head == 0 for _, head, _, _ in rows) == 1


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([1, 2, 3, 1], [(1, 3, "PER")]),
        ([2, 2], [(0, 1, "PER"), (1, 2, "PER")]),
        ([3, 1, 5], []),  # a name begins at B only
        ([2, 5, 1], [(0, 2, "PER")]),  # and goes on over any I
        ([2, 1, 3], [(0, 1, "PER")]),
    ],
)
def test_bio_spans(tags, expected):
    assert bio_spans(np.array(tags), LABELS) == expected
