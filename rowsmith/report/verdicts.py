"""The contract in the order and the shape in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rowsmith.agents.requirements import CheckOutcome, Contract, JudgedRequirement, JudgedRule
from rowsmith.report.spelling import cut, number

RANK = (
    "broken", "error", "not_understood", "not_checkable", "holds", "assumed", "withdrawn", "context",
)  # fmt: skip
"""Which status a phrase shows where several requirements share it: the first of these."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the words, with the status of what it asked for; none where it asks for nothing."""

    text: str
    status: str | None


@dataclass(frozen=True)
class RuleGroup:
    """The plan's checks of one table."""

    table: str
    rules: tuple[JudgedRule, ...]

    @property
    def broken(self) -> int:
        return sum(rule.status != "holds" for rule in self.rules)


def marked(number: int, message: str, contract: Contract) -> tuple[Piece, ...]:
    """The message of that number in pieces, each with its status."""
    ranks: list[int | None] = [None] * len(message)
    for one in contract.requirements:
        if one.message == number:
            rank = RANK.index(one.status)
            for at in range(max(one.span[0], 0), min(one.span[1], len(message))):
                before = ranks[at]
                ranks[at] = rank if before is None else min(before, rank)
    return tuple(_pieces(message, ranks))


def _pieces(message: str, ranks: Sequence[int | None]) -> Iterator[Piece]:
    start = 0
    for at in range(1, len(message) + 1):
        if at == len(message) or ranks[at] != ranks[start]:
            rank = ranks[start]
            yield Piece(message[start:at], None if rank is None else RANK[rank])
            start = at


def asked(contract: Contract) -> list[JudgedRequirement]:
    """What was asked in the order of the words, without what asks for nothing."""
    kept = [one for one in contract.requirements if one.status != "context"]
    return sorted(kept, key=lambda one: (one.message, one.span))


def by_table(rules: Sequence[JudgedRule]) -> list[RuleGroup]:
    """The plan's checks by the table that they look at; what is of no table comes last."""
    groups: dict[str, list[JudgedRule]] = {}
    for rule in rules:
        groups.setdefault(_table(rule), []).append(rule)
    last = groups.pop("", None)
    told = [RuleGroup(name, tuple(found)) for name, found in groups.items()]
    return [*told, RuleGroup("whole dataset", tuple(last))] if last else told


def _table(rule: JudgedRule) -> str:
    return rule.columns[0].partition(".")[0] if rule.columns else ""


def found(check: CheckOutcome) -> str:
    """What a check found, in one line."""
    if check.error:
        return cut(check.error, 200)
    if check.measured is not None and check.expected is not None:
        return f"{number(check.measured)} instead of {number(check.expected)}{_accepted(check)}"
    if check.violations == 0:
        return f"none against it of {check.rows:,} rows" if check.rows > 1 else "it is so"
    if check.rows <= 1:
        return "it is not so"
    of = f" of {check.rows:,}" if check.violations <= check.rows else ""
    return f"{check.violations:,}{of} rows are against it"


def _accepted(check: CheckOutcome) -> str:
    if check.low is None or check.high is None or check.low == check.high:
        return ""
    return f" (accepted: {number(check.low)} to {number(check.high)})"


def gathered(checks: Sequence[CheckOutcome]) -> list[tuple[str, CheckOutcome]]:
    """What several checks found, each line once, with a check that shows its rows; broken ones first."""
    lines: dict[str, list[CheckOutcome]] = {}
    for check in sorted(checks, key=lambda one: one.violations == 0 and one.error is None):
        lines.setdefault(found(check), []).append(check)
    return [
        (f"{line}, {len(same)} checks" if len(same) > 1 else line, same[0]) for line, same in lines.items()
    ]
