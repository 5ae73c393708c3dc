"""The README's Python example gives what it promises."""

from __future__ import annotations

import re
from pathlib import Path

import civictext

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_first_example_finds_the_addressee_and_the_action():
    text = re.search(r'doc = nlp\("(.+?)"\)', README)
    assert text
    doc = civictext.load()(text[1].encode().decode("unicode_escape").encode("latin-1").decode("utf-8"))
    (recommendation,) = doc._.resolution.recommendations
    assert recommendation.addressees == ("администрация города",)
    assert [a["type"] for a in recommendation.actions] == ["create"]
    assert "nonprofit_sector" in [t["id"] for t in recommendation.themes]


def test_every_command_of_the_readme_exists():
    from typer.testing import CliRunner

    from civictext.cli import app

    commands = set(re.findall(r"-m civictext (\w+)", README))
    assert commands
    for command in commands:
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0, command
