"""A parent with two tables of children: the count of one never stands for the other's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from rowsmith.tools.checks import compile_checks, run_checks
from rowsmith.tools.plan import plan_from_friendly


def test_each_count_is_looked_at_by_itself(tmp_path: Path) -> None:
    child: dict[str, Any] = {
        "rows": {"per": "order_id", "count": [1, 4]},
        "key": "id",
        "columns": {"id": "sequence", "order_id": {"reference": "orders"}},
    }
    notes: dict[str, Any] = {**child, "rows": {"per": "order_id", "childless": 0.5}}
    order: dict[str, Any] = {"rows": 10, "key": "order_id", "columns": {"order_id": "sequence"}}
    plan = plan_from_friendly({"name": "x", "tables": {"orders": order, "lines": child, "notes": notes}})
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table orders as select i::int as order_id from range(1, 11) t(i)")
        connection.execute(
            "create table lines as select i::int as id, i::int as order_id from range(1, 11) t(i)"
        )
        connection.execute(
            "create table notes as select i::int as id, i::int as order_id from range(1, 6) t(i)"
        )
    found = run_checks(path, [check for check in compile_checks(plan) if check.kind == "children"])
    assert {result.check.place: result.violations for result in found if result.status != "holds"} == {}
    assert len(found) >= 2
