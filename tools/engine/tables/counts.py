"""How many rows each parent, or each combination below it, has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rowsmith.tools.chance.alias import quota
from rowsmith.tools.chance.permutation import Permutation
from rowsmith.tools.chance.streams import below, unit
from rowsmith.tools.engine.aggregation.memory import Stored
from rowsmith.tools.engine.assembly import is_true
from rowsmith.tools.engine.casting import rescaled
from rowsmith.tools.engine.protocols import Index, Sampler
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.tables.amounts import settled
from rowsmith.tools.engine.tables.limits import Limits
from rowsmith.tools.engine.tables.totals import Adjustment, solve
from rowsmith.tools.engine.vector import Vector
from rowsmith.tools.errors import GenerationError
from rowsmith.tools.plan.data import Quantity, Share
from rowsmith.tools.plan.expressions import Resolved

ADDRESS = "#rows"
Flags = npt.NDArray[np.bool_]


@dataclass
class CountRule:
    """What a plan says of the counts.

    `where` says which parents may have rows. The rows counted are those of the child table, one for each
    parent or combination.
    """

    place: str
    sampler: Sampler
    limits: Limits
    where: Resolved | None
    childless: Share | None
    pick: int | None
    gaps: float | None
    key: np.uint64

    def counts(self, rows: Block) -> Index:
        """The counts before a total is met."""
        drawn = whole_numbers(self.sampler.draw(rows, rows.bits(ADDRESS, "count")), self.place)
        return np.where(self.open(rows), drawn, 0)

    def open(self, rows: Block) -> Flags:
        """Where there may be rows at all."""
        open_rows = np.ones(len(rows), dtype=np.bool_)
        if self.where is not None:
            open_rows &= is_true(rows.evaluate(self.where))
        if self.gaps:
            open_rows &= ~below(rows.bits(ADDRESS, "gaps"), self.gaps)
        parents = rows.lineage.parents if rows.lineage is not None else None
        if parents is not None and (self.childless is not None or self.pick is not None):
            open_rows &= self._chosen(rows, parents)
        return open_rows

    def _chosen(self, rows: Block, parents: Block) -> Flags:
        total = parents.source.count()
        own = rows.group
        if self.pick is not None:
            if self.pick > total:
                raise GenerationError(
                    f"{self.pick} parents with rows are asked for, and there are {total}.",
                    where=self.place,
                    hint="Pick fewer, or make more parents.",
                )
            return Permutation(max(total, 1), self.key).forward(own) < self.pick
        if isinstance(self.childless, Quantity):
            without = _part(self.childless, total)
            return Permutation(max(total, 1), self.key).forward(own) >= without
        return ~below(_parent_bits(rows, own), float(self.childless or 0.0))


def _parent_bits(rows: Block, own: Index) -> npt.NDArray[np.uint64]:
    from rowsmith.tools.chance.streams import mix

    return mix(own.view(np.uint64), rows.source.key(ADDRESS, "childless"))


def _part(share: Quantity, total: int) -> int:
    """How many of the parents are without rows."""
    match share.firmness:
        case "at_least":
            return int(np.ceil(share.value * total))
        case "at_most" | "under":
            return int(np.floor(share.value * total * 0.97))
        case "between":
            return round((share.value + (share.high or share.value)) / 2 * total)
    return int(quota([share.value, max(0.0, 1 - share.value)], total)[0])


def whole_numbers(vector: Vector, place: str) -> Index:
    """Counts as int64; null is none. Raises GenerationError at a count below 0."""
    if vector.type.name == "double":
        found = np.asarray(np.floor(np.nan_to_num(np.asarray(vector.values)) + 0.5), dtype=np.int64)
    else:
        found = rescaled(np.asarray(vector.values, dtype=np.int64), -vector.type.digits)
    if vector.valid is not None:
        found = np.where(vector.valid, found, 0)
    if len(found) and int(found.min()) < 0:
        raise GenerationError(
            f"A count of {int(found.min())} rows can't be.",
            where=place,
            hint="Keep the count at 0 or above, as in greatest(0, ...).",
        )
    return found


class Counter:
    """The counts of a child table, with a total met if one is asked for."""

    def __init__(self, rule: CountRule, total: Quantity | None, scale: float, stored: Stored) -> None:
        self.rule, self.total, self.scale, self.stored = rule, total, scale, stored

    def counts(self, rows: Block, everything: Iterable[Block]) -> Index:
        """The count of each row; `everything` are all rows to be counted, asked for once."""
        if self.total is None:
            return self.rule.counts(rows)
        mark = ("total", self.rule.place)
        adjustment = self.stored.get(mark, self.rule.place, lambda: self._solved(everything))
        return adjustment.apply(*self._parts(rows))

    def _solved(self, everything: Iterable[Block]) -> Adjustment:
        parts = [self._parts(rows) for rows in everything]
        counts, part, low, high = (np.concatenate(column) for column in zip(*parts, strict=True))
        assert self.total is not None  # noqa: S101 - asked only with a total
        wanted = settled(self.total, self.scale, self.rule.key)
        return solve(counts, part, low, high, wanted, self.rule.place)

    def _parts(self, rows: Block) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], Index, Index]:
        counts = self.rule.counts(rows)
        low, high = self.rule.limits.of(rows)
        closed = ~self.rule.open(rows)
        part = unit(rows.bits(ADDRESS, "total"))
        return (
            counts.astype(np.float64),
            part,
            np.where(closed, 0, np.minimum(low, counts)),
            np.where(closed, 0, np.maximum(high, counts)),
        )
