"""Records and lists: Arrow structs and lists of other samplers' values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import mix2
from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.assembly import validity
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.items import Items
from rowsmith.tools.engine.vector import NESTED, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model

_LONGEST = 10_000


def compile_object(said: model.Object, scope: Scope) -> Sampler:
    """A record with a sampler for each field."""
    names = [field.name for field in said.fields]
    if not names or len(set(names)) < len(names):
        raise PlanError("A record has fields, each name once.", where=scope.where)
    scopes = [scope.inside(name) for name in names]
    return Object(
        names, [inner.sampler(f.sampler) for inner, f in zip(scopes, said.fields, strict=True)], scopes
    )


@dataclass(frozen=True)
class Object:
    """Draws records; every field has bits of its own."""

    names: Sequence[str]
    samplers: Sequence[Sampler]
    scopes: Sequence[Scope]

    @property
    def type(self) -> Type:
        return NESTED

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        fields = [
            to_arrow(sampler.draw(rows, _own_bits(bits, scope)))
            for sampler, scope in zip(self.samplers, self.scopes, strict=True)
        ]
        return Vector(NESTED, pa.StructArray.from_arrays(fields, names=list(self.names)))


def _own_bits(bits: Bits, scope: Scope) -> Bits:
    # From the bits given, so that the fields of a list's items differ from item to item.
    return mix2(bits, np.uint64(0), scope.key(*scope.address))


def compile_array(said: model.Array, scope: Scope) -> Sampler:
    """A list of items, its length by `count`."""
    count = scope.inside("count").sampler(said.count)
    if count.type.name != "integer":
        raise PlanError("The count of a list is a whole number.", where=scope.where)
    inner = scope.inside("item")
    return Array(inner.sampler(said.item), count, inner, scope.inside("count"))


@dataclass(frozen=True)
class Array:
    """Draws lists. An item's expressions see the row; its bits are its own."""

    item: Sampler
    count: Sampler
    inner: Scope
    counting: Scope

    @property
    def type(self) -> Type:
        return NESTED

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        counts, valid = self._counts(rows, bits)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        values = to_arrow(self._items(rows, bits, counts, offsets))
        mask = None if valid is None else pa.array(~valid)
        return Vector(NESTED, pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values, mask=mask))

    def _counts(self, rows: Rows, bits: Bits) -> tuple[Integers, Flags | None]:
        vector = self.count.draw(rows, _own_bits(bits, self.counting))
        valid = validity(vector)
        counts = np.clip(np.asarray(vector.values, dtype=np.int64), 0, _LONGEST)
        return np.where(valid, counts, 0), None if valid.all() else valid

    def _items(self, rows: Rows, bits: Bits, counts: Integers, offsets: Integers) -> Vector:
        owner = np.repeat(np.arange(len(rows)), counts)
        place = np.arange(len(owner)) - offsets[:-1][owner]
        own = mix2(bits[owner], place.view(np.uint64), self.inner.key(*self.inner.address))
        return self.item.draw(Items(rows, owner, place), own)
