"""The parts of a Markdown text that documents are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

HEADING = re.compile(r"(#{1,6})\s+(.*)")
BULLET = re.compile(r"[-*]\s+(.*)")
RULE = re.compile(r"\|?[\s|:-]+\|?$")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullet:
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, the first one the names."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullet | Grid
Sort = Literal["grid", "heading", "bullet", "empty", "words"]


def blocks(text: str) -> Iterator[Block]:
    """Headings, bullets, tables and paragraphs, in their order."""
    for sort, lines in groupby((line.strip() for line in text.split("\n")), _sort):
        match sort:
            case "grid":
                yield _grid(list(lines))
            case "heading":
                found = (HEADING.fullmatch(line) for line in lines)
                yield from (Heading(len(one[1]), one[2]) for one in found if one)
            case "bullet":
                yield from (Bullet(one[1]) for one in map(BULLET.fullmatch, lines) if one)
            case "words":
                yield Paragraph(" ".join(lines))
            case "empty":
                continue


def _sort(line: str) -> Sort:
    if not line:
        return "empty"
    if line.startswith("|"):
        return "grid"
    if HEADING.fullmatch(line):
        return "heading"
    return "bullet" if BULLET.fullmatch(line) else "words"


def _grid(lines: list[str]) -> Grid:
    rows = [
        tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|")))
        for line in lines
        if not RULE.fullmatch(line)
    ]
    wide = max((len(row) for row in rows), default=0)
    return Grid(tuple((*row, *[""] * (wide - len(row))) for row in rows))
