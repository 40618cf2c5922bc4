"""The plan language: a dataset as data that people read, models write and the engine obeys."""

from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.loading import plan_from_canonical, plan_from_friendly
from rowsmith.tools.plan.plan import NamedConstant, Plan
from rowsmith.tools.plan.table import Rule, Segment, Table

__all__ = [
    "Column",
    "NamedConstant",
    "Plan",
    "Rule",
    "Segment",
    "Table",
    "plan_from_canonical",
    "plan_from_friendly",
]
