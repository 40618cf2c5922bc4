"""A description becomes a plan: in one answer, or as an outline and then table by table."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from rowsmith.agents.models.language.asking import Asker
from rowsmith.agents.models.language.outline import (
    Outline,
    OutlineTable,
    assembled,
    outline_faults,
    table_faults,
)
from rowsmith.agents.models.language.vocabularies import page_of, plan_language
from rowsmith.agents.tasks import DraftedPlan, DraftPlan
from rowsmith.prompts import Words
from rowsmith.prompts.catalog import DraftOutline as OutlinePrompt
from rowsmith.prompts.catalog import DraftPlan as PlanPrompt
from rowsmith.prompts.catalog import DraftTable as TablePrompt
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.canonical import canonical_json
from rowsmith.tools.plan.data import Data
from rowsmith.tools.plan.lint import lint
from rowsmith.tools.semantics import KindNames

MOST_TABLES = 8
"""So many tables are still worked out in one answer."""
AT_ONCE = 4
"""Tables that are asked for at the same time."""


class Draft(Data):
    """`tables` lists by name every table that the words need; `plan` is null if these are more than eight."""

    tables: tuple[str, ...]
    plan: Plan | None = None


def draft_plan(asker: Asker, task: DraftPlan) -> DraftedPlan:
    """A plan that the linter takes, or the last one with the faults that it still has.

    Raises InvalidAnswer where no answer was a plan; ModelError.
    """
    answer = asker.ask(draft_prompt(task), Draft, _draft_faults, usable=_is_plan)
    return DraftedPlan(plan=answer.plan if answer.plan is not None else _by_tables(asker, task))


def draft_prompt(task: DraftPlan) -> PlanPrompt:
    return PlanPrompt(
        messages=tuple(map(Words, task.messages)),
        language=plan_language(),
        answer=page_of(Draft),
        most_tables=MOST_TABLES,
        seed=task.seed,
        as_of=task.as_of,
        locale=task.locale,
    )


def faults_of(plan: Plan) -> list[str]:
    """What the linter says, one sentence for each fault."""
    return [str(fault) for fault in lint(plan, kinds=KindNames())]


def _is_plan(draft: Draft) -> bool:
    return draft.plan is not None


def _draft_faults(draft: Draft) -> list[str]:
    if draft.plan is not None:
        return faults_of(draft.plan)
    if len(draft.tables) <= MOST_TABLES:
        return [f"plan: it is missing; {len(draft.tables)} tables fit into one plan."]
    return []


def _by_tables(asker: Asker, task: DraftPlan) -> Plan:
    """The outline first, then its tables side by side; what does not fit together is left to the linter."""
    messages = tuple(map(Words, task.messages))
    outline = asker.ask(OutlinePrompt(messages, page_of(Outline)), Outline, outline_faults)
    outline = outline.model_copy(update=_wishes(task))
    told = Words(canonical_json(outline))

    def work_out(table: OutlineTable) -> Table:
        prompt = TablePrompt(messages, told, Words(table.name), plan_language(examples=False))
        return asker.ask(prompt, Table, lambda answer: table_faults(table, answer))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return assembled(outline, list(pool.map(work_out, outline.tables)), task.seed)


def _wishes(task: DraftPlan) -> dict[str, object]:
    said: dict[str, object] = {}
    if task.as_of is not None:
        said["as_of"] = dt.date.fromisoformat(task.as_of)
    if task.locale is not None:
        said["locale"] = task.locale
    return said
