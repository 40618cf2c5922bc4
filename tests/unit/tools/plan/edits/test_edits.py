"""Edits: what they change, what they refuse, and that each can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import NamedConstant, Plan, Rule, plan_from_friendly
from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.data import Quantity
from rowsmith.tools.plan.edits import Edit, apply, describe, diff, inverse
from rowsmith.tools.plan.edits.model import (
    AddColumn,
    AddRule,
    AddSegment,
    AddTable,
    DropColumn,
    DropRule,
    DropSegment,
    DropTable,
    RenameColumn,
    RenameTable,
    SetColumn,
    SetConstant,
    SetKey,
    SetLocale,
    SetPlan,
    SetRows,
    SetRule,
    SetSegment,
    SetTable,
)  # fmt: skip
from rowsmith.tools.plan.samplers import Constant, Integer
from rowsmith.tools.plan.table import FixedRows, Segment, Setting, Table


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_from_friendly(
        {
            "name": "shop",
            "constants": {"rate": 0.2},
            "tables": {
                "cities": {
                    "rows": 3,
                    "key": "city_id",
                    "columns": {"city_id": "sequence", "size": {"integer": [1, 9]}},
                },
                "shops": {
                    "rows": 4,
                    "key": "shop_id",
                    "columns": {
                        "shop_id": "sequence",
                        "city_id": {"reference": "cities", "where": "city.size > 2"},
                        "size": {"integer": ["city.size", 20]},
                        "label": {"pattern": "S-{size:04}-[A-Z]"},
                        "turnover": {
                            "expression": "coalesce(sum(sales.price) filter (where size > shops.size), 0)"
                        },
                    },
                    "segments": {
                        "big": {
                            "share": 0.1,
                            "where": "size > 9",
                            "set": {"size": {"expression": "size * 2"}},
                            "label": "is_big",
                        }
                    },
                    "rules": {"sized": "size >= city.size"},
                },
                "sales": {
                    "rows": {"per": "shop_id", "count": [1, 3]},
                    "key": "sale_id",
                    "columns": {
                        "sale_id": "sequence",
                        "shop_id": {"reference": "shops"},
                        "size": {"integer": [1, 5]},
                        "price": {
                            "decimal": [1, 9],
                            "follows": {"shop.size": 0.4},
                            "nulls": "size < 2 and 'size' <> 'x'",
                        },
                    },
                },
                "totals": {
                    "rows": {"query": "select shop_id, sum(price) as size from sales group by 1"},
                    "key": "shop_id",
                },
            },
            "rules": {"cheap": "avg(sales.price) filter (where size > 1) < 9 * rate * 100"},
        }
    )


def number(name: str) -> Column:
    return Column(name=name, sampler=Integer(low=1, high=2))


BIG = Segment(name="other", share=0.2, set=(Setting(column="size", sampler=Constant(value=3)),))

EDITS: list[Edit] = [
    AddTable(table=Table(name="extra", rows=FixedRows(amount=Quantity(value=2)), key=("id",), columns=(number("id"),)), at=1),
    DropTable(table="totals"),
    SetTable(table=Table(name="totals", rows=FixedRows(amount=Quantity(value=2)), key=("id",), columns=(number("id"),))),
    RenameTable(table="shops", to="stores"),
    RenameTable(table="sales", to="receipts"),
    SetRows(table="shops", rows=FixedRows(amount=Quantity(value=9))),
    SetKey(table="sales", key=("shop_id", "sale_id")),
    SetLocale(table="shops", locale="de_DE"),
    AddColumn(table="shops", column=number("floors"), at=2),
    SetColumn(table="sales", column=number("price")),
    RenameColumn(table="cities", column="size", to="people"),
    RenameColumn(table="shops", column="size", to="floor_area"),
    RenameColumn(table="shops", column="city_id", to="town_id"),
    RenameColumn(table="shops", column="shop_id", to="id"),
    RenameColumn(table="sales", column="size", to="pieces"),
    RenameColumn(table="sales", column="shop_id", to="store_id"),
    DropColumn(table="shops", column="label"),
    AddRule(table="shops", rule=Rule(name="odd", check="size > 0")),
    AddRule(rule=Rule(name="many", check="count(sales) > 0"), at=0),
    SetRule(table="shops", rule=Rule(name="sized", check="size > 0")),
    DropRule(rule="cheap"),
    AddSegment(table="shops", segment=BIG, at=0),
    SetSegment(table="shops", segment=BIG.model_copy(update={"name": "big"})),
    DropSegment(table="shops", segment="big"),
    SetConstant(name="rate", constant=NamedConstant(name="rate", value=0.3)),
    SetConstant(name="extra", constant=NamedConstant(name="extra", value="x")),
    SetPlan(seed=5, as_of=dt.date(2024, 1, 1), locale="de_DE", name="other"),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: describe(edit)[:60])
def test_an_edit_changes_the_plan_and_can_be_taken_back(plan: Plan, edit: Edit) -> None:
    after = apply(plan, [edit])
    assert after != plan
    assert apply(after, inverse(plan, edit)) == plan
    assert apply(plan, diff(plan, after)) == after
    assert len(describe(edit)) > 5


def test_a_rename_is_followed_by_meaning(plan: Plan) -> None:
    after = apply(plan, [RenameColumn(table="shops", column="size", to="area")])
    shops, sales = after.table("shops"), after.table("sales")
    assert shops is not None
    assert sales is not None
    texts = after.model_dump_json()
    assert "S-{area:04}-[A-Z]" in texts
    assert "filter (where size > shops.area)" in texts
    assert '"check":"area >= city.size"' in texts
    assert '"column":"shop.area"' in texts
    assert "size < 2 and 'size' <> 'x'" in texts
    assert shops.column("area") is not None
    assert shops.columns[2].origin == "size"


def test_a_renamed_reference_is_followed_without_its_id(plan: Plan) -> None:
    texts = apply(plan, [RenameColumn(table="shops", column="city_id", to="town_id")]).model_dump_json()
    assert "town.size > 2" in texts
    assert "size >= town.size" in texts
    assert "city.size" not in texts


def test_a_renamed_table_is_followed_in_rules_queries_and_filters(plan: Plan) -> None:
    texts = apply(plan, [RenameTable(table="sales", to="receipts")]).model_dump_json()
    assert "sum(receipts.price)" in texts
    assert "from receipts group by" in texts
    assert "avg(receipts.price)" in texts


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([DropTable(table="cities")], "still used by shops"),
        ([DropColumn(table="cities", column="size")], "shops"),
        ([DropColumn(table="sales", column="price")], "shops.turnover"),
        ([DropColumn(table="sales", column="prise")], "Did you mean price"),
        ([DropTable(table="citys")], "Did you mean cities"),
        ([RenameColumn(table="sales", column="size", to="price")], "taken"),
        ([RenameColumn(table="sales", column="sise", to="x")], "Did you mean size"),
        ([RenameColumn(table="sale", column="size", to="x")], "Did you mean sales"),
        ([RenameTable(table="sales", to="shops")], "taken"),
        ([RenameTable(table="sale", to="x")], "Did you mean sales"),
        ([AddColumn(table="sales", column=number("size"))], "taken"),
        ([SetColumn(table="sales", column=number("sizes"))], "Did you mean size"),
        ([SetRows(table="none", rows=FixedRows(amount=Quantity(value=1)))], "no table none"),
        ([SetConstant(name="x", constant=None)], "There is no x"),
    ],
)
def test_what_can_not_be_is_refused(plan: Plan, edits: list[Edit], said: str) -> None:
    with pytest.raises(PlanError) as caught:
        apply(plan, edits)
    assert said in str(caught.value)


def test_a_drop_with_its_users_changed_in_the_same_breath_is_fine(plan: Plan) -> None:
    edits: list[Edit] = [
        DropColumn(table="shops", column="size"),
        DropRule(table="shops", rule="sized"),
        DropSegment(table="shops", segment="big"),
    ]
    edits += [
        DropColumn(table="shops", column="label"),
        DropColumn(table="shops", column="turnover"),
        SetColumn(table="sales", column=number("price")),
    ]
    assert apply(plan, edits).table("shops") is not None


def test_diff_follows_another_order_of_tables_columns_and_rules(plan: Plan) -> None:
    turned = plan.model_copy(update={"tables": plan.tables[::-1]})
    shops = plan.tables[1]
    mixed = plan.model_copy(
        update={
            "tables": (
                plan.tables[0],
                shops.model_copy(update={"columns": shops.columns[::-1]}),
                *plan.tables[2:],
            )
        }
    )
    two = apply(plan, [AddRule(rule=Rule(name="many", check="count(sales) > 0"))])
    swapped = two.model_copy(update={"rules": two.rules[::-1]})
    constants = plan.model_copy(update={"constants": (NamedConstant(name="b", value=1), *plan.constants)})
    for before, after in (
        (plan, turned),
        (plan, mixed),
        (two, swapped),
        (plan, constants),
        (constants, plan),
    ):
        assert apply(before, diff(before, after)) == after
