"""Values as SQL text."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from rowsmith.tools.exports.json_text import json_text
from rowsmith.tools.exports.source import Kind
from rowsmith.tools.exports.sql.dialects import Dialect

NULL = "NULL"
LONGEST_LITERAL = 900
"""Oracle's texts have 4,000 bytes at most; a letter has up to four."""
NOT_FINITE = ("postgres", "duckdb")
"""Dialects that take 'NaN' and 'Infinity' for numbers."""
BACKSLASHED = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x00": "�"})


def text_literal(text: str, dialect: Dialect) -> str:
    """A text in quotes."""
    if dialect.name == "oracle" and len(text) > LONGEST_LITERAL:
        parts = [text[at : at + LONGEST_LITERAL] for at in range(0, len(text), LONGEST_LITERAL)]
        return " || ".join(f"TO_CLOB({_doubled(part)})" for part in parts)
    if dialect.backslash:
        return f"'{text.translate(BACKSLASHED)}'"
    return f"{dialect.prefix}{_doubled(text)}"


def _doubled(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\x00", "�") + "'"


Writer = Callable[[Any, Dialect, str], str]


def literal_writer(kind: Kind, dialect: Dialect) -> Callable[[Any], str]:
    """What writes a column's values."""
    write, form = _WRITERS[kind], dialect.literals.get(kind, "{}")
    return lambda value: NULL if value is None else write(value, dialect, form)


def _whole(value: int, dialect: Dialect, form: str) -> str:
    return str(value)


def _decimal(value: Decimal, dialect: Dialect, form: str) -> str:
    return form.format(format(value, "f"))


def _boolean(value: bool, dialect: Dialect, form: str) -> str:
    return dialect.literals["true" if value else "false"]


def _day(value: dt.date | dt.time, dialect: Dialect, form: str) -> str:
    return form.format(value.isoformat())


def _moment(value: dt.datetime, dialect: Dialect, form: str) -> str:
    return form.format(value.replace(tzinfo=None).isoformat(sep=" "))


def _binary(value: bytes, dialect: Dialect, form: str) -> str:
    return form.format(value.hex())


def _nested(value: object, dialect: Dialect, form: str) -> str:
    return form.format(text_literal(json_text(value), dialect))


def _text(value: str, dialect: Dialect, form: str) -> str:
    return form.format(text_literal(value, dialect))


def _real(value: float, dialect: Dialect, form: str) -> str:
    if math.isfinite(value):
        return repr(value)
    name = "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return f"'{name}'" if dialect.name in NOT_FINITE else NULL


_WRITERS: dict[Kind, Writer] = {
    "integer": _whole,
    "huge": _decimal,
    "decimal": _decimal,
    "real": _real,
    "boolean": _boolean,
    "date": _day,
    "time": _day,
    "timestamp": _moment,
    "zoned": _moment,
    "binary": _binary,
    "nested": _nested,
    "json": _text,
    "text": _text,
    "interval": _text,
}
