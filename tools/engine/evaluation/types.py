"""Which type an expression has, by DuckDB's own rules."""

from __future__ import annotations

import re
from collections.abc import Mapping

import sqlglot
from sqlglot import exp

from rowsmith.tools.engine.evaluation.connection import Evaluator
from rowsmith.tools.engine.evaluation.dialect import fitted_sql
from rowsmith.tools.engine.vector import (
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    INTERVAL,
    NESTED,
    TEXT,
    TIME,
    TIMESTAMP,
    Type,
)
from rowsmith.tools.errors import GenerationError, PlanError

FINEST = 6
"""Most digits that a computed decimal keeps; finer ones become doubles, which can't overflow."""

_DUCKDB: dict[Type, str] = {
    INTEGER: "BIGINT",
    DOUBLE: "DOUBLE",
    BOOLEAN: "BOOLEAN",
    DATE: "DATE",
    TIMESTAMP: "TIMESTAMP",
    TIME: "TIME",
    INTERVAL: "INTERVAL",
    TEXT: "VARCHAR",
}
_NAMED = {name: kind for kind, name in _DUCKDB.items()} | {"FLOAT": DOUBLE, "UUID": TEXT, '"NULL"': TEXT}
_INTEGERS = frozenset(
    f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
)
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")


def duckdb_type(kind: Type) -> str:
    """The type's name in DuckDB. Raises PlanError for a nested one, whose shape a type does not say."""
    if kind.name == "decimal":
        return f"DECIMAL(18,{kind.digits})"
    if kind == NESTED:
        raise PlanError("An object or an array can't stand in an expression.")
    return _DUCKDB[kind]


def named_type(name: str) -> Type:
    """The type of a DuckDB column."""
    if name in _NAMED:
        return _NAMED[name]
    if name in _INTEGERS:
        return INTEGER
    if name.startswith("TIMESTAMP"):
        return TIMESTAMP
    if (found := _DECIMAL.fullmatch(name)) is not None:
        digits = int(found[2])
        return DOUBLE if digits > FINEST else Type("decimal", digits) if digits else INTEGER
    return TEXT if name.startswith("ENUM") else NESTED


def expression_type(evaluator: Evaluator, sql: str, inputs: Mapping[str, Type | None], where: str) -> Type:
    """The type of an expression, scalar or aggregate, over inputs of these types.

    An input whose type is open (None) is null. A double that is rounded to some digits is a decimal with these, or a whole number without any.

    Raises:
        PlanError: DuckDB finds that the types do not fit, located at `where`.
    """
    try:
        columns = [f"{_typed_null(kind)} AS {name}" for name, kind in inputs.items()]
        source = f" FROM (SELECT {', '.join(columns)})" if columns else ""
        fitted = fitted_sql(sql, inputs)
        ((_, name),) = evaluator.described(f"SELECT {fitted} AS v{source}", where)
    except (GenerationError, PlanError) as error:
        raise PlanError(error.message, where=where) from error
    kind = named_type(name)
    digits = _rounded_digits(sqlglot.parse_one(sql, read="duckdb"), inputs) if kind == DOUBLE else None
    if digits is None or digits > FINEST:
        return kind
    return Type("decimal", digits) if digits else INTEGER


def _typed_null(kind: Type | None) -> str:
    return "NULL" if kind is None else f"CAST(NULL AS {duckdb_type(kind)})"


def _rounded_digits(node: exp.Expr, inputs: Mapping[str, Type | None]) -> int | None:
    """How many digits after the point a number has by the way it is made; None where that is not known."""
    if isinstance(node, exp.Round):
        decimals = node.args.get("decimals")
        return int(decimals.name) if isinstance(decimals, exp.Literal) else 0 if decimals is None else None
    if isinstance(node, exp.Floor | exp.Ceil):
        return 0
    if isinstance(node, exp.Literal):
        return None if node.is_string else len(node.name.partition(".")[2])
    if isinstance(node, exp.Column):
        kind = inputs.get(node.name)
        return kind.digits if kind is not None and kind.name in ("integer", "decimal") else None
    return _of_parts(_parts(node), inputs)


def _parts(node: exp.Expr) -> list[exp.Expr] | None:
    """The expressions whose values a node passes on, null left out."""
    if isinstance(node, exp.Paren | exp.Neg | exp.Abs):
        found = [node.this]
    elif isinstance(node, exp.Add | exp.Sub):
        found = [node.left, node.right]
    elif isinstance(node, exp.Coalesce | exp.Greatest | exp.Least):
        found = [node.this, *node.expressions]
    elif isinstance(node, exp.Case):
        default = node.args.get("default")
        found = [*(one.args["true"] for one in node.args["ifs"]), *([default] if default else [])]
    else:
        return None
    return [one for one in found if not isinstance(one, exp.Null)]


def _of_parts(parts: list[exp.Expr] | None, inputs: Mapping[str, Type | None]) -> int | None:
    known = [_rounded_digits(one, inputs) for one in parts or []]
    return None if not known or None in known else max(one for one in known if one is not None)
