"""Plans from text, data from plain SQL, and what does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import pytest
from ruamel.yaml import YAML

from rowsmith.tools.checks import compile_checks, run_checks
from rowsmith.tools.checks.model import CheckResult
from rowsmith.tools.plan import Plan, plan_from_friendly

Broken = Callable[..., dict[str, int]]


def plan_of(text: str) -> Plan:
    return plan_from_friendly(YAML(typ="safe", pure=True).load(text))


def tables(text: str, rules: str = "{}") -> Plan:
    """A plan of these tables, indented by two."""
    lines = "\n".join(f"  {line}" for line in text.strip("\n").splitlines())
    return plan_of(f"rowsmith: 1\nname: test\nas_of: 2024-12-31\ntables:\n{lines}\nrules: {rules}\n")


def results(connection: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, CheckResult]:
    return {result.check.id: result for result in run_checks(connection, compile_checks(plan))}


def broken(found: dict[str, CheckResult]) -> dict[str, int]:
    """Ids of what does not hold, with the number of violations; errors count as -1."""
    return {
        id_: -1 if result.status == "error" else result.violations
        for id_, result in found.items()
        if result.status != "holds"
    }


def wrong(connection: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, int]:
    return broken(results(connection, plan))


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection
