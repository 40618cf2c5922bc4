"""What columns have to do with each other: order, distance, sums, derived values."""

from __future__ import annotations

import re

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
from rowsmith.agents.models.offline.requirements.binding import Binder, Reach, Unbound, equals
from rowsmith.agents.models.offline.requirements.drafts import Draft, amount, outside, spoken
from rowsmith.agents.models.offline.text.times import Duration
from rowsmith.tools.checks.layout import LayoutTable
from rowsmith.tools.checks.sql import quoted

DURATION = re.compile(r"([+-]) (\d+) (second|minute|hour|day|week|month|year)s?\b")
BRACES = re.compile(r"\{([a-z_][\w]*)\.([\w]+)\}")
WHOLE_UNITS = ("month", "year")
DAY = 86_400
DATES = ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE")


def ordered(said: Ordered, binder: Binder) -> Draft:
    table, left, right = _sides(said, binder)
    joins = [*left.joins, *right.joins]
    when = "true"
    if said.when is not None:
        condition = binder.condition(table, said.when)
        joins += condition.joins
        when = condition.sql
    wrong = _wrong(said, left.sql, right.sql)
    source = f"{quoted(table.name)} as t {' '.join(dict.fromkeys(joins))}"
    sql = f"select {left.sql} as this, {right.sql} as that from {source} where {when} and ({wrong})"
    return Draft(_says(said), "order", ((sql, table.name),))


def _sides(said: Ordered, binder: Binder) -> tuple[LayoutTable, Reach, Reach]:
    """Both columns seen from the lower of the two tables."""
    try:
        table = binder.table(said.left.entity)
        return table, binder.reach(table, said.left), binder.reach(table, said.right)
    except Unbound:
        table = binder.table(said.right.entity)
        return table, binder.reach(table, said.left), binder.reach(table, said.right)


def _wrong(said: Ordered, left: str, right: str) -> str:
    if said.times is not None:
        return outside(f"({left} / nullif({right}, 0))", said.times, slack=0.02)
    if said.gap is None:
        return f"not ({left} {said.op} {right})"
    later, earlier = (right, left) if said.op in ("<", "<=") else (left, right)
    return _far(later, earlier, said.gap)


def _far(later: str, earlier: str, gap: Duration) -> str:
    """The distance lies outside the gap; whole days are compared where the unit is a day or longer."""
    if gap.unit in WHOLE_UNITS:
        parts = []
        if gap.low is not None:
            parts.append(
                f"cast({later} as date) < cast({earlier} + interval {gap.low:g} {gap.unit} as date) - 1"
            )
        if gap.high is not None:
            parts.append(
                f"cast({later} as date) > cast({earlier} + interval {gap.high:g} {gap.unit} as date) + 1"
            )
        return " or ".join(parts) or "false"
    low, high = gap.seconds()
    if gap.unit in ("day", "week"):
        distance, low, high = (
            f"date_diff('day', cast({earlier} as date), cast({later} as date))",
            low // DAY,
            high / DAY,
        )
    else:
        distance = f"(epoch(cast({later} as timestamp)) - epoch(cast({earlier} as timestamp)))"
    parts = [f"{distance} < {low:g}"] + ([f"{distance} > {high:g}"] if high != float("inf") else [])
    return " or ".join(parts)


def _says(said: Ordered) -> str:
    words = {
        "<": "before",
        "<=": "not after",
        ">": "after",
        ">=": "not before",
        "=": "equal to",
        "<>": "other than",
    }
    gap = f" by {said.gap}" if said.gap else ""
    times = f" ({amount(said.times)} times it)" if said.times else ""
    return f"{spoken(said.left.attribute)} of {spoken(said.left.entity)} is {words.get(said.op, said.op)} {spoken(said.right.attribute)}{gap}{times}"


def computed(said: Computed, binder: Binder) -> Draft:
    table = binder.table(said.place.entity)
    target = binder.reach(table, said.place)
    sql, joins = substituted(said.sql, table, binder)
    off = _differs(target, sql)
    chosen = (
        f"select {target.sql} as found, {sql} as expected from {quoted(table.name)} as t {' '.join(joins)}"
    )
    return Draft(
        f"{spoken(said.place.attribute)} of {spoken(said.place.entity)} follows from the other columns",
        "rule",
        ((f"{chosen} where {off}", table.name),),
    )


def _differs(target: Reach, sql: str) -> str:
    if target.type in ("VARCHAR", "BOOLEAN", *DATES):
        return f"{target.sql} is distinct from cast({sql} as {target.type})"
    return f"abs(coalesce({target.sql}, 0) - coalesce({sql}, 0)) > 0.0051 + 1e-9 * abs(coalesce({sql}, 0))"


