"""Drawn names and texts differ from row to row."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.making import Head, measured
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges import VarietyJudge
from rowsmith.tools.checks.judges.shapes import ENOUGH
from rowsmith.tools.checks.model import Check
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.samplers import Semantic, Text, Uuid
from rowsmith.tools.semantics.registry import kind_named

FEW = 6


def checks(plan: Plan) -> Iterator[Check]:
    """Every name or text that agrees with no other column is not the same in all rows."""
    for table in plan.tables:
        for column in table.columns:
            if not column.hidden and _free(column):
                yield _varied(plan, table, column)


def _free(column: Column) -> bool:
    sampler = column.sampler
    if isinstance(sampler, Semantic):
        return not sampler.fits and not sampler.only
    return isinstance(sampler, Uuid) or (isinstance(sampler, Text) and not sampler.fits and sampler.pool != 1)


MANY = (
    "person_name",
    "email",
    "company_email",
    "phone",
    "phone_e164",
    "street_address",
    "company",
    "username",
)
"""Kinds with so many values that few rows tell."""


def _enough(column: Column) -> int:
    sampler = column.sampler
    if isinstance(sampler, Semantic):
        what = sampler.what.partition("@")[0]
        return FEW if (kind_named(what) or what) in MANY else ENOUGH
    return FEW if isinstance(sampler, Uuid) else ENOUGH


def _varied(plan: Plan, table: Table, column: Column) -> Check:
    place = f"tables.{table.name}.columns.{column.name}"
    says = f"{table.name}.{column.name} is not the same in all rows"
    head = Head(table.name, "varied", says, "format", place, (column.name,))

    def aggregates(relation: Relation) -> dict[str, str]:
        value = relation.column((), column.name)
        return {"n": f"count({value})", "same": f"(min({value}) = max({value}))::int"}

    return measured(plan, head, aggregates, VarietyJudge(_enough(column)))
