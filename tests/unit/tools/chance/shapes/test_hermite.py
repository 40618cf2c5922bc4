from __future__ import annotations

import numpy as np
import pytest

from rowsmith.tools.chance.quantiles import QuantileTable
from rowsmith.tools.chance.shapes.gamma import StandardGamma
from rowsmith.tools.chance.shapes.hermite import smooth_table
from rowsmith.tools.chance.shapes.law import Standard
from rowsmith.tools.chance.shapes.lognormal import StandardLognormal
from rowsmith.tools.chance.shapes.normal import StandardNormal
from tests.fakes.ids import steady

LAWS: list[Standard] = [StandardNormal(), StandardLognormal(1.2), StandardGamma(0.5), StandardGamma(30.0)]


@pytest.mark.parametrize("law", LAWS, ids=steady)
def test_some_hundred_quantiles_tell_all(law: Standard) -> None:
    smooth = smooth_table(law.ppf, law.isf, law.pdf)
    direct = QuantileTable.from_ppf(law.ppf, law.isf)
    for name in ("body", "lower", "upper"):
        exact, near = getattr(direct, name), getattr(smooth, name)
        gaps = np.abs(near - exact) / np.maximum(np.abs(exact), 1e-3)
        assert gaps[1:-1].max() < 2e-4
        assert np.median(gaps) < 1e-5
