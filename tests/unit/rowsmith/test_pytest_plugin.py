"""The pytest plugin, in a project of its own."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from rowsmith.pytest_plugin import dataset_of

PLAN = "{name: shop, tables: {cats: {rows: 40, key: id, columns: {id: sequence}}}}"
TESTS = """
def test_scaled(rowsmith_dataset):
    assert len(rowsmith_dataset("plan.yaml", scale=0.5).tables["cats"]) == 20

def test_fixture(shop):
    assert [row["id"] for row in shop.tables["cats"].records()] == list(range(1, 41))
"""
CONFTEST = 'from rowsmith.pytest_plugin import dataset_fixture\nshop = dataset_fixture("plan.yaml")\n'


def runs(folder: Path) -> subprocess.CompletedProcess[str]:
    known = {one.name for one in importlib.metadata.entry_points(group="pytest11")}
    plugin = [] if "rowsmith" in known else ["-p", "rowsmith.pytest_plugin"]
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:xdist", *plugin]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_datasets_are_made_once(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_shop.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    kept: list[Path] = []
    for _ in range(2):
        done = runs(tmp_path)
        assert "2 passed" in done.stdout, done.stdout + done.stderr
        kept = list((tmp_path / ".pytest_cache").rglob("data.duckdb"))
        assert len(kept) == 2
    times = [one.stat().st_mtime_ns for one in sorted(kept)]
    assert [
        one.stat().st_mtime_ns for one in sorted((tmp_path / ".pytest_cache").rglob("data.duckdb"))
    ] == times


def test_another_plan_is_another_dataset(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN)
    first = dataset_of(plan, tmp_path, scale=1.0, seed=None, as_of=None)
    again = dataset_of(plan, tmp_path, scale=1.0, seed=None, as_of=None)
    assert again.path == first.path
    plan.write_text(PLAN.replace("40", "41"))
    other = dataset_of(plan, tmp_path, scale=1.0, seed=None, as_of=None)
    assert len(other.tables["cats"]) == 41
    assert dataset_of(plan, tmp_path, scale=1.0, seed=5, as_of=None).path != other.path


def test_a_worker_that_was_slower_takes_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN)
    real = Path.rename

    def slower(self: Path, target: Path) -> Path:
        if self.parent == tmp_path and "-" in self.name and not self.name.startswith("."):
            real(self, target)
            raise OSError("it is there")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", slower)
    found = dataset_of(plan, tmp_path, scale=1.0, seed=None, as_of=None)
    assert len(found.tables["cats"]) == 40
    found.connection.close()
