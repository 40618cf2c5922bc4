"""True for a share of the rows."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.following import refuse_following
from rowsmith.tools.engine.samplers.selection import Selection, compile_selection
from rowsmith.tools.engine.vector import BOOLEAN, Type, Vector
from rowsmith.tools.plan import samplers as model


def compile_boolean(said: model.Boolean, scope: Scope) -> Sampler:
    """True where the selection takes the row."""
    selection = compile_selection(
        said.share, where=said.where, of=said.of, weight=said.weight, exact=said.exact, scope=scope
    )
    if selection.exact:
        refuse_following(scope)
    return Boolean(selection)


@dataclass(frozen=True)
class Boolean:
    """True for the rows that a selection takes."""

    selection: Selection

    @property
    def type(self) -> Type:
        return BOOLEAN

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        return Vector(BOOLEAN, self.selection.flags(rows, bits))
