"""Requirements and plan checks, run on finished tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rowsmith.agents.context import Reviewer
from rowsmith.agents.requirements import Requirement, RequirementCheck
from rowsmith.agents.validation_agent.subject import subject
from rowsmith.tools.checks import compile_checks, findings, guard_select, run_checks, table_layout
from rowsmith.tools.checks.database import Database
from rowsmith.tools.checks.model import Check, CheckResult, Finding, Violations
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.errors import ExpressionError
from rowsmith.tools.plan import Plan

SECONDS = 120.0
"""No check that somebody wrote may take longer."""

Names = Mapping[str, Sequence[str]]


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
    data: Database,
    plan: Plan,
    requirements: Sequence[Requirement] = (),
    *,
    scale: float = 1.0,
    reviewers: Sequence[Reviewer] = (),
) -> Judgement:
    """Everything that was asked and planned, held against the tables in `data`. Raises SourceError."""
    rules = run_checks(data, compile_checks(plan, scale=scale))
    rules += [result for reviewer in reviewers for result in reviewer.review(data, plan)]
    return Judgement(_asked(data, requirements), tuple(rules), tuple(findings(rules, plan)))


def _asked(
    data: Database, requirements: Sequence[Requirement]
) -> tuple[tuple[Requirement, tuple[CheckResult, ...]], ...]:
    """Each requirement with the results of its checks; all of them share one locked connection."""
    names = table_layout(data).names() if any(one.checks for one in requirements) else {}
    prepared = [(one, tuple(_prepared(one, names))) for one in requirements]
    allowed = [check for _, checks in prepared for check in checks if isinstance(check, Check)]
    results = {one.check.id: one for one in run_checks(data, allowed, timeout=SECONDS)} if allowed else {}
    return tuple(
        (one, tuple(results[check.id] if isinstance(check, Check) else check for check in checks))
        for one, checks in prepared
    )


def _prepared(requirement: Requirement, names: Names) -> Iterator[Check | CheckResult]:
    """The checks of a requirement; SQL that is not allowed is an error and never run."""
    for number, asked in enumerate(requirement.checks if requirement.reading == "checkable" else ()):
        try:
            allowed = guard_select(asked.sql, names)
        except ExpressionError as error:
            yield CheckResult(_check(requirement, asked, number, None), "error", message=str(error))
        else:
            looked_at = asked.table if asked.table in names else subject(allowed, names)
            yield _check(requirement, RequirementCheck(sql=allowed, table=looked_at), number, looked_at)


def _check(requirement: Requirement, asked: RequirementCheck, number: int, table: str | None) -> Check:
    return Check(
        id=f"{requirement.id}.{number}",
        name=requirement.says,
        kind="rule",
        tables=(table,) if table else (),
        columns=(),
        form=Violations(asked.sql, f"select count(*) from {quoted(table)}" if table else "select 1"),
        place=f"asked {requirement.quote!r}",
    )
