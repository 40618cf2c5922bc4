"""Modifiers that make sense for what they modify."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan.column import Column, Errors, Follows, Hidden, Nulls, Outliers, Unique
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import Table

UNITS = ("minute", "hour", "day", "week", "month", "quarter", "year")
WITHOUT_ORDER = (
    "uuid", "sequence", "pattern", "semantic", "text", "object", "array", "constant", "expression", "query",
)  # fmt: skip
"""Samplers whose values are not drawn along a scale, so that they can't follow another column."""

NO_NUMBER = ("uuid", "pattern", "semantic", "text", "boolean", "date", "datetime", "time", "after", "before",
             "reference", "object", "array", "stages")  # fmt: skip
NO_TEXT = (
    "boolean",
    "object",
    "array",
    "integer",
    "decimal",
    "series",
    "date",
    "datetime",
    "time",
    "after",
    "before",
)
MOMENTS = (
    "date",
    "datetime",
    "after",
    "before",
    "expression",
    "switch",
    "lookup",
    "bands",
    "query",
    "learned",
)
SPELLINGS = ("format", "case")
"""Kinds of errors that only texts have."""


def check(plan: Plan) -> Iterator[PlanError]:
    """Units that values do not have, ranks of what has no order, exact beside what decides by itself."""
    for table in plan.tables:
        for column in table.columns:
            yield from _column(table, column)


def _column(table: Table, column: Column) -> Iterator[PlanError]:
    where, kind = f"{table.name}.{column.name}", column.sampler.kind
    unique, follows = column.modifier(Unique), column.modifier(Follows)
    if unique is not None:
        yield from _unique(table, column, unique, f"{where}.unique")
    if follows is not None:
        yield from _follows(column, follows, unique, f"{where}.follows")
    if column.modifier(Outliers) is not None and kind in NO_NUMBER:
        yield PlanError(f"A {kind} has no outliers: they are numbers.", where=f"{where}.outliers")
    errors = column.modifier(Errors)
    if errors is not None:
        yield from _errors(kind, errors, f"{where}.errors")
    nulls = column.modifier(Nulls)
    if nulls is not None and nulls.exact and nulls.share is None:
        hint = "Add the share, or leave exact out."
        yield PlanError("exact speaks of a share, and none is said.", where=f"{where}.nulls.exact", hint=hint)
    if column.modifier(Hidden) is not None and column.hidden and column.name in table.key:
        hint = "A key stays in the output."
        yield PlanError(f"{column.name} is the key and hidden.", where=f"{where}.hidden", hint=hint)


def _unique(table: Table, column: Column, unique: Unique, where: str) -> Iterator[PlanError]:
    kind = column.sampler.kind
    if unique.to is not None and unique.to not in UNITS:
        yield PlanError(
            f"{unique.to!r} is no unit of time.", where=f"{where}.to", hint=did_you_mean(unique.to, UNITS)
        )
    elif unique.to is not None and kind not in MOMENTS:
        yield PlanError(f"A {kind} has no {unique.to}.", where=f"{where}.to", hint="Leave out to.")
    for segment in table.segments:
        if not unique.within and any(one.column == column.name for one in segment.set):
            text = f"{column.name} is unique, and the segment {segment.name} sets it."
            yield PlanError(text, where=where, hint="Let the segment set other columns.")


def _follows(column: Column, follows: Follows, unique: Unique | None, where: str) -> Iterator[PlanError]:
    kind = column.sampler.kind
    if not follows.columns:
        yield PlanError("It follows nothing.", where=where, hint="Write {column: rank correlation}.")
    if kind in WITHOUT_ORDER:
        yield PlanError(
            f"A {kind} can't follow another column: its values are not drawn along a scale.", where=where
        )
    if unique is not None and not unique.within:
        yield PlanError("unique and follows can't both be said.", where=where, hint="Leave out one of them.")
    if getattr(column.sampler, "exact", False):
        text = "exact and follows can't both be said: one deals rows blindly, the other by another column."
        yield PlanError(text, where=where, hint="Leave out one of them.")
    strength = sum(one.rank**2 for one in follows.columns)
    if len(follows.columns) > 1 and strength > 1:
        names = ", ".join(one.column for one in follows.columns)
        hint = "The squares of the correlations add up to at most 1 where the columns do not depend on each other."
        yield PlanError(f"It can't follow {names} that closely at the same time.", where=where, hint=hint)


def _errors(kind: str, errors: Errors, where: str) -> Iterator[PlanError]:
    if not errors.kinds:
        yield PlanError("No kind of error is named.", where=where, hint="Write kinds: [typo].")
    if kind in ("object", "array"):
        yield PlanError(f"A {kind} has no errors.", where=where)
    elif kind in NO_TEXT:
        for one in errors.kinds:
            if one in SPELLINGS:
                yield PlanError(f"A {kind} can't have an error of {one}.", where=f"{where}.kinds")
