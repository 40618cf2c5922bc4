"""Everything that a plan states, held against finished tables by DuckDB."""

from rowsmith.tools.checks.compile import compile_checks, unchecked
from rowsmith.tools.checks.findings import findings
from rowsmith.tools.checks.layout import Layout, table_layout
from rowsmith.tools.checks.model import Check, CheckResult, Finding
from rowsmith.tools.checks.run import run_checks
from rowsmith.tools.checks.sql_guard import guard_select

__all__ = [
    "Check",
    "CheckResult",
    "Finding",
    "Layout",
    "compile_checks",
    "findings",
    "guard_select",
    "run_checks",
    "table_layout",
    "unchecked",
]
