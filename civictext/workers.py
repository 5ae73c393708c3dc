"""``nlp.pipe(n_process=…)`` that ends when a worker process dies.

spaCy gives every worker the writing ends of the channels of those started before it. If a worker is killed (by the
system when memory runs out, say), its channel therefore never closes and ``pipe`` waits for ever. Here each end is closed
before the next worker starts: the death of a worker is noticed at once and told in a sentence.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, cycle, tee
from types import MethodType
from typing import Any

import srsly
from spacy.language import _WORK_DONE_SENTINEL, Language, _apply_pipes, _Sender
from spacy.tokens import Doc
from spacy.tokens.underscore import Underscore
from spacy.util import minibatch, registry

Batch = list[tuple[bytes | None, Any, bytes | None]]


@registry.callbacks("civictext.guard_workers.v1")
def create_guard() -> Callable[[Language], Language]:
    """Return a callback for ``[nlp.after_creation]`` of a config."""
    return guard_workers


def guard_workers(nlp: Language) -> Language:
    """Return `nlp`, whose ``pipe(n_process=…)`` raises `RuntimeError` when a worker dies instead of waiting for ever."""
    nlp._multiprocessing_pipe = MethodType(_pipe_in_workers, nlp)  # type: ignore[method-assign]
    return nlp


class _Worker:
    """A process that takes batches of texts from a queue and sends back documents as bytes."""

    def __init__(self, nlp: Language, pipes: Iterable[Callable[..., Iterator[Doc]]]) -> None:
        self.texts: Any = multiprocessing.Queue()
        self.results, sending = multiprocessing.Pipe(duplex=False)
        arguments = (nlp._ensure_doc_with_context, pipes, self.texts, sending, Underscore.get_state())
        self.process = multiprocessing.Process(target=_apply_pipes, args=arguments)
        self.process.start()
        sending.close()  # before the next worker is started, or that one keeps it open

    def receive(self) -> Batch:
        try:
            return self.results.recv()
        except (EOFError, OSError):
            self.process.join()
            raise RuntimeError(
                f"a worker process of nlp.pipe ended without an answer (exit code {self.process.exitcode}; -9 is often "
                "lack of memory): take fewer processes or a smaller batch_size"
            ) from None

    def stop(self) -> None:
        """Tell the process that no more work comes; never waits for one that is dead."""
        self.texts.cancel_join_thread()
        self.texts.put(_WORK_DONE_SENTINEL)
        self.texts.close()
        self.results.close()


def _packed(texts: Iterable[str | Doc]) -> Iterator[tuple[str | bytes, Any]]:
    for text in texts:
        yield (text.to_bytes(), text._context) if isinstance(text, Doc) else (text, None)


def _pipe_in_workers(
    nlp: Language,
    texts: Iterable[str | Doc],
    pipes: Iterable[Callable[..., Iterator[Doc]]],
    n_process: int,
    batch_size: int,
) -> Iterator[Doc]:
    """Yield the documents of `texts` in order; the same contract as ``Language._multiprocessing_pipe``."""
    sent, counted = tee(_packed(texts))
    workers = [_Worker(nlp, pipes) for _ in range(n_process)]
    sender = _Sender(minibatch(sent, batch_size), [w.texts for w in workers], chunk_size=n_process)
    sender.send()  # twice, so that each worker has its next batch at hand
    sender.send()
    answers = chain.from_iterable(worker.receive() for worker in cycle(workers))
    try:
        for i, (_, (data, context, error)) in enumerate(zip(counted, answers, strict=False), 1):
            if data is not None:
                doc = Doc(nlp.vocab).from_bytes(data)
                doc._context = context
                yield doc
            elif error is not None:
                nlp.default_error_handler("a worker process", None, [], ValueError(srsly.msgpack_loads(error)))
            if i % batch_size == 0:
                sender.step()
    finally:
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.process.join()
