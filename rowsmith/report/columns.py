"""What a column holds: its shape as a chart, and a few facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import duckdb

from rowsmith.report.charts import Chart, histogram, shares
from rowsmith.report.spelling import cut, number, percent, shown
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.plan import Column
from rowsmith.tools.plan.friendly.write import write_column
from rowsmith.tools.plan.notation.layout import flow

BINS = 24
EXAMPLES = 3
FEW = 12
"""Up to so many different values each get a bar of their own."""
TOP = 6
LONG_TAIL = 2.0
"""A chart leaves out the outermost half per cent where that makes its range so much shorter."""
NUMBERS = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "FLOAT", "DOUBLE", "DECIMAL",
)  # fmt: skip
MOMENTS = ("DATE", "TIMESTAMP", "TIME", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_S", "TIMESTAMP_MS")


@dataclass(frozen=True)
class ColumnView:
    """A column: its type, the plan's line, facts as (name, value), and its shape where it has one."""

    name: str
    type: str
    plan: str
    facts: tuple[tuple[str, str], ...]
    chart: Chart | None
    is_key: bool = False


@dataclass(frozen=True)
class Field:
    """A column of `source`, a relation that may be a sample of the table."""

    connection: duckdb.DuckDBPyConnection
    source: str
    name: str
    type: str

    @property
    def base(self) -> str:
        return self.type.partition("(")[0]

    @property
    def is_number(self) -> bool:
        return self.base in NUMBERS

    @property
    def is_moment(self) -> bool:
        return self.base in MOMENTS

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The answer to a query in which `{c}` is the column and `{t}` its relation."""
        asked = sql.replace("{c}", quoted(self.name)).replace("{t}", self.source)
        found: list[tuple[object, ...]] = self.connection.execute(asked).fetchall()
        return found


def column_view(field: Field, planned: Column | None, *, is_key: bool) -> ColumnView:
    """The column as found; without a plan's line where the plan does not know it."""
    ((rows, filled, different),) = field.rows("select count(*), count({c}), count(distinct {c}) from {t}")
    counts = (_int(rows), _int(filled), _int(different))
    chart = _chart(field, *counts)
    facts = _facts(field, *counts)
    return ColumnView(
        field.name,
        field.type.lower(),
        cut(flow(write_column(planned)), 240) if planned is not None else "",
        tuple(facts if chart is not None else [*facts, *_some(field)]),
        chart,
        is_key,
    )


def _facts(field: Field, rows: int, filled: int, different: int) -> list[tuple[str, str]]:
    facts = [("empty", percent((rows - filled) / rows))] if rows > filled else []
    facts.append(("different", f"{different:,}" if different < filled or not filled else "all"))
    if field.is_number and filled:
        ((low, median, mean, high),) = field.rows(
            "select min({c})::double, median({c})::double, avg({c})::double, max({c})::double from {t}"
        )
        told = (("least", low), ("median", median), ("mean", mean), ("most", high))
        facts += [(name, number(_float(value))) for name, value in told]
    elif field.is_moment and filled:
        ((first, last),) = field.rows("select min({c})::varchar, max({c})::varchar from {t}")
        facts += [("first", shown(first)), ("last", shown(last))]
    elif field.base == "VARCHAR" and filled:
        ((least, most),) = field.rows("select min(length({c})), max(length({c})) from {t}")
        facts.append(("letters", f"{least} to {most}" if least != most else f"{least}"))
    return facts


def _some(field: Field) -> list[tuple[str, str]]:
    found = field.rows(
        f"select distinct {{c}}::varchar from (select {{c}} from {{t}} where {{c}} is not null limit {EXAMPLES})"
    )
    told = sorted(cut(value, 40) for (value,) in found)
    return [("for example", " · ".join(told))] if told else []


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _chart(field: Field, rows: int, filled: int, different: int) -> Chart | None:
    if not filled:
        return None
    if different > FEW and (field.is_number or field.is_moment):
        return _histogram(field)
    if field.is_number and different > 1:
        return _each(field)
    return _shares(field, filled, different)


def _each(field: Field) -> Chart:
    """A bar for each value of a number, in order."""
    found = field.rows("select {c}, count(*) from {t} where {c} is not null group by 1 order by 1")
    labels = [shown(value) for value, _ in found]
    return histogram([_int(count) for _, count in found], labels, labels[0], labels[-1])


def _shares(field: Field, filled: int, different: int) -> Chart | None:
    """The most frequent values, where some are frequent."""
    found = field.rows(
        "select {c}::varchar, count(*) as n from {t} where {c} is not null"
        f" group by 1 order by n desc, 1 limit {TOP if different > TOP + 1 else TOP + 1}"
    )
    if different > FEW and _int(found[0][1]) * 100 < filled:
        return None
    told = [(cut(value, 40), _int(count)) for value, count in found]
    return shares(told, filled - sum(count for _, count in told), different - len(told))


def _int(value: object) -> int:
    return int(value) if isinstance(value, int) else 0


def _histogram(field: Field) -> Chart | None:
    value = "epoch({c})" if field.is_moment else "{c}::double"
    ((low, p_low, p_high, high),) = field.rows(
        f"select min({value}), quantile_disc({value}, 0.005), quantile_disc({value}, 0.995), max({value})"
        f" from {{t}} where isfinite({value})"
    )
    ends = [_float(end) for end in (low, p_low, p_high, high)]
    least, inner_least, inner_most, most = (end if end is not None else 0.0 for end in ends)
    tailed = most - least > LONG_TAIL * (inner_most - inner_least) > 0
    first, last = (inner_least, inner_most) if tailed else (least, most)
    if not last > first:
        return None
    counted = field.rows(
        f"select least(greatest(floor(({value} - {first!r}) / {last - first!r} * {BINS}), 0), {BINS - 1})::int as bin,"
        f" count(*) from {{t}} where isfinite({value}) group by 1"
    )
    counts = [0] * BINS
    for bin_, count in counted:
        counts[_int(bin_)] = _int(count)
    edges = [_edge(field, first + (last - first) * place / BINS) for place in range(BINS + 1)]
    labels = [f"{a} to {b}" for a, b in pairwise(edges)]
    marks = (
        "≤ " if tailed and first > least else "",
        "≥ " if tailed and last < most else "",
    )
    return histogram(counts, labels, marks[0] + edges[0], marks[1] + edges[-1])


def _edge(field: Field, value: float) -> str:
    if not field.is_moment:
        return number(value)
    if field.base == "TIME":
        return f"{int(value // 3600) % 24:02}:{int(value % 3600 // 60):02}"
    moment = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=value)
    return moment.date().isoformat() if field.base == "DATE" else moment.isoformat(" ", "minutes")


def named(columns: Sequence[Column]) -> dict[str, Column]:
    return {column.name: column for column in columns}
