"""What every kind of value can do, and the plain ones: a pool, a column of a relation, patterns, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.arrow_text import Column, Fits
from rowsmith.tools.semantics.patterns import Patterns
from rowsmith.tools.semantics.pools import Pool
from rowsmith.tools.semantics.relation import Relation

NO_FITS: Fits = {}
NO_KEY = np.uint64(0)
KindType: TypeAlias = Literal["text", "integer", "double"]


class Kind(Protocol):
    """A kind of value in one locale.

    Attributes:
        type: what its values are.
        fits: the roles that it can agree with.
        size: how many distinct values `at` gives; None when there is no limit, and then `at` wants the row's
            own number and spreads by itself.
        limit: how many it gives when pressed (with middle initials, invented towns); None as for size.
    """

    @property
    def type(self) -> KindType: ...
    @property
    def fits(self) -> tuple[str, ...]: ...
    @property
    def size(self) -> int | None: ...
    @property
    def limit(self) -> int | None: ...

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        """A value for each row; uint64[n] random bits, and what the row's other columns hold by role."""
        ...

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        """The index-th of the distinct values, int64[n]; `key` varies the looks of kinds without a size.

        Raises:
            PlanError: an index beyond the limit, or values that can't be both distinct and agree.
        """
        ...


def check_index(index: Integers, limit: int, what: str) -> None:
    """Raises PlanError when an index is beyond the limit."""
    if len(index) and int(index.max()) >= limit:
        raise PlanError(
            f"There are only {limit} different values of {what}.",
            hint="Ask for fewer rows, drop unique, or use a text or a pattern.",
        )


@dataclass(frozen=True)
class PoolKind:
    """One value of a pool."""

    name: str
    pool: Pool
    fits: tuple[str, ...] = ()
    type: KindType = "text"

    @property
    def size(self) -> int | None:
        return len(self.pool)

    @property
    def limit(self) -> int | None:
        return self.size

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        return self.pool.column(self.pool.choose(bits))

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        check_index(index, len(self.pool), self.name)
        return self.pool.column(index)


@dataclass(frozen=True)
class RelationKind:
    """One column of a relation, agreeing with its others."""

    name: str
    relation: Relation
    column: str
    fits: tuple[str, ...]
    usual: Mapping[str, str] = field(default_factory=dict)
    type: KindType = "text"

    @property
    def size(self) -> int | None:
        return len(self._distinct(NO_ROW))

    @property
    def limit(self) -> int | None:
        return self.size

    def _distinct(self, role: tuple[str, str] | None) -> Integers:
        """The first row of each distinct value, among those that have the usual or the given values."""
        wanted = dict([role]) if role else dict(self.usual)
        seen: dict[str, int] = {}
        for row, value in enumerate(self.relation.columns[self.column]):
            if all(self.relation.columns[name][row] == cell for name, cell in wanted.items()):
                seen.setdefault(value, row)
        return np.array(list(seen.values()), dtype=np.int64)

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        return self.relation.column(
            self.column, self.relation.draw(bits, understood(self.fits, fits), self.usual)
        )

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        known = understood(self.fits, fits)
        if not known:
            rows = self._distinct(NO_ROW)
            check_index(index, len(rows), self.name)
            return self.relation.column(self.column, rows[index])
        return self._at_group(index, *next(iter(known.items())))

    def _at_group(self, index: Integers, role: str, values: Column) -> Column:
        codes = self.relation.codes(role, values)
        chosen = np.zeros(len(index), dtype=np.int64)
        for code in np.unique(codes):
            mask = codes == code
            given = None if code < 0 else (role, self.relation.distinct(role)[int(code)].as_py())
            rows = self._distinct(given)
            check_index(index[mask], len(rows), f"{self.name} that fits {role}")
            chosen[mask] = rows[index[mask]]
        return self.relation.column(self.column, chosen)


NO_ROW: tuple[str, str] | None = None


@dataclass(frozen=True)
class PatternKind:
    """A pattern by weight, filled."""

    name: str
    patterns: Patterns
    fits: tuple[str, ...] = ()
    type: KindType = "text"

    @property
    def size(self) -> int | None:
        return self.patterns.size

    @property
    def limit(self) -> int | None:
        return self.size

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        return self.patterns.draw(bits)

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        check_index(index, self.patterns.size, self.name)
        return self.patterns.at(index)


def understood(roles: tuple[str, ...], fits: Fits) -> dict[str, Column]:
    """What is given of these roles, in the kind's own order of importance."""
    return {role: fits[role] for role in roles if role in fits}


def as_column(values: pa.StringArray) -> Column:
    return values
