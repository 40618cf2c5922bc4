"""Whether checks found what was planted."""

from __future__ import annotations

from collections.abc import Iterable

from rowsmith.tools.checks.model import CheckResult
from rowsmith.tools.faults.model import Planted


def is_found(planted: Planted, broken: Iterable[CheckResult]) -> bool:
    """Whether a broken check names the table and, of a fault in columns, one of these."""
    wanted = {f"{planted.table}.{column}" for column in planted.columns}
    return any(wanted & set(one.check.columns) if wanted else _is_of(planted.table, one) for one in broken)


def _is_of(table: str, result: CheckResult) -> bool:
    check = result.check
    tables = {*check.tables, *(name.partition(".")[0] for name in (*check.columns, *check.needs))}
    return table in tables or check.place == f"tables.{table}"
