"""Conditions on a row and its parents, kept by drawing again what breaks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.engine.assembly import joined, picked
from rowsmith.tools.engine.modifiers.needs import may_look_at
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.listable import Listable, listings
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Column, Errors, Outliers, Unique
from rowsmith.tools.plan.data import Quantity
from rowsmith.tools.plan.dependencies import Node
from rowsmith.tools.plan.expressions import Path, Resolved

_ATTEMPTS = 32
_TRIED = 8
"""Attempts over the pilot by which it is told whether drawing again helps."""
_DRAWN = (
    model.Integer, model.Decimal, model.Date, model.DateTime, model.Time, model.After, model.Before,
    model.Category, model.Boolean, model.Switch, model.Lookup, model.Bands,
)  # fmt: skip


def keeping_rules(sampler: Sampler, column: Column, scope: Scope) -> Sampler:
    """The sampler, drawing again in rows where a rule is broken whose last column this is.

    A rule's last column is the one that stands last among those of the row that it names and that can be drawn
    again; a rule in which another column depends on that one is only checked.
    """
    rules = [scope.resolve(rule.check) for rule in scope.table.rules if _is_of(rule.check, column, scope)]
    node = Node(scope.table.name, column.name)
    kept = [rule for rule in rules if may_look_at(scope.plan, node, [rule])]
    if not kept:
        return sampler
    plain = None if _is_changed(column, scope) else scope.sampler(column.sampler)
    return KeptRules(sampler, plain, kept, column.name, scope)


def _is_changed(column: Column, scope: Scope) -> bool:
    """Whether the column's values may be others than its sampler's."""
    is_set = any(setting.column == column.name for one in scope.table.segments for setting in one.set)
    return is_set or column.modifier(Outliers) is not None or column.modifier(Errors) is not None


def _is_of(check: str, column: Column, scope: Scope) -> bool:
    if not can_draw_again(column):
        return False
    rule = scope.resolve(check)
    if rule.special is not None or rule.windows or not all(isinstance(i, Path) for i in rule.inputs.values()):
        return False
    own = {i.column for i in rule.inputs.values() if isinstance(i, Path) and not i.up}
    named = [one.name for one in scope.table.columns if one.name in own and can_draw_again(one)]
    return bool(named) and named[-1] == column.name


def can_draw_again(column: Column) -> bool:
    """Whether another draw of a row may give another value, and breaks no quota and no uniqueness."""
    said = column.sampler
    if not isinstance(said, _DRAWN) or column.modifier(Unique) is not None:
        return False
    if isinstance(said, model.Boolean) and isinstance(said.share, Quantity):
        return False
    return not (isinstance(said, model.Category | model.Boolean) and said.exact)


@dataclass(frozen=True)
class KeptRules:
    """Draws values, and draws again where they break a rule, a fixed number of times at most.

    Attributes:
        sampler: draws the values.
        plain: draws them before anything is done to them; None where something is that may change a value.
        rules: what must hold.
        column: the name of the column.
        scope: its place.
    """

    sampler: Sampler
    plain: Sampler | None
    rules: Sequence[Resolved]
    column: str
    scope: Scope

    @property
    def type(self) -> Type:
        return self.sampler.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        made = self.sampler.draw(rows, bits)
        if not len(rows) or not self._helps:
            return made
        made, waiting = self._kept(rows, bits, made, _ATTEMPTS)
        return self._finished(rows, bits, made, waiting)

    @cached_property
    def _helps(self) -> bool:
        """Whether rows of the pilot break a rule and drawing again mends some; or whether none breaks it."""
        pilot = self.scope.pilot()
        if not len(pilot):
            return False
        bits = pilot.bits(*self.scope.address)
        made = self.sampler.draw(pilot, bits)
        broken = int(self._broken(pilot, made).sum())
        return not broken or len(self._kept(pilot, bits, made, _TRIED)[1]) < broken

    def _finished(self, rows: Rows, bits: Bits, made: Vector, waiting: Integers) -> Vector:
        """Rows that still break a rule take any of their values that keeps it, if there is one."""
        if not isinstance(self.plain, Listable):
            return made
        key = self.scope.key(*self.scope.address, "rule", "last")
        for part, owner, values in listings(self.plain, rows, waiting):
            good = np.flatnonzero(~self._broken(rows.take(part[owner]), values))
            counts = np.bincount(owner[good], minlength=len(part))
            some = counts > 0
            starts = (np.cumsum(counts) - counts)[some]
            place = starts + uniform_integers(mix(bits[part[some]], key), counts[some])
            made = _replaced(made, part[some], picked(values, good[place]))
        return made

    def _kept(self, rows: Rows, bits: Bits, made: Vector, attempts: int) -> tuple[Vector, Integers]:
        """The values after so many attempts, and the rows that still break a rule."""
        waiting = np.flatnonzero(self._broken(rows, made))
        for turn in range(attempts):
            if not len(waiting):
                break
            some = rows.take(waiting)
            drawn = self.sampler.draw(
                some, mix(bits[waiting], self.scope.key(*self.scope.address, "rule", str(turn)))
            )
            good = ~self._broken(some, drawn)
            made = _replaced(made, waiting[good], picked(drawn, np.flatnonzero(good)))
            waiting = waiting[~good]
        return made, waiting

    def _broken(self, rows: Rows, values: Vector) -> Flags:
        """True where a rule is false; null counts as held."""
        here = rows.overlaid(self.column, values)
        broken = np.zeros(len(rows), dtype=np.bool_)
        for rule in self.rules:
            verdict = here.evaluate(rule)
            false = ~np.asarray(verdict.values, dtype=np.bool_)
            broken |= false if verdict.valid is None else false & verdict.valid
        return broken


def _replaced(vector: Vector, rows: Integers, values: Vector) -> Vector:
    if not len(rows):
        return vector
    rest = np.ones(len(vector), dtype=np.bool_)
    rest[rows] = False
    kept = np.flatnonzero(rest)
    return joined(vector.type, len(vector), [(kept, picked(vector, kept)), (rows, values)])
