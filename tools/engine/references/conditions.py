"""A reference's condition, taken apart: what is about candidates, what about the row, and what about both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from rowsmith.tools.engine.references.sides import Sides
from rowsmith.tools.plan.expressions import Input


@dataclass(frozen=True)
class Part:
    """One condition about pairs, among those that AND joins.

    Attributes:
        sides: the condition.
        listed: where it says `candidate = own` or `candidate IN (own, own)`: these inputs.
        differs: where it says `candidate <> own`: these inputs.
    """

    sides: Sides
    listed: tuple[Input, tuple[Input, ...]] | None
    differs: tuple[Input, Input] | None


@dataclass(frozen=True)
class Condition:
    """`candidate` and `own` are conditions of one side alone; `pairs` hold for a row and a candidate."""

    candidate: Sides | None
    own: Sides | None
    pairs: tuple[Part, ...]


def taken_apart(sides: Sides) -> Condition:
    """The parts of a condition that AND joins."""
    tree = sqlglot.parse_one(sides.sql, read="duckdb")
    groups: dict[str, list[exp.Expr]] = {"candidate": [], "own": [], "mixed": []}
    for part in _conjuncts(tree):
        groups[_side(part, sides)].append(part)
    return Condition(
        candidate=_joined(groups["candidate"], sides),
        own=_joined(groups["own"], sides),
        pairs=tuple(_part(part, sides) for part in groups["mixed"]),
    )


def _part(tree: exp.Expr, sides: Sides) -> Part:
    made = _joined([tree], sides)
    assert made is not None  # noqa: S101 - one part is given
    equal = _compared(tree, sides, exp.EQ)
    listed = (equal[0], (equal[1],)) if equal is not None else _listed(tree, sides)
    return Part(made, listed, _compared(tree, sides, exp.NEQ))


def joined(parts: Sequence[Part]) -> Sides | None:
    """The parts as one condition, None for none."""
    if not parts:
        return None
    own = {name: wanted for part in parts for name, wanted in part.sides.own.items()}
    other = {name: wanted for part in parts for name, wanted in part.sides.other.items()}
    sql = " AND ".join(part.sides.sql for part in parts)
    return Sides(sql, parts[0].sides.where, own, other)


def _conjuncts(tree: exp.Expr) -> list[exp.Expr]:
    inner = tree.unnest()
    if isinstance(inner, exp.And):
        return [*_conjuncts(inner.left), *_conjuncts(inner.right)]
    return [inner]


def _names(part: exp.Expr) -> set[str]:
    return {column.name for column in part.find_all(exp.Column)}


def _side(part: exp.Expr, sides: Sides) -> str:
    names = _names(part)
    if names & set(sides.other):
        return "mixed" if names & set(sides.own) else "candidate"
    return "own"


def _joined(parts: Sequence[exp.Expr], sides: Sides) -> Sides | None:
    if not parts:
        return None
    names = set().union(*(_names(part) for part in parts))
    return Sides(
        " AND ".join(f"({part.sql(dialect='duckdb')})" for part in parts),
        sides.where,
        {name: wanted for name, wanted in sides.own.items() if name in names},
        {name: wanted for name, wanted in sides.other.items() if name in names},
    )


def _compared(tree: exp.Expr, sides: Sides, kind: type[exp.Binary]) -> tuple[Input, Input] | None:
    """The inputs of the candidate and of the row that are compared."""
    if not isinstance(tree, kind):
        return None
    left, right = tree.left.unnest(), tree.right.unnest()
    if not isinstance(left, exp.Column) or not isinstance(right, exp.Column):
        return None
    if left.name in sides.own:
        left, right = right, left
    if left.name in sides.other and right.name in sides.own:
        return sides.other[left.name], sides.own[right.name]
    return None


def _listed(tree: exp.Expr, sides: Sides) -> tuple[Input, tuple[Input, ...]] | None:
    """The inputs of `candidate IN (own, own)`."""
    if not isinstance(tree, exp.In) or not isinstance(tree.this.unnest(), exp.Column):
        return None
    name = tree.this.unnest().name
    listed = [one.unnest() for one in tree.expressions]
    if name not in sides.other or not all(isinstance(one, exp.Column) for one in listed):
        return None
    own = [sides.own[one.name] for one in listed if one.name in sides.own]
    return (sides.other[name], tuple(own)) if listed and len(own) == len(listed) else None
