"""The help is there at once: nothing heavy is imported for it."""

from __future__ import annotations

import subprocess
import sys
import time

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
    """The best of five, since other work on the machine slows single ones."""
    command = [sys.executable, "-P", "-c", "from rowsmith.cli import main; main()", "--help"]
    taken: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        taken.append(time.perf_counter() - start)
    assert min(taken) < SECONDS
