"""Plain arithmetic without a query: what NumPy computes to the same bits as DuckDB.

Whole numbers and decimals are exact in 64 bits as long as no magnitude passes 2**62; doubles use the IEEE
operations that DuckDB uses. Whatever else stands in an expression (text, division by zero, larger numbers, a
null under AND or OR) is left to DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import cast

import numpy as np
import numpy.typing as npt
import sqlglot
from sqlglot import exp

from rowsmith.tools.engine.casting import DAY
from rowsmith.tools.engine.vector import BOOLEAN, DATE, DOUBLE, INTEGER, TIMESTAMP, Type, Values, Vector

LARGEST = 2**62
EXACT = 2**53
CHUNK = 16_384

Flags = npt.NDArray[np.bool_]
Made = tuple[Values, Type, int]
"""Values, their type, and a magnitude that none of them passes (0 for what is no whole number or decimal)."""
Inputs = Mapping[str, Vector]


class Beyond(Exception):
    """Raised where an expression is not plain arithmetic."""


def computed(sql: str, kind: Type, inputs: Inputs, length: int) -> Vector | None:
    """The values of an expression of that type; None where it must be left to DuckDB."""
    tree = parsed(sql)
    if tree is None or not inputs:
        return None
    try:
        parts = [_part(tree, kind, inputs, start) for start in range(0, length, CHUNK)]
    except Beyond:
        return None
    if not parts:
        return None
    sizes = (min(CHUNK, length - start) for start in range(0, length, CHUNK))
    whole = [
        part if len(part) == size else np.repeat(part, size) for part, size in zip(parts, sizes, strict=True)
    ]
    return Vector(kind, cast("Values", np.concatenate(whole)), validity_of(tree, inputs))


def _part(tree: exp.Expr, kind: Type, inputs: Inputs, start: int) -> Values:
    """The values of a run of rows; short runs keep what is in between in the processor's cache."""
    rows = slice(start, start + CHUNK)
    made = value_of(tree, {name: _sliced(vector, rows) for name, vector in inputs.items()})
    if made[1] == kind:
        return made[0]
    if kind == DOUBLE and made[1].name in ("integer", "decimal"):
        return doubles(made)
    raise Beyond


def _sliced(vector: Vector, rows: slice) -> Vector:
    valid = None if vector.valid is None else vector.valid[rows]
    return Vector(vector.type, vector.values[rows], valid)


