"""Every spelling of the language, what it stands for, and how it is written back."""

from __future__ import annotations

import datetime as dt

import pytest

from rowsmith.tools.plan import Column, Plan, plan_from_friendly
from rowsmith.tools.plan.canonical import Form, canonical_form
from rowsmith.tools.plan.friendly.columns import COLUMN
from rowsmith.tools.plan.friendly.parts import Friendly, as_form, as_list
from rowsmith.tools.plan.friendly.samplers import COUNT, USE
from rowsmith.tools.plan.friendly.write import write, write_column


def column_of(said: Friendly) -> Column:
    return Column.model_validate({"name": "c"} | COLUMN.read(said, "t.c"))


def form_of(said: Friendly) -> Form:
    """The canonical form of a column's sampler."""
    return canonical_form(column_of(said).sampler)


def values(*said: object) -> list[object]:
    return [dict(zip(("value", "weight"), one, strict=False)) for one in said if isinstance(one, tuple)]


SAMPLERS: list[tuple[Friendly, dict[str, object]]] = [
    ("sequence", {"kind": "sequence"}),
    ("uuid", {"kind": "uuid"}),
    ("boolean", {"kind": "boolean", "share": 0.5}),
    (7, {"kind": "constant", "value": 7}),
    (None, {"kind": "constant", "value": None}),
    ({"constant": "red"}, {"kind": "constant", "value": "red"}),
    ({"sequence": 101, "within": "hotel_id"}, {"kind": "sequence", "start": 101, "within": ["hotel_id"]}),
    (
        {"sequence": 1, "step": 2, "by": ["opened_at", "id"], "format": "2023-{:06}"},
        {"kind": "sequence", "step": 2, "by": ["opened_at", "id"], "format": "2023-{:06}"},
    ),
    ({"pattern": "T-[0-9A-F]{8}"}, {"kind": "pattern", "regex": "T-[0-9A-F]{8}"}),
    ({"category": ["a", "b"]}, {"kind": "category", "values": values(("a",), ("b",))}),
    (
        {"category": {12: 20, 24: 80}, "exact": True},
        {"kind": "category", "values": values((12, 20.0), (24, 80.0)), "exact": True},
    ),
    (
        {"states": {"paid": {"weight": 6, "fills": "paid_on"}, "open": 4}},
        {
            "kind": "states",
            "values": [
                {"value": "paid", "weight": 6.0, "fills": ["paid_on"]},
                {"value": "open", "weight": 4.0},
            ],
        },
    ),
    (
        {"stages": ["soak", "dry"], "stop": {"dry": 0.02}},
        {"kind": "stages", "values": [{"value": "soak"}, {"value": "dry", "stop": 0.02}]},
    ),
    (
        {"boolean": 0.1, "where": "a > 1", "weight": "b"},
        {"kind": "boolean", "share": 0.1, "where": "a > 1", "weight": "b"},
    ),
    (
        {"boolean": {"at_most": 0.1}, "of": "returned"},
        {"kind": "boolean", "share": {"firmness": "at_most", "value": 0.1}, "of": "returned"},
    ),
    ({"boolean": {"exactly": 0.1}}, {"kind": "boolean", "share": {"value": 0.1}}),
    (
        {"integer": [1, "capacity"], "step": 50, "shape": "lognormal", "median": 900, "spread": 0.4},
        {
            "kind": "integer",
            "low": 1,
            "high": "capacity",
            "step": 50.0,
            "shape": {
                "kind": "lognormal",
                "known": [{"statistic": "median", "value": 900}, {"statistic": "spread", "value": 0.4}],
            },
        },
    ),
    (
        {"integer": [0, 20], "bins": [[0, 10, 5], [10, 20, 9]]},
        {
            "kind": "integer",
            "low": 0,
            "high": 20,
            "shape": {
                "kind": "histogram",
                "bins": [
                    {"low": 0.0, "high": 10.0, "weight": 5.0},
                    {"low": 10.0, "high": 20.0, "weight": 9.0},
                ],
            },
        },
    ),
    (
        {"decimal": [20, 85], "digits": 1, "ends": [".0", ".5"]},
        {"kind": "decimal", "low": 20, "high": 85, "digits": 1, "ends": [".0", ".5"]},
    ),
    (
        {"datetime": ["2024-01-01", "2024-12-31"], "hours": {"22-5": 65, 6: 3}, "weekdays": {"mon-fri": 1},
         "months": {"feb-apr": 2}, "days": {"2024-05-09": 2}, "step": "30 minutes", "growth": 0.2},
        {
            "kind": "datetime",
            "low": "2024-01-01",
            "high": "2024-12-31",
            "step": "30 minutes",
            "spans": [
                {"unit": "hour", "first": "22", "last": "5", "weight": 65.0},
                {"unit": "hour", "first": "6", "last": "6", "weight": 3.0},
                {"unit": "weekday", "first": "mon", "last": "fri", "weight": 1.0},
                {"unit": "month", "first": "feb", "last": "apr", "weight": 2.0},
                {"unit": "day", "first": "2024-05-09", "last": "2024-05-09", "weight": 2.0},
            ],
            "growth": 0.2,
        },
    ),
    ({"time": ["06:00", "22:00"]}, {"kind": "time", "low": "06:00", "high": "22:00"}),
    (
        {"after": "opened_at", "by": ["10 minutes", "90 days"], "shape": "gamma", "mean": "3 days"},
        {
            "kind": "after",
            "of": "opened_at",
            "low": "10 minutes",
            "high": "90 days",
            "shape": {"kind": "gamma", "known": [{"statistic": "mean", "value": "3 days"}]},
        },
    ),
    ({"before": "b", "by": "5 days"}, {"kind": "before", "of": "b", "low": "5 days", "high": "5 days"}),
    (
        {"series": "base", "along": "read_at", "daily": {"17-20": 1.9}, "weekly": {"sat-sun": 1.1}, "memory": 0.6,
         "noise": 0.25, "low": 0, "digits": 3},
        {
            "kind": "series",
            "level": "base",
            "along": "read_at",
            "cycles": [
                {"cycle": "daily", "first": "17", "last": "20", "factor": 1.9},
                {"cycle": "weekly", "first": "sat", "last": "sun", "factor": 1.1},
            ],
            "memory": 0.6,
            "noise": 0.25,
            "low": 0.0,
            "digits": 3,
        },
    ),
    (
        {"semantic": "city", "fits": "country", "only": ["Oslo", "Bergen"], "locale": "nb_NO"},
        {"kind": "semantic", "what": "city", "fits": ["country"], "only": ["Oslo", "Bergen"], "locale": "nb_NO"},
    ),
    (
        {"reference": "artists.code", "weight": "popularity(1.1)", "at_least": 1, "at_most": 3},
        {
            "kind": "reference",
            "tables": [{"table": "artists", "column": "code"}],
            "weight": "popularity(1.1)",
            "at_least": 1,
            "at_most": 3,
        },
    ),
    (
        {"reference": {"hotels": 3, "camps": {"type_value": "C"}}, "type": "kind", "as": ["a", "b"]},
        {
            "kind": "reference",
            "tables": [{"table": "hotels", "weight": 3.0}, {"table": "camps", "type_value": "C"}],
            "type": "kind",
            "columns": ["a", "b"],
        },
    ),
    (
        {"reference": ["hotels", "camps"]},
        {"kind": "reference", "tables": [{"table": "hotels"}, {"table": "camps"}]},
    ),
    (
        {"reference": "staff", "roots": 2, "depth": 4},
        {"kind": "reference", "tables": [{"table": "staff"}], "roots": 2, "depth": 4},
    ),
    ({"expression": "price * 2"}, {"kind": "expression", "sql": "price * 2"}),
    ({"query": "select 1"}, {"kind": "query", "sql": "select 1"}),
    (
        {"switch": [{"when": "a", "use": None}, {"share": 0.05, "use": "red"}, {"use": {"integer": [1, 2]}}]},
        {
            "kind": "switch",
            "arms": [
                {"when": "a", "use": {"kind": "constant", "value": None}},
                {"share": 0.05, "use": {"kind": "constant", "value": "red"}},
                {"use": {"kind": "integer", "low": 1, "high": 2}},
            ],
        },
    ),
    (
        {"lookup": {"canoe": 12, "raft": "uuid"}, "by": "class", "otherwise": None},
        {
            "kind": "lookup",
            "by": "class",
            "entries": [
                {"key": "canoe", "use": {"kind": "constant", "value": 12}},
                {"key": "raft", "use": {"kind": "uuid"}},
            ],
            "otherwise": {"kind": "constant", "value": None},
        },
    ),
    (
        {"bands": [[0, "C"], [50, "B"]], "by": "points"},
        {
            "kind": "bands",
            "by": "points",
            "bands": [
                {"low": 0.0, "use": {"kind": "constant", "value": "C"}},
                {"low": 50.0, "use": {"kind": "constant", "value": "B"}},
            ],
        },
    ),
    (
        {"text": "a note", "fits": ["a", "b"], "words": [3, 9], "sentences": 1, "from": "pool", "pool": 40},
        {
            "kind": "text",
            "about": "a note",
            "fits": ["a", "b"],
            "words": [3, 9],
            "sentences": [1, 1],
            "source": "pool",
            "pool": 40,
        },
    ),
    (
        {"object": {"id": "uuid", "color": "red"}},
        {
            "kind": "object",
            "fields": [
                {"name": "id", "sampler": {"kind": "uuid"}},
                {"name": "color", "sampler": {"kind": "constant", "value": "red"}},
            ],
        },
    ),
    (
        {"array": {"category": ["a", "b"]}, "count": [0, 4]},
        {
            "kind": "array",
            "item": {"kind": "category", "values": values(("a",), ("b",))},
            "count": {"kind": "integer", "low": 0, "high": 4},
        },
    ),
    ({"learned": "db.orders.amount"}, {"kind": "learned", "source": "db.orders.amount"}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "form"), SAMPLERS, ids=[str(said)[:60] for said, _ in SAMPLERS])
