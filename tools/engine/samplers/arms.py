"""What the samplers that choose between samplers share."""

from __future__ import annotations

from collections.abc import Sequence

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.engine.assembly import nulls, validity
from rowsmith.tools.engine.casting import common_type
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.vector import TEXT, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.data import Quantity


def refuse_exact(said: model.Sampler, scope: Scope) -> None:
    """Raise PlanError where a part of a column is dealt exactly."""
    exact = isinstance(said, model.Category | model.States | model.Boolean) and said.exact
    if exact or (isinstance(said, model.Boolean) and isinstance(said.share, Quantity)):
        raise PlanError(
            "A part of a column can't be exact: how many rows it has is not known beforehand.",
            where=scope.where,
            hint="Leave out exact, or give the part a column of its own.",
        )


def shared_type(models: Sequence[model.Sampler], samplers: Sequence[Sampler], scope: Scope) -> Type:
    """The type that holds what all of them draw; a constant null fits any."""
    kinds = [
        sampler.type
        for said, sampler in zip(models, samplers, strict=True)
        if not (isinstance(said, model.Constant) and said.value is None)
    ]
    return common_type(kinds, scope.where) if kinds else TEXT


def drawn_part(
    sampler: Sampler, kind: Type, rows: Rows, chosen: Integers, bits: Bits
) -> tuple[Integers, Vector]:
    """The values of some rows, as a part to be joined. A null of another type becomes one of this type."""
    some = rows if len(chosen) == len(rows) else rows.take(chosen)
    vector = sampler.draw(some, bits[chosen])
    if vector.type == TEXT != kind and not validity(vector).any():
        vector = nulls(kind, len(chosen))
    return chosen, vector
