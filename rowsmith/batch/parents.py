"""One task's tables as the parents of another's: their rows are written into its plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from rowsmith.batch.model import BatchTask
from rowsmith.dataset import Dataset
from rowsmith.folder import open_folder
from rowsmith.tools.errors import UsageError, did_you_mean
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.edits import Edit, apply
from rowsmith.tools.plan.edits.model import SetTable
from rowsmith.tools.plan.table import WrittenRows
from rowsmith.tools.plan.yaml import load_plan

MOST_ROWS = 20_000
"""Rows written out make a plan as long as they are."""


def with_parents(
    task: BatchTask, out: Path
) -> tuple[Plan | Path | None, Callable[[Plan], list[Edit]] | None]:
    """The task's plan with its parents' rows, or the edits that put them into a plan made from words.

    Raises:
        UsageError: a table that is not there, or one with too many rows.
    """
    if not task.parents:
        return task.plan, None

    def edits(plan: Plan) -> list[Edit]:
        return [SetTable(table=_taken(plan, name, out / of, table)) for name, of, table in task.parents]

    if task.plan is None:
        return None, edits
    plan = load_plan(task.plan)
    return apply(plan, edits(plan)), None


def _taken(plan: Plan, name: str, folder: Path, table: str) -> Table:
    """The plan's table with the rows of another dataset's in place of its own."""
    own = plan.table(name)
    if own is None:
        raise UsageError(
            f"There is no table {name} to take rows for.",
            hint=did_you_mean(name, [t.name for t in plan.tables]),
        )
    made = Dataset(open_folder(folder))
    try:
        view = made.tables[table]
        if len(view) > MOST_ROWS:
            raise UsageError(f"{folder.name}/{table} has {len(view):,} rows; parents may have {MOST_ROWS:,}.")
        relation = view.to_duckdb()
        names, rows = relation.columns, relation.fetchall()
    finally:
        made.connection.close()
    missing = [column for column in own.key if column not in names]
    if missing:
        raise UsageError(
            f"{folder.name}/{table} has no column {', '.join(missing)}, which is the key of {name} here.",
            hint=did_you_mean(missing[0], names),
        )
    cells = tuple(tuple(_cell(value) for value in row) for row in rows)
    written = WrittenRows(columns=tuple(names), cells=cells)
    rest = tuple(column for column in own.columns if column.name not in names)
    return own.model_copy(update={"rows": written, "columns": rest, "segments": ()})


def _cell(value: object) -> Scalar:
    match value:
        case None | str() | bool() | int() | float():
            return value
        case Decimal():
            return float(value)
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)