@cache
def parsed(sql: str) -> exp.Expr | None:
    """The tree of an expression of nothing but plain arithmetic, None for others."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    return tree if all(isinstance(node, PLAIN) for node in tree.walk()) else None


def validity_of(tree: exp.Expr, inputs: Inputs) -> Flags | None:
    valid: Flags | None = None
    for name in {column.name for column in tree.find_all(exp.Column)}:
        own = inputs[name].valid
        if own is not None:
            valid = own if valid is None else valid & own
    return valid


def value_of(node: exp.Expr, inputs: Inputs) -> Made:
    """The value of a node. Raises Beyond."""
    return OPERATIONS[type(node)](node, inputs)


def _column(node: exp.Expr, inputs: Inputs) -> Made:
    vector = inputs[node.name]
    if vector.type.name in ("text", "nested", "interval", "time") or not isinstance(
        vector.values, np.ndarray
    ):
        raise Beyond
    bounded = vector.type.name in ("integer", "decimal", "date", "timestamp")
    return vector.values, vector.type, within(largest(vector.values)) if bounded else 0


def _literal(node: exp.Expr, inputs: Inputs) -> Made:
    text = node.name
    if not isinstance(node, exp.Literal) or node.is_string or not text.replace(".", "", 1).isdigit():
        raise Beyond
    whole, _, fraction = text.partition(".")
    units = int((whole + fraction) or "0")
    if units >= LARGEST:
        raise Beyond
    kind = Type("decimal", len(fraction)) if fraction else INTEGER
    return np.array([units], dtype=np.int64), kind, units


def _paren(node: exp.Expr, inputs: Inputs) -> Made:
    return value_of(node.this, inputs)


def _negated(node: exp.Expr, inputs: Inputs) -> Made:
    values, kind, bound = value_of(node.this, inputs)
    if kind.name not in ("integer", "decimal", "double"):
        raise Beyond
    return np.negative(values), kind, within(bound)


def _narrowed(node: exp.Expr, inputs: Inputs) -> Made:
    values, kind, bound = value_of(node.this, inputs)
    if kind != INTEGER or node.args["to"].this != exp.DType.INT or bound >= 2**31:
        raise Beyond
    return values, kind, bound


def _sum(node: exp.Expr, inputs: Inputs) -> Made:
    left, right = value_of(node.this, inputs), value_of(node.expression, inputs)
    minus = isinstance(node, exp.Sub)
    if DATE in (left[1], right[1]):
        return _days(left, right, minus)
    (a, kind, most), (b, _, more) = aligned(left, right)
    return (a - b if minus else a + b), kind, within(most + more)


def _days(left: Made, right: Made, minus: bool) -> Made:
    bound = within(left[2] + right[2])
    if left[1] == DATE and right[1] == INTEGER:
        return (left[0] - right[0] if minus else left[0] + right[0]), DATE, bound
    if left[1] == right[1] == DATE and minus:
        return left[0] - right[0], INTEGER, bound
    raise Beyond


def _product(node: exp.Expr, inputs: Inputs) -> Made:
    left, right = value_of(node.this, inputs), value_of(node.expression, inputs)
    if DOUBLE in (left[1], right[1]):
        return doubles(left) * doubles(right), DOUBLE, 0
    for _, kind, _ in (left, right):
        if kind.name not in ("integer", "decimal"):
            raise Beyond
    digits = left[1].digits + right[1].digits
    decimal = "decimal" in (left[1].name, right[1].name)
    bound = within(left[2] * right[2])
    return left[0] * right[0], Type("decimal", digits) if decimal else INTEGER, bound


def _quotient(node: exp.Expr, inputs: Inputs) -> Made:
    above, below = doubles(value_of(node.this, inputs)), doubles(value_of(node.expression, inputs))
    if not below.all():
        raise Beyond
    return above / below, DOUBLE, 0


def _rounded(node: exp.Expr, inputs: Inputs) -> Made:
    decimals = node.args.get("decimals")
    if not isinstance(decimals, exp.Literal) or not decimals.name.isdigit():
        raise Beyond
    digits = int(decimals.name)
    values, kind, bound = made = value_of(node.this, inputs)
    if kind == DOUBLE and digits <= 6:
        scaled = half_away(doubles(made) * 10.0**digits)
        if not np.abs(scaled).max(initial=0.0) < EXACT:
            raise Beyond
        units = scaled.astype(np.int64)
        return units, Type("decimal", digits) if digits else INTEGER, largest(units)
    if kind.name != "decimal" or not 0 < digits <= kind.digits:
        raise Beyond
    step = 10 ** (kind.digits - digits)
    size = np.abs(values) + np.int64(step // 2)
    return np.sign(values) * (size // np.int64(step)), Type("decimal", digits), within(bound + step)


def half_away(reals: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The nearest whole number, the one further from zero of two, as C's `round`."""
    whole = np.trunc(reals)
    made: npt.NDArray[np.float64] = whole + np.sign(reals) * (np.abs(reals - whole) >= 0.5)
    return made


def _compared(node: exp.Expr, inputs: Inputs) -> Made:
    left, right = value_of(node.this, inputs), value_of(node.expression, inputs)
    return COMPARISONS[type(node)](*comparable(left, right)), BOOLEAN, 0


def _between(node: exp.Expr, inputs: Inputs) -> Made:
    if validity_of(node, inputs) is not None:
        raise Beyond  # false and null is false, so nulls do not simply pass through
    inner = value_of(node.this, inputs)
    low, high = value_of(node.args["low"], inputs), value_of(node.args["high"], inputs)
    above, least = comparable(inner, low)
    below, most = comparable(inner, high)
    return (above >= least) & (below <= most), BOOLEAN, 0


