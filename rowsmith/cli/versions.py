"""rowsmith history, undo, redo, checkout, diff: the versions of a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rowsmith.cli import options

if TYPE_CHECKING:
    from rich.console import Console

    from rowsmith.dataset import Dataset
    from rowsmith.revisions import Comparison
    from rowsmith.versions import Versions

Folder = Annotated[Path, typer.Argument(help="A dataset folder.")]
Number = Annotated[int, typer.Argument(help="A version's number, as history tells it.", min=1)]


def history(folder: Folder, as_json: options.AsJson = False) -> int:
    """List the versions of a dataset; * marks the one in force."""
    from rowsmith.cli import render
    from rowsmith.folder import open_folder

    found = open_folder(folder).versions()
    if as_json:
        render.print_json(found.model_dump(mode="json"))
    else:
        print_history(found, render.console())
    return 0


def print_history(found: Versions, out: Console) -> None:
    from rowsmith.cli import tables

    rows = [
        (
            "*" if one.number == found.current else "",
            str(one.number),
            str(one.parent or ""),
            one.kind,
            tables.one_line(one.says),
        )
        for one in found.versions
    ]
    tables.grid(("", "version", "from", "by", "words"), rows, out, right=(1, 2))


def undo(folder: Folder, as_json: options.AsJson = False) -> int:
    """Go back to the version before the last change; nothing is lost."""
    from rowsmith import api

    return _moved(api.undo(folder), as_json=as_json)


def redo(folder: Folder, as_json: options.AsJson = False) -> int:
    """Go forward to the version that was undone last."""
    from rowsmith import api

    return _moved(api.redo(folder), as_json=as_json)


def checkout(folder: Folder, number: Number, as_json: options.AsJson = False) -> int:
    """Put any version in force."""
    from rowsmith import api

    return _moved(api.checkout(folder, number), as_json=as_json)


def _moved(made: Dataset, *, as_json: bool) -> int:
    from rowsmith.cli import render

    if as_json:
        render.print_json({"version": made.folder.versions().current, **render.as_data(made)})
    else:
        print_moved(made, render.console())
    return 0


def print_moved(made: Dataset, out: Console) -> None:
    from rowsmith.cli import render, tables

    versions = made.folder.versions()
    says = tables.one_line(versions.version(versions.current).says)
    out.print(f"Version {versions.current} is in force: {says}")
    render.print_summary(made, out)


def diff(folder: Folder, before: Number, after: Number, as_json: options.AsJson = False) -> int:
    """Tell how two versions differ: the plan's edits, and the tables whose rows changed."""
    from rowsmith import api
    from rowsmith.cli import render

    found = api.compare(folder, before, after)
    if as_json:
        render.print_json(
            {
                "edits": found.edits,
                "tables": [
                    {"table": one.table, "before": one.before, "after": one.after, "same": one.same}
                    for one in found.tables
                ],
            }
        )
    else:
        print_comparison(found, render.console())
    return 0


def print_comparison(found: Comparison, out: Console) -> None:
    for said in found.edits:
        out.print(f"  - {said}")
    if not found.edits:
        out.print("The plans are the same.")
    for one in found.tables:
        if not one.same:
            rows = [f"{count:,}" if count is not None else "none" for count in (one.before, one.after)]
            out.print(f"  ~ {one.table}: {rows[0]} rows, then {rows[1]}")
    kept = [one.table for one in found.tables if one.same]
    if kept:
        out.print(f"Every cell is the same in {', '.join(kept)}.")
