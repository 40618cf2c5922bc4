"""Columns that follow from others: expressions, sums, decisions, bounds, differences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rowsmith.agents.models.offline.planning.draft import PlanDraft, TableDraft, number
from rowsmith.agents.models.offline.planning.moments import event_of, kind_of
from rowsmith.agents.models.offline.planning.sampling import place_of, plain_value, replace, span_of
from rowsmith.agents.models.offline.reading.statements import (
    Balanced,
    Computed,
    Decided,
    Matching,
    Ordered,
    Place,
    Spaced,
    Summed,
)
from rowsmith.agents.models.offline.text.quantity import Quantity

DURATION = re.compile(r"([+-]) (\d+) (second|minute|hour|day|week|month|year)s?\b")
BRACES = re.compile(r"\{([a-z_]\w*)\.(\w+)\}")


def computed(draft: PlanDraft, said: Computed) -> None:
    found = place_of(draft, said.place)
    sql = dotted(draft, said.place.entity, said.sql)
    if found is None or sql is None:
        return
    kind = kind_of(found[1])
    found[1].pop("nulls", None)
    replace(found[1], {"expression": f"cast({sql} as date)" if kind == "date" else sql})


def dotted(draft: PlanDraft, start: str, sql: str) -> str | None:
    """Places in braces become paths from a row of `start`; None where one is out of reach."""
    lost = False

    def put(found: re.Match[str]) -> str:
        nonlocal lost
        path = draft.path(start, Place(found[1], found[2]))
        lost = lost or path is None
        return path or ""

    made = with_intervals(BRACES.sub(put, sql))
    return None if lost else made


def with_intervals(sql: str) -> str:
    """Durations in a text of sums as SQL: "+ 21 day" is "+ interval 21 day"."""
    return DURATION.sub(r"\1 interval \2 \3", sql)


def summed(draft: PlanDraft, said: Summed) -> None:
    found = place_of(draft, said.place)
    child = draft.tables.get(said.child)
    if found is None or child is None or child.link_to(said.place.entity) is None or said.op != "=":
        return
    terms = []
    for factor in said.factors:
        path = _factor(draft, child, factor)
        if path is None:
            return
        terms.append(f"{child.name}.{path}")
    total = f"coalesce(sum({' * '.join(terms)}), 0)" if terms else f"count({child.name})"
    found[1].clear()
    found[1]["expression"] = (
        f"round({total}, 2)" if terms and not _whole(draft, child, said.factors) else total
    )


def _whole(draft: PlanDraft, child: TableDraft, factors: Sequence[str]) -> bool:
    return all("integer" in (child.columns.get(draft.named(child, f)) or {}) for f in factors)


def _factor(draft: PlanDraft, child: TableDraft, factor: str) -> str | None:
    """A factor among the child's columns, or among those of what it refers to."""
    if factor in child.columns:
        return factor
    for link in child.links.values():
        other = draft.tables.get(link.parent)
        if other is not None and factor in other.columns:
            return f"{link.column.removesuffix('_id')}.{factor}"
    return next((name for name in child.columns if name.endswith(factor)), None)


def decided(draft: PlanDraft, said: Decided) -> None:
    found = place_of(draft, said.place)
    if found is None:
        return
    if said.child and said.quantity is not None and said.child in draft.tables:
        only = draft.condition(said.child, said.condition) if said.condition is not None else None
        tally = f"count({said.child})" + (f" filter (where {only})" if only else "")
        test: str | None = _bounded(tally, said.quantity)
    else:
        test = dotted(draft, said.place.entity, said.sql)
    if test is None:
        return
    if isinstance(said.value, bool):
        sql = f"coalesce({test}, false)" if said.value else f"not coalesce({test}, false)"
    else:
        yes, no = (f"'{v}'" if isinstance(v, str) else plain_value(v) for v in (said.value, said.otherwise))
        sql = f"case when {test} then {yes} else {no} end"
    found[1].clear()
    found[1]["expression"] = sql


def _bounded(sql: str, quantity: Quantity) -> str:
    parts = (
        [f"{sql} {'>' if quantity.open_low else '>='} {number(quantity.low)}"]
        if quantity.low is not None
        else []
    )
    if quantity.high is not None:
        parts.append(f"{sql} {'<' if quantity.open_high else '<='} {number(quantity.high)}")
    return " and ".join(parts)


