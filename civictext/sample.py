"""The embedded sample: composed resolutions of thirteen regions in txt, docx, pdf and html, with gold labels."""

from __future__ import annotations

import shutil
from pathlib import Path

from civictext.resources import data_path


def sample_folder() -> Path:
    """Return the folder of the sample's documents inside the package."""
    return data_path("sample", "docs")


def sample_gold() -> Path:
    """Return the folder of the sample's gold labels inside the package."""
    return data_path("sample", "gold")


def write_sample(folder: Path) -> list[Path]:
    """Copy the sample's documents and the note that they are composed into `folder`; return the paths written.

    Raises
    ------
    FileExistsError
        If a file of the same name is there already: nothing is overwritten.
    """
    sources = [*sorted(sample_folder().iterdir()), data_path("sample", "README.md")]
    taken = [p.name for p in sources if (folder / p.name).exists()]
    if taken:
        raise FileExistsError(f"{folder / taken[0]} is there already; choose an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copyfile(p, folder / p.name)) for p in sources]
