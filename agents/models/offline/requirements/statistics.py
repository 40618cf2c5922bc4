"""What holds of groups and of whole columns: means in an order, trends, skew, laws."""

from __future__ import annotations

from rowsmith.agents.models.offline.reading.statements import Law, Measured, Place, Ranked, Skewed, Trend
from rowsmith.agents.models.offline.requirements.binding import Binder, Reach, Unbound, numeric
from rowsmith.agents.models.offline.requirements.drafts import Draft, amount, spoken
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.tools.checks.layout import LayoutTable
from rowsmith.tools.checks.sql import quoted


def ranked(said: Ranked, binder: Binder) -> Draft:
    table = _lowest(binder, said.measure, *(group.place for group in said.groups))
    if not said.measure.attribute:
        return _ranked_counts(said, binder)
    measure = _measure(binder.reach(table, said.measure))
    sql_measure = measure.sql
    joins = list(measure.joins)
    if said.per:
        per = binder.reach(table, Place(said.measure.entity, said.per))
        joins += per.joins
        sql_measure = f"({measure.sql} / nullif({per.sql}, 0))"
    groups = [binder.condition(table, group) for group in said.groups]
    joins += [join for group in groups for join in group.joins]
    source = f"{quoted(table.name)} as t {' '.join(dict.fromkeys(joins))}"
    means = ", ".join(
        f"avg({sql_measure}) filter (where {group.sql}) as m{n}" for n, group in enumerate(groups)
    )
    return Draft(
        _ranking(said), "comparison", ((_not_falling(means, source, len(groups), said.factor), table.name),)
    )


def _not_falling(means: str, source: str, count: int, factor: float) -> str:
    falls = " and ".join(f"m{n} > m{n + 1} * {factor!r}" for n in range(count - 1))
    return f"select * from (select {means} from {source}) where not coalesce({falls}, false)"


def _ranked_counts(said: Ranked, binder: Binder) -> Draft:
    """Mean numbers of rows per parent, by groups of parents."""
    parent, child = binder.table(said.groups[0].place.entity), binder.table(said.measure.entity)
    if parent.name == child.name:
        raise Unbound("numbers of rows are compared by a group of another table")
    own, theirs = binder.link(child, parent)
    counted = f"(select {quoted(own)} as k, count(*) as n from {quoted(child.name)} group by 1)"
    groups = [binder.condition(parent, group) for group in said.groups]
    joins = " ".join(dict.fromkeys(join for group in groups for join in group.joins))
    source = f"{quoted(parent.name)} as t {joins} left join {counted} as c on c.k = t.{quoted(theirs)}"
    means = ", ".join(f"avg(coalesce(c.n, 0)) filter (where {g.sql}) as m{n}" for n, g in enumerate(groups))
    return Draft(
        _ranking(said), "comparison", ((_not_falling(means, source, len(groups), said.factor), parent.name),)
    )


def _ranking(said: Ranked) -> str:
    what = (
        f"{spoken(said.measure.attribute)} of {spoken(said.measure.entity)}"
        if said.measure.attribute
        else f"number of {spoken(said.measure.entity)}"
    )
    return f"the mean {what} falls in the order {', '.join(map(str, said.groups))}"


def _measure(reach: Reach) -> Reach:
    if reach.type in ("DATE", "TIMESTAMP"):
        return Reach(reach.start, reach.joins, f"epoch(cast({reach.sql} as timestamp))", "DOUBLE")
    if reach.type == "BOOLEAN":
        return Reach(reach.start, reach.joins, f"cast({reach.sql} as integer)", "INTEGER")
    return Reach(reach.start, reach.joins, numeric(reach), reach.type)


def _lowest(binder: Binder, *places: Place) -> LayoutTable:
    """The table from which all places can be reached by going up."""
    for place in places:
        table = binder.table(place.entity)
        try:
            for other in places:
                binder.reach(
                    table,
                    other if other.attribute else Place(other.entity, binder.key(binder.table(other.entity))),
                )
        except Unbound:
            continue
        return table
    raise Unbound("no table leads to all that is compared")


def trend(said: Trend, binder: Binder) -> Draft:
    if not said.place.attribute or not said.along.attribute:
        return _counted_trend(said, binder)
    table = _lowest(binder, said.place, said.along)
    left, right = _measure(binder.reach(table, said.place)), _measure(binder.reach(table, said.along))
    joins = " ".join(dict.fromkeys((*left.joins, *right.joins)))
    return _correlated(said, f"{quoted(table.name)} as t {joins}", left.sql, right.sql, table.name)


