from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.chance.shapes.atoms import Atoms
from rowsmith.tools.chance.shapes.integers import IntegerTable
from rowsmith.tools.chance.streams import mix, stream_key

BITS = mix(np.arange(200_000, dtype=np.uint64), stream_key(1, "atoms"))
SINGLE = Atoms.single(10.0, 5.0, [1.0, 0.0, 3.0, 4.0])
BLOCKS = Atoms(10.0, 5.0, [1.0, 0.0, 6.0], [0, 1, 2], 5)
ALIKE = Atoms.single(10.0, 5.0, [1.0, 0.0, 2.0, 2.0, 2.0])


def test_moments() -> None:
    values, shares = np.array([10, 20, 25]), np.array([1, 3, 4]) / 8
    mean = (values * shares).sum()
    assert SINGLE.moments == pytest.approx((mean, np.sqrt((shares * (values - mean) ** 2).sum())))


def test_blocks_are_what_their_values_are() -> None:
    assert BLOCKS.moments == pytest.approx(ALIKE.moments)
    for u in (0.0, 0.1, 0.2, 0.5, 0.9, 1.0):
        assert BLOCKS.quantile(u) == pytest.approx(ALIKE.quantile(u))
    for tenth in (0.1, 0.3, 0.95):
        assert BLOCKS.top_share(tenth) == pytest.approx(ALIKE.top_share(tenth))
    assert BLOCKS.mode == ALIKE.mode == 20


def test_quantiles_spread_each_value() -> None:
    assert SINGLE.quantile(0) == 7.5
    assert SINGLE.quantile(0.0625) == 10
    assert SINGLE.quantile(0.5) == pytest.approx(22.5)
    assert SINGLE.quantile(1) == 27.5


def test_the_share_of_the_largest() -> None:
    assert SINGLE.top_share(0.5) == pytest.approx(4 * 25 / 170)
    assert SINGLE.top_share(0.25) == pytest.approx(2 * 25 / 170, rel=0.02)
    assert np.isnan(Atoms.single(0.0, 1.0, [1.0]).top_share(0.1))


@pytest.mark.parametrize("atoms", [SINGLE, BLOCKS, Atoms.single(0.0, 1.0, [0.0, 2.0, 1.0, 0.0])])
def test_the_table_is_the_quantile(atoms: Atoms) -> None:
    u = np.array([1e-9, 0.004, 0.05, 0.12, 0.3, 0.6, 0.8, 0.9999])
    assert atoms.table().invert_unit(u) == pytest.approx([atoms.quantile(x) for x in u], abs=0.02)


@pytest.mark.parametrize("atoms", [SINGLE, BLOCKS])
def test_integers_have_the_masses(atoms: Atoms) -> None:
    table = IntegerTable.of(atoms)
    drawn = table.invert(BITS)
    values, counts = np.unique(drawn, return_counts=True)
    expected = {
        atoms.first + atoms.step * (start + i): mass / length
        for start, mass, length in zip(atoms.starts or range(4), atoms.masses, atoms.lengths, strict=True)
        for i in range(length)
        if mass
    }
    assert values.tolist() == list(expected)
    assert counts / len(BITS) == pytest.approx(np.array(list(expected.values())) / atoms.total, abs=0.005)
    assert np.array_equal(table.invert_real(BITS), drawn)


@given(
    masses=st.lists(st.floats(0, 9), min_size=1, max_size=9).filter(any),
    bits=st.lists(st.integers(0, 2**64 - 1), min_size=1),
    grow=st.integers(1, 7),
)
def test_integers_rise_and_stay_inside(masses: list[float], bits: list[int], grow: int) -> None:
    ordered = np.array([0, *sorted(bits), 2**64 - 1], dtype=np.uint64)
    blocks = Atoms(0.0, 1.0, masses, [i * grow for i in range(len(masses))], len(masses) * grow)
    for atoms in (Atoms.single(0.0, 1.0, masses), blocks):
        drawn = IntegerTable.of(atoms).invert(ordered)
        assert (np.diff(drawn) >= 0).all()
        assert 0 <= drawn[0] <= drawn[-1] < atoms.count


def test_integers_do_not_depend_on_the_block() -> None:
    table = IntegerTable.of(BLOCKS)
    assert np.array_equal(
        table.invert(BITS), np.concatenate([table.invert(BITS[:999]), table.invert(BITS[999:])])
    )
