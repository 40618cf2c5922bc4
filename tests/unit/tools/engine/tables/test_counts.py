"""How many rows tables have: totals, bounds, shares of parents, combinations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.engine.tables.amounts import bounds, settled
from rowsmith.tools.engine.tables.totals import scaled, solve
from rowsmith.tools.errors import GenerationError, PlanError
from rowsmith.tools.plan.data import Quantity
from tests.fakes.made import Made, made

PARENTS = """
tables:
  parents:
    rows: {rows}
    key: id
    columns:
      id: sequence
      size: {{integer: [1, 20]}}
      open: {{boolean: 0.5}}
  children:
    rows: {children}
    key: id
    columns:
      id: sequence
      parent_id: {reference}
"""


def family(
    children: str, *, rows: int = 200, reference: str = "{reference: parents}", scale: float = 1.0
) -> Made:
    return made(PARENTS.format(rows=rows, children=children, reference=reference), scale=scale)


PER_PARENT = (
    "SELECT count(children.id) FROM parents LEFT JOIN children ON parents.id = parent_id GROUP BY parents.id"
)


def test_one_row_per_parent_by_default() -> None:
    assert set(family("{per: parent_id}").list(PER_PARENT)) == {1}


def test_a_total_is_met_within_the_bounds_of_each_parent() -> None:
    rows = family("{per: parent_id, count: [2, 9], total: 1500}")
    counts = rows.list(PER_PARENT)
    assert sum(counts) == 1500
    assert min(counts) >= 2
    assert max(counts) <= 9
    assert len(set(counts)) > 3


def test_a_total_is_met_within_bounds_that_depend_on_the_parent() -> None:
    rows = family("{per: parent_id, count: {integer: [0, parent.size]}, total: 1200}")
    assert rows.one("SELECT count(*) FROM children") == 1200
    grown = "SELECT count(*) FROM (SELECT size, count(children.id) AS n FROM parents LEFT JOIN children ON parents.id = parent_id GROUP BY parents.id, size) WHERE n > size"
    assert rows.one(grown) == 0


def test_a_total_that_the_bounds_do_not_reach_is_refused() -> None:
    with pytest.raises(
        GenerationError, match="A total of 3000 can't be: the 200 counts add up to 400 to 1800"
    ) as e:
        family("{per: parent_id, count: [2, 9], total: 3000}")
    assert e.value.where == "children.rows"


def test_about_a_total_stays_near_it() -> None:
    assert (
        abs(
            family("{per: parent_id, count: [0, 9], total: {about: 1000}}").one(
                "SELECT count(*) FROM children"
            )
            - 1000
        )
        <= 30
    )


def test_scale_multiplies_totals_and_roots() -> None:
    rows = family("{per: parent_id, count: [2, 9], total: 1000}", scale=2)
    assert rows.one("SELECT count(*) FROM parents") == 400
    assert rows.one("SELECT count(*) FROM children") == 2000


def test_childless_is_a_chance_or_a_quota() -> None:
    drawn = family("{per: parent_id, count: [1, 3], childless: 0.5}").list(PER_PARENT)
    assert 60 < drawn.count(0) < 140
    exact = family("{per: parent_id, count: [1, 3], childless: {exactly: 0.25}}").list(PER_PARENT)
    assert exact.count(0) == 50
    most = family("{per: parent_id, count: [1, 3], childless: {at_most: 0.25}}").list(PER_PARENT)
    assert 40 < most.count(0) <= 50


def test_pick_gives_rows_to_so_many_parents() -> None:
    counts = family("{per: parent_id, count: [1, 3], pick: 12}").list(PER_PARENT)
    assert sum(count > 0 for count in counts) == 12
    with pytest.raises(GenerationError, match="201 parents with rows are asked for, and there are 200"):
        family("{per: parent_id, pick: 201}")


def test_pick_grows_with_the_parents() -> None:
    counts = family("{per: parent_id, count: [1, 3], pick: 12}", scale=2.0).list(PER_PARENT)
    assert len(counts) == 400
    assert sum(count > 0 for count in counts) == 24


def test_childless_parents_stay_so_under_a_total() -> None:
    counts = family("{per: parent_id, count: [1, 30], childless: {exactly: 0.5}, total: 2000}").list(
        PER_PARENT
    )
    assert sum(counts) == 2000
    assert counts.count(0) == 100


def test_the_condition_of_the_reference_says_which_parents_have_rows() -> None:
    rows = family("{per: parent_id, count: [1, 3]}", reference="{reference: parents, where: parent.open}")
    assert (
        rows.one("SELECT count(*) FROM children JOIN parents ON parents.id = parent_id WHERE NOT open") == 0
    )
    assert rows.one("SELECT count(DISTINCT parent_id) FROM children") == rows.one(
        "SELECT count(*) FROM parents WHERE open"
    )


def test_counts_follow_expressions_switches_and_categories() -> None:
    assert family("{per: parent_id, count: {expression: parent.size}}").list(
        "SELECT DISTINCT n = size FROM (SELECT size, count(*) AS n FROM children JOIN parents ON parents.id = parent_id GROUP BY parent_id, size)"
    ) == [True]
    switch = "{per: parent_id, count: {switch: [{when: parent.open, use: 4}, {use: {integer: [1, 2]}}]}}"
    found = family(switch).rows(
        "SELECT open, min(n), max(n) FROM (SELECT open, count(*) AS n FROM children JOIN parents ON parents.id = parent_id GROUP BY parent_id, open) GROUP BY 1 ORDER BY 1"
    )
    assert found == [(False, 1, 2), (True, 4, 4)]
    assert set(family("{per: parent_id, count: {category: {1: 60, 3: 40}}}").list(PER_PARENT)) == {1, 3}


def test_counts_follow_a_column_of_the_parent() -> None:
    rows = family("{per: parent_id, count: {integer: [0, 40], follows: {parent.size: 0.9}}}")
    corr = "SELECT corr(size, n) FROM (SELECT size, count(children.id) AS n FROM parents LEFT JOIN children ON parents.id = parent_id GROUP BY parents.id, size)"
    assert rows.one(corr) > 0.75


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(GenerationError, match=r"A count of -\d+ rows can't be"):
        family("{per: parent_id, count: {expression: 0 - parent.size}}")


def test_rows_that_depend_on_themselves_are_a_circle() -> None:
    text = """
