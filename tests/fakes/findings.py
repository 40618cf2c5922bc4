"""What lint finds in a plan, as places and words."""

from __future__ import annotations

from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.lint import lint


def found(plan: Plan, kinds: list[str] | None = None) -> list[tuple[str | None, str]]:
    return [(one.where, f"{one.message} {one.hint or ''}") for one in lint(plan, kinds)]


def is_found(plan: Plan, where: str, said: str) -> None:
    findings = found(plan)
    assert [place for place, _ in findings] == [where], findings
    assert said in findings[0][1]
