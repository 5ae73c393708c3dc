"""Why an input cannot be used, in one sentence, and what to do about it."""

from __future__ import annotations


class ReadError(ValueError):
    """An input that cannot be used.

    Parameters
    ----------
    source : str
        The file, as the tables name it.
    error : str
        What is wrong: one Russian sentence.
    hint : str
        What to do about it: one Russian sentence.
    """

    def __init__(self, source: str, error: str, hint: str) -> None:
        super().__init__(source, error, hint)
        self.source = source
        self.error = error
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.source}: {self.error} {self.hint}"

    def to_dict(self) -> dict[str, str]:
        """Return a row of ``errors.jsonl``."""
        return {"source": self.source, "stage": "read", "error": self.error, "hint": self.hint}
