"""A person at a terminal: what they type, and what they see."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

CODE = "import sys; from rowsmith.cli.app import run; sys.exit(run(sys.argv[1:]))"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


class Person:
    """Types into a terminal of its own, and waits for what must appear."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._terminal, child = pty.openpty()
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("OPENAI", "ROWSMITH"))
        }
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", CODE, "chat", *arguments],
            stdin=child, stdout=child, stderr=child, cwd=folder, env={**environment, "TERM": "xterm", "COLUMNS": "200"},
        )  # fmt: skip
        os.close(child)
        self._seen = ""

    def sees(self, text: str, seconds: float = 60) -> str:
        """All that appeared until this text did."""
        ends = time.monotonic() + seconds
        while text not in self._seen:
            assert time.monotonic() < ends, f"{text!r} did not appear in {self._seen!r}"
            if select.select([self._terminal], [], [], 0.2)[0]:
                try:
                    read = os.read(self._terminal, 65_536)
                except OSError as error:
                    raise AssertionError(f"{text!r} did not appear in {self._seen!r}") from error
                self._seen += ESCAPES.sub("", read.decode(errors="replace"))
        before, _, self._seen = self._seen.partition(text)
        return before

    def types(self, line: str, end: str = "\n") -> None:
        os.write(self._terminal, (line + end).encode())

    def leaves(self) -> int:
        code = self._process.wait(30)
        os.close(self._terminal)
        return code

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    one = Person(tmp_path, "cats")
    yield one
    one.kill()


def test_a_conversation_from_nothing(person: Person, tmp_path: Path) -> None:
    person.sees("/help for more")
    person.types("30 cats with a name and a weight from 2 to 9, each cat has 1 to 3 visits in 2024")
    person.sees("Version 1 is in force")
    person.sees("of the words covered")
    person.types("how many cats are there?")
    person.sees('select count(*) as answer from "cats"')
    person.sees("30")
    person.types("rename weight to kilograms")
    person.sees("The plan would change:")
    person.sees("rename cats.weight to kilograms")
    person.sees("[Y/n]")
    person.types("n")
    person.sees("Nothing was changed.")
    person.types("rename weight to kilograms")
    person.sees("[Y/n]")
    person.types("y")
    person.sees("cats: 30 rows, 30 before")
    person.sees("kilograms")
    person.types("/undo")
    person.sees("Version 1 is in force")
    person.types("/redo")
    person.sees("Version 2 is in force: rename weight to kilograms")
    person.types("/di\t", end="")
    person.sees("/diff")
    person.types("")
    person.sees("Every cell is the same in visits")
    person.types("/export csv files")
    person.sees("2 files are in")
    person.types("/hlp")
    person.sees("Did you mean /help?")
    person.types("/quit")
    person.sees("The dataset is in cats.")
    assert person.leaves() == 0
    assert (tmp_path / "files" / "cats.csv").is_file()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cats", "files"]
