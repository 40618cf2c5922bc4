"""Sketched tables: several on a line, sizes behind the columns, keys by name; and lists of values with shares."""

from __future__ import annotations

import pytest

from rowsmith.agents.models.offline.reading.reader import read


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("depot(id, name, city)  -- 9", {"rows depot 9"}),
        ("depot(id, name, city)  ~ 24", {"rows depot ~24"}),
        ("tram: id, name, built_year 1995..2023 [40]", {"rows tram 40"}),
        ("tram: id, name, weight_kg 1-20, status new|used  x 800, may 2024", {"rows tram 800"}),
        (
            "trams(id, name, depot_id -> depots), depots(id, name) 8 rows, 250 trams",
            {"rows depots 8", "rows trams 250", "refers trams > depots as depot_id"},
        ),
        (
            "yoga_class(class_id, label)\nguest(guest_id, class_id, first_name)  22..30 per class",
            {"refers guest > yoga_class as class_id", "children yoga_class > guest 22..30"},
        ),
        (
            "tram: tail_number, model, seats\nrun: id, tail_number -> tram, departed_at",
            {"refers run > tram as tail_number"},
        ),
        (
            "hall(id, name)\nshow(id, hall_id, starts_at) -- 40\n-- no two shows in a hall at the same time",
            {"rows show 40"},
        ),
        (
            "250 boats, status open/in repair/sold 5/15/80",
            {"values boats.status open=0.05|in repair=0.15|sold=0.8"},
        ),
        (
            "250 berths with a class economy 85% business 12% first 3%",
            {"values berths.class economy=0.85|business=0.12|first=0.03"},
        ),
        ("90 nurses, shift A/B/C equally", {"values nurses.shift A|B|C"}),
        (
            "900 nurses (blood group O+ 37%, A+ 36%, B+ 27%)",
            {"values nurses.blood_group O+=0.37|A+=0.36|B+=0.27"},
        ),
        ("nurses 110: badge red/green/blue 80/15/5 %", {"values nurses.badge red=0.8|green=0.15|blue=0.05"}),
    ],
)
def test_what_is_said_beside_a_sketch_or_a_list(message: str, wanted: set[str]) -> None:
    said = {str(statement) for statement in read(message).statements}
    assert wanted <= said, said


def test_two_at_one_time_is_no_number_of_children() -> None:
    said = [
        str(one)
        for one in read(
            "hall(id, name)\nshow(id, hall_id, starts_at)\n-- no two shows in a hall at the same time"
        ).statements
    ]
    assert not any(one.startswith("children") for one in said)


def test_the_key_of_two_columns_is_never_empty() -> None:
    sql = (
        "create table cats (id int primary key); create table toys (id int primary key);\n"
        "create table plays (cat_id int references cats(id), toy_id int references toys(id), primary key (cat_id, toy_id));"
    )
    said = {str(one) for one in read(sql).statements}
    assert {"key plays cat_id+toy_id"} <= said
    assert not any(one.startswith("refers plays") and "optional" in one for one in said)
