"""What is imported when: a first document must not wait for what it does not need."""

import subprocess
import sys

import pytest

HEAVY = ("pymorphy3", "sklearn", "pandas", "scipy", "pyarrow", "natasha", "pymorphy2", "pkg_resources", "torch")


def imported_after(code):
    program = f"{code}\nimport sys; print(*[m for m in {(*HEAVY, 'spacy', 'numpy')!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(found.stdout.split())


def test_import_loads_nothing_large():
    assert imported_after("import civictext") == set()


FIRST = """
from civictext.pipeline import FACTORIES, load
nlp = load(exclude=set(FACTORIES) - {"civictext_sentencizer", "civictext_slovnet"})
assert nlp("Поддержать волонтёров")[0].pos_ == "VERB"
"""


@pytest.mark.parametrize("module", HEAVY)
def test_first_document_does_not_import(module, first_imports):
    assert module not in first_imports


@pytest.fixture(scope="module")
def first_imports():
    return imported_after(FIRST)


def test_loading_the_pipeline_loads_nothing_large():
    assert imported_after("import civictext\ncivictext.load()") == {"spacy", "numpy"}
