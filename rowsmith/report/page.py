"""The page: what it tells, put into its templates."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from rowsmith.agents.requirements import Contract
from rowsmith.report import spelling
from rowsmith.report.diagram import diagram
from rowsmith.report.relationships import relationships
from rowsmith.report.tables import table_views
from rowsmith.report.verdicts import asked, by_table, found, gathered, marked
from rowsmith.tools.checks.database import Database, opened
from rowsmith.tools.plan import Plan

PACKAGES = ("rowsmith", "duckdb", "numpy", "pyarrow", "sqlglot")
"""Whose versions made and judged the rows."""


@dataclass(frozen=True)
class Subject:
    """What a report is about; `messages` are the words that were typed, none for a plan of one's own."""

    plan: Plan
    contract: Contract
    data: Database
    messages: Sequence[str] = ()


def render_report(subject: Subject) -> str:
    """The report as one HTML page with no script, no link and no network. Raises SourceError."""
    with opened(subject.data) as connection:
        tables = table_views(connection, subject.plan)
        related = relationships(connection, subject.plan)
    return (
        _templates()
        .get_template("page.html")
        .render(
            plan=subject.plan,
            contract=subject.contract,
            messages=[marked(number, text, subject.contract) for number, text in enumerate(subject.messages)],
            asked=asked(subject.contract),
            rules=by_table(subject.contract.rules),
            tables=tables,
            relationships=related,
            diagram=diagram([(table.name, table.rows) for table in tables], related),
            versions=_versions(),
        )
    )


def _versions() -> list[tuple[str, str]]:
    return [("Python", platform.python_version()), *((name, version(name)) for name in PACKAGES)]


@cache
def _templates() -> Environment:
    room = files("rowsmith.report")
    environment = Environment(
        loader=FunctionLoader(lambda name: (room / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": spelling.number,
        "percent": spelling.percent,
        "shown": spelling.shown,
        "cut": spelling.cut,
        "plain": spelling.plain,
        "found": found,
        "gathered": gathered,
    }
    return environment
