"""rowsmith check: hold tables against a contract, a plan or a description."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rowsmith.cli import options
from rowsmith.tools.errors import UsageError

USE = "Give a dataset folder, or --data with --plan or --describe."


def check(
    folder: Annotated[Path | None, typer.Argument(help="A dataset folder.", show_default=False)] = None,
    plan: Annotated[Path | None, typer.Option(help="Check against this plan file.")] = None,
    describe: Annotated[
        str | None, typer.Option(help="Check against these words: what the tables should hold.")
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(
            help="Tables that Rowsmith need not have made: a DuckDB or SQLite file, Parquet, CSV or JSON-lines"
            " files or a folder of them, or postgresql://… Nothing is changed."
        ),
    ] = None,
    model: options.ModelName = None,
    report: Annotated[Path | None, typer.Option(help="Write the report to this HTML file.")] = None,
    strict: options.Strict = False,
    as_json: options.AsJson = False,
) -> int:
    """Check a dataset again, or other data against a plan or a description."""
    from rowsmith import api
    from rowsmith.cli import render
    from rowsmith.settings import load_settings

    if (folder is None) == (data is None) or (folder is None and plan is None and describe is None):
        raise UsageError(USE)
    if folder is not None and (plan is not None or describe is not None):
        raise UsageError("A dataset folder has its own plan and words.", hint=USE)
    settings = load_settings({"model": model})
    if describe is not None and settings.offline:
        render.announce_offline()
    contract = api.check(folder, plan=plan, describe=describe, data=data, settings=settings, report=report)
    if as_json:
        render.print_json(contract.model_dump(mode="json"))
    else:
        render.print_contract(contract, render.console())
    return options.ending(contract, strict=strict)
