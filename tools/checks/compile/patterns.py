"""Text that matches a regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowsmith.tools.checks.compile.terms import Ok, Term, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import text
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.samplers import Pattern, Sampler

INSERTED = re.compile(r"\{([A-Za-z_][\w.]*)(?::(0?)(\d+))?\}")
"""`{path}` and `{path:04}`; a quantifier such as `{8}` begins with a digit."""


def checks(plan: Plan) -> Iterator[Check]:
    """Every such text matches its pattern as a whole."""
    return term_checks(plan, "pattern", terms)


def terms(sampler: Sampler) -> Iterator[Term]:
    """What such a text promises."""
    if isinstance(sampler, Pattern):
        yield Term("pattern", f"matches {sampler.regex}", matches(sampler.regex))


def matches(regex: str) -> Ok:
    def ok(relation: Relation, value: str) -> str:
        return f"regexp_full_match({value}, {_regex(relation, regex)})"

    return ok


def _regex(relation: Relation, regex: str) -> str:
    """The regular expression, with values of the row put in literally."""
    parts: list[str] = []
    end = 0
    for found in INSERTED.finditer(regex):
        parts += [text(regex[end : found.start()]), _inserted(relation, found)]
        end = found.end()
    parts.append(text(regex[end:]))
    return " || ".join(part for part in parts if part != "''") or "''"


def _inserted(relation: Relation, found: re.Match[str]) -> str:
    value = f"{relation.expression(found.group(1))}::varchar"
    if found.group(3):
        filler = "0" if found.group(2) else " "
        value = f"lpad({value}, greatest({found.group(3)}, length({value}))::integer, {text(filler)})"
    return f"regexp_escape({value})"