def is_number(draft: PlanDraft, said: Ordered) -> bool:
    left, right = draft.column(said.left), draft.column(said.right)
    return left is not None and right is not None and kind_of(left) is None and span_of(left) is not None


def compared(draft: PlanDraft, said: Ordered) -> None:
    """A number bounded by another: sale price by price, minimum by maximum, paid by claimed."""
    target, other = said.left, said.right
    op: str = said.op
    column = draft.column(target)
    path = draft.path(target.entity, other)
    if column is None or path is None:
        target, other, op = (
            said.right,
            said.left,
            {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(said.op, said.op),
        )
        column, path = draft.column(target), draft.path(target.entity, other)
    if column is None or path is None or "expression" in column or path == target.attribute:
        return
    span = span_of(column) or (0, 1000)
    kind = "decimal" if "decimal" in column else "integer"
    step = 1 if kind == "integer" else 0.01
    if said.times is not None:
        low, high = said.times.low or 0, said.times.high
        if low == high:
            replace(column, {"expression": f"round({path} * {number(low)}, 2)"})
            return
        bounds: list[Any] = [
            f"{number(low)} * {path}",
            f"{number(high if high is not None else low * 2)} * {path}",
        ]
    elif op in ("<", "<="):
        ceiling = f"{path} - {step}" if op == "<" else path
        bounds = [f"least({number(span[0])}, {ceiling})", ceiling]
    elif op in (">", ">="):
        floor = f"{path} + {step}" if op == ">" else path
        bounds = [floor, f"greatest({number(span[1])}, {floor})"]
    else:
        return
    keep = {k: column[k] for k in ("digits",) if k in column}
    replace(column, {kind: bounds, **keep})


def different(draft: PlanDraft, said: Ordered) -> None:
    """Two references of a row never name the same."""
    table = draft.tables.get(said.left.entity)
    if table is None:
        return
    left, right = draft.named(table, said.left.attribute), draft.named(table, said.right.attribute)
    if left in table.links and right in table.links:
        later = right if left in table.per else left
        first = left if later == right else right
        names = list(table.links)
        later, first = (
            (later, first)
            if later in table.per or names.index(later) > names.index(first)
            else (first, later)
        )
        if later in table.per:
            later, first = first, later
        table.links[later].more["where"] = f"{later} <> {first}"


def balanced(draft: PlanDraft, said: Balanced) -> None:
    """The last of the attributes is what is left of the sum."""
    *others, last = said.places
    column = draft.column(last)
    if column is None or any(draft.column(place) is None for place in others):
        return
    for place in others:
        if "expression" not in (other := draft.column(place) or {}):
            replace(other, {"integer": [0, number(said.value)]})
    column.clear()
    column["expression"] = " - ".join([f"{number(said.value)}", *(place.attribute for place in others)])


def matching(draft: PlanDraft, said: Matching) -> None:
    """The second reference chooses among those that agree with the first."""
    child = draft.tables.get(said.child)
    left, right = (child.link_to(name) if child else None for name in (said.left, said.right))
    if child is None or left is None or right is None:
        return
    first, second = (left, right) if right.column not in child.per else (right, left)
    lead, other = first.column.removesuffix("_id"), second.column.removesuffix("_id")
    group = next(
        (f"{said.group}{end}" for end in ("", "_id") if _has(draft, second.parent, f"{said.group}{end}")),
        None,
    )
    if group is not None:
        second.more["where"] = f"{other}.{group} = {lead}.{group}"


def _has(draft: PlanDraft, table: str, column: str) -> bool:
    return column in draft.tables[table].columns or column in draft.tables[table].links


def spaced(draft: PlanDraft, said: Spaced) -> None:
    """A date a step after the one before it, from a date of the parent on."""
    table = draft.tables.get(said.place.entity)
    column = draft.column(said.place)
    link = table.links.get(table.per[0]) if table is not None and table.per else None
    start = event_of(draft.tables[link.parent]) if link is not None else None
    if table is None or column is None or link is None or start is None:
        return
    kind = kind_of(column)
    step = f"to_{said.step.unit}s({said.step.low or 1:g} * position())"
    moved = f"{link.column.removesuffix('_id')}.{start} + {step}"
    column.clear()
    column |= {
        "expression": f"cast({moved} as date)" if kind != "datetime" else moved,
        "_kind": kind or "date",
    }
