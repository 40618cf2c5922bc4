"""A canonical form that is no plan is told in plain words, where it stands."""

from __future__ import annotations

import pytest

from rowsmith.tools.errors import LintError
from rowsmith.tools.plan import Plan, Table, plan_from_canonical
from rowsmith.tools.plan.canonical import Canonical, Form, canonical_form, canonical_json, fingerprint
from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.data import changed
from rowsmith.tools.plan.samplers import Uuid

UUID: Form = {"kind": "uuid"}


def plan_with(column: Canonical, **more: Canonical) -> Form:
    rows: Form = {"kind": "fixed", "amount": {"value": 3}}
    return {"name": "a", "tables": [{"name": "t", "rows": rows, "key": ["k"], "columns": [column]}], **more}


def sampler(**form: Canonical) -> Form:
    return {"name": "k", "sampler": form}


@pytest.mark.parametrize(
    ("form", "where", "said"),
    [
        (plan_with(sampler(kind="intger")), "tables.t.columns.k.sampler", "Did you mean integer"),
        (plan_with(sampler(low=1)), "tables.t.columns.k.sampler", "kind is missing"),
        (plan_with(sampler(kind="integer", low=1)), "tables.t.columns.k.sampler", "high is missing"),
        (plan_with(sampler(kind="uuid", low=1)), "tables.t.columns.k.sampler.low", "low is not known here"),
        (
            plan_with(sampler(kind="boolean", share="x")),
            "tables.t.columns.k.sampler.share",
            "A number or a map",
        ),
        (
            plan_with(sampler(kind="sequence", start=1.5)),
            "tables.t.columns.k.sampler.start",
            "A whole number",
        ),
        (
            plan_with(sampler(kind="pattern", regex=5)),
            "tables.t.columns.k.sampler.regex",
            "A text is expected, not 5",
        ),
        (
            plan_with(sampler(kind="category", values=5)),
            "tables.t.columns.k.sampler.values",
            "A list is expected",
        ),
        (
            plan_with(sampler(kind="category", values=[5])),
            "tables.t.columns.k.sampler.values.1",
            "A map is expected",
        ),
        (
            plan_with(sampler(kind="integer", low=1, high=2, shape={"kind": "norml"})),
            "tables.t.columns.k.sampler.shape.kind",
            "Did you mean normal",
        ),
        (
            plan_with(sampler(kind="category", values=[{"value": "a"}, {"value": "a"}])),
            "tables.t.columns.k.sampler.values",
            "The value 'a' stands twice",
        ),
        (plan_with({"name": "a.b", "sampler": UUID}), "tables.t.columns.a.b.name", "it holds '.'"),
        (plan_with({"name": " a", "sampler": UUID}), "tables.t.columns. a.name", "no outer spaces"),
        (
            plan_with({"name": "k", "sampler": UUID, "modifiers": [{"kind": "nulls"}]}),
            "tables.t.columns.k.modifiers.nulls",
            "a share, a condition, or both",
        ),
        (
            plan_with({"name": "k", "sampler": UUID, "modifiers": [{"kind": "hidden"}, {"kind": "hidden"}]}),
            "tables.t.columns.k.modifiers",
            "The modifier 'hidden' stands twice",
        ),
        (plan_with(sampler(kind="uuid"), as_of="soon"), "as_of", "A date such as 2024-12-31"),
        (plan_with(sampler(kind="uuid"), seed="x" * 99), "seed", "…"),
        (plan_with(sampler(kind="uuid"), rowsmith=2), "rowsmith", "2 is not one of the choices"),
        ({"name": "a"}, "", "tables is missing"),
        ({"name": "a", "tables": {}}, "tables", "A list is expected"),
    ],
)
def test_misfits_are_located(form: Form, where: str, said: str) -> None:
    with pytest.raises(LintError) as caught:
        plan_from_canonical(form)
    assert [one.where for one in caught.value.findings] == [where]
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "amount",
    [{"firmness": "between", "value": 3}, {"firmness": "about", "value": 3, "high": 4}],
)
def test_only_between_has_two_ends(amount: Form) -> None:
    with pytest.raises(LintError, match="two ends"):
        plan_from_canonical(
            {"name": "a", "tables": [{"name": "t", "rows": {"kind": "fixed", "amount": amount}, "key": []}]}
        )


@pytest.mark.parametrize(
    ("columns", "cells", "said"),
    [(["a", "a"], [[1, 2]], "stands twice"), (["a", "b"], [[1]], "row 1 has 1 cells for 2"), ([], [[]], "")],
)
def test_written_rows_are_a_rectangle(columns: list[Canonical], cells: list[Canonical], said: str) -> None:
    rows: Form = {"kind": "written", "columns": columns, "cells": cells}
    with pytest.raises(LintError, match=rf"(?i){said}"):
        plan_from_canonical({"name": "a", "tables": [{"name": "t", "rows": rows, "key": []}]})


def test_infinities_are_no_numbers() -> None:
    with pytest.raises(LintError, match="finite"):
        plan_from_canonical(plan_with(sampler(kind="integer", low=1, high=2, step=float("inf"))))


def test_the_canonical_form_leaves_out_defaults_but_not_kinds() -> None:
    plan = plan_from_canonical(plan_with(sampler(kind="uuid")))
    assert canonical_form(plan) == {
        "name": "a",
        "tables": [
            {
                "name": "t",
                "rows": {"kind": "fixed", "amount": {"value": 3.0}},
                "key": ["k"],
                "columns": [{"name": "k", "sampler": {"kind": "uuid"}}],
            }
        ],
    }


def test_the_fingerprint_is_that_of_what_is_said() -> None:
    said = plan_from_canonical(plan_with(sampler(kind="sequence", start=1)))
    left_out = plan_from_canonical(plan_with(sampler(kind="sequence")))
    other = plan_from_canonical(plan_with(sampler(kind="sequence", start=2), as_of="2024-01-01"))
    assert fingerprint(said) == fingerprint(left_out) != fingerprint(other)
    assert '"as_of":"2024-01-01"' in canonical_json(other)


def test_a_changed_part_is_held_to_what_its_model_asks() -> None:
    column = Column(name="k", sampler=Uuid())
    table = Table.model_validate(
        {"name": "t", "rows": {"kind": "fixed", "amount": {"value": 3}}, "key": ["k"]}
    )
    assert changed(table, columns=(column,)).columns == (column,)
    with pytest.raises(ValueError, match="stands twice"):
        changed(table, columns=(column, column))


def test_parts_are_found_by_name() -> None:
    plan = plan_from_canonical(plan_with(sampler(kind="uuid")))
    table = plan.table("t")
    assert table is not None
    assert table.origin == "t"
    column = table.column("k")
    assert column is not None
    assert (column.origin, column.hidden) == ("k", False)
    assert (plan.table("x"), table.column("x")) == (None, None)
    assert isinstance(plan, Plan)
