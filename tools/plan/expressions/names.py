"""A dotted name in a syntax tree as its parts."""

from __future__ import annotations

from sqlglot import exp

from rowsmith.tools.plan.expressions.scope import Part


def dotted_name(node: exp.Expr) -> tuple[Part, ...] | None:
    """`concert.venue.capacity` or `team.matches[winner_team_id]` as its parts; None for other nodes."""
    if isinstance(node, exp.Column):
        return None if isinstance(node.this, exp.Star) else tuple(Part(part.name) for part in node.parts)
    if isinstance(node, exp.Dot):
        left, right = dotted_name(node.this), node.expression
        if left is None:
            return None
        behind = dotted_name(right) if not isinstance(right, exp.Identifier) else (Part(right.name),)
        return None if behind is None else (*left, *behind)
    if isinstance(node, exp.Bracket):
        return _bracketed(node)
    return None


def _bracketed(node: exp.Bracket) -> tuple[Part, ...] | None:
    left = dotted_name(node.this)
    said = node.expressions[0] if len(node.expressions) == 1 else None
    if left is None or not isinstance(said, exp.Column):
        return None
    return (*left[:-1], Part(left[-1].name, said.name))
