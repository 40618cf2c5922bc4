"""How the numbers of rows per parent are distributed: by weights, or by a shape."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.children import counted, named, never_none, rows_of
from rowsmith.tools.checks.compile.leaves import Leaf, branches
from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.compile.statistics import stated
from rowsmith.tools.checks.judges import CountedShares, SharesJudge
from rowsmith.tools.checks.model import Check, Measures
from rowsmith.tools.checks.sql import both, literal
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.samplers import Category, Integer, Stages
from rowsmith.tools.plan.shape import Known
from rowsmith.tools.plan.table import PerRows


def checks(plan: Plan) -> Iterator[Check]:
    """Every count that no total moves."""
    for table in plan.tables:
        rows = table.rows
        if isinstance(rows, PerRows) and rows.total is None and _drawn(table, rows):
            for leaf in branches(Leaf(rows.count, f"tables.{table.name}.rows.count")):
                if isinstance(leaf.sampler, Category):
                    yield _weights(plan, table, rows, leaf, leaf.sampler)
                if isinstance(leaf.sampler, Integer) and leaf.sampler.shape is not None:
                    for known in leaf.sampler.shape.known:
                        yield _statistic(plan, table, rows, leaf, leaf.sampler, known)


def _drawn(table: Table, rows: PerRows) -> bool:
    """Whether each count is the sampler's own: that of a parent without rows may be none of it."""
    staged = any(isinstance(c.sampler, Stages) for name in rows.columns if (c := table.column(name)))
    lacking = rows.childless is not None or rows.pick is not None or rows.gaps is not None
    return not staged and (not lacking or never_none(rows.count))


def _kept(table: Table, rows: PerRows, guard: str) -> str:
    lacking = rows.childless is not None or rows.pick is not None or rows.gaps is not None
    return both([guard, f"{rows_of(table.name)} > 0" if lacking else None])


def _head(table: Table, leaf: Leaf, aspect: str, says: str) -> Head:
    part = f"{leaf.part}." if leaf.part else ""
    shown = f" ({leaf.part})" if leaf.part else ""
    said = f"{says} of {table.name} per parent{shown}"
    return Head(table.name, f"rows.{part}{aspect}", said, "statistic", leaf.place, (), firm=False)


def _weights(plan: Plan, table: Table, rows: PerRows, leaf: Leaf, sampler: Category) -> Check:
    head = _head(table, leaf, "shares", "the weights of the numbers")

    def build() -> Check:
        relation = counted(plan, table, rows)
        kept = _kept(table, rows, leaf.guard(relation))
        weights = tuple((str(one.value), one.weight) for one in sampler.values)
        counts = tuple(
            (f"n{n}", f"count_if({both([kept, f'{rows_of(table.name)} = {literal(one.value)}'])})")
            for n, one in enumerate(sampler.values)
        )
        form = Measures(relation.source(), counts, CountedShares(SharesJudge(weights)))
        return named(head.check(form, tuple(relation.needs)), table, rows)

    return attempted(head, build)


def _statistic(plan: Plan, table: Table, rows: PerRows, leaf: Leaf, sampler: Integer, known: Known) -> Check:
    head = _head(table, leaf, known.statistic, f"the {known.statistic} {known.value} of the numbers")

    def build() -> Check:
        relation = counted(plan, table, rows)
        kept = _kept(table, rows, leaf.guard(relation))
        made = stated(head, relation, rows_of(table.name), sampler, known, kept)
        return named(made, table, rows)

    return attempted(head, build)
