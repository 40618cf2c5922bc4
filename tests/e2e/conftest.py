"""A folder and an environment of its own for each command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from rowsmith.settings import ENVIRONMENT


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and no settings from outside."""
    for variable in ENVIRONMENT.values():
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path
