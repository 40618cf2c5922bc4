"""Orders that name what to do and to what: rename, drop, double."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from rowsmith.agents.models.offline.revising.parts import Part
from rowsmith.agents.models.offline.text.inflection import singular
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.edits import Edit
from rowsmith.tools.plan.edits.model import DropColumn, DropTable, RenameColumn, RenameTable, SetRows
from rowsmith.tools.plan.table import FixedRows, PerRows

FACTORS = {"double": 2.0, "triple": 3.0, "quadruple": 4.0, "halve": 0.5}
NEAR = 80
Maker = Callable[[Plan, Mapping[str, str]], Edit | None]


@cache
def phrases() -> tuple[tuple[str, tuple[re.Pattern[str], ...], tuple[str, ...]], ...]:
    """Each order's name, its patterns and its examples, in the order in which they are tried."""
    text = files("rowsmith.agents.models.offline.revising").joinpath("orders.json").read_text("utf-8")
    table: dict[str, dict[str, list[str]]] = {k: v for k, v in json.loads(text).items() if k != "about"}
    return tuple(
        (name, tuple(re.compile(p, re.IGNORECASE) for p in entry["patterns"]), tuple(entry["examples"]))
        for name, entry in table.items()
    )


def direct_orders(message: str, plan: Plan) -> list[Edit]:
    """The edits of the first order that matches; none where no order does or its names are not in the plan."""
    makers: dict[str, Maker] = {
        "rename_column": _rename,
        "drop_column": _drop_column,
        "drop_table": _drop_table,
        "scale_rows": _scale,
    }
    for name, patterns, _ in phrases():
        for pattern in patterns:
            found = pattern.search(message)
            edit = makers[name](plan, {k: v for k, v in found.groupdict().items() if v}) if found else None
            if edit is not None:
                return [edit]
    return []


def _rename(plan: Plan, said: Mapping[str, str]) -> Edit | None:
    table = None if said.get("t") else _table(plan, said["c"].removesuffix(" table").strip())
    if table is not None:
        return RenameTable(table=table.name, to=said["n"])
    place = _column(plan, said["c"], said.get("t"))
    return RenameColumn(table=place[0], column=place[1], to=said["n"]) if place else None


def _drop_column(plan: Plan, said: Mapping[str, str]) -> Edit | None:
    place = _column(plan, said["c"], said.get("t"))
    return DropColumn(table=place[0], column=place[1]) if place else None


def _drop_table(plan: Plan, said: Mapping[str, str]) -> Edit | None:
    table = _table(plan, said["t"])
    return DropTable(table=table.name) if table else None


def _scale(plan: Plan, said: Mapping[str, str]) -> Edit | None:
    table = _table(plan, said["t"])
    if table is None:
        return None
    factor = FACTORS[said["q"].lower()]
    rows = table.rows
    if isinstance(rows, FixedRows):
        amount = rows.amount.model_copy(update={"value": round(rows.amount.value * factor)})
        return SetRows(table=table.name, rows=rows.model_copy(update={"amount": amount}))
    if isinstance(rows, PerRows) and rows.total is not None:
        total = rows.total.model_copy(update={"value": round(rows.total.value * factor)})
        return SetRows(table=table.name, rows=rows.model_copy(update={"total": total}))
    return None


def dropped(part: Part, plan: Plan) -> list[Edit]:
    """As in "and drop the setter name": the column, else the table, that a part without numbers wants away."""
    if not part.says("dropping") or any(item.symbol in ("N", "P", "R") for item in part.items):
        return []
    columns, tables = part.columns(), part.tables
    found: list[Edit]
    if columns:
        found = [DropColumn(table=one.table, column=one.column) for one in columns[:1]]
    else:
        found = [DropTable(table=table) for table in tables[:1]]
    return [edit for edit in found if not part.values()]


def _table(plan: Plan, word: str) -> Table | None:
    names = {singular(table.name.lower()): table for table in plan.tables}
    wanted = singular(word.lower())
    if wanted in names:
        return names[wanted]
    ends = [table for name, table in names.items() if name.endswith(f"_{wanted}")]
    return ends[0] if len(ends) == 1 else None


def _column(plan: Plan, words: str, table: str | None) -> tuple[str, str] | None:
    """(table, column) that the words name: the same words, then the nearest."""
    wanted = "_".join(words.lower().replace("-", " ").split())
    named = _table(plan, table) if table else None
    tables = [named] if named else list(plan.tables)
    columns = [(one.name, column.name) for one in tables for column in one.columns]
    for place in columns:
        if place[1].lower() == wanted:
            return place
    near = process.extractOne(
        wanted, [c for _, c in columns], scorer=fuzz.token_sort_ratio, score_cutoff=NEAR
    )
    return columns[near[2]] if near else None
