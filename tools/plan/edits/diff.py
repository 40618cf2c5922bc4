"""The edits that lead from one plan to another."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.plan.edits import model as m
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import Rule, Table


def diff(before: Plan, after: Plan) -> tuple[m.Edit, ...]:
    """Edits such that apply(before, edits) == after, the smallest parts that differ."""
    edits: list[m.Edit] = [*_shared(before, after)]
    here = before
    if [t.name for t in here.tables if after.table(t.name)] != [
        t.name for t in after.tables if here.table(t.name)
    ]:
        return (*edits, *_reordered(here, after))
    edits += [m.DropTable(table=t.name) for t in here.tables if after.table(t.name) is None]
    edits += [m.AddTable(table=t, at=n) for n, t in enumerate(after.tables) if here.table(t.name) is None]
    for table in after.tables:
        if (old := here.table(table.name)) is not None and old != table:
            edits += _table(old, table)
    return tuple(edits)


def _reordered(here: Plan, after: Plan) -> Iterator[m.Edit]:
    """Tables in another order: all are taken out and put in anew."""
    yield from (m.DropTable(table=t.name) for t in here.tables)
    yield from (m.AddTable(table=t) for t in after.tables)


def _shared(before: Plan, after: Plan) -> Iterator[m.Edit]:
    said = {
        name: getattr(after, name)
        for name in ("name", "seed", "as_of", "locale")
        if getattr(after, name) != getattr(before, name)
    }
    if after.note != before.note:
        said["note"] = after.note or ""
    if said:
        yield m.SetPlan(**said)
    old = {one.name: one for one in before.constants}
    new = {one.name: one for one in after.constants}
    again = [name for name in old if name in new] != [name for name in new if name in old]
    yield from (m.SetConstant(name=name, constant=None) for name in old if again or name not in new)
    old = {} if again else old
    for at, (name, constant) in enumerate(new.items()):
        if old.get(name) != constant:
            yield m.SetConstant(name=name, constant=constant, at=at)
    yield from _overall(before.rules, after.rules)


def _overall(before: tuple[Rule, ...], after: tuple[Rule, ...]) -> Iterator[m.Edit]:
    """Rules over whole tables; in another order they are all taken out and put in anew."""
    old, new = [rule.name for rule in before], [rule.name for rule in after]
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield from (m.DropRule(rule=name) for name in old)
        yield from (m.AddRule(rule=rule) for rule in after)
    else:
        yield from _rules(None, before, after)


def _rules(table: str | None, before: tuple[Rule, ...], after: tuple[Rule, ...]) -> Iterator[m.Edit]:
    old, new = {one.name: one for one in before}, {one.name: one for one in after}
    yield from (m.DropRule(table=table, rule=name) for name in old if name not in new)
    for at, (name, rule) in enumerate(new.items()):
        if name not in old:
            yield m.AddRule(table=table, rule=rule, at=at)
        elif old[name] != rule:
            yield m.SetRule(table=table, rule=rule)


def _table(old: Table, new: Table) -> list[m.Edit]:
    """The parts of a table that differ; the whole table where their order does."""
    edits: list[m.Edit] = []
    if old.rows != new.rows:
        edits.append(m.SetRows(table=new.name, rows=new.rows))
    if old.key != new.key:
        edits.append(m.SetKey(table=new.name, key=new.key))
    if old.locale != new.locale:
        edits.append(m.SetLocale(table=new.name, locale=new.locale))
    edits += _columns(old, new)
    edits += _segments(old, new)
    edits += _rules(new.name, old.rules, new.rules)
    return edits if _in_order(old, new) else [m.SetTable(table=new)]


def _in_order(old: Table, new: Table) -> bool:
    """Whether what both tables have stands in one order, and notes and origins are the same."""
    for part in ("columns", "segments", "rules"):
        before, after = ([one.name for one in getattr(table, part)] for table in (old, new))
        if [name for name in before if name in after] != [name for name in after if name in before]:
            return False
    return (old.note, old.was) == (new.note, new.was)


def _columns(old: Table, new: Table) -> Iterator[m.Edit]:
    kept = {column.name for column in new.columns}
    yield from (m.DropColumn(table=new.name, column=c.name) for c in old.columns if c.name not in kept)
    for at, column in enumerate(new.columns):
        before = old.column(column.name)
        if before is None:
            yield m.AddColumn(table=new.name, column=column, at=at)
        elif before != column:
            yield m.SetColumn(table=new.name, column=column)


def _segments(old: Table, new: Table) -> Iterator[m.Edit]:
    before, after = {s.name: s for s in old.segments}, {s.name: s for s in new.segments}
    yield from (m.DropSegment(table=new.name, segment=name) for name in before if name not in after)
    for at, (name, segment) in enumerate(after.items()):
        if name not in before:
            yield m.AddSegment(table=new.name, segment=segment, at=at)
        elif before[name] != segment:
            yield m.SetSegment(table=new.name, segment=segment)
