"""One thread for numpy's matrix products while the engine runs.

Its matrices are small: a second thread costs more than it saves, and where several processes work side by side (or the
machine is busy with something else) waiting for one another made the engine up to ten times slower.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@cache
def _libraries() -> tuple[Any, ...]:
    from threadpoolctl import ThreadpoolController

    return tuple(ThreadpoolController().select(user_api="blas").lib_controllers)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let the libraries behind numpy's matrix products use one thread; what was set before comes back afterwards."""
    before = [(library, library.num_threads) for library in _libraries()]
    try:
        for library, n in before:
            if n != 1:
                library.set_num_threads(1)
        yield
    finally:
        for library, n in before:
            if n != 1:
                library.set_num_threads(n)
