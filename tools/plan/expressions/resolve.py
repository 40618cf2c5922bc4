"""Names in an expression, resolved against a plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from rowsmith.tools.errors import ExpressionError, did_you_mean
from rowsmith.tools.plan.expressions.model import Aggregate, Down, Input, Path, Resolved, Sibling
from rowsmith.tools.plan.expressions.names import dotted_name
from rowsmith.tools.plan.expressions.parse import SPECIAL, function_name, parse
from rowsmith.tools.plan.expressions.rewrite import share_of, top_share_of
from rowsmith.tools.plan.expressions.scope import Chain, Part, Walker, columns_of
from rowsmith.tools.plan.plan import Plan

AGGREGATES = (exp.AggFunc,)
OUR_AGGREGATES = ("share", "top_share")


def resolve_in_table(plan: Plan, table: str, text: str, where: str | None = None) -> Resolved:
    """An expression over each row of `table`. Raises ExpressionError at `where` (the table by default)."""
    return _resolve(plan, table, text, where or table)


def resolve_overall(plan: Plan, text: str, where: str = "rules") -> Resolved:
    """A statement about whole tables: every name begins with a table. Raises ExpressionError."""
    return _resolve(plan, None, text, where)


def _resolve(plan: Plan, table: str | None, text: str, where: str) -> Resolved:
    tree = parse(text, where)
    walker = Walker(plan, text, where)
    if table is not None:
        walker.table(table)
    scope = Scope(walker, table)
    special = function_name(tree) if isinstance(tree, exp.Anonymous) else None
    if special in SPECIAL:
        arguments = tuple(_sql(scope.rewrite(argument)) for argument in tree.expressions)
        return Resolved(text, table, "", scope.inputs, special=special, arguments=arguments)
    made = _sql(scope.rewrite(tree))
    return Resolved(
        text, table, made, scope.inputs, windows=scope.windows, partitions=tuple(scope.partitions)
    )


def _sql(tree: exp.Expr) -> str:
    return tree.sql(dialect="duckdb")


@dataclass
class Scope:
    """One row's point of view: it turns names into placeholders and keeps what they stand for."""

    walker: Walker
    table: str | None
    inputs: dict[str, Input] = field(default_factory=dict)
    windows: bool = False
    partitions: list[tuple[str, ...]] = field(default_factory=list)

    def rewrite(self, node: exp.Expr) -> exp.Expr:
        """The tree with placeholders for its names; the tree given is left as it is."""
        if (parts := dotted_name(node)) is not None:
            return self.name(parts)
        if isinstance(node, exp.Window):
            return self.window(node)
        if is_aggregate(node):
            return self.aggregate(node)
        if isinstance(node, exp.Anonymous):
            return self.call(node)
        return self.children(node)

    def children(self, node: exp.Expr) -> exp.Expr:
        copy = node.copy()
        for key, value in node.args.items():
            if isinstance(value, exp.Expr):
                copy.set(key, self.rewrite(value))
            elif isinstance(value, list):
                copy.set(key, [self.rewrite(v) if isinstance(v, exp.Expr) else v for v in value])
        return copy

    def name(self, parts: tuple[Part, ...]) -> exp.Expr:
        if len(parts) == 1 and (constant := self._constant(parts[0].name)) is not None:
            return constant
        if self.table is None:
            shown = ".".join(part.name for part in parts)
            raise self.walker.error(f"{shown} stands outside an aggregate.", "Wrap it: avg(...), count(...).")
        chain = self.walker.walk(self.table, parts, rows=False)
        return self.placeholder(Path(self.table, chain.up, chain.end, chain.column or ""))

    def placeholder(self, wanted: Input) -> exp.Column:
        for name, known in self.inputs.items():
            if known == wanted:
                return exp.column(name)
        name = f"i{len(self.inputs)}"
        self.inputs[name] = wanted
        return exp.column(name)

    def _constant(self, name: str) -> exp.Expr | None:
        plan = self.walker.plan
        if self.table is not None and name in columns_of(self.walker.table(self.table)):
            return None
        return next((exp.convert(one.value) for one in plan.constants if one.name == name), None)

    def call(self, node: exp.Anonymous) -> exp.Expr:
        name = function_name(node)
        if name in SPECIAL:
            raise self.walker.error(f"{name}(...) stands alone, not inside another expression.")
        if name == "as_of":
            return exp.cast(exp.Literal.string(self.walker.plan.as_of.isoformat()), "date")
        if name in ("row_position", "siblings"):
            return self.placeholder(Sibling("position" if name == "row_position" else "siblings"))
        if name == "previous":
            return self.previous(node)
        return self.children(node)

    def previous(self, node: exp.Anonymous) -> exp.Expr:
        parts = dotted_name(node.expressions[0]) if len(node.expressions) == 1 else None
        if self.table is None or parts is None or len(parts) != 1:
            raise self.walker.error("previous(...) takes one column of the row.")
        chain = self.walker.walk(self.table, parts, rows=False)
        return self.placeholder(Sibling("previous", chain.column))

    def window(self, node: exp.Window) -> exp.Expr:
        if self.table is None:
            raise self.walker.error("A window stands in a rule of a table, not over whole tables.")
        self.windows = True
        copy = node.copy()
        copy.set("this", self.children(node.this))
        partition = [self.rewrite(one) for one in node.args.get("partition_by") or []]
        copy.set("partition_by", partition)
        if (order := node.args.get("order")) is not None:
            copy.set("order", self.children(order))
        self.partitions.append(tuple(_sql(one) for one in partition))
        return copy

    def aggregate(self, node: exp.Expr) -> exp.Expr:
        call = node.this if isinstance(node, exp.Filter) else node
        target = self.target(call)
        inner = Below(self.walker, target.down[-1].table, above=self, prefix=target)
        made = inner.aggregate_call(call)
        if isinstance(node, exp.Filter):
            made = exp.Filter(this=made, expression=exp.Where(this=inner.condition(node.expression.this)))
        return self.placeholder(
            Aggregate(target.base, target.up, target.down, _sql(made), inner.inputs, inner.outer)
        )

    def target(self, call: exp.Expr) -> Chain:
        """The rows that an aggregate ranges over: where the first name in its arguments leads down to."""
        for parts in names_in(call):
            chain = self.rows(parts)
            if chain is not None:
                return chain
        hint = "Say which rows it ranges over: count(orders), sum(items.total)."
        strange = [parts[0].name for parts in names_in(call) if parts[0].name not in self._own_columns()]
        if strange:
            hint = did_you_mean(strange[0], [table.name for table in self.walker.plan.tables]) or hint
        raise self.walker.error("The aggregate names no table.", hint)

    def _own_columns(self) -> tuple[str, ...]:
        return columns_of(self.walker.table(self.table)) if self.table is not None else ()

    def rows(self, parts: tuple[Part, ...]) -> Chain | None:
        """The chain by which a name leads to other rows; None where it stays at this row."""
        if self.table is None:
            table, _ = self.walker.overall(parts)
            return Chain((), None, (Down(table, ""),), (), table, None)
        try:
            chain = self.walker.walk(self.table, parts, rows=True)
        except ExpressionError as error:
            if len(parts) == 1 and self.walker.plan.table(parts[0].name) is None:
                return None
            raise error
        return chain if chain.down else None


