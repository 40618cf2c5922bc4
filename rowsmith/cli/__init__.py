"""The command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line and leaves with the exit code of what happened."""
    from rowsmith.cli.app import run

    sys.exit(run(sys.argv[1:]))
