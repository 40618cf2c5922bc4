"""Names and values as DuckDB SQL text."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from decimal import Decimal

Value = str | bool | int | float | Decimal | dt.date | dt.time | dt.timedelta | None


def quoted(name: str) -> str:
    """A name as an identifier: `order` is "order"."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Value) -> str:
    """A value as a literal. Intervals are in microseconds, so that no month or day is guessed."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return text(value)
    if isinstance(value, int | float | Decimal):
        return str(value) if not isinstance(value, float) or math.isfinite(value) else f"'{value}'::double"
    if isinstance(value, dt.timedelta):
        return f"to_microseconds({value // dt.timedelta(microseconds=1)})"
    return f"{_moment_type(value)} {text(value.isoformat())}"


def text(value: str) -> str:
    """Text as a literal."""
    return "'" + value.replace("'", "''") + "'"


def _moment_type(value: dt.date | dt.time) -> str:
    if isinstance(value, dt.datetime):
        return "timestamp"
    return "date" if isinstance(value, dt.date) else "time"


def both(conditions: Iterable[str | None]) -> str:
    """The conditions joined by AND; without any, true."""
    kept = [condition for condition in conditions if condition and condition != "true"]
    if len(kept) == 1:
        return kept[0]
    return " and ".join(f"({condition})" for condition in kept) if kept else "true"


def either(conditions: Iterable[str | None]) -> str:
    """The conditions joined by OR; without any, false."""
    kept = [condition for condition in conditions if condition and condition != "false"]
    if len(kept) == 1:
        return kept[0]
    return " or ".join(f"({condition})" for condition in kept) if kept else "false"


def columns(names: Iterable[str], alias: str | None = None) -> str:
    """Names as a list of identifiers, each of the relation `alias` where it is given."""
    lead = f"{quoted(alias)}." if alias else ""
    return ", ".join(f"{lead}{quoted(name)}" for name in names)
