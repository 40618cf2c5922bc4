"""Which rows are meant: a share of them, those that meet a condition, the likelier ones, an exact number.

Without `exact` each row is drawn on its own, with a chance that makes the share true overall: the chances come
from a pilot where conditions and weights differ by row. With it, and with a firm quantity, rows are ranked by a
random key and the first ones are taken: by a keyed permutation where all rows are alike, else by one scan over
the table that finds the key of the last row taken. The key of a weighted row is u / weight (sequential Poisson
sampling; Ohlsson: Sequential Poisson sampling, Journal of Official Statistics 14, 1998).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Reals
from rowsmith.tools.chance.permutation import Permutation
from rowsmith.tools.chance.streams import below, unit
from rowsmith.tools.engine.assembly import is_true
from rowsmith.tools.engine.protocols import Rows, Scope
from rowsmith.tools.engine.samplers.bounds import Number, numbers, read_number
from rowsmith.tools.engine.samplers.share import aim, checked_share, quota_of
from rowsmith.tools.errors import GenerationError, PlanError
from rowsmith.tools.plan.data import Quantity, Share
from rowsmith.tools.plan.expressions import Resolved

Condition = Callable[[Rows], Flags]
_LARGE = 1e18
_BARRED, _OUTSIDE = np.uint64(2**64 - 2), np.uint64(2**64 - 1)


@dataclass(frozen=True)
class Selection:
    """Says of each row whether it is among those meant.

    Attributes:
        share: None for every row that may be.
        where, of: conditions; `of` is also the base of the share.
        weight: how likely a row is compared with others.
        exact: the share is dealt and not drawn.
        apart: a further condition that rows must meet, such as not being in an earlier segment.
    apart_share: the share of all rows that meet it, where that is known beforehand.
        scope: the place; its address tells this selection from others.
    """

    share: Share | None
    where: Resolved | None
    of: Resolved | None
    weight: Number | None
    exact: bool
    apart: Condition | None
    scope: Scope
    apart_share: float | None = None

    def flags(self, rows: Rows, bits: Bits) -> Flags:
        """True for the rows meant; the likelier for higher bits."""
        if self.share is None:
            return self._eligible(rows)
        if self.exact:
            return self._dealt(rows, bits)
        return self._drawn(rows, ~bits, aim(self.share))

    @property
    def _plain(self) -> bool:
        return self.where is None and self.weight is None and self.apart is None

    def _base(self, rows: Rows) -> Flags:
        return _met(self.of, rows)

    def _eligible(self, rows: Rows) -> Flags:
        flags = self._base(rows)
        flags &= _met(self.where, rows)
        return flags & self.apart(rows) if self.apart is not None else flags

    def _weights(self, rows: Rows) -> Reals:
        """Weights of rows, 0 for those that may not be."""
        if self.weight is None:
            return self._eligible(rows).astype(np.float64)
        weights, valid = numbers(self.weight, rows)
        may = self._eligible(rows) & (weights > 0)
        return np.where(may if valid is None else may & valid, weights, 0.0)

    def _drawn(self, rows: Rows, bits: Bits, share: float) -> Flags:
        if self._plain:
            drawn = below(bits, share)
            return drawn if self.of is None else drawn & self._base(rows)
        if (
            self.apart is not None
            and self.apart_share is not None
            and self.where is None
            and self.weight is None
        ):
            return below(bits, min(share / self.apart_share, 1.0)) & self._eligible(rows)
        return below(bits, self._weights(rows) * self._scale)

    @cached_property
    def _scale(self) -> float:
        """What weights are multiplied by so that the mean chance of the base's rows is the share."""
        pilot = self.scope.pilot()
        weights = np.sort(self._weights(pilot))[::-1].tolist()
        base = int(self._base(pilot).sum())
        return _scale([one for one in weights if one > 0], aim(self.share or 0.0) * base)

    def _dealt(self, rows: Rows, bits: Bits) -> Flags:
        if self._plain and self.of is None:
            return self._order.forward(rows.ids.astype(np.int64)) < self._quota
        keys = self._keys(rows, bits)
        return (keys <= self._last) & (keys < _BARRED)

    @cached_property
    def _order(self) -> Permutation:
        return Permutation(max(self.scope.count(), 1), self.scope.key(*self.scope.address, "order"))

    @cached_property
    def _quota(self) -> int:
        return quota_of(self.share or 0.0, self.scope.count())

    def _keys(self, rows: Rows, bits: Bits) -> Bits:
        """The rank of each row as 64 bits, the lowest first; the two highest numbers are for rows that may not be."""
        if self.weight is None:
            keys = np.minimum(~bits, _BARRED - np.uint64(1))
            keys[~self._eligible(rows)] = _BARRED
        else:
            weights = self._weights(rows)
            chances = (unit(~bits) + 2.0**-54) / np.where(weights > 0, weights, 1.0)
            keys = chances.view(np.uint64).copy()  # positive floats are in the order of their bits
            keys[weights <= 0] = _BARRED
        keys[~self._base(rows)] = _OUTSIDE
        return keys

    @cached_property
    def _last(self) -> np.uint64:
        address = self.scope.address
        keys = self.scope.scan(lambda rows: self._keys(rows, rows.bits(*address)))
        wanted = quota_of(self.share or 0.0, int((keys != _OUTSIDE).sum()))
        able = keys[keys < _BARRED]
        if wanted > len(able):
            raise GenerationError(
                f"{wanted} rows are asked for, and only {len(able)} meet the condition.",
                where=self.scope.where,
                hint="Lower the share, or widen its where.",
            )
        return np.uint64(np.partition(able, wanted - 1)[wanted - 1]) if wanted else np.uint64(0)


def compile_selection(
    share: Share | None,
    *,
    where: str | None,
    of: str | None,
    weight: str | None,
    exact: bool,
    scope: Scope,
    apart: Condition | None = None,
    apart_share: float | None = None,
) -> Selection:
    """The selection of a boolean, of nulls, of a segment.

    A firm quantity is dealt as `exact` is. Its bits are `rows.bits(*scope.address)`.

    Raises:
        PlanError: a share outside [0, 1], a condition that is no boolean.
    """
    if share is not None:
        checked_share(share, scope.where)
    return Selection(
        share,
        read_condition(where, scope),
        read_condition(of, scope),
        None if weight is None else read_number(weight, scope),
        exact or isinstance(share, Quantity),
        apart,
        scope,
        apart_share,
    )


def read_condition(sql: str | None, scope: Scope) -> Resolved | None:
    """A condition of a row. Raises PlanError where it is not a boolean."""
    if sql is None:
        return None
    expression = scope.resolve(sql)
    if scope.type_of(expression).name != "boolean":
        raise PlanError(f"{sql!r} is no condition.", where=scope.where)
    return expression


def _met(condition: Resolved | None, rows: Rows) -> Flags:
    if condition is None:
        return np.ones(len(rows), dtype=np.bool_)
    return is_true(rows.evaluate(condition)).copy()


def _scale(weights: list[float], wanted: float) -> float:
    """The c with sum(min(1, c * w)) = wanted, for falling weights; very large where all of them are not enough."""
    if wanted <= 0:
        return 0.0
    rest = math.fsum(weights)
    for sure, weight in enumerate(weights):
        scale = (wanted - sure) / rest if rest > 0 else _LARGE
        if scale * weight <= 1:
            return max(scale, 0.0)
        rest -= weight
    return _LARGE