def _counted_trend(said: Trend, binder: Binder) -> Draft:
    """How many children a parent has against one of its numbers."""
    counted, measured = (said.place, said.along) if not said.place.attribute else (said.along, said.place)
    parent, child = binder.table(measured.entity), binder.table(counted.entity)
    own, theirs = binder.link(child, parent)
    reach = _measure(binder.reach(parent, measured, "p"))
    below = f"(select {quoted(own)} as k, count(*) as n from {quoted(child.name)} group by 1)"
    source = f"{quoted(parent.name)} as p {' '.join(reach.joins)} left join {below} as c on c.k = p.{quoted(theirs)}"
    return _correlated(said, source, "coalesce(c.n, 0)", reach.sql, parent.name)


def _correlated(said: Trend, source: str, left: str, right: str, table: str) -> Draft:
    strength = f"corr({left}, {right})"
    sql = f"select round({strength}, 3) as correlation from {source} having not coalesce({strength} * {said.sign} > 0.05, false)"
    way = "rises" if said.sign > 0 else "falls"
    what = spoken(said.place.attribute or f"number of {said.place.entity}")
    return Draft(
        f"{what} {way} with {spoken(said.along.attribute or said.along.entity)}",
        "correlation",
        ((sql, table),),
    )


def skewed(said: Skewed, binder: Binder) -> Draft:
    table = binder.table(said.place.entity)
    if said.place.attribute:
        reach = _measure(binder.reach(table, said.place))
        source, value = f"{quoted(table.name)} as t {' '.join(reach.joins)}", reach.sql
    else:
        source, value = _counts_of(table), "n"
    wrong = {
        "long_tail": f"avg({value}) <= median({value}) * 1.1",
        "low": f"median({value}) > (min({value}) + max({value})) / 2",
        "high": f"median({value}) < (min({value}) + max({value})) / 2",
    }[said.kind]
    sql = f"select avg({value}) as mean, median({value}) as median, max({value}) as largest from {source} having {wrong}"
    words = {"long_tail": "has a long tail", "low": "is mostly small", "high": "is mostly large"}
    what = spoken(said.place.attribute) or "number of rows"
    return Draft(f"{what} of {spoken(table.name)} {words[said.kind]}", "statistic", ((sql, table.name),))


def _counts_of(table: LayoutTable) -> str:
    if not table.foreign_keys:
        raise Unbound(f"{table.name} has no parent whose rows could be counted")
    column = quoted(table.foreign_keys[0].columns[0])
    return f"(select count(*) as n from {quoted(table.name)} group by {column})"


def measured(said: Measured, binder: Binder) -> Draft:
    table = binder.table(said.place.entity)
    reach = _measure(binder.reach(table, said.place))
    source = f"{quoted(table.name)} as t {' '.join(reach.joins)}"
    function = {"mean": "avg", "median": "median", "sd": "stddev_samp", "usual": "median"}[said.statistic]
    value = f"{function}({reach.sql})"
    sql = f"select {value} as found from {source} having {_off(value, reach.sql, said)}"
    word = {"mean": "mean", "median": "median", "sd": "standard deviation", "usual": "usual value"}[
        said.statistic
    ]
    return Draft(
        f"the {word} of {spoken(said.place.attribute)} is {amount(said.quantity)}",
        "statistic",
        ((sql, table.name),),
    )


def _off(value: str, column: str, said: Measured) -> str:
    """A mean strays by sd / sqrt(n), a median by 1.25 sd / sqrt(n), an sd by sd / sqrt(2 n); four of these."""
    factor = {"mean": 1.0, "median": 1.25, "sd": 0.71, "usual": 1.25}[said.statistic]
    noise = f"4 * {factor} * stddev_samp({column}) / sqrt(count({column}))"
    quantity: Quantity = said.quantity
    slack = 0.1 if quantity.is_soft else 0.02
    parts = []
    if quantity.low is not None:
        parts.append(f"{value} < {quantity.low - abs(quantity.low) * slack!r} - {noise}")
    if quantity.high is not None:
        parts.append(f"{value} > {quantity.high + abs(quantity.high) * slack!r} + {noise}")
    return " or ".join(parts) or "false"


def law(said: Law, binder: Binder) -> Draft:
    table = binder.table(said.place.entity)
    reach = _measure(binder.reach(table, said.place))
    skew = f"skewness({reach.sql})"
    wrong = {"normal": f"abs({skew}) > 0.5 + 10 / sqrt(count(*))", "lognormal": f"{skew} < 0.2"}.get(
        said.shape
    )
    if wrong is None:
        raise Unbound(f"there is no check for a {said.shape} shape")
    sql = f"select {skew} as skewness from {quoted(table.name)} as t {' '.join(reach.joins)} having {wrong}"
    return Draft(
        f"{spoken(said.place.attribute)} of {spoken(table.name)} is {said.shape}",
        "statistic",
        ((sql, table.name),),
    )
