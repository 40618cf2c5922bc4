"""Our own aggregates in DuckDB's words."""

from __future__ import annotations

from collections.abc import Sequence

import sqlglot
from sqlglot import exp


def share_of(arguments: Sequence[exp.Expr]) -> exp.Expr:
    """share(condition): the part of the rows for which it holds; null does not hold."""
    return _filled("avg(CASE WHEN __x THEN 1.0 ELSE 0.0 END)", arguments[:1])


def top_share_of(arguments: Sequence[exp.Expr]) -> exp.Expr:
    """top_share(x, part): what the largest `part` of the values holds of their sum."""
    part = arguments[1] if len(arguments) > 1 else exp.Literal.number("0.1")
    text = (
        "list_sum(list_slice(list_reverse_sort(list(__x)), 1,"
        " CAST(ceil(__y * count(__x)) AS BIGINT))) / sum(__x)"
    )
    return _filled(text, [arguments[0], part])


def _filled(text: str, arguments: Sequence[exp.Expr]) -> exp.Expr:
    names: dict[str, exp.Expr] = dict(zip(("__x", "__y"), arguments, strict=False))
    tree = sqlglot.parse_one(text, read="duckdb")
    assert isinstance(tree, exp.Expr)  # noqa: S101 - the text above is ours and parses

    def put(node: exp.Expr) -> exp.Expr:
        found = names.get(node.name) if isinstance(node, exp.Column) else None
        return found.copy() if found is not None else node

    return tree.transform(put)
