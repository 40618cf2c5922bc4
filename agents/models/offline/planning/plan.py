"""Statements and what is usual, put together to a plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rowsmith.agents.models.offline.planning.columns import add_columns
from rowsmith.agents.models.offline.planning.defaults import with_core
from rowsmith.agents.models.offline.planning.draft import Friendly, PlanDraft, TableDraft
from rowsmith.agents.models.offline.planning.groups import add_groups
from rowsmith.agents.models.offline.planning.islands import tie_islands
from rowsmith.agents.models.offline.planning.lines import add_copies, add_sums
from rowsmith.agents.models.offline.planning.mending import without
from rowsmith.agents.models.offline.planning.moments import add_timing, order_moments, settle_windows
from rowsmith.agents.models.offline.planning.pairs import with_pairs
from rowsmith.agents.models.offline.planning.possible import keep_possible
from rowsmith.agents.models.offline.planning.rows import add_rows
from rowsmith.agents.models.offline.planning.sequels import place_sequels
from rowsmith.agents.models.offline.planning.statements import add_presence, add_values
from rowsmith.agents.models.offline.planning.tables import add_joins, add_keys, add_links, add_tables
from rowsmith.agents.models.offline.reading.statements import Grid, Statement
from rowsmith.agents.models.offline.reading.vocabulary import Vocabulary
from rowsmith.tools.errors import PlanError, UsageError
from rowsmith.tools.plan import Plan, plan_from_friendly
from rowsmith.tools.plan.lint import lint
from rowsmith.tools.semantics import KindNames

MOST_MENDINGS = 12
NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What stands beside the words; `brief` where they are few enough to mean a domain's usual tables."""

    seed: int = 1
    as_of: str | None = None
    locale: str | None = None
    brief: bool = True


def draft_plan(
    statements: Sequence[Statement], vocabulary: Vocabulary, scores: Mapping[str, float], wishes: Wishes
) -> Plan:
    """The plan that the statements and the ontology give. Raises UsageError where nothing names a table."""
    vocabulary = with_core(vocabulary, statements, scores) if wishes.brief else vocabulary
    if not vocabulary.entities:
        raise UsageError(
            "No table could be read from the description.",
            hint='Name things and numbers: "500 customers, each with 1 to 5 orders".',
        )
    return sound(plan_from_friendly(friendly(drafted(statements, vocabulary, scores, wishes), wishes)))


def drafted(
    statements: Sequence[Statement], vocabulary: Vocabulary, scores: Mapping[str, float], wishes: Wishes
) -> PlanDraft:
    draft = PlanDraft()
    vocabulary, statements = with_pairs(vocabulary, statements)
    if wishes.as_of is not None:
        draft.as_of = date.fromisoformat(wishes.as_of)
    add_tables(draft, vocabulary, scores)
    add_links(draft, statements, vocabulary)
    add_joins(draft, scores)
    tie_islands(draft)
    add_keys(draft, statements)
    add_rows(draft, statements)
    add_columns(draft, statements)
    settle_windows(draft, statements)
    _calendar_grids(draft, statements)
    add_copies(draft)
    add_values(draft, statements)
    order_moments(draft, statements)
    place_sequels(draft)
    add_timing(draft, statements)
    add_groups(draft, statements)
    add_sums(draft, statements)
    add_presence(draft, statements)
    keep_possible(draft)
    if wishes.locale is not None:
        draft.locale = wishes.locale
    return draft


def sound(plan: Plan) -> Plan:
    """The plan without what the linter finds faulty in its columns: what then is not met shows as broken."""
    known = KindNames()
    for _ in range(MOST_MENDINGS):
        faults = lint(plan, kinds=known)
        mended = without(plan, faults)
        if mended == plan:
            return plan
        plan = mended
    return plan


def _calendar_grids(draft: PlanDraft, statements: Sequence[Statement]) -> None:
    """The calendar column of a grid, laid out by its step."""
    for said in statements:
        if not isinstance(said, Grid) or said.entity not in draft.tables:
            continue
        table = draft.tables[said.entity]
        if not isinstance(table.rows, dict) or "" not in table.rows.get("per", []):
            continue
        kind = "datetime" if said.step in ("hour", "minute") else "date"
        name = next((n for n, c in table.columns.items() if {"date", "datetime"} & c.keys()), None)
        name = name or ("read_at" if kind == "datetime" else "date")
        bounds = _grid_bounds(draft, table, said, name)
        table.columns[name] = {kind: bounds, "step": f"1 {said.step}"}
        table.rows["per"] = [column or name for column in table.rows["per"]]
        if not table.entity.key and table.key != table.rows["per"]:
            for key in table.key:
                table.columns.pop(key, None)
            table.key = list(table.rows["per"])


def _grid_bounds(draft: PlanDraft, table: TableDraft, said: Grid, name: str) -> list[str]:
    window = said.window or table.window
    if window is not None and window.start and window.end:
        return [window.start.isoformat(), window.end.isoformat()]
    column = table.columns.get(name, {})
    known = next((column[k] for k in ("date", "datetime") if isinstance(column.get(k), list)), None)
    return known or [
        date(draft.as_of.year - 1, 1, 1).isoformat(),
        date(draft.as_of.year - 1, 12, 31).isoformat(),
    ]


def friendly(draft: PlanDraft, wishes: Wishes) -> dict[str, Any]:
    """The draft as a friendly plan."""
    first = next(iter(draft.tables.values()))
    plan: dict[str, Any] = {
        "rowsmith": 1,
        "name": NAME.sub("-", first.name.lower()).strip("-") or "dataset",
        "seed": wishes.seed,
        "as_of": draft.as_of.isoformat(),
        "locale": draft.locale,
        "tables": {table.name: _table(table) for table in _parents_first(draft)},
    }
    return plan


def _parents_first(draft: PlanDraft) -> list[TableDraft]:
    """Tables in the order of the words, parents before what is counted through them."""
    done: list[TableDraft] = []
    left = list(draft.tables.values())
    while left:
        ready = [
            t for t in left if all(draft.tables[t.links[c].parent] in done for c in t.per if c in t.links)
        ]
        done += ready or left
        left = [table for table in left if table not in done]
    return done


def _table(table: TableDraft) -> dict[str, Any]:
    written: Collection[str] = table.rows[0].keys() if table.written else ()
    columns: dict[str, Any] = {}
    for name in [*table.key, *table.links, *table.columns]:
        if name in columns or name in written:
            continue
        if name in table.links:
            link = table.links[name]
            columns[name] = {"reference": link.parent, **link.more}
        else:
            columns[name] = clean(table.columns[name])
    made: dict[str, Any] = {
        "rows": table.rows,
        "key": table.key if len(table.key) > 1 else table.key[0],
        "columns": columns,
    }
    if table.rules:
        made["rules"] = table.rules
    if table.locale:
        made["locale"] = table.locale
    return made


def clean(column: Friendly) -> Any:
    """The column without the planner's own notes, in its shortest form."""
    kept = {name: value for name, value in column.items() if not name.startswith("_")}
    if kept.keys() == {"sequence"} and kept["sequence"] == 1:
        return "sequence"
    if kept.keys() == {"uuid"}:
        return "uuid"
    return kept


__all__ = ["PlanError", "Wishes", "draft_plan", "drafted", "friendly"]
