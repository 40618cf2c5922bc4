"""Segments: shares of a table's rows with samplers of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags
from rowsmith.tools.engine.assembly import joined, picked
from rowsmith.tools.engine.casting import fitted
from rowsmith.tools.engine.modifiers.own import mentions
from rowsmith.tools.engine.modifiers.place import SharedPlace
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.arms import refuse_exact
from rowsmith.tools.engine.samplers.selection import Selection, compile_selection
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.table import Segment, Table


@dataclass(frozen=True)
class Membership:
    """Which rows are in a segment: those selected that are in no earlier one."""

    selection: Selection

    def flags(self, rows: Rows) -> Flags:
        """True for the segment's rows."""
        return self.selection.flags(rows, rows.bits(*self.selection.scope.address))


def free_of(earlier: Sequence[Membership], rows: Rows) -> Flags:
    """True for rows in none of these segments."""
    free = np.ones(len(rows), dtype=np.bool_)
    for one in earlier:
        free &= ~one.flags(rows)
    return free


def memberships(table: Table, scope: Scope) -> list[Membership]:
    """The membership of each of a table's segments, in the order written.

    Raises:
        PlanError: a condition that looks at a column which its own segment sets.
    """
    made: list[Membership] = []
    for segment in table.segments:
        made.append(_membership(segment, tuple(made), scope))
    return made


def _membership(segment: Segment, earlier: Sequence[Membership], scope: Scope) -> Membership:
    name = f"segment {segment.name}"
    place = SharedPlace(scope.inside(name), (name,), f"{scope.table.name}.segments.{segment.name}")
    _refuse_own(segment, place)
    selection = compile_selection(
        segment.share,
        where=segment.where,
        of=segment.of,
        weight=segment.weight,
        exact=segment.exact,
        scope=place,
        apart=(lambda rows: free_of(earlier, rows)) if earlier else None,
        apart_share=_left(earlier),
    )
    return Membership(selection)


def _left(earlier: Sequence[Membership]) -> float | None:
    """The share of rows that earlier segments leave, None where that is not known beforehand."""
    left = 1.0
    for one in earlier:
        known = one.selection
        if not isinstance(known.share, float | int) or known.where or known.of or known.weight is not None:
            return None
        left -= known.share
    return left if left > 0 else None


def _refuse_own(segment: Segment, scope: Scope) -> None:
    for sql in (segment.where, segment.of, segment.weight):
        for setting in segment.set:
            if sql is not None and mentions(scope.resolve(sql), setting.column):
                raise PlanError(
                    f"The segment's condition looks at {setting.column}, which the segment sets.",
                    where=scope.where,
                    hint="Let it look at other columns, or set another column.",
                )


@dataclass(frozen=True)
class Setting:
    """A segment's own sampler for one column."""

    membership: Membership
    sampler: Sampler
    address: tuple[str, ...]


def with_segments(sampler: Sampler, column: str, scope: Scope) -> Sampler:
    """The sampler, and in each segment that sets the column the segment's own."""
    made: list[Setting] = []
    if not any(setting.column == column for segment in scope.table.segments for setting in segment.set):
        return sampler
    for segment, membership in zip(scope.table.segments, memberships(scope.table, scope), strict=True):
        for setting in (one for one in segment.set if one.column == column):
            inner = scope.inside(f"set by {segment.name}")
            refuse_exact(setting.sampler, inner)
            made.append(Setting(membership, inner.sampler(setting.sampler), inner.address))
    return Segmented(sampler, made, column)


@dataclass(frozen=True)
class Segmented:
    """Draws values, and draws those of segments anew; there the column's own name is the value drawn first."""

    sampler: Sampler
    settings: Sequence[Setting]
    column: str

    @property
    def type(self) -> Type:
        return self.sampler.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        before = self.sampler.draw(rows, bits)
        left = np.ones(len(rows), dtype=np.bool_)
        parts = []
        for setting in self.settings:
            inside = setting.membership.flags(rows)
            if inside.any():
                left &= ~inside
                chosen = np.flatnonzero(inside)
                some = rows.take(chosen).overlaid(self.column, picked(before, chosen))
                drawn = setting.sampler.draw(some, some.bits(*setting.address))
                parts.append((chosen, fitted(drawn, self.type)))
        kept = np.flatnonzero(left)
        return joined(self.type, len(rows), [(kept, picked(before, kept)), *parts]) if parts else before
