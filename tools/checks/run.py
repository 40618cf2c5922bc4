"""Checks, run on finished tables."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import duckdb

from rowsmith.tools.checks.database import Database, opened
from rowsmith.tools.checks.fusing import Batch, batches
from rowsmith.tools.checks.model import (
    MAX_EXAMPLES,
    Cell,
    Check,
    CheckResult,
    Example,
    Measures,
    Present,
    RowCondition,
    Tally,
    Unable,
    Verdict,
    Violations,
)
from rowsmith.tools.checks.session import Session, numbers, whole
from rowsmith.tools.checks.tolerance import drawn_count

Found = dict[str, CheckResult]
Open = dict[str, CheckResult | None]
Answer = Mapping[str, Cell]


def run_checks(
    database: Database,
    checks: Iterable[Check],
    *,
    threads: int = 1,
    memory_limit: str = "800MB",
    timeout: float = 600.0,
) -> list[CheckResult]:
    """The checks' results, in their order; one that can't run has the status error and says why.

    Row checks and statistics of the same rows share one scan; only what broke is asked again, for
    counter-examples. `timeout` is in seconds, for each query. Raises SourceError where the tables can't be
    read at all.
    """
    asked = list(checks)
    with opened(database, threads=threads, memory_limit=memory_limit) as connection:
        session = Session(connection, timeout)
        found: Open = {check.id: _refused(session, check) for check in asked}
        ready = [check for check in asked if found[check.id] is None]
        for batch in batches(ready):
            found |= _batch(session, batch)
        for check in ready:
            if found[check.id] is None:
                found[check.id] = _timed(session, check, partial(_alone, session, check))
    return [result for check in asked if (result := found[check.id]) is not None]


def _refused(session: Session, check: Check) -> CheckResult | None:
    if isinstance(check.form, Unable):
        return CheckResult(check, "error", message=check.form.reason)
    reason = session.missing(check)
    return None if reason is None else CheckResult(check, "error", message=reason)


def _batch(session: Session, batch: Batch) -> Found:
    """All results of one scan; where the scan fails, each check is asked alone, so that one can't spoil others."""
    begun = time.perf_counter()
    try:
        row = session.one(batch.sql)
    except duckdb.Error:
        return {c.id: _timed(session, c, partial(_alone, session, c)) for c in batch.checks}
    each = (time.perf_counter() - begun) / len(batch.checks)
    return {
        check.id: _timed(session, check, partial(_read, session, check, batch.answer(number, row)), each)
        for number, check in enumerate(batch.checks)
    }


def _timed(
    session: Session, check: Check, asked: Callable[[], CheckResult], spent: float = 0.0
) -> CheckResult:
    begun = time.perf_counter()
    try:
        result = asked()
    except duckdb.Error as error:
        result = CheckResult(check, "error", message=session.explained(error))
    return dataclasses.replace(result, seconds=round(spent + time.perf_counter() - begun, 6))


def _alone(session: Session, check: Check) -> CheckResult:
    form = check.form
    if isinstance(form, RowCondition | Measures):
        (batch,) = batches([check])
        return _read(session, check, batch.answer(0, session.one(batch.sql)))
    if isinstance(form, Tally):
        return _judged(check, form.judge(session.many(form.sql)))
    if isinstance(form, Present):
        return _present(session, check, form)
    if isinstance(form, Violations):
        return _violations(session, check, form)
    raise AssertionError(f"{check.id} has no form that can be asked")


def _present(session: Session, check: Check, form: Present) -> CheckResult:
    columns = session.catalog.get(form.table)
    if form.column is None:
        found = None if columns is None else "a table"
    else:
        found = (columns or {}).get(form.column)
    kind = (found or "").partition("(")[0]
    if found is not None and (not form.types or kind in form.types):
        return CheckResult(check, "holds", 0, 1)
    shown: Example = {"missing": form.column or form.table, "found": found}
    return CheckResult(check, "broken", 1, 1, (shown,))


def _read(session: Session, check: Check, answer: Answer) -> CheckResult:
    """The result of a fused check, from its columns of the scan."""
    if isinstance(check.form, Measures):
        return _judged(check, check.form.judge(numbers(answer)))
    assert isinstance(check.form, RowCondition)  # noqa: S101 - only these two are fused
    rows, violations = whole(answer["rows"]), whole(answer["violations"])
    _, most = drawn_count(rows, check.form.allowed)
    if violations <= most:
        return CheckResult(check, "holds", violations, rows)
    return CheckResult(check, "broken", violations, rows, _examples(session, check.form.sql))


def _violations(session: Session, check: Check, form: Violations) -> CheckResult:
    rows = session.count(form.rows)
    if form.proof is not None and next(iter(session.one(form.proof).values())) is True:
        return CheckResult(check, "holds", 0, rows)
    violations = whole(session.one(f"select count(*) as n from ({form.sql})")["n"])
    if not violations:
        return CheckResult(check, "holds", 0, rows)
    return CheckResult(check, "broken", violations, rows, _examples(session, form.sql))


def _examples(session: Session, sql: str) -> tuple[dict[str, Cell], ...]:
    return tuple(session.many(f"select * from ({sql}) limit {MAX_EXAMPLES}"))


def _judged(check: Check, verdict: Verdict) -> CheckResult:
    return CheckResult(
        check,
        "holds" if verdict.holds else "broken",
        violations=verdict.violations,
        rows=verdict.rows,
        examples=verdict.examples[:MAX_EXAMPLES],
        measured=verdict.measured,
        expected=verdict.expected,
        low=verdict.low,
        high=verdict.high,
        message=verdict.message,
    )
