"""Checks that look at the same rows, fused into one scan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rowsmith.tools.checks.model import Cell, Check, Measures, RowCondition, Source

MOST = 120
"""How many aggregates one query holds."""

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Batch:
    """One scan: its SQL gives `rows`, and for each check its own columns, prefixed with its number."""

    sql: str
    checks: tuple[Check, ...]

    def answer(self, number: int, row: Mapping[str, Cell]) -> dict[str, Cell]:
        """What the scan says of the check with that number."""
        lead = f"c{number}."
        own = {name.removeprefix(lead): value for name, value in row.items() if name.startswith(lead)}
        return {"rows": row["rows"], **own}


def batches(checks: Iterable[Check]) -> list[Batch]:
    """The row checks and measures among the checks, by the rows that they look at.

    Checks without joins, with joins to single rows and with grouped subqueries keep apart, so that a cheap
    check does not wait for a costly join.
    """
    groups: dict[Key, list[Check]] = {}
    for check in checks:
        if isinstance(check.form, RowCondition | Measures):
            groups.setdefault(_key(check.form.source), []).append(check)
    parts = (group[at : at + MOST] for group in groups.values() for at in range(0, len(group), MOST))
    return [_batch(part) for part in parts]


def _key(source: Source) -> Key:
    if not source.joins:
        return source.base, 0
    return source.base, 2 if any(join.alias.startswith("below_") for join in source.joins) else 1


def _batch(checks: list[Check]) -> Batch:
    chosen = ['count(*) as "rows"']
    source: Source | None = None
    for number, check in enumerate(checks):
        form = check.form
        if isinstance(form, RowCondition):
            chosen.append(f'count_if({form.violation}) as "c{number}.violations"')
        elif isinstance(form, Measures):
            chosen += [f'{sql} as "c{number}.{name}"' for name, sql in form.aggregates]
        else:
            continue
        source = form.source if source is None else source.merged(form.source)
    assert source is not None  # noqa: S101 - a group holds a check
    return Batch(f"select {', '.join(chosen)}\nfrom {source.sql}", tuple(checks))
