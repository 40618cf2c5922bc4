"""What is set, spoilt or stretched in a share of the rows, with its label."""

from __future__ import annotations

from typing import Any

import pytest

from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.samplers.columns import compile_column, compile_labels
from rowsmith.tools.errors import PlanError
from tests.fakes.drawing import made, values
from tests.fakes.ids import steady
from tests.fakes.table import FakeScope, FakeTable, stand


def labels(held: FakeTable, scope: FakeScope) -> dict[str, list[bool]]:
    def scope_of(name: str) -> FakeScope:
        return FakeScope(held, scope.plan, scope.table, (name,), f"t.{name}")

    rows = held.rows()
    found = compile_labels(scope.table, scope_of)
    drawn = {name: to_arrow(one.draw(rows, rows.bits(name))).to_pylist() for name, one in found.items()}
    return {name: [bool(flag) for flag in flags] for name, flags in drawn.items()}


SEGMENTS: dict[str, Any] = {
    "fraud": {"share": 0.02, "set": {"c": {"integer": [5000, 9000]}}, "label": "is_fraud"},
    "sale": {
        "share": {"exactly": 0.1},
        "where": "n = 1",
        "set": {"c": {"expression": "c * 0.5"}},
        "label": "on_sale",
    },
    "test": {"share": 0.3, "set": {"c": {"constant": 1}}, "label": "is_test"},
}


class TestSegments:
    def test_shares_values_and_labels(self) -> None:
        n = [row % 3 for row in range(10000)]
        held, scope = stand({"integer": [100, 200]}, 10000, {"n": n}, table={"segments": SEGMENTS})
        found, marked = made(held, scope), labels(held, scope)
        assert sum(marked["is_fraud"]) == pytest.approx(200, abs=60)
        assert sum(marked["on_sale"]) == 1000
        assert sum(marked["is_test"]) == pytest.approx(3000, abs=200)
        for row, value in enumerate(found):
            assert (value >= 5000) == marked["is_fraud"][row]
            assert (value == 1) == marked["is_test"][row]
            assert (50 <= value <= 100 and value != 1) >= marked["on_sale"][row]
            assert not marked["on_sale"][row] or n[row] == 1
        marks = zip(*marked.values(), strict=True)
        assert all(sum(flags) <= 1 for flags in marks)

    def test_its_own_name_is_the_value_it_would_have_had(self) -> None:
        before = values({"integer": [100, 200]}, 500)
        segments = {"half": {"share": 0.4, "set": {"c": {"expression": "c + 1000"}}}}
        after = values({"integer": [100, 200]}, 500, table={"segments": segments})
        assert {a - b for a, b in zip(after, before, strict=True)} == {0, 1000}

    def test_two_columns_are_set_in_the_same_rows(self) -> None:
        segments = {"odd": {"share": 0.2, "set": {"c": {"constant": 1}, "d": {"constant": 1}}}}
        table = {"segments": segments, "columns": {"d": {"integer": [5, 6]}}}
        held, scope = stand({"integer": [5, 9]}, 500, table=table)
        column = scope.table.column("d")
        assert column is not None
        other = FakeScope(held, scope.plan, scope.table, ("d",), "t.d")
        rows = held.rows()
        second = to_arrow(compile_column(column, other).draw(rows, rows.bits("d"))).to_pylist()
        assert [value == 1 for value in made(held, scope)] == [value == 1 for value in second]

    def test_a_condition_on_what_it_sets(self) -> None:
        segments = {"odd": {"where": "c > 5", "set": {"c": {"constant": 1}}}}
        with pytest.raises(PlanError, match="looks at c"):
            values({"integer": [5, 9]}, 5, table={"segments": segments})


class TestOutliers:
    def test_multiplied_and_labelled(self) -> None:
        said = {"decimal": [10, 20], "nulls": 0.1}
        plain = values(said, 3000)
        held, scope = stand({**said, "outliers": {"share": 0.05, "times": 8, "label": "odd"}}, 3000)
        found, marked = made(held, scope), held
        marked.columns["c"] = compile_column(scope.table.columns[-1], scope).draw(
            held.rows(), held.rows().bits("c")
        )
        odd = labels(held, scope)["odd"]
        assert sum(odd) == pytest.approx(135, abs=50)
        for before, after, flag in zip(plain, found, odd, strict=True):
            assert after == (before * 8 if flag else before)

    def test_only_numbers(self) -> None:
        with pytest.raises(PlanError, match="has no outliers"):
            values({"semantic": "city", "outliers": 0.1})


class TestErrors:
    @pytest.mark.parametrize("kind", ["typo", "format", "case", "stale", "swapped"])
    def test_spoils_and_labels(self, kind: str) -> None:
        said = {"semantic": "person_name"}
        plain = values(said, 2000)
        held, scope = stand({**said, "errors": {"share": 0.1, "kinds": [kind], "label": "bad"}}, 2000)
        held.columns["c"] = compile_column(scope.table.columns[-1], scope).draw(
            held.rows(), held.rows().bits("c")
        )
        found, bad = to_arrow(held.columns["c"]).to_pylist(), labels(held, scope)["bad"]
        assert sum(bad) == pytest.approx(200, abs=60)
        assert [a != b for a, b in zip(found, plain, strict=True)] == bad

    def test_typo_keeps_the_letters(self) -> None:
        plain = values({"pattern": "[a-z]{6}"}, 300)
        found = values({"pattern": "[a-z]{6}", "errors": 1.0}, 300)
        assert all(a != b for a, b in zip(found, plain, strict=True))
        assert sum(sorted(a) == sorted(b) for a, b in zip(found, plain, strict=True)) > 290

    @pytest.mark.parametrize(
        "said",
        [{"integer": [0, 99999]}, {"decimal": [0, 9]}, {"date": ["2024-01-01", "2024-12-31"]}],
        ids=steady,
    )
    def test_numbers_and_dates(self, said: Any) -> None:
        plain, found = values(said, 500), values({**said, "errors": 1.0}, 500)
        assert all(a != b for a, b in zip(found, plain, strict=True))

    def test_moments_keep_their_time(self) -> None:
        said = {"datetime": ["2024-01-01", "2024-12-31"]}
        for before, after in zip(values(said, 300), values({**said, "errors": 1.0}, 300), strict=True):
            assert before.date() != after.date()
            assert before.time() == after.time()

    def test_kinds_that_do_not_fit(self) -> None:
        with pytest.raises(PlanError, match="can't have an error of case"):
            values({"integer": [0, 9], "errors": {"share": 0.1, "kinds": ["case"]}})
