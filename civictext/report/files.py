"""Files written aside and renamed, so that a reader never meets half a file. Knows no format."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def write_aside(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a file beside `path`, then rename it to `path`.

    Parameters
    ----------
    path : Path
        Where the file is wanted; missing folders are made.
    write : callable
        Called with the path of the file to fill.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    OSError
        If the place cannot be written; what stood at `path` before is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        write(aside)
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return path


def write_bytes(path: Path, content: bytes) -> Path:
    """Write bytes to `path` by `write_aside`."""
    return write_aside(path, lambda aside: aside.write_bytes(content))
