"""All rows of a run, family by family: a range of root rows, then everything below them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rowsmith.tools.engine.compiling.columns import output_columns
from rowsmith.tools.engine.rows.block import Block, Broods
from rowsmith.tools.engine.tables.base import BaseTable
from rowsmith.tools.engine.tables.child import ChildTable
from rowsmith.tools.engine.world import TableWorld

LARGEST = 2
"""Rows below some parents are made in parts once there are more than so many times a block's rows."""


class Family:
    """A root table and all tables below it."""

    def __init__(self, world: TableWorld, root: BaseTable) -> None:
        self.world, self.root = world, root

    def tables(self) -> list[BaseTable]:
        """The root and its descendants, parents before children."""
        found = [self.root]
        for table in found:
            found += children(self.world, table)
        return found

    def ranges(self) -> list[tuple[int, int]]:
        """The root's rows in ranges under which no table has many more rows than a block."""
        total = self.root.count()
        largest = max([table.count() for table in self.tables()] or [0])
        size = max(1, self.world.block_rows * total // max(1, largest))
        return [(start, min(start + size, total)) for start in range(0, total, size)]

    def blocks(self, start: int, stop: int) -> Iterator[Block]:
        """The blocks of a range of root rows: each table's in the order of its rows."""
        roots = self.root.rows(np.arange(start, stop, dtype=np.uint64))
        yield from self._from(roots)
        roots.release()

    def _from(self, block: Block) -> Iterator[Block]:
        yield block
        for child in children(self.world, block.source):
            for part in self._parts(block.brood(child.name), child):
                yield from self._from(part)
                part.release()

    def _parts(self, brood: Broods, child: ChildTable) -> Iterator[Block]:
        """All rows below some parents at once where they are few, or where they need each other."""
        most = LARGEST * self.world.block_rows
        if len(brood) > most:
            first = brood.part(0, 1)
            for name in output_columns(child):
                first.column(name)
        if len(brood) <= most or brood.is_made:
            yield brood.block()
            return
        for start in range(0, len(brood), self.world.block_rows):
            yield brood.part(start, start + self.world.block_rows)


def children(world: TableWorld, table: object) -> list[ChildTable]:
    return [one for one in world.tables.values() if isinstance(one, ChildTable) and one.parent is table]


def families(world: TableWorld) -> list[Family]:
    roots = dict.fromkeys(_root(table) for table in world.tables.values())
    return [Family(world, root) for root in roots]


def _root(table: BaseTable) -> BaseTable:
    while isinstance(table, ChildTable):
        table = table.parent
    return table
