"""Rows as aligned text."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from rowsmith.cli.tables import cut, grid, one_line, table


def printed(width: int, *, terminal: bool) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=terminal, color_system=None, soft_wrap=True, markup=False
    )
    return console, out


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("short", 5, "short"),
        ("longer text", 7, "longer…"),
        ("日本語の文", 7, "日本語…"),
        ("日本語", 5, "日本…"),
    ],
)
def test_long_text_is_cut(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("a\n\t b", "a b"), ("a\x1b[31mred\x00", "a�[31mred�"), ("", "")]
)
def test_a_cell_is_one_line_that_steers_no_terminal(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_numbers_stand_on_the_right_and_empty_cells_stay_empty() -> None:
    console, out = printed(80, terminal=False)
    table(("id", "name", "paid"), [(1, "Ann", True), (200, None, False)], console)
    assert out.getvalue().splitlines() == [" id  name  paid", "  1  Ann   True", "200        False"]


def test_a_table_without_rows_shows_its_names() -> None:
    console, out = printed(80, terminal=False)
    table(("id", "name"), [], console)
    assert out.getvalue() == "id  name\n"


def test_on_a_terminal_columns_that_do_not_fit_are_named_below() -> None:
    console, out = printed(20, terminal=True)
    table(("id", "name", "comment"), [(1, "Ann Miller", "x" * 99)], console)
    assert out.getvalue().splitlines() == ["id  name", " 1  Ann Miller", "and comment"]


def test_the_first_column_is_always_there() -> None:
    console, out = printed(8, terminal=True)
    table(("comment", "id"), [("much too long", 1)], console)
    assert out.getvalue().splitlines() == ["comment", "much to…", "and id"]


def test_elsewhere_all_columns_are_there_and_cells_are_cut() -> None:
    console, out = printed(20, terminal=False)
    table(("id", "comment"), [(1, "x" * 99)], console)
    assert out.getvalue().splitlines()[1] == " 1  " + "x" * 39 + "…"


@pytest.mark.parametrize(
    ("terminal", "line"), [(True, "orders     7  a…"), (False, "orders     7  a, b, c, d")]
)
def test_the_last_column_of_a_grid_is_cut_at_the_edge_of_a_terminal(terminal: bool, line: str) -> None:
    console, out = printed(16, terminal=terminal)
    grid(("t", "rows", "columns"), [("orders", "7", "a, b, c, d")], console, right=(1,))
    assert out.getvalue().splitlines()[1] == line
