"""Universally unique identifiers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.permutation import Permutation
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.text_matrix import as_text_rows
from rowsmith.tools.engine.vector import TEXT, Type, Vector
from rowsmith.tools.plan import samplers as model

_SPACE = 2**60
_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
_DASHES = (8, 13, 18, 23)


def compile_uuid(said: model.Uuid, scope: Scope) -> Sampler:
    """Version 4 of RFC 9562."""
    return Uuid(Permutation(_SPACE, scope.key(*scope.address, "order")), scope)


@dataclass(frozen=True)
class Uuid:
    """Random identifiers: 60 bits are a permutation of the row number, so that no two rows are alike."""

    order: Permutation
    scope: Scope

    @property
    def type(self) -> Type:
        return TEXT

    def room(self, wanted: int) -> int | None:
        """How many values there are by construction."""
        return _SPACE

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The identifier of each index in [0, room)."""
        return self._written(index, index.view(np.uint64))

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        return self._written(self.order.forward(rows.ids.view(np.int64)), bits)

    def _written(self, upper: Integers, lower: Bits) -> Vector:
        first = upper.view(np.uint64)
        high = (first >> np.uint64(12) << np.uint64(16)) | np.uint64(0x4000) | (first & np.uint64(0xFFF))
        low = (lower & np.uint64(0x3FFFFFFFFFFFFFFF)) | np.uint64(0x8000000000000000)
        words = np.stack([high, low], axis=1).astype(">u8")
        octets = words.view(np.uint8).reshape(len(upper), 16)
        digits = np.empty((len(upper), 32), dtype=np.uint8)
        digits[:, 0::2] = _HEX[octets >> 4]
        digits[:, 1::2] = _HEX[octets & 15]
        return Vector(TEXT, _dashed(digits))


def _dashed(digits: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> pa.StringArray:
    written = np.full((len(digits), 36), ord("-"), dtype=np.uint8)
    written[:, [n for n in range(36) if n not in _DASHES]] = digits
    return as_text_rows(written)
