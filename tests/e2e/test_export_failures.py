"""Exports that cannot be finished leave nothing, in whatever format."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rowsmith import api
from rowsmith.tools.plan.yaml import load_plan

PLAN = "{name: cats, tables: {cats: {rows: 20000, key: id, columns: {id: sequence, code: {pattern: '[A-Z]{12}'}}}}}"
CODE = "import sys; from rowsmith.cli.app import run; sys.exit(run(sys.argv[1:]))"


@pytest.fixture(scope="module")
def cats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cats") / "cats"
    api.generate(plan=load_plan(PLAN), out=folder, model="offline")
    return folder


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet", "arrow", "avro", "sql", "sqlite", "xml", "xlsx"])
def test_a_disk_that_is_full(cats: Path, tmp_path: Path, name: str) -> None:
    """No file may grow beyond 100,000 bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    command = [
        sys.executable,
        "-P",
        "-c",
        CODE,
        "export",
        str(cats),
        "--format",
        name,
        "--out",
        "files",
        "--json",
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, preexec_fn=limit
    )
    assert done.returncode == 5, done.stderr
    assert json.loads(done.stdout)["message"].startswith("files: ")
    assert "Nothing was left half-made" in done.stderr
    if name != "xlsx":  # its library says on standard error what it did not close
        assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
