"""What is imported when: a first document must not wait for what it does not need."""

import subprocess
import sys

import pytest

HEAVY = ("sklearn", "pandas", "scipy", "pyarrow", "natasha", "pymorphy2", "pkg_resources", "torch")


def imported_after(code):
    program = (
        f"{code}\nimport sys; print(*[m for m in {HEAVY + ('spacy', 'numpy', 'pymorphy3')!r} if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(found.stdout.split())


def test_import_loads_nothing_large():
    assert imported_after("import civictext") == set()


FIRST = """
from civictext.pipeline import load
nlp = load()
for name in nlp.pipe_names:
    if name not in ("civictext_sentencizer", "civictext_slovnet"):
        nlp.remove_pipe(name)
assert nlp("Поддержать волонтёров")[0].pos_ == "VERB"
"""


@pytest.mark.parametrize("module", HEAVY)
def test_first_document_does_not_import(module, first_imports):
    assert module not in first_imports


@pytest.fixture(scope="module")
def first_imports():
    return imported_after(FIRST)


def test_loading_a_pipeline_loads_no_model():
    assert "pymorphy3" not in imported_after("from civictext.pipeline import load; load()")
