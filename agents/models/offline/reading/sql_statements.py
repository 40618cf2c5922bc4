"""What a CREATE TABLE statement says: columns, keys, references and checks as statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from rowsmith.agents.models.offline.reading import statements as s
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.links import refer
from rowsmith.agents.models.offline.reading.sql_tables import SqlPart, SqlTable, kind_of
from rowsmith.agents.models.offline.reading.vocabulary import Attribute, Entity, Vocabulary
from rowsmith.agents.models.offline.text.items import lemma
from rowsmith.agents.models.offline.text.quantity import Quantity

COMPARED: dict[type[exp.Expr], s.Op] = {
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.NEQ: "<>",
}
UNREAD = "This part of the table's SQL was not understood."


def add_table(vocabulary: Vocabulary, table: SqlTable) -> None:
    """The table as an entity with its columns and its key."""
    words = tuple(lemma(part) for part in table.name.split("_") if part) or (table.name,)
    entity = vocabulary.add(Entity(table.name, words, table.span, given=True))
    if len(words) > 1:
        entity.aliases.append((lemma(table.name),))
    for part in table.parts:
        if isinstance(part.node, exp.ColumnDef):
            name = part.node.name
            parts = tuple(lemma(piece) for piece in name.split("_") if piece) or (name,)
            entity.attributes.setdefault(name, Attribute(name, parts, given=True))
    entity.key = key_of(table)


def key_of(table: SqlTable) -> tuple[str, ...]:
    for part in table.parts:
        if isinstance(part.node, exp.PrimaryKey):
            return names_in(part.node)
        if isinstance(part.node, exp.ColumnDef) and has(part.node, exp.PrimaryKeyColumnConstraint):
            return (part.node.name,)
    return ()


def names_in(node: exp.Expr) -> tuple[str, ...]:
    return tuple(one.name for one in node.expressions)


def has(column: exp.ColumnDef, kind: type[exp.Expr]) -> bool:
    return any(isinstance(one.kind, kind) for one in column.constraints)


def said_by(
    table: SqlTable, part: SqlPart, context: Context, enums: Mapping[str, Sequence[str]]
) -> Iterator[s.Statement]:
    """The statements of one part of a table."""
    if isinstance(part.node, exp.ColumnDef):
        yield from column(table, part, part.node, context, enums)
    elif isinstance(part.node, exp.Constraint):
        for inner in part.node.expressions:
            yield from constraint(table, part, inner, context)
    else:
        yield from constraint(table, part, part.node, context)


def column(
    table: SqlTable, part: SqlPart, node: exp.ColumnDef, context: Context, enums: Mapping[str, Sequence[str]]
) -> Iterator[s.Statement]:
    place = s.Place(table.name, node.name)
    kind = kind_of(node)
    if kind:
        context.kinds[place] = kind
    yield s.Has(place, part.span, kind=kind)
    values = listed(node, enums)
    if values:
        yield s.OneOf(place, values, part.span)
    if has(node, exp.PrimaryKeyColumnConstraint):
        yield s.Key(table.name, (node.name,), part.span)
    if has(node, exp.UniqueColumnConstraint):
        yield s.Distinct(table.name, (node.name,), part.span)
    for one in node.constraints:
        if isinstance(one.kind, exp.Reference):
            needed = has(node, exp.NotNullColumnConstraint) or node.name in key_of(table)
            yield reference(place, part, one.kind, context, not needed)
        elif isinstance(one.kind, exp.CheckColumnConstraint):
            yield from check(table.name, part, one.kind.this)


def listed(node: exp.ColumnDef, enums: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The values of an ENUM, written here or given before by its name."""
    declared = node.args.get("kind")
    if not isinstance(declared, exp.DataType):
        return ()
    if declared.this == exp.DataType.Type.ENUM:
        return names_in(declared)
    return tuple(enums.get(str(declared.args.get("kind", "")).lower(), ()))


def reference(
    place: s.Place, part: SqlPart, node: exp.Reference, context: Context, optional: bool
) -> s.Statement:
    named = node.this.this.name if isinstance(node.this, exp.Schema) else node.this.name
    parent = next((one for one in context.vocabulary.entities if one.lower() == named.lower()), "")
    if not parent:
        return s.Unread(part.span, f"There is no table {named}.")
    if parent == place.entity:
        return s.Tree(parent, place.attribute, part.span)
    refer(context, place.entity, parent, place.attribute)
    return s.Refers(place.entity, parent, part.span, role=place.attribute, optional=optional)


def constraint(table: SqlTable, part: SqlPart, node: exp.Expr, context: Context) -> Iterator[s.Statement]:
    match node:
        case exp.PrimaryKey():
            yield s.Key(table.name, names_in(node), part.span)
        case exp.UniqueColumnConstraint() if node.this is not None:
            yield s.Distinct(table.name, names_in(node.this), part.span)
        case exp.ForeignKey() if len(node.expressions) == 1 and node.args.get("reference"):
            place = s.Place(table.name, node.expressions[0].name)
            yield reference(place, part, node.args["reference"], context, optional=False)
        case exp.CheckColumnConstraint(this=exp.Expr() as condition):
            yield from check(table.name, part, condition)
        case _:
            yield s.Unread(part.span, UNREAD)


def check(entity: str, part: SqlPart, node: exp.Expr) -> Iterator[s.Statement]:
    """A CHECK as ranges, values and comparisons; what it says beyond that is not understood."""
    node = node.unnest()
    if isinstance(node, exp.And):
        yield from check(entity, part, node.left)
        yield from check(entity, part, node.right)
    elif isinstance(node, exp.In):
        yield s.OneOf(s.Place(entity, node.this.name), tuple(map(value, node.expressions)), part.span)
    elif isinstance(node, exp.Between):
        yield bounded(entity, part, node.this, node.args["low"], node.args["high"])
    elif type(node) in COMPARED and isinstance(node, exp.Binary):
        yield compared(entity, part, node)
    else:
        yield s.Unread(part.span, UNREAD)


def value(node: exp.Expr) -> s.Word:
    return node.name if isinstance(node, exp.Literal) and node.is_string else number(node) or 0.0


def number(node: exp.Expr | None) -> float | None:
    """The number that a literal is; None for anything else."""
    if isinstance(node, exp.Neg):
        inner = number(node.this)
        return None if inner is None else -inner
    return float(node.this) if isinstance(node, exp.Literal) and not node.is_string else None


def bounded(
    entity: str, part: SqlPart, node: exp.Expr, low: exp.Expr | None, high: exp.Expr | None
) -> s.Statement:
    ends = number(low), number(high)
    if not isinstance(node, exp.Column) or ends == (None, None):
        return s.Unread(part.span, UNREAD)
    return s.Within(s.Place(entity, node.name), Quantity(*ends), part.span)


def compared(entity: str, part: SqlPart, node: exp.Binary) -> s.Statement:
    left, right, op = node.left.unnest(), node.right.unnest(), COMPARED[type(node)]
    if isinstance(left, exp.Column) and isinstance(right, exp.Column):
        return s.Ordered(s.Place(entity, left.name), op, s.Place(entity, right.name), part.span)
    limit = number(right)
    if not isinstance(left, exp.Column) or limit is None or op == "<>":
        return s.Unread(part.span, UNREAD)
    upper, open_ = op in {"<", "<="}, op in {"<", ">"}
    low, high = (None, limit) if upper else (limit, None)
    quantity = Quantity(low, high, open_low=open_ and not upper, open_high=open_ and upper)
    return s.Within(s.Place(entity, left.name), quantity, part.span)
