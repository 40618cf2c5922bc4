"""Tables and their relationships as a drawing: parents above, children below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rowsmith.report.relationships import Relationship

WIDTH, HEIGHT = 140, 54
GAP_X, GAP_Y = 20, 74
MARGIN = 14
LOOP = 34
"""How far a line from a table to itself reaches out."""
PER_ROW = 3

Place = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """A table at its upper left corner."""

    name: str
    rows: int
    x: int
    y: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Line:
    """A reference as an SVG path from child to parent, with the numbers at both ends and their places."""

    path: str
    one: str
    many: str
    one_at: Place
    many_at: Place


@dataclass(frozen=True)
class Diagram:
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def diagram(tables: Sequence[tuple[str, int]], related: Sequence[Relationship]) -> Diagram:
    """The drawing of tables with their numbers of rows, in pixels."""
    rows = _rows([name for name, _ in tables], related)
    counts = dict(tables)
    widest = max((len(row) for row in rows), default=0)
    boxes = [
        Box(name, counts[name], _left(place, len(row), widest), MARGIN + level * (HEIGHT + GAP_Y))
        for level, row in enumerate(rows)
        for place, name in enumerate(row)
    ]
    loops = any(one.child == one.parent for one in related)
    width = 2 * MARGIN + widest * WIDTH + max(widest - 1, 0) * GAP_X + (LOOP if loops else 0)
    height = 2 * MARGIN + len(rows) * HEIGHT + max(len(rows) - 1, 0) * GAP_Y
    return Diagram(width, height, tuple(boxes), tuple(_lines({box.name: box for box in boxes}, related)))


def _left(place: int, of: int, widest: int) -> int:
    step = WIDTH + GAP_X
    return MARGIN + place * step + (widest - of) * step // 2


def _rows(names: Sequence[str], related: Sequence[Relationship]) -> list[list[str]]:
    """The tables by how far they are from a table without a parent, at most `PER_ROW` beside each other."""
    levels = _levels(names, related)
    found: list[list[str]] = []
    for level in sorted(set(levels.values())):
        row = [name for name in names if levels[name] == level]
        found += [row[at : at + PER_ROW] for at in range(0, len(row), PER_ROW)]
    return found


def _levels(names: Sequence[str], related: Sequence[Relationship]) -> dict[str, int]:
    """The longest way up, no higher than need be; circles end it after as many steps as there are tables."""
    levels = dict.fromkeys(names, 0)
    for _ in names:
        for one in related:
            if one.child != one.parent and one.child in levels and one.parent in levels:
                levels[one.child] = min(max(levels[one.child], levels[one.parent] + 1), len(names) - 1)
    return levels | dict(_lowered(levels, related))


def _lowered(levels: Mapping[str, int], related: Sequence[Relationship]) -> Iterator[tuple[str, int]]:
    """Tables without a parent stand right above the first table that refers to them."""
    children = {one.child for one in related if one.child != one.parent}
    for name in levels:
        below = [levels[one.child] for one in related if one.parent == name and one.child in levels]
        if name not in children and below:
            yield name, max(min(below) - 1, 0)


def _lines(boxes: Mapping[str, Box], related: Sequence[Relationship]) -> Iterator[Line]:
    """Ends of several lines at one box stand apart."""
    drawn = [one for one in related if one.child in boxes and one.parent in boxes]
    for one in drawn:
        child, parent = boxes[one.child], boxes[one.parent]
        if one.child == one.parent:
            yield _loop(child, one)
        elif child.y == parent.y:
            yield _beside(child, parent, one)
        else:
            yield _between(
                child, parent, one, (_along(boxes, drawn, one), _along(boxes, drawn, one, up=True))
            )


def _along(
    boxes: Mapping[str, Box], drawn: Sequence[Relationship], one: Relationship, *, up: bool = False
) -> float:
    """Where on the width of its child, or of its parent, the line ends, from 0 to 1: in the order of the far ends."""

    def near(line: Relationship) -> str:
        return line.parent if up else line.child

    def far(line: Relationship) -> int:
        return boxes[line.child if up else line.parent].middle

    same = sorted((line for line in drawn if near(line) == near(one) and line.child != line.parent), key=far)
    return (same.index(one) + 1) / (len(same) + 1)


def _between(child: Box, parent: Box, one: Relationship, at: tuple[float, float]) -> Line:
    below = child.y > parent.y
    x1, y1 = child.x + round(WIDTH * at[0]), child.y if below else child.y + HEIGHT
    x2, y2 = parent.x + round(WIDTH * at[1]), parent.y + HEIGHT if below else parent.y
    bend = (y1 - y2) // 2
    path = f"M{x1} {y1} C{x1} {y1 - bend} {x2} {y2 + bend} {x2} {y2}"
    away = 8 if below else -16
    return Line(path, one.one, one.many, (x2 + 5, y2 + away + 6), (x1 + 5, y1 - away + 2))


def _beside(child: Box, parent: Box, one: Relationship) -> Line:
    y = child.y + HEIGHT
    x1, x2 = child.middle, parent.middle
    path = f"M{x1} {y} C{x1} {y + 34} {x2} {y + 34} {x2} {y}"
    return Line(path, one.one, one.many, (x2 + 5, y + 14), (x1 + 5, y + 14))


def _loop(box: Box, one: Relationship) -> Line:
    x, y = box.x + WIDTH, box.y
    path = f"M{x} {y + 14} C{x + LOOP} {y + 6} {x + LOOP} {y + HEIGHT - 6} {x} {y + HEIGHT - 14}"
    return Line(path, one.one, one.many, (x + 4, y + 6), (x + 4, y + HEIGHT + 2))
