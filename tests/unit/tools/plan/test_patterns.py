"""Patterns as trees, and what can't be one."""

from __future__ import annotations

import math

import pytest

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.cycles import parts_of
from rowsmith.tools.plan.lint.uniqueness import pattern_size
from rowsmith.tools.plan.patterns import Characters, Either, Repeat, Row, Slot, parse_pattern


def test_a_pattern_is_read_part_by_part() -> None:
    assert parse_pattern(r"^A(x|[0-2])\d{2,3}{year:04}?$", "t.c") == Row(
        (
            Characters("A"),
            Either((Characters("x"), Characters("012"))),
            Repeat(Characters("0123456789"), 2, 3),
            Repeat(Slot("year", "04"), 0, 1),
        )
    )


@pytest.mark.parametrize(
    ("regex", "size"),
    [
        ("[A-E]{2}", 25),
        ("(?:a|b|cd)", 3),
        ("a?", 2),
        (r"[\d.]", 11),
        (r"[\]\-]", 2),
        ("[a-]", 2),
        (r"\.", 1),
        (".", 62),
        ("{code}", math.inf),
        ("{code}{2}", math.inf),
        ("", 1),
        (r"[^!-~]?|x", 0),
    ],
)
def test_how_many_texts_a_pattern_makes(regex: str, size: float) -> None:
    if size:
        assert pattern_size(parse_pattern(regex, "t.c")) == size
    else:
        with pytest.raises(PlanError, match="holds no character"):
            parse_pattern(regex, "t.c")


@pytest.mark.parametrize(
    ("regex", "said"),
    [
        ("a)", "opening bracket"),
        ("(a", "closing bracket"),
        ("[a", "no end"),
        ("*a", "repeats nothing"),
        ("a+", "How often"),
        ("a{3,1}", "smaller number first"),
        ("a{999}", "from 0 to 200"),
        ("[z-a]", "runs backwards"),
        (r"\q", "not known"),
        ("a\\", "after the backslash"),
    ],
)
def test_what_is_no_pattern_is_told_with_its_place(regex: str, said: str) -> None:
    with pytest.raises(PlanError, match=said) as caught:
        parse_pattern(regex, "t.c")
    assert caught.value.where == "t.c"
    assert "⟨here⟩" in caught.value.message


@pytest.mark.parametrize(
    ("unit", "first", "last", "parts"),
    [
        ("hour", "22", "2", [22, 23, 0, 1, 2]),
        ("weekday", "Sat", "monday", [5, 6, 0]),
        ("month", "nov", "feb", [10, 11, 0, 1]),
        ("month", "12", "1", [11, 0]),
        ("day", "30", "1", [30, 31, 1]),
    ],
)
def test_spans_wrap_around_their_cycle(unit: str, first: str, last: str, parts: list[int]) -> None:
    assert parts_of(unit, first, last, "t.c") == parts


@pytest.mark.parametrize(("unit", "text"), [("hour", "24"), ("weekday", "5"), ("month", "13"), ("day", "0")])
def test_parts_that_a_cycle_does_not_have(unit: str, text: str) -> None:
    with pytest.raises(PlanError, match=f"is no {unit}"):
        parts_of(unit, text, text, "t.c")
