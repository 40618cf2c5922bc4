"""Written texts: as long as asked, with the facts that they must contain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from rowsmith.tools.checks.compile.terms import Term, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import both, text
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.samplers import Sampler, Text

_SLOT = re.compile(r"\{([A-Za-z_][A-Za-z_0-9.]*)\}")


def checks(plan: Plan) -> Iterator[Check]:
    """Every text's words and facts."""
    return term_checks(plan, "format", terms)


def terms(sampler: Sampler) -> Iterator[Term]:
    """What a text promises; how many sentences it has is a reader's matter."""
    if not isinstance(sampler, Text):
        return
    if sampler.words is not None:
        low, high = sampler.words
        yield Term("words", f"has {low} to {high} words", partial(_words, low, high))
    if sampler.contains:
        yield Term("contains", f"contains {', '.join(sampler.contains)}", partial(_holds, sampler.contains))


def _words(low: int, high: int, relation: Relation, value: str) -> str:
    return f"len(regexp_extract_all({value}, '\\S+')) between {low} and {high}"


def _holds(facts: tuple[str, ...], relation: Relation, value: str) -> str:
    return both(f"contains({value}, {_fact(fact, relation)})" for fact in facts)


def _fact(fact: str, relation: Relation) -> str:
    """The words as SQL, `{path}` in them the row's value."""
    pieces = _SLOT.split(fact)
    told = [
        f"{relation.expression(piece)}::varchar" if at % 2 else text(piece)
        for at, piece in enumerate(pieces)
        if piece
    ]
    return " || ".join(told)
