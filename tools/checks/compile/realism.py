"""What makes values look made up: names and addresses that differ, piles, copies, impossible ages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

from rowsmith.tools.checks.compile.bounds import as_number
from rowsmith.tools.checks.compile.leaves import base
from rowsmith.tools.checks.compile.making import Head, measured, row_check
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges.realism import BenfordJudge, CopiedJudge, PileJudge, RepeatedJudge
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import both, either, literal
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.column import Unique
from rowsmith.tools.plan.samplers import DateTime, Decimal, Expression, Integer, Semantic, Text, Uuid
from rowsmith.tools.semantics.registry import kind_named

NAMES = ("person_name", "first_name", "last_name")
OLDEST = 120
"""No person is older, in years (the oldest was 122)."""
WIDE = 1_000
"""From this width on, round numbers are as rare as their distance says."""
DECADES = 1_000.0
"""High over low, from which on leading digits follow Benford (1938)."""
SKEWED = ("lognormal", "pareto")


def checks(plan: Plan) -> Iterator[Check]:
    """Every check of realism that a table's columns allow."""
    for table in plan.tables:
        seen = [column for column in table.columns if not column.hidden]
        for column in seen:
            yield from _addresses(plan, table, column)
            yield from _ages(plan, table, column)
            yield from _piles(plan, table, column)
            yield from _digits(plan, table, column)
            yield from _texts(plan, table, column)
        yield from _copies(plan, table, seen)
        yield from _repeats(plan, table, seen)


def _head(table: Table, aspect: str, says: str, columns: tuple[str, ...], *, firm: bool = True) -> Head:
    place = f"tables.{table.name}.columns.{columns[0]}"
    return Head(table.name, aspect, f"{table.name}.{says}", "realism", place, columns, firm)


def _kind(column: Column | None) -> str | None:
    if column is None or not isinstance(column.sampler, Semantic):
        return None
    what = column.sampler.what.partition("@")[0]
    return kind_named(what) or what


def _addresses(plan: Plan, table: Table, column: Column) -> Iterator[Check]:
    """An e-mail address that fits a name holds a word of it; names in other letters are left out."""
    sampler = column.sampler
    if not isinstance(sampler, Semantic) or _kind(column) not in ("email", "company_email"):
        return
    names = tuple(name for name in sampler.fits if _kind(table.column(name)) in NAMES)
    if not names or base(plan, table, column).allowed:
        return
    head = _head(table, "name", f"{column.name} is made of {' and '.join(names)}", (column.name, *names))
    yield row_check(plan, head, partial(_foreign, column.name, names))


def _foreign(email: str, names: tuple[str, ...], relation: Relation) -> str:
    said = " || ' ' || ".join(relation.column((), name) for name in names)
    plain = f"regexp_replace(lower({said}), '[.''’-]', '', 'g')"
    local = f"split_part(lower({relation.column((), email)}), '@', 1)"
    words = f"list_filter(string_split({plain}, ' '), lambda w: length(w) > 1)"
    return both(
        [
            f"regexp_full_match({plain}, '[a-z ]+')",
            f"not list_bool_or(list_transform({words}, lambda w: contains({local}, w)))",
        ]
    )


def _ages(plan: Plan, table: Table, column: Column) -> Iterator[Check]:
    """Computed ages and days of birth of tables that hold people."""
    if not any(_kind(other) in NAMES for other in table.columns):
        return
    if column.name == "age" and isinstance(column.sampler, Expression):
        head = _head(table, "age", f"age lies in 0 to {OLDEST}", (column.name,))
        yield row_check(plan, head, lambda relation: _outside(relation.column((), "age")))
    if _is_birth(column):
        head = _head(table, "age", f"{column.name} is a day of birth of a living person", (column.name,))
        today = literal(plan.as_of)
        yield row_check(
            plan,
            head,
            lambda relation: _unborn(relation.column((), column.name), today),
        )


def _is_birth(column: Column) -> bool:
    return column.name in ("born_on", "birth_date", "birthday", "dob") or "date_of_birth" in column.name


def _outside(value: str) -> str:
    return f"{value} not between 0 and {OLDEST}"


def _unborn(value: str, today: str) -> str:
    return either([f"{value}::date > {today}", f"{value}::date < {today} - to_years({OLDEST})"])


def _bounds(sampler: Integer | Decimal) -> tuple[float, float] | None:
    low, high = as_number(sampler.low), as_number(sampler.high)
    return (low, high) if low is not None and high is not None else None


