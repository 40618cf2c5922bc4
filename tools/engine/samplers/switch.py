"""Another sampler by a condition or by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import below, mix
from rowsmith.tools.engine.assembly import is_true, joined
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.arms import drawn_part, refuse_exact, shared_type
from rowsmith.tools.engine.samplers.selection import read_condition
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.expressions import Resolved


@dataclass(frozen=True, slots=True)
class Arm:
    """A sampler, and when it is used: under a condition, with a chance, or for whatever comes so far."""

    sampler: Sampler
    when: Resolved | None
    share: float | None
    name: str


def compile_switch(said: model.Switch, scope: Scope) -> Sampler:
    """The first arm whose condition or chance takes the row; null where none does."""
    arms = [_arm(arm, scope.inside(f"arm {number}")) for number, arm in enumerate(said.arms, start=1)]
    return Switch(
        shared_type([arm.use for arm in said.arms], [arm.sampler for arm in arms], scope), arms, scope
    )


def _arm(said: model.Arm, scope: Scope) -> Arm:
    refuse_exact(said.use, scope)
    if said.when is not None and said.share is not None:
        raise PlanError("An arm has a condition or a share, not both.", where=scope.where)
    if said.share is not None and not 0 <= said.share <= 1:
        raise PlanError(f"A share lies between 0 and 1, not {said.share}.", where=scope.where)
    return Arm(scope.sampler(said.use), read_condition(said.when, scope), said.share, scope.address[-1])


@dataclass(frozen=True)
class Switch:
    """Draws each row from one of its arms."""

    type: Type
    arms: Sequence[Arm]
    scope: Scope

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        left = np.arange(len(rows))
        parts: list[tuple[Integers, Vector]] = []
        for arm in self.arms:
            taken = self._taken(arm, rows, left, bits)
            chosen = left[taken]
            if len(chosen):
                parts.append(drawn_part(arm.sampler, self.type, rows, chosen, bits))
            left = left[~taken]
        return joined(self.type, len(rows), parts)

    def _taken(self, arm: Arm, rows: Rows, left: Integers, bits: Bits) -> Flags:
        if arm.when is not None:
            return is_true(rows.evaluate(arm.when))[left]
        if arm.share is not None:
            # From the bits given, so that a second draw may take another arm.
            return below(mix(bits[left], self.scope.key(*self.scope.address, arm.name, "share")), arm.share)
        return np.ones(len(left), dtype=np.bool_)
