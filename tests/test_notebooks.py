"""Every notebook runs from top to bottom, and what its text says of the outputs is there."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
#: notebook → what must stand in its outputs for the story to hold
STORIES = {
    "01-quickstart": ["ресурсный центр", "для кого</small>", "partner</small>", "Что почти сработало", "16 резолюций", "civictextVega.draw(", "report.xlsx"],
    "02-comparing-regions": ["16 resolutions", "Theme × Region", "Perm Krai (4)", "Altai Krai (1)*", "no longer heard", "strengthened"],
    "03-adapting-the-taxonomy": [
        "'деревянная' in 'деревянная застройка' is no lemma; write 'деревянный'", "does not fire 'tos'", "Старый город: ",
        "Старый город", "correction:corrections.csv:2", "рекомендации «Такой рекомендации нет.» в документах нет",
    ],
    "04-your-own-encoder": ["(176, 100), True", "pair model, its own threshold: 0.", "only the default: ", "words in common: ['", "Map of commitments"],
}  # fmt: skip


def test_each_story_has_its_notebook_and_each_notebook_its_story():
    assert sorted(p.stem for p in FOLDER.glob("*.ipynb")) == sorted(STORIES)


def outputs(notebook: nbformat.NotebookNode) -> str:
    found = []
    for output in (o for cell in notebook.cells for o in cell.get("outputs", ())):
        found += [output.get("text", ""), *map(str, output.get("data", {}).values())]
    return "\n".join(found)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", STORIES)
def test_notebook_tells_its_story(name: str):
    from nbclient import NotebookClient

    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "clear the outputs before committing"
    assert notebook.metadata.kernelspec.name == "python3"
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    said = outputs(notebook)
    assert [words for words in STORIES[name] if words not in said] == []
    streams = [o for cell in notebook.cells for o in cell.get("outputs", ()) if o.get("name") == "stderr"]
    assert streams == []
