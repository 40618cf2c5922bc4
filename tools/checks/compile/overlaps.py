"""Intervals of one group that overlap."""

from __future__ import annotations

from rowsmith.tools.checks.expressions import Relation, table_of
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.errors import CheckError


def overlapping(relation: Relation, arguments: tuple[str, ...]) -> str:
    """Rows whose interval begins before an earlier one of the same group has ended.

    `arguments` are the group (several parts are possible), the start and the end, which is exclusive. Rows
    without one of them, and empty intervals, overlap nothing. Raises CheckError for fewer than three.
    """
    if len(arguments) < 3:
        raise CheckError("no_overlap takes a group, a start and an end.")
    *group, start, end = arguments
    keys = [f"r.{quoted(name)}" for name in table_of(relation.plan, relation.table).key]
    shown = ", ".join(
        [
            *(f"{part} as {quoted(f'group {number}')}" for number, part in enumerate(group, start=1)),
            f'{start} as "from"',
            f'{end} as "until"',
        ]
    )
    partition = ", ".join(quoted(f"group {number}") for number in range(1, len(group) + 1))
    filled = " and ".join(f"{part} is not null" for part in arguments)
    rows = (
        f"select {', '.join(keys)}, {shown} from {relation.source().sql} where {filled} and {end} > {start}"
    )
    window = (
        f'max("until") over (partition by {partition} order by "from", "until"'
        " rows between unbounded preceding and 1 preceding)"
    )
    return f'select * from (select *, {window} as "taken until" from ({rows})) where "from" < "taken until"'
