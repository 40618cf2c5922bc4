"""rowsmith show: look at a dataset."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rowsmith.cli import options

if TYPE_CHECKING:
    from rowsmith.dataset import Dataset


def show(
    folder: Annotated[Path, typer.Argument(help="A dataset folder.")],
    table: Annotated[str | None, typer.Argument(help="Show the first rows of this table.")] = None,
    rows: Annotated[int, typer.Option("--rows", "-n", help="How many rows of the table.", min=0)] = 10,
    plan: Annotated[bool, typer.Option("--plan", help="Show the plan.")] = False,
    contract: Annotated[bool, typer.Option("--contract", help="Show the contract.")] = False,
    as_json: options.AsJson = False,
) -> int:
    """Show a dataset's tables, a table's first rows, its plan, or its contract."""
    from rowsmith.cli import render
    from rowsmith.dataset import Dataset
    from rowsmith.folder import open_folder

    made = Dataset(open_folder(folder))
    if plan:
        _plan(made, as_json)
    elif contract:
        _contract(made, as_json)
    elif table is not None:
        _rows(made, table, rows, as_json)
    elif as_json:
        render.print_json(render.as_data(made))
    else:
        _summary(made)
    return 0


def _plan(made: Dataset, as_json: bool) -> None:
    from rowsmith.tools.plan.yaml import dump_plan

    sys.stdout.write(made.plan.model_dump_json() + "\n" if as_json else dump_plan(made.plan))


def _contract(made: Dataset, as_json: bool) -> None:
    from rowsmith.cli import render

    if as_json:
        sys.stdout.write(made.contract.model_dump_json() + "\n")
    else:
        render.print_contract(made.contract, render.console())


def _summary(made: Dataset) -> None:
    from rowsmith.cli import render

    out = render.console()
    render.print_summary(made, out)
    out.print(f"\n{render.ENDINGS[made.contract.status]} See --contract and --plan.")


def _rows(made: Dataset, table: str, count: int, as_json: bool) -> None:
    from rowsmith.cli import render, tables

    view = made.tables[table]
    head = view.to_duckdb().limit(count)
    rows = head.fetchall()
    if as_json:
        records = [dict(zip(head.columns, row, strict=True)) for row in rows]
        render.print_json({"table": table, "of": len(view), "rows": records})
        return
    out = render.console()
    tables.table(head.columns, rows, out)
    if len(view) > len(rows):
        out.print(f"… {len(view) - len(rows):,} more rows")
