"""Expressions of a plan as SQL over finished tables, by joins on key values."""

from rowsmith.tools.checks.expressions.links import Link, link, links, reference_of, references, table_of
from rowsmith.tools.checks.expressions.overall import Statement, statement
from rowsmith.tools.checks.expressions.relation import Relation

__all__ = [
    "Link",
    "Relation",
    "Statement",
    "link",
    "links",
    "reference_of",
    "references",
    "statement",
    "table_of",
]
