"""Edits applied to a plan; the plan given is never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan.edits import model as m
from rowsmith.tools.plan.edits.losses import losses
from rowsmith.tools.plan.edits.renaming import rename_column, rename_table
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import Table


class Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)
Applier = Callable[[Plan, Any], Plan]


def appliers() -> dict[type, Applier]:
    """Each kind of edit and who applies it."""
    return {
        m.AddTable: lambda plan, e: plan.model_copy(
            update={"tables": added(plan.tables, e.table, e.at, "plan")}
        ),
        m.SetTable: lambda plan, e: plan.model_copy(
            update={"tables": replaced(plan.tables, e.table, "plan")}
        ),
        m.DropTable: lambda plan, e: plan.model_copy(
            update={"tables": dropped(plan.tables, e.table, "plan")}
        ),
        m.RenameTable: rename_table,
        m.SetRows: lambda plan, e: _changed(plan, e.table, rows=e.rows),
        m.SetKey: lambda plan, e: _changed(plan, e.table, key=e.key),
        m.SetLocale: lambda plan, e: _changed(plan, e.table, locale=e.locale),
        m.AddColumn: lambda plan, e: _listed(plan, e.table, "columns", added, e.column, e.at),
        m.SetColumn: lambda plan, e: _listed(plan, e.table, "columns", replaced, e.column),
        m.DropColumn: lambda plan, e: _changed(
            plan, e.table, columns=dropped(table_of(plan, e.table).columns, e.column, e.table)
        ),
        m.RenameColumn: rename_column,
        m.AddRule: lambda plan, e: _rules(plan, e.table, lambda rules, at: added(rules, e.rule, e.at, at)),
        m.SetRule: lambda plan, e: _rules(plan, e.table, lambda rules, at: replaced(rules, e.rule, at)),
        m.DropRule: lambda plan, e: _rules(plan, e.table, lambda rules, at: dropped(rules, e.rule, at)),
        m.AddSegment: lambda plan, e: _listed(plan, e.table, "segments", added, e.segment, e.at),
        m.SetSegment: lambda plan, e: _listed(plan, e.table, "segments", replaced, e.segment),
        m.DropSegment: lambda plan, e: _changed(
            plan, e.table, segments=dropped(table_of(plan, e.table).segments, e.segment, e.table)
        ),
        m.SetConstant: _set_constant,
        m.SetPlan: _set_plan,
    }


def apply(plan: Plan, edits: Iterable[m.Edit]) -> Plan:
    """The plan after the edits, one by one.

    Raises PlanError for an unknown name, a name that is taken, or, after the last edit, a dropped part that
    others still use (listing them).
    """
    known, before, drops = appliers(), plan, False
    for edit in edits:
        plan = known[type(edit)](plan, edit)
        drops = drops or isinstance(edit, m.DropTable | m.DropColumn)
    if drops and (lost := losses(before, plan)):
        named = ", ".join(sorted({one.place for one in lost}))
        raise PlanError(f"What was dropped is still used by {named}.", hint="Change or drop these as well.")
    return plan


def table_of(plan: Plan, name: str) -> Table:
    found = plan.table(name)
    if found is None:
        raise PlanError(f"There is no table {name}.", hint=did_you_mean(name, [t.name for t in plan.tables]))
    return found


def added(items: Sequence[N], item: N, at: int | None, where: str) -> tuple[N, ...]:
    """The list with another part at a place."""
    if any(one.name == item.name for one in items):
        raise PlanError(
            f"The name {item.name} is taken.",
            where=where,
            hint="Choose another, or set it instead of adding it.",
        )
    place = len(items) if at is None else at
    return (*items[:place], item, *items[place:])


def replaced(items: Sequence[N], item: N, where: str) -> tuple[N, ...]:
    """The list with a part in the place of the one of its name."""
    place = _place(items, item.name, where)
    return (*items[:place], item, *items[place + 1 :])


def dropped(items: Sequence[N], name: str, where: str) -> tuple[N, ...]:
    place = _place(items, name, where)
    return (*items[:place], *items[place + 1 :])


def _place(items: Sequence[Named], name: str, where: str) -> int:
    names = [one.name for one in items]
    if name not in names:
        raise PlanError(f"There is no {name}.", where=where, hint=did_you_mean(name, names))
    return names.index(name)


def _changed(plan: Plan, name: str, **update: object) -> Plan:
    table = table_of(plan, name).model_copy(update=update)
    return plan.model_copy(update={"tables": replaced(plan.tables, table, "plan")})


def _listed(
    plan: Plan, name: str, part: str, change: Callable[..., object], item: object, *more: object
) -> Plan:
    items = getattr(table_of(plan, name), part)
    return _changed(plan, name, **{part: change(items, item, *more, name)})


def _rules(plan: Plan, name: str | None, change: Callable[[Any, str], object]) -> Plan:
    if name is None:
        return plan.model_copy(update={"rules": change(plan.rules, "rules")})
    return _changed(plan, name, rules=change(table_of(plan, name).rules, name))


def _set_constant(plan: Plan, edit: m.SetConstant) -> Plan:
    known = any(one.name == edit.name for one in plan.constants)
    if edit.constant is None:
        made = dropped(plan.constants, edit.name, "constants")
    elif known:
        made = replaced(plan.constants, edit.constant, "constants")
    else:
        made = added(plan.constants, edit.constant, edit.at, "constants")
    return plan.model_copy(update={"constants": made})


def _set_plan(plan: Plan, edit: m.SetPlan) -> Plan:
    said = {name: value for name, value in edit if name != "kind" and value is not None}
    if edit.note == "":
        said["note"] = None
    return plan.model_copy(update=said)
