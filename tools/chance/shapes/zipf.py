"""Zipf: the r-th value from the lower bound has the weight r**-exponent. Place is the exponent."""

from __future__ import annotations

import math

from rowsmith.tools.chance.popularity import zipf_blocks
from rowsmith.tools.chance.shapes.atoms import Atoms
from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family, Known, require

_LISTED = 2**16


def _parameters(bounds: Bounds) -> int:
    require(bounds, "zipf", high=True)
    return 1


def _member(place: float, _width: float, bounds: Bounds) -> Atoms:
    count, step = int(bounds.count), bounds.step or 1.0
    if count <= _LISTED:
        return Atoms.single(bounds.low, step, [math.pow(r, -place) for r in range(1, count + 1)], place)
    blocks = zipf_blocks(count, place)
    return Atoms(bounds.low, step, blocks.masses.tolist(), blocks.starts.tolist(), count, place)


def _places(_width: float, _value: float, _bounds: Bounds) -> tuple[float, float]:
    return 0.0, 12.0


def _known(_bounds: Bounds) -> Known:
    return {"exponent": 1.0}


FAMILY = Family("zipf", _parameters, _member, _places, _known, counted=True)
