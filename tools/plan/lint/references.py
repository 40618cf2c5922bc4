"""Who may be chosen, and how often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Nulls, Unique
from rowsmith.tools.plan.expressions import Path, Resolved
from rowsmith.tools.plan.lint.constants import resolved_or_none
from rowsmith.tools.plan.lint.sizes import ANY, Extent, extents
from rowsmith.tools.plan.lint.walk import Placed, samplers
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import Table, WrittenRows


def check(plan: Plan) -> Iterator[PlanError]:
    """Candidates that none meets, caps that leave rows without one, covers that need more rows."""
    known = extents(plan)
    for placed in samplers(plan):
        if isinstance(placed.sampler, model.Reference):
            yield from _candidates(plan, placed, placed.sampler)
            yield from _often(placed, placed.sampler, known)
            yield from _together(placed, placed.sampler)


def _candidates(plan: Plan, placed: Placed, said: model.Reference) -> Iterator[PlanError]:
    target = plan.table(said.tables[0].table) if len(said.tables) == 1 else None
    if (
        said.where is None
        or target is None
        or not isinstance(target.rows, WrittenRows)
        or placed.column is None
    ):
        return
    resolved = resolved_or_none(plan, placed.table, said.where)
    names = _of_candidate(resolved, placed.column.name, said, target) if resolved is not None else None
    if resolved is None or names is None or _some_meets(target.rows, resolved, names) is not False:
        return
    hint = "Change the condition, or the rows that are written out."
    where = f"{placed.where}.where"
    yield PlanError(f"No row of {target.name} meets {said.where!r}.", where=where, hint=hint)


def _of_candidate(
    resolved: Resolved, column: str, said: model.Reference, target: Table
) -> dict[str, str] | None:
    """The written columns behind the placeholders; None where one is of the row that chooses."""
    found: dict[str, str] = {}
    key = said.tables[0].column or (target.key[0] if target.key else "")
    for name, wanted in resolved.inputs.items():
        if not isinstance(wanted, Path):
            return None
        own = wanted.up == () and wanted.column == column
        found[name] = key if own else wanted.column if wanted.up == (column,) else ""
    written = target.rows.columns if isinstance(target.rows, WrittenRows) else ()
    return found if found and all(name in written for name in found.values()) else None


def _some_meets(rows: WrittenRows, resolved: Resolved, names: Mapping[str, str]) -> bool | None:
    """Whether a written row meets the condition; None where that can't be told."""
    places = {name: rows.columns.index(column) for name, column in names.items()}
    holes = ", ".join("(" + ", ".join("?" for _ in places) + ")" for _ in rows.cells)
    values = [row[place] for row in rows.cells for place in places.values()]
    heads = ", ".join(places)
    try:
        with duckdb.connect(config={"threads": "1", "enable_external_access": "false"}) as connection:
            sql = f"SELECT bool_or({resolved.sql}) FROM (VALUES {holes}) AS candidate({heads})"
            row = connection.execute(sql, values).fetchone()
    except duckdb.Error:
        return None
    return bool(row and row[0])


def _often(placed: Placed, said: model.Reference, known: Mapping[str, Extent]) -> Iterator[PlanError]:
    if len(said.tables) != 1 or placed.inside:
        return
    rows = known.get(placed.table.name, ANY)
    target = said.tables[0].table
    candidates = known.get(target, ANY)
    empty = placed.column is not None and placed.column.modifier(Nulls) is not None
    if said.at_most and not empty and rows.low > said.at_most * candidates.high:
        yield PlanError(
            f"{rows} rows of {placed.table.name} can't choose among {candidates} of {target}, each at most"
            f" {said.at_most} times.",
            where=f"{placed.where}.at_most",
            hint=f"Raise at_most, or change the rows of {placed.table.name} or {target}.",
        )
    if said.at_least is not None and said.where is None and rows.high < said.at_least * candidates.low:
        yield PlanError(
            f"{rows} rows of {placed.table.name} can't choose each of {candidates} of {target} at least"
            f" {said.at_least} times.",
            where=f"{placed.where}.at_least",
            hint=f"Lower at_least, or change the rows of {placed.table.name} or {target}.",
        )


def _together(placed: Placed, said: model.Reference) -> Iterator[PlanError]:
    own = said.tables[0].table == placed.table.name if len(said.tables) == 1 else False
    tree = [name for name in ("roots", "depth") if getattr(said, name) is not None]
    if tree and not own:
        text = f"{' and '.join(tree)} shape a tree: the reference leads to another table."
        yield PlanError(text, where=f"{placed.where}.{tree[0]}")
    dealt = [name for name in ("at_least", "at_most") if getattr(said, name) is not None]
    dealt += ["exact"] if said.exact else []
    if dealt and own:
        yield PlanError(
            "A reference of a table to itself can't be dealt.", where=f"{placed.where}.{dealt[0]}"
        )
    unique = placed.column.modifier(Unique) if placed.column is not None else None
    if dealt and unique is not None:
        text = f"unique can't stand beside {dealt[0]} of the same reference."
        yield PlanError(text, where=f"{placed.where}.{dealt[0]}", hint="Leave one of them out.")
    if said.value is not None and (said.where or said.weight or dealt):
        text = "value says which one is meant, so nothing is chosen."
        yield PlanError(
            text, where=f"{placed.where}.value", hint="Leave out where, weight, exact and the caps."
        )
