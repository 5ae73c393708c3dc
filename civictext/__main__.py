"""``python -m civictext``: the command line."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from civictext.cli import app

    app(prog_name="civictext")


if __name__ == "__main__":
    main()
