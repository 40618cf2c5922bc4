"""The command line."""

from __future__ import annotations

import io
import sys


def main() -> None:
    """Runs the command line and leaves with the exit code of what happened."""
    from rowsmith.cli.app import run

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no tick mark shows a question mark
    sys.exit(run(sys.argv[1:]))
