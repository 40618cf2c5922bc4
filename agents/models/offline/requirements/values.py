"""Which values a column has: lists, ranges, windows, forms, shares."""

from __future__ import annotations

from rowsmith.agents.models.offline.reading.statements import (
    Condition,
    During,
    Has,
    Located,
    OneOf,
    Place,
    Shaped,
    ShareOf,
    Within,
    word,
)
from rowsmith.agents.models.offline.requirements.binding import Binder, Reach, Unbound, equals, numeric
from rowsmith.agents.models.offline.requirements.drafts import (
    Draft,
    amount,
    off_share,
    outside,
    percent,
    spoken,
)
from rowsmith.agents.models.offline.text.quantity import Firmness, Quantity, plain
from rowsmith.tools.checks.layout import LayoutTable
from rowsmith.tools.checks.sql import literal, quoted


def has(said: Has, binder: Binder) -> Draft:
    table, column, _ = binder.column(said.place)
    sql = f"select 'no value' as found from {quoted(table.name)} having count(*) > 0 and count({quoted(column)}) = 0"
    return Draft(
        f"{spoken(said.place.entity)} have a {spoken(said.place.attribute)}",
        "structure",
        ((sql, table.name),),
    )


def one_of(said: OneOf, binder: Binder) -> Draft:
    table = binder.table(said.place.entity)
    reach = binder.reach(table, said.place)
    joins, when = _when(table, said.when, binder)
    source = f"{quoted(table.name)} as t {joins}"
    listed = ", ".join(word(value) for value in said.values)
    strange = f"select {reach.sql} as value, count(*) as rows from {source} where {reach.sql} is not null and {when}"
    checks = (
        [(f"{strange} and not ({equals(reach, said.values)}) group by 1", table.name)] if said.firm else []
    )
    if said.when is None and len(said.values) > 1:
        checks += [(_unused(source, reach, (value,)), table.name) for value in said.values]
    for value, share in _shares(said):
        quantity = Quantity.exactly(share).softly() if not said.firm else Quantity.exactly(share)
        checks.append(
            (_share(source, f"coalesce({equals(reach, (value,))}, false)", when, quantity), table.name)
        )
    return Draft(
        f"{spoken(said.place.attribute)} of {spoken(said.place.entity)} is one of {listed}",
        "value",
        tuple(checks),
    )


def _shares(said: OneOf) -> list[tuple[str | float | bool, float]]:
    known = [share for share in said.shares if share is not None]
    left = max(0.0, 1 - sum(known))
    open_ones = len(said.shares) - len(known)
    return [
        (value, share if share is not None else left)
        for value, share in zip(said.values, said.shares, strict=False)
        if share is not None or open_ones == 1
    ]


def _unused(source: str, reach: Reach, values: tuple[str | float | bool, ...]) -> str:
    named = word(values[0]).replace("'", "''")
    return (
        f"select '{named}' as unused from {source} having count(*) >= 40"
        f" and count(*) filter (where coalesce({equals(reach, values)}, false)) = 0"
    )


def _share(source: str, condition: str, when: str, quantity: Quantity) -> str:
    share = f"avg(case when {condition} then 1.0 else 0.0 end)"
    off = off_share(share, "count(*)", quantity)
    return f"select round({share}, 4) as share, count(*) as rows from {source} where {when} having count(*) > 0 and ({off})"


def _when(table: LayoutTable, condition: Condition | None, binder: Binder) -> tuple[str, str]:
    if condition is None:
        return "", "true"
    reach = binder.condition(table, condition)
    return " ".join(reach.joins), reach.sql


def within(said: Within, binder: Binder) -> Draft:
    table = binder.table(said.place.entity)
    reach = binder.reach(table, said.place)
    joins, when = _when(table, said.when, binder)
    off = outside(numeric(reach), said.quantity)
    source = f"{quoted(table.name)} as t {joins} where {when}"
    says = f"{spoken(said.place.attribute)} of {spoken(said.place.entity)} is {amount(said.quantity)}"
    if said.quantity.firmness is Firmness.mostly:
        sql = f"select avg(case when {off} then 1.0 else 0.0 end) as outside from {source} having avg(case when {off} then 1.0 else 0.0 end) > 0.5"
    else:
        sql = f"select t.* from {source} and ({off})"
    return Draft(says, "range", ((sql, table.name),))


def during(said: During, binder: Binder) -> Draft:
    table, column, _ = binder.column(said.place)
    day = f"cast({quoted(column)} as date)"
    parts = [f"{day} < date '{said.window.start}'"] if said.window.start else []
    parts += [f"{day} > date '{said.window.end}'"] if said.window.end else []
    if not parts:
        raise Unbound("the time window has no end")
    sql = f"select * from {quoted(table.name)} where {' or '.join(parts)}"
    bounds = f"{said.window.start or 'any time'} to {said.window.end or 'any time'}"
    return Draft(
        f"{spoken(column)} of {spoken(said.place.entity)} is from {bounds}", "time", ((sql, table.name),)
    )


def shaped(said: Shaped, binder: Binder) -> Draft:
    table, column, _ = binder.column(said.place)
    text = f"cast({quoted(column)} as varchar)"
    sql = f"select {quoted(column)} from {quoted(table.name)} where not regexp_full_match({text}, {literal(said.regex)})"
    return Draft(
        said.says or f"{spoken(column)} of {spoken(said.place.entity)} has the form {said.regex}",
        "pattern",
        ((sql, table.name),),
    )


def share_of(said: ShareOf, binder: Binder) -> Draft:
    table = binder.table((said.among or said.condition).place.entity)
    reach = binder.condition(table, said.condition)
    joins, among = _when(table, said.among, binder)
    both = " ".join(dict.fromkeys([*reach.joins, *([joins] if joins else [])]))
    sql = _share(f"{quoted(table.name)} as t {both}", reach.sql, among, said.quantity)
    base = f" of those where {said.among}" if said.among else f" of {spoken(table.name)}"
    return Draft(f"{percent(said.quantity)}{base}: {said.condition}", "share", ((sql, table.name),))


def located(said: Located, binder: Binder) -> Draft:
    """Only a column that names the country or city can be looked at."""
    tables = [binder.table(said.entity)] if said.entity else list(binder.layout.tables)
    wanted = [("city", said.city)] if said.city else [("country", said.country)]
    checks = [check for table in tables for name, value in wanted if (check := _placed(table, name, value))]
    if not checks:
        raise Unbound(f"no column names the {wanted[0][0]}, so it is only followed, not checked")
    return Draft(f"places are in {said.city or said.country}", "value", tuple(checks))


def _placed(table: LayoutTable, name: str, value: str) -> tuple[str, str] | None:
    if not any(column.name == name for column in table.columns):
        return None
    reach = Reach(table.name, (), f"t.{quoted(name)}", "VARCHAR")
    sql = f"select t.{quoted(name)} from {quoted(table.name)} as t where t.{quoted(name)} is not null and not ({equals(reach, (value,))})"
    return sql, table.name


__all__ = ["Place", "during", "has", "located", "one_of", "plain", "shaped", "share_of", "within"]
