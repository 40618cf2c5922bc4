"""Standing wishes: words that hold for later messages too, until they are withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

from rowsmith.folder import WISHES as FILE
from rowsmith.tools.errors import SourceError, UsageError


def read_wishes(folder: Path) -> list[str]:
    """The wishes of a dataset. Raises SourceError where they can't be read."""
    file = folder / FILE
    if not file.is_file():
        return []
    try:
        return [str(one) for one in json.loads(file.read_text(encoding="utf-8"))]
    except (ValueError, TypeError) as error:
        raise SourceError(f"The wishes can't be read ({error}).", where=str(file)) from error


def add_wish(folder: Path, words: str) -> list[str]:
    return _write(folder, [*(one for one in read_wishes(folder) if one != words), words])


def withdraw_wish(folder: Path, number: int) -> str:
    """Takes a wish back, by its number from 1 on. Raises UsageError where there is none."""
    wishes = read_wishes(folder)
    if not 0 < number <= len(wishes):
        raise UsageError(f"There is no standing wish {number}.", hint="See /wishes.")
    words = wishes.pop(number - 1)
    _write(folder, wishes)
    return words


def _write(folder: Path, wishes: list[str]) -> list[str]:
    # a new file, since the old one may be linked from another version
    part = folder / f".{FILE}.part"
    part.write_text(json.dumps(wishes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(folder / FILE)
    return wishes
