"""Rules that are kept while drawing, and intervals that stay apart."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.engine.modifiers.no_overlap import places_apart
from tests.fakes.drawing import made, values
from tests.fakes.ids import steady
from tests.fakes.table import stand


class TestRules:
    def test_rows_that_break_a_rule_are_drawn_again(self) -> None:
        n = [row % 50 for row in range(3000)]
        table = {"rules": {"above": "c >= n", "odd": "c % 2 = 1"}}
        found = values({"integer": [0, 60]}, 3000, given={"n": n}, table=table)
        assert all(value >= one for value, one in zip(found, n, strict=True))
        assert sum(value % 2 for value in found) == 3000

    def test_what_holds_already_is_left_as_it_is(self) -> None:
        before = values({"integer": [0, 60]}, 500)
        assert values({"integer": [0, 60]}, 500, table={"rules": {"fine": "c <= 60"}}) == before

    def test_rows_that_keep_it_are_left_as_they_are(self) -> None:
        n = [row % 50 for row in range(500)]
        before = values({"integer": [0, 60]}, 500)
        after = values({"integer": [0, 60]}, 500, given={"n": n}, table={"rules": {"above": "c >= n"}})
        assert all(b == a for b, a, one in zip(before, after, n, strict=True) if b >= one)

    def test_null_holds(self) -> None:
        found = values({"integer": [1, 9], "nulls": 0.5}, 400, table={"rules": {"big": "c > 5"}})
        assert None in found
        assert all(value is None or value > 5 for value in found)

    def test_rules_that_drawing_again_can_not_mend(self) -> None:
        assert values({"integer": [1, 9]}, 50, table={"rules": {"never": "c > 9"}}) == values(
            {"integer": [1, 9]}, 50
        )

    @pytest.mark.parametrize(
        "said",
        [
            {"category": [1, 9], "exact": True},
            {"boolean": {"exactly": 0.5}},
            {"integer": [1, 500], "unique": True},
            {"pattern": "[0-9]"},
        ],
        ids=steady,
    )
    def test_what_is_dealt_is_not_drawn_again(self, said: dict[str, Any]) -> None:
        rules = {"rules": {"some": "c::varchar > '3'"}}
        assert values(said, 50, table=rules) == values(said, 50)

    def test_only_the_last_column_is_drawn_again(self) -> None:
        table = {"columns": {"before": {"integer": [0, 9]}}, "rules": {"rising": "c > before"}}
        held, scope = stand({"integer": [0, 60]}, 300, {"before": list(range(10)) * 30}, table=table)
        assert all(value > one for value, one in zip(made(held, scope), list(range(10)) * 30, strict=True))

    def test_aggregates_and_windows_are_only_checked(self) -> None:
        table = {"rules": {"rank": "row_number() over (order by c) > 0"}}
        assert len(values({"integer": [0, 60]}, 30, table=table)) == 30


def hires(said: dict[str, Any], end: Any, sizes: list[int], **columns: Any) -> tuple[list[Any], list[int]]:
    """Starts below boats, and the boat of each."""
    owners = [number for number, size in enumerate(sizes) for _ in range(size)]
    table = {
        "rows": {"per": "boat_id", "count": [0, 99]},
        "columns": {
            "boat_id": {"reference": "boat"},
            **{name: {"integer": [1, 9]} for name in columns},
            "end": end,
        },
        "rules": {"one at a time": 'no_overlap(boat_id, c, "end")'},
    }
    boats = {"boat": {"rows": len(sizes), "key": "boat_id", "columns": {"boat_id": "sequence"}}}
    given_columns = {"boat_id": owners, **columns}
    return values(said, len(owners), given=given_columns, sizes=sizes, table=table, tables=boats), owners


class TestNoOverlap:
    def test_expressions_of_length(self) -> None:
        sizes = [12, 0, 5, 1, 9]
        nights = [1 + row % 5 for row in range(sum(sizes))]
        found, owners = hires(
            {"date": ["2024-06-01", "2024-07-10"]},
            {"expression": "c + to_days(nights)"},
            sizes,
            nights=nights,
        )
        for boat in range(len(sizes)):
            stays = sorted((s, n) for s, n, o in zip(found, nights, owners, strict=True) if o == boat)
            for (start, length), (following, _) in pairwise(stays):
                assert start + dt.timedelta(days=length) <= following
            assert all(dt.date(2024, 6, 1) <= start <= dt.date(2024, 7, 10) for start, _ in stays)

    def test_distances(self) -> None:
        end = {"after": "c", "by": ["1 hour", "3 hours"], "nulls": "c is null"}
        found, owners = hires({"datetime": ["2024-06-01", "2024-06-02"], "step": "15 minutes"}, end, [9, 9])
        assert len({(one, boat) for one, boat in zip(found, owners, strict=True)}) == 18
        for boat in (0, 1):
            starts = sorted(one for one, owner in zip(found, owners, strict=True) if owner == boat)
            assert all(b - a >= dt.timedelta(hours=1) for a, b in pairwise(starts))
            assert all(one.minute % 15 == 0 for one in starts)

    @pytest.mark.parametrize(
        ("said", "end"),
        [
            (
                {"date": ["2024-06-01", "2024-07-10"], "weekdays": {"mon": 1}},
                {"expression": "c + to_days(nights)"},
            ),
            ({"date": ["2024-06-01", "2024-07-10"]}, {"date": ["c", "2024-08-01"]}),
            ({"date": ["2024-06-01", "2024-07-10"]}, {"expression": "last_day(c) + to_days(nights)"}),
            (
                {"date": ["2024-06-01", "2024-07-10"], "unique": {"within": "boat_id"}},
                {"expression": "c + to_days(nights)"},
            ),
        ],
        ids=steady,
    )
    def test_other_forms_are_drawn_on_their_own(self, said: dict[str, Any], end: Any) -> None:
        found, _ = hires(said, end, [6, 3], nights=[2] * 9)
        plain, _ = hires({**said}, {"integer": [1, 2]}, [6, 3], nights=[2] * 9)
        assert found == plain

    def test_a_group_that_does_not_fit(self) -> None:
        found, _ = hires(
            {"date": ["2024-06-01", "2024-06-10"]}, {"expression": "c + to_days(nights)"}, [9], nights=[5] * 9
        )
        assert all(dt.date(2024, 6, 1) <= one <= dt.date(2024, 6, 10) for one in found)

    @given(
        steps=st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=6), min_size=1, max_size=4),
        window=st.integers(0, 60),
        seed=st.integers(0, 2**32),
    )
    def test_places(self, steps: list[list[int]], window: int, seed: int) -> None:
        group = np.repeat(np.arange(len(steps)), [len(one) for one in steps])
        flat = np.array([one for each in steps for one in each])
        bits = np.random.default_rng(seed).integers(0, 2**63, len(flat)).astype(np.uint64)
        low = np.full(len(flat), 100)
        places = places_apart(group, low, low + window, flat, bits)
        for number, lengths in enumerate(steps):
            own = places[group == number]
            if sum(lengths[:-1]) > window:
                assert (own == -1).all()
                continue
            assert (own[1:] >= own[:-1] + np.array(lengths)[:-1]).all()
            assert 100 <= own.min() <= own.max() <= 100 + window
