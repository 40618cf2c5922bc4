"""Facts that a database must hold, in SQL written by hand; shares no code with the engine and the checks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypedDict, cast

import duckdb
from ruamel.yaml import YAML

STANDARD_ERRORS = 4.0


class Wanted(TypedDict):
    wanted: float
    sql: str


class Facts(TypedDict):
    """`counts` are rows at scale 1, `violations` give 0, `shares` give (so many, of how many)."""

    counts: dict[str, Wanted]
    violations: dict[str, str]
    shares: dict[str, Wanted]


@dataclass(frozen=True)
class Found:
    """Every fact with what was found, and the names of those that do not hold."""

    counts: dict[str, int]
    violations: dict[str, int]
    shares: dict[str, float]
    broken: tuple[str, ...]


def facts_named(name: str) -> Facts:
    text = (files("rowsmith.evals.benchmarks.facts") / f"{name}.yaml").read_text(encoding="utf-8")
    return cast("Facts", YAML(typ="safe", pure=True).load(text))


def examine(data: Path, facts: Facts, scale: float = 1.0) -> Found:
    """Holds the DuckDB file against the facts.

    Counts must be met to the row, shares within four standard errors of a share of that many rows:
    4 sqrt(p (1 - p) / n).
    """
    with duckdb.connect(str(data), read_only=True) as connection:
        counts = {name: _number(connection, one["sql"]) for name, one in facts["counts"].items()}
        violations = {name: _number(connection, sql) for name, sql in facts["violations"].items()}
        shares = {name: _part(connection, one["sql"]) for name, one in facts["shares"].items()}
    broken = [name for name, one in facts["counts"].items() if counts[name] != round(one["wanted"] * scale)]
    broken += [name for name, violated in violations.items() if violated]
    broken += [name for name, one in facts["shares"].items() if not _is_near(*shares[name], one["wanted"])]
    return Found(
        counts, violations, {name: part / whole for name, (part, whole) in shares.items()}, tuple(broken)
    )


def _is_near(part: int, whole: int, wanted: float) -> bool:
    return abs(part / whole - wanted) <= STANDARD_ERRORS * math.sqrt(wanted * (1 - wanted) / whole)


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    ((number,),) = connection.execute(sql).fetchall()
    return int(number)


def _part(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, int]:
    ((part, whole),) = connection.execute(sql).fetchall()
    return int(part), int(whole)
