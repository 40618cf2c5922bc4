"""The same bits on processors with and without wide vectors: this file is a program as well as a test."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rowsmith.tools.chance.alias import AliasTable, CumulativeTable, quota
from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.chance.copula import copula_weights, correlated_bits, rank_scores
from rowsmith.tools.chance.permutation import Permutation, forward_keyed
from rowsmith.tools.chance.popularity import Popularity
from rowsmith.tools.chance.quantiles import normal_cdf, normal_scores
from rowsmith.tools.chance.shapes.families import FAMILIES
from rowsmith.tools.chance.shapes.per_row import PerRowShape
from rowsmith.tools.chance.shapes.solve import solve_shape
from rowsmith.tools.chance.streams import below, mix, mix2, stream_key, uniform_integers, unit

COUNT = 20_000
Draw = Callable[[Bits], NDArray[Any]]


def checksum(block: int) -> str:
    """Of everything that is drawn, in blocks of so many rows."""
    digest = hashlib.blake2b(digest_size=16)
    draws = _draws()
    for name in sorted(draws):
        parts = [
            draws[name](np.arange(a, min(a + block, COUNT), dtype=np.uint64)) for a in range(0, COUNT, block)
        ]
        digest.update(np.concatenate(parts).tobytes())
    return digest.hexdigest()


def _draws() -> dict[str, Draw]:
    key, weights = stream_key(7, "same", "bits"), np.arange(1, 60) ** -1.0
    alias, cumulative = AliasTable.from_weights(weights), CumulativeTable.from_weights(weights)
    popularity, permutation, copula = (
        Popularity(10**7, 1.1, key),
        Permutation(10**9, key),
        copula_weights([0.6]),
    )
    pilot = np.sort(normal_scores(mix(np.arange(500, dtype=np.uint64), key)))
    dealt = quota(weights, 12_345)
    draws: dict[str, Draw] = {
        "mix2": lambda ids: mix2(ids, ids, key),
        "integers": lambda ids: uniform_integers(mix(ids, key), 10**12),
        "spans": lambda ids: uniform_integers(mix(ids, key), ids.astype(np.int64) + 1),
        "below": lambda ids: below(mix(ids, key), unit(mix(ids, np.uint64(3)))),
        "alias": lambda ids: alias.draw(mix(ids, key)),
        "cumulative": lambda ids: cumulative.invert(mix(ids, key)),
        "quota": lambda ids: dealt[uniform_integers(mix(ids, key), len(dealt))],
        "popularity": lambda ids: popularity.draw(mix(ids, key)),
        "permutation": lambda ids: permutation.forward(ids.astype(np.int64)),
        "keyed": lambda ids: forward_keyed(
            ids.astype(np.int64) % 7, np.full(len(ids), 7), mix(ids // np.uint64(7), key)
        ),
        "copula": lambda ids: correlated_bits([normal_scores(mix(ids, key))], copula, mix(ids, np.uint64(5))),
        "scores": lambda ids: rank_scores(normal_cdf(normal_scores(mix(ids, key))), pilot),
    }
    for kind in FAMILIES:
        draws |= _of_shape(kind, key)
    return draws


def _of_shape(kind: str, key: np.uint64) -> dict[str, Draw]:
    real, rows = solve_shape(kind, {}, 3, 90), PerRowShape(kind)
    whole = solve_shape(kind, {}, 3, 90, integer=True)
    return {
        kind: lambda ids: real.draw(mix(ids, key)),
        f"{kind} whole": lambda ids: whole.draw_integers(mix(ids, key)),
        f"{kind} by row": lambda ids: rows.draw(mix(ids, key), 1.0, 20 + 50 * unit(mix(ids, np.uint64(9)))),
    }


def test_blocks_of_any_size_have_the_same_bits() -> None:
    assert checksum(COUNT) == checksum(7777)


@pytest.mark.parametrize("features", ["X86_V4", "X86_V3 X86_V4"])
def test_processors_without_wide_vectors_have_the_same_bits(features: str) -> None:
    program = [sys.executable, "-P", str(Path(__file__))]
    narrow = {**os.environ, "NPY_DISABLE_CPU_FEATURES": features}
    ran = subprocess.run(program, env=narrow, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == checksum(COUNT)


if __name__ == "__main__":
    sys.stdout.write(checksum(COUNT))
