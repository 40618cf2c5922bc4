from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.arrow_text import listed
from rowsmith.tools.semantics.recipes import build_recipe, parse_style, recipes


@pytest.mark.parametrize("locale", ["en_US", "en_GB", "de_DE", "fr_FR", "it_IT", "pt_BR"])
@pytest.mark.parametrize("name", list(recipes()))
def test_no_style_imitates_another(name: str, locale: str) -> None:
    kind = build_recipe(name, locale)
    assert kind.size is not None
    step = max(1, kind.size // 40_000)
    values = listed(kind.at(np.arange(0, kind.size, step)))
    assert [value for value, times in Counter(values).items() if times > 1] == []


def test_small_recipes_are_used_up_whole() -> None:
    kind = build_recipe("neighbourhood", "en_US")
    assert kind.size is not None
    total = sum(style.size for style in kind.styles)
    assert total - 20 <= kind.size <= total
    assert len(kind.at(np.arange(kind.size)).unique()) == kind.size


def test_used_up_values_come_again_with_a_number() -> None:
    kind = build_recipe("school_name", "en_US")
    assert kind.size is not None
    one, two, three = listed(kind.at(np.array([7, 7 + kind.size, 7 + 2 * kind.size])))
    assert (two, three) == (f"{one} 2", f"{one} 3")


def test_a_slot_without_a_pool_is_refused() -> None:
    with pytest.raises(PlanError, match="no pool of values called nothing_here"):
        parse_style("The {nothing_here}", "en_US")
