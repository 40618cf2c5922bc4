"""Everything that a plan states, held against finished tables by DuckDB."""

from rowsmith.tools.checks.compile import compile_checks, unchecked
from rowsmith.tools.checks.model import Check, CheckResult, Finding
from rowsmith.tools.checks.run import run_checks

__all__ = ["Check", "CheckResult", "Finding", "compile_checks", "run_checks", "unchecked"]
