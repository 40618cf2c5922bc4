"""A change of the plan moves no cell that it does not speak of."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.made import made

PLAN: dict[str, Any] = {
    "parents": {
        "rows": 50,
        "columns": {
            "id": "sequence",
            "size": "{integer: [1, 90]}",
            "kind": "{category: [a, b, c]}",
            "worth": "{decimal: [1, 9], follows: {size: 0.7}}",
        },
    },
    "children": {
        "rows": "{per: parent_id, count: [0, 5]}",
        "columns": {
            "id": "sequence",
            "parent_id": "{reference: parents}",
            "at": "{datetime: [2024-01-01, 2024-12-31]}",
            "price": "{decimal: [1, 99], nulls: 0.2}",
            "double": "{expression: price * 2}",
            "rank": "{integer: [1, 500], follows: {price: 0.6, parent.size: 0.3}}",
            "code": "{pattern: '[A-Z]{6}', unique: true}",
        },
    },
}


def text(plan: dict[str, Any]) -> str:
    lines = ["tables:"]
    for name, table in plan.items():
        lines += [f"  {name}:", f"    rows: {table['rows']}", "    key: id", "    columns:"]
        lines += [f"      {column}: {said}" for column, said in table["columns"].items()]
        lines += [f"    was: {table['was']}"] if "was" in table else []
    return "\n".join(lines)


def cells(plan: dict[str, Any]) -> dict[str, list[Any]]:
    """All cells of each column, by table and column."""
    tables = made(text(plan)).tables
    return {
        f"{name}.{column}": table.column(column).to_pylist()
        for name, table in tables.items()
        for column in table.column_names
    }


def changed(table: str, *, columns: dict[str, str | None] | None = None, **said: Any) -> dict[str, Any]:
    plan = {name: {**one, "columns": dict(one["columns"])} for name, one in PLAN.items()}
    plan[table] |= said
    for column, sampler in (columns or {}).items():
        if sampler is None:
            del plan[table]["columns"][column]
        else:
            plan[table]["columns"][column] = sampler
    return plan


@pytest.fixture(scope="module")
def before() -> dict[str, list[Any]]:
    return cells(PLAN)


def test_an_added_column_moves_no_cell(before: dict[str, list[Any]]) -> None:
    after = cells(changed("children", columns={"more": "{integer: [1, 9]}"}))
    assert {name: after[name] for name in before} == before
    assert len(set(after["children.more"])) > 3


def test_a_dropped_column_moves_no_cell(before: dict[str, list[Any]]) -> None:
    after = cells(changed("parents", columns={"kind": None}))
    assert after == {name: before[name] for name in before if name != "parents.kind"}


def test_a_renamed_column_keeps_its_cells(before: dict[str, list[Any]]) -> None:
    after = cells(
        changed("children", columns={"code": None, "tag": "{pattern: '[A-Z]{6}', unique: true, was: code}"})
    )
    assert after["children.tag"] == before["children.code"]
    assert after["children.price"] == before["children.price"]


def test_a_renamed_table_keeps_its_cells(before: dict[str, list[Any]]) -> None:
    plan = {"parents": PLAN["parents"], "kids": PLAN["children"] | {"was": "children"}}
    after = cells(plan)
    assert {name.replace("kids", "children"): values for name, values in after.items()} == before


def test_rows_added_at_the_end_move_no_cell(before: dict[str, list[Any]]) -> None:
    after = cells(changed("parents", rows=80))
    for name, values in before.items():
        assert after[name][: len(values)] == values, name
        assert len(after[name]) > len(values)


def test_another_sampler_moves_only_its_column_and_what_uses_it(before: dict[str, list[Any]]) -> None:
    after = cells(changed("children", columns={"price": "{decimal: [100, 200]}"}))
    same = {name for name in before if after[name] == before[name]}
    assert set(before) - same == {"children.price", "children.double", "children.rank"}


def test_another_order_of_tables_and_columns_moves_no_cell(before: dict[str, list[Any]]) -> None:
    plan = {
        name: {**table, "columns": dict(reversed(table["columns"].items()))}
        for name, table in reversed(PLAN.items())
    }
    assert cells(plan) == before
