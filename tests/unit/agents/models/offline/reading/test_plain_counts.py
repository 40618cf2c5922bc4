"""Numbers that are totals, tables that are named in passing, and the tables between two others."""

from __future__ import annotations

import pytest

from rowsmith.agents.models.offline.reading.reader import read

CASES = {
    "A county: 12 districts, 60 schools each belonging to a district, 800 pupils.": {
        "rows districts 12",
        "rows schools 60",
        "rows pupils 800",
        "refers schools > districts",
    },
    "200 dogs and their owners (about 150), each dog with a trainer (there are 8).": {
        "rows dogs 200",
        "rows owners ~150",
        "rows trainers 8",
        "refers dogs > trainers",
    },
    "A farm shop. 25 products. 2000 orders. An order contains between one and five products, quantity 1 to 12.": {
        "rows products 25",
        "rows orders 2000",
        "children orders > order_products 1..5",
        "distinct order_products product_id within order_id",
        "range order_products.quantity 1..12",
    },
    "900 tasks belong to one of 40 projects and are handled by one of 12 employees": {
        "refers tasks > projects",
        "rows projects 40",
        "refers tasks > employees",
        "rows employees 12",
    },
    "900 alarms, severity low/high/critical (critical is rare, like 3%)": {
        "values alarms.severity low|high|critical",
        "share alarms.severity = critical ~0.03",
    },
}


@pytest.mark.parametrize("words", CASES)
def test_a_description_says(words: str) -> None:
    assert CASES[words] <= {str(statement) for statement in read(words).statements}


def test_a_window_never_ends_before_it_starts() -> None:
    found = read("1000 readings from 10 devices, one per device every 15 minutes starting 2024-06-01")
    assert not any("2024-05-31" in str(statement) for statement in found.statements)


MORE = {
    "9 depots. 12,000 passes in 2023: adult 18, reduced 9, child 0 euros.": {
        "rows passes 12000",
        "values passes.type adult|reduced|child",
        "range passes.price 9 when passes.type = reduced",
    },
    "300 cows with a breed (60% Holstein, 30% Jersey, rest Angus)": {
        "values cows.breed Holstein=0.6|Jersey=0.3|Angus"
    },
    "40 videos. Each video gets from 0 to 500 likes": {"range videos.likes 0..500"},
}


@pytest.mark.parametrize("words", MORE)
def test_a_list_of_kinds_says(words: str) -> None:
    assert MORE[words] <= {str(statement) for statement in read(words).statements}
