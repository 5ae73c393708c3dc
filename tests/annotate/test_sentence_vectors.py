import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civictext.annotate.sentence_vectors import (
    FORMAT,
    Layer,
    SentenceEncoder,
    gelu,
    load_encoder,
    normed,
    pieces_of,
    sentence_vectors,
)

TABLE = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -4.0), ("▁парк", -2.0), ("парк", -3.0), ("▁па", -2.5), ("рк", -2.5), ("и", -3.0), ("▁сад", -2.0)]  # fmt: skip
D, HEADS = 8, 2


@pytest.fixture(scope="module")
def small():
    rng = np.random.default_rng(0)

    def linear(n_in, n_out):
        return rng.normal(size=(n_in, n_out)).astype(np.float32) / 4, rng.normal(size=n_out).astype(np.float32) / 4

    norm = np.ones(D, np.float32), np.zeros(D, np.float32)
    layer = Layer(linear(D, 3 * D), linear(D, D), linear(D, 16), linear(16, D), norm, norm)
    words = rng.integers(-127, 127, (len(TABLE), D)).astype(np.int8)
    scales = np.full((len(TABLE), 1), 0.02, np.float32)
    positions = rng.normal(size=(32, D)).astype(np.float32)
    return SentenceEncoder("small", pieces_of(TABLE), words, scales, positions, norm, (layer, layer), HEADS, "и ")


def test_the_most_probable_pieces_are_taken():
    pieces = pieces_of(TABLE)
    names = [piece for piece, _ in TABLE]
    assert [names[i] for i in pieces.split("парк сад")] == ["▁парк", "▁сад"]
    assert [names[i] for i in pieces.split("парки")] == ["▁парк", "и"]
    assert [names[i] for i in pieces.split("садпарк")] == ["▁сад", "парк"]


def test_a_letter_without_a_piece_is_unknown_and_does_not_hide_its_neighbours():
    names = [piece for piece, _ in TABLE]
    assert [names[i] for i in pieces_of(TABLE).split("парк ъ сад")] == ["▁парк", "▁", "<unk>", "▁сад"]


@given(st.text(alphabet="паркиъсд \u00a0…½", max_size=30))
@settings(deadline=None)
def test_pieces_spell_the_text_again(text):
    pieces = pieces_of([*TABLE, *((c, -9.0) for c in "паркиъсд…½.12⁄")])
    names = [piece for piece, _ in [*TABLE, *((c, -9.0) for c in "паркиъсд…½.12⁄")]]
    import unicodedata

    spelled = "".join(names[i] for i in pieces.split(text))
    assert spelled == "▁" + "▁".join(unicodedata.normalize("NFKC", text).split())


def test_attention_as_written_out_by_hand(small):
    """One head after the other, one query after the other: slower, and nothing is reshaped."""
    layer, rows = small.layers[0], np.random.default_rng(1).normal(size=(3, D)).astype(np.float32)
    mixed = rows @ layer.qkv[0] + layer.qkv[1]
    q, k, v = mixed[:, :D], mixed[:, D : 2 * D], mixed[:, 2 * D :]
    found, size = np.zeros((3, D)), D // HEADS
    for h in range(HEADS):
        at = slice(h * size, (h + 1) * size)
        for i in range(3):
            weights = np.exp(q[i, at] @ k[:, at].T / np.sqrt(size))
            found[i, at] = weights / weights.sum() @ v[:, at]
    assert np.allclose(small._attended(rows, layer), found @ layer.out[0] + layer.out[1], atol=1e-5)


def test_normalisation_and_gelu_by_hand():
    rows = normed(np.array([[1.0, 3.0]], np.float32), (np.array([2.0, 2.0]), np.array([1.0, 0.0])))
    assert np.allclose(rows, [[-1.0, 2.0]])
    # values of the normal distribution from a table: x times its share below x
    assert np.allclose(gelu(np.array([0.0, 1.0, -1.0, 3.0], np.float32)), [0, 0.8413, -0.1587, 2.9960], atol=1e-3)


def test_the_words_parts_and_the_prefix_add_up_to_the_vector(small):
    vector, parts = small.vector("парк сад парки"), small.word_parts("парк сад парки")
    assert parts.shape == (3, D)
    assert np.isclose(np.linalg.norm(vector), 1)
    ids = small._ids("парк сад парки")
    rows = small._rows(ids)
    rest = rows[[0, 1, 2, -1]].sum(0)  # the begin, «▁» and «и» of the prefix, the end
    rest = rest / len(rows) / np.linalg.norm(rows.mean(0))
    assert np.allclose(parts.sum(0) + rest, vector, atol=1e-5)


def test_a_long_text_is_cut_at_the_last_position(small):
    assert small.word_parts("парк " * 100).shape == (100, D)
    assert np.isclose(np.linalg.norm(small.vector("парк " * 100)), 1)


def test_vectors_depend_on_the_sentence_alone():
    one, other = "Создать ресурсный центр для НКО.", "Открыть центр поддержки некоммерческих организаций."
    together = sentence_vectors([one, other])
    assert np.array_equal(together[0], sentence_vectors([one])[0])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert sentence_vectors([]).shape == (0, together.shape[1])


def test_other_words_for_one_measure_are_nearer_than_the_same_words_for_another():
    asked, again, near = sentence_vectors(
        [
            "Отремонтировать дорогу к дачному посёлку.",
            "Восстановить проезд к садовым участкам.",
            "Запретить проезд грузовиков по дороге к дачному посёлку.",
        ]
    )
    assert asked @ again > asked @ near


def test_no_such_encoder_and_another_format(tmp_path):
    with pytest.raises(FileNotFoundError, match="no encoder 'sentences-9'"):
        load_encoder("sentences-9")
    (tmp_path / "meta.json").write_text(json.dumps({"format": 99}), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(f"has format 99, this version reads {FORMAT}")):
        load_encoder(str(tmp_path))
