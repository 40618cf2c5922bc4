"""Null by chance or under a condition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags
from rowsmith.tools.engine.assembly import blanked, joined, nulls
from rowsmith.tools.engine.modifiers.own import mentions
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.selection import Selection, compile_selection
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan.column import Nulls


def with_nulls(sampler: Sampler, said: Nulls, column: str, scope: Scope) -> Sampler:
    """The sampler's values, null where the selection says so."""
    selection = compile_selection(
        said.share,
        where=said.where,
        of=said.of,
        weight=said.weight,
        exact=said.exact,
        scope=scope.inside("nulls"),
    )
    conditions = [sql for sql in (said.where, said.of, said.weight) if sql is not None]
    own = any(mentions(scope.resolve(sql), column) for sql in conditions)
    return Nulled(sampler, selection, column if own else None)


@dataclass(frozen=True)
class Nulled:
    """Draws values only where they are not null, so that ranges that are empty elsewhere do no harm.

    Attributes:
        sampler: draws the values.
        selection: which rows are null.
        own: the column's name where the selection looks at the values themselves.
    """

    sampler: Sampler
    selection: Selection
    own: str | None

    @property
    def type(self) -> Type:
        return self.sampler.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        if self.own is not None:
            vector = self.sampler.draw(rows, bits)
            return blanked(vector, self._gone(rows.overlaid(self.own, vector)))
        gone = self._gone(rows)
        if self.selection.where is None and 2 * np.count_nonzero(gone) < len(gone):
            return blanked(self.sampler.draw(rows, bits), gone)
        return drawn_where(self.sampler, ~gone, rows, bits)

    def _gone(self, rows: Rows) -> Flags:
        return self.selection.flags(rows, rows.bits(*self.selection.scope.address))


def drawn_where(sampler: Sampler, kept: Flags, rows: Rows, bits: Bits) -> Vector:
    """The sampler's values in the rows that are kept, null in the others."""
    if kept.all():
        return sampler.draw(rows, bits)
    chosen = np.flatnonzero(kept)
    if not len(chosen):
        return nulls(sampler.type, len(rows))
    return joined(sampler.type, len(rows), [(chosen, sampler.draw(rows.take(chosen), bits[chosen]))])
