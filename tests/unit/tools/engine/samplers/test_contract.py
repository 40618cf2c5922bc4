"""What every sampler promises, whatever its kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.protocols import Sampler
from rowsmith.tools.engine.samplers.columns import compile_column
from rowsmith.tools.engine.samplers.registry import compilers
from tests.fakes.table import FakeTable, stand

LENGTH = 600
GIVEN: dict[str, Any] = {
    "n": [row % 7 for row in range(LENGTH)],
    "x": [1.5 + (row % 11) / 2 for row in range(LENGTH)],
    "word": [("red", "green", "blue")[row % 3] for row in range(LENGTH)],
    "flag": [row % 4 == 0 for row in range(LENGTH)],
    "day": [f"2024-{1 + row % 12:02}-{1 + row % 28:02}" for row in range(LENGTH)],
    "country": [("France", "Germany", "Japan")[row % 3] for row in range(LENGTH)],
    "moment": [f"2024-{1 + row % 12:02}-{1 + row % 28:02} {row % 24:02}:30:00" for row in range(LENGTH)],
}

COLUMNS: dict[str, tuple[Any, str]] = {
    "uuid": ("uuid", "text"),
    "pattern": ({"pattern": r"[A-Z]{2}-\d{1,3}(x|yy)?"}, "text"),
    "pattern with values": ({"pattern": r"{word}-{n:03}\d"}, "text"),
    "category": ({"category": {"a": 1, "b": 2, "c": 5}}, "text"),
    "category of numbers": ({"category": {12: 1, 24: 2}}, "integer"),
    "exact category": ({"category": {"a": 1, "b": 2, "c": 5}, "exact": True}, "text"),
    "states": ({"states": {"open": {"weight": 2, "fills": ["x"]}, "closed": 1}}, "text"),
    "stages": ({"stages": ["soak", "dry"]}, "text"),
    "boolean": ({"boolean": 0.3}, "boolean"),
    "weighted boolean": ({"boolean": 0.3, "weight": "x"}, "boolean"),
    "exact boolean": ({"boolean": 0.1, "where": "n > 2", "exact": True}, "boolean"),
    "integer": ({"integer": [1, 60]}, "integer"),
    "integer within the row's bounds": ({"integer": ["n", "n + 10"]}, "integer"),
    "decimal": ({"decimal": [0.5, 9.5], "digits": 1}, "decimal"),
    "decimal with ends": ({"decimal": [20, 85], "ends": [".00", ".50", ".99"]}, "decimal"),
    "integer with a shape": ({"integer": [300, 850], "shape": "normal", "mean": 660, "sd": 95}, "integer"),
    "decimal with a row's shape": (
        {"decimal": [0, 90], "shape": "normal", "mean": "10 * n", "sd": 2},
        "decimal",
    ),
    "integer of a row's mean": (
        {"integer": [0, 30], "shape": "poisson", "mean": "n * 0.123456 + 0.5"},
        "integer",
    ),
    "date": ({"date": ["2024-01-01", "2024-12-31"]}, "date"),
    "date on weekdays": ({"date": ["2024-01-01", "2024-12-31"], "weekdays": {"mon-fri": 1}}, "date"),
    "date by months": ({"date": ["2014-01-15", "2023-12-01"], "step": "1 month"}, "date"),
    "date in the row's window": ({"date": ["day", "day + 20"], "weekdays": {"mon-thu": 1, "fri": 2}}, "date"),
    "date with a shape": (
        {"date": ["2024-01-01", "2024-12-31"], "shape": "triangular", "mode": "2024-03-01"},
        "date",
    ),
    "datetime": ({"datetime": ["2024-01-01", "2024-01-31"]}, "timestamp"),
    "datetime by hours": (
        {"datetime": ["2024-01-01", "2024-12-31"], "hours": {"22-5": 65, "6-21": 35}, "growth": 0.5},
        "timestamp",
    ),
    "datetime on a grid": (
        {"datetime": ["2024-02-01 00:10", "2024-03-30"], "hours": {"19-21": 1}, "step": "45 minutes"},
        "timestamp",
    ),
    "datetime in the row's window": (
        {"datetime": ["moment", "moment + to_days(3)"], "hours": {"8-17": 1}, "step": "15 minutes"},
        "timestamp",
    ),
    "time": ({"time": ["08:00", "17:30"], "step": "10 minutes"}, "time"),
    "time over midnight": ({"time": ["22:00", "05:00"], "hours": {"22-23": 1, "0-5": 1}}, "time"),
    "after": (
        {"after": "moment", "by": ["10 minutes", "90 days"], "shape": "lognormal", "median": "3 days"},
        "timestamp",
    ),
    "after a date": (
        {"after": "day", "by": ["1 day", "60 days"], "shape": "exponential", "mean": "12 days"},
        "date",
    ),
    "after some months": ({"after": "day", "by": ["1 month", "12 months"]}, "date"),
    "before": ({"before": "moment", "by": ["1 hour", "2 days"], "step": "15 minutes"}, "timestamp"),
    "before, by row": ({"before": "day", "by": [0, "to_days(n + 1)"]}, "date"),
    "semantic": ({"semantic": "city"}, "text"),
    "semantic that fits": ({"semantic": "city", "fits": ["country"]}, "text"),
    "semantic among some": ({"semantic": "country", "only": ["France", "Spain"]}, "text"),
    "semantic number": ({"semantic": "latitude"}, "double"),
    "unique": ({"pattern": r"[A-Z]{3}-\d", "unique": True}, "text"),
    "unique e-mail": ({"semantic": "email", "unique": True}, "text"),
    "unique number": ({"integer": [1, 2000], "unique": True}, "integer"),
    "unique in a group": ({"date": ["2024-01-01", "2024-01-31"], "unique": {"within": "p_id"}}, "date"),
    "follows": ({"decimal": [0, 9], "follows": {"x": 0.7, "n": -0.2}}, "decimal"),
    "outliers": ({"integer": [1, 60], "outliers": {"share": 0.1, "times": 20}}, "integer"),
    "errors": (
        {
            "semantic": "person_name",
            "errors": {"share": 0.4, "kinds": ["typo", "case", "format", "stale", "swapped"]},
        },
        "text",
    ),
    "errors in dates": (
        {"date": ["2024-01-01", "2024-12-31"], "errors": {"share": 0.5, "kinds": ["typo"]}},
        "date",
    ),
    "filled in a state": ({"integer": [1, 5], "nulls": "word = 'red'"}, "integer"),
    "series": (
        {
            "series": "x",
            "along": "moment",
            "daily": {"0-5": 0.4, "17-20": 1.9},
            "weekly": {"sat-sun": 1.2},
            "memory": 0.6,
            "noise": 0.2,
            "trend": 0.1,
            "anomalies": 0.05,
            "low": 0,
            "digits": 3,
        },
        "decimal",
    ),
    "text": ({"text": "title of an online course", "words": [2, 7]}, "text"),
    "text that fits": (
        {"text": "customer review of a product", "fits": ["n", "word"], "sentences": [1, 2]},
        "text",
    ),
    "text of a pool": ({"text": "name of a ship", "pool": 12}, "text"),
    "switch": (
        {"switch": [{"when": "flag", "use": {"integer": [0, 9]}}, {"use": {"decimal": [1, 2]}}]},
        "decimal",
    ),
    "switch by share": ({"switch": [{"share": 0.2, "use": "a"}, {"use": {"category": ["b", "c"]}}]}, "text"),
    "lookup": ({"lookup": {"red": 1, "green": {"integer": [5, 9]}}, "by": "word"}, "integer"),
    "bands": ({"bands": [[0, "low"], [4, "high"]], "by": "n"}, "text"),
    "object": ({"object": {"a": {"integer": [1, 3]}, "b": {"pattern": r"\d{3}"}}}, "nested"),
    "array": ({"array": {"category": ["p", "q"]}, "count": [0, 4]}, "nested"),
    "constant": ({"constant": 5}, "integer"),
    "nulls": ({"integer": [0, 9], "nulls": 0.2}, "integer"),
    "nulls by condition": ({"pattern": r"\d{4}", "nulls": "flag"}, "text"),
    "exact nulls": ({"category": [1, 2], "nulls": {"share": 0.25, "exact": True}}, "integer"),
}
SIZES = [12, 0, 28] + [4] * 140
PARENT: dict[str, Any] = {
    "table": {
        "rows": {"per": "p_id", "count": [0, 30]},
        "columns": {"p_id": {"reference": "p"}},
    },
    "tables": {"p": {"rows": 143, "key": "p_id", "columns": {"p_id": "sequence"}}},
}
GIVEN["p_id"] = [number for number, size in enumerate(SIZES) for _ in range(size)]
STILL = {"bands", "constant"}


@pytest.fixture(params=list(COLUMNS.values()), ids=list(COLUMNS))
def case(request: pytest.FixtureRequest) -> tuple[Any, str]:
    made: tuple[Any, str] = request.param
    return made


def compiled(said: Any, seed: int = 7) -> tuple[FakeTable, Sampler]:
    held, scope = stand(said, LENGTH, GIVEN, seed=seed, sizes=SIZES, **PARENT)
    return held, compile_column(scope.table.columns[-1], scope)


def drawn(held: FakeTable, sampler: Sampler, ids: Any = None) -> pa.Array[Any]:
    rows = held.rows(ids)
    vector = sampler.draw(rows, rows.bits("c"))
    assert vector.type == sampler.type
    assert len(vector) == len(rows)
    return plain(to_arrow(vector))


def plain(array: pa.Array[Any]) -> pa.Array[Any]:
    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array


def test_every_kind_is_tried() -> None:
    first = {next(iter(said)) if isinstance(said, dict) else said for said, _ in COLUMNS.values()}
    assert first >= set(compilers()) - {"learned"}


def test_type(case: tuple[Any, str]) -> None:
    said, kind = case
    held, sampler = compiled(said)
    assert sampler.type.name == kind
    drawn(held, sampler)


def test_any_split_of_rows_gives_the_same_values(case: tuple[Any, str]) -> None:
    held, sampler = compiled(case[0])
    whole = drawn(held, sampler).to_pylist()
    for cuts in ([1, 2], [250], [64, 128, 599]):
        parts = [drawn(held, sampler, ids) for ids in np.split(np.arange(LENGTH), cuts)]
        assert [value for part in parts for value in part.to_pylist()] == whole
    some = np.array([3, 5, 77, 400, 599])
    assert drawn(held, sampler, some).to_pylist() == [whole[row] for row in some]
    assert len(drawn(held, sampler, np.arange(0))) == 0


def test_another_seed_gives_other_values(case: tuple[Any, str], request: pytest.FixtureRequest) -> None:
    said, _ = case
    if request.node.callspec.id in STILL:
        pytest.skip("it holds no chance")
    assert drawn(*compiled(said)).to_pylist() != drawn(*compiled(said, seed=8)).to_pylist()
