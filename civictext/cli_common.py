"""What the modules of commands share: errors as one sentence, exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

SOME_UNREAD, NONE_READ = 3, 4


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn the errors that a caller can cause into one sentence and exit code 4 (nothing usable)."""
    try:
        yield
    except (OSError, ValueError, ImportError) as error:
        typer.echo(f"civictext: {error}", err=True)
        raise typer.Exit(NONE_READ) from None
