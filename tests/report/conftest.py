"""Fixtures for the tests of the report."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from civictext.tables import Tables


def _builders() -> ModuleType:
    spec = importlib.util.spec_from_file_location("report_builders", Path(__file__).with_name("builders.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["report_builders"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def builders() -> ModuleType:
    """Makers of small tables and rows."""
    return _builders()


@pytest.fixture
def tables(builders: ModuleType) -> Tables:
    """Two documents of two regions, three recommendations, one cluster, one unread input."""
    return builders.small_tables()
