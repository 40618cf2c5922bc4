"""An edit in plain words."""

from __future__ import annotations

from rowsmith.tools.plan.edits import model as m
from rowsmith.tools.plan.friendly.write import write_column
from rowsmith.tools.plan.table import FixedRows, PerRows, Rows, WrittenRows


def describe(edit: m.Edit) -> str:
    """One short sentence without a full stop: "orders.status becomes {category: ...}"."""
    match edit:
        case m.AddTable(table=table):
            return f"add the table {table.name}"
        case m.SetTable(table=table):
            return f"replace the table {table.name}"
        case m.DropTable(table=name):
            return f"drop the table {name}"
        case m.RenameTable(table=name, to=to):
            return f"rename the table {name} to {to}"
        case m.SetRows(table=name, rows=rows):
            return f"the rows of {name} become {_amount(rows)}"
        case m.SetKey(table=name, key=key):
            return f"the key of {name} becomes {', '.join(key)}"
        case m.SetLocale(table=name, locale=locale):
            return f"{name} takes the locale {locale or 'of the plan'}"
        case _:
            return _column(edit)


def _amount(rows: Rows) -> str:
    match rows:
        case FixedRows(amount=amount):
            return f"{'' if amount.firmness == 'exactly' else amount.firmness.replace('_', ' ') + ' '}{amount.value:g}"
        case PerRows(columns=columns):
            return f"a number for each {' and '.join(columns)}"
        case WrittenRows(cells=cells):
            return f"{len(cells)} written ones"
        case _:
            return "those of a query"


def _column(edit: m.Edit) -> str:
    match edit:
        case m.AddColumn(table=name, column=column):
            return f"add {name}.{column.name}: {write_column(column)}"
        case m.SetColumn(table=name, column=column):
            return f"{name}.{column.name} becomes {write_column(column)}"
        case m.DropColumn(table=name, column=column):
            return f"drop {name}.{column}"
        case m.RenameColumn(table=name, column=column, to=to):
            return f"rename {name}.{column} to {to}"
        case _:
            return _smaller(edit)


def _smaller(edit: m.Edit) -> str:
    match edit:
        case m.AddRule(rule=rule) | m.SetRule(rule=rule):
            return (
                f"{'add' if isinstance(edit, m.AddRule) else 'change'} the rule {rule.name!r}: {rule.check}"
            )
        case m.DropRule(rule=name):
            return f"drop the rule {name!r}"
        case m.AddSegment(table=table, segment=segment) | m.SetSegment(table=table, segment=segment):
            return f"{'add' if isinstance(edit, m.AddSegment) else 'change'} the segment {segment.name} of {table}"
        case m.DropSegment(table=table, segment=name):
            return f"drop the segment {name} of {table}"
        case m.SetConstant(name=name, constant=constant):
            return f"{name} is {constant.value}" if constant else f"drop the constant {name}"
        case m.SetPlan():
            said = {name: value for name, value in edit if name != "kind" and value is not None}
            return "; ".join(f"the plan's {name} becomes {value}" for name, value in said.items())
        case _:
            return edit.kind.replace("_", " ")
