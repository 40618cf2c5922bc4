"""Which versions of a dataset are kept, and where each came from.

The version in force has its files in the dataset folder itself; every other one has them in `versions/<number>/`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from rowsmith.tools.errors import SourceError, UsageError

FILE, FOLDER = "versions.json", "versions"
FORMAT = 1
"""Of the dataset folder. Version 0 had no versions.json, and only the version in force."""

Kind = Literal["generate", "refine", "edit"]


class Version(BaseModel):
    """`parent` is the version that it was made from, `again` the one that a redo leads to."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    number: int
    kind: Kind
    says: str
    parent: int | None = None
    again: int | None = None


class Versions(BaseModel):
    """All versions in the order in which they were made, and the number of the one in force."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal[1] = 1
    current: int
    versions: tuple[Version, ...]

    def version(self, number: int) -> Version:
        """The version of that number. Raises UsageError where there is none."""
        found = next((one for one in self.versions if one.number == number), None)
        if found is None:
            raise UsageError(
                f"There is no version {number}.",
                hint=f"There are 1 to {self.versions[-1].number}: see history.",
            )
        return found

    def grown(self, kind: Kind, says: str) -> Versions:
        """With a new version, made from the one in force, which it follows."""
        number = self.versions[-1].number + 1
        new = Version(number=number, kind=kind, says=says, parent=self.current)
        return Versions(current=number, versions=(*self.versions, new))

    def undone(self) -> Versions:
        """With the version in force that this one was made from. Raises UsageError at the first one."""
        here = self.version(self.current)
        if here.parent is None:
            raise UsageError("There is nothing to undo: this is the first version.")
        before = self.version(here.parent).model_copy(update={"again": here.number})
        kept = tuple(before if one.number == before.number else one for one in self.versions)
        return Versions(current=before.number, versions=kept)

    def redone(self) -> Versions:
        """With the version in force that was undone last. Raises UsageError where none was."""
        again = self.version(self.current).again
        if again is None:
            raise UsageError("There is nothing to redo: nothing was undone here.")
        return self.at(again)

    def at(self, number: int) -> Versions:
        """With that version in force. Raises UsageError where there is none."""
        return Versions(current=self.version(number).number, versions=self.versions)


def first(kind: Kind, says: str) -> Versions:
    """A dataset that was just made."""
    return Versions(current=1, versions=(Version(number=1, kind=kind, says=says),))


def _from_0(_: dict[str, JsonValue]) -> dict[str, JsonValue]:
    made = first("generate", "").model_dump(mode="json")
    return dict(made)


MIGRATIONS: dict[int, Callable[[dict[str, JsonValue]], dict[str, JsonValue]]] = {0: _from_0}
"""From a format to the next one."""


def read_versions(folder: Path) -> Versions:
    """The versions of a dataset folder, of whatever format.

    Raises:
        SourceError: they can't be read, or a newer Rowsmith made the folder.
    """
    file = folder / FILE
    found: dict[str, JsonValue] = {"format": 0}
    if file.is_file():
        try:
            found = dict(json.loads(file.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise SourceError(f"This is no JSON ({error}).", where=str(file)) from error
    held = found.get("format")
    if not isinstance(held, int) or held < 0:
        raise SourceError("The folder's format is not said.", where=str(file))
    if held > FORMAT:
        raise SourceError(
            f"A newer Rowsmith made this folder: it has format {held}, and {FORMAT} is the newest known here.",
            where=str(folder),
            hint="Nothing was changed. Upgrade: pip install -U rowsmith",
        )
    for step in range(held, FORMAT):
        found = MIGRATIONS[step](found)
    try:
        return Versions.model_validate(found)
    except ValidationError as error:
        raise SourceError(
            f"The versions can't be read ({error.errors()[0]['msg']}).", where=str(file)
        ) from error


def write_versions(folder: Path, versions: Versions) -> None:
    text = versions.model_dump_json(indent=1) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")
