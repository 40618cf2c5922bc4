"""What can be known of values before any row is made."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.data import Quantity
from rowsmith.tools.plan.lint.comparisons import Conditions
from rowsmith.tools.plan.lint.constants import (
    Range,
    bound_range,
    column_range,
    folded,
    literal_range,
    resolved_or_none,
    shown,
)
from rowsmith.tools.plan.lint.sizes import Extent, amount_extent, extents
from rowsmith.tools.plan.lint.uniqueness import values
from rowsmith.tools.plan.lint.values import values_of
from rowsmith.tools.plan.yaml import load_plan

TEXT = """
name: a
constants: {rate: 2, start: '2024-01-01'}
tables:
  written:
    key: id
    rows: [{id: 1, at: 2024-01-01, word: x}, {id: 5, at: null, word: y}]
  parents:
    rows: {between: [3, 5]}
    key: id
    columns: {id: sequence}
  t:
    rows: {per: [parent_id, day]}
    key: id
    segments: {late: {share: 0.1, set: {set: {integer: [50, 60]}, word: extra}}}
    columns:
      id:        sequence
      parent_id: {reference: parents}
      day:       {date: [2024-01-01, 2024-01-31], step: 7 days}
      low:       {integer: [1, 9]}
      bound:     {integer: [low, 20 * rate]}
      set:       {integer: [1, 2]}
      spoilt:    {integer: [1, 2], outliers: 0.1}
      later:     {after: day, by: [1 day, 48 hours]}
      earlier:   {before: day, by: 3}
      odd:       {after: day, by: ["to_days(low)", 9 days]}
      mixed:     {switch: [{share: 0.5, use: 2024-01-01}, {use: 5}]}
      some:      {switch: [{share: 0.5, use: null}, {use: {decimal: [1, 5]}}]}
      looked:    {lookup: {a: 1, b: 2}, by: word, otherwise: 9}
      banded:    {bands: [[0, 3], [5, 4]], by: low}
      copied:    {expression: low}
      summed:    {expression: low + 1}
      at:        {datetime: [2024-01-01, 2024-01-02], step: 1 hour}
      clock:     {time: ['06:00', '08:00']}
      word:      {category: [a, b]}
      flag:      {states: {on: 1, off: 1}}
      said:      {semantic: city, only: [Oslo]}
      chosen:    {lookup: {a: p, b: q}, by: word}
      ranked:    {bands: [[0, C], [50, B]], by: low}
      of_word:   {expression: word}
      to_word:   {reference: written.word}
      typo:      {category: [a, b], errors: 0.1}
      free:      {semantic: city}
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(TEXT)


@pytest.fixture(scope="module")
def table(plan: Plan) -> Table:
    found = plan.table("t")
    assert found is not None
    return found


def day(text: str) -> float:
    return float((dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days)


@pytest.mark.parametrize(
    ("name", "low", "high", "kind"),
    [
        ("low", 1, 9, "number"),
        ("bound", 1, 40, "number"),
        ("set", 1, 60, "number"),
        ("later", day("2024-01-02"), day("2024-02-02"), "moment"),
        ("earlier", day("2023-12-29"), day("2024-01-28"), "moment"),
        ("some", 1, 5, "number"),
        ("looked", 1, 9, "number"),
        ("banded", 3, 4, "number"),
        ("copied", 1, 9, "number"),
        ("clock", 0.25, 8 / 24, "time"),
    ],
)
def test_the_range_of_a_column(
    plan: Plan, table: Table, name: str, low: float, high: float, kind: str
) -> None:
    found = column_range(plan, table, name)
    assert found is not None
    assert (found.low, found.kind) == (low, kind)
    assert found.high == pytest.approx(high)


@pytest.mark.parametrize("name", ["spoilt", "odd", "mixed", "summed", "word", "free", "nothing", "parent_id"])
def test_ranges_that_are_not_known(plan: Plan, table: Table, name: str) -> None:
    assert column_range(plan, table, name) is None


def test_written_rows_have_the_range_of_their_cells(plan: Plan) -> None:
    written = plan.table("written")
    assert written is not None
    assert column_range(plan, written, "id") == Range(1, 5)
    assert column_range(plan, written, "at") == Range(day("2024-01-01"), day("2024-01-01"), "moment")
    assert column_range(plan, written, "word") is None


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (5, "number"),
        ("14:00", "time"),
        ("2024-01-01 10:00", "moment"),
        ("21 days", "duration"),
        (dt.timedelta(1), "duration"),
    ],
)
def test_literals_have_a_kind(value: object, kind: str) -> None:
    found = literal_range(value)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("value", [True, None, "a word", [1]])
def test_other_values_have_no_range(value: object) -> None:
    assert literal_range(value) is None


