"""One run of the workflow in a work folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import Event
from rowsmith.agents.requirements import Contract
from rowsmith.agents.tasks import Model
from rowsmith.folder import DatasetFolder
from rowsmith.tools.errors import UsageError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.edits import apply
from rowsmith.tools.plan.edits.model import SetPlan

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

    from rowsmith.agents.state import RunState


@dataclass(frozen=True)
class Wishes:
    """What stands beside the words: how large, how random, how far the loop may go."""

    seed: int | None = None
    scale: float = 1.0
    as_of: str | None = None
    locale: str | None = None
    rounds: int = 4
    threads: int = 1
    review: bool = False


def with_wishes(plan: Plan, wishes: Wishes) -> Plan:
    """The plan with the seed, the as-of date and the locale that were asked for beside it."""
    as_of = dt.date.fromisoformat(wishes.as_of) if wishes.as_of else None
    return apply(plan, [SetPlan(seed=wishes.seed, as_of=as_of, locale=wishes.locale)])


def start_of(messages: tuple[str, ...], plan: Plan | None, *, mendable: bool = False) -> RunState:
    """The state that a run begins with; a `mendable` plan is a model's, which repairs may change."""
    state: RunState = {"messages": list(messages)}
    if plan is not None:
        state["plan"] = plan.model_dump(mode="json")
    if mendable:
        state["lint_tries"] = 0
    return state


def run(
    work: DatasetFolder,
    start: RunState,
    wishes: Wishes,
    model: Model,
    on_event: Callable[[Event], None],
    *,
    resume: bool = False,
) -> None:
    """Runs the workflow in the work folder and writes its plan and contract there.

    With `resume` it goes on after the last step that an earlier run finished there, if one did.
    """
    from langgraph.checkpoint.sqlite import SqliteSaver

    from rowsmith.agents.graph import build_graph
    from rowsmith.report import write_report

    context = RunContext(
        data_model=model,
        judge_model=model,
        workspace=work.path,
        seed=wishes.seed,
        as_of=wishes.as_of,
        locale=wishes.locale,
        scale=wishes.scale,
        rounds=wishes.rounds,
        threads=wishes.threads,
        reviews=wishes.review,
        emit=on_event,
    )
    with SqliteSaver.from_conn_string(str(work.history)) as checkpointer:
        graph = build_graph(checkpointer)
        thread: RunnableConfig = {"configurable": {"thread_id": f"run-{len(work.messages())}"}}
        begun = resume and bool(graph.get_state(thread).values)
        if not (begun or start.get("messages") or "plan" in start):
            raise UsageError(
                "Nothing is kept of the run to go on with.", hint="Say again what you need, without --resume."
            )
        end = graph.invoke(None if begun else start, thread, context=context, durability="sync")
    work.write_plan(Plan.model_validate(end["plan"]))
    work.write_contract(Contract.model_validate(end["contract"]))
    work.settle_history()
    write_report(work)