@dataclass
class Below(Scope):
    """The point of view of a row that is aggregated; names of the asking row become `outer` inputs."""

    above: Scope | None = None
    prefix: Chain | None = None
    outer: dict[str, Input] = field(default_factory=dict)
    filtering: bool = False

    def aggregate_call(self, call: exp.Expr) -> exp.Expr:
        if isinstance(call, exp.Anonymous):
            arguments = [self.rewrite(argument) for argument in call.expressions]
            return share_of(arguments) if function_name(call) == "share" else top_share_of(arguments)
        if isinstance(call, exp.Count) and self._counts_rows(call):
            return exp.Count(this=exp.Star())
        return self.children(call)

    def _counts_rows(self, call: exp.Count) -> bool:
        parts = dotted_name(call.this)
        return parts is not None and self._rest(parts) == ()

    def condition(self, node: exp.Expr) -> exp.Expr:
        self.filtering = True
        return self.rewrite(node)

    def name(self, parts: tuple[Part, ...]) -> exp.Expr:
        if self.filtering and self._is_of_same_table(parts):
            return self._outer(parts)
        rest = self._rest(parts)
        if rest:
            return super().name(rest)
        if rest == ():
            shown = ".".join(part.name for part in parts)
            raise self.walker.error(f"{shown} names rows, not a column.")
        if self._is_mine(parts):
            return super().name(parts)
        return self._outer(parts)

    def _is_of_same_table(self, parts: tuple[Part, ...]) -> bool:
        """Whether a name says which row it means by a table that both rows are of: that is the asking one."""
        asking = self.above.table if self.above else None
        return len(parts) > 1 and asking is not None and parts[0].name == asking == self.table

    def _rest(self, parts: tuple[Part, ...]) -> tuple[Part, ...] | None:
        """What follows the way down to this row, None where the name goes another way."""
        if self.above is None or self.prefix is None:
            return None
        names = [down.table for down in self.prefix.down]
        lead = self._lead(parts, len(names))
        if lead is None or [part.name for part in parts[lead : lead + len(names)]] != names:
            return None
        return parts[lead + len(names) :]

    def _lead(self, parts: tuple[Part, ...], downs: int) -> int | None:
        """How many names go up before the way down."""
        if self.prefix is None or len(parts) < len(self.prefix.up) + downs:
            return None
        first = self.prefix.down[0].table
        return next((n for n, part in enumerate(parts) if part.name == first), None)

    def _is_mine(self, parts: tuple[Part, ...]) -> bool:
        own = columns_of(self.walker.table(self.table or ""))
        first = parts[0].name
        asking = self.above.table if self.above else None
        if len(parts) == 1 and not self.filtering and asking is not None:
            return first in own and first not in columns_of(self.walker.table(asking))
        return not (len(parts) > 1 and first == asking and first not in own)

    def _outer(self, parts: tuple[Part, ...]) -> exp.Expr:
        if self.above is None or self.above.table is None:
            return super().name(parts)
        asker = Scope(self.walker, self.above.table)
        made = asker.name(parts)
        if not asker.inputs:
            return made
        wanted = next(iter(asker.inputs.values()))
        name = next((known for known, value in self.outer.items() if value == wanted), f"o{len(self.outer)}")
        self.outer[name] = wanted
        return exp.column(name)


def is_aggregate(node: exp.Expr) -> bool:
    if isinstance(node, exp.Filter):
        return True
    if isinstance(node, exp.Anonymous):
        return function_name(node) in OUR_AGGREGATES
    return isinstance(node, AGGREGATES)


def names_in(call: exp.Expr) -> list[tuple[Part, ...]]:
    """The dotted names in an aggregate's arguments; names inside nested aggregates come last."""
    own: list[tuple[Part, ...]] = []
    nested: list[tuple[Part, ...]] = []

    def visit(node: exp.Expr, inside: bool) -> None:
        if (parts := dotted_name(node)) is not None:
            (nested if inside else own).append(parts)
            return
        for child in node.iter_expressions():
            visit(child, inside or is_aggregate(child))

    for child in call.iter_expressions():
        visit(child, is_aggregate(child))
    return own + nested
