"""Records the exchanges of a folder anew.

    python tests/recordings/renew.py NAME                       the old answers to the new questions
    python tests/recordings/renew.py NAME --base-url URL        the answers of a live server

The first shows how the questions changed, so that you can see whether the old answers are still right.
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

import rowsmith  # noqa: E402 - the tests' own modules are found first
from rowsmith.agents.models.language import language_model  # noqa: E402
from rowsmith.tools.errors import SourceError  # noqa: E402
from rowsmith.tools.llm.recording import Exchange, read_exchanges  # noqa: E402
from tests.fakes.recorded_server import RecordedServer  # noqa: E402

MODEL = "recorded"
PATIENCE = 7200.0
"""Seconds that an answer may take: it may be written by hand."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("name", help="a folder beside this file; its description.txt is what was typed")
    arguments.add_argument("--base-url", help="a server whose answers are recorded")
    options = arguments.parse_args()
    folder = HERE / options.name
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        base_url = options.base_url or stack.enter_context(RecordedServer(folder, by_task=True)).base_url
        made = Path(temporary) / "exchanges"
        record(folder, base_url, made)
        show_changes(folder, made)
        replace(folder, made)


def record(folder: Path, base_url: str, into: Path) -> None:
    """One run over the folder's description, every exchange written down."""
    words = (folder / "description.txt").read_text(encoding="utf-8")
    key = os.environ.get("OPENAI_API_KEY", "none")
    with language_model(MODEL, base_url=base_url, api_key=key, record=into, timeout=PATIENCE) as model:
        made = rowsmith.generate(words, model=model, seed=1, on_event=lambda event: tell(str(event)))
    tell(f"{made.contract.status}, {made.contract.coverage:.0%} of the words covered; {model.bill()}")


def show_changes(old: Path, new: Path) -> None:
    """The lines of each question that are not as they were."""
    before, after = list(exchanges(old)), list(exchanges(new))
    for number, exchange in enumerate(after):
        was = questions(before[number]) if number < len(before) else []
        changed = difflib.unified_diff(was, questions(exchange), "before", "now", lineterm="", n=0)
        for line in changed:
            tell(f"{exchange.task}: {line}")


def exchanges(folder: Path) -> Iterator[Exchange]:
    try:
        yield from read_exchanges(folder)
    except SourceError:
        return


def questions(exchange: Exchange) -> list[str]:
    messages = exchange.request["messages"]
    return [line for one in messages for line in str(one["content"]).splitlines()]  # type: ignore[union-attr, index, call-overload]  # a chat's messages


def replace(folder: Path, made: Path) -> None:
    for file in exchange_files(folder):
        file.unlink()
    for file in exchange_files(made):
        shutil.move(file, folder / file.name)


def exchange_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*.json") if file.stem.isdigit())


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
