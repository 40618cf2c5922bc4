"""Numbers in order: over the table, within a group, or in the order of expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.engine.protocols import Bits, Index, Rows
from rowsmith.tools.engine.vector import INTEGER, TEXT, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.expressions import Resolved

_FIELD = re.compile(r"\{(?:n)?(?::(0?)(\d*)d?)?\}")


@dataclass(frozen=True)
class NumberFormat:
    """Text around a number: `'2023-{:06}'` is "2023-", then the number with at least six digits."""

    before: str
    after: str
    width: int

    @classmethod
    def read(cls, text: str, where: str) -> NumberFormat:
        """The format of `text`. Raises PlanError unless it holds `{}` or `{:06}` once."""
        found = list(_FIELD.finditer(text))
        if len(found) != 1:
            raise PlanError(
                f"The format {text!r} does not say once where the number stands.",
                where=where,
                hint="Write {} or {:06} in its place.",
            )
        (field,) = found
        return cls(text[: field.start()], text[field.end() :], int(field[2] or 0))

    def written(self, numbers: Index) -> Vector:
        digits: Any = pa.array(numbers).cast(pa.string())
        if self.width:
            digits = pc.utf8_lpad(digits, self.width, "0")
        parts: Any = (pa.scalar(self.before), digits, pa.scalar(self.after), "")
        return Vector(TEXT, pc.binary_join_element_wise(*parts))


class Ranking:
    """What says how far a row is in the sequence, from 0."""

    def ranks(self, rows: Rows) -> Index:
        raise NotImplementedError


@dataclass(frozen=True)
class RowRanking(Ranking):
    """By row number over the table."""

    def ranks(self, rows: Rows) -> Index:
        return rows.ids.view(np.int64)


@dataclass(frozen=True)
class SiblingRanking(Ranking):
    """By place among the rows of the parent."""

    def ranks(self, rows: Rows) -> Index:
        return rows.position


@dataclass(frozen=True)
class ExpressionRanking(Ranking):
    """By an expression that counts from 1."""

    expression: Resolved

    def ranks(self, rows: Rows) -> Index:
        return np.asarray(rows.evaluate(self.expression).values, dtype=np.int64) - 1


@dataclass(frozen=True)
class SequenceSampler:
    """`start`, `start + step`, ... by a ranking of the rows."""

    start: int
    step: int
    ranking: Ranking
    format: NumberFormat | None

    @property
    def type(self) -> Type:
        return TEXT if self.format else INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        numbers = self.ranking.ranks(rows) * self.step + self.start
        return self.format.written(numbers) if self.format else Vector(INTEGER, numbers)
