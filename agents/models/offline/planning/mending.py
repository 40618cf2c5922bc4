"""Parts that can't be, taken out of a plan: the smallest part that the linter names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rowsmith.agents.models.offline.ontology.columns import split_name
from rowsmith.agents.models.offline.planning.columns import base
from rowsmith.agents.models.offline.planning.draft import Friendly, TableDraft
from rowsmith.agents.models.offline.reading.vocabulary import Attribute, Entity
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import Column, Plan, Table, plan_from_friendly
from rowsmith.tools.plan.column import Follows, Modifier, Nulls, Unique

PLACE = re.compile(r"tables\.(\w+)\.columns\.(\w+)|^(\w+)\.(\w+)")
WINDOW = ["2022-01-01", "2024-12-31"]


def without(plan: Plan, faults: Iterable[PlanError]) -> Plan:
    """The plan with one step taken against each fault that lies in a column."""
    places: dict[tuple[str, str], None] = {}
    for fault in faults:
        found = PLACE.search(fault.where or "")
        if found is not None:
            table, column = (found[1], found[2]) if found[1] else (found[3], found[4])
            places.setdefault((table, column))
    for table, column in places:
        plan = _mended(plan, table, column)
    return plan


def _mended(plan: Plan, table_name: str, column_name: str) -> Plan:
    table = plan.table(table_name)
    column = table.column(column_name) if table is not None else None
    if table is None or column is None:
        return plan
    columns = tuple(simpler(table, one) if one.name == column_name else one for one in table.columns)
    changed = table.model_copy(update={"columns": columns})
    return plan.model_copy(
        update={"tables": tuple(changed if t.name == table_name else t for t in plan.tables)}
    )


def simpler(table: Table, column: Column) -> Column:
    """Without a modifier that often can't be met; then with the usual sampler of its name."""
    for kind in (Follows, Unique, Nulls):
        kept = _left(column.modifiers, kind)
        if len(kept) < len(column.modifiers) and not (kind is Unique and column.name in table.key):
            return column.model_copy(update={"modifiers": kept})
    return column.model_copy(update={"sampler": usual(column.name).sampler})


def _left(
    modifiers: Sequence[Modifier], kind: type[Follows] | type[Unique] | type[Nulls]
) -> tuple[Modifier, ...]:
    return tuple(one for one in modifiers if not isinstance(one, kind))


def usual(name: str) -> Column:
    """What a column of that name usually holds, agreeing with nothing."""
    entity = Entity("things", ("thing",), (0, 0))
    made = base(TableDraft(entity, None), Attribute(name, split_name(name)))
    made = {key: value for key, value in made.items() if key not in ("fits", "copy", "unique")}
    for kind in ("date", "datetime"):
        if made.get(kind) == "window":
            made[kind] = WINDOW
    table: Friendly = {"rows": 1, "key": name, "columns": {name: made}}
    return plan_from_friendly({"name": "usual", "tables": {"things": table}}).tables[0].columns[0]
