"""SQL that a model or a person wrote, held to reading the dataset's tables and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from rowsmith.tools.errors import ExpressionError, did_you_mean
from rowsmith.tools.plan.expressions.parse import allowed_functions, function_name

MAX_LENGTH = 20_000
MAX_DEPTH = 100
MAX_NODES = 4_000

FORBIDDEN = (
    exp.Command, exp.Create, exp.Drop, exp.Alter, exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Copy,
    exp.Attach, exp.Detach, exp.Use, exp.Pragma, exp.Set, exp.Into, exp.Parameter, exp.Placeholder,
    exp.SessionParameter, exp.TableSample, exp.Pivot, exp.Lambda, exp.Lock,
)  # fmt: skip
"""What changes something, reaches outside, or brings in chance."""

TABLE_FUNCTIONS = ("range", "generate_series", "unnest")
CLOCK = (exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp, exp.CurrentUser, exp.Rand, exp.Uuid)

Tables = Mapping[str, Sequence[str]]


@cache
def known_functions() -> frozenset[str]:
    """The names that may be called, in lower case: those of plans, and more aggregates and lists."""
    text = (files("rowsmith.tools.checks") / "functions.txt").read_text(encoding="utf-8")
    return allowed_functions() | frozenset(text.split())


def guard_select(sql: str, tables: Tables, *, limit: int | None = None, where: str | None = None) -> str:
    """One SELECT over `tables` (names with their columns), written anew from its syntax tree.

    Run what is returned, not what was given: only that is what was looked at. `limit` bounds the rows of
    the result. Raises ExpressionError where the SQL is anything else, names unknown tables or columns, calls
    a function that is not on the list, or is too long or too deep.
    """
    tree = _parsed(sql, where)
    _bounded(tree, where)
    _functions(tree, where)
    _tables(tree, tables, where)
    _columns(tree, tables, where)
    text = tree.sql(dialect="duckdb", comments=False)
    return text if limit is None else f"SELECT * FROM ({text}) LIMIT {limit}"


def _parsed(sql: str, where: str | None) -> exp.Query:
    if len(sql) > MAX_LENGTH:
        raise ExpressionError(f"The SQL is longer than {MAX_LENGTH} characters.", where=where)
    try:
        trees = [tree for tree in sqlglot.parse(sql, read="duckdb") if tree is not None]
    except (SqlglotError, RecursionError) as error:
        reason = str(error).splitlines()[0].split(". Line")[0]
        raise ExpressionError(f"The SQL does not parse ({reason}).", where=where) from error
    trees = [tree for tree in trees if not isinstance(tree, exp.Semicolon)]
    if len(trees) != 1 or not isinstance(trees[0], exp.Select | exp.SetOperation | exp.Subquery):
        raise ExpressionError(
            "The SQL is not one SELECT.", where=where, hint="Write one SELECT, CTEs included."
        )
    if any(not select.expressions for select in trees[0].find_all(exp.Select)):
        raise ExpressionError("A SELECT chooses nothing.", where=where)
    return trees[0]


def _bounded(tree: exp.Query, where: str | None) -> None:
    for number, node in enumerate(tree.walk(), start=1):
        if isinstance(node, FORBIDDEN):
            raise ExpressionError(f"{_word(node)} is not allowed in a check.", where=where)
        if isinstance(node, CLOCK):
            raise ExpressionError(
                f"{_word(node)} is not allowed: a check gives the same answer every day.", where=where
            )
        if number > MAX_NODES or node.depth > MAX_DEPTH:
            raise ExpressionError("The SQL is too long or nested too deeply.", where=where)


def _word(node: exp.Expr) -> str:
    return type(node).__name__.upper()


def _functions(tree: exp.Query, where: str | None) -> None:
    for node in tree.find_all(exp.Func):
        if isinstance(node, exp.Connector | exp.Case | exp.Cast | exp.Exists):
            continue
        name = function_name(node)
        if name.isidentifier() and name not in known_functions():
            raise ExpressionError(
                f"The function {name} is not allowed.",
                where=where,
                hint=did_you_mean(name, sorted(known_functions())),
            )


def _tables(tree: exp.Query, tables: Tables, where: str | None) -> None:
    known = {name.lower() for name in tables} | _ctes(tree)
    for node in tree.find_all(exp.Table):
        if isinstance(node.this, exp.Func):
            if function_name(node.this) not in TABLE_FUNCTIONS:
                raise ExpressionError(f"{function_name(node.this)} is no table.", where=where)
        elif node.args.get("db") is not None or node.args.get("catalog") is not None:
            raise ExpressionError(
                f"{node.sql()} names a schema: only the dataset's tables can be read.", where=where
            )
        elif node.name.lower() not in known:
            raise ExpressionError(
                f"There is no table {node.name}.", where=where, hint=did_you_mean(node.name, list(tables))
            )


def _ctes(tree: exp.Query) -> set[str]:
    return {cte.alias.lower() for cte in tree.find_all(exp.CTE)}


def _columns(tree: exp.Query, tables: Tables, where: str | None) -> None:
    """Qualified names are sought in their table, others in all tables that are read and all names given."""
    lower = {name.lower(): {column.lower() for column in columns} for name, columns in tables.items()}
    aliases = dict(_aliases(tree, lower))
    given = {name.lower() for name in _given(tree)} | set(aliases)
    read = [name for name in tables if name.lower() in set(aliases.values())]
    everything = given | {column for table in read for column in lower[table.lower()]}
    for node in tree.find_all(exp.Column):
        if isinstance(node.this, exp.Star):
            continue
        name, table = node.name.lower(), aliases.get(node.table.lower())
        own = lower.get(table, set()) if table is not None and table not in _ctes(tree) else everything
        if name not in own and not (node.table and node.table.lower() in everything - set(aliases)):
            choices = [column for t in tables for column in tables[t] if not node.table or t.lower() == table]
            place = f"{node.table}.{node.name}" if node.table else node.name
            raise ExpressionError(
                f"There is no column {place}.", where=where, hint=did_you_mean(node.name, choices)
            )


def _aliases(tree: exp.Query, lower: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """What tables are called in the SQL, with the tables meant."""
    for node in tree.find_all(exp.Table):
        if node.name.lower() in lower:
            yield (node.alias or node.name).lower(), node.name.lower()


def _given(tree: exp.Query) -> Iterator[str]:
    """Names that the SQL itself gives: aliases of columns, subqueries, CTEs and their columns."""
    for node in tree.find_all(exp.Alias, exp.TableAlias, exp.CTE, exp.Subquery, exp.PropertyEQ):
        if node.alias_or_name:
            yield node.alias_or_name
    for alias in tree.find_all(exp.TableAlias):
        yield from (column.name for column in alias.args.get("columns") or [])
        if alias.this is not None:
            yield alias.this.name
