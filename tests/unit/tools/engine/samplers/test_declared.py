"""Moments of columns that use each other's earlier rows, whose types are open while they are compiled."""

from __future__ import annotations

from typing import Any

import pytest

from rowsmith.tools.engine.samplers.declared import declared_type
from rowsmith.tools.engine.vector import DATE, TIME, TIMESTAMP, Type
from tests.fakes.ids import steady
from tests.fakes.table import stand


def declared(first: dict[str, Any], hours: str = "1 hour") -> Type | None:
    """The type of the end of a stage that begins after the one before it has ended."""
    table = {
        "columns": {
            "first": first,
            "begin": {"after": "coalesce(previous(c), first)", "by": ["1 day", "2 days"]},
        }
    }
    _, scope = stand({"after": "begin", "by": [hours, "9 days"]}, 3, table=table)
    return declared_type(scope.resolve("begin"), scope)


@pytest.mark.parametrize(
    ("first", "hours", "found"),
    [
        ({"datetime": ["2024-01-01", "2024-02-01"]}, "1 hour", TIMESTAMP),
        ({"date": ["2024-01-01", "2024-02-01"]}, "1 day", DATE),
        ({"time": ["08:00", "09:00"]}, "1 hour", TIME),
        ({"integer": [1, 2]}, "1 hour", None),
    ],
    ids=steady,
)
def test_told_by_the_first_moment(first: dict[str, Any], hours: str, found: Type | None) -> None:
    assert declared(first, hours) == found


def test_columns_that_use_no_earlier_row_tell_themselves() -> None:
    _, scope = stand({"after": "day", "by": "1 day"}, 1, {"day": ["2024-01-01"]})
    assert declared_type(scope.resolve("day"), scope) is None
