"""Values with a meaning, agreeing with other columns of the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.engine.arrow import from_arrow, to_arrow
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.located import located
from rowsmith.tools.engine.samplers.roles import role_of
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.semantics.kind import Kind
from rowsmith.tools.semantics.registry import semantic_kind

_ATTEMPTS = 24


def compile_semantic(said: model.Semantic, scope: Scope) -> Sampler:
    """Values of a kind.

    Raises:
        PlanError: an unknown kind, or a column that the kind can't agree with.
    """
    with located(scope.where):
        kind = semantic_kind(said.what, said.locale or scope.locale)
    fits = {role_of(path, kind.fits, said.what, scope): scope.resolve(path) for path in said.fits}
    made = Semantic(kind, fits, scope)
    if said.only is None:
        return made
    if not said.only:
        raise PlanError("only names no value.", where=scope.where)
    if kind.type != "text":
        raise PlanError(f"only does not go with {said.what}, whose values are numbers.", where=scope.where)
    return Restricted(made, pa.array(said.only, type=pa.string()))


@dataclass(frozen=True)
class Semantic:
    """Values of a kind; `fits` are the columns that it agrees with, by role."""

    kind: Kind
    fits: Mapping[str, Resolved]
    scope: Scope

    @property
    def type(self) -> Type:
        return Type(self.kind.type)

    def room(self, wanted: int) -> int | None:
        """How many different values there are; None for any number."""
        return self.kind.size if self.kind.size is None or wanted <= self.kind.size else self.kind.limit

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The value of each index in [0, room)."""
        with located(self.scope.where):
            return self._vector(
                self.kind.at(index, self._given(rows), self.scope.key(*self.scope.address, "look"))
            )

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        with located(self.scope.where):
            return self._vector(self.kind.draw(bits, self._given(rows)))

    def _given(self, rows: Rows) -> dict[str, pa.Array[Any]]:
        return {role: to_arrow(rows.evaluate(path)) for role, path in self.fits.items()}

    def _vector(self, column: pa.Array[Any]) -> Vector:
        return from_arrow(column, self.type, self.scope.where)


@dataclass(frozen=True)
class Restricted:
    """Values of a kind that are among those listed: evenly, or the agreeing ones where it agrees with columns."""

    semantic: Semantic
    only: pa.Array[pa.StringScalar]

    @property
    def type(self) -> Type:
        return self.semantic.type

    def room(self, wanted: int) -> int | None:
        """How many values are listed."""
        return len(self.only)

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The listed value of each index."""
        return self._listed(index)

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        chosen = uniform_integers(bits, len(self.only))
        if not self.semantic.fits:
            return self._listed(chosen)
        left = np.arange(len(rows))
        for attempt in range(_ATTEMPTS):
            if not len(left):
                break
            found = self._places(self.semantic.draw(rows.take(left), mix(bits[left], np.uint64(attempt))))
            chosen[left[found >= 0]] = found[found >= 0]
            left = left[found < 0]
        return self._listed(chosen)

    def _places(self, vector: Vector) -> Integers:
        found = pc.index_in(to_arrow(vector).cast(pa.string()), value_set=self.only).fill_null(-1)
        return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)

    def _listed(self, index: Integers) -> Vector:
        values = pa.DictionaryArray.from_arrays(index.astype(np.int32), self.only)
        return Vector(self.type, values)