def substituted(sql: str, table: LayoutTable, binder: Binder) -> tuple[str, list[str]]:
    """Places in braces become columns; the joins that they need."""
    joins: list[str] = []

    def put(found: re.Match[str]) -> str:
        reach = binder.reach(table, Place(found[1], found[2]))
        joins.extend(join for join in reach.joins if join not in joins)
        return reach.sql

    return DURATION.sub(r"\1 interval \2 \3", BRACES.sub(put, sql)), joins


def summed(said: Summed, binder: Binder) -> Draft:
    parent, child = binder.table(said.place.entity), binder.table(said.child)
    own, theirs = binder.link(child, parent)
    target = binder.reach(parent, said.place, "p")
    factors = [binder.reach(child, Place(said.child, factor)) for factor in said.factors]
    joins = " ".join(dict.fromkeys(join for factor in factors for join in factor.joins))
    value = f"sum({' * '.join(factor.sql for factor in factors)})" if factors else "count(*)"
    below = f"(select t.{quoted(own)} as k, {value} as s from {quoted(child.name)} as t {joins} group by 1)"
    expected, found = "coalesce(c.s, 0)", f"coalesce({target.sql}, 0)"
    wrong = {
        "=": f"abs({found} - {expected}) > 0.0051",
        "<=": f"{found} > {expected} + 0.0051",
        ">=": f"{found} < {expected} - 0.0051",
    }.get(said.op)
    if wrong is None:
        raise Unbound(f"a sum is not compared by {said.op}")
    sql = (
        f"select p.{quoted(theirs)}, {target.sql} as found, {expected} as expected from {quoted(parent.name)} as p"
        f" left join {below} as c on c.k = p.{quoted(theirs)} where {wrong}"
    )
    what = " times ".join(map(spoken, said.factors)) or "number"
    return Draft(
        f"{spoken(said.place.attribute)} of {spoken(parent.name)} is the sum of the {what} of its {spoken(child.name)}",
        "rule",
        ((sql, parent.name),),
    )


def decided(said: Decided, binder: Binder) -> Draft:
    table = binder.table(said.place.entity)
    target = binder.reach(table, said.place)
    if said.child and said.quantity is not None:
        child = binder.table(said.child)
        own, theirs = binder.link(child, table)
        only = binder.condition(child, said.condition, "c").sql if said.condition is not None else "true"
        count = f"(select count(*) from {quoted(child.name)} as c where c.{quoted(own)} = t.{quoted(theirs)} and {only})"
        test = f"not ({outside(count, said.quantity)})"
        joins: list[str] = []
    else:
        test, joins = substituted(said.sql, table, binder)
        test = f"coalesce({test}, false)"
    yes, no = equals(target, (said.value,)), equals(target, (said.otherwise,))
    wrong = f"({test} and not coalesce({yes}, false)) or (not {test} and not coalesce({no}, false))"
    sql = f"select t.* from {quoted(table.name)} as t {' '.join(joins)} where {wrong}"
    return Draft(
        f"{spoken(said.place.attribute)} of {spoken(table.name)} is decided by its rule",
        "rule",
        ((sql, table.name),),
    )


def balanced(said: Balanced, binder: Binder) -> Draft:
    table = binder.table(said.places[0].entity)
    total = " + ".join(binder.reach(table, place).sql for place in said.places)
    sql = f"select t.* from {quoted(table.name)} as t where abs({total} - {said.value!r}) > 0.0051"
    names = " and ".join(spoken(place.attribute) for place in said.places)
    return Draft(f"{names} of {spoken(table.name)} add up to {said.value:g}", "rule", ((sql, table.name),))


def matching(said: Matching, binder: Binder) -> Draft:
    child = binder.table(said.child)
    left = binder.reach(child, Place(said.left, said.group))
    right = binder.reach(child, Place(said.right, said.group))
    joins = " ".join(dict.fromkeys((*left.joins, *right.joins)))
    sql = f"select t.* from {quoted(child.name)} as t {joins} where {left.sql} is distinct from {right.sql}"
    says = f"{spoken(said.left)} and {spoken(said.right)} of one of the {spoken(child.name)} have the same {spoken(said.group)}"
    return Draft(says, "rule", ((sql, child.name),))


def spaced(said: Spaced, binder: Binder) -> Draft:
    table, column, _ = binder.column(said.place)
    if not table.foreign_keys:
        raise Unbound(f"{table.name} has no parent")
    parent = quoted(table.foreign_keys[0].columns[0])
    moment, step = quoted(column), f"interval {said.step.low or 1:g} {said.step.unit}"
    before = f"lag({moment}) over (partition by {parent} order by {moment})"
    wrong = f"abs(date_diff('day', cast({before} + {step} as date), cast({moment} as date))) > 3"
    sql = f"select * from {quoted(table.name)} qualify {before} is not null and {wrong}"
    return Draft(
        f"{spoken(column)} of {spoken(table.name)} moves on by {said.step} each time",
        "order",
        ((sql, table.name),),
    )
