from __future__ import annotations

import pytest

from civictext.report.names import Names, words


def test_languages_have_the_same_keys_and_no_empty_text() -> None:
    assert set(words("ru")) == set(words("en"))
    assert all(v.strip() for lang in ("ru", "en") for v in words(lang).values())


def test_an_unknown_label_is_its_own_name() -> None:
    assert Names("ru").label("themes", "youth") == "Молодёжь"
    assert Names("en").label("themes", "my_theme") == "my_theme"
    assert Names("ru").label("themes", None) == ""


def test_an_unknown_region_is_its_code() -> None:
    assert Names("ru").region("RU-???") == "RU-???"


def test_an_unknown_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        Names("ru").word("no.such")
