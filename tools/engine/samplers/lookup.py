"""Another sampler by the value of an expression, or by the range in which it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.chance.arrays import Bits, Integers, Reals
from rowsmith.tools.engine.assembly import joined, validity
from rowsmith.tools.engine.casting import as_reals, as_text
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.arms import drawn_part, refuse_exact, shared_type
from rowsmith.tools.engine.samplers.bounds import Number, numbers, read_number
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.expressions import Resolved

_NUMBERS = ("integer", "decimal", "double")


def compile_lookup(said: model.Lookup, scope: Scope) -> Sampler:
    """The entry's sampler for the value of `by`, else `otherwise`, else null."""
    uses = [entry.use for entry in said.entries] + ([said.otherwise] if said.otherwise is not None else [])
    samplers = [_part(use, scope.inside(f"entry {n}")) for n, use in enumerate(uses, start=1)]
    by = scope.resolve(said.by)
    keys = [entry.key for entry in said.entries]
    if scope.type_of(by).name in _NUMBERS:
        return Lookup(shared_type(uses, samplers, scope), by, _numbers(keys, scope), samplers)
    return Lookup(shared_type(uses, samplers, scope), by, [_text(key) for key in keys], samplers)


def compile_bands(said: model.Bands, scope: Scope) -> Sampler:
    """The sampler of the highest band that begins at or below `by`; null below the first."""
    uses = [band.use for band in said.bands]
    lows = [band.low for band in said.bands]
    if lows != sorted(set(lows)):
        raise PlanError("Bands rise: each begins above the one before it.", where=scope.where)
    samplers = [_part(use, scope.inside(f"band {n}")) for n, use in enumerate(uses, start=1)]
    return Bands(
        shared_type(uses, samplers, scope), read_number(said.by, scope), np.array(lows, float), samplers
    )


def _part(use: model.Sampler, scope: Scope) -> Sampler:
    refuse_exact(use, scope)
    return scope.sampler(use)


def _text(key: Scalar) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def _numbers(keys: Sequence[Scalar], scope: Scope) -> list[float]:
    try:
        return [float(str(key)) for key in keys]
    except ValueError as error:
        raise PlanError("by is a number, and so must be every key.", where=scope.where) from error


@dataclass(frozen=True)
class Lookup:
    """Draws each row from the sampler of its key; one more sampler than keys serves all others."""

    type: Type
    by: Resolved
    keys: Sequence[str] | Sequence[float]
    samplers: Sequence[Sampler]

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        return _drawn(self, self._places(rows), rows, bits)

    def _places(self, rows: Rows) -> Integers:
        vector = rows.evaluate(self.by)
        number = vector.type.name in _NUMBERS
        values = pa.array(as_reals(vector)) if number else as_text(vector)
        keys = pa.array(self.keys, type=pa.float64() if number else pa.string())
        found = pc.index_in(values, value_set=keys).fill_null(len(self.keys))
        places = np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)
        return np.where(validity(vector), places, len(self.keys))


@dataclass(frozen=True)
class Bands:
    """Draws each row from the sampler of its band."""

    type: Type
    by: Number
    lows: Reals
    samplers: Sequence[Sampler]

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        values, valid = numbers(self.by, rows)
        places = np.searchsorted(self.lows, values, side="right") - 1
        return _drawn(self, places if valid is None else np.where(valid, places, -1), rows, bits)


def _drawn(chooser: Lookup | Bands, places: Integers, rows: Rows, bits: Bits) -> Vector:
    parts = [
        drawn_part(sampler, chooser.type, rows, chosen, bits)
        for number, sampler in enumerate(chooser.samplers)
        if len(chosen := np.flatnonzero(places == number))
    ]
    return joined(chooser.type, len(rows), parts)
