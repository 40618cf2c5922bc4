"""A plan that says something else than the words is brought back to them, and only there."""

from __future__ import annotations

from rowsmith.agents.models.offline import OfflineModel
from rowsmith.agents.tasks import DraftPlan, RepairPlan
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.edits import apply
from rowsmith.tools.plan.edits.model import SetRows
from rowsmith.tools.plan.table import FixedRows

WORDS = "30 doctors with name, 80 nurses with name"
READ = OfflineModel().answer(DraftPlan((WORDS,))).plan


def fewer(plan: Plan, *tables: str) -> Plan:
    rows = FixedRows.model_validate({"amount": {"value": 7}})
    return apply(plan, [SetRows(table=table, rows=rows) for table in tables])


def repaired(plan: Plan, *findings: str, words: tuple[str, ...] = (WORDS,)) -> Plan:
    return apply(plan, OfflineModel().answer(RepairPlan(words, plan, findings)).edits)


def test_what_is_at_fault_is_what_the_words_say() -> None:
    plan = fewer(READ, "doctors")
    assert repaired(plan, "asked '30 doctors': there are 30 doctors. Found: 7.") == READ


def test_what_is_not_at_fault_stays() -> None:
    plan = fewer(READ, "doctors", "nurses")
    after = repaired(plan, "asked '30 doctors': there are 30 doctors. Found: 7.")
    assert after.table("doctors") == READ.table("doctors")
    assert after.table("nurses") == plan.table("nurses")


def test_a_refined_plan_is_not_read_again() -> None:
    plan = fewer(READ, "doctors")
    asked = (WORDS, "make it 7 doctors")
    assert repaired(plan, "asked '30 doctors': there are 30 doctors.", words=asked) == plan
