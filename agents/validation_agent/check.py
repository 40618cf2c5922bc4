"""The tables are held against the plan and against the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import DataChecked
from rowsmith.agents.requirements import Requirement
from rowsmith.agents.state import FindingNote, RunState, data_of, messages_of, plan_of, said
from rowsmith.agents.validation_agent.contract import build_contract
from rowsmith.agents.validation_agent.counterpart import plan_lines
from rowsmith.agents.validation_agent.judge import Judgement, judge
from rowsmith.tools.checks.model import CheckResult, Example
from rowsmith.tools.plan import Plan

MOST_EXAMPLES = 3
LONGEST_VALUE = 60


def check(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Runs the plan's checks and the requirements' and writes the contract. Raises SourceError."""
    context = runtime.context
    requirements = tuple(Requirement.model_validate(one) for one in state.get("requirements", []))
    judgement = judge(
        data_of(state), plan_of(state), requirements, scale=context.scale, reviewers=context.reviewers
    )
    contract = build_contract(judgement, messages_of(state), plan_of(state))
    notes = list(notes_of(judgement, plan_of(state)))
    context.emit(DataChecked(judgement.count, tuple(map(said, notes))))
    return {"contract": contract.model_dump(mode="json"), "findings": notes}


def notes_of(judgement: Judgement, plan: Plan) -> Iterator[FindingNote]:
    """Every fault in plain words, the plan's first, then the words' with what the plan says instead."""
    for one in judgement.findings:
        shown = _shown(one.result.examples)
        says = f"{one.result.check.name}: {one.off}. {one.cause}{shown}"
        yield {"place": one.place, "says": says}
    for requirement, results in judgement.requirements:
        lines = plan_lines(plan, results)
        against = f" The plan says {'; '.join(lines)}." if lines else ""
        for result in results:
            if result.status == "broken":
                yield {
                    "place": f"asked {requirement.quote!r}",
                    "says": f"{requirement.says}. {_counted(result)}{_shown(result.examples)}{against}",
                }


def _counted(result: CheckResult) -> str:
    """How much is wrong: rows, or one statistic that is off."""
    if result.violations == 1 and len(result.examples) == 1:
        return "It is not so."
    of = f" of {result.rows:,}" if result.violations <= result.rows and result.rows > 1 else ""
    return f"{result.violations:,}{of} rows are against it."


def _shown(examples: Sequence[Example]) -> str:
    """A few counter-examples as "customer_id 3, orders 7"."""
    rows = [", ".join(f"{name} {_value(cell)}" for name, cell in one.items()) for one in examples]
    kept = [row for row in rows if row][:MOST_EXAMPLES]
    return f" Found: {'; '.join(kept)}." if kept else ""


def _value(cell: object) -> str:
    text = "empty" if cell is None else str(cell)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
