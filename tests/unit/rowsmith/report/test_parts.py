"""Charts, the drawing of relationships, and how values are spelt."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.report import Subject
from rowsmith.report.charts import HEIGHT, WIDTH, Histogram, Shares, histogram, shares
from rowsmith.report.columns import BINS, Field, column_view
from rowsmith.report.diagram import diagram
from rowsmith.report.relationships import Relationship, relationships
from rowsmith.report.spelling import cut, number, percent, shown
from rowsmith.report.tables import SAMPLE, table_views
from rowsmith.tools.checks.database import opened
from rowsmith.tools.plan import Plan


def related(child: str, parent: str) -> Relationship:
    return Relationship(child, parent, ("x",), 0, 3, 1.5, 0.1, optional=False)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_bars_stay_in_their_drawing(counts: list[int]) -> None:
    bars = histogram(counts, ["x"] * len(counts), "0", "1").bars
    assert len(bars) == len(counts)
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.1 and bar.height <= HEIGHT for bar in bars)
    assert [bar.height > 0 for bar in bars] == [count > 0 for count in counts]


def test_shares_are_of_all_rows() -> None:
    told = shares([("a", 60), ("b", 20)], 20, 7).shares
    assert [(one.value, one.share) for one in told] == [("a", 0.6), ("b", 0.2), ("7 more", 0.2)]
    assert [one.rest for one in told] == [False, False, True]


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), (1234567, "1,234,567"), (0.123456, "0.1235"), (1234.5678, "1,234.57"), (3.0, "3")],
)
def test_numbers(value: float | None, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0 %"), (1, "100 %"), (0.0001, "under 0.1 %"), (0.9999, "over 99.9 %"), (0.254, "25.4 %")],
)
def test_percent(share: float, said: str) -> None:
    assert percent(share) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (Decimal("1.50"), "1.50"),
        (0.1, "0.1"),
        (dt.datetime(2024, 1, 2, 3, 4), "2024-01-02 03:04:00"),
        ("x" * 100, "x" * 80 + "…"),
    ],
)
def test_cells(value: object, said: str) -> None:
    assert shown(value) == said


def test_unseen_letters_are_shown() -> None:
    assert cut("a\u202eb\x00") == "a�b�"


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20),
)
def test_boxes_never_overlap(pairs: list[tuple[int, int]]) -> None:
    drawing = diagram([(f"t{n}", n) for n in range(8)], [related(f"t{a}", f"t{b}") for a, b in pairs])
    assert len(drawing.boxes) == 8
    assert len(drawing.lines) == len(pairs)
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
    places = {(box.x, box.y) for box in drawing.boxes}
    assert len(places) == 8


def test_parents_stand_above_their_children() -> None:
    drawing = diagram(
        [("a", 1), ("b", 1), ("c", 1), ("d", 1)], [related("b", "a"), related("c", "b"), related("c", "d")]
    )
    heights = {box.name: box.y for box in drawing.boxes}
    assert heights["a"] < heights["b"] == heights["d"] < heights["c"]


def test_relationships_are_counted(kennel: Subject) -> None:
    with opened(kennel.data) as connection:
        found = {one.columns: one for one in relationships(connection, kennel.plan)}
    owners, mothers = found[("owner_id",)], found[("mother_id",)]
    assert (owners.one, owners.many) == ("1", "0..5")
    assert owners.childless == pytest.approx(2 / 9)
    assert owners.mean == pytest.approx(30 / 9)
    assert (mothers.one, mothers.many_in_words) == ("0..1", "0 to 1")


def test_references_to_what_is_not_there_are_left_out(kennel: Subject, tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table pets as select 1 as pet_id")
        assert relationships(connection, kennel.plan) == []


def view(sql: str) -> tuple[dict[str, str], Histogram | Shares | None]:
    with duckdb.connect() as connection:
        connection.execute(f"create table t as select {sql} as c from range(1000) r(i)")
        kind = connection.table("t").types[0]
        found = column_view(Field(connection, "t", "c", str(kind)), None, is_key=False)
    return dict(found.facts), found.chart


def test_numbers_have_a_histogram() -> None:
    facts, chart = view("i")
    assert isinstance(chart, Histogram)
    assert len(chart.bars) == BINS
    assert (chart.low, chart.high) == ("0", "999")
    assert facts["median"] == "499.50"


def test_a_long_tail_is_folded() -> None:
    _, chart = view("case when i = 7 then 1000000 else i end")
    assert isinstance(chart, Histogram)
    assert chart.high.startswith("≥ ")


def test_few_numbers_each_have_a_bar() -> None:
    _, chart = view("i % 5")
    assert isinstance(chart, Histogram)
    assert len(chart.bars) == 5


@pytest.mark.parametrize("sql", ["'v' || (i % 3)", "i % 2 = 0", "null::int", "'v' || i", "{'a': i}"])
def test_other_columns(sql: str) -> None:
    facts, chart = view(sql)
    if sql in ("null::int", "'v' || i", "{'a': i}"):
        assert chart is None
        assert facts["different"] in ("0", "all")
    else:
        assert isinstance(chart, Shares)


@pytest.mark.parametrize(
    ("sql", "low"),
    [
        ("date '2024-01-01' + i::int", "2024-01-01"),
        ("timestamp '2024-01-01' + to_hours(i)", "2024-01-01 00:00"),
        ("time '08:00' + to_seconds(i)", "08:00"),
    ],
)
def test_moments(sql: str, low: str) -> None:
    _, chart = view(sql)
    assert isinstance(chart, Histogram)
    assert chart.low == low


def test_large_tables_are_drawn_from() -> None:
    with duckdb.connect() as connection:
        connection.execute(f"create table t as select i as c from range({SAMPLE + 1}) r(i)")
        (table,) = table_views(connection, Plan.model_validate({"name": "x", "tables": []}))
    assert (table.rows, table.looked_at, len(table.sample)) == (SAMPLE + 1, SAMPLE, 5)
