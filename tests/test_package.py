"""The installed package: a wheel in a fresh environment, and what an import must not load."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [str(c) for c in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def loaded_after(code: str) -> set[str]:
    out = run(sys.executable, "-c", f"import sys\n{code}\nprint(chr(10).join(sys.modules))", cwd=ROOT)
    return set(out.split())


@pytest.mark.parametrize(
    "code", ["import civictext", "import civictext.cli", "import civictext.read, civictext.report"]
)
def test_importing_loads_nothing_heavy(code: str):
    heavy = {"spacy", "pandas", "sklearn", "numpy", "lxml", "docx", "pyarrow", "pydantic"}
    assert not heavy & loaded_after(code)


def test_first_document_needs_neither_natasha_nor_pymorphy2_nor_sklearn():
    modules = loaded_after("import civictext\nlist(civictext.load()('Создать парк.'))")
    assert not {"natasha", "pymorphy2", "pkg_resources", "setuptools"} & modules
    assert not {"sklearn", "pandas"} & modules


@pytest.mark.slow
def test_wheel_in_a_fresh_environment_reports_on_the_sample(tmp_path: Path):
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT)
    wheel = next(tmp_path.glob("*.whl"))
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(python, "-m", "pip", "install", "-q", wheel)
    run(python, "-m", "pip", "uninstall", "-qy", "setuptools")
    run(python, "-m", "civictext", "report", "--sample", "-o", tmp_path / "report.html", cwd=tmp_path)
    assert (tmp_path / "report.html").stat().st_size > 100_000
    assert (tmp_path / "report.xlsx").is_file()
    run(python, "-m", "civictext", "analyze", "--sample", "--format", "jsonl", "-o", tmp_path / "out", cwd=tmp_path)
    counts = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["counts"]
    assert counts["documents"] == 16