def _piles(plan: Plan, table: Table, column: Column) -> Iterator[Check]:
    """Round numbers are not much more frequent than their distance from each other says."""
    sampler = column.sampler
    if not isinstance(sampler, Integer | Decimal) or sampler.step is not None:
        return
    bounds = _bounds(sampler)
    if bounds is None or (isinstance(sampler, Decimal) and (sampler.ends or not sampler.digits)):
        return
    round_, share = (100, 0.01) if isinstance(sampler, Integer) else (1, 0.1**sampler.digits)
    if bounds[1] - bounds[0] < WIDE * (1 if isinstance(sampler, Integer) else 0.1):
        return
    head = _head(table, "round", f"{column.name} is no pile of round numbers", (column.name,), firm=False)

    def aggregates(relation: Relation) -> dict[str, str]:
        value = relation.column((), column.name)
        inner = f"{value} not in (0, {literal(bounds[0])}, {literal(bounds[1])})"
        return {"hits": f"count_if({inner} and {value} % {round_} = 0)", "base": f"count_if({inner})"}

    yield measured(plan, head, aggregates, PileJudge(share))


def _digits(plan: Plan, table: Table, column: Column) -> Iterator[Check]:
    """Amounts over several decades begin with 1 in about 30 % of the rows."""
    sampler = column.sampler
    if (
        not isinstance(sampler, Integer | Decimal)
        or sampler.shape is None
        or sampler.shape.kind not in SKEWED
    ):
        return
    bounds = _bounds(sampler)
    if bounds is None or bounds[1] < DECADES * max(bounds[0], 1.0):
        return
    head = _head(
        table, "digits", f"{column.name} has the leading digits of amounts", (column.name,), firm=False
    )

    def aggregates(relation: Relation) -> dict[str, str]:
        value = f"{relation.column((), column.name)}::double"
        size = f"case when {value} > 0 then log10({value}) end"
        return {
            "n": f"count({size})",
            "spread": f"stddev_pop({size})",
            "ones": f"count_if({size} - floor({size}) < log10(2.0))",
        }

    yield measured(plan, head, aggregates, BenfordJudge())


def _texts(plan: Plan, table: Table, column: Column) -> Iterator[Check]:
    """Not all rows hold one or two texts."""
    sampler = column.sampler
    if not isinstance(sampler, Text) or sampler.fits or sampler.pool is not None:
        return
    head = _head(table, "copied", f"{column.name} is not one text copied over", (column.name,), firm=False)

    def aggregates(relation: Relation) -> dict[str, str]:
        value = relation.column((), column.name)
        return {"n": f"count({value})", "different": f"approx_count_distinct({value})"}

    yield measured(plan, head, aggregates, CopiedJudge())


def _copies(plan: Plan, table: Table, columns: list[Column]) -> Iterator[Check]:
    """Two drawn columns of different kinds are not copies of each other."""
    drawn = [one for one in columns if isinstance(one.sampler, Semantic | Text)]
    for one, other in combinations(drawn, 2):
        if _kind(one) == _kind(other) and _kind(one) is not None:
            continue
        says = f"{other.name} is no copy of {one.name}"
        head = _head(table, f"copy of {one.name}", says, (other.name, one.name), firm=False)
        yield measured(plan, head, partial(_equal, one.name, other.name), RepeatedJudge(most=0.9))


def _equal(one: str, other: str, relation: Relation) -> dict[str, str]:
    a, b = (f"{relation.column((), name)}::varchar" for name in (one, other))
    return {"hits": f"count_if({a} = {b})", "base": f"count_if({a} is not null and {b} is not null)"}


def _repeats(plan: Plan, table: Table, columns: list[Column]) -> Iterator[Check]:
    """Rows that differ in their key alone are few, where enough columns are drawn freely."""
    free = tuple(one.name for one in columns if one.name not in table.key and _is_free(one))
    if len(free) < 2 or table.segments:
        return
    says = f"{free[0]} and the other drawn columns are not the same in many rows"
    head = _head(table, "repeated", says, free, firm=False)
    yield measured(plan, head, partial(_different, free), RepeatedJudge(most=0.2))


def _different(names: tuple[str, ...], relation: Relation) -> dict[str, str]:
    values = ", ".join(relation.column((), name) for name in names)
    filled = both(f"{relation.column((), name)} is not null" for name in names)
    base = f"count_if({filled})"
    distinct = f"approx_count_distinct(hash({values})) filter (where {filled})"
    return {"hits": f"greatest({base} - {distinct}, 0)", "base": base}


def _is_free(column: Column) -> bool:
    """Whether so many values are drawn that two rows seldom share one."""
    sampler = column.sampler
    if column.modifier(Unique) is not None or isinstance(sampler, Uuid | DateTime):
        return True
    if isinstance(sampler, Decimal) and sampler.shape is None:
        bounds = _bounds(sampler)
        return bounds is not None and not sampler.ends and (bounds[1] - bounds[0]) * 10**sampler.digits > WIDE
    return _kind(column) == "person_name"