def test_constants_are_folded(plan: Plan, table: Table) -> None:
    assert bound_range(plan, table, "rate * 3 + 1") == Range(7, 7)
    assert bound_range(plan, table, "as_of() - 1") == Range(day("2024-12-31"), day("2024-12-31"), "moment")
    assert bound_range(plan, table, "nonsense +") is None
    assert bound_range(plan, table, "popularity(1)") is None
    assert resolved_or_none(plan, table, "unknown") is None
    assert folded("1 / 'a'") is None


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (5.0, "number", "5"),
        (5.25, "number", "5.25"),
        (day("2024-03-01"), "moment", "2024-03-01"),
        (day("2024-03-01") + 0.25, "moment", "2024-03-01 06:00:00"),
        (0.25, "time", "06:00"),
        (3.0, "duration", "3 days"),
    ],
)
def test_values_are_shown_as_people_write_them(value: float, kind: str, text: str) -> None:
    assert shown(value, kind) == text


@pytest.mark.parametrize(
    ("amount", "extent"),
    [
        (Quantity(value=8), Extent(8, 8)),
        (Quantity(firmness="about", value=100), Extent(97, 103)),
        (Quantity(firmness="at_least", value=8), Extent(8, math.inf)),
        (Quantity(firmness="at_most", value=8), Extent(0, 8)),
        (Quantity(firmness="under", value=8), Extent(0, 7)),
        (Quantity(firmness="between", value=8, high=9), Extent(8, 9)),
    ],
)
def test_what_an_amount_allows(amount: Quantity, extent: Extent) -> None:
    assert amount_extent(amount) == extent


def test_extents_are_told_in_words() -> None:
    assert [str(one) for one in (Extent(8, 8), Extent(1000, 2000), Extent(3, math.inf))] == [
        "8",
        "1,000 to 2,000",
        "3 or more",
    ]
    assert Extent(0, 0).times(Extent(1, math.inf)) == Extent(0, 0)


def test_combinations_are_counted(plan: Plan) -> None:
    assert extents(plan)["t"] == Extent(15, 25)
    assert extents(plan)["written"] == Extent(2, 2)


def test_months_are_counted_with_leeway() -> None:
    found = load_plan(
        "name: a\ntables:\n  t: {rows: {per: m}, key: m, columns: {m: {date: [2024-01-01, 2024-12-01], step: 1 month}}}\n"
        "  u: {rows: {per: [n, b]}, key: [n, b], columns: {n: {integer: [1, 9], step: 2}, b: boolean}}\n"
        "  v: {rows: {per: [d]}, key: d, columns: {d: {date: [2024-01-01, 2024-01-31], weekdays: {mon: 1}}}}\n"
        "  w: {rows: {per: [d]}, key: d, columns: {d: {datetime: [start, 2024-01-31], step: 1 hour}, start: {date: [2024-01-01, 2024-01-09]}}}\n"
    )
    assert extents(found) == {
        "t": Extent(11, 13),
        "u": Extent(10, 10),
        "v": Extent(0, 31),
        "w": Extent(0, math.inf),
    }


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("word", {"a", "b", "extra"}),
        ("flag", {"on", "off"}),
        ("said", {"Oslo"}),
        ("chosen", {"p", "q"}),
        ("ranked", {"C", "B"}),
        ("of_word", {"a", "b", "extra"}),
        ("to_word", {"x", "y"}),
        ("parent_id", None),
        ("typo", None),
        ("free", None),
        ("summed", None),
        ("nothing", None),
    ],
)
def test_values_that_can_be_listed(plan: Plan, table: Table, name: str, known: set[str] | None) -> None:
    assert values_of(plan, table, name) == known


@pytest.mark.parametrize(
    ("name", "size"), [("at", 48), ("clock", 7201), ("flag", 2), ("free", math.inf), ("parent_id", 5)]
)
def test_how_many_values_there_are(plan: Plan, table: Table, name: str, size: float) -> None:
    column = table.column(name)
    assert column is not None
    assert values(plan, table, column.sampler, extents(plan)) == size


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("low > 9", "low is 1 to 9"),
        ("low * 2 - 1 > 17", "low * 2 - 1 is 1 to 17"),
        ("low = 20 or low < 1", "low is 1 to 9, and low is 1 to 9"),
        ("day < at - 5", None),
        ("day > date '2024-03-01'", "day is 2024-01-01 to 2024-01-31"),
        ("later < '2024-01-01'", "later is 2024-01-02"),
        ("low between 3 and 5", None),
        ("not (low > 9)", None),
        ("low > summed", None),
        ("low = bound", None),
        ("no_duplicates(low)", None),
        ("low >= lag(low) over (partition by parent_id order by id)", None),
    ],
)
def test_conditions_that_no_row_meets(plan: Plan, table: Table, condition: str, reason: str | None) -> None:
    resolved = resolved_or_none(plan, table, condition)
    assert resolved is not None
    found = Conditions(plan, resolved).never()
    assert found is None if reason is None else found is not None and found.startswith(reason)


def test_references_in_a_circle_have_no_known_values() -> None:
    found = load_plan(
        "name: a\ntables:\n  a: {rows: 3, key: k, columns: {k: {reference: b}}}\n  b: {rows: 3, key: k, columns: {k: {reference: a}}}\n"
        "  c: {rows: 3, key: k, columns: {k: {expression: x}, x: {expression: k}}}\n"
    )
    (a, _, c) = found.tables
    assert values_of(found, a, "k") is None
    assert column_range(found, c, "k") is None
