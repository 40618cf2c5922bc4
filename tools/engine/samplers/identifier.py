"""Universally unique identifiers."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.text_matrix import as_text_rows
from rowsmith.tools.engine.vector import TEXT, Type, Vector
from rowsmith.tools.plan import samplers as model

_SPACE = 2**62
_HEX = np.array(
    [int.from_bytes(f"{octet:02x}".encode(), sys.byteorder) for octet in range(256)], dtype=np.uint16
)
_GROUPS = (
    (0, 8, 0),
    (8, 12, 9),
    (12, 16, 14),
    (16, 20, 19),
    (20, 32, 24),
)  # digits from, to, and where they stand
_LOW_NIBBLE, _LOW_TWELVE = np.uint64(0xF), np.uint64(0xFFF)
_LOWEST_58 = np.uint64(2**58 - 1)


def compile_uuid(said: model.Uuid, scope: Scope) -> Sampler:
    """Version 4 of RFC 9562."""
    return Uuid(scope.key(*scope.address, "order"))


@dataclass(frozen=True)
class Uuid:
    """Random identifiers: 64 of their bits are mixed from the row number, one to one, so that no two are alike."""

    key: np.uint64

    @property
    def type(self) -> Type:
        return TEXT

    def room(self, wanted: int) -> int | None:
        """How many values there are by construction."""
        return _SPACE

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The identifier of each index in [0, room)."""
        numbers = index.view(np.uint64)
        return self._written(numbers, mix(numbers, ~self.key))

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        return self._written(rows.ids, bits)

    def _written(self, numbers: Bits, bits: Bits) -> Vector:
        own = mix(numbers, self.key)
        high = (
            (own >> np.uint64(16) << np.uint64(16)) | np.uint64(0x4000) | (own >> np.uint64(4) & _LOW_TWELVE)
        )
        low = np.uint64(1 << 63) | (own & _LOW_NIBBLE) << np.uint64(58) | (bits & _LOWEST_58)
        octets = np.stack([high, low], axis=1).astype(">u8").view(np.uint8).reshape(len(own), 16)
        digits = _HEX.take(octets).view(np.uint8).reshape(len(own), 32)
        return Vector(TEXT, _dashed(digits))


def _dashed(digits: npt.NDArray[np.uint8]) -> pa.StringArray:
    written = np.full((len(digits), 36), ord("-"), dtype=np.uint8)
    for start, end, place in _GROUPS:
        written[:, place : place + end - start] = digits[:, start:end]
    return as_text_rows(written)
