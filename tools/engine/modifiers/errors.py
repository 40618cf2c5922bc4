"""Planted errors: a share of a column's values spoilt on purpose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import below, mix, uniform_integers
from rowsmith.tools.engine.assembly import joined, picked, validity
from rowsmith.tools.engine.casting import DAY, as_text
from rowsmith.tools.engine.modifiers.coarse import marks
from rowsmith.tools.engine.modifiers.spoiling.numbers import mistyped_day, mistyped_number
from rowsmith.tools.engine.modifiers.spoiling.texts import cased, mistyped, reformatted
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.share import checked_share
from rowsmith.tools.engine.vector import TEXT, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.column import Errors
from rowsmith.tools.semantics.arrow_text import plain

_TYPED = ("text", "integer", "decimal", "date", "timestamp")
_TRIES = 12


def with_errors(sampler: Sampler, said: Errors, scope: Scope) -> Sampler:
    """The sampler's values, a share of them spoilt. Raises PlanError for a kind that does not fit them."""
    checked_share(said.share, scope.where)
    if not said.kinds:
        raise PlanError("No kind of error is named.", where=scope.where)
    for kind in said.kinds:
        fits = kind in ("stale", "swapped") or sampler.type.name in (_TYPED if kind == "typo" else ("text",))
        if not fits:
            raise PlanError(f"A {sampler.type.name} can't have an error of {kind}.", where=scope.where)
    return Spoilt(sampler, said, scope)


def is_spoilt(rows: Rows, said: Errors, address: tuple[str, ...]) -> Flags:
    """The rows whose value is spoilt, null or not."""
    return below(rows.bits(*address), said.share)


@dataclass(frozen=True)
class Spoilt:
    """Spoils the values of some rows, each in one of the ways."""

    sampler: Sampler
    said: Errors
    scope: Scope

    @property
    def type(self) -> Type:
        return self.sampler.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        vector = self.sampler.draw(rows, bits)
        address = self.scope.inside("errors").address
        chosen = np.flatnonzero(is_spoilt(rows, self.said, address) & validity(vector))
        if not len(chosen):
            return vector
        kept = np.ones(len(rows), dtype=np.bool_)
        kept[chosen] = False
        parts = [(np.flatnonzero(kept), picked(vector, np.flatnonzero(kept)))]
        way = uniform_integers(rows.bits(*address, "kind")[chosen], len(self.said.kinds))
        for number, kind in enumerate(self.said.kinds):
            own = chosen[way == number]
            if len(own):
                parts.append((own, self._spoilt(kind, rows.take(own), picked(vector, own), bits[own])))
        return joined(self.type, len(rows), parts)

    def _spoilt(self, kind: str, rows: Rows, vector: Vector, bits: Bits) -> Vector:
        chance = rows.bits(*self.scope.inside("errors").address, kind)
        match kind:
            case "case":
                return Vector(TEXT, cased(plain(as_text(vector)), chance))
            case "format":
                return Vector(TEXT, reformatted(plain(as_text(vector)), chance))
            case "stale":
                return self._drawn_anew(rows, vector, chance)
            case "swapped":
                partner = mix(rows.ids ^ np.uint64(1), self.scope.key(*self.scope.address))
                return self._drawn_anew(rows, vector, partner)
        return _mistyped(vector, chance)

    def _drawn_anew(self, rows: Rows, vector: Vector, bits: Bits) -> Vector:
        """Another value that the row might have; the same one only where there seems to be no other."""
        made = self.sampler.draw(rows, bits)
        for attempt in range(_TRIES):
            same = np.flatnonzero(_alike(made, vector))
            if not len(same):
                break
            other = self.sampler.draw(rows.take(same), mix(bits[same], np.uint64(attempt)))
            kept = np.setdiff1d(np.arange(len(rows)), same)
            made = joined(self.type, len(rows), [(kept, picked(made, kept)), (same, other)])
        return made


def _alike(one: Vector, other: Vector) -> Flags:
    length = len(one)
    places = np.arange(length)
    both = joined(one.type, 2 * length, [(places, one), (places + length, other)])
    numbers = marks(both, None)
    same: Flags = numbers[:length] == numbers[length:]
    return same


def _mistyped(vector: Vector, bits: Bits) -> Vector:
    if vector.type == TEXT:
        return Vector(TEXT, mistyped(plain(as_text(vector)), bits))
    held: Integers = np.asarray(vector.values, dtype=np.int64)
    if vector.type.name == "date":
        return Vector(vector.type, mistyped_day(held), vector.valid)
    if vector.type.name == "timestamp":
        days = held // DAY
        return Vector(vector.type, mistyped_day(days) * DAY + held % DAY, vector.valid)
    return Vector(vector.type, mistyped_number(held, bits), vector.valid)
