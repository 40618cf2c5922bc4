"""No value twice below a parent or within a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from rowsmith.tools.errors import GenerationError, PlanError
from tests.fakes.drawing import values
from tests.fakes.ids import steady

PARENT: dict[str, Any] = {
    "table": {"rows": {"per": "p_id", "count": [0, 30]}, "columns": {"p_id": {"reference": "p"}}},
    "tables": {"p": {"rows": 9, "key": "p_id", "columns": {"p_id": "sequence"}}},
}


def grouped(said: Any, sizes: Sequence[int], **beside: Any) -> list[list[Any]]:
    owners = [number for number, size in enumerate(sizes) for _ in range(size)]
    given = {"p_id": owners, **beside.pop("given", {})}
    found = values(said, len(owners), given=given, sizes=sizes, **PARENT)
    return [[v for v, o in zip(found, owners, strict=True) if o == number] for number in range(len(sizes))]


class TestUniqueWithin:
    @pytest.mark.parametrize(
        "said",
        [
            {"date": ["2024-02-01", "2024-02-28"]},
            {"date": ["2024-02-01", "2024-03-11"], "weekdays": {"mon-fri": 1}},
            {"integer": [1, 28]},
            {"category": [*"abcdefghijklmnopqrstuvwxyz", "1", "2"]},
        ],
        ids=steady,
    )
    def test_all_values_of_a_full_group(self, said: Any) -> None:
        for group in grouped({**said, "unique": {"within": "p_id"}}, [28, 3, 0, 20, 28]):
            assert len(set(group)) == len(group)

    def test_days_of_moments(self) -> None:
        said = {"datetime": ["2024-02-01", "2024-02-14"], "hours": {"19-21": 1}, "step": "30 minutes"}
        for group in grouped({**said, "unique": {"within": "p_id", "to": "day"}}, [14, 14, 2]):
            assert len({moment.date() for moment in group}) == len(group)

    def test_windows_of_the_rows_own(self) -> None:
        n = [number for number, size in enumerate([10, 9, 4]) for _ in range(size)]
        groups = grouped(
            {"integer": ["n", "n + 9"], "unique": {"within": "p_id"}}, [10, 9, 4], given={"n": n}
        )
        assert sorted(groups[0]) == list(range(10))
        assert all(len(set(group)) == len(group) for group in groups)

    def test_samplers_that_list_nothing(self) -> None:
        said = {"switch": [{"share": 0.5, "use": {"integer": [1, 4]}}, {"use": {"integer": [5, 8]}}]}
        for group in grouped({**said, "unique": {"within": "p_id"}}, [7, 2]):
            assert len(set(group)) == len(group)

    def test_nulls_repeat_nothing(self) -> None:
        (group,) = grouped({"integer": [1, 5], "nulls": 0.5, "unique": {"within": "p_id"}}, [5])
        known = [value for value in group if value is not None]
        assert len(set(known)) == len(known) < 5

    def test_impossible(self) -> None:
        with pytest.raises(GenerationError, match="29 rows with the same p_id"):
            grouped({"date": ["2024-02-01", "2024-02-28"], "unique": {"within": "p_id"}}, [4, 29])
        with pytest.raises(GenerationError, match="different values"):
            grouped({"switch": [{"use": {"integer": [1, 3]}}], "unique": {"within": "p_id"}}, [4])

    def test_a_group_across_parents(self) -> None:
        with pytest.raises(PlanError, match="does not keep to one parent"):
            grouped({"integer": [1, 9], "unique": {"within": "n"}}, [2], given={"n": [1, 2]})

    def test_in_a_root_table(self) -> None:
        n = [row % 3 for row in range(30)]
        found = values({"integer": [1, 10], "unique": {"within": "n"}}, 30, given={"n": n})
        assert len(set(zip(found, n, strict=True))) == 30

    @pytest.mark.parametrize("unit", ["fortnight", "day"])
    def test_units(self, unit: str) -> None:
        with pytest.raises(PlanError, match=r"unit of time|has no day"):
            grouped({"integer": [1, 9], "unique": {"within": "p_id", "to": unit}}, [2])
