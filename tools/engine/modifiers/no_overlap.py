"""Intervals below one ancestor that do not overlap.

The lengths are drawn first. What is left of the window is dealt into gaps: as many sorted even draws as there are
intervals cut it (the spacings of order statistics; David, Nagaraja: Order Statistics, 2003, section 6.4), and the
intervals stand between the cuts in a random order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import uniform_integers
from rowsmith.tools.engine.assembly import picked, validity
from rowsmith.tools.engine.casting import DAY
from rowsmith.tools.engine.modifiers.coarse import marks
from rowsmith.tools.engine.modifiers.needs import may_look_at
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.grid import Grid
from rowsmith.tools.engine.samplers.moment import MomentSampler
from rowsmith.tools.engine.samplers.placing import Evenly
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Column, Follows, Unique
from rowsmith.tools.plan.dependencies import Node
from rowsmith.tools.plan.expressions import Path, Resolved
from rowsmith.tools.plan.forest import level_of
from rowsmith.tools.plan.literals import read_literal


def without_overlap(sampler: Sampler, column: Column, scope: Scope) -> Sampler:
    """The sampler of a start, keeping a rule `no_overlap(ancestor, start, end)` where it can.

    It can where starts lie evenly in their window and the end is a distance after the start, or an expression
    whose distance does not depend on it. In other forms the rule is only checked.
    """
    if not isinstance(sampler, MomentSampler) or not _is_plain(sampler, column):
        return sampler
    for rule in scope.table.rules:
        found = _read(scope.resolve(rule.check), column, scope)
        if found is not None:
            return Apart(sampler, *found, column.name, scope)
    return sampler


def _is_plain(sampler: MomentSampler, column: Column) -> bool:
    if column.modifier(Unique) is not None or column.modifier(Follows) is not None:
        return False
    return sampler.law is None and isinstance(sampler.placing, Evenly) and isinstance(sampler.grid, Grid)


def _read(rule: Resolved, column: Column, scope: Scope) -> tuple[Resolved, int, Column] | None:
    """The group, its level, and the column of the end; None for other rules."""
    if rule.special != "no_overlap" or len(rule.arguments) != 3:
        return None
    group, start, end = (rule.inputs.get(argument) for argument in rule.arguments)
    level = None if group is None else level_of(scope.plan, scope.table.name, group)
    if (
        group is None
        or level is None
        or not isinstance(start, Path)
        or start.up
        or start.column != column.name
    ):
        return None
    column_of_end = scope.table.column(end.column) if isinstance(end, Path) and not end.up else None
    if column_of_end is None or not _follows_on(column_of_end, column, scope):
        return None
    grouped = Resolved(rule.text, rule.table, rule.arguments[0], {rule.arguments[0]: group})
    return grouped, level, column_of_end


def _follows_on(end: Column, start: Column, scope: Scope) -> bool:
    """Whether the end's own expressions let it be drawn before the start is known."""
    said = end.sampler
    if isinstance(said, model.After) and said.of.strip() == start.name:
        texts = [said.of, *(bound for bound in (said.low, said.high) if isinstance(bound, str))]
    elif isinstance(said, model.Expression):
        texts = [said.sql]
    else:
        return False
    expressions = [scope.resolve(text) for text in texts if read_literal(text) is None]
    return may_look_at(scope.plan, Node(scope.table.name, start.name), expressions)


@dataclass(frozen=True)
class Apart:
    """Draws the starts of whole families so that each interval ends before the next one of its group begins.

    A group whose intervals do not fit into its window, and rows without an end, keep their independent starts.

    Attributes:
        sampler: draws starts on their own.
        group: whose intervals must not overlap.
        level: how far up the ancestor stands.
        end: the column of the interval's end.
        column: the start's name.
        scope: of the start.
    """

    sampler: MomentSampler
    group: Resolved
    level: int
    end: Column
    column: str
    scope: Scope

    @property
    def type(self) -> Type:
        return self.sampler.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        if not len(rows) or not self._steady:
            return self.sampler.draw(rows, bits)
        whole, index = rows.whole(self.level)
        return picked(self._laid_out(whole), index)

    @cached_property
    def _ends(self) -> Sampler:
        # Not while the start is being compiled: the end's type hangs on the start's.
        return self.scope.sampler(self.end.sampler)

    @cached_property
    def _steady(self) -> bool:
        """Whether the lengths of a pilot's intervals are the same wherever these begin."""
        pilot = self.scope.pilot()
        low, _, _ = self.sampler.window(pilot)
        steps, fits = self._steps(pilot, self.sampler.vector(np.broadcast_to(low, (len(pilot),)), None))
        others, fit = self._steps(pilot, self.sampler.draw(pilot, pilot.bits(*self.scope.address)))
        return bool((fits == fit).all() and (steps == others)[fits].all())

    def _laid_out(self, rows: Rows) -> Vector:
        own = self.sampler.draw(rows, rows.bits(*self.scope.address))
        steps, fits = self._steps(rows, own)
        low, high, _ = self.sampler.window(rows)
        group = marks(rows.evaluate(self.group), None)
        # By group, and in a random order within it; rows without an interval come last and are left out.
        order = np.lexsort((rows.bits(*self.scope.address, "order"), group, ~fits))[: int(fits.sum())]
        bits = rows.bits(*self.scope.address, "gap")
        first, last = (np.broadcast_to(end, (len(rows),))[order] for end in (low, high))
        places = places_apart(group[order], first, last, steps[order], bits[order])
        values: Integers = np.array(own.values, dtype=np.int64)
        fitting = order[places >= 0]
        values[fitting] = self.sampler.vector(places[places >= 0], None).values
        return Vector(self.type, values, own.valid)

    def _steps(self, rows: Rows, starts: Vector) -> tuple[Integers, Flags]:
        """How many steps of the grid each interval takes, and which rows have one of some length."""
        ends = self._ends.draw(rows.overlaid(self.column, starts), rows.bits(self.end.origin))
        length = _microseconds(ends) - _microseconds(starts)
        step = _microseconds(self.sampler.vector(np.array([0, 1]), None))
        fits = validity(ends) & validity(starts) & (length > 0)
        return np.where(fits, -(-length // (step[1] - step[0])), 0), fits


def _microseconds(vector: Vector) -> Integers:
    held: Integers = np.asarray(vector.values, dtype=np.int64)
    return held * DAY if vector.type.name == "date" else held


def places_apart(group: Integers, low: Integers, high: Integers, steps: Integers, bits: Bits) -> Integers:
    """Where intervals begin so that those of a group follow on each other with random gaps.

    Args:
        group: int64[n], those of a group together; they stand in this order.
        low, high: the first and last place at which each may begin; a group keeps to what is common to all.
        steps: how long each is.
        bits: uniform bits.

    Returns:
        int64[n]; -1 for the intervals of a group that does not fit.
    """
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    begins = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
    counts = np.diff(np.concatenate([begins, [len(group)]]))
    number = np.repeat(np.arange(len(begins)), counts)
    before = np.cumsum(steps) - steps
    before -= before[begins][number]
    last = np.concatenate([begins[1:], [len(group)]]) - 1
    first = np.maximum.reduceat(low, begins)
    slack = np.minimum.reduceat(high, begins) - first - before[last]
    cuts = uniform_integers(bits, np.maximum(slack, 0)[number] + 1)
    cuts = cuts[np.lexsort((cuts, number))]
    return np.where(slack[number] >= 0, first[number] + cuts + before, -1)
