"""The tables are held against the plan and against the words."""

from __future__ import annotations

from pathlib import Path

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import DataChecked
from rowsmith.agents.requirements import Requirement
from rowsmith.agents.state import FindingNote, RunState
from rowsmith.agents.validation_agent.contract import build_contract
from rowsmith.agents.validation_agent.judge import Judgement, judge
from rowsmith.tools.plan import Plan


def check(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Runs the plan's checks and the requirements' and writes the contract. Raises CheckError."""
    context = runtime.context
    plan = Plan.model_validate(state["plan"])
    requirements = tuple(Requirement.model_validate(one) for one in state.get("requirements", []))
    judgement = judge(
        Path(state["data"]), plan, requirements, scale=context.scale, reviewers=context.reviewers
    )
    contract = build_contract(judgement, tuple(state.get("messages", [])))
    notes = notes_of(judgement)
    context.emit(DataChecked(judgement.count, tuple(f"{one['place']}: {one['says']}" for one in notes)))
    return {"contract": contract.model_dump(mode="json"), "findings": notes}


def notes_of(judgement: Judgement) -> list[FindingNote]:
    """Every fault in plain words, the plan's first, then the words'."""
    notes: list[FindingNote] = [
        {"place": one.place, "says": f"{one.result.check.name}: {one.off}. {one.cause}"}
        for one in judgement.findings
    ]
    for requirement, results in judgement.requirements:
        for result in results:
            if result.status == "broken":
                shown = "; ".join(map(str, result.examples[:3]))
                says = f"{requirement.says} ({result.violations} rows against it: {shown})"
                notes.append({"place": f"asked {requirement.quote!r}", "says": says})
    return notes
