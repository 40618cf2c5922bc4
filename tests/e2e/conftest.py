"""A folder and an environment of its own for each command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from rowsmith.settings import ENVIRONMENT


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and no settings from outside."""
    for name, variable in ENVIRONMENT.items():
        if name == "cache":
            continue
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def answers(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of paid answers that no other test sees."""
    folder = tmp_path_factory.mktemp("answers")
    monkeypatch.setenv("ROWSMITH_CACHE", str(folder))
    return folder
