"""Values as JSON text: decimals keep their digits, moments are ISO 8601, bytes are base64."""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import json
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa

NULL = "null"
_text = json.encoder.encode_basestring
"""A string in quotes, with letters of all languages as they are."""


def json_text(value: object) -> str:
    """Any value of a row."""
    if value is None:
        return NULL
    return _WRITERS[type(value)](value)


def _real(value: float) -> str:
    return repr(value) if math.isfinite(value) else NULL


def _zoned(value: dt.datetime) -> str:
    return f'"{value.isoformat()}"'


def _duration(value: object) -> str:
    return _text(str(value))


def _object(value: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{_text(str(name))}: {json_text(one)}" for name, one in value.items()) + "}"


def _list(value: list[object]) -> str:
    return "[" + ", ".join(map(json_text, value)) + "]"


def _pair(value: tuple[object, ...]) -> str:
    return _list(list(value))


_WRITERS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "true" if value else "false",
    int: str,
    float: _real,
    str: _text,
    decimal.Decimal: lambda value: format(value, "f"),
    dt.date: lambda value: f'"{value.isoformat()}"',
    dt.datetime: _zoned,
    dt.time: lambda value: f'"{value.isoformat()}"',
    dt.timedelta: _duration,
    bytes: lambda value: f'"{base64.b64encode(value).decode()}"',
    dict: _object,
    list: _list,
    tuple: _pair,
}


def json_rows(batch: pa.RecordBatch) -> Iterator[str]:
    """Each row as an object; column by column, which is several times faster than row by row."""
    names = [f"{_text(name)}: " for name in batch.schema.names]
    columns = [
        [name + json_text(value) for value in column.to_pylist()]
        for name, column in zip(names, batch.columns, strict=True)
    ]
    for row in zip(*columns, strict=True):
        yield "{" + ", ".join(row) + "}"
