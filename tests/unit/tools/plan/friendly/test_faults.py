"""What is no column, no table or no plan is told, with its place."""

from __future__ import annotations

import pytest

from rowsmith.tools.errors import LintError, PlanError
from rowsmith.tools.plan import plan_from_friendly
from rowsmith.tools.plan.friendly.columns import COLUMN
from rowsmith.tools.plan.friendly.parts import Friendly

ERRORS: list[tuple[Friendly, str]] = [
    ("intger", "Did you mean integer"),
    ("integer", "integer needs its main value"),
    ([1, 2], "A list is no sampler"),
    ({}, "No sampler among nothing"),
    ({"integer": [1, 2], "category": ["a"]}, "Two samplers in one place"),
    ({"integer": [1, 2, 3]}, "A pair"),
    ({"integer": {"a": 1}}, "One value is expected here, not a map"),
    ({"integer": [[1], 2]}, "not a list"),
    ({"uuid": 5}, "uuid has no main value"),
    ({"after": "a"}, "How far away"),
    ({"category": "a"}, "A list or a map of values is expected"),
    ({"states": ["a"]}, "A map of states is expected"),
    ({"states": {"a": {"wieght": 1}}}, "Did you mean weight"),
    ({"stages": ["a"], "stop": {"b": 1}}, "no stage"),
    ({"switch": {"a": 1}}, "A list of arms"),
    ({"switch": [5]}, "An arm is expected"),
    ({"bands": [[1, 2, 3]], "by": "a"}, "A band is"),
    ({"integer": [1, 2], "bins": [[1, 2]]}, "A bin is"),
    ({"boolean": {"about": 1, "under": 2}}, "one key"),
    ({"boolean": {"abuot": 1}}, "Did you mean about"),
    ({"integer": [1, 2], "unique": 5}, "unique is true"),
    ({"integer": [1, 2], "nulls": {"shar": 1}}, "Did you mean share"),
    ({"integer": [1, 2], "follows": 5}, "A map of columns and correlations"),
    ({"integer": [1, 2], "outliers": {"times": 5}}, "outliers needs share"),
    ({"datetime": [1, 2], "hours": 5}, "A map of spans"),
    ({"reference": 5.5, "as": {"a": 1}}, "expected"),
    ({"expression": "round(a", "2)": None}, "holds a comma"),
]


@pytest.mark.parametrize(("said", "message"), ERRORS, ids=[str(said)[:60] for said, _ in ERRORS])
def test_what_is_no_column_is_told(said: Friendly, message: str) -> None:
    with pytest.raises(PlanError) as caught:
        COLUMN.read(said, "t.c")
    assert message in str(caught.value)
    assert str(caught.value.where).startswith("t.c")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"key": "a"}, "A table needs rows"),
        ({"rows": 3}, "A table needs key"),
        ({"rows": [], "key": "a"}, "No rows are written out"),
        ({"rows": [{"a": 1}, {"b": 1}], "key": "a"}, "Row 2 has other columns"),
        ({"rows": [5], "key": "a"}, "A row {column: value}"),
        ({"rows": 3, "key": "a", "segmnts": {}}, "Did you mean segments"),
        ({"rows": 3, "key": "a", "segments": {"s": {"share": 0.1}}}, "A segment needs set"),
        ({"rows": {"per": "a", "cuont": 1}, "key": "a"}, "Did you mean count"),
    ],
)
def test_what_is_no_table_is_told(table: Friendly, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        plan_from_friendly({"name": "a", "tables": {"t": table}})


def test_a_plan_has_tables() -> None:
    with pytest.raises(PlanError, match="A plan needs tables"):
        plan_from_friendly({"name": "a"})


def test_faults_of_all_parts_are_told_together() -> None:
    table: Friendly = {
        "rows": 3,
        "key": "a",
        "columns": {"a": "sequnce", "b": {"integer": 1, "shap": 2}, "c": "uuid"},
    }
    with pytest.raises(LintError) as caught:
        plan_from_friendly({"name": "a", "tables": {"t": table, "u": {"rows": 3}}})
    assert [one.where for one in caught.value.findings] == [
        "tables.t.columns.a",
        "tables.t.columns.b.shap",
        "tables.u",
    ]
