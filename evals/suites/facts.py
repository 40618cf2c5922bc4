"""The facts of description cases, held against the databases that were made from them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import duckdb

from rowsmith.evals.suites.grading import CaseGrade, Graded
from rowsmith.evals.suites.placeholders import Names
from rowsmith.tools.errors import UsageError

LONGEST = 20.0
"""Seconds that one fact may take."""


class Fact(TypedDict):
    """`sql` gives one truth value; `say` is the fact in words, `kind` what it is about."""

    say: str
    kind: str
    sql: str


class FactCase(TypedDict):
    id: str
    facts: list[Fact]


def graded(cases: Sequence[FactCase], out: Path) -> Graded:
    """Each case against OUT/<id>.duckdb; a missing file, an error or no answer within 20 s fails a fact."""
    details = [_case(case, out / f"{case['id']}.duckdb") for case in cases]
    return {
        "facts_right": sum(one["right"] for one in details),
        "facts": sum(one["of"] for one in details),
        "cases_right": sum(one["right"] == one["of"] for one in details),
        "cases": len(details),
        "details": details,
    }


def _case(case: FactCase, path: Path) -> CaseGrade:
    failing: list[dict[str, object]] = []
    if not path.exists():
        failing = [{**fact, "note": "there is no database"} for fact in case["facts"]]
    else:
        with duckdb.connect(
            str(path), read_only=True, config={"enable_external_access": "false"}
        ) as connection:
            names = Names(connection)
            for fact in case["facts"]:
                note = why_not(connection, names, fact["sql"])
                if note:
                    failing.append({**fact, "note": note})
    return {
        "id": case["id"],
        "right": len(case["facts"]) - len(failing),
        "of": len(case["facts"]),
        "failing": failing,
    }


def why_not(connection: duckdb.DuckDBPyConnection, names: Names, sql: str) -> str:
    """Empty where the fact holds, else the reason why it does not."""
    timer = threading.Timer(LONGEST, connection.interrupt)
    timer.start()
    try:
        row = connection.execute(names.filled(sql)).fetchone()
    except (duckdb.Error, UsageError) as error:
        return str(error).splitlines()[0]
    finally:
        timer.cancel()
    return "" if row is not None and row[0] is True else "does not hold"
