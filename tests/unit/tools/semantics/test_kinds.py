"""Every kind keeps the same promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics import Kind, kinds, semantic_kind
from rowsmith.tools.semantics.arrow_text import listed

NAMES = [line.name for line in kinds()]
LOCALES = ("en_US", "de_DE", "pl_PL", "es_ES", "ja_JP", "en_IN")
UNKNOWN = ["Neverland", None, "", "Ünknöwn & Sons", "x"]


def every(locales: tuple[str, ...] = LOCALES) -> list[tuple[str, str]]:
    return [(name, locale) for name in NAMES for locale in locales]


def given(kind: Kind, rows: int) -> dict[str, pa.Array[Any]]:
    """For each role values that nobody knows."""
    values = [UNKNOWN[row % len(UNKNOWN)] for row in range(rows)]
    numbers = [float(row % 90) for row in range(rows)]
    degrees = ("latitude", "longitude")
    return {role: pa.array(numbers) if role in degrees else pa.array(values) for role in kind.fits}


@pytest.mark.parametrize(("name", "locale"), every())
def test_a_value_for_every_row(name: str, locale: str, bits: Callable[..., Bits]) -> None:
    kind = semantic_kind(name, locale)
    drawn = kind.draw(bits(400))
    assert len(drawn) == 400
    assert drawn.null_count == 0
    is_number = pa.types.is_floating(drawn.type)
    assert is_number == (kind.type == "double")
    if not is_number:
        assert all(text.strip() == text and text for text in listed(drawn))


@pytest.mark.parametrize(("name", "locale"), every(("en_US", "de_DE")))
def test_a_row_does_not_know_its_block(name: str, locale: str, bits: Callable[..., Bits]) -> None:
    kind = semantic_kind(name, locale)
    whole = listed(kind.draw(bits(100)))
    assert listed(kind.draw(bits(100)[40:70])) == whole[40:70]
    assert listed(kind.draw(bits(100))) == whole


@pytest.mark.parametrize(("name", "locale"), every(("en_US", "it_IT")))
def test_unknown_neighbours_do_no_harm(name: str, locale: str, bits: Callable[..., Bits]) -> None:
    kind = semantic_kind(name, locale)
    for role, values in given(kind, 50).items():
        drawn = kind.draw(bits(50), {role: values})
        assert drawn.null_count == 0, role
        assert len(drawn) == 50
    assert kind.draw(bits(50), given(kind, 50)).null_count == 0
    assert kind.draw(bits(50), {"no_such_role": pa.array(["a"] * 50)}).equals(kind.draw(bits(50)))


@pytest.mark.parametrize(("name", "locale"), every())
def test_distinct_indices_give_distinct_values(name: str, locale: str) -> None:
    kind = semantic_kind(name, locale)
    if kind.type == "double":
        with pytest.raises(PlanError, match="can't be made unique"):
            kind.at(np.arange(3))
        return
    space = kind.size or 10**9
    index = np.unique(np.linspace(0, min(space, 2**53) - 1, min(space, 3000)).astype(np.int64))
    found = kind.at(index)
    assert len(found.unique()) == len(index)
    assert found.null_count == 0


@pytest.mark.parametrize("name", NAMES)
def test_beyond_the_limit_is_refused(name: str) -> None:
    kind = semantic_kind(name)
    assert (kind.size is None) == (kind.limit is None)
    if kind.limit is None or kind.size is None:
        return
    assert kind.limit >= kind.size
    if kind.limit > kind.size:
        assert len(kind.at(np.array([0, kind.size, kind.limit - 1])).unique()) == 3
    with pytest.raises(PlanError, match=str(kind.limit)):
        kind.at(np.array([kind.limit]))


def test_every_kind_says_what_it_is() -> None:
    for line in kinds():
        assert line.says
        assert "\n" not in line.says
        assert set(semantic_kind(line.name).fits) >= set(line.fits)


def test_an_unknown_kind_is_refused_with_its_neighbours() -> None:
    with pytest.raises(PlanError, match=r"no kind of value called emial.*email"):
        semantic_kind("emial")
