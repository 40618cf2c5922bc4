"""SQL in a plan: parsed, resolved against the plan's names, bounded by an allow-list."""

from rowsmith.tools.plan.expressions.model import Aggregate, Down, Input, Path, Resolved, Sibling
from rowsmith.tools.plan.expressions.resolve import resolve_in_table, resolve_overall

__all__ = ["Aggregate", "Down", "Input", "Path", "Resolved", "Sibling", "resolve_in_table", "resolve_overall"]
