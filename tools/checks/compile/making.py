"""How a statement of the plan becomes a check, or says why it can't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rowsmith.tools.checks.expressions import Relation, table_of
from rowsmith.tools.checks.model import Check, Form, Judge, Kind, Measures, RowCondition, Unable
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.errors import CheckError, ExpressionError
from rowsmith.tools.plan import Plan


@dataclass(frozen=True, slots=True)
class Head:
    """What a check is about; `columns` are names of the table's own columns at fault."""

    table: str
    aspect: str
    name: str
    kind: Kind
    place: str
    columns: tuple[str, ...] = ()
    firm: bool = True

    @property
    def id(self) -> str:
        return ".".join([self.table, *self.columns[:1], self.aspect])

    def check(self, form: Form, needs: tuple[str, ...] = ()) -> Check:
        """The check with that form; `needs` are "table.column"."""
        own = tuple(f"{self.table}.{column}" for column in self.columns)
        tables = dict.fromkeys([self.table, *(need.partition(".")[0] for need in needs)])
        return Check(
            id=self.id,
            name=self.name,
            kind=self.kind,
            tables=tuple(tables),
            columns=own,
            form=form,
            place=self.place,
            firm=self.firm,
            needs=tuple(dict.fromkeys((*own, *needs))),
        )


def row_check(plan: Plan, head: Head, violation: Callable[[Relation], str], *, allowed: float = 0.0) -> Check:
    """A condition that no row of the table may meet."""
    return attempted(head, lambda: _row_check(plan, head, violation, allowed))


def measured(plan: Plan, head: Head, aggregates: Callable[[Relation], dict[str, str]], judge: Judge) -> Check:
    """Aggregates over the table's rows, and who judges them."""

    def build() -> Check:
        relation = Relation(plan, head.table)
        chosen = tuple(aggregates(relation).items())
        return head.check(Measures(relation.source(), chosen, judge), tuple(relation.needs))

    return attempted(head, build)


def attempted(head: Head, build: Callable[[], Check]) -> Check:
    """What `build` makes, or a check that says why finished tables can't answer."""
    try:
        return build()
    except (CheckError, ExpressionError) as error:
        return head.check(Unable(error.message))


def _row_check(plan: Plan, head: Head, violation: Callable[[Relation], str], allowed: float) -> Check:
    relation = Relation(plan, head.table)
    sql = violation(relation)
    key = table_of(plan, head.table).key
    own = dict.fromkeys((*key, *head.columns))
    shown = {name: f"r.{quoted(name)}" for name in own} | relation.seen
    form = RowCondition(relation.source(), sql, tuple(shown.items()), allowed)
    return head.check(form, (*relation.needs, *(f"{head.table}.{name}" for name in key)))
