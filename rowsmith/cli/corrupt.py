"""rowsmith corrupt: a broken twin of a dataset, with an answer key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rowsmith.cli import options


def corrupt(
    folder: Annotated[Path | None, typer.Argument(help="A dataset folder.", show_default=False)] = None,
    kinds: Annotated[
        str | None, typer.Option(help="Kinds of fault, with commas between them; all that fit if left out.")
    ] = None,
    share: Annotated[float, typer.Option(help="The share of a table's rows, one row at least.")] = 0.01,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The folder to make.", show_default="FOLDER-corrupted")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed spoils other places.")] = 1,
    force: options.Force = False,
    show: Annotated[bool, typer.Option("--list", help="Show the kinds of fault and end.")] = False,
    as_json: options.AsJson = False,
) -> int:
    """Make a copy of a dataset with known faults in it and the list of them, to try other checks on."""
    from rowsmith.cli import render
    from rowsmith.corruption import ANSWERS, corrupt_folder
    from rowsmith.tools.errors import UsageError
    from rowsmith.tools.faults import kinds as known
    from rowsmith.tools.faults import says

    if show:
        _show_kinds({name: says(name) for name in known()}, as_json=as_json)
        return 0
    if folder is None:
        raise UsageError(
            "Give a dataset folder.", hint="As in: rowsmith corrupt shop --kinds orphan,stale_total"
        )
    asked = [name.strip() for name in kinds.split(",") if name.strip()] if kinds is not None else None
    made = corrupt_folder(folder, asked, share=share, out=out, seed=seed, force=force)
    if as_json:
        render.print_json(
            {
                "folder": str(made.folder.path),
                "faults": [one.model_dump(mode="json") for one in made.planted],
                "found": made.found,
            }
        )
        return 0
    console = render.console()
    for one in made.planted:
        place = ".".join([one.table, ", ".join(one.columns)]).rstrip(".")
        console.print(f"  {one.kind}: {place}, {one.count:,} row{'' if one.count == 1 else 's'}")
    console.print(
        f"\nThe broken twin is in {made.folder.path}, its answer key in {made.folder.path / ANSWERS}."
        f" Rowsmith's own checks find {made.found} of {len(made.planted)} faults."
    )
    return 0


def _show_kinds(told: dict[str, str], *, as_json: bool) -> None:
    from rowsmith.cli import render, tables

    if as_json:
        render.print_json({"kinds": told})
    else:
        tables.grid(("kind", "what it is"), list(told.items()), render.console())
