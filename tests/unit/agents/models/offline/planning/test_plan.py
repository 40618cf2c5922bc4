"""Descriptions planned: what a reader of the plan finds in it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from rowsmith.agents.models.offline.planning.plan import Wishes, draft_plan
from rowsmith.agents.models.offline.reading.reader import read
from rowsmith.tools.errors import UsageError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.friendly.write import write


@cache
def planned(description: str, as_of: str | None = None, locale: str | None = None) -> Plan:
    found = read(description)
    return draft_plan(found.statements, found.vocabulary, found.context.scores, Wishes(1, as_of, locale))


def tables(description: str) -> dict[str, Any]:
    found: Any = write(planned(description))["tables"]
    return dict(found)


def column(description: str, table: str, name: str) -> Any:
    return tables(description)[table]["columns"][name]


SHOP = (
    "500 customers with name and unique email, 40 products with a price from 2 to 90 euros. "
    "Each customer has 1 to 5 orders in 2023. Each order has 1 to 4 line items with quantity from 1 to 3."
)


def test_tables_keys_and_references() -> None:
    found = tables(SHOP)
    assert found["customers"]["rows"] == 500
    assert found["products"]["rows"] == 40
    assert found["orders"]["rows"]["per"] == "customer_id"
    assert found["orders"]["rows"]["count"] == [1, 5]
    assert found["orders"]["columns"]["customer_id"] == {"reference": "customers"}
    assert found["line_items"]["rows"]["per"] == "order_id"
    assert found["line_items"]["columns"]["product_id"]["reference"] == "products"


def test_uniqueness_ranges_and_windows() -> None:
    assert column(SHOP, "customers", "email")["unique"] is True
    price = column(SHOP, "products", "price")
    assert (price.get("decimal") or price.get("integer")) == [2, 90]
    assert column(SHOP, "line_items", "quantity")["integer"] == [1, 3]
    dates = str(tables(SHOP)["orders"]["columns"])
    assert "2023-01-01" in dates
    assert planned(SHOP).as_of.year == 2023


def test_shares_become_weights_that_are_met() -> None:
    text = "300 tickets with priority low/medium/high = 50/30/20 % and created in March 2024"
    assert column(text, "tickets", "priority") == {
        "category": {"low": 50, "medium": 30, "high": 20},
        "exact": True,
    }


def test_shares_that_deal_out_all_rows_are_states() -> None:
    text = "A shop with 300 orders. Orders are 80% paid, 15% open and 5% cancelled; only cancelled orders have a cancelled date."
    assert column(text, "orders", "status")["category"] == {"paid": 80, "open": 15, "cancelled": 5}
    assert column(text, "orders", "cancelled_date")["nulls"] == "status <> 'cancelled'"


def test_dates_follow_each_other() -> None:
    text = "200 loans with loan date in 2024 and return date, the return date is 1 to 30 days after the loan date"
    assert column(text, "loans", "return_date") == {"after": "loan_date", "by": ["1 days", "30 days"]}


def test_an_exact_distance_is_computed() -> None:
    text = "200 loans with loan date in 2024 and due date. The due date is loan date + 21 days."
    assert "interval 21 day" in column(text, "loans", "due_date")["expression"]


def test_forms_are_patterns() -> None:
    text = "120 products with a sku like KTX-0042, all different"
    found = column(text, "products", "sku")
    assert found["unique"] is True
    assert found["pattern"].startswith("[A-Z]{3}")


def test_a_trend_is_a_rank_correlation() -> None:
    text = "400 flats with size from 20 to 160 square metres and rent from 300 to 3000. The rent goes up with size."
    flats = tables(text)["flats"]["columns"]
    assert any("follows" in one for one in flats.values() if isinstance(one, dict))


def test_groups_in_an_order_of_means() -> None:
    text = "300 rooms with type single/double/suite and a price from 40 to 400. Price: suite > double > single on average."
    arms = column(text, "rooms", "price")["switch"]
    assert [arm.get("when") for arm in arms][:3] == ["type = 'suite'", "type = 'double'", "type = 'single'"]
    tops = [arm["use"].get("decimal", arm["use"].get("integer"))[1] for arm in arms[:3]]
    assert tops == sorted(tops, reverse=True)


def test_a_tree_of_employees() -> None:
    text = "400 employees with a name. Exactly one CEO has no manager, everyone else reports to another employee."
    assert column(text, "employees", "manager_id")["reference"] == "employees"
    assert column(text, "employees", "manager_id")["roots"] == 1


def test_a_pair_is_dealt_once() -> None:
    text = "50 movies, 90 users, 1000 ratings from 1 to 5, nobody rates a movie twice"
    found = tables(text)["ratings"]
    first = found["rows"]["per"]
    other = "movie_id" if first == "user_id" else "user_id"
    assert found["columns"][other]["unique"] == {"within": first}


def test_a_sketch_keeps_its_names() -> None:
    text = "player(id pk, nickname unique, level int)\nquest(id pk, title)\ncounts: player=150, quest=40"
    found = tables(text)
    assert list(found["player"]["columns"]) == ["id", "nickname", "level"]
    assert found["player"]["key"] == "id"


def test_a_country_gives_the_locale() -> None:
    assert planned("300 rental flats in Germany with address and rent").locale == "de_DE"


def test_wishes_stand_above_the_words() -> None:
    found = planned("30 cats with a name", as_of="2020-05-05", locale="fr_FR")
    assert found.locale == "fr_FR"


def test_nothing_to_plan_is_said() -> None:
    with pytest.raises(UsageError, match="No table could be read"):
        planned("hello there")
