import os
import signal

import pytest
import spacy
from spacy.language import Language

from civictext.workers import guard_workers

DEADLY = "умри"


@Language.component("civictext_test_deadly")
def deadly(doc):
    if doc.text == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    if doc.text == "сломайся":
        raise ValueError("сломано")
    return doc


@pytest.fixture
def nlp():
    nlp = guard_workers(spacy.blank("ru"))
    nlp.add_pipe("civictext_test_deadly")
    return nlp


def test_documents_come_in_order(nlp):
    texts = [f"текст {i}" for i in range(25)]
    assert [doc.text for doc in nlp.pipe(texts, n_process=2, batch_size=3)] == texts


def test_documents_and_contexts_pass(nlp):
    pairs = [(nlp.make_doc(f"текст {i}"), {"i": i}) for i in range(5)]
    found = list(nlp.pipe(pairs, as_tuples=True, n_process=2, batch_size=2))
    assert [(doc.text, context["i"]) for doc, context in found] == [(f"текст {i}", i) for i in range(5)]


@pytest.mark.parametrize("place", [0, 7])
def test_killed_worker_is_told_and_nothing_hangs(nlp, place):
    texts = [f"текст {i}" for i in range(20)]
    texts[place] = DEADLY
    with pytest.raises(RuntimeError, match=r"worker process of nlp.pipe ended without an answer \(exit code -9"):
        list(nlp.pipe(texts, n_process=2, batch_size=2))


def test_error_in_a_worker_is_raised(nlp):
    with pytest.raises(ValueError, match="сломано"):
        list(nlp.pipe(["а", "сломайся", "б"], n_process=2, batch_size=1))


def test_leaving_early_ends_the_workers(nlp):
    documents = nlp.pipe([f"текст {i}" for i in range(50)], n_process=2, batch_size=2)
    assert next(documents).text == "текст 0"
    documents.close()
