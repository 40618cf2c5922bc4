"""Kinds whose values end in, or hold, a check digit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.semantics.arrow_text import Column, Fits
from rowsmith.tools.semantics.kind import NO_FITS, NO_KEY, KindType, check_index
from rowsmith.tools.semantics.patterns import Bytes, Patterns, fixed_text


@dataclass(frozen=True)
class CheckedKind:
    """A filled pattern whose check digits are worked out; all patterns have one length.

    Attributes:
        finish: puts the check digits in.
    """

    name: str
    patterns: Patterns
    finish: Callable[[Bytes], Bytes]
    fits: tuple[str, ...] = ()
    type: KindType = "text"

    @property
    def size(self) -> int | None:
        return self.patterns.size

    @property
    def limit(self) -> int | None:
        return self.size

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        return fixed_text(self.finish(self.patterns.cells(*self.patterns.choose(bits))))

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        check_index(index, self.patterns.size, self.name)
        return fixed_text(self.finish(self.patterns.cells(*self.patterns.place(index))))
