"""Requirements and plan checks, run on finished tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rowsmith.agents.context import Reviewer
from rowsmith.agents.requirements import Requirement, RequirementCheck
from rowsmith.tools.checks import compile_checks, findings, guard_select, run_checks, table_layout
from rowsmith.tools.checks.model import Check, CheckResult, Finding, Violations
from rowsmith.tools.errors import ExpressionError
from rowsmith.tools.plan import Plan


@dataclass(frozen=True)
class Judgement:
    """Results by requirement, the plan's own results, and the findings on the latter."""

    requirements: tuple[tuple[Requirement, tuple[CheckResult, ...]], ...]
    rules: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """How many checks were run."""
        return len(self.rules) + sum(len(results) for _, results in self.requirements)


def judge(
    data: Path,
    plan: Plan,
    requirements: Sequence[Requirement] = (),
    *,
    scale: float = 1.0,
    reviewers: Sequence[Reviewer] = (),
) -> Judgement:
    """Everything that was asked and planned, held against the tables in `data`. Raises CheckError."""
    rules = run_checks(data, compile_checks(plan, scale=scale))
    rules += [result for reviewer in reviewers for result in reviewer.review(data, plan)]
    asked = tuple((one, _requirement(data, one)) for one in requirements)
    return Judgement(asked, tuple(rules), tuple(findings(rules, plan)))


def _requirement(data: Path, requirement: Requirement) -> tuple[CheckResult, ...]:
    """The results of a requirement's checks; SQL that is not allowed is an error, never run."""
    if requirement.reading != "checkable":
        return ()
    tables = {table.name: [column.name for column in table.columns] for table in table_layout(data).tables}
    results: list[CheckResult] = []
    for number, one in enumerate(requirement.checks, start=1):
        check = _check(requirement, one, number)
        try:
            guard_select(one.sql, tables)
        except ExpressionError as error:
            results.append(CheckResult(check, "error", message=str(error)))
        else:
            results += run_checks(data, [check])
    return tuple(results)


def _check(requirement: Requirement, asked: RequirementCheck, number: int) -> Check:
    rows = f'select count(*) from "{asked.table}"' if asked.table else "select 1"
    return Check(
        id=f"{requirement.id}.{number}",
        name=requirement.says,
        kind="rule",
        tables=(asked.table,) if asked.table else (),
        columns=(),
        form=Violations(asked.sql, rows),
        place=f"asked {requirement.quote!r}",
    )
