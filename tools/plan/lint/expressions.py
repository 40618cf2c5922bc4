"""Every expression parses, and every name in it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowsmith.tools.errors import ExpressionError, PlanError
from rowsmith.tools.plan.expressions import Resolved, resolve_in_table, resolve_overall
from rowsmith.tools.plan.lint.walk import Text, texts
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import QueryRows

ROLES = {"popularity": ("weight",), "no_duplicates": ("rule",), "no_overlap": ("rule",), "about": ("rule",)}
"""Where the special calls may stand."""

OF_ROWS = re.compile(r"\s*no_(duplicates|overlap)\s*\(", re.IGNORECASE)


def check(plan: Plan) -> Iterator[PlanError]:
    """Expressions that do not parse, speak of unknown names, or stand in the wrong place."""
    for text in texts(plan):
        if text.table is None and OF_ROWS.match(text.sql):
            what = "It compares rows, so it stands under the table whose rows they are."
            yield PlanError(f"{text.sql!r} is no statement about whole tables.", where=text.where, hint=what)
            continue
        try:
            resolved = resolve(plan, text)
        except ExpressionError as error:
            if not _left_open(plan, text):
                yield error
            continue
        yield from _special(resolved, text)


def resolve(plan: Plan, text: Text) -> Resolved:
    """The expression with its names known. Raises ExpressionError at its place."""
    if text.table is None:
        return resolve_overall(plan, text.sql, text.where)
    return resolve_in_table(plan, text.table.name, text.sql, text.where)


def _left_open(plan: Plan, text: Text) -> bool:
    """A query's columns are known once it has run."""
    return text.table is not None and isinstance(text.table.rows, QueryRows)


def _special(resolved: Resolved, text: Text) -> Iterator[PlanError]:
    if resolved.special is not None and text.role not in ROLES[resolved.special]:
        places = " or ".join(f"a {role}" for role in ROLES[resolved.special])
        yield PlanError(f"{resolved.special}(...) is {places} and does not stand here.", where=text.where)