def comparable(left: Made, right: Made) -> tuple[Values, Values]:
    """Two values in one unit. Raises Beyond for other types than numbers and moments."""
    moments = {DATE, TIMESTAMP}
    if left[1] in moments and right[1] in moments:
        mixed = left[1] != right[1]
        a, b = (one[0] * DAY if mixed and one[1] == DATE else one[0] for one in (left, right))
        return a, b
    (a, _, _), (b, _, _) = aligned(left, right)
    return a, b


def aligned(left: Made, right: Made) -> tuple[Made, Made]:
    """Two numbers as the type that holds both. Raises Beyond for other types."""
    kinds = (left[1], right[1])
    if any(kind.name not in ("integer", "decimal", "double") for kind in kinds):
        raise Beyond
    if DOUBLE in kinds:
        return (doubles(left), DOUBLE, 0), (doubles(right), DOUBLE, 0)
    digits = max(kind.digits for kind in kinds)
    kind = Type("decimal", digits) if any(one.name == "decimal" for one in kinds) else INTEGER
    return _with_digits(left, kind), _with_digits(right, kind)


def _with_digits(made: Made, kind: Type) -> Made:
    more = 10 ** (kind.digits - made[1].digits)
    return (made[0] if more == 1 else made[0] * np.int64(more)), kind, within(made[2] * more)


def _both(node: exp.Expr, inputs: Inputs) -> Made:
    left, right = truths(node.this, inputs), truths(node.expression, inputs)
    return (left & right if isinstance(node, exp.And) else left | right), BOOLEAN, 0


def _not(node: exp.Expr, inputs: Inputs) -> Made:
    return ~truths(node.this, inputs), BOOLEAN, 0


def truths(node: exp.Expr, inputs: Inputs) -> Flags:
    """The truth of a condition without nulls. Raises Beyond."""
    values, kind, _ = value_of(node, inputs)
    if kind != BOOLEAN or validity_of(node, inputs) is not None:
        raise Beyond
    return values.astype(np.bool_, copy=False)


def doubles(made: Made) -> npt.NDArray[np.float64]:
    """A number as doubles, as DuckDB casts it. Raises Beyond where it would not be exact before scaling."""
    values, kind, bound = made
    if kind == DOUBLE:
        return values.astype(np.float64, copy=False)
    if kind.name not in ("integer", "decimal") or bound >= EXACT:
        raise Beyond
    reals: npt.NDArray[np.float64] = values.astype(np.float64)
    return reals / 10.0**kind.digits if kind.digits else reals


def within(bound: int) -> int:
    """A magnitude that 64 bits hold. Raises Beyond for a larger one."""
    if bound >= LARGEST:
        raise Beyond
    return bound


def largest(values: Values) -> int:
    """The largest magnitude of whole numbers."""
    if not len(values):
        return 0
    return max(int(values.max()), -int(values.min()))


Operation = Callable[[exp.Expr, Inputs], Made]

COMPARISONS: dict[type[exp.Expr], Callable[[Values, Values], Flags]] = {
    exp.EQ: np.equal,
    exp.NEQ: np.not_equal,
    exp.GT: np.greater,
    exp.GTE: np.greater_equal,
    exp.LT: np.less,
    exp.LTE: np.less_equal,
}
OPERATIONS: dict[type[exp.Expr], Operation] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Paren: _paren,
    exp.Neg: _negated,
    exp.Cast: _narrowed,
    exp.Add: _sum,
    exp.Sub: _sum,
    exp.Mul: _product,
    exp.Div: _quotient,
    exp.Round: _rounded,
    exp.Between: _between,
    exp.And: _both,
    exp.Or: _both,
    exp.Not: _not,
    **dict.fromkeys(COMPARISONS, _compared),
}
PLAIN = (*OPERATIONS, exp.Identifier, exp.DataType)
