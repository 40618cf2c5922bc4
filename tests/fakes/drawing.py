"""Columns drawn without an engine, as Python values."""

from __future__ import annotations

from typing import Any

from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.samplers.columns import compile_column
from tests.fakes.table import FakeScope, FakeTable, stand


def values(said: Any, length: int = 2000, **beside: Any) -> list[Any]:
    """The values of a column said in the friendly form; `beside` are the further arguments of `stand`."""
    return made(*stand(said, length, **beside))


def made(held: FakeTable, scope: FakeScope) -> list[Any]:
    """The values of the column `c`."""
    column = scope.table.column("c")
    assert column is not None
    rows = held.rows()
    listed: list[Any] = to_arrow(compile_column(column, scope).draw(rows, rows.bits("c"))).to_pylist()
    return listed
