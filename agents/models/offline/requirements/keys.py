"""What is unique, what refers to what, what is filled."""

from __future__ import annotations

from rowsmith.agents.models.offline.reading.statements import (
    Distinct,
    Filled,
    Key,
    Numbered,
    Place,
    Refers,
    Tree,
)
from rowsmith.agents.models.offline.requirements.binding import Binder, Unbound
from rowsmith.agents.models.offline.requirements.drafts import Draft, off_share, outside, percent, spoken
from rowsmith.tools.checks.layout import LayoutTable
from rowsmith.tools.checks.sql import literal, quoted


def refers(said: Refers, binder: Binder) -> Draft:
    child, parent = binder.table(said.child), binder.table(said.parent)
    own, theirs = (
        f"t.{quoted(binder.link(child, parent, said.role)[0])}",
        binder.link(child, parent, said.role)[1],
    )
    name = quoted(child.name)
    found = f"exists (select 1 from {quoted(parent.name)} as p where p.{quoted(theirs)} = {own})"
    lost = f"{own} is not null and not {found}" if said.optional else f"{own} is null or not {found}"
    checks = [(f"select {own} as refers_to from {name} as t where {lost}", child.name)]
    if said.unique:
        checks.append(
            (
                f"select {own} as twice, count(*) as rows from {name} as t where {own} is not null group by 1 having count(*) > 1",
                child.name,
            )
        )
    if said.where is not None:
        reach = binder.condition(child, said.where)
        checks.append(
            (f"select t.* from {name} as t {' '.join(reach.joins)} where not {reach.sql}", child.name)
        )
    return Draft(
        f"each of the {spoken(said.child)} belongs to one of the {spoken(said.parent)}",
        "reference",
        tuple(checks),
    )


def distinct(said: Distinct, binder: Binder) -> Draft:
    table = binder.table(said.entity)
    names = [_column(table, name, binder) for name in (*said.attributes, *said.within)]
    parts = [quoted(name) for name in names]
    if said.to:
        parts[0] = f"date_trunc({literal(said.to)}, {parts[0]})"
    filled = " and ".join(f"{quoted(name)} is not null" for name in names)
    sql = f"select {', '.join(parts)}, count(*) as rows from {quoted(table.name)} where {filled} group by all having count(*) > 1"
    inside = f" within {' and '.join(map(spoken, said.within))}" if said.within else ""
    says = f"no two {spoken(said.entity)} have the same {' and '.join(map(spoken, said.attributes))}{inside}"
    return Draft(says, "uniqueness", ((sql, table.name),))


def _column(table: LayoutTable, name: str, binder: Binder) -> str:
    """A column of the table by an attribute's name, or the reference to an entity of that name."""
    try:
        return binder.column(Place(table.name, name))[1]
    except Unbound:
        return binder.link(table, binder.table(name.removesuffix("_id")))[0]


def key(said: Key, binder: Binder) -> Draft:
    table = binder.table(said.entity)
    names = [quoted(_column(table, name, binder)) for name in said.attributes]
    chosen = ", ".join(names)
    empty = " or ".join(f"{name} is null" for name in names)
    checks = (
        (
            f"select {chosen}, count(*) as rows from {quoted(table.name)} group by all having count(*) > 1",
            table.name,
        ),
        (f"select * from {quoted(table.name)} where {empty}", table.name),
    )
    return Draft(
        f"{' and '.join(map(spoken, said.attributes))} is the key of {spoken(said.entity)}", "key", checks
    )


def filled(said: Filled, binder: Binder) -> Draft:
    table = binder.table(said.place.entity)
    reach = binder.reach(table, said.place)
    empty = f"({reach.sql} is null)"
    what = f"{spoken(said.place.attribute)} of {spoken(said.place.entity)}"
    name = quoted(table.name)
    if said.empty_share is not None:
        return _empty_share(said, binder, table, empty, what)
    if said.empty_when is None:
        return Draft(
            f"{what} is always filled", "null", ((f"select t.* from {name} as t where {empty}", table.name),)
        )
    when = binder.condition(table, said.empty_when)
    wrong = f"{empty} <> {when.sql}" if said.only else f"{when.sql} and not {empty}"
    sql = f"select t.* from {name} as t {' '.join(when.joins)} where {wrong}"
    return Draft(
        f"{what} is empty {'exactly ' if said.only else ''}when {said.empty_when}",
        "null",
        ((sql, table.name),),
    )


def _empty_share(said: Filled, binder: Binder, table: LayoutTable, empty: str, what: str) -> Draft:
    assert said.empty_share is not None  # noqa: S101 - the caller looked
    joins, among = "", "true"
    if said.empty_when is not None:
        when = binder.condition(table, said.empty_when)
        joins, among = " ".join(when.joins), when.sql
    share = f"avg(case when {empty} then 1.0 else 0.0 end)"
    off = off_share(share, "count(*)", said.empty_share)
    sql = f"select round({share}, 4) as empty from {quoted(table.name)} as t {joins} where {among} having count(*) > 0 and ({off})"
    return Draft(f"{what} is empty for {percent(said.empty_share)}", "null", ((sql, table.name),))


def tree(said: Tree, binder: Binder) -> Draft:
    table = binder.table(said.entity)
    own, theirs = binder.link(table, table, said.attribute)
    name, parent, self_key = quoted(table.name), quoted(own), quoted(theirs)
    checks = [
        (f"select * from {name} where {parent} = {self_key}", table.name),
        (
            f"select c.{parent} as lost from {name} as c where c.{parent} is not null and not exists (select 1 from {name} as p where p.{self_key} = c.{parent})",
            table.name,
        ),
    ]
    if said.roots is not None:
        count = f"count(*) filter (where {parent} is null)"
        checks.append(
            (f"select {count} as without_parent from {name} having {outside(count, said.roots)}", table.name)
        )
    return Draft(f"{spoken(own)} of {spoken(said.entity)} names another of them", "reference", tuple(checks))


def numbered(said: Numbered, binder: Binder) -> Draft:
    table, column, _ = binder.column(said.place)
    number, name = quoted(column), quoted(table.name)
    group = quoted(_column(table, said.within, binder)) if said.within else "true"
    gaps = (
        f"select {group} as inside, min({number}) as first, max({number}) as last, count(*) as rows from {name}"
        f" group by 1 having min({number}) <> {said.start} or max({number}) <> {said.start} + count(*) - 1"
        f" or count(distinct {number}) <> count(*)"
    )
    checks = [(gaps, table.name)]
    if said.by:
        moment = quoted(binder.column(Place(said.place.entity, said.by))[1])
        late = f"lag({moment}) over (partition by {group} order by {number})"
        checks.append((f"select * from {name} qualify {moment} < {late}", table.name))
    inside = f" in each of the {spoken(said.within)}" if said.within else ""
    return Draft(f"{spoken(column)} counts up from {said.start} without gaps{inside}", "order", tuple(checks))
