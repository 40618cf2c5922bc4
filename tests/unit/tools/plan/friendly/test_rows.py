"""Rows and segments of a table are read and written back."""

from __future__ import annotations

import pytest

from rowsmith.tools.plan import Table
from rowsmith.tools.plan.canonical import canonical_form
from rowsmith.tools.plan.friendly.parts import Friendly
from rowsmith.tools.plan.friendly.tables import TABLE
from rowsmith.tools.plan.friendly.write import write_table

ROWS: list[tuple[Friendly, dict[str, object]]] = [
    (8, {"kind": "fixed", "amount": {"value": 8.0}}),
    ({"about": 800}, {"kind": "fixed", "amount": {"firmness": "about", "value": 800.0}}),
    (
        {"between": [60, 90]},
        {"kind": "fixed", "amount": {"firmness": "between", "value": 60.0, "high": 90.0}},
    ),
    ({"per": "a"}, {"kind": "per", "columns": ["a"]}),
    (
        {"per": ["a", "b"], "count": [1, 5], "total": 45, "childless": 0.5, "gaps": 0.001},
        {
            "kind": "per",
            "columns": ["a", "b"],
            "count": {"kind": "integer", "low": 1, "high": 5},
            "total": {"value": 45.0},
            "childless": 0.5,
            "gaps": 0.001,
        },
    ),
    (
        {
            "per": "a",
            "count": {"integer": [0, 9], "mean": 3, "follows": {"p.goal": 0.4}},
            "pick": {"at_least": 12},
        },
        {
            "kind": "per",
            "columns": ["a"],
            "count": {
                "kind": "integer",
                "low": 0,
                "high": 9,
                "shape": {"known": [{"statistic": "mean", "value": 3}]},
            },
            "follows": {"kind": "follows", "columns": [{"column": "p.goal", "rank": 0.4}]},
            "pick": {"firmness": "at_least", "value": 12.0},
        },
    ),
    (
        {"per": "a", "count": {"constant": 1, "follows": {"b": 0.4}}},
        {
            "kind": "per",
            "columns": ["a"],
            "follows": {"kind": "follows", "columns": [{"column": "b", "rank": 0.4}]},
        },
    ),
    (
        [{"id": 1, "name": "x"}, {"id": 2, "name": None}],
        {"kind": "written", "columns": ["id", "name"], "cells": [[1, "x"], [2, None]]},
    ),
    ({"query": "select 1 as a"}, {"kind": "query", "sql": "select 1 as a"}),
]


@pytest.mark.parametrize(("said", "form"), ROWS, ids=[str(said)[:60] for said, _ in ROWS])
def test_rows_are_read_and_written_back(said: Friendly, form: dict[str, object]) -> None:
    table = Table.model_validate({"name": "t"} | TABLE.read({"rows": said, "key": "id"}, "t"))
    assert canonical_form(table)["rows"] == form
    assert write_table(table)["rows"] == said


def test_a_segment_is_read_and_written_back() -> None:
    said: Friendly = {
        "rows": 3,
        "key": "id",
        "segments": {"scalper": {"share": 0.004, "where": "a", "set": {"price": 5, "at": "late"}, "label": "is_scalper"}},
        "rules": {"positive": "price > 0"},
        "locale": "en_GB",
        "note": "a table",
        "was": "old",
    }  # fmt: skip
    table = Table.model_validate({"name": "t"} | TABLE.read(said, "t"))
    assert [one.sampler.kind for one in table.segments[0].set] == ["constant", "constant"]
    assert write_table(table) == said
