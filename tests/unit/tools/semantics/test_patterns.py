from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.arrow_text import listed
from rowsmith.tools.semantics.patterns import ALPHABETS, LARGEST, Patterns

SIGNS = "".join(ALPHABETS) + "aZ-7 é"


def as_regex(pattern: str) -> str:
    return "".join(
        f"[{re.escape(ALPHABETS[sign])}]" if sign in ALPHABETS else re.escape(sign) for sign in pattern
    )


@given(st.lists(st.text(SIGNS, min_size=1, max_size=12), min_size=1, max_size=4), st.integers(0, 2**31))
def test_values_match_one_of_the_patterns(texts: list[str], key: int) -> None:
    patterns = Patterns.of(texts)
    bits = np.random.default_rng(key).integers(0, 2**64, 20, dtype=np.uint64)
    allowed = re.compile("|".join(as_regex(text) for text in texts))
    assert all(allowed.fullmatch(value) for value in listed(patterns.draw(bits)))


@given(
    st.text(SIGNS, min_size=1, max_size=8),
    st.lists(st.integers(0, 2**62 - 1), min_size=1, max_size=30, unique=True),
)
def test_indices_of_one_pattern_give_distinct_values(text: str, index: list[int]) -> None:
    patterns = Patterns.of([text])
    inside = sorted({number % patterns.size for number in index})
    assert len(patterns.at(np.array(inside, dtype=np.int64)).unique()) == len(inside)


def test_several_patterns_follow_each_other() -> None:
    patterns = Patterns.of(["A%", "B#"])
    assert patterns.size == 19
    assert listed(patterns.at(np.array([0, 8, 9, 18]))) == ["A1", "A9", "B0", "B9"]
    with pytest.raises(PlanError, match="only 19"):
        patterns.at(np.array([19]))


def test_weights_say_how_often(bits: Callable[..., Bits]) -> None:
    drawn = listed(Patterns.of(["x#", "y#"], [9, 1]).draw(bits(5000)))
    assert abs(sum(value[0] == "y" for value in drawn) / 5000 - 0.1) < 0.02


def test_apart_leaves_out_what_overlaps() -> None:
    assert Patterns.of(["44###", "447##", "45###", "4%###", "ab"]).apart().texts == ("4%###", "ab")


def test_capacity_has_a_ceiling() -> None:
    assert Patterns.of(["#" * 40]).size == LARGEST


def test_long_columns_are_filled_in_pieces(bits: Callable[..., Bits]) -> None:
    patterns = Patterns.of(["##-?", "%%%%"])
    whole = patterns.draw(bits(20_000))
    assert whole.slice(17_000, 100).equals(patterns.draw(bits(20_000)[17_000:17_100]))