def test_a_sampler_is_read_and_written_back(said: Friendly, form: dict[str, object]) -> None:
    assert form_of(said) == form
    assert write_column(column_of(said)) == said


MODIFIERS: list[tuple[str, Friendly, dict[str, object]]] = [
    ("nulls", 0.1, {"kind": "nulls", "share": 0.1}),
    ("nulls", {"about": 0.1}, {"kind": "nulls", "share": {"firmness": "about", "value": 0.1}}),
    ("nulls", "a > 1", {"kind": "nulls", "where": "a > 1"}),
    (
        "nulls",
        {"share": 0.3, "where": "a > 1", "weight": "b", "exact": True},
        {"kind": "nulls", "share": 0.3, "where": "a > 1", "weight": "b", "exact": True},
    ),
    ("unique", True, {"kind": "unique"}),
    ("unique", {"within": ["a", "b"], "to": "day"}, {"kind": "unique", "within": ["a", "b"], "to": "day"}),
    (
        "follows",
        {"age": 0.2, "team.size": -0.1},
        {
            "kind": "follows",
            "columns": [{"column": "age", "rank": 0.2}, {"column": "team.size", "rank": -0.1}],
        },
    ),
    ("outliers", 0.01, {"kind": "outliers", "share": 0.01}),
    (
        "outliers",
        {"share": 0.01, "times": 20, "label": "odd"},
        {"kind": "outliers", "share": 0.01, "times": 20.0, "label": "odd"},
    ),
    ("errors", 0.02, {"kind": "errors", "share": 0.02, "kinds": ["typo"]}),
    (
        "errors",
        {"share": 0.02, "kinds": ["typo", "case"]},
        {"kind": "errors", "share": 0.02, "kinds": ["typo", "case"]},
    ),
    ("hidden", True, {"kind": "hidden"}),
    ("was", "old", {"kind": "was", "value": "old"}),
    ("note", "a word", {"kind": "note", "value": "a word"}),
]


