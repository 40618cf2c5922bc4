"""A model reads some rows for what no check sees."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import SampleReviewed
from rowsmith.agents.state import FindingNote, RunState, data_of, messages_of, plan_of, said
from rowsmith.agents.tasks import ReviewSample, SamplePoint
from rowsmith.tools.checks import Layout, table_layout
from rowsmith.tools.checks.database import opened
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.errors import BudgetExceeded, InvalidAnswer, Refused, SourceError

ROWS = 8
"""Rows of each table that are read; more cost more and show little more."""
LONGEST = 200


def review(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Asks once for what gives the rows away; points are findings like those of checks.

    Without an answer there are none. Raises ModelError where the model can't be reached, SourceError.
    """
    context = runtime.context
    data = data_of(state)
    layout = table_layout(data, plan_of(state))
    task = ReviewSample(messages_of(state), layout, sample_of(data, layout))
    try:
        points = context.judge_model.answer(task).points
    except (BudgetExceeded, InvalidAnswer, Refused) as error:
        context.emit(SampleReviewed((), str(error)))
        return {"reviewed": True}
    notes = [_note(point) for point in points]
    context.emit(SampleReviewed(tuple(map(said, notes))))
    return {"reviewed": True, "findings": notes}


def sample_of(data: Path, layout: Layout) -> str:
    """A few rows of each table as lines of JSON, spread over the table; long values are cut. Raises SourceError."""
    parts: list[str] = []
    try:
        with opened(data) as connection:
            for table in layout.tables:
                step = max(1, table.rows // ROWS)
                sql = (
                    f"select * exclude (place) from (select *, row_number() over () - 1 as place"
                    f" from {quoted(table.name)}) where place % {step} = 0 limit {ROWS}"
                )
                found = connection.execute(sql)
                names = [column[0] for column in found.description or ()]
                rows = [dict(zip(names, map(_shown, row), strict=True)) for row in found.fetchall()]
                parts += [table.name, *(json.dumps(row, ensure_ascii=False) for row in rows), ""]
    except duckdb.Error as error:
        raise SourceError(f"The rows can't be read ({error}).", where=str(data)) from error
    return "\n".join(parts).strip()


def _shown(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _note(point: SamplePoint) -> FindingNote:
    says = f"Read in a sample: {point.wrong} Right would be: {point.right} Found: {point.example}."
    return {"place": f"{point.table}.{point.column}", "says": says}
