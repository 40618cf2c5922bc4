"""Text to a syntax tree of one scalar expression, held to the allow-list."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.expressions.dml import DML

from rowsmith.tools.errors import ExpressionError, did_you_mean

OURS = ("as_of", "row_position", "siblings", "previous", "share", "top_share", "popularity")
SPECIAL = ("no_duplicates", "no_overlap", "about", "popularity")
MAX_LENGTH = 10_000
MAX_DEPTH = 60

FORBIDDEN = (exp.Query, exp.Command, exp.DDL, DML, exp.Star, exp.Parameter, exp.Placeholder, exp.Lambda)
"""Whole statements, parameters and lambdas; `*` stands for no column of a plan."""

_QUOTED_OR_POSITION = re.compile(r"('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")|\bposition\s*\(\s*\)", re.IGNORECASE)


@cache
def allowed_functions() -> frozenset[str]:
    """The names that may be called, in lower case."""
    text = (files("rowsmith.tools.plan.expressions") / "functions.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def parse(text: str, where: str) -> exp.Expr:
    """One scalar DuckDB expression. Raises ExpressionError where it does not parse or is not allowed."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"The expression is longer than {MAX_LENGTH} characters.", where=where)
    # The parser knows position(x in y) only, so the form without arguments gets another name.
    safe = _QUOTED_OR_POSITION.sub(lambda found: found.group(1) or "row_position()", text)
    try:
        trees = sqlglot.parse(f"SELECT {safe}", read="duckdb")  # alone, `show.title` would be a command
    except (SqlglotError, RecursionError) as error:
        reason = str(error).splitlines()[0].split(". Line")[0]
        hint = 'A name that is an SQL word, such as "from" or "order", needs double quotes.'
        raise ExpressionError(f"{text!r} is no SQL expression ({reason}).", where=where, hint=hint) from error
    tree = _only_value(trees[0]) if len(trees) == 1 else None
    if tree is None:
        raise ExpressionError(f"{text!r} is not one SQL expression.", where=where)
    _bounded(tree, text, where)
    return tree


def _only_value(select: exp.Expr | None) -> exp.Expr | None:
    """The one value of a SELECT that has nothing but this value; None for any other statement."""
    if not isinstance(select, exp.Select) or len(select.expressions) != 1:
        return None
    if any(value for name, value in select.args.items() if name != "expressions"):
        return None
    value: exp.Expr = select.expressions[0]
    return None if isinstance(value, exp.Alias) else value.pop()


def _bounded(tree: exp.Expr, text: str, where: str) -> None:
    for node in tree.walk():
        if isinstance(node, FORBIDDEN) and not _is_count_star(node):
            raise ExpressionError(f"{text!r} is more than a scalar expression.", where=where)
        if isinstance(node, exp.Func) and not isinstance(node, exp.Connector | exp.Case | exp.Cast):
            _allowed(function_name(node), text, where)
        if node.depth > MAX_DEPTH:
            raise ExpressionError(f"{text!r} is nested too deeply.", where=where)


def _is_count_star(node: exp.Expr) -> bool:
    return isinstance(node, exp.Star) and isinstance(node.parent, exp.Count)


def function_name(node: exp.Expr) -> str:
    """The name by which DuckDB calls it, in lower case."""
    if isinstance(node, exp.Anonymous):
        return node.name.lower()
    return node.sql(dialect="duckdb").partition("(")[0].strip().lower()


def _allowed(name: str, text: str, where: str) -> None:
    known = allowed_functions() | set(OURS) | set(SPECIAL)
    if name not in known and name.isidentifier():
        raise ExpressionError(
            f"The function {name} is not allowed in {text!r}.",
            where=where,
            hint=did_you_mean(name, sorted(known)),
        )