@pytest.mark.parametrize(("key", "said", "form"), MODIFIERS, ids=[f"{k}: {s}"[:60] for k, s, _ in MODIFIERS])
def test_a_modifier_is_read_and_written_back(key: str, said: Friendly, form: dict[str, object]) -> None:
    column = column_of({"integer": [1, 9], key: said})
    assert as_list(canonical_form(column)["modifiers"]) == [form]
    assert write_column(column) == {"integer": [1, 9], key: said}


def test_modifiers_stand_in_one_order() -> None:
    column = column_of({"uuid": True, "note": "x", "hidden": True, "nulls": 0.1})
    assert [one.kind for one in column.modifiers] == ["nulls", "hidden", "note"]
    assert write_column(column) == {"uuid": True, "nulls": 0.1, "hidden": True, "note": "x"}


def test_what_is_not_meant_is_left_out() -> None:
    assert column_of({"uuid": None, "unique": False, "nulls": None}).modifiers == ()
    assert column_of({"integer": [1, 2], "shape": None}).sampler == column_of({"integer": [1, 2]}).sampler


def test_a_plan_says_what_it_has_to_say_of_itself() -> None:
    said: Friendly = {
        "name": "a",
        "tables": {"t": {"rows": 3, "key": "id"}},
        "constants": {"rate": 0.07},
        "rules": None,
    }
    plan = plan_from_friendly(said)  # type: ignore[arg-type]  # a map
    assert write(plan) == {
        "rowsmith": 1, "name": "a", "seed": 1, "as_of": "2025-01-01", "locale": "en_US", "constants": {"rate": 0.07},
        "tables": {"t": {"rows": 3, "key": "id"}},
    }  # fmt: skip


