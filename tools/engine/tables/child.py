"""Tables whose rows stand below parents, or for combinations of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.streams import mix2
from rowsmith.tools.engine.assembly import picked
from rowsmith.tools.engine.protocols import Bits, Index
from rowsmith.tools.engine.rows.block import Block, Lineage
from rowsmith.tools.engine.rows.brood import Brood, Combinations
from rowsmith.tools.engine.rows.prefix import Prefix
from rowsmith.tools.engine.tables.base import BaseTable, World
from rowsmith.tools.engine.tables.counts import Counter
from rowsmith.tools.engine.tables.dimensions import Dimension
from rowsmith.tools.plan import Table

PARENTS = 65_536
"""How many parents are counted at a time."""
FEW = 64
"""How many parents a pilot begins with."""


@dataclass(frozen=True)
class Counting:
    """How rows are counted: a rule, and the columns that are counted through beside the parent."""

    counter: Counter
    dimensions: Sequence[Dimension]


class ChildTable(BaseTable):
    """Rows counted through `per`; without a reference among its columns they stand below one origin."""

    def __init__(self, world: World, plan: Table, parent: BaseTable, link: str | None) -> None:
        super().__init__(world, plan)
        self.parent, self._link = parent, link
        self._prefix: Prefix | None = None

    @property
    def link(self) -> str | None:
        return self._link

    @cached_property
    def counting(self) -> Counting:
        found: Counting = self.world.counting(self)
        return found

    def prefix(self) -> Prefix:
        """Where each parent's rows begin; all parents are counted when it is first asked for."""
        if self._prefix is None:
            self._prefix = self.world.stored.get(("rows", self.name), f"{self.name}.rows", self._count_all)
        return self._prefix

    def _count_all(self) -> Prefix:
        return Prefix.of(self._counted(parents)[0] for parents in self.parents())

    def count(self) -> int:
        return self.prefix().total

    def rows(self, ids: Bits) -> Block:
        numbers = ids.view(np.int64)
        owners = np.unique(self.prefix().parents_of(numbers))
        brood = self.brood(self.parent.rows(owners.view(np.uint64)))
        ends = np.cumsum(brood.counts)
        owner = np.searchsorted(owners, self.prefix().parents_of(numbers))
        places = numbers - brood.starts[owner] + (ends - brood.counts)[owner]
        return brood.select(places)

    def whole(self) -> Block:
        return self.parent_block().brood(self.name).block()

    def parent_block(self) -> Block:
        return self.parent.kept() or self.parent.whole()

    def imagined(self, rows: int) -> Block:
        parents = FEW
        while True:
            above = self.parent.imagined(parents)
            counts, combinations = self._counted(above)
            if int(counts.sum()) >= rows or parents >= rows:
                starts = np.cumsum(counts) - counts
                return Brood(self, above, starts, counts, combinations).part(0, rows)
            parents = min(4 * parents, rows)

    def brood(self, parents: Block) -> Brood:
        numbers = parents.ids.view(np.int64)
        prefix = self.prefix()
        combinations = self._counted(parents)[1] if self.counting.dimensions else None
        return Brood(self, parents, prefix.starts_of(numbers), prefix.counts_of(numbers), combinations)

    def parents(self) -> Iterator[Block]:
        total = self.parent.count()
        kept = self.parent.kept()
        if kept is not None:
            yield kept
            return
        for start in range(0, total, PARENTS):
            yield self.parent.rows(np.arange(start, min(start + PARENTS, total), dtype=np.uint64))

    def _counted(self, parents: Block) -> tuple[Index, Combinations | None]:
        """The rows of each parent, and of each combination where several columns are counted through."""
        rows = self.counting_rows(parents)
        counts = self.counting.counter.counts(rows, (self.counting_rows(some) for some in self.parents()))
        if not self.counting.dimensions or rows.lineage is None:
            return counts, None
        first = np.searchsorted(rows.lineage.index, np.arange(len(parents)), side="left")
        sums = np.zeros(len(counts) + 1, dtype=np.int64)
        np.cumsum(counts, out=sums[1:])
        last = np.append(first[1:], len(counts))
        return sums[last] - sums[first], Combinations(rows, counts, first)

    def counting_rows(self, parents: Block) -> Block:
        everyone = np.arange(len(parents), dtype=np.int64)
        rows = Block(self, parents.ids, Lineage(parents, everyone))
        for dimension in self.counting.dimensions:
            rows = self._expanded(rows, dimension)
        return rows

    def _expanded(self, rows: Block, dimension: Dimension) -> Block:
        made = dimension.expand(rows)
        lineage = rows.lineage
        assert lineage is not None  # noqa: S101 - rows that are counted stand below parents
        ids = mix2(rows.ids[made.owner], made.number.view(np.uint64), self.key("#rows", dimension.column))
        expanded = Block(self, ids, lineage.picked(made.owner))
        for column, known in rows.known.counted().items():
            expanded.known.count_through(column, picked(known, made.owner))
        for column, numbers in rows.known.counted_rows().items():
            expanded.known.count_through_rows(column, numbers[made.owner])
        if made.values is not None:
            expanded.known.count_through(dimension.column, made.values)
        if made.referred is not None:
            expanded.known.count_through_rows(dimension.column, made.referred)
        return expanded
