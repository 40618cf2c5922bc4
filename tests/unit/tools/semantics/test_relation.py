from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.semantics.arrow_text import listed
from rowsmith.tools.semantics.groups import Groups
from rowsmith.tools.semantics.relation import Relation, folded, relation_from

LINES = [
    "make\tmodel\tfuel\tweight",
    "Ada\tOne\tpetrol\t3",
    "Ada\tTwo\tdiesel\t1",
    "Bex\tOne\tpetrol\t4",
    "Bex\tSky\telectric\t4",
]


def cars() -> Relation:
    return relation_from(LINES, {"make": {"ada motors": "Ada"}})


def test_a_row_agrees_with_what_is_given(bits: Callable[..., Bits]) -> None:
    makes = pa.array(["ADA", "bex", "Ada Motors", "Bex "] * 50)
    rows = cars().draw(bits(200), {"make": makes})
    assert listed(cars().column("make", rows)) == ["Ada", "Bex"] * 100


def test_the_last_wish_is_dropped_where_both_can_not_be(bits: Callable[..., Bits]) -> None:
    rows = cars().draw(bits(60), {"make": pa.array(["Ada", "Bex"] * 30), "fuel": pa.array(["electric"] * 60)})
    assert listed(cars().column("make", rows)) == ["Ada", "Bex"] * 30
    assert set(listed(cars().column("model", rows))[1::2]) == {"Sky"}


def test_what_is_usual_holds_where_nothing_is_known(bits: Callable[..., Bits]) -> None:
    usual = {"make": "Bex"}
    assert set(listed(cars().column("make", cars().draw(bits(40), {}, usual)))) == {"Bex"}
    given_models = {"model": pa.array(["One", None, "Nine", "Two"] * 10)}
    rows = cars().draw(bits(40), given_models, usual)
    assert listed(cars().column("make", rows)) == ["Bex", "Bex", "Bex", "Ada"] * 10


def test_nothing_usual_means_anything(bits: Callable[..., Bits]) -> None:
    rows = cars().draw(bits(4000), {}, {"make": "Cyd"})
    share = np.bincount(rows, minlength=4) / 4000
    assert np.abs(share - np.array([3, 1, 4, 4]) / 12).max() < 0.03


def test_numbers_come_out_as_numbers() -> None:
    table = relation_from(["city\tlatitude", "Ulm\t48.4", "Oslo\t59.9"])
    assert table.numbers("latitude", np.array([1, 0, 1])).tolist() == [59.9, 48.4, 59.9]
    assert listed(table.distinct("city")) == ["Ulm", "Oslo"]
    assert table.weights.tolist() == [1, 1]


def test_comparison_ignores_case_accents_and_blanks() -> None:
    assert folded("  MÜNCHEN ") == folded("Munchen") == "munchen"


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(1, 50)), min_size=1, max_size=40), st.integers(0, 2**32)
)
def test_groups_draw_their_own_rows(pairs: list[tuple[int, int]], key: int) -> None:
    codes = np.array([code for code, _ in pairs], dtype=np.int64)
    groups = Groups.of(codes, np.array([weight for _, weight in pairs], dtype=np.int64))
    wanted = np.array([-1, *range(9)], dtype=np.int64)
    found = groups.find(wanted)
    assert [code for code, group in zip(wanted, found, strict=True) if group >= 0] == sorted(
        set(codes.tolist())
    )
    random = np.random.default_rng(key).integers(0, 2**64, 50, dtype=np.uint64)
    for code, group in zip(wanted, found, strict=True):
        if group >= 0:
            assert set(codes[groups.draw(random, np.array([group]))].tolist()) == {int(code)}


def test_large_codes_are_found_too() -> None:
    codes = np.array([5, 10**9, 5, 10**12], dtype=np.int64)
    groups = Groups.of(codes, np.ones(4, dtype=np.int64))
    assert groups.find(np.array([10**9, 6, 10**12, 5, -1, 10**13])).tolist() == [1, -1, 2, 0, -1, -1]
