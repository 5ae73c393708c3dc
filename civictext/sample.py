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
    """Copy the sample into `folder`: ``docs/``, ``gold/`` and the note that they are composed; return the paths written.

    Raises
    ------
    FileExistsError
        If a file of the same name is there already: nothing is overwritten.
    """
    root = data_path("sample")
    sources = [root / "README.md", *sorted(sample_folder().iterdir()), *sorted(sample_gold().iterdir())]
    targets = [folder / p.relative_to(root) for p in sources]
    taken = [p for p in targets if p.exists()]
    if taken:
        raise FileExistsError(f"{taken[0]} is there already; choose an empty folder")
    for source, target in zip(sources, targets, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    return targets
