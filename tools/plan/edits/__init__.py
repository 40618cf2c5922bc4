"""Typed changes of a plan: chat refinements, repairs and hand edits are lists of these."""

from rowsmith.tools.plan.edits.apply import apply
from rowsmith.tools.plan.edits.describe import describe
from rowsmith.tools.plan.edits.diff import diff
from rowsmith.tools.plan.edits.inverse import inverse
from rowsmith.tools.plan.edits.model import Edit

__all__ = ["Edit", "apply", "describe", "diff", "inverse"]
