"""Findings and follow-up messages become edits of the plan."""

from __future__ import annotations

from rowsmith.agents.models.language.asking import Asker
from rowsmith.agents.models.language.drafting import faults_of
from rowsmith.agents.models.language.vocabularies import page_of, plan_language
from rowsmith.agents.tasks import ProposedEdits, RepairPlan, RevisePlan
from rowsmith.prompts import Words
from rowsmith.prompts.catalog import RepairPlan as RepairPrompt
from rowsmith.prompts.catalog import RevisePlan as RevisePrompt
from rowsmith.tools.errors import LintError, PlanError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.canonical import canonical_json
from rowsmith.tools.plan.edits import apply


def repair_plan(asker: Asker, task: RepairPlan) -> ProposedEdits:
    """Edits after which the linter takes the plan. Raises ModelError."""
    return asker.ask(repair_prompt(task), ProposedEdits, lambda answer: edit_faults(task.plan, answer))


def repair_prompt(task: RepairPlan) -> RepairPrompt:
    return RepairPrompt(
        messages=tuple(map(Words, task.messages)),
        plan=Words(canonical_json(task.plan)),
        findings=tuple(map(Words, task.findings)),
        language=plan_language(examples=False),
        edits=page_of(ProposedEdits),
        tried=tuple(map(Words, task.tried)),
    )


def revise_plan(asker: Asker, task: RevisePlan) -> ProposedEdits:
    """Edits after which the linter takes the plan. Raises ModelError."""
    prompt = RevisePrompt(
        messages=tuple(map(Words, task.messages)),
        plan=Words(canonical_json(task.plan)),
        language=plan_language(examples=False),
        edits=page_of(ProposedEdits),
    )
    return asker.ask(prompt, ProposedEdits, lambda answer: edit_faults(task.plan, answer))


def edit_faults(plan: Plan, answer: ProposedEdits) -> list[str]:
    """Why the edits can't be made, or what the linter says of the plan after them; one sentence each.

    No edits have no faults: they say that there is no way.
    """
    if not answer.edits:
        return []
    try:
        return faults_of(apply(plan, answer.edits))
    except LintError as error:
        return [str(one) for one in error.findings]
    except PlanError as error:
        return [str(error)]
