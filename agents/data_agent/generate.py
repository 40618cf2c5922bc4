"""The plan becomes rows."""

from __future__ import annotations

from pathlib import Path

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.data_agent.mending import send_back
from rowsmith.agents.events import RowsWritten
from rowsmith.agents.state import RunState, plan_of
from rowsmith.tools.engine import Generated, Progress, generate_tables
from rowsmith.tools.errors import GenerationError, PlanError
from rowsmith.tools.plan import Plan
from rowsmith.tools.text.pooled import with_pools
from rowsmith.tools.text.pools import read_pools

DATA, PART = "data.duckdb", "data.part.duckdb"


def generate(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Writes all tables into a fresh DuckDB file, which replaces the last one when it is whole.

    What shows only now that a plan can't be made goes back like a fault of the linter. Raises
    GenerationError or PlanError where the plan is the person's own, TargetError.
    """
    context = runtime.context
    plan, part, target = plan_of(state), context.workspace / PART, context.workspace / DATA
    part.unlink(missing_ok=True)
    try:
        made = _generated(plan, part, context)
    except (GenerationError, PlanError) as error:
        if "lint_tries" not in state:
            raise
        return send_back(state, context, [error])
    part.replace(target)
    done: RunState = {"data": str(target), "rows": dict(made.rows), "standing": plan.model_dump(mode="json")}
    return done if "lint_tries" not in state else {**done, "lint_tries": 0}


def _generated(plan: Plan, target: Path, context: RunContext) -> Generated:
    def tell(progress: Progress) -> None:
        context.emit(RowsWritten(progress.table, progress.done, progress.total))

    written = with_pools(plan, read_pools(context.workspace))
    return generate_tables(
        written, target, sink="duckdb", scale=context.scale, threads=context.threads, on_progress=tell
    )
