"""What is written reads back as the same plan."""

from __future__ import annotations

from hypothesis import given

from rowsmith.tools.plan import Column, Plan, plan_from_canonical, plan_from_friendly
from rowsmith.tools.plan.canonical import canonical_form
from rowsmith.tools.plan.friendly.columns import COLUMN
from rowsmith.tools.plan.friendly.write import write, write_column
from tests.strategies.plans import WIDE, columns, plans


@WIDE
@given(columns)
def test_a_friendly_column_reads_back_as_the_same_column(column: Column) -> None:
    read = COLUMN.read(write_column(column), "column")
    assert Column.model_validate({"name": column.name} | read) == column


@WIDE
@given(plans())
def test_a_friendly_plan_reads_back_as_the_same_plan(plan: Plan) -> None:
    assert plan_from_friendly(write(plan)) == plan


@WIDE
@given(plans())
def test_the_canonical_form_reads_back_as_the_same_plan(plan: Plan) -> None:
    assert plan_from_canonical(canonical_form(plan)) == plan
    assert plan_from_canonical(plan.model_dump(mode="json")) == plan