tables:
  a: {rows: {per: b_id}, key: id, columns: {id: sequence, b_id: {reference: b}}}
  b: {rows: {per: a_id}, key: id, columns: {id: sequence, a_id: {reference: a}}}
"""
    with pytest.raises(PlanError, match="circle"):
        made(text)


@pytest.mark.parametrize(
    ("amount", "low", "high"),
    [
        (Quantity(value=8), 8, 8),
        (Quantity(value=1000, firmness="about"), 971, 1030),
        (Quantity(value=5, firmness="about"), 5, 5),
        (Quantity(value=100, firmness="at_least"), 100, 103),
        (Quantity(value=100, firmness="at_most"), 98, 100),
        (Quantity(value=100, firmness="under"), 98, 99),
        (Quantity(value=6, high=9, firmness="between"), 6, 9),
    ],
)
def test_amounts_leave_room_by_their_firmness(amount: Quantity, low: int, high: int) -> None:
    assert bounds(amount) == (low, high)
    assert low <= settled(amount, 1.0, np.uint64(5)) <= high


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_total_between_the_sums_of_the_bounds_is_met(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 40))
    low = np.array(data.draw(st.lists(st.integers(0, 5), min_size=size, max_size=size)), dtype=np.int64)
    high = low + np.array(
        data.draw(st.lists(st.integers(0, 9), min_size=size, max_size=size)), dtype=np.int64
    )
    counts = np.clip(
        np.array(data.draw(st.lists(st.integers(0, 14), min_size=size, max_size=size))), low, high
    )
    hashes = st.integers(1, 2**53 - 1)
    part = np.array(data.draw(st.lists(hashes, min_size=size, max_size=size, unique=True))) / 2**53
    total = data.draw(st.integers(int(low.sum()), int(high.sum())))
    found = solve(counts.astype(float), part, low, high, total, "t.rows").apply(
        counts.astype(float), part, low, high
    )
    assert int(found.sum()) == total
    assert (found >= low).all()
    assert (found <= high).all()


def test_unscaled_counts_are_those_drawn() -> None:
    counts = np.array([0.0, 3.0, 7.0])
    part = np.array([0.0, 0.5, 0.999])
    assert scaled(counts, part, np.zeros(3, np.int64), np.full(3, 99), 1.0).tolist() == [0, 3, 7]


@pytest.mark.parametrize("count", ["id", "siblings()", "position()"])
def test_a_count_can_not_look_at_rows_that_it_counts(count: str) -> None:
    with pytest.raises(PlanError, match="not known before there are rows") as caught:
        family(f"{{per: parent_id, count: {{expression: {count}}}}}")
    assert caught.value.where == "children.rows"
    assert caught.value.hint == "Let it look at parent_id and what these lead to."


def test_a_count_may_look_at_an_aggregate_of_the_parent() -> None:
    text = PARENTS.format(
        rows=20, children="{per: parent_id, count: [1, 5]}", reference="{reference: parents}"
    )
    text += """
  thanks:
    rows: {per: parent_id, count: {expression: count(parent.children)}}
    key: id
    columns: {id: sequence, parent_id: {reference: parents}}
"""
    rows = made(text)
    assert rows.one("SELECT count(*) FROM thanks") == rows.one("SELECT count(*) FROM children")


@pytest.mark.parametrize(
    ("childless", "least", "most"),
    [("{at_least: 0.3}", 60, 60), ("{under: 0.3}", 50, 59), ("{between: [0.2, 0.4]}", 60, 60)],
)
def test_shares_of_childless_parents_are_met_as_they_are_said(childless: str, least: int, most: int) -> None:
    without = family(f"{{per: parent_id, childless: {childless}}}").list(PER_PARENT).count(0)
    assert least <= without <= most


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        ("{category: {2: 1, 4: 1}}", 500, 2, 4),
        ("{switch: [{when: parent.open, use: {integer: [5, 9]}}, {use: {category: [0, 2]}}]}", 700, 0, 9),
        ("{switch: [{share: 0.5, use: 1}, {use: 3}]}", 900, 0, 99),
        ("{expression: parent.size}", 1000, 0, 99),
    ],
)
def test_a_total_moves_counts_within_what_their_sampler_says(
    count: str, total: int, low: int, high: int
) -> None:
    counts = family(f"{{per: parent_id, count: {count}, total: {total}}}").list(PER_PARENT)
    assert sum(counts) == total
    assert low <= min(counts) <= max(counts) <= high


def test_counts_that_are_no_whole_numbers_are_rounded() -> None:
    assert set(family("{per: parent_id, count: {expression: '2.6'}}").list(PER_PARENT)) == {3}
    assert set(family("{per: parent_id, count: {expression: sqrt(6.5)}}").list(PER_PARENT)) == {3}
    with pytest.raises(PlanError, match="The count of rows is a text, not a number"):
        family("{per: parent_id, count: {expression: \"'x'\"}}")
