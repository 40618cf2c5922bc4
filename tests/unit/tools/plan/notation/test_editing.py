"""A machine edit of a written plan leaves alone what it does not change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.column import Was
from rowsmith.tools.plan.data import changed
from rowsmith.tools.plan.friendly.columns import COLUMN
from rowsmith.tools.plan.friendly.parts import Friendly
from rowsmith.tools.plan.friendly.write import write
from rowsmith.tools.plan.notation.editing import edited
from rowsmith.tools.plan.notation.nodes import parse
from rowsmith.tools.plan.plan import NamedConstant
from rowsmith.tools.plan.table import FixedRows, Rule, WrittenRows
from rowsmith.tools.plan.yaml import dump_plan, edit_text, load_plan
from tests.strategies.changes import changed_plans
from tests.strategies.plans import WIDE

PLANS = Path(__file__).parents[4] / "data" / "plans"
TEXT = (PLANS / "concerts.yaml").read_text(encoding="utf-8")
PLAN = load_plan(TEXT)


def a_column(name: str, said: Friendly) -> Column:
    return Column.model_validate({"name": name} | COLUMN.read(said, name))


def with_table(table: str, **fields: object) -> Plan:
    tables = [changed(one, **fields) if one.name == table else one for one in PLAN.tables]
    return changed(PLAN, tables=tuple(tables))


def with_columns(name: str, *columns: Column) -> Plan:
    return with_table(name, columns=columns)


def columns_of(name: str) -> tuple[Column, ...]:
    return next(table.columns for table in PLAN.tables if table.name == name)


def lines_changed(after: Plan) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came."""
    old, new = TEXT.split("\n"), edit_text(TEXT, PLAN, after).split("\n")
    assert load_plan("\n".join(new)) == after
    return [line.strip() for line in old if line not in new], [
        line.strip() for line in new if line not in old
    ]


@WIDE
@given(changed_plans())
def test_an_edited_text_says_the_changed_plan(pair: tuple[Plan, Plan]) -> None:
    before, after = pair
    text = dump_plan(before)
    assert load_plan(edited(text, parse(text, "plan"), write(before), write(after))) == after


def test_nothing_changes_where_nothing_changed() -> None:
    assert edit_text(TEXT, PLAN, PLAN) == TEXT


def test_a_value_changes_in_its_place_and_keeps_its_comment() -> None:
    assert lines_changed(changed(PLAN, locale="en_GB")) == (
        ["locale: en_US                    # a table or a column may have its own"],
        ["locale: en_GB                    # a table or a column may have its own"],
    )


def test_a_parameter_changes_within_its_line() -> None:
    *others, capacity = columns_of("venues")
    capacity = a_column("capacity", {"integer": [100, 5000], "step": 50, "shape": "lognormal", "median": 900})
    assert lines_changed(with_columns("venues", *others, capacity)) == (
        ["capacity: {integer: [200, 5000], step: 50, shape: lognormal, median: 900}"],
        ["capacity: {integer: [100, 5000], step: 50, shape: lognormal, median: 900}"],
    )


def test_a_renamed_column_keeps_its_place_and_its_comment() -> None:
    first, *others = columns_of("venues")
    renamed = changed(first, name="hall", modifiers=(Was(value="venue_id"),))
    added = a_column("street", {"semantic": "street"})
    assert lines_changed(with_columns("venues", renamed, added, *others)) == (
        [
            "venue_id: sequence                                       # a bare word is a sampler with its defaults"
        ],
        [
            "hall:     {sequence: 1, was: venue_id}"
            + " " * 39
            + "# a bare word is a sampler with its defaults",
            "street:   {semantic: street}",
        ],
    )


def test_a_renamed_table_keeps_everything_below_it() -> None:
    assert lines_changed(with_table("venues", name="halls", was="venues")) == (
        ["venues:"],
        ["halls:", "was: venues"],
    )


def test_a_dropped_column_takes_its_comment_along() -> None:
    gone, come = lines_changed(with_columns("venues", *columns_of("venues")[1:]))
    assert (len(gone), come) == (1, [])


def test_written_rows_come_and_go_line_by_line() -> None:
    rows = WrittenRows(
        columns=("artist_id", "name", "genre"),
        cells=((1, "The Paper Kites of Oslo", "pop: new"), (3, "X", None)),
    )
    assert lines_changed(with_table("artists", rows=rows)) == (
        ["- {artist_id: 1, name: The Paper Kites of Oslo, genre: folk}", "- {artist_id: 2, name: Night Ferry, genre: electronic}"],
        ["- {artist_id: 1, name: The Paper Kites of Oslo, genre: 'pop: new'}", "- {artist_id: 3, name: X, genre: null}"],
    )  # fmt: skip


def test_moved_tables_keep_their_comments() -> None:
    tables = PLAN.tables
    assert lines_changed(changed(PLAN, tables=(*tables[1:], tables[0]))) == ([], [])


def test_new_sections_stand_in_their_order() -> None:
    table = Table.model_validate(
        {"name": "days", "rows": FixedRows.model_validate({"amount": {"value": 3}}), "key": ["day"]}
    )
    after = changed(
        PLAN, tables=(*PLAN.tables, table), rules=(), constants=(NamedConstant(name="rate", value=0.07),)
    )
    _, come = lines_changed(after)
    assert come == ["constants:", "rate: 0.07", "days:", "rows: 3", "key: day"]


def test_a_rule_is_added_below_the_others() -> None:
    concerts = next(table for table in PLAN.tables if table.name == "concerts")
    after = with_table("concerts", rules=(*concerts.rules, Rule(name="late", check="hour(starts_at) > 18")))
    assert lines_changed(after) == ([], ["late: hour(starts_at) > 18"])


def test_windows_line_ends_stay() -> None:
    made = edit_text(TEXT.replace("\n", "\r\n"), PLAN, changed(PLAN, seed=9))
    assert made == TEXT.replace("seed: 7", "seed: 9").replace("\n", "\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "{rowsmith: 1, name: a, seed: 7, tables: {}}",
        "rowsmith: 1\n? name\n: a\nseed: 7\ntables: {}\n",
    ],
)
def test_a_text_of_another_layout_is_written_anew(text: str) -> None:
    before = load_plan(text)
    after = changed(before, seed=9)
    assert edit_text(text, before, after) == dump_plan(after)
    with pytest.raises(PlanError):
        edited(text, parse(text, "plan"), write(before), write(after))
