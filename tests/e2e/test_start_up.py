"""The help is there at once: nothing heavy is imported for it."""

from __future__ import annotations

import os
import subprocess
import sys

SECONDS = 0.4
HEAVY = ("numpy", "pandas", "pyarrow", "duckdb", "langgraph", "sqlglot", "openai", "pydantic", "sqlite3")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from rowsmith.cli.app import run\n"
        "assert run(['--help']) == 0\n"
        f"found = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "sys.exit(', '.join(found) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    assert "generate" in done.stdout


def test_help_is_fast() -> None:
    """The best of five, in seconds of the processor, since other work on the machine makes single ones wait."""
    command = [sys.executable, "-P", "-c", "from rowsmith.cli import main; main()", "--help"]
    taken: list[float] = []
    for _ in range(5):
        before = os.times()
        subprocess.run(command, capture_output=True, check=True)
        after = os.times()
        used = after.children_user - before.children_user + after.children_system - before.children_system
        taken.append(used)
    assert min(taken) < SECONDS
