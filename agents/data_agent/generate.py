"""The plan becomes rows."""

from __future__ import annotations

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import RowsWritten
from rowsmith.agents.state import RunState
from rowsmith.tools.engine import Progress, generate_tables
from rowsmith.tools.plan import Plan


def generate(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Writes all tables into a fresh DuckDB file. Raises GenerationError or TargetError."""
    context = runtime.context
    target = context.workspace / "data.duckdb"
    target.unlink(missing_ok=True)

    def tell(progress: Progress) -> None:
        context.emit(RowsWritten(progress.table, progress.done, progress.total))

    made = generate_tables(
        Plan.model_validate(state["plan"]),
        target,
        sink="duckdb",
        scale=context.scale,
        threads=context.threads,
        on_progress=tell,
    )
    return {"data": str(target), "rows": dict(made.rows)}
