"""Rows of cells as aligned text that fits the terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console

WIDEST_CELL = 40
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
GAP = 2


def one_line(text: str) -> str:
    """The text without line breaks, tabs, double spaces, and whatever would steer a terminal."""
    return CONTROL.sub("�", " ".join(text.split()))


def cut(text: str, width: int) -> str:
    """The text, at most `width` cells wide; "…" stands for what is left out."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def grid(
    names: Sequence[str], rows: Sequence[Sequence[str]], out: Console, *, right: Sequence[int] = ()
) -> None:
    """Prints rows under their names; on a terminal the last column is cut at its edge.

    Args:
        right: the places of the columns that are aligned on the right.
    """
    lines = [list(names), *map(list, rows)]
    widths = [max(cell_len(line[place]) for line in lines) for place in range(len(names))]
    for line in lines:
        cells = [_padded(cell, widths[place], place in right) for place, cell in enumerate(line)]
        text = (" " * GAP).join(cells).rstrip()
        out.print(cut(text, out.width) if out.is_terminal else text)


def table(names: Sequence[str], rows: Sequence[Sequence[object]], out: Console) -> None:
    """Prints rows of values; long cells are cut, and on a terminal the columns that do not fit are named below."""
    shown = [[_cell(value) for value in row] for row in rows]
    widths = [
        max([cell_len(name), *(cell_len(row[place]) for row in shown)]) for place, name in enumerate(names)
    ]
    fitting = _fitting(widths, out.width) if out.is_terminal else len(names)
    numbers = [place for place in range(fitting) if rows and all(_is_number(row[place]) for row in rows)]
    grid(names[:fitting], [row[:fitting] for row in shown], out, right=numbers)
    if fitting < len(names):
        out.print(f"and {', '.join(names[fitting:])}")


def _fitting(widths: Sequence[int], width: int) -> int:
    """How many columns fit, at least one."""
    used = 0
    for place, wide in enumerate(widths):
        used += wide + (GAP if place else 0)
        if used > width:
            return max(place, 1)
    return len(widths)


def _cell(value: object) -> str:
    return "" if value is None else cut(one_line(str(value)), WIDEST_CELL)


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _padded(cell: str, width: int, on_the_right: bool) -> str:
    room = " " * (width - cell_len(cell))
    return room + cell if on_the_right else cell + room
