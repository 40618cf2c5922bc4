"""How many rows, and how many per parent."""

from __future__ import annotations

from rowsmith.agents.models.offline.reading.statements import (
    AsMany,
    Children,
    Grid,
    Having,
    Place,
    Rows,
    Written,
)
from rowsmith.agents.models.offline.requirements.binding import Binder, Reach, Unbound, equals
from rowsmith.agents.models.offline.requirements.drafts import (
    Draft,
    amount,
    off_share,
    outside,
    percent,
    spoken,
)
from rowsmith.agents.models.offline.text.quantity import Firmness, Quantity
from rowsmith.tools.checks.layout import LayoutTable
from rowsmith.tools.checks.sql import literal, quoted

HANDFUL = Quantity(1, 1000, Firmness.few)


def rows(said: Rows, binder: Binder) -> Draft:
    table = binder.table(said.entity)
    sql = f"select count(*) as rows from {quoted(table.name)} having {outside('count(*)', said.quantity)}"
    return Draft(f"there are {amount(said.quantity)} {spoken(said.entity)}", "count", ((sql, table.name),))


def children(said: Children, binder: Binder) -> Draft:
    parent, child = binder.table(said.parent), binder.table(said.child)
    own, theirs = binder.link(child, parent)
    joins, chosen, only = _restricted(said, parent, child, binder)
    counted = f"(select {quoted(own)} as k, count(*) as n from {quoted(child.name)} as t {only} group by 1)"
    number = "coalesce(c.n, 0)"
    source = f"{quoted(parent.name)} as p {joins} left join {counted} as c on c.k = p.{quoted(theirs)} where {chosen}"
    if said.quantity.is_soft and said.quantity.single is not None:
        mean = f"avg({number})"
        sql = f"select {mean} as per_parent from {source} having {outside(mean, said.quantity)}"
    else:
        sql = f"select p.{quoted(theirs)}, {number} as rows from {source} and ({outside(number, said.quantity)})"
    says = f"each of the {spoken(said.parent)} has {amount(said.quantity)} {spoken(said.child)}"
    return Draft(says + (f" when {said.when}" if said.when else ""), "count", ((sql, parent.name),))


def _restricted(
    said: Children, parent: LayoutTable, child: LayoutTable, binder: Binder
) -> tuple[str, str, str]:
    """Joins and condition on the parents, and the WHERE of the children."""
    if said.when is None:
        return "", "true", ""
    try:
        reach = binder.condition(parent, said.when, "p")
    except Unbound:
        reach = binder.condition(child, said.when, "t")
        if reach.joins:
            raise
        return "", "true", f"where {reach.sql}"
    return " ".join(reach.joins), reach.sql, ""


def having(said: Having, binder: Binder) -> Draft:
    parent, child = binder.table(said.entity), binder.table(said.child)
    own, theirs = binder.link(child, parent)
    found = f"exists (select 1 from {quoted(child.name)} as c where c.{quoted(own)} = p.{quoted(theirs)})"
    share = f"avg(case when {found} then 1.0 else 0.0 end)"
    off = off_share(share, "count(*)", said.quantity)
    sql = f"select round({share}, 4) as share from {quoted(parent.name)} as p having {off}"
    says = f"{percent(said.quantity)} of the {spoken(said.entity)} have {spoken(said.child)}"
    return Draft(says, "share", ((sql, parent.name),))


def as_many(said: AsMany, binder: Binder) -> Draft:
    parent, child = binder.table(said.parent), binder.table(said.child)
    own, theirs = binder.link(child, parent)
    reach = binder.reach(parent, said.place, "p")
    counted = f"(select {quoted(own)} as k, count(*) as n from {quoted(child.name)} group by 1)"
    source = f"{quoted(parent.name)} as p {' '.join(reach.joins)} left join {counted} as c on c.k = p.{quoted(theirs)}"
    sql = f"select p.{quoted(theirs)}, {reach.sql} as expected, coalesce(c.n, 0) as found from {source} where coalesce(c.n, 0) <> {reach.sql}"
    says = f"each of the {spoken(parent.name)} has as many {spoken(child.name)} as its {spoken(said.place.attribute)} says"
    return Draft(says, "count", ((sql, parent.name),))


def grid(said: Grid, binder: Binder) -> Draft:
    table = binder.table(said.entity)
    parents = [binder.table(name) for name in said.over]
    parts = [quoted(binder.link(table, parent)[0]) for parent in parents]
    if said.step:
        _, moment, kind = binder.column(Place(said.entity, ""))
        parts.append(
            f"date_trunc({literal(said.step)}, {quoted(moment)})" if kind != "VARCHAR" else quoted(moment)
        )
    name = quoted(table.name)
    twice = f"select {', '.join(parts)}, count(*) as rows from {name} group by all having count(*) > 1"
    checks = [(twice, table.name)]
    if not said.step:
        product = " * ".join(f"(select count(*) from {quoted(parent.name)})" for parent in parents)
        checks.append((f"select count(*) as rows from {name} having count(*) <> {product}", table.name))
    each = " and ".join(map(spoken, (*said.over, *((said.step,) if said.step else ()))))
    return Draft(f"one row of {spoken(said.entity)} per {each}", "uniqueness", tuple(checks))


def written(said: Written, binder: Binder) -> Draft:
    table = binder.table(said.entity)
    reaches = [binder.reach(table, Place(said.entity, attribute)) for attribute in said.attributes]
    checks = tuple((_missing(table, reaches, row), table.name) for row in said.rows)
    return Draft(f"{spoken(said.entity)} holds the {len(said.rows)} named rows", "value", checks)


def _missing(table: LayoutTable, reaches: list[Reach], row: tuple[object, ...]) -> str:
    same = " and ".join(
        f"coalesce({equals(reach, (value,))}, false)"
        for reach, value in zip(reaches, row, strict=True)
        if isinstance(value, str | float | int)
    )
    shown = ", ".join(map(str, row)).replace("'", "''")
    return f"select '{shown}' as missing from {quoted(table.name)} as t having count(*) filter (where {same}) = 0"
