"""Statements about whole tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.expressions import Statement, statement
from rowsmith.tools.checks.model import Check, Violations
from rowsmith.tools.checks.sql import literal
from rowsmith.tools.checks.tolerance import ABOUT, SIGMAS
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Plan, Rule
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Resolved, resolve_overall

SHARE = "AVG(CASE WHEN "
"""How a resolved share(...) begins."""


def overall(plan: Plan, rule: Rule) -> Check:
    """A rule of the plan: one statement, which is broken where it is not true."""
    place = f"rules.{rule.name}"
    head = Head("", f"rule.{rule.name}", rule.name, "rule", place)

    def build() -> Check:
        found = resolve_overall(plan, rule.check, place)
        return _check(plan, head, found)

    made = attempted(head, build)
    return dataclasses.replace(made, id=place, tables=tuple(name for name in made.tables if name))


def _check(plan: Plan, head: Head, found: Resolved) -> Check:
    if found.special not in (None, "about"):
        raise CheckError(f"{found.special}(...) stands under a table, not among the plan's rules.")
    made = statement(plan, _with_sizes(found) if found.special else found)
    condition = about(made.arguments, _share_size(found)) if found.special else made.sql
    shown = ", ".join(f'{name} as "{said.replace(chr(34), "")}"' for name, said in made.inputs)
    sql = f"select {shown or '1 as broken'} from {made.source} where not coalesce({condition}, false)"
    whole = dataclasses.replace(head.check(Violations(sql, _rows(made)), made.needs))
    columns = tuple(dict.fromkeys(_named(found.inputs.values())))
    return dataclasses.replace(whole, tables=made.tables, columns=columns)


def about(arguments: tuple[str, ...], size: str | None = None) -> str:
    """That x lies about its target: within the tolerance, or else within 10 %.

    For a share out of `size` rows (SQL) also within four standard errors, sqrt(p (1 - p) / n).
    Raises CheckError for other than two or three arguments.
    """
    if len(arguments) not in (2, 3):
        raise CheckError("about takes a value, a target and perhaps a tolerance.")
    value, target = arguments[0], arguments[1]
    slack = arguments[2] if len(arguments) == 3 else f"{literal(ABOUT)} * abs({target})"
    if size is not None and len(arguments) == 2:
        error = f"sqrt(greatest({target} * (1 - {target}), 0) / greatest({size}, 1))"
        slack = f"greatest({slack}, {literal(SIGMAS)} * {error})"
    return f"abs({value} - {target}) <= {slack} + 1e-12"


def _share_size(found: Resolved) -> str | None:
    """The placeholder that counts a share's rows, where the value is one share."""
    return "i_size" if _share(found) is not None else None


def _share(found: Resolved) -> Aggregate | None:
    one = found.inputs.get(found.arguments[0]) if found.arguments else None
    return one if isinstance(one, Aggregate) and one.sql.startswith(SHARE) else None


def _with_sizes(found: Resolved) -> Resolved:
    """The expression with one more input, the number of rows behind its share."""
    share = _share(found)
    if share is None:
        return found
    _, _, rest = share.sql.partition(" FILTER(")
    counted = "COUNT(*)" + (f" FILTER({rest}" if rest else "")
    return dataclasses.replace(
        found, inputs={**found.inputs, "i_size": dataclasses.replace(share, sql=counted)}
    )


def _rows(made: Statement) -> str:
    return " + ".join(f'(select count(*) from "{table}")' for table in made.tables).join(("select ", ""))


def _named(inputs: Iterable[Input]) -> Iterable[str]:
    for one in inputs:
        if isinstance(one, Path):
            yield f"{one.end}.{one.column}"
        elif isinstance(one, Aggregate):
            yield from _named((*one.inputs.values(), *one.outer.values()))