def test_dates_are_dates_however_they_are_given() -> None:
    plan = plan_from_friendly(
        {
            "name": "a",
            "as_of": dt.date(2024, 5, 1),
            "tables": {
                "t": {
                    "key": "d",
                    "rows": [{"d": dt.date(2024, 1, 2)}, {"d": dt.datetime(2024, 1, 2, 3, 4, 5)}],
                }
            },
        }
    )
    assert plan.as_of == dt.date(2024, 5, 1)
    assert canonical_form(plan.tables[0])["rows"] == {
        "kind": "written",
        "columns": ["d"],
        "cells": [["2024-01-02"], ["2024-01-02 03:04:05"]],
    }


@pytest.mark.parametrize(
    ("weights", "rest"),
    [({"a": 60, "b": "rest"}, 40.0), ({"a": 0.9, "b": "rest"}, 0.1), ({"a": 120, "b": "rest"}, 0.0)],
)
def test_rest_is_what_is_left_of_the_whole(weights: Friendly, rest: float) -> None:
    found = as_list(form_of({"category": weights})["values"])
    assert as_form(found[1]).get("weight") == rest


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("red", "red"),
        ("sequence", "sequence"),
        ({"constant": "sequence"}, {"constant": "sequence"}),
        (5, 5),
        (None, None),
    ],
)
def test_a_sampler_inside_another_may_be_a_constant(said: Friendly, written: Friendly) -> None:
    assert USE.write(USE.read(said, "")) == written


@pytest.mark.parametrize("said", [[1, 5], 3, {"category": {1: 60, 2: 40}}, {"integer": [1, 5], "mean": 2}])
def test_counts_are_read_and_written_back(said: Friendly) -> None:
    assert COUNT.write(COUNT.read(said, "")) == said


def test_a_plan_is_what_is_read(tmp_path: object) -> None:
    assert isinstance(plan_from_friendly({"name": "a", "tables": {}}), Plan)
