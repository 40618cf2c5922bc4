"""rowsmith check: hold tables against a contract or a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rowsmith.cli import options
from rowsmith.tools.errors import UsageError


def check(
    folder: Annotated[Path | None, typer.Argument(help="A dataset folder.", show_default=False)] = None,
    plan: Annotated[Path | None, typer.Option(help="Check against this plan file.")] = None,
    data: Annotated[Path | None, typer.Option(help="A DuckDB file that Rowsmith need not have made.")] = None,
    as_json: options.AsJson = False,
) -> int:
    """Check a dataset again, or other data against a plan."""
    from rowsmith import api
    from rowsmith.cli import render

    if (folder is None) == (plan is None or data is None):
        raise UsageError("Give a dataset folder, or --plan and --data.")
    contract = api.check(folder) if folder is not None else api.check(plan=plan, data=data)
    if as_json:
        render.print_json(contract.model_dump(mode="json"))
    else:
        render.print_contract(contract, render.console())
    return 3 if contract.status == "failed" else 0
