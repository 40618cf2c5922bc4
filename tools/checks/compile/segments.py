"""Segments, outliers and errors: as many rows as stated, known by their labels."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.making import Head, measured, row_check
from rowsmith.tools.checks.compile.weighing import unevenness
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges import ShareJudge
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import both
from rowsmith.tools.plan import Plan, Segment, Table
from rowsmith.tools.plan.column import Errors, Outliers
from rowsmith.tools.plan.data import Quantity, Share


def checks(plan: Plan) -> Iterator[Check]:
    """Every label's share and condition, and that no row is in two segments."""
    for table in plan.tables:
        labelled = [segment for segment in table.segments if segment.label is not None]
        for segment in labelled:
            yield from _segment(plan, table, segment)
        for number, segment in enumerate(labelled):
            for other in labelled[number + 1 :]:
                if other.label != segment.label:
                    yield _apart(plan, table, segment, other)
        yield from _planted(plan, table)


def _head(table: Table, name: str, aspect: str, says: str, label: str, *, firm: bool = True) -> Head:
    place = f"tables.{table.name}.segments.{name}"
    return Head(table.name, f"segment {name}.{aspect}", says, "segment", place, (label,), firm)


def _segment(plan: Plan, table: Table, segment: Segment) -> Iterator[Check]:
    label = segment.label or ""
    only = " and ".join(sql for sql in (segment.where, segment.of) if sql is not None)
    if only:
        head = _head(table, segment.name, "where", f"{label} is true only where {only}", label)
        yield row_check(plan, head, lambda relation: _elsewhere(relation, segment, label))
    if segment.share is None:
        if only:
            says = f"{label} is true wherever {only}"
            yield row_check(
                plan,
                _head(table, segment.name, "all", says, label),
                lambda relation: _left_out(relation, table, segment, label),
            )
        return
    says = f"{label} marks as many rows as stated"
    head = _head(table, segment.name, "share", says, label, firm=isinstance(segment.share, Quantity))
    judge = ShareJudge(segment.share, segment.exact)
    yield measured(plan, head, lambda relation: _share(relation, table, segment, label), judge)


def _conditions(relation: Relation, segment: Segment) -> str:
    return both(f"coalesce({relation.expression(sql)}, false)" for sql in (segment.where, segment.of) if sql)


def _elsewhere(relation: Relation, segment: Segment, label: str) -> str:
    return both([relation.column((), label), f"not ({_conditions(relation, segment)})"])


def _left_out(relation: Relation, table: Table, segment: Segment, label: str) -> str:
    """Rows that meet the condition, are not marked, and are in no earlier segment."""
    earlier = table.segments[: table.segments.index(segment)]
    if any(one.label is None for one in earlier):
        return "false"
    taken = [f"not coalesce({relation.column((), one.label or '')}, false)" for one in earlier]
    marked = f"coalesce({relation.column((), label)}, false)"
    return both([_conditions(relation, segment), f"not {marked}", *taken])


def _share(relation: Relation, table: Table, segment: Segment, label: str) -> dict[str, str]:
    value = relation.column((), label)
    base = f"coalesce({relation.expression(segment.of)}, false)" if segment.of else "true"
    return {
        "hits": f"count_if({both([base, value])})",
        "base": f"count_if({base})",
        **unevenness(relation, segment.where, segment.weight, base),
    }


def _apart(plan: Plan, table: Table, segment: Segment, other: Segment) -> Check:
    says = f"no row is both {segment.label} and {other.label}"
    head = _head(table, segment.name, f"apart from {other.name}", says, segment.label or "")
    return row_check(
        plan,
        head,
        lambda relation: both(
            [relation.column((), segment.label or ""), relation.column((), other.label or "")]
        ),
    )


def _planted(plan: Plan, table: Table) -> Iterator[Check]:
    for column in table.columns:
        for modifier in (column.modifier(Outliers), column.modifier(Errors)):
            if modifier is not None and modifier.label is not None:
                yield _label_share(plan, table, column.name, modifier.kind, modifier.label, modifier.share)


def _label_share(plan: Plan, table: Table, column: str, kind: str, label: str, share: Share) -> Check:
    place = f"tables.{table.name}.columns.{column}.{kind}"
    says = f"{label} marks as many rows as there are {kind} of {column}"
    head = Head(table.name, f"{column}.{kind}", says, "segment", place, (label,), firm=False)

    def aggregates(relation: Relation) -> dict[str, str]:
        return {"hits": f"count_if({relation.column((), label)})", "base": "count(*)"}

    return measured(plan, head, aggregates, ShareJudge(share))
